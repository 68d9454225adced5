"""Which targets of an organisation carry nearly the same fingerprint: one question, answered from memory or from SQL alike.

A handler and a kind of fingerprint are a memory of their own: nothing here ever looks into another.
"""

from collections.abc import Sequence

from django.conf import settings

from fanal.crossref.hamming import words
from fanal.crossref.hamming.codes import checked_radius
from fanal_hub.ledger.nearby import chunks, resident
from fanal_hub.ledger.nearby.writes import fingerprints, forget

Near = list[tuple[str, int]]  # (target, distance in bits), nearest first, each target once

PRINTS = 8  # fingerprints that one target may have within the radius, when only the nearest targets are asked for

__all__ = ["Near", "fingerprints", "forget", "near"]


def near(handler: str, kind: str, codes: Sequence[bytes], radius: int, most: int = 0) -> list[Near]:
    """For each code of 32 bytes, the handler's targets within `radius` bits (0..256) by a fingerprint of this kind.

    Everything that was committed before the call is seen, by whichever process. Raises CodeError for another length
    or radius. `most` keeps the nearest alone: a wave of thousands is not told one by one. Not within a transaction:
    with FANAL_INDEX=sql the first call may have missing chunks written.
    """
    asked, within = words(codes), checked_radius(radius)
    if settings.FANAL_INDEX == "sql":
        found = chunks.near(handler, kind, asked, within)
    else:
        found = resident.near(handler, kind, asked, within, most * PRINTS)
    return [_nearest(each)[: most or None] for each in found]


def _nearest(found: Sequence[tuple[str, int]]) -> Near:
    least: dict[str, int] = {}
    for target, distance in found:
        least[target] = min(distance, least.get(target, distance))
    return sorted(least.items(), key=lambda each: (each[1], each[0]))
