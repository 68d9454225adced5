"""Questions about how targets relate: from the events of the case that holds the relation, and from the other side by its row."""

from collections.abc import Collection, Iterable

from django.db.models import Q

from fanal.notice.relations import Key, RelationNow, relations
from fanal.words.lists import RelationKind, RelationState, SetAsideReason
from fanal_hub.ledger.models import EventRow, RelationRow, TargetRow
from fanal_hub.ledger.read import streams

KINDS = ("relation_noted", "relation_confirmed", "relation_refused", "relation_undone")
MOVES = ("relation_confirmed", "target_detached")
MOST_TOWARDS = 200


def of_case(ref: str) -> tuple[RelationNow, ...]:
    """The relations that a case holds, in the order they were noted."""
    return relations(each.event for each in _events([ref], KINDS))


def towards(handler: str, ref: str) -> list[RelationNow]:
    """Relations that later cases of the same handler hold with targets of this one."""
    rows = RelationRow.objects.filter(handler=handler, other_case=ref).exclude(case=ref).order_by("id")[:MOST_TOWARDS]
    holders = list(dict.fromkeys(each.case for each in rows))
    keys = {(each.target, each.other_target, each.relation) for each in rows}
    held: dict[str, list[streams.Recorded]] = {}
    for each in _events(holders, KINDS):
        held.setdefault(each.stream, []).append(each)
    found = [one for events in held.values() for one in relations(each.event for each in events)]
    return [each for each in found if each.key in keys]


def said_of(ref: str) -> list[streams.Recorded]:
    """What moved mentions out of a case when a relation was confirmed."""
    return _events([ref], MOVES)


def about(targets: Collection[str]) -> tuple[frozenset[Key], dict[str, str]]:
    """The relations noted of some targets from either side, and where those went that a person found to be the same."""
    if not targets:
        return frozenset(), {}
    rows = RelationRow.objects.filter(Q(target__in=targets) | Q(other_target__in=targets))
    found = list(rows.values_list("target", "other_target", "relation", "state"))
    gone = {
        target: other
        for target, other, relation, state in found
        if relation == RelationKind.SAME_ITEM_LIKELY and state == RelationState.CONFIRMED
    }
    # Where both judgements stand, nothing moved: the page stays with its own target.
    moved = set(TargetRow.objects.filter(id__in=gone, set_aside=SetAsideReason.DUPLICATE).values_list("id", flat=True))
    noted = frozenset((target, other, relation) for target, other, relation, _ in found)
    return noted, {target: other for target, other in gone.items() if target in moved}


def twins(target: str) -> list[str]:
    """The targets that a person confirmed to be the same as this one, from either side."""
    rows = RelationRow.objects.filter(relation=RelationKind.SAME_ITEM_LIKELY, state=RelationState.CONFIRMED)
    pairs = rows.filter(Q(target=target) | Q(other_target=target)).values_list("target", "other_target")
    return [other if one == target else one for one, other in pairs]


def _events(refs: Iterable[str], kinds: Collection[str]) -> list[streams.Recorded]:
    names = [f"case:{ref}" for ref in refs]
    rows = EventRow.objects.filter(stream__in=names, kind__in=kinds).order_by("stream", "version")
    return [streams.recorded(each) for each in rows]
