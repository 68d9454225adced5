"""Runs the stations as threads of this process: each wakes on a commit, when a job is due, or on a tick.

Any number of processes may run it (on PostgreSQL): they share the work through the lease table. Only the outer loops
may catch everything: they record the trouble, wait, and go on.
"""

import logging
import threading
import time
from collections.abc import Callable, Collection
from datetime import UTC, datetime

from django.db import close_old_connections, connection

from fanal_hub.ledger import jobs, sequence, write
from fanal_hub.ledger.read import jobs as read
from fanal_hub.ledger.read import streams
from fanal_hub.stations.jobs import Keeper, Shift
from fanal_hub.stations.station import LaterError, PutOffError, Station

__all__ = ["LaterError", "PutOffError", "Runner", "Station", "read_on", "settle_all", "tick_all"]

log = logging.getLogger("fanal_hub.stations")
POLL = 1.0  # seconds at the most between two looks of a worker: other processes make jobs too
_FIRST, _LAST = 0.2, 30.0  # seconds after a round that failed as a whole
BREATH = 0.02  # seconds after a commit: what is committed meanwhile is read together
MOST = 200  # jobs of one round, where no thread waits for a share


# --- for commands, replays and tests --------------------------------------------------------------------------------
def read_on(station: Station, now: datetime | None = None, most: int = MOST) -> int:
    """Do the next jobs of a station, once; how many were over. The first trouble is raised, and that job stays."""
    return Shift(station, strict=True).work(now, most).over if station.has_jobs else 0


def settle_all(stations: Collection[Station], now: datetime | None = None, rounds: int = 10_000) -> int:
    """Run every station until nothing is left to do. How many events and timers were done."""
    total = 0
    for _ in range(rounds):
        sequence.catch_up()
        over = sum(read_on(station, now) for station in stations if station.settles)
        total += over
        if over == 0:
            return total
    return total


def tick_all(stations: Collection[Station], now: datetime) -> int:
    """Let time pass for every station, once: the timers that are due, and the ticks. How much each did, added up."""
    rung = sum(ring(station, now) for station in stations if station.wake is not None)
    return rung + sum(station.tick(now) for station in stations if station.tick is not None)


def ring(station: Station, now: datetime, most: int = MOST) -> int:
    """Do the timers of a station that are due, each once; how many wrote something."""
    return Shift(station, strict=True).work(now, most).wrote


# --- the threads ----------------------------------------------------------------------------------------------------
class Runner:
    """The threads of all stations, and the one that keeps their leases."""

    def __init__(self, stations: Collection[Station], *, pause: float = 1.0) -> None:
        self._stations = stations
        self._pause = pause  # seconds after the first failure of a job
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        self._keeper = Keeper()
        self._head = _Head()

    def start(self) -> None:
        """Start one thread a station; on SQLite, what a killed process held is free first."""
        jobs.free_all(datetime.now(UTC))
        self._thread("keeper", self._keep)
        for station in self._stations:
            self._thread(station.name, self._worker(station) if station.has_jobs else self._ticker(station))

    def stop(self) -> None:
        """End the threads after what they are doing."""
        self._stop.set()
        write.WRITER.wake()
        for thread in self._threads:
            thread.join(10)

    def _thread(self, name: str, once: Callable[[], object]) -> None:
        thread = threading.Thread(target=self._live, args=(name, once), name=f"fanal-{name}", daemon=True)
        thread.start()
        self._threads.append(thread)

    def _live(self, name: str, once: Callable[[], object]) -> None:
        pause = _FIRST
        while not self._stop.is_set():
            try:
                once()
                pause = _FIRST
            except Exception:  # the outer loop of a station
                log.exception("station %s stumbled; it tries again", name)
                self._stop.wait(pause)
                pause = min(pause * 2, _LAST)
                close_old_connections()
        connection.close()

    def _worker(self, station: Station) -> Callable[[], object]:
        shift = Shift(station, pause=self._pause, keeper=self._keeper, is_over=self._stop.is_set)
        worker = _Worker(shift, self._head, self._stop)
        return worker.once

    def _ticker(self, station: Station) -> Callable[[], object]:
        def once() -> None:
            now = datetime.now(UTC)
            if station.tick is not None and (not station.alone or is_our_turn(station.name, now)):
                station.tick(now)
            self._stop.wait(station.every)

        return once

    def _keep(self) -> None:
        if not self._stop.wait(jobs.LEASE.total_seconds() / 3):
            self._keeper.renew(datetime.now(UTC))


class _Worker:
    """One thread at one station: it looks when something was committed, when a job is due, and now and then."""

    def __init__(self, shift: Shift, head: "_Head", stop: threading.Event) -> None:
        self._shift, self._head, self._stop = shift, head, stop
        self._begun = False
        self._looked = -POLL
        self._seen = -1

    def once(self) -> None:
        """Look, work, and wait when there was nothing."""
        if not self._begun and self._shift.station.begin is not None:
            self._shift.station.begin()
        self._begun = True
        commits = write.WRITER.commits
        if not self._has_news(commits) or not self._shift.work().claimed:
            self._wait(commits)

    def _has_news(self, commits: int) -> bool:
        head, due = self._head.at(commits), self._shift.next_at
        if head == self._seen and time.monotonic() - self._looked < POLL and (due is None or due > datetime.now(UTC)):
            return False
        self._seen, self._looked = head, time.monotonic()
        return True

    def _wait(self, commits: int) -> None:
        due = self._shift.next_at
        seconds = POLL if due is None else (due - datetime.now(UTC)).total_seconds()
        with write.WRITER.committed:
            woken = write.WRITER.committed.wait_for(
                lambda: write.WRITER.commits != commits or self._stop.is_set(), timeout=min(max(seconds, BREATH), POLL)
            )
        if woken:
            self._stop.wait(BREATH)


class _Head:
    """The head of the log, asked once a commit for all threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._commits, self._head = -1, 0

    def at(self, commits: int) -> int:
        """The head of the log, as it stood after so many commits or later."""
        with self._lock:
            if self._commits != commits:
                self._head, self._commits = streams.head(), commits
            return self._head


def is_our_turn(name: str, now: datetime) -> bool:
    """May this process tick now? One at a time does: on SQLite there is one, on PostgreSQL it takes a lease."""
    if connection.vendor == "sqlite":
        return True
    held = read.turn_of(name)
    if held is not None and held[0] != jobs.worker() and held[1] > now:
        return False
    if held is not None and held[0] == jobs.worker() and held[1] > now + jobs.LEASE / 2:
        return True
    return jobs.take_turn(name, now)
