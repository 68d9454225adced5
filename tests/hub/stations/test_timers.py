"""Timers: a deadline is a column and a job wakes its check, once in effect, whatever moves meanwhile."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from fanal_hub.ledger import jobs, write
from fanal_hub.ledger.models import JobRow, ReferralRow
from fanal_hub.ledger.plan import ConflictError, Plan
from fanal_hub.ledger.read import jobs as read
from fanal_hub.ledger.read import streams
from fanal_hub.ledger.read.jobs import Timer
from fanal_hub.people.models import Organisation
from fanal_hub.stations import dispatch, loop, purge, watch
from fanal_hub.stations.jobs import Shift
from fanal_hub.stations.replay import replay
from tests.hub.courier.journeys import Way, again
from tests.hub.stations.jobbing import NOW, SECOND, mark, marks, only, waking
from tests.hubkit import World


@pytest.fixture
def way(world: World, sos: Organisation) -> Way:
    """An association."""
    return Way(world, sos)


def _arm(at: datetime, stream: str = "x:1") -> None:
    write.submit(Plan(beside=(lambda tx: jobs.arm(tx, "s", stream, "a", at),)))


# --- the table ------------------------------------------------------------------------------------------------------
@pytest.mark.usefixtures("database")
def test_timer_that_is_moved_while_it_rings_is_not_lost() -> None:
    """The worker that held it writes nothing; the new time rings."""

    def wake(timer: Timer, now: datetime) -> Plan:
        if now == NOW:
            _arm(NOW + 9 * SECOND)
        return Plan(beside=(mark(str(timer.due_at)),))

    _arm(NOW)
    assert Shift(waking(wake)).work(NOW).wrote == 0
    assert marks(str(NOW)) == 0
    assert Shift(waking(wake)).work(NOW + 8 * SECOND).claimed == 0
    assert Shift(waking(wake)).work(NOW + 9 * SECOND).wrote == 1
    assert marks(str(NOW + 9 * SECOND)) == 1


@pytest.mark.usefixtures("database")
def test_timer_that_is_moved_twice_while_it_rings_is_nobodys_but_the_last() -> None:
    """The number of its attempts never comes back, however often it is set anew."""
    _arm(NOW)
    (first,) = jobs.take("s", None, NOW, 32)
    _arm(NOW + SECOND)
    _arm(NOW + 2 * SECOND)
    (second,) = jobs.take("s", None, NOW + 2 * SECOND, 32)
    assert second.attempt > first.attempt
    with pytest.raises(jobs.LostError):
        write.submit(Plan(first=(jobs.finish(first),)))
    assert only().attempt == second.attempt


@pytest.mark.usefixtures("database")
def test_timer_that_is_taken_away_while_it_rings_does_nothing() -> None:
    def wake(timer: Timer, now: datetime) -> Plan:
        write.submit(Plan(beside=(lambda tx: jobs.disarm(tx, "s", "x:1"),)))
        return Plan(beside=(mark("x"),))

    _arm(NOW)
    assert Shift(waking(wake)).work(NOW).over == 0
    assert (marks("x"), JobRow.objects.count()) == (0, 0)


@pytest.mark.usefixtures("database")
def test_timer_that_sets_itself_anew_rings_again() -> None:
    """Its end stands before its effects: the new one is not swept away with the old one."""

    def wake(timer: Timer, now: datetime) -> Plan:
        return Plan(beside=(mark("x"), lambda tx: jobs.arm(tx, "s", "x:1", "a", now + SECOND)))

    _arm(NOW)
    for n in range(3):
        assert Shift(waking(wake)).work(NOW + n * SECOND).wrote == 1
    assert (marks("x"), only().due_at) == (3, NOW + 3 * SECOND)


@pytest.mark.usefixtures("database")
def test_same_time_set_again_disturbs_nobody() -> None:
    """What was put off stays put off, and what is in hand stays in hand: a wave of notices sets nothing anew."""
    _arm(NOW)
    (job,) = jobs.take("s", None, NOW, 32)
    _arm(NOW)
    jobs.put_off(job, NOW + timedelta(hours=1))
    _arm(NOW)
    assert only().available_at == NOW + timedelta(hours=1)
    assert jobs.take("s", None, NOW + SECOND, 32) == []


# --- referrals ------------------------------------------------------------------------------------------------------
def _clock(ref: str) -> datetime | None:
    rows = JobRow.objects.filter(station="clock", stream=f"referral:{ref}")
    return rows.values_list("due_at", flat=True).first()


def test_column_and_timer_go_together(way: Way) -> None:
    way.on_hub()
    ref = way.referred().ref
    row = ReferralRow.objects.get(ref=ref)
    assert row.wake_at is not None
    assert _clock(ref) == row.wake_at
    dispatch.withdraw(way.hand, ref, "error")
    watch.tick(row.wake_at)
    assert (ReferralRow.objects.get(ref=ref).wake_at, _clock(ref)) == (None, None)


def test_clock_is_not_set_by_what_somebody_else_has_overtaken(way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer comes between the look at the clock and its writing: the decision is taken again."""
    way.on_hub()
    referral = way.referred()
    at = referral.target_at or referral.due_at
    assert at is not None
    looked: list[int] = []
    reads = watch.flow.follow

    def meanwhile(*told: object, **more: object) -> object:
        looked.append(1)
        if len(looked) == 1:
            dispatch.withdraw(way.hand, referral.ref, "error")
        return reads(*told, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(watch.flow, "follow", meanwhile)
    assert watch.tick(at + timedelta(minutes=1)) == 1
    assert len(looked) == 2
    assert again(referral.ref).passed == ()
    assert ReferralRow.objects.get(ref=referral.ref).wake_at is None


def test_stream_that_was_only_read_is_held_all_the_same(way: Way) -> None:
    way.on_hub()
    referral = way.referred()
    stands = streams.stands([f"referral:{referral.ref}"])
    dispatch.withdraw(way.hand, referral.ref, "error")
    with pytest.raises(ConflictError):
        write.submit(Plan(first=(streams.hold(stands),), beside=(mark("x"),)))
    assert marks("x") == 0


def test_deadline_is_said_once_by_two_processes(way: Way) -> None:
    """Both have the same job, after a pause of the first that was longer than its lease."""
    way.on_hub()
    referral = way.referred()
    at = (referral.target_at or referral.due_at or NOW) + timedelta(minutes=1)
    row = JobRow.objects.get(station="clock")
    (first,) = jobs.take("clock", None, at, 32)
    late = watch.wake(Timer(first.stream, row.due_at), at)
    assert loop.ring(watch.CLOCK, at + jobs.LEASE) == 1
    late.first = (jobs.finish(first), *late.first)
    with pytest.raises(ConflictError):
        write.submit(late)
    events = [each for each in streams.after(0) if each.event.KIND == "deadline_passed"]
    assert len(events) == 1
    assert replay().differences == ()


def test_rows_without_a_timer_have_one_when_a_process_starts(way: Way) -> None:
    """An older hub wrote them, or they were imported; what stands already is left alone."""
    way.on_hub()
    ref = way.referred().ref
    row = ReferralRow.objects.get(ref=ref)
    write.WRITER.ask(lambda tx: tx.run("DELETE FROM ledger_jobrow"))
    assert jobs.arm_missing("clock") == 1
    assert _clock(ref) == row.wake_at
    (job,) = jobs.take("clock", None, row.wake_at or NOW, 32)
    assert jobs.arm_missing("clock") == 0
    assert only().attempt == job.attempt


def test_erased_case_has_no_work_left(way: Way) -> None:
    way.on_hub()
    referral = way.referred()
    assert _clock(referral.ref)
    purge.purge(datetime.now(UTC) + timedelta(days=4000))
    assert not JobRow.objects.exclude(handler="").exclude(stream__startswith="log").exists()


# --- in time --------------------------------------------------------------------------------------------------------
@pytest.mark.usefixtures("database")
def test_timer_rings_when_it_is_due_and_not_before() -> None:
    """While the station sleeps, and while another timer was set behind it."""
    rung: dict[str, float] = {}
    done = threading.Event()

    def wake(timer: Timer, now: datetime) -> Plan | None:
        rung[timer.stream] = (now - timer.due_at).total_seconds()
        if len(rung) == 3:
            done.set()
        return None

    runner = loop.Runner([waking(wake)])
    runner.start()
    try:
        time.sleep(0.2)
        start = datetime.now(UTC)
        for n, seconds in enumerate((2.0, 0.4, 1.2)):
            _arm(start + timedelta(seconds=seconds), f"x:{n}")
        assert done.wait(30)
    finally:
        runner.stop()
    assert min(rung.values()) >= 0
    assert max(rung.values()) < 1.5, rung
    assert read.next_at("s") is None
