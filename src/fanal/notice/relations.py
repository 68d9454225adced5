"""Where the relations of a case stand: the sum of the relation events of its stream. It finds no relation and confirms none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from fanal.notice.events import Event, RelationEvent, RelationNoted
from fanal.words.errors import MoveError
from fanal.words.lists import RelationState
from fanal.words.say import message

_S = RelationState
RELATION_MOVES: Mapping[tuple[str, RelationState | None], RelationState] = {
    ("relation_noted", None): _S.SUGGESTED,
    ("relation_noted", _S.SUGGESTED): _S.SUGGESTED,
    ("relation_noted", _S.CONFIRMED): _S.CONFIRMED,
    ("relation_noted", _S.REFUSED): _S.REFUSED,  # a refusal is remembered
    ("relation_confirmed", _S.SUGGESTED): _S.CONFIRMED,
    ("relation_refused", _S.SUGGESTED): _S.REFUSED,
    ("relation_undone", _S.CONFIRMED): _S.SUGGESTED,
    ("relation_undone", _S.REFUSED): _S.SUGGESTED,
}
Key = tuple[str, str, str]  # target, other target, relation


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationNow:
    """A relation as it stands; `case` holds it in its stream, and its `target` came after the other one."""

    case: str
    target: str
    other_case: str
    other_target: str
    relation: str
    strength: str
    evidence: tuple[str, ...]
    noted_at: datetime
    state: RelationState = RelationState.SUGGESTED
    by: str = ""  # who confirmed or refused it

    @property
    def key(self) -> Key:
        """What tells it from the other relations of its case."""
        return (self.target, self.other_target, self.relation)


def relations(events: Iterable[Event]) -> tuple[RelationNow, ...]:
    """The relations of one case, in the order they were first noted; other events are passed over."""
    found: dict[Key, RelationNow] = {}
    for each in events:
        if isinstance(each, RelationNoted | RelationEvent):
            key = (each.target, each.other_target, each.relation)
            found[key] = _after(found.get(key), each)
    return tuple(found.values())


def move_relation(now: RelationNow | None, kind: str) -> RelationState:
    """The state after an event of this kind; MoveError when the table forbids it."""
    state = RELATION_MOVES.get((kind, now.state if now else None))
    if state is None:
        raise MoveError(message("relation_move_forbidden"))
    return state


def _after(now: RelationNow | None, event: RelationNoted | RelationEvent) -> RelationNow:
    state = move_relation(now, event.KIND)
    if isinstance(event, RelationEvent):
        assert now is not None  # the table lets nothing but a note come first
        return replace(now, state=state, by="" if state == RelationState.SUGGESTED else event.by)
    evidence = tuple(dict.fromkeys((*now.evidence, *event.evidence))) if now else event.evidence
    return RelationNow(
        case=event.case,
        target=event.target,
        other_case=event.other_case,
        other_target=event.other_target,
        relation=event.relation,
        strength=event.strength,
        evidence=evidence,
        noted_at=now.noted_at if now else event.occurred_at,
        state=state,
        by=now.by if now else "",
    )
