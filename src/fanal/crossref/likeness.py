"""How alike two wordings are, and in what they differ, word by word. It knows no author and no place, and never says "same author".

Sentences that differ in one word may differ in everything ("the X are…", "the Y are…"): a word exchanged makes wordings
similar; only misspellings, and words added or cut at the ends, leave them the same content (DESIGN section 5).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from fanal.text.find import words
from fanal.text.fold import SHORT, fold_key
from fanal.words.lists import RelationKind, Strength

LEAST_FOLDED = 12  # folded characters below which two equal texts say nothing ("va mourir" is everywhere)
MOST_WORDS = 400  # of each text that are held side by side: beyond, the beginning speaks for the whole
MOST_LETTERS = 60  # of a run of words that may be one spelt in two ways
SPELT_ALIKE = (
    0.75  # share of letters from which two words are one word spelt in two ways; "femmes" and "hommes" are not
)
MOST_ADDED = 0.4  # of the longer text that may stand at its ends and not in the other
MOST_EXCHANGED = 0.05  # of the longer text that may be exchanged: a slip in a long text


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What two wordings are to each other, how strongly, and why (codes of evidence)."""

    kind: RelationKind
    strength: Strength
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """How many folded letters two wordings share, and how those of the longer one that they do not share came to be."""

    shared: int
    respelt: int
    added: int
    exchanged: int

    @property
    def whole(self) -> int:
        """All that was held side by side."""
        return self.shared + self.respelt + self.added + self.exchanged


def likeness(one: str, other: str) -> Likeness | None:
    """What two texts are to each other; None when nothing can be said. Equality is asked of the fold, the rest of its words.

    Below SHORT folded letters in common nothing weaker than equality is said.
    """
    key, their_key = _key(one), _key(other)
    if key == their_key:
        alike = Likeness(kind=RelationKind.SAME_TEXT, strength=Strength.NORMAL, evidence=("same_text",))
        return alike if len(key) >= LEAST_FOLDED else None
    if min(len(key), len(their_key)) < SHORT:
        return None
    return _weaker(overlap(one, other))


def overlap(one: str, other: str) -> Overlap:
    """The folded words of two texts side by side, counted in letters."""
    ours, theirs = _words(one), _words(other)
    # What both begin and end with is set apart first: the rest is short, and only the rest costs time.
    head = _alike_until(ours, theirs)
    tail = _alike_until(ours[head:][::-1], theirs[head:][::-1])
    counts = {"shared": _letters((*ours[:head], *ours[len(ours) - tail :])), "respelt": 0, "added": 0, "exchanged": 0}
    ours, theirs = ours[head : len(ours) - tail], theirs[head : len(theirs) - tail]
    steps = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    for place, (_, start, stop, their_start, their_stop) in enumerate(steps):
        pair = "".join(ours[start:stop]), "".join(theirs[their_start:their_stop])
        is_first, is_last = place == 0 and not head, place == len(steps) - 1 and not tail
        for name, letters in _counted(*pair, is_first=is_first, is_last=is_last):
            counts[name] += letters
    return Overlap(**counts)


# One wording is held beside many others: folded once.
@lru_cache(maxsize=2048)
def _words(text: str) -> tuple[str, ...]:
    return tuple(words(text)[:MOST_WORDS])


@lru_cache(maxsize=2048)
def _key(text: str) -> str:
    return fold_key(text)


def _alike_until(ours: Sequence[str], theirs: Sequence[str]) -> int:
    pairs = zip(ours, theirs, strict=False)
    return next((place for place, (one, other) in enumerate(pairs) if one != other), min(len(ours), len(theirs)))


def _letters(those: Iterable[str]) -> int:
    return sum(len(each) for each in those)


def _counted(one: str, other: str, *, is_first: bool, is_last: bool) -> Iterator[tuple[str, int]]:
    longer = max(len(one), len(other))
    if one == other:
        yield "shared", longer
    elif _is_respelt(one, other):
        yield "respelt", longer
    elif is_last and (one.startswith(other) or other.startswith(one)):
        # Also a last word cut in two: "d'un atta…"
        yield "shared", min(len(one), len(other))
        yield "added", abs(len(one) - len(other))
    elif is_first and not (one and other):
        yield "added", longer
    else:
        yield "exchanged", longer


def _is_respelt(one: str, other: str) -> bool:
    if max(len(one), len(other)) > MOST_LETTERS:  # no word, and the comparison is quadratic
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return bool(one and other) and matcher.quick_ratio() >= SPELT_ALIKE and matcher.ratio() >= SPELT_ALIKE


def _weaker(found: Overlap) -> Likeness | None:
    common = found.shared + found.respelt
    if common < SHORT or common * 2 < found.whole:
        return None
    kind = RelationKind.SIMILAR_TEXT
    if found.exchanged <= found.whole * MOST_EXCHANGED and found.added <= found.whole * MOST_ADDED:
        kind = RelationKind.SAME_CONTENT
    seen = {"words_added": found.added, "respelt": found.respelt, "words_exchanged": found.exchanged}
    return Likeness(
        kind=kind, strength=Strength.FINGERPRINT, evidence=("near_text", *(name for name, size in seen.items() if size))
    )


def forget_wordings() -> None:
    """Let go of the texts that were held beside others: who keeps texts for a term must not keep them here."""
    _words.cache_clear()
    _key.cache_clear()
