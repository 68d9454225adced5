"""The tables of moves under random sequences of events: nothing leaves the tables, and the sum is the same step by step."""

from datetime import UTC, datetime, timedelta
from typing import Any, get_args, get_origin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal.notice.events import _HINTS, EVENTS, Event, read_event
from fanal.notice.lifecycle import CASE_MOVES, NOTICE_MOVES, REFERRAL_MOVES, STAYS, apply, fold
from fanal.notice.states import CaseNow, NoticeNow, Now, ReferralNow
from fanal.words.errors import MisuseError, MoveError
from fanal.words.lists import DeliveryGrade, Outcome

AT = datetime(2026, 1, 1, tzinfo=UTC)
TABLES: dict[str, Any] = {"notice": NOTICE_MOVES, "case": CASE_MOVES, "referral": REFERRAL_MOVES}
KINDS = {stream: sorted(kind for kind, cls in EVENTS.items() if stream == cls.STREAM) for stream in TABLES}
OF_A_TARGET = {"target_detached", "evidence_added", "target_qualified", "target_set_aside", "target_sighted"}
OF_A_TARGET |= {"relation_undone", "contest_received", "target_answered", "target_verified"}


def made(kind: str, target: str, hour: int) -> Event:
    """An event of that kind, on the one stream of its type, about this target."""
    own: dict[str, Any] = {"target": target, "targets": (target,), "n": 1, "grade": DeliveryGrade.SENT}
    own |= {"outcome": Outcome.REMOVED, "mentions": ({"n": 1},), "reasons": ()}
    values = {
        name: own.get(name, _any(hint)) if name != "occurred_at" else AT + timedelta(hours=hour)
        for name, hint in _HINTS[kind].items()
    }
    return EVENTS[kind](**values)


def _any(hint: Any) -> Any:
    if get_origin(hint) is tuple:
        return ()
    if hint is datetime or datetime in get_args(hint):
        return AT
    return {str: "x", int: 1, bool: False}[hint]


def expected(stream: str, event: Event, now: Now | None) -> Any:
    """What the tables alone say: a state, or None when the move is refused."""
    state = getattr(now, "state", None)
    if (event.KIND, state) in TABLES[stream]:
        return TABLES[stream][event.KIND, state]
    where = STAYS.get(event.KIND, ())
    return state if state is not None and (where == ("*",) or state in where) else None


@pytest.mark.parametrize("stream", TABLES)
@settings(max_examples=80)
@given(data=st.data())
def test_a_sequence_leaves_the_tables(stream: str, data: st.DataObject) -> None:
    first = next(kind for kind, before in TABLES[stream] if before is None)
    now: Now | None = None
    kept: list[Event] = []
    chosen = data.draw(
        st.lists(st.tuples(st.sampled_from(KINDS[stream]), st.sampled_from(["T-1", "T-2"])), max_size=25)
    )
    for hour, (kind, target) in enumerate([(first, "T-1"), *chosen]):
        event = made(kind, target, hour)
        allowed = expected(stream, event, now)
        try:
            after = apply(now, event)
        except MoveError:
            assert allowed is None or (kind in OF_A_TARGET and now.target(target) is None)  # type: ignore[union-attr]
            continue
        assert allowed is not None
        assert after.state == allowed  # type: ignore[union-attr]
        now, kept = after, [*kept, event]
    assert fold(kept) == now
    again = [read_event(each.KIND, each.body(), each.occurred_at) for each in kept]
    assert fold(again) == now


@pytest.mark.parametrize("kind", sorted(EVENTS))
def test_an_event_that_its_own_body_does_not_give_back(kind: str) -> None:
    event = made(kind, "T-1", 0)
    assert read_event(kind, event.body(), event.occurred_at) == event


@pytest.mark.parametrize(
    "kind", sorted(set().union(*KINDS.values()) - {"notice_received", "case_opened", "referral_prepared"})
)
def test_a_stream_that_begins_in_the_middle(kind: str) -> None:
    with pytest.raises((MoveError, MisuseError)):
        apply(None, made(kind, "T-1", 0))


def test_an_event_on_a_thing_of_another_kind() -> None:
    case = apply(None, made("case_opened", "T-1", 0))
    with pytest.raises(MisuseError):
        apply(case, made("referral_sent", "T-1", 1))


@pytest.mark.parametrize("cls", [NoticeNow, CaseNow, ReferralNow])
def test_a_state_set_by_hand(cls: type) -> None:
    with pytest.raises(AttributeError):
        cls.__new__(cls).state = "triaged"
