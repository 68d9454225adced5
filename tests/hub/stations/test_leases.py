"""Leases: what a worker that lost its job can still do (nothing), who is served, in what order, and at what price."""

import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection

from fanal_hub.ledger import jobs, write
from fanal_hub.ledger.jobs import Failure, Feed, Job, LostError
from fanal_hub.ledger.models import JobRow
from fanal_hub.ledger.plan import ConflictError, Plan
from fanal_hub.ledger.read import jobs as read
from fanal_hub.ledger.read import streams, vitals
from fanal_hub.people.models import Organisation
from fanal_hub.stations import loop
from fanal_hub.stations.jobs import Keeper, Shift
from tests.hub.stations.jobbing import NOW, SECOND, mark, marks, notices, put, reading, row, waking

pytestmark = pytest.mark.usefixtures("database")


def _taken(station: str = "s", *, now: datetime = NOW, most: int = 32, last: str = "") -> list[Job]:
    return jobs.take(station, None, now, most, last)


# --- fencing --------------------------------------------------------------------------------------------------------
def test_worker_that_lost_its_lease_writes_nothing() -> None:
    """It slept; another took the job over: the first finds its number gone, and its effects with it."""
    put(row("x:1"))
    (first,) = _taken()
    assert _taken() == [], "leased"
    (second,) = _taken(now=NOW + jobs.LEASE)
    assert (first.id, first.attempt, second.attempt) == (second.id, 1, 2)
    with pytest.raises(LostError):
        write.submit(Plan(first=(jobs.finish(first),), beside=(mark("first"),)))
    write.submit(Plan(first=(jobs.finish(second),), beside=(mark("second"),)))
    assert (marks("first"), marks("second")) == (0, 1)
    with pytest.raises(LostError):
        write.submit(Plan(first=(jobs.finish(second),), beside=(mark("second"),)))
    assert marks("second") == 1, "and nobody does it twice"


@pytest.mark.parametrize("act", ["end", "fail", "put_off", "release", "renew"])
def test_worker_that_lost_its_lease_changes_nothing_of_the_job(act: str) -> None:
    put(row("x:1"))
    (first,) = _taken()
    _taken(now=NOW + jobs.LEASE)
    before = JobRow.objects.values().get()
    {
        "end": lambda: jobs.end([first]),
        "fail": lambda: jobs.fail(first, Failure(error="E", at=NOW, again_at=NOW, dead=True)),
        "put_off": lambda: jobs.put_off(first, NOW),
        "release": lambda: jobs.release([first], NOW),
        "renew": lambda: jobs.renew([first], NOW + timedelta(days=1)),
    }[act]()
    assert JobRow.objects.values().get() == before


def test_two_workers_with_the_same_job_both_decide_and_one_writes() -> None:
    """The second claims it while the first is still at it."""
    put(row("x:1", 0))
    inner: list[int] = []

    def wake(timer: object, now: datetime) -> Plan:
        if now == NOW:
            inner.append(Shift(waking(wake)).work(NOW + jobs.LEASE).wrote)
        return Plan(beside=(mark("done"),))

    assert Shift(waking(wake)).work(NOW).wrote == 0
    assert inner == [1]
    assert marks("done") == 1
    assert not JobRow.objects.exists()


def test_slow_work_keeps_its_lease() -> None:
    """As long as its process lives; what hangs for a quarter of an hour is left to others."""
    put(row("x:1"))
    claimed = _taken()
    keeper = Keeper()
    keeper.hold(claimed, NOW)
    assert keeper.renew(NOW + SECOND) == 0, "new in hand"
    assert keeper.renew(NOW + jobs.LEASE / 2) == 1
    assert _taken(now=NOW + jobs.LEASE) == []
    assert keeper.renew(NOW + timedelta(minutes=16)) == 0
    assert [each.attempt for each in _taken(now=NOW + timedelta(minutes=16))] == [2]
    keeper.let_go(claimed)
    assert keeper.renew(NOW + jobs.LEASE) == 0


# --- order and fairness ---------------------------------------------------------------------------------------------
def test_failing_event_holds_its_own_stream_and_no_other() -> None:
    put(row("x:1", 1), row("x:1", 4), row("x:1", 9), row("x:2", 2))
    assert [(each.stream, each.position) for each in _taken()] == [("x:1", 1), ("x:2", 2)]
    first = _of(JobRow.objects.get(stream="x:1", position=1))
    jobs.fail(first, Failure(error="E", at=NOW, again_at=NOW + 2 * SECOND))
    assert _taken(now=NOW + SECOND) == []
    assert read.next_at("s") == NOW + 2 * SECOND, "nobody looks before"
    (again,) = _taken(now=NOW + 2 * SECOND)
    assert again.position == 1
    write.submit(Plan(first=(jobs.finish(again),)))
    assert [each.position for each in _taken()] == [4]


def test_order_is_per_station() -> None:
    put(row("x:1", 1), row("x:1", 2, station="t"))
    assert [each.position for each in _taken("t")] == [2]


def _of(found: JobRow) -> Job:
    return Job(found.pk, found.station, found.stream, found.position, found.handler, found.attempt, found.tries)


def test_flood_of_one_organisation_does_not_delay_another() -> None:
    """5,000 of A were there before; B is in the very first batch, C in the next one at the latest."""
    put(*(row(f"x:{n}", n) for n in range(1, 5_001)))
    put(row("x:b", 6_000, handler="b", at=NOW + SECOND), row("x:c", 6_001, handler="c", at=NOW + SECOND))
    batch = _taken(now=NOW + SECOND)
    assert len(batch) == 32
    assert {"b", "c"} <= {each.handler for each in batch}


def test_more_organisations_than_places_are_served_in_turn() -> None:
    put(*(row(f"x:{h}:{n}", n, handler=f"h{h:02}") for h in range(10) for n in range(3)))
    served: list[str] = []
    last = ""
    for _ in range(5):
        batch = _taken(most=4, last=last)
        last = batch[-1].handler
        served += [each.handler for each in batch]
    assert sorted(served[:10]) == [f"h{h:02}" for h in range(10)]
    assert len(set(served[10:20])) == 10


def test_one_organisation_alone_has_every_place() -> None:
    put(*(row(f"x:{n}", n) for n in range(40)))
    assert len(_taken()) == 32
    assert len(_taken()) == 8


# --- reading events -------------------------------------------------------------------------------------------------
def test_second_process_that_read_the_same_events_makes_nothing(sos: Organisation) -> None:
    (stream,) = notices(sos)
    feed = read.feed("s", {"notice_received"})
    assert feed is not None
    assert feed.events == [(feed.new, stream, sos.ref)]
    assert len(jobs.take("s", feed, NOW, 32)) == 1
    with pytest.raises(ConflictError):
        jobs.take("s", feed, NOW + jobs.LEASE, 32)
    assert JobRow.objects.count() == 1
    assert read.feed("s", {"notice_received"}) is None


def test_cursor_and_jobs_are_one_transaction(sos: Organisation) -> None:
    """A crash between the two: either both are there or none."""
    notices(sos, 2)
    feed = read.feed("s", {"notice_received"})
    assert feed is not None
    broken = Feed(feed.old, feed.new, [*feed.events, (None, "x:1", "a")])  # type: ignore[list-item]
    with pytest.raises(Exception, match=r"(?i)null"):
        jobs.take("s", broken, NOW, 32)
    assert (streams.cursor("s"), JobRow.objects.count()) == (0, 0)
    assert len(jobs.take("s", feed, NOW, 32)) == 2


def test_cursor_steps_over_what_others_read(sos: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else every look would pass all of it again."""
    notices(sos, 3)
    assert read.feed("s", {"referral_sent"}) is None
    monkeypatch.setattr(read, "STRIDE", 3)
    feed = read.feed("s", {"referral_sent"})
    assert feed is not None
    assert (feed.new, feed.events) == (streams.head(), [])


def test_every_event_is_done_once_by_two_runners(sos: Organisation) -> None:
    """And in the order of its stream, whoever does it."""
    refs = notices(sos, 40)

    def handle(seen: streams.Recorded, now: datetime) -> Plan:
        return Plan(beside=(mark(seen.stream),))

    runners = [loop.Runner([reading(handle)]) for _ in range(2)]
    for each in runners:
        each.start()
    try:
        _until(lambda: streams.cursor("s") > 0 and not JobRow.objects.exists())
    finally:
        for each in runners:
            each.stop()
    assert {marks(each) for each in refs} == {1}


def _until(ready: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < end
        time.sleep(0.02)


# --- turns ----------------------------------------------------------------------------------------------------------
def test_one_process_ticks_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    assert jobs.take_turn("tally", NOW)
    assert jobs.take_turn("tally", NOW), "it keeps its turn"
    monkeypatch.setattr(jobs, "worker", lambda: "elsewhere:1")
    assert not jobs.take_turn("tally", NOW + SECOND)
    assert jobs.take_turn("seal", NOW), "each station by itself"
    assert jobs.take_turn("tally", NOW + jobs.LEASE), "the first one is gone"
    held = read.turn_of("tally")
    assert held == ("elsewhere:1", NOW + 2 * jobs.LEASE)
    assert vitals.jobs(NOW) == {}, "a turn is no work"


def test_what_a_killed_process_held_is_free_when_the_only_one_starts() -> None:
    """On SQLite nobody else can have it; on PostgreSQL its lease must end first."""
    put(row("x:1"))
    _taken()
    freed = jobs.free_all(NOW + SECOND)
    assert freed == len(_taken(now=NOW + SECOND)) == (1 if connection.vendor == "sqlite" else 0)


# --- 100,000 pending ------------------------------------------------------------------------------------------------
_MANY = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
INSERT INTO ledger_jobrow (station, stream, position, handler, due_at, available_at, made_at, attempt, tries, worker,
  error, dropped, dropped_by)
SELECT 's', 'x:' || (i / 2), i, 'h' || (i - i / 7 * 7), '{at}', '{at}', '{at}', 0, 0, '', '', '', '' FROM n
"""


@pytest.mark.parametrize("known", [True, False])
def test_no_question_passes_over_all_jobs_when_many_wait(known: bool) -> None:
    """By the plan of each question, and not by the clock of this machine; also while statistics are old."""
    early, late = NOW - SECOND, NOW + timedelta(days=9)
    fill = _MANY.format(at=early.strftime("%Y-%m-%d %H:%M:%S.%f"))
    write.WRITER.ask(lambda tx: tx.run(fill))
    if known:
        write.WRITER.ask(lambda tx: tx.run("ANALYZE ledger_jobrow"))
    for sql, params, index in (
        (jobs._HANDLERS, ["s", "s"], {"job_due"}),
        (jobs._DUE, ["s", "h3", late, 5], {"job_due", "one_job"}),
        (jobs.NEXT, ["s", "s", "s"], {"job_due", "one_job"}),
        ("DELETE FROM ledger_jobrow WHERE stream = %s", ["x:77"], {"one_job"}),
        (*_of_query(read.given_up("h3")[:50]), {"job_trouble"}),
    ):
        plan = _plan(sql, params).replace("sqlite_autoindex_ledger_jobrow_1", "one_job")
        assert set(re.findall(r"job_due|one_job|job_trouble|Seq Scan on ledger_jobrow", plan)) == index, plan
        assert "SCAN ledger_jobrow\n" not in plan + "\n", plan
        assert "SCAN job\n" not in plan + "\n", plan
    assert len(_taken(most=10)) == 10


def _of_query(rows: object) -> tuple[str, list[object]]:
    sql, params = rows.query.sql_with_params()  # type: ignore[attr-defined]
    return sql, list(params)


def _plan(sql: str, params: list[object]) -> str:
    explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    with connection.cursor() as cursor:
        cursor.execute(explain + sql, params)
        return "\n".join(str(each[-1]) for each in cursor.fetchall())


def test_jobs_that_are_behind_do_not_hide_those_that_are_due() -> None:
    put(row("x:1", 1), *(row("x:1", n) for n in range(2, 50)), row("x:2", 99, at=NOW + SECOND))
    (first,) = _taken()
    assert read.next_at("s") == NOW + SECOND
    assert [each.stream for each in _taken(now=NOW + SECOND)] == ["x:2"]
    assert JobRow.objects.get(pk=first.id).worker == jobs.worker()
