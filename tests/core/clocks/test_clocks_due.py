"""Due dates: never early for others, never late for ourselves, never a date where the law gives none."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal.clocks import ClockRule, Due, Target, due, is_overdue, others_deadline, own_last_safe_moment, remaining
from fanal.words.errors import LawError, MisuseError

PARIS = ZoneInfo("Europe/Paris")
HOURS = ["PT0S", "PT1H", "PT8H", "PT24H", "PT72H"]
DAYS = ["P1D", "P3D", "P14D", "P6W", "P1M", "P3M", "P6M", "P1Y", "P6Y"]
STARTS = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.sampled_from([UTC, PARIS]))  # noqa: DTZ001


def rule(duration: str | None = "P3M", **more: object) -> ClockRule:
    """A clock of no particular law."""
    return ClockRule(id="a.clock", kind="statutory", duration=duration, **more)  # type: ignore[arg-type]


def at(text: str) -> datetime:
    """A moment as people write it."""
    return datetime.fromisoformat(text)


def dues(duration: str, start: datetime) -> tuple[Due, ...]:
    """Every reading of a clock with a number."""
    found = due(rule(duration), start)
    assert found
    return tuple(each for each in found if isinstance(each, Due))


@given(STARTS, STARTS, st.sampled_from(HOURS + DAYS))
def test_who_starts_later_is_never_due_earlier(one: datetime, other: datetime, duration: str) -> None:
    """Monotone in the start, under the reading as counted and under the latest one."""
    early, late = sorted((one, other), key=lambda each: each.astimezone(UTC))
    first, second = dues(duration, early), dues(duration, late)
    assert first[0].at.astimezone(UTC) <= second[0].at.astimezone(UTC)
    assert others_deadline(first).astimezone(UTC) <= others_deadline(second).astimezone(UTC)


@given(STARTS, st.sampled_from(HOURS))
def test_hours_are_absolute_across_clock_changes(start: datetime, duration: str) -> None:
    """The wall clock may jump, the hours do not."""
    (only,) = dues(duration, start)
    hours = 0 if duration == "PT0S" else int(duration[2:-1])
    assert only.at.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=hours)


@given(STARTS, st.sampled_from(HOURS + DAYS))
def test_answers_are_never_naive_and_show_their_arithmetic(start: datetime, duration: str) -> None:
    """Each begins with its start and holds at least one rule."""
    for each in dues(duration, start):
        assert each.at.utcoffset() is not None
        assert each.steps[0].code == "step_start"
        assert len(each.steps) >= 2


@given(STARTS, st.sampled_from(DAYS))
def test_others_are_late_only_after_every_reading_and_we_are_safe_before_all(start: datetime, duration: str) -> None:
    """The two functions look at the same readings from opposite sides."""
    readings = dues(duration, start)
    safe = own_last_safe_moment(readings)
    assert safe is not None
    assert safe < min(each.at for each in readings)
    assert others_deadline(readings) == max(each.at for each in readings)
    assert start.astimezone(PARIS).date() <= safe.date()


@given(STARTS)
def test_a_year_is_twelve_months(start: datetime) -> None:
    """Said at once, not added one by one."""
    assert [each.at for each in dues("P1Y", start)] == [each.at for each in dues("P12M", start)]


def test_naive_start_is_refused() -> None:
    """Nine o'clock where?"""
    with pytest.raises(LawError) as wrong:
        due(rule(), datetime(2026, 3, 2, 9))  # noqa: DTZ001
    assert wrong.value.messages[0].code == "start_naive"


@pytest.mark.parametrize("year", [1, 1799, 2501, 9999])
def test_start_outside_of_history_is_refused(year: int) -> None:
    """Instead of an overflow deep in the calendar."""
    with pytest.raises(LawError) as wrong:
        due(rule(), datetime(year, 1, 1, tzinfo=UTC))
    assert wrong.value.messages[0].code == "start_out_of_range"


def test_day_is_that_of_the_zone_not_of_utc() -> None:
    """23.30 UTC is already tomorrow in Paris."""
    (only,) = dues("P6M", at("2026-02-24T23:30:00+00:00"))
    assert only.at == at("2026-08-25T23:59:59+02:00")


@pytest.mark.parametrize(
    ("last_day", "readings"),
    [
        ("unsourced", ["as_counted", "next_working_day"]),
        ("as_counted", ["as_counted"]),
        ("next_working_day", ["next_working_day"]),
    ],
)
def test_both_readings_stand_until_a_source_settles_it(last_day: str, readings: list[str]) -> None:
    """14 May 2026 is Ascension Day."""
    found = due(rule(last_day=last_day), at("2026-02-14T08:00:00+01:00"))
    assert [each.reading for each in found if isinstance(each, Due)] == readings
    assert any(step.code == "step_both_readings" for step in found[0].steps) == (last_day == "unsourced")


def test_before_a_day_of_next_year_means_the_eve() -> None:
    """Before 1 March is 29 February in a leap year."""
    (only,) = due(rule(None, before=(3, 1)), at("2027-06-01T00:00:00+02:00"))
    assert isinstance(only, Due)
    assert only.at == at("2028-02-29T23:59:59+01:00")


def test_standard_without_a_number_is_a_target_and_not_a_due() -> None:
    """The types differ, so nobody can take one for the other."""
    clock = rule(None, targets={"hate_or_threat": "PT24H", "other": "P7D"})
    hate, other = due(clock, at("2026-03-28T12:00:00+01:00"))
    assert isinstance(hate, Target)
    assert isinstance(other, Target)
    assert (hate.circumstance, hate.at) == ("hate_or_threat", at("2026-03-29T13:00:00+02:00"))
    assert (other.circumstance, other.at) == ("other", at("2026-04-04T23:59:59+02:00"))


@pytest.mark.parametrize(
    ("targets", "wanted", "chosen"),
    [
        ({"hate_or_threat": "PT24H", "other": "P7D"}, "hate_or_threat", "hate_or_threat"),
        ({"hate_or_threat": "PT24H", "other": "P7D"}, "imminent_danger", "other"),
        ({"any": "PT1H"}, "hate_or_threat", "any"),
    ],
)
def test_target_of_a_circumstance_falls_back_to_the_general_one(
    targets: dict[str, str], wanted: str, chosen: str
) -> None:
    """First the circumstance, then other, then any."""
    (only,) = due(rule(None, targets=targets), at("2026-03-02T09:00:00+01:00"), target_for=wanted)
    assert isinstance(only, Target)
    assert only.circumstance == chosen


def test_target_nobody_set_is_refused_with_the_known_ones() -> None:
    """ack and effect have no general case."""
    with pytest.raises(LawError) as wrong:
        due(rule(None, targets={"ack": "PT1H"}), at("2026-03-02T09:00:00+01:00"), target_for="hate_or_threat")
    assert wrong.value.messages[0].params["known"] == "ack"


def test_standard_without_target_has_no_date_at_all() -> None:
    """A "reasonable period" is not invented."""
    assert due(rule(None), at("2026-03-02T09:00:00+01:00")) == ()


def test_last_second_is_still_in_time() -> None:
    """Overdue from the next second on."""
    (only,) = dues("PT1H", at("2026-03-02T09:00:00+01:00"))
    assert not is_overdue(only, only.at)
    assert not is_overdue(only, only.at + timedelta(microseconds=999_999))
    assert is_overdue(only, only.at + timedelta(seconds=1))


def test_time_left_is_absolute_on_the_night_of_the_clock_change() -> None:
    """Two moments of one zone would be subtracted by their wall clocks, an hour off."""
    (only,) = dues("PT24H", at("2026-03-28T12:00:00+01:00"))
    assert remaining(only, datetime(2026, 3, 28, 12, tzinfo=PARIS)) == timedelta(hours=24)


def test_remaining_refuses_a_naive_now() -> None:
    """As the start does."""
    (only,) = dues("PT1H", at("2026-03-02T09:00:00+01:00"))
    with pytest.raises(LawError):
        remaining(only, datetime(2026, 3, 2, 9))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("start", "duration", "safe"),
    [
        ("2026-03-01T10:00:00+01:00", "P3M", "2026-05-29T23:59:59+02:00"),  # 1 June; eve is a Sunday
        ("2026-02-16T10:00:00+01:00", "P3M", "2026-05-15T23:59:59+02:00"),  # 16 May is a Saturday
        ("2026-08-08T10:00:00+02:00", "P1D", "2026-08-08T23:59:59+02:00"),  # never before the start itself
        ("2026-03-02T09:00:00+01:00", "PT48H", "2026-03-04T09:00:00+01:00"),
    ],
)
def test_own_last_safe_moment_is_the_working_eve(start: str, duration: str, safe: str) -> None:
    """Even if the first day counts and nothing moves to Monday, we are in time."""
    assert own_last_safe_moment(dues(duration, at(start))) == at(safe)


def test_no_reading_promises_nothing_and_accuses_nobody() -> None:
    """A standard has neither."""
    assert own_last_safe_moment(()) is None
    with pytest.raises(MisuseError):
        others_deadline(())
