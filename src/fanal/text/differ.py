"""How two texts differ, word by word, for a person to see. It gives no score and decides nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from fanal.text.fold import fold

MOST = 600  # words compared on each side: the method is quadratic at worst


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A run of words: alike once folded, changed, removed from the left text, added in the right one, or not compared."""

    kind: Literal["alike", "changed", "removed", "added", "not_compared"]
    left: str
    right: str


_KINDS: dict[str, Literal["alike", "changed", "removed", "added"]] = {
    "equal": "alike",
    "replace": "changed",
    "delete": "removed",
    "insert": "added",
}


def token_diff(one: str, other: str) -> tuple[Difference, ...]:
    """The differences between two texts, words as written, compared as folded; put end to end they give both texts back."""
    left, right = one.split(), other.split()
    a, b = [_token(word) for word in left[:MOST]], [_token(word) for word in right[:MOST]]
    runs = [
        _difference(_KINDS[tag], left[start:end], right[begin:stop])
        for tag, start, end, begin, stop in SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    ]
    rest = _difference("not_compared", left[MOST:], right[MOST:])
    return (*runs, rest) if rest.left or rest.right else tuple(runs)


def _token(word: str) -> str:
    return fold(word) or word


def _difference(
    kind: Literal["alike", "changed", "removed", "added", "not_compared"], left: Sequence[str], right: Sequence[str]
) -> Difference:
    return Difference(kind=kind, left=" ".join(left), right=" ".join(right))
