"""Does the jobs of a station: claims a batch, has the station decide on each, and writes effect and end in one transaction.

What fails is tried again after a while, in its stream's order; what nobody can do is given up and waits for a person.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from django.db import DatabaseError, DataError, IntegrityError, NotSupportedError, ProgrammingError

from fanal_hub import logs
from fanal_hub.ledger import jobs, write
from fanal_hub.ledger.jobs import Failure, Feed, Job, LostError
from fanal_hub.ledger.plan import ConflictError, Plan, TakenError
from fanal_hub.ledger.read import jobs as read
from fanal_hub.stations.station import LaterError, PutOffError, Station

log = logging.getLogger("fanal_hub.stations")
TRIES = 6  # decisions on one job, when others write to the same streams
STUMBLES = 8  # tries of a job that fails by itself: then it is given up
VANISHED = 20  # tries of a job whose worker ended each time before it could say anything
PATIENCE = timedelta(days=3)  # at the least, for what the world does not let happen
LONGEST = 300  # times the first pause: the longest between two tries
LONGEST_HELD = timedelta(minutes=15)  # then a job that hangs is left to others
_WORLD = (LaterError, DatabaseError, OSError, write.BusyError, ConflictError, TakenError)
_OURS = (DataError, IntegrityError, NotSupportedError, ProgrammingError)  # the database is well: the row is wrong


@dataclass(frozen=True, slots=True)
class Done:
    """What one batch came to: jobs that are over, and those of them that wrote something."""

    over: int = 0
    wrote: int = 0
    claimed: int = 0


class Keeper:
    """Renews the leases of what this process has in hand, so that slow work is not done twice."""

    def __init__(self) -> None:
        self._held: dict[int, tuple[Job, datetime]] = {}
        self._lock = threading.Lock()

    def hold(self, claimed: Sequence[Job], now: datetime) -> None:
        """These are in hand."""
        with self._lock:
            self._held.update({each.id: (each, now) for each in claimed})

    def let_go(self, claimed: Sequence[Job]) -> None:
        """These are no more."""
        with self._lock:
            for each in claimed:
                self._held.pop(each.id, None)

    def renew(self, now: datetime) -> int:
        """Renew what is not quite new in hand, unless it hangs; how many."""
        with self._lock:
            held = [job for job, since in self._held.values() if jobs.LEASE / 6 <= now - since <= LONGEST_HELD]
        jobs.renew(held, now)
        return len(held)


@dataclass(slots=True)
class Shift:
    """One worker at one station. `strict`: the first trouble is raised and what failed may be tried at once (tests)."""

    station: Station
    pause: float = 1.0  # seconds after the first failure
    strict: bool = False
    keeper: Keeper = field(default_factory=Keeper)
    is_over: Callable[[], bool] = bool
    _last: str = ""  # the handler served last
    next_at: datetime | None = None  # when the next job may be claimed

    def work(self, now: datetime | None = None, most: int = 0) -> Done:
        """Read new events, claim a batch and do it; nothing is written when there is nothing to do."""
        at = now or datetime.now(UTC)
        feed = read.feed(self.station.name, self.station.kinds) if self.station.handle else None
        self.next_at = read.next_at(self.station.name)
        if feed is None and (self.next_at is None or self.next_at > at):
            return Done()
        claimed = self._take(feed, at, most or self.station.most)
        if not claimed:
            return Done()
        self._last = claimed[-1].handler
        self.keeper.hold(claimed, at)
        try:
            return self._all(claimed, now)
        finally:
            self.keeper.let_go(claimed)

    def _take(self, feed: Feed | None, now: datetime, most: int) -> list[Job]:
        try:
            return jobs.take(self.station.name, feed, now, most, self._last)
        except ConflictError:  # another process read these events first: the work is there all the same
            return jobs.take(self.station.name, None, now, most, self._last)

    def _all(self, claimed: list[Job], now: datetime | None) -> Done:
        decide = self._decider(claimed)
        idle: list[Job] = []  # asked for nothing: ended together
        left = list(claimed)
        wrote = over = 0
        try:
            while left and not self.is_over():
                job = left.pop(0)
                written = self._one(job, decide, now)
                wrote += written is True
                over += written is not None
                idle += [job] if written is False else []
        finally:
            jobs.end(idle)
            jobs.release(left, now or datetime.now(UTC))
        return Done(over, wrote, len(claimed))

    def _decider(self, claimed: list[Job]) -> Callable[[Job, datetime], Plan | None]:
        handle, wake = self.station.handle, self.station.wake
        seen = read.events([each for each in claimed if each.position])
        timers = read.timers([each for each in claimed if not each.position])

        def decide(job: Job, now: datetime) -> Plan | None:
            if job.position and handle:
                return handle(replace(seen[job.position], tries=job.tries), now)
            if job.id in timers and wake:
                return wake(timers[job.id], now)
            return None

        return decide

    def _one(self, job: Job, decide: Callable[[Job, datetime], Plan | None], now: datetime | None) -> bool | None:
        """True when it wrote, False when it asked for nothing, None when it is not over, or somebody else's."""
        with logs.about(station=job.station, position=job.position):
            return self._tried(job, decide, now)

    def _tried(self, job: Job, decide: Callable[[Job, datetime], Plan | None], now: datetime | None) -> bool | None:
        try:
            return self._written(job, decide, now)
        except LostError:
            log.info("station %s lost %s to another worker", job.station, job.stream)
        except PutOffError as later:
            jobs.put_off(job, later.until)
        except Exception as error:
            self._failed(job, error, now or datetime.now(UTC))
            if self.strict:
                raise
        return None

    def _written(self, job: Job, decide: Callable[[Job, datetime], Plan | None], now: datetime | None) -> bool:
        if job.tries > VANISHED:
            raise VanishedError(job.stream)
        for left in range(TRIES, 0, -1):
            plan = decide(job, now or datetime.now(UTC))
            if plan is None or not (plan.events or plan.beside):
                return False
            try:
                # However full the queue is: what the plan tells of may have left already.
                write.submit(replace(plan, first=(jobs.finish(job), *plan.first)), must=True)
                return True
            except LostError:
                raise
            except (ConflictError, TakenError):
                if left == 1:
                    raise
        return False

    def _failed(self, job: Job, error: Exception, now: datetime) -> None:
        why = failure(job, error, read.failing_since(job), now, self.pause)
        if self.strict:
            why = replace(why, again_at=now)
        if why.dead:
            log.critical("station %s gave up position %s of %s: %s", job.station, job.position, job.stream, why.error)
        elif why.counts:
            log.warning("station %s stumbled on %s; it tries again", job.station, job.stream, exc_info=error)
        else:
            log.info("station %s waits for the world with %s: %s", job.station, job.stream, why.error)
        jobs.fail(job, why)


class VanishedError(Exception):
    """The process that did it ended before it could say anything, again and again."""


def failure(job: Job, error: Exception, since: datetime | None, now: datetime, pause: float = 1.0) -> Failure:
    """What becomes of a job that failed: when it is tried again, and whether it is given up. Decides; writes nothing."""
    waits = isinstance(error, _WORLD) and not isinstance(error, _OURS)
    failing_for = now - since if since else timedelta(0)
    first = timedelta(seconds=pause)
    if waits:
        again = min(max(failing_for / 2, first), first * LONGEST)
        dead = failing_for >= PATIENCE
    else:
        again = first * min(2 ** min(job.tries - 1, 20), LONGEST)
        dead = job.tries >= STUMBLES
    counts = not waits or (isinstance(error, LaterError) and error.counted)
    return Failure(error=type(error).__name__, at=now, again_at=now + again * _jitter(job.id), counts=counts, dead=dead)


def _jitter(number: int) -> float:
    """From 0.8 to 1.2, always the same for one job: many that failed together do not come back together."""
    return 0.8 + 0.4 * (number * 2_654_435_761 % 2**32) / 2**32
