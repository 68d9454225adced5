"""Which notices are about the same target: the same page, and what is suggested where a link hides the page. It compares no wording.

Two posts with the same words by the same account are two posts as long as both addresses are known: only a link that
nobody followed, or a place without an address, may be put to the one post that it can be.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from fanal.crossref.relate import Compared
from fanal.crossref.sets import Sets

MOST_TEXTS = 5  # different texts reported under one address: more, and it is a place where many write, not a text


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One mention of one notice, under a reference of its own."""

    ref: str
    about: Compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The notices about one target, in the order given; `suggested` are those that a person should confirm."""

    members: tuple[Entry, ...]
    suggested: frozenset[str] = frozenset()

    @property
    def ref(self) -> str:
        """The first notice stands for it."""
        return self.members[0].ref

    @property
    def canonical(self) -> str:
        """The key of the page, of one that is sure if there is any."""
        keys = [each.about.canonical for each in sorted(self.members, key=lambda each: not each.about.is_sure)]
        return next((key for key in keys if key), "")

    @property
    def accounts(self) -> tuple[str, ...]:
        """Every name that its notices give its author, each once."""
        return tuple(dict.fromkeys(name for each in self.members for name in each.about.accounts))

    @property
    def denounces(self) -> bool:
        """Does it quote in order to denounce? One notice that shows the frame is enough: others may have cut it off."""
        return any(each.about.denounces for each in self.members)

    def texts(self) -> tuple[Compared, ...]:
        """Its different wordings, each once; none when so many are reported there that it is a place and not a text."""
        found = {each.about.folded: each.about for each in reversed(self.members) if each.about.folded}
        return tuple(reversed(found.values())) if len(found) <= MOST_TEXTS else ()


def targets_of(entries: Sequence[Entry]) -> tuple[Target, ...]:
    """The targets of many notices, in the order of their first notice."""
    pages = Sets(len(entries))
    for places in _by(entries, lambda about: about.canonical):
        pages.join_all(places)
    sure = tuple(Target(members=tuple(entries[place] for place in each)) for each in pages.all())
    return _suggested(sure)


def _suggested(targets: tuple[Target, ...]) -> tuple[Target, ...]:
    """Hidden pages join the one page by the same account with the same words, and each other where no page is known."""
    joined = Sets(len(targets))
    buckets: dict[tuple[str, str], list[int]] = {}
    for place, each in enumerate(targets):
        for pair in product(each.accounts, (text.folded for text in each.texts())):
            buckets.setdefault(pair, []).append(place)
    for places in buckets.values():
        known = [place for place in places if _is_sure(targets[place])]
        if len(known) <= 1:
            joined.join_all(places)
    return tuple(_merged([targets[place] for place in places]) for places in joined.all())


def _merged(same: Sequence[Target]) -> Target:
    if len(same) == 1:
        return same[0]
    sure = next((each for each in same if _is_sure(each)), same[0])
    members = [entry for each in same for entry in each.members]
    return Target(
        members=tuple(members),
        suggested=frozenset(entry.ref for each in same if each is not sure for entry in each.members),
    )


def _is_sure(target: Target) -> bool:
    return any(each.about.is_sure for each in target.members)


def _by(entries: Sequence[Entry], key: Callable[[Compared], str]) -> Iterator[list[int]]:
    found: dict[str, list[int]] = {}
    for place, each in enumerate(entries):
        if key(each.about):
            found.setdefault(key(each.about), []).append(place)
    yield from found.values()
