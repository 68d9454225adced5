"""Time in words: what a person reads is true in both languages."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal.clocks import ClockRule, due, say_due, say_remaining, say_step
from fanal.words.say import LANGS


@pytest.mark.parametrize(
    ("delta", "fr", "en"),
    [
        (timedelta(hours=3, minutes=12), "il reste 3 h 12", "3 h 12 left"),
        (timedelta(hours=3, minutes=5, seconds=59), "il reste 3 h 05", "3 h 05 left"),
        (timedelta(hours=3), "il reste 3 h", "3 h left"),
        (timedelta(minutes=59, seconds=59), "il reste 59 min", "59 min left"),
        (timedelta(seconds=59), "il reste moins d’une minute", "less than a minute left"),
        (timedelta(0), "il reste moins d’une minute", "less than a minute left"),
        (timedelta(days=1), "il reste 1 jour", "1 day left"),
        (timedelta(days=1, hours=4), "il reste 1 jour et 4 h", "1 day and 4 h left"),
        (timedelta(days=2, hours=23), "il reste 2 jours et 23 h", "2 days and 23 h left"),
        (timedelta(days=5, hours=23), "il reste 5 jours", "5 days left"),
        (timedelta(days=2191), "il reste plus de 5 ans", "more than 5 years left"),
        (-timedelta(days=2), "dépassé de 2 jours", "2 days overdue"),
        (-timedelta(minutes=1), "dépassé de 1 min", "1 min overdue"),
    ],
)
def test_time_left_in_words(delta: timedelta, fr: str, en: str) -> None:
    """The two languages say the same."""
    assert say_remaining(delta, "fr") == fr
    assert say_remaining(delta, "en") == en


def test_steps_are_sentences() -> None:
    """Days and months by their names, the reason of a day off by its own."""
    clock = ClockRule(id="a", kind="limitation", duration="P3M")
    found = due(clock, datetime.fromisoformat("2025-12-01T10:00:00+01:00"))
    assert (
        say_due(found[0], "fr") == "Échéance : dimanche 1er mars 2026 à 23:59 UTC+01:00 (dernier jour tel que compté)"
    )
    assert say_due(found[1], "en") == "Due: Monday 2 March 2026 at 23:59 UTC+01:00 (moved to the first working day)"
    said = [say_step(step, "fr") for step in found[0].steps]
    assert "Le dimanche 1er mars 2026 n’est pas ouvré : dimanche." in said


@given(st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1)), st.sampled_from(["PT1H", "P3M", "P1Y", None]))  # noqa: DTZ001
def test_every_answer_can_be_said_in_both_languages(start: datetime, duration: str | None) -> None:
    """No step without its text, no brace left open."""
    clock = ClockRule(id="a", kind="right", duration=duration, targets={"any": "P1D", "other": "PT1H"})
    for answer in due(clock, start.replace(tzinfo=datetime.fromisoformat("2026-01-01T00:00:00+01:00").tzinfo)):
        for lang in LANGS:
            said = [say_due(answer, lang), *(say_step(step, lang) for step in answer.steps)]
            assert all(line and "{" not in line for line in said)
