"""The figures of each cell, from records. Every rate keeps the referrals that nobody answered in its denominator."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from fanal.measure.figure import Cell, Figure, count_figure, delay_figure, share_figure
from fanal.measure.records import NoticeRecord, ReferralRecord, iso_week
from fanal.words.errors import MisuseError

Step = Callable[[ReferralRecord], datetime | None]

FIGURES = (
    "referrals_sent",
    "share_acknowledged",
    "share_answered",
    "share_removed",
    "share_refused",
    "share_unanswered_at_target",
    "delay_to_acknowledgement",
    "delay_to_answer",
    "share_contradicted",
    "notices_received",
)


def figures(records: Iterable[ReferralRecord], *, as_of: datetime) -> list[Figure]:
    """The figures of every platform, lane and ISO week of sending, as known at `as_of`, in a fixed order."""
    if as_of.tzinfo is None:
        raise MisuseError("as_of must be aware")
    cells: defaultdict[tuple[str, str, str], list[ReferralRecord]] = defaultdict(list)
    for each in records:
        if each.last_at > as_of:
            raise MisuseError("a record knows more than as_of: pass a later moment")
        cells[each.platform, each.lane, iso_week(each.sent_at)].append(each)
    return [
        figure
        for (platform, lane, week), members in sorted(cells.items())
        for figure in _of_cell(Cell(platform=platform, lane=lane, week=week), members, as_of)
    ]


def platform_figures(records: Iterable[ReferralRecord], *, as_of: datetime) -> list[Figure]:
    """The figures of every platform over all its lanes and weeks (lane and week empty), as known at `as_of`."""
    cells: defaultdict[str, list[ReferralRecord]] = defaultdict(list)
    for each in records:
        cells[each.platform].append(each)
    made: list[Figure] = []
    for platform in sorted(cells):
        made += _of_cell(Cell(platform=platform, lane="", week=""), cells[platform], as_of)
    return made


def notice_figures(records: Iterable[NoticeRecord]) -> list[Figure]:
    """Notices received, per platform and ISO week."""
    counts = Counter((each.platform, iso_week(each.received_at)) for each in records)
    return [
        count_figure("notices_received", Cell(platform=platform, lane="", week=week), count)
        for (platform, week), count in sorted(counts.items())
    ]


def _of_cell(cell: Cell, records: Sequence[ReferralRecord], as_of: datetime) -> list[Figure]:
    sent, targets = len(records), sum(each.target_count for each in records)
    heard, answered = _how_many(records, _heard_at), _how_many(records, _answered_at)
    due = [each for each in records if each.target_due_at is not None and each.target_due_at < as_of]
    removed, refused = sum(each.removed for each in records), sum(each.refused for each in records)
    checked, contradicted = sum(each.checked for each in records), sum(each.contradicted for each in records)
    is_open = answered < sent
    return [
        count_figure("referrals_sent", cell, sent),
        share_figure("share_acknowledged", cell, heard, sent, provisional=heard < sent),
        share_figure("share_answered", cell, answered, sent, provisional=is_open),
        share_figure("share_removed", cell, removed, targets, provisional=is_open),
        share_figure("share_refused", cell, refused, targets, provisional=is_open),
        share_figure(
            "share_unanswered_at_target", cell, sum(map(_is_late, due)), len(due), provisional=len(due) < sent
        ),
        _delay("delay_to_acknowledgement", cell, records, _heard_at, as_of),
        _delay("delay_to_answer", cell, records, _answered_at, as_of),
        share_figure("share_contradicted", cell, contradicted, checked, provisional=is_open),
    ]


def _heard_at(record: ReferralRecord) -> datetime | None:
    return record.heard_at


def _answered_at(record: ReferralRecord) -> datetime | None:
    return record.answered_at


def _how_many(records: Iterable[ReferralRecord], step: Step) -> int:
    return sum(step(each) is not None for each in records)


def _is_late(record: ReferralRecord) -> bool:
    """Was there no answer when it was due? An answer that came later does not change that."""
    if record.target_due_at is None:
        return False
    return record.answered_at is None or record.answered_at > record.target_due_at


def _delay(code: str, cell: Cell, records: Sequence[ReferralRecord], step: Step, as_of: datetime) -> Figure:
    ended = [_seconds(each.sent_at, end) for each in records if (end := step(each)) is not None]
    ages = [_seconds(each.sent_at, as_of) for each in records if step(each) is None]
    return delay_figure(code, cell, ended, ages)


def _seconds(start: datetime, end: datetime) -> int:
    return (end - start) // timedelta(seconds=1)
