"""Figures: nothing is dropped from a denominator, nothing is said of too few."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal.measure import FIGURES, MIN_CELL, NoticeRecord, ReferralRecord, figures, notice_figures
from fanal.measure.figure import Cell, delay_figure
from fanal.measure.records import iso_week
from fanal.words.errors import MisuseError
from fanal.words.messages.measure import MESSAGES
from fanal.words.say import say

MONDAY = datetime(2025, 9, 15, tzinfo=UTC)
LATER = MONDAY + timedelta(days=30)
HOUR = timedelta(hours=1)


def record(*, answered=None, heard=None, due=24, **fields):
    return ReferralRecord(
        platform="x",
        lane="art16",
        sent_at=MONDAY,
        acknowledged_at=None if heard is None else MONDAY + heard * HOUR,
        answered_at=None if answered is None else MONDAY + answered * HOUR,
        target_due_at=None if due is None else MONDAY + due * HOUR,
        **fields,
    )


def by_code(records, as_of=LATER):
    return {each.code: each for each in figures(records, as_of=as_of)}


TEN = [record(heard=1, answered=n, removed=1, checked=1, contradicted=int(n == 2)) for n in (2, 4, 6, 8, 30, 48)] + [
    record(heard=2),
    record(answered=3, refused=1, target_count=3),
    record(),
    record(due=None),
]


@pytest.mark.parametrize(
    ("code", "numerator", "denominator", "value", "provisional"),
    [
        ("referrals_sent", 10, None, 10, False),
        ("share_acknowledged", 8, 10, 800, True),
        ("share_answered", 7, 10, 700, True),
        ("share_removed", 6, 12, 500, True),
        ("share_refused", 1, 12, 83, True),
        ("share_unanswered_at_target", 4, 9, 444, True),
        ("delay_to_acknowledgement", 8, 10, 3600, False),
        ("delay_to_answer", 7, 10, 8 * 3600, False),
        ("share_contradicted", 1, 6, 167, True),
    ],
)
def test_a_week_counted_by_hand(code, numerator, denominator, value, provisional):
    figure = by_code(TEN)[code]
    assert (figure.numerator, figure.denominator, figure.value, figure.provisional) == (
        numerator,
        denominator,
        value,
        provisional,
    )


def test_the_interval_of_a_median_is_open_above_when_too_many_wait():
    figure = by_code(TEN)["delay_to_answer"]
    assert (figure.low, figure.high) == (3 * 3600, None)


def test_unanswered_referrals_stay_in_every_rate():
    alone = by_code([record(heard=1, answered=2, removed=1)] * 5)
    waiting = by_code([record(heard=1, answered=2, removed=1)] * 5 + [record()] * 5)
    for code in ("share_acknowledged", "share_answered", "share_removed"):
        assert (alone[code].value, waiting[code].value) == (1000, 500)


def test_a_median_that_most_still_wait_for_is_not_reached():
    figure = by_code([record(answered=1)] * 4 + [record()] * 6)["delay_to_answer"]
    assert (figure.value, figure.provisional) == (None, True)
    assert [each.code for each in figure.notes] == ["figure_not_reached", "figure_provisional"]


def test_a_median_is_provisional_while_younger_referrals_wait():
    records = [record(answered=48)] * 6 + [record()]
    assert by_code(records, as_of=MONDAY + 50 * HOUR)["delay_to_answer"].provisional is False
    young = ReferralRecord(platform="x", lane="art16", sent_at=MONDAY + 40 * HOUR)
    assert by_code([*records, young], as_of=MONDAY + 50 * HOUR)["delay_to_answer"].provisional is True


def test_a_referral_not_yet_due_is_not_late():
    assert by_code(TEN, as_of=MONDAY + 48 * HOUR)["share_unanswered_at_target"].denominator == 9
    early = [record(heard=1) for _ in range(6)]
    figure = by_code(early, as_of=MONDAY + 2 * HOUR)["share_unanswered_at_target"]
    assert (figure.numerator, figure.denominator, figure.value) == (0, 0, None)


def test_below_five_only_counts_are_shown():
    few = by_code([record(answered=1, removed=1)] * (MIN_CELL - 1))
    for code in ("share_answered", "share_removed", "delay_to_answer"):
        figure = few[code]
        assert (figure.numerator, figure.value, figure.low, figure.high) == (MIN_CELL - 1, None, None, None)
        assert "Trop peu pour un taux" in say(figure.notes[0], "fr")
    assert few["referrals_sent"].value == MIN_CELL - 1


def test_cells_are_platform_lane_and_week_and_come_in_order():
    moments = [MONDAY, MONDAY - timedelta(seconds=1)]
    records = [ReferralRecord(platform=p, lane=lane, sent_at=at) for p in "ba" for lane in ("z", "y") for at in moments]
    cells = [(each.platform, each.lane, each.week) for each in figures(records, as_of=LATER)]
    assert cells == sorted(cells)
    assert len(set(cells)) == 8


@pytest.mark.parametrize(
    ("moment", "week"),
    [
        (datetime(2025, 9, 15, tzinfo=UTC), "2025-W38"),
        (datetime(2025, 9, 15, 1, tzinfo=timezone(timedelta(hours=2))), "2025-W37"),  # still Sunday in UTC
        (datetime(2024, 12, 30, tzinfo=UTC), "2025-W01"),
        (datetime(2027, 1, 1, tzinfo=UTC), "2026-W53"),
    ],
)
def test_weeks_are_iso_and_utc(moment, week):
    assert iso_week(moment) == week


def test_notices_are_counted_per_platform_and_week():
    records = [NoticeRecord(platform=p, received_at=MONDAY) for p in ("x", "x", "y")]
    assert [(each.platform, each.week, each.value) for each in notice_figures(records)] == [
        ("x", "2025-W38", 2),
        ("y", "2025-W38", 1),
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"removed": 1, "refused": 1},
        {"removed": -1},
        {"target_count": 0},
        {"checked": 2},
        {"contradicted": 1},
        {"answered": -1},
        {"heard": -1},
    ],
)
def test_impossible_records_are_refused(fields):
    with pytest.raises(MisuseError):
        record(**fields)


def test_naive_moments_and_a_clock_that_runs_behind_are_refused():
    naive = datetime(2025, 9, 15)  # noqa: DTZ001
    with pytest.raises(MisuseError):
        ReferralRecord(platform="x", lane="l", sent_at=naive)
    with pytest.raises(MisuseError):
        NoticeRecord(platform="x", received_at=naive)
    with pytest.raises(MisuseError):
        figures([], as_of=naive)
    with pytest.raises(MisuseError):
        figures([record(answered=5)], as_of=MONDAY)


def test_every_figure_is_titled_and_defined_in_both_languages_and_no_other():
    defined = {
        code.removeprefix("figure_").removesuffix("_definition") for code in MESSAGES if code.endswith("_definition")
    }
    assert defined == set(FIGURES)
    every = [*figures(TEN, as_of=LATER), *notice_figures([NoticeRecord(platform="x", received_at=MONDAY)])]
    assert {each.code for each in every} == set(FIGURES)
    for each in every:
        for lang in ("fr", "en"):
            assert say(each.title, lang)
            definition = say(each.definition, lang)
            if each.denominator is not None:
                assert {"fr": "énominateur", "en": "enominator"}[lang] in definition


ANSWERS = st.lists(st.one_of(st.none(), st.integers(0, 700)), min_size=1, max_size=40)


@given(ANSWERS)
def test_figures_hold_whole_numbers_and_intervals_hold_their_value(hours):
    for each in figures([record(answered=h, removed=int(h is not None)) for h in hours], as_of=LATER):
        assert not any(isinstance(value, float) for value in each.plain().values())
        json.dumps(each.plain())
        if each.value is not None:
            assert (each.low if each.low is not None else each.value) <= each.value
            assert (each.high if each.high is not None else each.value) >= each.value


@given(ANSWERS)
def test_waiting_longer_never_shortens_a_median(hours):
    cell = Cell(platform="x", lane="l", week="2025-W38")
    ended = [h for h in hours if h is not None]
    before = delay_figure("delay_to_answer", cell, ended, [9999] * (len(hours) - len(ended)))
    after = delay_figure("delay_to_answer", cell, [*ended, 9999], [9999] * (len(hours) - len(ended)))
    if before.value is not None and after.value is not None:
        assert after.value >= before.value
