"""Answers against sightings: an accusation needs an eye-witness."""

import itertools
from datetime import UTC, datetime

import pytest

from fanal.notice.facts import TargetAnswer
from fanal.verify import Sighting, Verdict, compare, why
from fanal.words.lists import AnswerKind, Measure
from fanal.words.lists import SightingState as State
from fanal.words.say import say

NOW = datetime(2025, 9, 15, tzinfo=UTC)


def sighting(state, seen_from="FR", reasons=("page_answers",)):
    return Sighting(state=state, reasons=reasons, seen_at=NOW, seen_from=seen_from)


def decided(measure, territory=""):
    return TargetAnswer(target="t", kind=AnswerKind.DECIDED, measure=measure, territory=territory)


REFUSED = TargetAnswer(target="t", kind=AnswerKind.REFUSED)
ASKED = TargetAnswer(target="t", kind=AnswerKind.ASKED_BACK, question="?")
REMOVED = decided(Measure.REMOVED)

TABLE = [
    ("removed and gone", REMOVED, State.GONE, "agrees"),
    ("removed but up", REMOVED, State.UP, "contradicted"),
    ("removed but back", REMOVED, State.BACK, "contradicted"),
    ("removed, page changed", REMOVED, State.CHANGED, "unknown"),
    ("removed, unreachable", REMOVED, State.UNREACHABLE, "unknown"),
    ("removed, login wall", REMOVED, State.LOGIN_WALL, "unknown"),
    ("removed, but the author did it", REMOVED, State.AUTHOR_DELETED, "unknown"),
    ("removed everywhere, blocked here", REMOVED, State.BLOCKED_HERE, "unknown"),
    ("blocked in France and blocked", decided(Measure.BLOCKED_HERE, "FR"), State.BLOCKED_HERE, "agrees"),
    ("blocked in France but up from France", decided(Measure.BLOCKED_HERE, "fr"), State.UP, "contradicted"),
    ("blocked in Germany, looked from France", decided(Measure.BLOCKED_HERE, "DE"), State.UP, "unknown"),
    ("blocked and gone altogether", decided(Measure.BLOCKED_HERE, "FR"), State.GONE, "agrees"),
    ("suspended, content up", decided(Measure.ACCOUNT_SUSPENDED), State.UP, "unknown"),
    ("suspended, content gone", decided(Measure.ACCOUNT_SUSPENDED), State.GONE, "agrees"),
    ("refused and up", REFUSED, State.UP, "agrees"),
    ("refused but gone", REFUSED, State.GONE, "silent_removal"),
    ("refused, author deleted", REFUSED, State.AUTHOR_DELETED, "unknown"),
    ("decided on nothing and up", decided(Measure.NONE), State.UP, "agrees"),
    ("restored and back", decided(Measure.RESTORED), State.BACK, "agrees"),
    ("restored but gone", decided(Measure.RESTORED), State.GONE, "contradicted"),
    ("demoted", decided(Measure.DEMOTED), State.UP, "unknown"),
    ("preserved", decided(Measure.PRESERVED), State.GONE, "unknown"),
    ("no answer and up", None, State.UP, "unknown"),
    ("no answer and gone", None, State.GONE, "silent_removal"),
    ("no answer and blocked", None, State.BLOCKED_HERE, "silent_removal"),
    ("no answer, author deleted", None, State.AUTHOR_DELETED, "unknown"),
    ("question asked, gone", ASKED, State.GONE, "silent_removal"),
]


@pytest.mark.parametrize(("name", "answer", "state", "verdict"), TABLE, ids=[row[0] for row in TABLE])
def test_an_answer_is_held_against_a_sighting(name, answer, state, verdict):
    assert compare(answer, sighting(state)).verdict == verdict


def test_a_page_that_is_up_without_the_reported_text_contradicts_nobody():
    assert compare(REMOVED, sighting(State.UP, reasons=("known_text_not_seen",))).verdict == Verdict.UNKNOWN
    assert compare(REMOVED, sighting(State.UP, reasons=("known_text_seen",))).verdict == Verdict.CONTRADICTED


def test_every_pair_has_a_verdict_and_a_reason_that_can_be_said():
    answers = [None, REFUSED, ASKED, *(decided(measure) for measure in Measure)]
    for answer, state in itertools.product(answers, State):
        found = compare(answer, sighting(state))
        assert all(say(each, lang) for each in why(found.reasons) for lang in ("fr", "en"))
        if state in (State.UNREACHABLE, State.LOGIN_WALL, State.AUTHOR_DELETED, State.CHANGED):
            assert found.verdict == Verdict.UNKNOWN
