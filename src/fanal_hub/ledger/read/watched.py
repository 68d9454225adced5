"""What the watch station asks: where a target is, what was last seen of it, how often a sending failed."""

from collections.abc import Collection
from dataclasses import dataclass

from fanal.flow import Sighting
from fanal.notice.events import TargetSighted
from fanal.words.lists import Category, SightingState
from fanal_hub.ledger.models import EventRow, NoticeRow, TargetRow
from fanal_hub.ledger.read.streams import recorded

_CLEAR = frozenset(SightingState) - {SightingState.UNREACHABLE, SightingState.LOGIN_WALL}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a target is now."""

    target: str
    case: str


def place_of(target: str) -> Place | None:
    """The case that a target belongs to."""
    case = TargetRow.objects.filter(pk=target).values_list("case", flat=True).first()
    return None if case is None else Place(target, case)


def last_clear(case: str, target: str) -> Sighting | None:
    """The last sighting of a target that saw for itself, with the digest of the page."""
    rows = EventRow.objects.filter(stream=f"case:{case}", kind=TargetSighted.KIND).order_by("-version")
    for row in rows.iterator(chunk_size=50):
        event = recorded(row).event
        if isinstance(event, TargetSighted) and event.target == target and event.state in _CLEAR:
            return Sighting(
                state=SightingState(event.state),
                reasons=event.reasons,
                seen_at=event.occurred_at,
                seen_from=event.seen_from,
                digest=event.digest,
            )
    return None


def is_reported_as_child_abuse(notices: Collection[str]) -> bool:
    """Does one of these notices say so? Then nothing is fetched, whatever the others say."""
    return NoticeRow.objects.filter(ref__in=list(notices), category=Category.CHILD_ABUSE).exists()


def failed_sendings(referral: str) -> int:
    """How often a referral could not leave."""
    return EventRow.objects.filter(stream=f"referral:{referral}", kind="referral_undeliverable").count()
