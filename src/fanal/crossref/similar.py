"""When two texts are worded alike enough to be shown side by side. It says "look at these two", never "the same".

Equality of folded texts is another question, and the only one that may count two short texts as the same (fanal.text.fold).
Measured with bench/bench_text.py: at these radii at most one pair of unrelated texts in a million is shown.
Sentences that differ in one word are worded alike too, and often speak of someone else: so the difference is always shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from fanal.fingerprints import distance, text, text_light
from fanal.text.fold import SHORT, fold_key

SLIP = 48  # how far apart the light codes of two short texts may lie: a slip of the keyboard, not another word
LEAST = 12  # folded characters below which two texts that are not equal say nothing

Kind = Literal["similar", "slip"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What is kept of a text to compare it: how long it is once folded, and its two codes (32 bytes, or None)."""

    length: int
    text: bytes | None
    light: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Closeness:
    """Why two texts are shown side by side: the kind of code by which they are near, and in how many of 256 bits it differs.

    `similar` holds between texts of SHORT folded characters and more; `slip` where one of them is shorter, and says that
    they may differ by a slip of the keyboard. Neither ever counts two texts as the same.
    """

    kind: Kind
    by: Literal["text", "text_light"]
    distance: int


def wording(given: str) -> Wording:
    """What is kept of a text."""
    return Wording(length=len(fold_key(given)), text=text.code_of(given), light=text_light.code_of(given))


def radii(length: int) -> Mapping[str, int]:
    """Within which radius to search the codes of each kind for candidates, given the folded length; `closeness` then says."""
    if length < LEAST:
        return {}
    return {"text": text.RADIUS, "text_light": text_light.RADIUS} if length >= SHORT else {"text_light": SLIP}


def closeness(one: Wording, other: Wording) -> Closeness | None:
    """Are the two worded alike, and by which code? The nearer code is named. Symmetric; None when they are not alike."""
    length = min(one.length, other.length)
    within = radii(length)
    found = (("text", _apart(one.text, other.text)), ("text_light", _apart(one.light, other.light)))
    near = [(apart, by) for by, apart in found if apart is not None and apart <= within.get(by, -1)]
    if not near:
        return None
    apart, by = min(near)
    kind: Kind = "similar" if length >= SHORT else "slip"
    return Closeness(kind=kind, by="text" if by == "text" else "text_light", distance=apart)


def _apart(one: bytes | None, other: bytes | None) -> int | None:
    return None if one is None or other is None else distance(one, other)
