"""Which targets share wording: the same words, nearly the same, words that one quotes to denounce. It groups nothing.

Each different wording is looked at once, however many targets have it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from fanal.crossref.nearby import Pair
from fanal.crossref.relate import Compared, Tie, relate
from fanal.crossref.targets import Target
from fanal.fingerprints import text as fingerprint
from fanal.text.fold import SHORT, fold_key
from fanal.text.quotes import quoted_words
from fanal.words.lists import RelationKind, Strength

MOST_SIMILAR = 20  # ties of similar wording of one wording: more is a template, and nobody reads them

MOST_NEAR = 50  # others that are read beside one wording, the nearest: a template has thousands, and they are read too

Nearby = Callable[[Sequence[bytes], int, int], Iterable[Pair]]
Bound = tuple[int, int, Tie]  # places of two targets, and what ties them


@dataclass(slots=True)
class _Wording:
    """One wording and the places of the targets that have it."""

    about: Compared
    key: str  # folded; of a text that denounces, its quoted words folded
    places: list[int] = field(default_factory=list)


def ties_of(targets: Sequence[Target], nearby: Nearby) -> Iterator[Bound]:
    """Enough ties to see who belongs with whom: a star per wording, one tie per pair of near wordings."""
    wordings = _wordings(targets)
    for each in wordings:
        yield from _star(each)
    yield from _quoting(wordings)
    yield from _near(wordings, nearby)


def _wordings(targets: Sequence[Target]) -> list[_Wording]:
    found: dict[tuple[str, bool], _Wording] = {}
    for place, target in enumerate(targets):
        for text in target.texts():
            # One notice that shows the frame is enough: whatever the others cut off, the target denounces.
            about = replace(text, denounces=target.denounces, canonical="", accounts=())
            wording = found.setdefault((text.folded, target.denounces), _Wording(about=about, key=_key(about)))
            wording.places.append(place)
    return list(found.values())


def _key(about: Compared) -> str:
    return fold_key(quoted_words(about.text)) if about.denounces else about.folded


def _star(wording: _Wording) -> Iterator[Bound]:
    first, *others = wording.places
    tie = Tie(kind=RelationKind.SAME_TEXT, strength=Strength.NORMAL, evidence=("same_text",))
    yield from ((first, other, tie) for other in others)


def _quoting(wordings: Sequence[_Wording]) -> Iterator[Bound]:
    """Words quoted whole: found by equality, so short ones too."""
    plain = {each.key: each for each in wordings if not each.about.denounces}
    tie = Tie(kind=RelationKind.QUOTES, strength=Strength.FINGERPRINT, evidence=("quotes", "same_text"))
    for each in wordings:
        if each.about.denounces and each.key in plain:
            yield from ((place, plain[each.key].places[0], tie) for place in each.places)


def _near(wordings: Sequence[_Wording], nearby: Nearby) -> Iterator[Bound]:
    long = [each for each in wordings if len(each.key) >= SHORT]
    codes: dict[bytes, list[_Wording]] = {}
    for each, code in zip(long, _codes([each.about for each in long]), strict=True):
        if code is not None:
            codes.setdefault(code, []).append(each)
    groups, similar = list(codes.values()), dict[int, int]()
    for same in groups:
        yield from _pairs(same[:1], same[1:], 0, similar)
    for one, other, distance in nearby(list(codes), fingerprint.RADIUS, MOST_NEAR):
        yield from _pairs(groups[one], groups[other], distance, similar)


def _codes(abouts: Sequence[Compared]) -> list[bytes | None]:
    return fingerprint.codes_of([quoted_words(each.text) if each.denounces else each.text for each in abouts])


def _pairs(
    ours: Iterable[_Wording], theirs: Sequence[_Wording], distance: int, similar: dict[int, int]
) -> Iterator[Bound]:
    for one in ours:
        for other in theirs:
            if one.key != other.key or one.about.denounces == other.about.denounces:
                yield from _tied(one, other, {fingerprint.PLUG.code: distance}, similar)


def _tied(one: _Wording, other: _Wording, near: Mapping[str, int], similar: dict[int, int]) -> Iterator[Bound]:
    kinds = (RelationKind.SAME_TEXT, RelationKind.SAME_CONTENT, RelationKind.QUOTES, RelationKind.SIMILAR_TEXT)
    tie = next((each for each in relate(one.about, other.about, near) if each.kind in kinds), None)
    if tie is None:
        return
    if tie.kind == RelationKind.SIMILAR_TEXT:
        if max(similar.get(id(one), 0), similar.get(id(other), 0)) >= MOST_SIMILAR:
            return
        for each in (one, other):
            similar[id(each)] = similar.get(id(each), 0) + 1
    yield one.places[0], other.places[0], tie
