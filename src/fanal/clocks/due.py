"""When a clock falls due: one answer per reading, each with its steps; a standard without a number gives a Target, never a Due."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from fanal.clocks.days import add_months, french_day_off, next_working_day, previous_working_day
from fanal.clocks.durations import Duration, parse_duration
from fanal.clocks.rules import ClockRule
from fanal.words.errors import LawError, MisuseError
from fanal.words.say import message

Reading = Literal[
    "exact",
    "as_counted",
    "next_working_day",
    "earliest_known_exact",
    "earliest_known_as_counted",
    "earliest_known_next_working_day",
]
FRANCE = "Europe/Paris"
_YEARS = (1800, 2500)
_SECOND = timedelta(seconds=1)
_LAST_SECOND = time(23, 59, 59)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of the arithmetic: `code` names the rule (a text in the messages), `params` are plain values."""

    code: str
    params: Mapping[str, str | int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A date the law gives, under one reading. `at` is the last second that still counts as in time."""

    clock: str
    at: datetime
    reading: Reading
    start: datetime
    steps: tuple[Step, ...]
    start_known: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The user's own target where the law gives a standard without a number: never call it a deadline."""

    clock: str
    at: datetime
    circumstance: str
    start: datetime
    steps: tuple[Step, ...]
    start_known: bool = True


def due(
    clock: ClockRule, start: datetime, *, target_for: str | None = None, zone: str = FRANCE
) -> tuple[Due | Target, ...]:
    """Every answer of a clock that starts at `start`; empty when the law gives no number and nobody set a target.

    `target_for` picks one circumstance of the targets ("hate_or_threat", "ack"); without it each has its answer.
    """
    begin = _local(start, zone)
    first = Step(code="step_start", params={"when": begin.isoformat(), "zone": zone})
    if clock.before:
        return _before(clock, begin, first)
    if clock.duration is None:
        return _targets(clock, begin, first, target_for)
    length = parse_duration(clock.duration)
    if not length.is_calendar:
        at, steps = _absolute(begin, length)
        return (Due(clock=clock.id, at=at, reading="exact", start=begin, steps=(first, *steps)),)
    day, steps = _count(begin.date(), length)
    return _readings(clock, begin, day, (first, *steps))


def is_overdue(what: Due | Target, now: datetime) -> bool:
    """Has the last second passed? The last second itself still belongs to the period."""
    return -remaining(what, now) >= _SECOND


def remaining(what: Due | Target, now: datetime) -> timedelta:
    """Time left; negative when overdue. Absolute time: two moments of the same zone would be compared by their clocks."""
    if now.utcoffset() is None:
        raise LawError(message("start_naive", when=now.isoformat()))
    return what.at.astimezone(UTC) - now.astimezone(UTC)


def others_deadline(readings: tuple[Due, ...]) -> datetime:
    """The deadline we may hold against somebody else: the latest reading, so that nobody is called late too early."""
    if not readings:
        raise MisuseError("no reading, no deadline: a standard without a number has a Target")
    return max((each.at for each in readings), key=_absolute_order)


def own_last_safe_moment(readings: tuple[Due, ...]) -> datetime | None:
    """Until when we ourselves are safe under every reading; None when the start is unknown: no promise, act now.

    Counted in days: the eve of the earliest reading (should the first day count), moved back to a working day.
    """
    if not readings or not all(each.start_known for each in readings):
        return None
    first = min(readings, key=lambda each: _absolute_order(each.at))
    if first.reading == "exact":
        return first.at
    eve = max(previous_working_day(first.at.date() - timedelta(days=1)), first.start.date())
    return _end_of(eve, first.at)


def _absolute_order(at: datetime) -> datetime:
    return at.astimezone(UTC)


def _local(start: datetime, zone: str) -> datetime:
    if start.tzinfo is None or start.utcoffset() is None:
        raise LawError(message("start_naive", when=start.isoformat()))
    if not _YEARS[0] <= start.year <= _YEARS[1]:
        raise LawError(message("start_out_of_range", when=start.isoformat(), first=_YEARS[0], last=_YEARS[1]))
    return start.astimezone(ZoneInfo(zone))


def _absolute(begin: datetime, length: Duration) -> tuple[datetime, tuple[Step, ...]]:
    at = (begin.astimezone(UTC) + length.time).astimezone(begin.tzinfo)
    shifted = at.utcoffset() != begin.utcoffset()
    run = Step(code="step_hours", params={"duration": length.text, "when": at.isoformat()})
    return at, (run, Step(code="step_clock_change", params={})) if shifted else (run,)


def _count(day: date, length: Duration) -> tuple[date, tuple[Step, ...]]:
    moved = add_months(day, length.months)
    end = moved + timedelta(days=length.days)
    steps = [
        Step(code="step_calendar", params={"duration": length.text, "day": day.isoformat(), "end": end.isoformat()})
    ]
    if moved.day != day.day:
        steps.append(Step(code="step_month_end", params={"number": day.day, "end": moved.isoformat()}))
    return end, tuple(steps)


def _readings(clock: ClockRule, begin: datetime, day: date, steps: tuple[Step, ...]) -> tuple[Due, ...]:
    off = french_day_off(day)
    if off is None:
        at = _end_of(day, begin)
        return (Due(clock=clock.id, at=at, reading="as_counted", start=begin, steps=(*steps, _end(at))),)
    steps += (Step(code="step_day_off", params={"day": day.isoformat(), "why": off}),)
    found: list[Due] = []
    if clock.last_day == "unsourced":
        steps += (Step(code="step_both_readings", params={}),)
    if clock.last_day != "next_working_day":
        at = _end_of(day, begin)
        found.append(Due(clock=clock.id, at=at, reading="as_counted", start=begin, steps=(*steps, _end(at))))
    if clock.last_day != "as_counted":
        at = _end_of(next_working_day(day), begin)
        moved = Step(code="step_next_working_day", params={"day": at.date().isoformat()})
        found.append(
            Due(clock=clock.id, at=at, reading="next_working_day", start=begin, steps=(*steps, moved, _end(at)))
        )
    return tuple(found)


def _before(clock: ClockRule, begin: datetime, first: Step) -> tuple[Due, ...]:
    assert clock.before is not None
    month, day = clock.before
    limit = date(begin.year + 1, month, day)
    last = limit - timedelta(days=1)
    step = Step(code="step_before", params={"year": begin.year, "limit": limit.isoformat(), "day": last.isoformat()})
    return _readings(clock, begin, last, (first, step))


def _targets(clock: ClockRule, begin: datetime, first: Step, wanted: str | None) -> tuple[Target, ...]:
    if wanted is not None and clock.targets:
        wanted = _nearest(clock, wanted)
    found: list[Target] = []
    for circumstance, text in clock.targets.items():
        if wanted not in (None, circumstance):
            continue
        length = parse_duration(text)
        at, steps = _absolute(begin, length)
        if length.is_calendar:
            day, steps = _count(begin.date(), length)
            at = _end_of(day, begin)
            steps += (_end(at),)
        policy = Step(code="step_target", params={"circumstance": circumstance, "duration": text})
        found.append(
            Target(clock=clock.id, at=at, circumstance=circumstance, start=begin, steps=(first, policy, *steps))
        )
    return tuple(found)


def _nearest(clock: ClockRule, wanted: str) -> str:
    for each in (wanted, "other", "any"):
        if each in clock.targets:
            return each
    raise LawError(message("target_unknown", clock=clock.id, wanted=wanted, known=", ".join(clock.targets)))


def _end_of(day: date, like: datetime) -> datetime:
    return datetime.combine(day, _LAST_SECOND, tzinfo=like.tzinfo).replace(fold=1)


def _end(at: datetime) -> Step:
    return Step(code="step_end_of_day", params={"when": at.isoformat()})
