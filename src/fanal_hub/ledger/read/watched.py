"""What the watch station asks: which targets are due for a look, what was last seen of one, how often a sending failed."""

from collections.abc import Collection
from datetime import datetime

from fanal.flow import Sighting
from fanal.notice.events import TargetSighted
from fanal.words.lists import Category, SightingState, TargetKind
from fanal_hub.ledger.models import CaseRow, EventRow, NoticeRow, TargetRow
from fanal_hub.ledger.read.streams import recorded

_CLEAR = frozenset(SightingState) - {SightingState.UNREACHABLE, SightingState.LOGIN_WALL}


def due(now: datetime, most: int, but: Collection[str] = ()) -> list[tuple[str, str]]:
    """(case, target) whose next look at the source is due; never of purged cases, child abuse or private messages."""
    closed = CaseRow.objects.filter(purged=True) | CaseRow.objects.filter(category=Category.CHILD_ABUSE)
    rows = TargetRow.objects.filter(next_look_at__lte=now).exclude(kind=TargetKind.MESSAGE)
    rows = rows.exclude(case__in=closed.values("ref")).exclude(id__in=list(but))
    return [(each.case, each.id) for each in rows.order_by("next_look_at")[:most]]


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
