"""Holds one mention against the memory of its handler. Only canonical equality attaches alone; all else is a relation with its evidence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from fanal.crossref.keys import Keys
from fanal.words.lists import CaseState, Judgement, RelationKind, Strength

MOST_RELATIONS = 20  # of one mention: more is a wave, which is one fact and not a thousand


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A target the handler already has, with the keys it shares or could share."""

    case: str
    target: str
    case_state: CaseState
    judgement: Judgement
    set_aside: str = ""
    canonical: str = ""
    account: str = ""  # "platform:account"
    folded: str = ""
    hashtags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()

    @property
    def is_set_aside(self) -> bool:
        """Did a person set it aside? Then it counts against nobody."""
        return self.judgement == Judgement.SET_ASIDE


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What was found for the keys of a notice, in the cases of the SAME handler."""

    known: tuple[Known, ...] = ()
    reports: Mapping[str, int] = field(default_factory=dict)  # canonical -> earlier notices about it
    common: frozenset[str] = frozenset()  # keys that match too much: no relation is made of them
    noted: frozenset[tuple[str, str, str]] = frozenset()  # (target, other target, relation) that were noted before


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One mention and one known target have something in common: a suggestion, never an attachment."""

    known: Known
    kind: RelationKind
    strength: Strength
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What the memory says of one mention."""

    same: Known | None = None  # the same page for sure
    relations: tuple[Relation, ...] = ()


_STRONGEST_FIRST = list(RelationKind)


def match(found: Keys, memory: Memory) -> Match:
    """The target this mention is about, if it is known, and what else looks related, strongest first."""
    same = next((each for each in memory.known if each.canonical and each.canonical in found.canonical), None)
    related = [relation for each in memory.known for relation in _relations(found, each, memory.common)]
    related.sort(key=lambda each: (_STRONGEST_FIRST.index(each.kind), each.known.case, each.known.target))
    return Match(same=same, relations=tuple(related[:MOST_RELATIONS]))


def _relations(found: Keys, known: Known, common: frozenset[str]) -> Iterator[Relation]:
    # The same page needs no suggestion; what a person set aside never counts against anyone (DESIGN section 5).
    if known.is_set_aside or (known.canonical and known.canonical in found.canonical):
        return
    shared = frozenset(_shared(found, known, common))
    if {"account", "text"} <= shared:
        yield _relation(known, RelationKind.SAME_ITEM_LIKELY, Strength.NORMAL, "same_account", "same_text")
        shared -= {"account", "text"}
    if "text" in shared:
        yield _relation(known, RelationKind.SAME_TEXT, Strength.NORMAL, "same_text")
    if "account" in shared:
        yield _relation(known, RelationKind.SAME_ACCOUNT, Strength.NORMAL, "same_account")
    if "hashtag" in shared:
        yield _relation(known, RelationKind.SAME_HASHTAG, Strength.NORMAL, "same_hashtag")
    if "link" in shared:
        yield _relation(known, RelationKind.SAME_LINK, Strength.NORMAL, "same_link")


def _relation(known: Known, kind: RelationKind, strength: Strength, *evidence: str) -> Relation:
    return Relation(known=known, kind=kind, strength=strength, evidence=evidence)


def _shared(found: Keys, known: Known, common: frozenset[str]) -> Iterator[str]:
    pairs: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
        ("account", found.accounts, (known.account,)),
        ("text", found.folded, (known.folded,)),
        ("hashtag", found.hashtags, known.hashtags),
        ("link", found.links, known.links),
    )
    for name, ours, theirs in pairs:
        if any(key and key in theirs and key not in common for key in ours):
            yield name
