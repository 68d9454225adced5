"""Tally: counts the figures anew from the rows, for the whole hub and for each handler. It defines none of them."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from fanal.measure import Figure, NoticeRecord, ReferralRecord, figures, notice_figures, platform_figures
from fanal.notice.states import ReferralNow
from fanal.words.lists import AnswerKind, Measure
from fanal_hub.ledger import write
from fanal_hub.ledger.models import FigureRow
from fanal_hub.ledger.plan import Effect, Plan, Tx
from fanal_hub.ledger.read import figures as read
from fanal_hub.ledger.read import streams
from fanal_hub.ledger.rows import Columns, when
from fanal_hub.stations.station import Station

NAME = "tally"
_TAKEN_DOWN = {Measure.REMOVED, Measure.BLOCKED_HERE, Measure.ACCOUNT_SUSPENDED}
_CLEAR = {"agrees", "contradicted"}


def tally(now: datetime) -> int:
    """Count everything anew when something happened since the last count; how many figures there are."""
    head = streams.head()
    if head == streams.cursor(NAME):
        return 0
    scopes = ["", *read.handlers()]
    rows = [_row(scope, each, now) for scope in scopes for each in counted(scope, now)]
    write.submit(Plan(beside=(_replace(rows), streams.advance(NAME, head))))
    return len(rows)


def counted(scope: str, now: datetime) -> Iterator[Figure]:
    """The figures of one handler, or of the whole hub, as they stand at a moment."""
    records = [record_of(each) for each in read.sent_referrals(scope)]
    received = [NoticeRecord(platform=platform, received_at=at) for platform, at in read.received(scope)]
    as_of = max([now, *(each.last_at for each in records)])  # something may have happened while this was read
    yield from figures(records, as_of=as_of)
    yield from platform_figures(records, as_of=as_of)
    yield from notice_figures(received)


def _row(scope: str, figure: Figure, now: datetime) -> Columns:
    return {
        "scope": scope,
        "platform": figure.platform,
        "lane": figure.lane,
        "week": figure.week,
        "code": figure.code,
        "value": read.figure_text(figure),
        "made_at": when(now),
    }


def _replace(rows: Sequence[Columns]) -> Effect:
    def effect(tx: Tx) -> None:
        tx.run(f"DELETE FROM {FigureRow._meta.db_table}")  # noqa: S608
        tx.insert(FigureRow._meta.db_table, rows)

    return effect


def record_of(now: ReferralNow) -> ReferralRecord:
    """A referral as the figures see it."""
    assert now.sent_at is not None
    decided = [each for each in now.targets if each.answer == AnswerKind.DECIDED]
    return ReferralRecord(
        platform=now.platform or now.recipient,
        lane=now.lane,
        sent_at=now.sent_at,
        acknowledged_at=now.acknowledged_at,
        answered_at=now.answered_at,
        target_due_at=now.due_at or now.target_at,
        target_count=len(now.targets),
        removed=sum(each.measure in _TAKEN_DOWN for each in decided),
        refused=sum(each.answer == AnswerKind.REFUSED for each in now.targets),
        checked=sum(each.verdict in _CLEAR for each in now.targets),
        contradicted=sum(each.verdict == "contradicted" for each in now.targets),
    )


STATION = Station(name=NAME, tick=tally, every=5.0, alone=True)
