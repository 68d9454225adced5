"""Knows how to read fingerprints from the ledger: all of a memory, or those of the targets that new events name. It keeps nothing.

Whoever writes or deletes fingerprints writes an event of one of KINDS in the same transaction. So a reader that goes by
position misses none, however late it was committed; events that have no position yet are looked at each time.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from django.db import connection

from fanal.crossref.hamming import words
from fanal.crossref.hamming.codes import Ids, Words
from fanal_hub.ledger.nearby.numbers import number_of
from fanal_hub.ledger.read import streams

KINDS = (
    "target_attached",
    "target_detached",
    "evidence_added",
    "evidence_fingerprinted",
    "target_qualified",
    "target_set_aside",
    "case_purged",
)
ERASING = frozenset({"case_purged", "target_qualified"})  # contents may be destroyed with these
MOST = 20_000  # events to catch up with: beyond that, reading the whole memory is no longer
TOGETHER = 400  # parameters of one question
PIECE = 50_000  # rows held at once


@dataclass(frozen=True, slots=True)
class News:
    """What happened since a position: the targets to read again, which of them are new, and the position it reaches."""

    position: int
    targets: frozenset[str]
    fresh: frozenset[
        str
    ]  # brought in by these events, and nothing else happened to them: there is nothing to take back
    erased: frozenset[str]  # of the targets, those whose contents may have been destroyed
    too_much: bool


def since(handler: str, position: int) -> News:
    """The news of a handler after a position, those without a position included."""
    head = streams.head()  # first: what is numbered after it has a higher number, and is read again
    marks = ", ".join(["%s"] * len(KINDS))
    found = _rows(
        "SELECT position, kind, stream, body FROM ledger_eventrow"  # noqa: S608
        f" WHERE handler = %s AND kind IN ({marks}) AND (position > %s OR position IS NULL) LIMIT {MOST + 1}",
        [handler, *KINDS, position],
    )
    too_much = len(found) > MOST
    purged = [stream.partition(":")[2] for _, kind, stream, _ in found if kind == "case_purged"]
    said = [(kind, json.loads(body)) for _, kind, _, body in found if kind != "case_purged"]
    # On PostgreSQL an event is read before it has its position, and once more after: it brings nothing that is surely new.
    is_once = connection.vendor == "sqlite"
    fresh = {str(body["target"]) for _, body in said if is_once and body.get("why") == "new"}
    other = {str(body["target"]) for _, body in said if body.get("why") != "new"}
    erased = {*_targets_of(purged), *(str(body["target"]) for kind, body in said if kind in ERASING)}
    return News(
        position=max([head, *(placed or 0 for placed, *_ in found)]),
        targets=frozenset(str(body["target"]) for _, body in said) | erased,
        fresh=frozenset(fresh - other - erased),
        erased=frozenset(erased),
        too_much=too_much,
    )


def of_targets(handler: str, kind: str, targets: Iterable[str]) -> tuple[Words, Ids]:
    """The fingerprints of some targets as they are now: codes (n, 4) and the targets' numbers (n,)."""
    found: list[tuple[Any, ...]] = []
    for some in _pieces(sorted(targets), TOGETHER):
        marks = ", ".join(["%s"] * len(some))
        sql = f"SELECT code, target FROM ledger_fingerprintrow WHERE handler = %s AND kind = %s AND target IN ({marks})"  # noqa: S608
        found += _rows(sql, [handler, kind, *some])
    return _arrays(found)


def of_memory(handler: str, kind: str) -> tuple[Words, Ids]:
    """Every fingerprint of a handler and kind."""
    codes, ids = zip(_arrays([]), *map(_arrays, _all(handler, kind)), strict=True)
    return np.concatenate(codes), np.concatenate(ids)


def distinct(handler: str, kind: str, piece: int = PIECE) -> Iterator[list[bytes]]:
    """Every distinct code of a handler and kind, in pieces, in order."""
    last = b""
    sql = (
        "SELECT DISTINCT code FROM ledger_fingerprintrow WHERE handler = %s AND kind = %s AND code > %s"
        " ORDER BY code LIMIT %s"
    )
    while found := [bytes(row[0]) for row in _rows(sql, [handler, kind, last, piece])]:
        yield found
        last = found[-1]


def _all(handler: str, kind: str) -> Iterator[list[tuple[Any, ...]]]:
    """In the order of the index on handler, kind and code: any other order would be sorted again for each piece."""
    last: tuple[bytes, int] = (b"", 0)
    sql = (
        "SELECT code, target, id FROM ledger_fingerprintrow WHERE handler = %s AND kind = %s AND (code, id) > (%s, %s)"
        " ORDER BY code, id LIMIT %s"
    )
    while found := _rows(sql, [handler, kind, *last, PIECE]):
        yield [(code, target) for code, target, _ in found]
        last = (bytes(found[-1][0]), found[-1][2])


def _arrays(found: list[tuple[Any, ...]]) -> tuple[Words, Ids]:
    codes = words([bytes(code) for code, _ in found])
    return codes, np.array([number_of(target) for _, target in found], dtype=np.int64)


def _targets_of(cases: list[str]) -> list[str]:
    found: list[str] = []
    for some in _pieces(cases, TOGETHER):
        marks = ", ".join(["%s"] * len(some))
        found += [str(row[0]) for row in _rows(f'SELECT id FROM ledger_targetrow WHERE "case" IN ({marks})', some)]  # noqa: S608
    return found


def _rows(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def _pieces(whole: Iterable[str], size: int) -> Iterator[list[str]]:
    left = iter(whole)
    while some := list(islice(left, size)):
        yield some
