"""Questions about figures: what they are counted from, and the counted ones. The hub-wide ones are public."""

import json
from collections.abc import Iterator
from datetime import datetime

from fanal.measure import Figure
from fanal.notice.codec import load
from fanal.notice.states import ReferralNow
from fanal_hub.ledger.models import FigureRow, MentionContent, NoticeRow, ReferralRow
from fanal_hub.people.models import Organisation


def handlers() -> list[str]:
    """Every organisation that handles cases."""
    return list(Organisation.objects.exclude(kind="platform").values_list("ref", flat=True))


def sent_referrals(scope: str) -> Iterator[ReferralNow]:
    """The referrals that left, of one handler or of the whole hub."""
    rows = ReferralRow.objects.filter(sent_at__isnull=False)
    if scope:
        rows = rows.filter(handler=scope)
    for text in rows.order_by("ref").values_list("now", flat=True).iterator(chunk_size=1000):
        now = load("referral", text)
        assert isinstance(now, ReferralNow)
        yield now


def received(scope: str) -> Iterator[tuple[str, datetime]]:
    """(platform, received_at) of each mention received."""
    rows = NoticeRow.objects.all()
    if scope:
        rows = rows.filter(handler=scope)
    at = dict(rows.values_list("ref", "received_at"))
    mentions = MentionContent.objects.filter(handler=scope) if scope else MentionContent.objects.all()
    for notice, platform in mentions.values_list("notice", "platform").iterator(chunk_size=2000):
        if notice in at:
            yield platform, at[notice]


def figure_text(figure: Figure) -> str:
    """A figure as it is kept."""
    return json.dumps(figure.plain(), sort_keys=True)


def counted(scope: str = "", platform: str = "", week: str | None = None) -> list[Figure]:
    """The figures as last counted, in a fixed order; `week` "" for totals, None for all."""
    rows = FigureRow.objects.filter(scope=scope)
    if platform:
        rows = rows.filter(platform=platform)
    if week is not None:
        rows = rows.filter(week=week)
    return [Figure(**each.value) for each in rows.order_by("platform", "lane", "week", "code")]


def counted_at() -> datetime | None:
    """When the figures were last counted."""
    return FigureRow.objects.order_by("-made_at").values_list("made_at", flat=True).first()
