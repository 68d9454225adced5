"""Waves that are called although somebody is spoken to every day, or missed; brigades that a true surge is taken for."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal.crossref import Posting, Reported, Triaged, aimed_at, brigade, brigaded, brigades, waves, with_history
from fanal.crossref.waves import dense
from fanal.words.lists import NotifierKind, WaveKind
from fanal.words.say import LANGS, say
from tests.core.flow.journey import NOW

HOUR = timedelta(hours=1)
N = NotifierKind


def post(n: int, hours: float, **changes: Any) -> Posting:
    facts: dict[str, Any] = {"ref": f"P-{n}", "at": NOW + hours * HOUR, "author": f"x:{n}", "aimed_at": ("x:ana",)}
    return Posting(**{**facts, **changes})


def called(postings: Iterable[Posting]) -> list[tuple[str, int]]:
    return [(str(each.kind), each.size) for each in waves(postings)]


RAID = [post(n, n / 2) for n in range(30)]


def test_many_authors_on_one_person_in_a_short_time() -> None:
    assert called(RAID) == [("raid", 30)]


@pytest.mark.parametrize(
    "postings",
    [
        [post(n, n / 2, author="x:1") for n in range(30)],  # one author alone
        [post(n, n * 24) for n in range(30)],  # a month
        [post(n, n / 2) for n in range(9)],  # too few
        [post(n, n / 2, denounces=True) for n in range(30)],  # they quote to denounce
        [post(n, n) for n in range(24 * 40)],  # spoken to by somebody else every hour, for weeks
        [],
    ],
)
def test_what_is_no_raid(postings: list[Posting]) -> None:
    assert called(postings) == []


def test_a_raid_on_somebody_who_is_spoken_to_every_day() -> None:
    every_day = [post(n, n * 12) for n in range(60)]
    burst = [post(1000 + n, 300 + n / 10) for n in range(60)]
    ((kind, size),) = called([*every_day, *burst])
    assert (kind, size >= 60) == ("raid", True)


def test_two_raids_apart_are_two() -> None:
    later = [post(100 + n, 24 * 30 + n / 2) for n in range(20)]
    assert called([*RAID, *later]) == [("raid", 30), ("raid", 20)]


def test_one_text_and_one_link_by_many() -> None:
    copies = [post(n, n, aimed_at=(), folded="lememetexte", links=("web:page:a",)) for n in range(12)]
    assert sorted(called(copies)) == [("copies", 12), ("links", 12)]


def test_why_it_is_a_wave() -> None:
    made = NOW - timedelta(days=3)
    same = [post(n, n / 2, folded="lememetexte", links=("web:page:a",), account_made_at=made) for n in range(12)]
    (found,) = (each for each in waves(same) if each.kind == WaveKind.RAID)
    codes = [each.code for each in found.reasons]
    assert codes == ["wave_raid", "wave_shared_text", "wave_shared_link", "wave_new_accounts"]
    assert all(say(each, lang) for each in found.reasons for lang in LANGS)


def test_the_mask_of_an_anonymised_text_is_nobody() -> None:
    assert aimed_at("@USER @url @Ana tu vas voir", "x") == ("x:ana",)


@settings(max_examples=40, deadline=None)
@given(steps=st.lists(st.tuples(st.integers(0, 9), st.sampled_from("abcd")), max_size=25), least=st.integers(1, 4))
def test_stretches_hold_exactly_the_dense_windows(steps: list[tuple[int, str]], least: int) -> None:
    times, at = [], NOW
    for hours, who in steps:
        at += hours * HOUR
        times.append((at, who))
    window = timedelta(hours=6)
    by_hand = set()
    for end in range(len(times)):
        inside = [place for place in range(end + 1) if times[place][0] >= times[end][0] - window]
        if len({times[place][1] for place in inside}) >= least:
            by_hand.update(inside)
    found = list(dense(times, window, least))
    assert {place for start, stop in found for place in range(start, stop)} == by_hand
    assert all(one[1] <= other[0] for one, other in zip(found, found[1:], strict=False))


# --- brigades -------------------------------------------------------------------------------------------------------
def reported(n: int, hours: float, kind: NotifierKind = N.CITIZEN, **changes: Any) -> Reported:
    facts: dict[str, Any] = {"target": "x:post:1", "notifier": f"c{n}", "reasons": "racism"}
    return Reported(**{"ref": f"N-{n}", "at": NOW + hours * HOUR, "kind": kind, **facts, **changes})


MOB = [reported(n, n) for n in range(20)]


def test_strangers_who_report_one_post_together() -> None:
    found = brigade(MOB)
    assert found is not None
    assert (found.kind, found.size, found.authors) == (WaveKind.BRIGADE, 20, 20)
    assert [each.code for each in found.reasons][2] == "brigade_same_reasons"
    assert all(say(each, lang) for each in found.reasons for lang in LANGS)


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("an association and the police come too", [reported(90, 3, N.ASSOCIATION), reported(91, 4, N.AUTHORITY)]),
        ("two victims speak", [reported(90, 3, N.VICTIM), reported(91, 5, N.VICTIM)]),
        ("people who report all year", [reported(90 + n, 3, others=4) for n in range(8)]),
    ],
)
def test_a_true_surge_is_no_brigade(name: str, others: list[Reported]) -> None:
    assert brigade([*MOB, *others]) is None, name


@pytest.mark.parametrize(
    "mob",
    [
        MOB[:9],
        [reported(n, n * 24) for n in range(20)],
        [reported(n, n, notifier="") for n in range(20)],  # nobody can tell them apart
        [reported(n, n, notifier="c1") for n in range(20)],
        [reported(n, n, others=2) for n in range(20)],
    ],
)
def test_too_few_too_slow_or_not_new(mob: list[Reported]) -> None:
    assert brigade(mob) is None


def test_what_a_person_qualified_is_no_legal_post() -> None:
    assert brigade(MOB, is_qualified=True) is None


def test_who_reported_it_before_the_mob_is_not_of_it() -> None:
    early = [reported(90, -400, N.ASSOCIATION), reported(91, -300)]
    found = brigade([*early, *MOB])
    assert found is not None
    assert set(found.members) == {each.ref for each in MOB}


def test_history_is_counted_in_order_of_time() -> None:
    """The mob's members who go on to other posts were new all the same; those who came from other posts were not."""
    elsewhere = [reported(n, n - 100, target=f"x:post:{n + 5}", ref=f"E-{n}") for n in range(20)]
    assert brigades([*MOB, *elsewhere]) == {}
    afterwards = [reported(n, n + 100, target=f"x:post:{n + 5}", ref=f"E-{n}") for n in range(20)]
    assert set(brigades([*MOB, *afterwards])) == {"x:post:1"}
    assert [each.others for each in with_history([*MOB[:1], *afterwards[:1]])] == [0, 1]


def test_a_mob_that_reports_every_post_of_one_author_has_reported_nothing_else() -> None:
    three = [
        reported(n, n + post / 10, target=f"x:post:{post}", account="x:ana", ref=f"N-{n}-{post}")
        for n in range(12)
        for post in range(3)
    ]
    assert set(brigades(three)) == {"x:post:0", "x:post:1", "x:post:2"}


def test_the_priority_that_counts() -> None:
    found = brigade(MOB)
    assert found is not None
    case = [Triaged(notice="N-0", priority=24), Triaged(notice="N-1", priority=46)]
    alone = brigaded(found, case)
    assert (alone.priority, alone.is_alone) == (24, True)
    calm = brigaded(found, [*case, Triaged(notice="N-77", priority=9)])
    assert (calm.priority, calm.is_alone) == (9, False)


def test_time_is_what_it_says() -> None:
    found = brigade(MOB)
    assert found is not None
    assert isinstance(found.first_at, datetime)
    assert found.last_at - found.first_at == 19 * HOUR
