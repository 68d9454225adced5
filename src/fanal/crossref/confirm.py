"""What follows when a person confirms a suggested relation, refuses it, or takes either back. It suggests none itself.

Confirming "likely the same target" moves the mentions to the older target, unless this one is judged already: then both
judgements stand. Any other relation is confirmed as a fact and moves nothing.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from fanal.notice.events import (
    CaseReopened,
    Event,
    RelationConfirmed,
    RelationRefused,
    RelationUndone,
    TargetAttached,
    TargetDetached,
)
from fanal.notice.lifecycle import CASE_MOVES
from fanal.notice.relations import RelationNow, move_relation
from fanal.notice.states import CaseNow, TargetNow
from fanal.words.errors import MoveError
from fanal.words.lists import Judgement, RelationKind, RelationState, SetAsideReason
from fanal.words.say import message


def confirm(
    case: CaseNow, other: CaseNow, relation: RelationNow, *, by: str, now: datetime
) -> tuple[tuple[Event, ...], bool]:
    """The events of a confirmation, and whether the target is to be set aside because its mentions moved."""
    move_relation(relation, RelationConfirmed.KIND)
    here, there = _both(case, other, relation)
    said = RelationConfirmed(**_about(relation), by=by, occurred_at=now)
    if not _moves(here, relation):
        return (said,), False
    if there.judgement == Judgement.SET_ASIDE:
        raise MoveError(message("relation_other_set_aside"))
    events: list[Event] = [said]
    for mention in here.mentions:
        events += _moved(mention, (case.ref, here), (other.ref, there), by, now)
    return tuple(events), True


def refuse(relation: RelationNow, *, by: str, now: datetime) -> tuple[Event, ...]:
    """A person refused it: it is remembered, and not suggested again."""
    move_relation(relation, RelationRefused.KIND)
    return (RelationRefused(**_about(relation), by=by, occurred_at=now),)


def undo(
    case: CaseNow, other: CaseNow, relation: RelationNow, moved: Sequence[str], *, by: str, now: datetime
) -> tuple[Event, ...]:
    """It is a suggestion again; the mentions that its confirmation moved come back, and the case is open again."""
    move_relation(relation, RelationUndone.KIND)
    here, there = _both(case, other, relation)
    frees = relation.state == RelationState.CONFIRMED and bool(moved) and here.set_aside == SetAsideReason.DUPLICATE
    events: list[Event] = [RelationUndone(**_about(relation), by=by, frees=frees, occurred_at=now)]
    for mention in moved if frees else ():
        if mention in there.mentions:  # one that a person detached meanwhile stays where it was put
            events += _moved(mention, (other.ref, there), (case.ref, here), by, now)
    if frees and (CaseReopened.KIND, case.state) in CASE_MOVES:
        events.append(CaseReopened(occurred_at=now, case=case.ref, why="mistake", by=by))
    return tuple(events)


def moved_by(relation: RelationNow, events: Iterable[Event]) -> tuple[str, ...]:
    """The mentions "N-…/2" that the last confirmation of a relation moved, from the events of its case."""
    moved: list[str] = []
    for each in events:
        if isinstance(each, RelationConfirmed) and (each.target, each.other_target, each.relation) == relation.key:
            moved = []
        if isinstance(each, TargetDetached) and (each.target, each.to_case) == (relation.target, relation.other_case):
            moved.append(f"{each.notice}/{each.n}")
    return tuple(moved)


def _both(case: CaseNow, other: CaseNow, relation: RelationNow) -> tuple[TargetNow, TargetNow]:
    here, there = case.target(relation.target), other.target(relation.other_target)
    if here is None or there is None or case.purged or other.purged or case.handler != other.handler:
        raise MoveError(message("relation_gone"))
    return here, there


def _moves(here: TargetNow, relation: RelationNow) -> bool:
    return relation.relation == RelationKind.SAME_ITEM_LIKELY and here.judgement == Judgement.PENDING


def _about(relation: RelationNow) -> dict[str, str]:
    return {
        "case": relation.case,
        "target": relation.target,
        "other_case": relation.other_case,
        "other_target": relation.other_target,
        "relation": relation.relation,
    }


def _moved(
    mention: str, start: tuple[str, TargetNow], end: tuple[str, TargetNow], by: str, now: datetime
) -> tuple[Event, Event]:
    notice, _, n = mention.rpartition("/")
    (left, old), (came, new) = start, end
    return (
        TargetDetached(occurred_at=now, case=left, target=old.id, notice=notice, n=int(n), to_case=came, by=by),
        TargetAttached(
            occurred_at=now,
            case=came,
            target=new.id,
            notice=notice,
            n=int(n),
            platform=new.platform,
            kind=new.kind,
            why="person",
        ),
    )
