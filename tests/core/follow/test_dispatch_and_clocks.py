"""Referrals that leave too early, grades that go down, clocks that ring twice, too early, or never."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from fanal import flow
from fanal.clocks import Due, Target
from fanal.notice.states import ReferralNow
from fanal.words.errors import MoveError
from fanal.words.lists import Ask, OrgKind, ReferralState
from tests.core.flow.journey import HATE, NOW, PAGE, POLICY, one_referral, open_case, qualified, referred, sent

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SECOND = timedelta(seconds=1)


def prepared(ask: Ask = Ask.REMOVE, **around: Any) -> ReferralNow:
    stands = referred(
        qualified(
            open_case({"address": PAGE} if ask == Ask.INSERT_REPLY else {"address": "https://x.com/a/status/1"}), ask
        ),
        **around,
    )
    made: ReferralNow = stands["referral:R-1"]
    return made


def grave() -> ReferralNow:
    return prepared(Ask.INFORM_PROSECUTOR, handler_kind=OrgKind.AUTHORITY)


def codes(caught: pytest.ExceptionInfo[MoveError]) -> list[str]:
    return [each.code for each in caught.value.messages]


def test_a_grave_ask_leaves_before_a_second_person_saw_it() -> None:
    with pytest.raises(MoveError) as caught:
        sent(grave())
    assert codes(caught) == ["send_not_approved"]


def test_the_same_person_approves() -> None:
    with pytest.raises(MoveError) as caught:
        flow.approve(grave(), by="m-1", prepared_by="m-1", now=NOW)
    assert codes(caught) == ["approve_same_person"]


def test_a_second_person_approves_once() -> None:
    approved = flow.after(grave(), flow.approve(grave(), by="m-2", prepared_by="m-1", now=NOW))
    assert sent(approved).state == ReferralState.SENT
    for referral in (approved, prepared()):
        with pytest.raises(MoveError) as caught:
            flow.approve(referral, by="m-3", prepared_by="m-1", now=NOW)
        assert codes(caught) == ["approve_not_needed"]


def test_a_standard_gives_a_target_and_no_date_of_law() -> None:
    left = sent(prepared())
    assert (left.due_at, left.target_at) == (None, NOW + DAY)


@pytest.mark.parametrize(
    ("changes", "length"),
    [
        ({"danger": True}, HOUR),
        ({"category": "terrorism"}, HOUR),
        ({"category": "other"}, 7 * DAY),
        ({"category": "racism"}, DAY),
    ],
)
def test_the_target_depends_on_the_circumstance(changes: dict[str, Any], length: timedelta) -> None:
    target = sent(prepared(), **changes).target_at
    assert target is not None
    assert target.date() == (NOW + length).date()


def test_a_handlers_own_target_is_used() -> None:
    policy = flow.policy(purpose="p", legal_basis="l", keep=DAY, targets={"dsa.16.decision": 3 * HOUR})
    assert sent(prepared(), policy=policy).target_at == NOW + 3 * HOUR


def test_a_date_of_law_is_the_latest_reading() -> None:
    """LCEN 1-1 III: three days; from a Wednesday they end on a Saturday, so the later reading is held against nobody early."""
    wednesday = NOW + 2 * DAY
    left = sent(prepared(Ask.INSERT_REPLY), at=wednesday)
    assert left.target_at is None
    assert left.due_at is not None
    assert (left.due_at.date() - wednesday.date()).days == 5


def test_a_referral_without_clocks_never_wakes() -> None:
    left = sent(prepared(Ask.INFORM_PROSECUTOR))
    assert (left.due_at, left.target_at, flow.wakes(left, POLICY)) == (None, None, None)


def kinds(referral: ReferralNow, at: datetime) -> list[str]:
    return [each.KIND for each in flow.follow(referral, now=at, policy=POLICY)]


def test_the_last_second_still_belongs_to_the_recipient() -> None:
    left = sent(prepared())
    assert left.target_at is not None
    assert kinds(left, left.target_at) == []
    assert kinds(left, left.target_at + SECOND) == ["deadline_passed", "referral_reminded"]


def test_a_clock_that_is_not_of_law_says_so() -> None:
    first, _ = flow.follow(sent(prepared()), now=NOW + 30 * DAY, policy=POLICY)
    assert (first.clock, first.standing) == ("dsa.16.decision", "target")  # type: ignore[attr-defined]


@drawn(st.lists(st.integers(0, 40 * 24), max_size=30).map(sorted))
def test_a_clock_rings_twice(hours: list[int]) -> None:
    now = sent(prepared())
    rung: list[str] = []
    for hour in (*hours, 41 * 24, 41 * 24, 41 * 24, 41 * 24):
        events = flow.follow(now, now=NOW + hour * HOUR, policy=POLICY)
        rung += [str(each.body().get("clock") or each.body()["key"]) for each in events]
        now = flow.after(now, events)
    assert sorted(rung) == ["R-1:reminder:1", "R-1:reminder:2", "R-1:reminder:3", "dsa.16.decision"]
    assert flow.wakes(now, POLICY) is None


@drawn(st.integers(0, 3))
def test_waking_too_early_or_too_late(already: int) -> None:
    now = sent(prepared())
    for _ in range(already):
        now = flow.after(now, flow.follow(now, now=NOW + 60 * DAY, policy=POLICY))
    at = flow.wakes(now, POLICY)
    if at is None:
        assert kinds(now, NOW + 600 * DAY) == []
        return
    assert kinds(now, at)
    assert kinds(now, at - SECOND) == []


def test_an_answered_referral_is_not_reminded() -> None:
    _, left = one_referral()
    closed = flow.after(left, flow.close_referral(left, by="m-1", now=NOW))
    assert kinds(closed, NOW + 30 * DAY) == []
    assert closed.outcome == "unanswered"


def test_a_delivery_grade_that_goes_down() -> None:
    _, left = one_referral()
    noted = flow.after(left, flow.note_delivery(left, "form_noted", "m-1", "d", NOW))
    assert noted.grade == "form_noted"
    for grade, code in (
        ("sent", "delivery_grade_down"),
        ("acknowledged", "delivery_grade_unknown"),
        ("read", "delivery_grade_unknown"),
    ):
        with pytest.raises(MoveError) as caught:
            flow.note_delivery(noted, grade, "m-1", "d", NOW)
        assert codes(caught) == [code]


def test_a_referral_that_could_not_leave_may_leave_later() -> None:
    stuck = flow.after(prepared(), flow.undeliverable(prepared(), "no_address", NOW))
    assert stuck.state == ReferralState.UNDELIVERABLE
    assert sent(stuck).state == ReferralState.SENT


def test_sending_twice_is_refused() -> None:
    with pytest.raises(MoveError):
        sent(sent(prepared()))


def test_a_withdrawn_referral_has_ended() -> None:
    _, left = one_referral()
    back = flow.after(left, flow.withdraw_referral(left, by="m-1", why="mistake", now=NOW))
    assert (back.state, flow.outcome_of(back), back.ended_at) == (ReferralState.WITHDRAWN, "withdrawn", NOW)


def test_the_clocks_of_a_referral_show_their_arithmetic() -> None:
    rows = flow.clocks_of(sent(prepared()), POLICY, start=NOW, category="racism", danger=False)
    main = rows[0]
    assert (main.clock, main.is_main, main.kind) == ("dsa.16.decision", True, "standard")
    assert all(isinstance(each, Target) and each.steps for each in main.answers)
    reply = flow.clocks_of(prepared(Ask.INSERT_REPLY), POLICY, start=NOW, category="racism", danger=False)
    assert all(isinstance(each, Due) and each.steps for each in reply[0].answers)


def test_the_three_silent_clocks() -> None:
    rows = flow.silent_clocks((HATE, HATE), NOW - 30 * DAY, NOW)
    assert [each.name for each in rows] == ["limitation", "connection_data", "right_of_reply"]
    assert all(each.start_known for row in rows for each in row.readings)
    unknown = flow.silent_clocks((HATE,), None, NOW)
    assert not any(each.start_known for row in unknown for each in row.readings)
