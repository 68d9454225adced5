"""Runs the stations as threads of this process: each wakes on a commit or a tick, and reads from its own cursor.

Only this outer loop may catch everything: it records the trouble, waits, and goes on.
"""

import json
import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.db import DatabaseError, connection

from fanal_hub.ledger import write
from fanal_hub.ledger.plan import ConflictError, Plan, TakenError
from fanal_hub.ledger.read import streams

log = logging.getLogger("fanal_hub.stations")
Handle = Callable[[streams.Recorded, datetime], Plan | None]
Tick = Callable[[datetime], int]
TRIES = 6
STUMBLES = 8  # at the same event, about a minute with the pauses between: then it is stepped over, and written down


class LaterError(Exception):
    """The world is not ready (a mail server is down): the same event is tried again, for as long as it takes."""


_WORLD = (LaterError, DatabaseError, OSError, write.BusyError, ConflictError, TakenError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """A station: which events it reads and what it does with one; and what it does when time passes."""

    name: str
    kinds: Collection[str] = ()
    handle: Handle | None = None
    tick: Tick | None = None
    every: float = 1.0  # seconds between ticks


def read_on(station: Station, now: datetime | None = None, most: int = 200) -> int:
    """Handle the next events; how many were read. An event's effects and the cursor's step are one transaction.

    Events that ask for nothing are stepped over together: read again after a crash, they ask for nothing again.
    """
    if station.handle is None:
        return 0
    events = streams.after(streams.cursor(station.name), station.kinds, most)
    behind = 0  # the last event that asked for nothing, when the cursor still stands before it
    try:
        for each in events:
            behind = 0 if _once(station, station.handle, each, now) else each.position
    finally:
        if behind:
            write.submit(Plan(beside=(streams.advance(station.name, behind),)))
    return len(events)


def _once(station: Station, handle: Handle, seen: streams.Recorded, now: datetime | None) -> bool:
    for left in range(TRIES, 0, -1):
        plan = handle(seen, now or datetime.now(UTC))
        if plan is None or not (plan.events or plan.beside):
            return False
        step = streams.advance(station.name, seen.position)
        try:
            write.submit(Plan(events=plan.events, stands=plan.stands, beside=(*plan.beside, step)))
            return True
        except (ConflictError, TakenError):
            if left == 1:
                raise
    return False


def settle_all(stations: Collection[Station], now: datetime | None = None, rounds: int = 200) -> int:
    """Run every station until nothing is left to read: for commands, replays and tests. How many events were read."""
    total = 0
    for _ in range(rounds):
        read = sum(read_on(station, now) for station in stations)
        total += read
        if read == 0:
            return total
    return total


def tick_all(stations: Collection[Station], now: datetime) -> int:
    """Let time pass for every station, once; how much each did, added up."""
    return sum(station.tick(now) for station in stations if station.tick is not None)


def _step_over(station: Station, stumbles: Counter[int], error: Exception) -> None:
    """One event that nobody can handle must not stop the notices of everybody: step over it, and say which."""
    ahead = streams.after(streams.cursor(station.name), station.kinds, 1)
    if not ahead:
        return
    stumbles[ahead[0].position] += 1
    if stumbles[ahead[0].position] < STUMBLES:
        return
    seen = ahead[0]
    log.critical("station %s stepped over event %s of %s", station.name, seen.position, seen.stream)
    line = {"station": station.name, "position": seen.position, "stream": seen.stream, "error": type(error).__name__}
    with (settings.HOME / "stepped-over.jsonl").open("a", encoding="utf-8") as place:
        place.write(json.dumps(line) + "\n")
    write.submit(Plan(beside=(streams.advance(station.name, seen.position),)))


class Runner:
    """The threads of all stations."""

    def __init__(self, stations: Collection[Station], *, pause: float = 0.2) -> None:
        self._stations = stations
        self._pause = pause  # seconds after a stumble; it doubles up to 150 times as long
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Start one thread a station."""
        for station in self._stations:
            thread = threading.Thread(target=self._live, args=(station,), name=f"fanal-{station.name}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """End the threads after what they are doing."""
        self._stop.set()
        with write.WRITER.committed:
            write.WRITER.committed.notify_all()
        for thread in self._threads:
            thread.join(10)

    def _live(self, station: Station) -> None:
        pause, ticked = self._pause, 0.0
        stumbles: Counter[int] = Counter()
        while not self._stop.is_set():
            seen = write.WRITER.commits
            try:
                busy = read_on(station)
                if station.tick is not None and time.monotonic() - ticked >= station.every:
                    ticked = time.monotonic()
                    station.tick(datetime.now(UTC))
                pause = self._pause
            except Exception as error:  # noqa: BLE001  the outer loop of a station
                log.exception("station %s stumbled; it tries again", station.name)
                if not isinstance(error, _WORLD):
                    _step_over(station, stumbles, error)
                busy, pause = 0, min(pause * 2, self._pause * 150)
                self._stop.wait(pause)
            if not busy:
                self._wait(station, seen)
        connection.close()

    def _wait(self, station: Station, seen: int) -> None:
        with write.WRITER.committed:
            if not self._stop.is_set():
                write.WRITER.committed.wait_for(
                    lambda: write.WRITER.commits != seen or self._stop.is_set(), timeout=station.every
                )
