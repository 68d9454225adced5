"""From many notices to groups: the same target, then the same content wherever it was posted. It judges and attaches nothing.

(1) the same target: the same page, or a hidden page by the same account with the same words (`targets`);
(2) the same content: the same folded words, or words that differ only in spelling or at their ends (`likeness`);
(3) beside the groups: who quotes what in order to denounce it, and what is merely worded alike. These never merge;
(4) what groups share: an account, a link, a hashtag. A key that too many share is one wave, not thousands of relations.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from fanal.crossref.nearby import near_pairs
from fanal.crossref.relate import Compared, Tie
from fanal.crossref.sets import Sets
from fanal.crossref.targets import Entry, Target, targets_of
from fanal.crossref.wordings import Bound, Nearby, ties_of
from fanal.words.lists import RelationKind

MOST_PER_KEY = 50  # groups that may share a key before it is a wave
MERGING = (RelationKind.SAME_TEXT, RelationKind.SAME_CONTENT)
_KEYS: Mapping[RelationKind, Callable[[Compared], tuple[str, ...]]] = {
    RelationKind.SAME_HASHTAG: lambda about: about.hashtags,
    RelationKind.SAME_LINK: lambda about: about.links,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """A tie between two targets."""

    one: Target
    other: Target
    tie: Tie


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Targets with the same content, and the ties that bind them: enough to see why each belongs."""

    targets: tuple[Target, ...]
    ties: tuple[Between, ...] = ()

    @property
    def members(self) -> tuple[str, ...]:
        """The references of all its notices, target by target."""
        return tuple(entry.ref for each in self.targets for entry in each.members)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A key that targets of several groups share; `is_common` when so many do that it says nothing of any two."""

    kind: RelationKind
    key: str
    targets: tuple[Target, ...]
    is_common: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """The groups, the ties between targets of different groups, and the keys that groups share."""

    groups: tuple[Group, ...]
    apart: tuple[Between, ...]
    shared: tuple[Shared, ...]


def group(entries: Sequence[Entry], nearby: Nearby = near_pairs) -> Grouping:
    """The groups of many notices, in their order; `nearby` finds pairs of codes within a radius."""
    targets = targets_of(entries)
    bound = list(ties_of(targets, nearby))
    joined = Sets(len(targets))
    for one, other, tie in bound:
        if tie.kind in MERGING:
            joined.join(one, other)
    within: dict[int, list[Between]] = {}
    apart: dict[tuple[int, int, RelationKind], Between] = {}
    for each in bound:
        place, other = joined.of(each[0]), joined.of(each[1])
        if place == other:
            within.setdefault(place, []).append(_between(targets, each))
        else:
            # One tie of a kind is enough to see what two groups are to each other.
            apart.setdefault((min(place, other), max(place, other), each[2].kind), _between(targets, each))
    groups = (_group(targets, places, within.get(places[0], ())) for places in joined.all())
    return Grouping(groups=tuple(groups), apart=tuple(apart.values()), shared=tuple(_shared(targets, joined)))


def _between(targets: Sequence[Target], bound: Bound) -> Between:
    """As bound; of a quotation, who quotes comes first."""
    one, other, tie = targets[bound[0]], targets[bound[1]], bound[2]
    if tie.kind == RelationKind.QUOTES and not one.denounces:
        one, other = other, one
    return Between(one=one, other=other, tie=tie)


def _group(targets: Sequence[Target], places: Sequence[int], ties: Sequence[Between]) -> Group:
    return Group(targets=tuple(targets[place] for place in places), ties=tuple(ties))


def _shared(targets: Sequence[Target], joined: Sets) -> Iterator[Shared]:
    """Keys held by targets of at least two groups; what denounces is no part of it: its words and links are not its own."""
    held: dict[tuple[RelationKind, str], list[int]] = {}
    for place, target in enumerate(targets):
        for pair in dict.fromkeys(_keys(target)):
            held.setdefault(pair, []).append(place)
    told: set[tuple[RelationKind, tuple[int, ...]]] = set()
    for (kind, key), places in held.items():
        count = len({joined.of(place) for place in places})
        # Two names of one account relate the same targets: said once.
        is_told = (kind, tuple(places)) in told
        told.add((kind, tuple(places)))
        if count > 1 and not is_told:
            shared = tuple(targets[place] for place in places)
            yield Shared(kind=kind, key=key, targets=shared, is_common=count > MOST_PER_KEY)


def _keys(target: Target) -> Iterator[tuple[RelationKind, str]]:
    yield from ((RelationKind.SAME_ACCOUNT, account) for account in target.accounts)
    if target.denounces:
        return
    for kind, keys in _KEYS.items():
        yield from ((kind, key) for each in target.members for key in keys(each.about))
