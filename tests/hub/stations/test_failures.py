"""What becomes of work that fails: tried again, later and later; given up; taken up again or dropped by a person."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DataError, OperationalError

from fanal_hub.ledger import jobs
from fanal_hub.ledger.jobs import Job
from fanal_hub.ledger.models import JobRow
from fanal_hub.ledger.plan import ConflictError, Plan, TakenError
from fanal_hub.ledger.read import jobs as read
from fanal_hub.ledger.read import streams
from fanal_hub.ledger.read.jobs import Timer
from fanal_hub.people.models import Organisation
from fanal_hub.stations import loop
from fanal_hub.stations.jobs import PATIENCE, STUMBLES, TRIES, VANISHED, Shift, failure
from fanal_hub.stations.station import LaterError, PutOffError
from tests.hub.stations.jobbing import NOW, SECOND, mark, marks, notices, only, put, reading, row, waking


def _job(tries: int = 1, number: int = 7) -> Job:
    return Job(number, "s", "x:1", 1, "a", tries, tries)


# --- when it is tried again -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(("tries", "seconds"), [(1, 1), (2, 2), (3, 4), (6, 32), (7, 64)])
def test_poison_is_tried_later_and_later(tries: int, seconds: int) -> None:
    why = failure(_job(tries), KeyError("x"), NOW, NOW)
    assert (why.error, why.dead, why.counts) == ("KeyError", False, True)
    assert 0.8 * seconds <= (why.again_at - NOW).total_seconds() <= 1.2 * seconds


def test_many_that_failed_together_do_not_come_back_together() -> None:
    """Each has its own moment, always the same."""
    moments = [failure(_job(3, number), KeyError(), NOW, NOW).again_at for number in range(1, 200)]
    assert len(set(moments)) == len(moments)
    assert failure(_job(3, 5), KeyError(), NOW, NOW).again_at == moments[4]


@pytest.mark.parametrize(
    ("error", "poison"),
    [
        (LaterError(), False),
        (OperationalError(), False),
        (ConnectionRefusedError(), False),
        (ConflictError(), False),
        (TakenError(), False),
        (DataError(), True),
        (ValueError(), True),
        (AssertionError(), True),
    ],
)
def test_world_is_waited_for_three_days_and_poison_eight_times(error: Exception, poison: bool) -> None:
    assert failure(_job(STUMBLES), error, NOW, NOW + SECOND).dead is poison
    assert failure(_job(STUMBLES), error, NOW, NOW + SECOND).counts is poison
    assert failure(_job(1), error, NOW, NOW + PATIENCE).dead is not poison


def test_world_that_stays_away_is_asked_every_few_minutes() -> None:
    """Neither every second for three days, nor once a day."""
    at, tries = NOW, 0
    while at < NOW + PATIENCE:
        at, tries = failure(_job(1, tries), LaterError(), NOW, at).again_at, tries + 1
    assert 3 * 24 * 10 < tries < 3 * 24 * 20


def test_reader_who_puts_off_counts_as_a_try() -> None:
    assert failure(_job(), LaterError(counted=True), NOW, NOW).counts
    assert not failure(_job(99), LaterError(counted=True), NOW, NOW).dead


# --- in the table ---------------------------------------------------------------------------------------------------
@pytest.mark.usefixtures("database")
def test_job_that_always_fails_is_given_up_and_frees_its_stream(caplog: pytest.LogCaptureFixture) -> None:
    put(row("x:1", 0))
    tries: list[datetime] = []

    def wake(timer: Timer, now: datetime) -> Plan:
        tries.append(now)
        raise KeyError("somebody's name, which no column and no critical line may hold")

    at = NOW
    with caplog.at_level(logging.CRITICAL):
        while Shift(waking(wake)).work(at).claimed or not only().dead_at:
            at += SECOND
    job = only()
    assert len(tries) == STUMBLES == job.tries
    assert (job.error, job.failed_at, job.dead_at) == ("KeyError", NOW, tries[-1])
    assert "somebody" not in caplog.text
    assert read.next_at("s") is None
    assert [each.pk for each in read.given_up("a")] == [job.pk]


def test_later_events_of_a_stream_go_on_once_the_first_is_given_up(sos: Organisation) -> None:
    (stream,) = notices(sos)
    put(row(stream, 10), row(stream, 20))
    (first,) = jobs.take("s", None, NOW, 32)
    jobs.fail(first, failure(_job(STUMBLES), KeyError(), None, NOW))
    assert [each.position for each in jobs.take("s", None, NOW, 32)] == [20]


@pytest.mark.usefixtures("database")
def test_given_up_and_tried_again_by_hand() -> None:
    """It starts afresh; what is not given up cannot be tried again by hand, nor what was dropped."""
    put(row("x:1", 0), row("x:2", 0), row("x:3", 0))
    claimed = jobs.take("s", None, NOW, 32)
    for each in claimed[:2]:
        jobs.fail(each, failure(_job(STUMBLES), KeyError(), None, NOW))
    ids = [each.id for each in claimed]
    assert jobs.drop(ids[1:], "obsolete", "p-admin") == 1
    assert jobs.retry(ids, NOW + SECOND) == 1
    again = JobRow.objects.get(pk=ids[0])
    assert (again.dead_at, again.failed_at, again.tries) == (None, None, 0)
    assert [each.id for each in jobs.take("s", None, NOW + SECOND, 32)] == ids[:1]
    gone = JobRow.objects.get(pk=ids[1])
    assert (gone.dropped, gone.dropped_by) == ("obsolete", "p-admin")
    assert [each.pk for each in read.dropped("a")] == [gone.pk]
    assert not read.given_up("a").exists()


@pytest.mark.usefixtures("database")
def test_success_after_trouble_leaves_nothing() -> None:
    put(row("x:1", 0))

    def wake(timer: Timer, now: datetime) -> Plan:
        if now == NOW:
            raise LaterError
        return Plan(beside=(mark("x"),))

    assert Shift(waking(wake)).work(NOW).over == 0
    assert (only().tries, only().error) == (0, "LaterError")
    assert [each.pk for each in read.struggling("a")] == [only().pk]
    assert Shift(waking(wake)).work(NOW + 2 * SECOND).wrote == 1
    assert (marks("x"), JobRow.objects.count()) == (1, 0)


@pytest.mark.usefixtures("database")
def test_put_off_is_no_failure() -> None:
    put(row("x:1", 0))

    def wake(timer: Timer, now: datetime) -> Plan:
        raise PutOffError(now + timedelta(hours=1))

    assert Shift(waking(wake)).work(NOW).over == 0
    job = only()
    assert (job.available_at, job.tries, job.error, job.failed_at) == (NOW + timedelta(hours=1), 0, "", None)


@pytest.mark.usefixtures("database")
def test_work_that_kills_its_process_is_given_up_in_the_end() -> None:
    """Nobody lives to say that it failed: the claims are counted."""
    put(row("x:1", 0))
    for n in range(VANISHED):
        jobs.take("s", None, NOW + n * jobs.LEASE, 32)
    done: list[Timer] = []
    Shift(waking(lambda timer, now: done.append(timer))).work(NOW + VANISHED * jobs.LEASE)  # type: ignore[func-returns-value]
    assert (done, only().error) == ([], "VanishedError")
    assert only().dead_at is not None


@pytest.mark.usefixtures("database")
def test_rest_of_a_batch_is_given_back_when_the_process_stops() -> None:
    put(*(row(f"x:{n}", 0) for n in range(5)))
    done: list[str] = []

    def wake(timer: Timer, now: datetime) -> None:
        done.append(timer.stream)

    shift = Shift(waking(wake), is_over=lambda: len(done) == 2)
    assert shift.work(NOW).over == 2
    assert list(JobRow.objects.values_list("tries", "worker", "available_at").distinct()) == [(0, "", NOW)]
    assert JobRow.objects.count() == 3


def test_conflict_is_decided_again_and_not_a_failure(sos: Organisation) -> None:
    """Somebody else writes to the same stream, five times in a row."""
    (stream,) = notices(sos)
    seen: list[int] = []

    def handle(event: streams.Recorded, now: datetime) -> Plan:
        seen.append(event.tries)

        def meets(_: object) -> None:
            if len(seen) < TRIES:
                raise ConflictError(stream)

        return Plan(first=(meets,), beside=(mark("x"),))

    assert loop.read_on(reading(handle)) == 1
    assert (seen, marks("x")) == ([1] * TRIES, 1)


def test_settling_raises_the_first_trouble_and_forgets_nothing(sos: Organisation) -> None:
    """A test must see it; the next settling tries again at once."""
    notices(sos, 2)
    broken = [True]

    def handle(event: streams.Recorded, now: datetime) -> Plan:
        if broken:
            raise LaterError
        return Plan(beside=(mark("x"),))

    with pytest.raises(LaterError):
        loop.settle_all([reading(handle)])
    broken.clear()
    assert loop.settle_all([reading(handle)], datetime.now(UTC)) == 2
    assert marks("x") == 2
