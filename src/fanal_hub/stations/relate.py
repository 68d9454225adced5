"""The counter of relations: a person confirms one, refuses it, or takes either back. The core decides; this asks and writes."""

from collections.abc import Sequence
from datetime import UTC, datetime

from fanal import flow
from fanal.notice.events import Event, TargetAttached, TargetDetached
from fanal.notice.relations import Key, RelationNow
from fanal.notice.states import CaseNow
from fanal.words.errors import MoveError
from fanal.words.lists import RelationSaid
from fanal.words.say import message
from fanal_hub.ledger import write
from fanal_hub.ledger.plan import ConflictError, Effect, Plan, Stand, TakenError
from fanal_hub.ledger.read import notices, relations, streams
from fanal_hub.stations import triage
from fanal_hub.stations.judge import TRIES, Hand, UnknownError, seal_note


def say(hand: Hand, case: str, key: Key, said: RelationSaid) -> CaseNow:
    """Record what a person says of a relation of a case, decided again when somebody else wrote first; where the case stands."""
    for left in range(TRIES, 0, -1):
        stand = streams.stand(f"case:{case}")
        now = stand.now
        if not isinstance(now, CaseNow) or now.handler != hand.organisation.ref:
            raise UnknownError(case)
        relation = _relation(case, key)
        other = streams.stand(f"case:{relation.other_case}")
        plan = _plan(hand, relation, said, (stand, other))
        try:
            write.submit(plan)
        except (ConflictError, TakenError):
            if left == 1:
                raise
            continue
        return streams.case_now(case) or now
    raise AssertionError("unreachable")


def _relation(case: str, key: Key) -> RelationNow:
    found = next((each for each in relations.of_case(case) if each.key == key), None)
    if found is None:
        raise MoveError(message("relation_unknown", at="relation"))
    return found


def _plan(hand: Hand, relation: RelationNow, said: RelationSaid, stands: tuple[Stand, Stand]) -> Plan:
    case, other = stands[0].now, stands[1].now
    if not isinstance(case, CaseNow) or not isinstance(other, CaseNow):
        raise MoveError(message("relation_gone"))
    at = datetime.now(UTC)
    sealed: Sequence[Effect] = ()
    if said == RelationSaid.REFUSE:
        events = flow.refuse(relation, by=hand.by, now=at)
    elif said == RelationSaid.UNDO:
        moved = flow.moved_by(relation, (each.event for each in relations.said_of(case.ref)))
        events = flow.undo(case, other, relation, moved, by=hand.by, now=at)
    else:
        note = seal_note(case.ref, "note", {relation.target: {"note": "", "by": hand.by}}, at)
        events = flow.confirm(case, other, relation, by=hand.by, note=note.digest, now=at)
        sealed = note.effects if any(each.KIND == "target_set_aside" for each in events) else ()
    names = (f"case:{case.ref}", f"case:{other.ref}")
    return Plan(
        events=events,
        stands=dict(zip(names, stands, strict=True)),
        beside=(*sealed, *_moved(events), *hand.beside),
    )


def _moved(events: Sequence[Event]) -> list[Effect]:
    """What is publicly known of the mentions follows them to their target: words, keys, and the address they came with."""
    effects: list[Effect] = []
    gone: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for each in events:
        now = streams.notice_now(each.notice) if isinstance(each, TargetAttached | TargetDetached) else None
        if now is None or not isinstance(each, TargetAttached | TargetDetached):
            continue
        if isinstance(each, TargetDetached):
            gone.setdefault((now.handler, each.target), []).append((each.notice, each.n))
            continue
        notice = notices.whole_notice(now)
        mention = next((one for one in notice.mentions if one.n == each.n), None)
        if mention is not None:  # the keys first: nothing of what was judged child abuse comes back with them
            effects += [
                triage.keyed(notice, mention, each.target),
                triage.point(notice, mention, each.target, each.case),
            ]
    return [*(triage.left(handler, target, mentions) for (handler, target), mentions in gone.items()), *effects]
