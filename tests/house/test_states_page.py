"""The page of states says what the tables say, and every event has its place in them."""

from pathlib import Path

import pytest

from fanal.notice.events import EVENTS
from fanal.notice.lifecycle import CASE_MOVES, NOTICE_MOVES, REFERRAL_MOVES, STAYS
from tools.state_diagram import PAGE, TABLES, page

ROOT = Path(__file__).parents[2]


def test_the_page_is_older_than_the_tables() -> None:
    assert (ROOT / PAGE).read_text(encoding="utf-8") == page(), "run `make pages`"


def test_every_event_is_in_exactly_one_table_or_said_to_move_nothing() -> None:
    moving = [{kind for kind, _ in table} for table in (NOTICE_MOVES, CASE_MOVES, REFERRAL_MOVES)]
    for kind in EVENTS:
        places = sum(kind in table for table in moving) + (kind in STAYS)
        assert places == 1, kind
    assert set().union(*moving, STAYS) == set(EVENTS)


@pytest.mark.parametrize("stream", TABLES)
def test_a_table_holds_an_event_of_another_stream(stream: str) -> None:
    lives_in = "case" if stream == "relation" else stream  # a relation has no stream of its own
    assert {EVENTS[kind].STREAM for kind, _ in TABLES[stream]} == {lives_in}


@pytest.mark.parametrize("stream", TABLES)
def test_a_state_that_cannot_be_reached(stream: str) -> None:
    table = TABLES[stream]
    reached: set[object] = {None}
    while True:
        more = reached | {after for (_, before), after in table.items() if before in reached}
        if more == reached:
            break
        reached = more
    assert reached - {None} == set(type(next(iter(table.values()))))
