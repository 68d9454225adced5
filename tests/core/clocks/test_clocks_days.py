"""Days: month ends, leap years, Easter and the holidays that hang on it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal.clocks.days import add_months, easter, french_day_off, next_working_day, previous_working_day

DAYS = st.dates(date(1900, 1, 1), date(2399, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2025-11-30", 3, "2026-02-28"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2026-10-31", 1, "2026-11-30"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-01-01", 0, "2026-01-01"),
    ],
)
def test_months_run_from_one_day_number_to_the_same(day: str, months: int, expected: str) -> None:
    """And to the last day of a month that lacks the number."""
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(expected)


@given(DAYS, st.integers(0, 240), st.integers(0, 240))
def test_months_add_up_where_every_month_has_the_day(day: date, first: int, second: int) -> None:
    """True up to the 28th: 12 x 1 month is a year. From the 29th on it is not, so the law's own unit is kept."""
    day = day.replace(day=min(day.day, 28))
    assert add_months(add_months(day, first), second) == add_months(day, first + second)


def test_twelve_single_months_are_not_a_year_at_a_month_end() -> None:
    """31 January, month by month, sticks at the 28th."""
    day = date(2026, 1, 31)
    for _ in range(12):
        day = add_months(day, 1)
    assert day == date(2027, 1, 28)
    assert add_months(date(2026, 1, 31), 12) == date(2027, 1, 31)


@pytest.mark.parametrize(
    "sunday",
    ["1961-04-02", "1981-04-19", "1999-04-04", "2008-03-23", "2019-04-21", "2024-03-31", "2026-04-05", "2038-04-25"],
)
def test_easter_is_where_the_almanac_has_it(sunday: str) -> None:
    """Early, late and leap-year Easters."""
    assert easter(int(sunday[:4])) == date.fromisoformat(sunday)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2026-04-06", "easter_monday"),
        ("2026-05-14", "ascension"),
        ("2026-05-25", "whit_monday"),
        ("2026-07-14", "national_day"),
        ("2026-08-15", "assumption"),
        ("2026-08-16", "sunday"),
        ("2026-08-22", "saturday"),
        ("2026-08-17", None),
        ("2026-04-03", None),
        ("2026-12-26", "saturday"),
    ],
)
def test_day_off_says_why(day: str, why: str | None) -> None:
    """Good Friday and 26 December are days off in Alsace-Moselle alone."""
    assert french_day_off(date.fromisoformat(day)) == why


@given(DAYS)
def test_working_days_around_a_day_leave_no_gap(day: date) -> None:
    """Nothing worked lies between the day and the one it is moved to."""
    after, before = next_working_day(day), previous_working_day(day)
    assert before <= day <= after
    assert french_day_off(after) is None
    assert french_day_off(before) is None
    between = [before + timedelta(days=n) for n in range(1, (after - before).days)]
    assert all(french_day_off(each) for each in between)
    assert len(between) < 6
