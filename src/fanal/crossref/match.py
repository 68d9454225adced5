"""Holds one mention against the memory of its handler. Only canonical equality attaches alone; all else is a relation with its evidence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from fanal.crossref.keys import Keys
from fanal.crossref.relate import Compared, relate
from fanal.notice.events import Row
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
    text: str = ""  # its words, where the handler may still read them: the difference is judged on them
    is_orphan: bool = False  # set aside as the same as a target that is gone: what is reported of it counts again
    quotes: bool = False  # it quotes in order to denounce: tied to what it quotes, never counted as offending

    @property
    def is_set_aside(self) -> bool:
        """Did a person set it aside? Then it counts against nobody."""
        return self.judgement == Judgement.SET_ASIDE and not self.is_orphan


@dataclass(frozen=True, slots=True, kw_only=True)
class Brigaded:
    """Concerted notices about one target, and what the others make of it: the priority that counts."""

    notices: frozenset[str]  # their references
    priority: int = 0  # the highest of the notices of the case that are not concerted; of the first one when all are
    is_alone: bool = False  # all are: the first one stands in until somebody else reports it
    reasons: tuple[Row, ...] = ()  # of that priority


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What was found for the keys of a notice, in the cases of the SAME handler."""

    known: tuple[Known, ...] = ()
    reports: Mapping[str, int] = field(default_factory=dict)  # canonical -> earlier notices about it
    common: frozenset[str] = frozenset()  # keys that match too much: no relation is made of them
    noted: frozenset[tuple[str, str, str]] = frozenset()  # (target, other target, relation) that were noted before
    # target -> kind of fingerprint -> distance in bits, within the radius of that kind
    near: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    qualified: Mapping[str, int] = field(default_factory=dict)  # account -> its targets that a person qualified
    brigades: Mapping[str, "Brigaded"] = field(default_factory=dict)  # canonical -> the concerted notices about it


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
    ours = _ours(found)
    related = [relation for each in memory.known for relation in _relations(ours, each, memory)]
    related.sort(key=lambda each: (_STRONGEST_FIRST.index(each.kind), each.known.case, each.known.target))
    return Match(same=same, relations=tuple(related[:MOST_RELATIONS]))


def _relations(ours: Compared, known: Known, memory: Memory) -> Iterator[Relation]:
    # The same page needs no suggestion; what a person set aside never counts against anyone (DESIGN section 5).
    if known.is_set_aside:
        return
    for tie in relate(ours, _theirs(known), memory.near.get(known.target), memory.common):
        yield Relation(known=known, kind=tie.kind, strength=tie.strength, evidence=tie.evidence)


def _ours(found: Keys) -> Compared:
    return Compared(
        canonical=next(iter(found.canonical), ""),
        accounts=found.accounts,
        text=next(iter(found.texts), ""),
        folded=next(iter(found.folded), ""),
        hashtags=found.hashtags,
        links=found.links,
        denounces=found.quotes,
    )


def _theirs(known: Known) -> Compared:
    return Compared(
        canonical=known.canonical,
        accounts=(known.account,) if known.account else (),
        text=known.text,
        folded=known.folded,
        hashtags=known.hashtags,
        links=known.links,
        denounces=known.quotes,
    )
