"""Durations: what the law writes is read, what could mean two things is refused."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal.clocks import parse_duration
from fanal.words.errors import LawError


@pytest.mark.parametrize(
    ("text", "months", "days", "time"),
    [
        ("P3M", 3, 0, timedelta(0)),
        ("P1Y", 12, 0, timedelta(0)),
        ("P1Y6M2D", 18, 2, timedelta(0)),
        ("P6W", 0, 42, timedelta(0)),
        ("P2W3D", 0, 17, timedelta(0)),
        ("PT72H", 0, 0, timedelta(days=3)),
        ("PT1H30M15S", 0, 0, timedelta(hours=1, minutes=30, seconds=15)),
        ("PT0S", 0, 0, timedelta(0)),
    ],
)
def test_duration_is_read(text: str, months: int, days: int, time: timedelta) -> None:
    """M before T is months, after T minutes."""
    found = parse_duration(text)
    assert (found.months, found.days, found.time) == (months, days, time)
    assert found.is_calendar == bool(months or days)


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "3M", "P3", "P3M ", "p3m", "P-3M", "P1.5D", "PT3D", "P3H", "P1D1M", "P٣M"]
)
def test_unreadable_duration_is_refused(text: str) -> None:
    """Half a duration, units out of order, digits of another alphabet."""
    with pytest.raises(LawError) as wrong:
        parse_duration(text)
    assert wrong.value.messages[0].code == "duration_unreadable"


@pytest.mark.parametrize(
    ("text", "code"),
    [("P1DT12H", "duration_mixed"), ("P9999Y", "duration_too_long"), ("PT99999H", "duration_too_long")],
)
def test_duration_that_no_rule_explains_is_refused(text: str, code: str) -> None:
    """Days and hours together; more years than a calendar holds."""
    with pytest.raises(LawError) as wrong:
        parse_duration(text)
    assert wrong.value.messages[0].code == code


@given(st.text(alphabet="PT0123456789YMWDHS.-", max_size=12))
def test_anything_typed_is_read_or_refused_by_name(text: str) -> None:
    """No other error comes out of a text that somebody typed, and what is read is what was written."""
    try:
        found = parse_duration(text)
    except LawError as wrong:
        codes = {each.code for each in wrong.messages}
    else:
        codes = set() if found.text == text else {"changed"}
    assert codes <= {"duration_unreadable", "duration_too_long", "duration_mixed"}
