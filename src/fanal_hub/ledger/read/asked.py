"""Questions of a recipient about what was put before it: which referrals, the most urgent first. Scoped by its organisation."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import DateTimeField, Value
from django.db.models.functions import Coalesce

from fanal.notice.codec import load
from fanal.notice.states import ReferralNow
from fanal.words.lists import ReferralState
from fanal_hub.ledger.models import ReferralRow
from fanal_hub.ledger.read.referrals import DELIVERED

OPEN = (ReferralState.SENT, ReferralState.ACKNOWLEDGED, ReferralState.CONTESTED)  # wait for the recipient
ENDED = tuple(each for each in DELIVERED if each not in OPEN)
_NEVER = Value(datetime(9000, 1, 1, tzinfo=UTC), output_field=DateTimeField())


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which referrals: states, what is asked, who asks, only those past their time at `late_at`."""

    states: Collection[str] = OPEN
    ask: str = ""
    handler: str = ""
    late_at: datetime | None = None


def asked(organisation: str, which: Asked, after: str = "", most: int = 50) -> tuple[list[ReferralNow], str]:
    """Referrals put before an organisation, the one due first on top; ValueError when the cursor is none of ours."""
    rows = _which(organisation, which)
    if after:
        at, _, ref = after.rpartition("_")
        due = datetime.fromisoformat(at)
        rows = rows.filter(first_due__gte=due).exclude(first_due=due, ref__lte=ref)
    found = list(rows.order_by("first_due", "ref")[: most + 1])
    last = found[most - 1] if len(found) > most else None
    more = f"{last.first_due.isoformat()}_{last.ref}" if last else ""
    return [_referral(each.now) for each in found[:most]], more


def count(organisation: str, which: Asked, most: int = 500) -> int:
    """How many, counted up to `most` + 1."""
    return int(_which(organisation, which)[: most + 1].count())


def some(organisation: str, refs: Collection[str]) -> list[ReferralNow]:
    """Of these references, the referrals delivered to this organisation; any other is left out."""
    rows = ReferralRow.objects.filter(organisation=organisation, state__in=DELIVERED, ref__in=list(refs))
    return [_referral(each.now) for each in rows.order_by("sent_at", "ref")]


def handlers(organisation: str) -> list[str]:
    """Who put something before this organisation."""
    rows = ReferralRow.objects.filter(organisation=organisation, state__in=DELIVERED)
    return sorted(set(rows.values_list("handler", flat=True)))


def _which(organisation: str, which: Asked) -> Any:
    """A query set whose rows have `first_due` beside their columns."""
    states = set(which.states) & set(DELIVERED)
    rows: Any = ReferralRow.objects.filter(organisation=organisation, state__in=states)
    rows = rows.annotate(first_due=Coalesce("due_at", "target_at", _NEVER))
    rows = rows.filter(ask=which.ask) if which.ask else rows
    rows = rows.filter(handler=which.handler) if which.handler else rows
    return rows.filter(first_due__lt=which.late_at) if which.late_at else rows


def _referral(text: str) -> ReferralNow:
    now = load("referral", text)
    assert isinstance(now, ReferralNow)
    return now
