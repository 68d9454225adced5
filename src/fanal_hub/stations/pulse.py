"""The pulse of a process: what it counted and how it does, written every few seconds, so that any process answers for all."""

import json
import logging
import os
import socket
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from django.db import DatabaseError, InterfaceError, connection

from fanal_hub import counted
from fanal_hub.ledger import write
from fanal_hub.ledger.plan import ConflictError, Plan, TakenError
from fanal_hub.ledger.read import vitals
from fanal_hub.ledger.rows import when

log = logging.getLogger("fanal_hub.stations")
EVERY = 10.0  # seconds
HEARD = timedelta(seconds=60)  # a process that was not heard for longer is gone
_STARTED = datetime.now(UTC).timestamp()


@dataclass(frozen=True, slots=True)
class Point:
    """One number that a process says of itself."""

    name: str
    labels: dict[str, str]
    value: float


@dataclass(frozen=True, slots=True)
class Heart:
    """A process as it was last heard."""

    name: str
    role: str
    seen_at: datetime
    points: tuple[Point, ...]

    def value(self, name: str) -> float:
        """One of its numbers, over all labels."""
        return sum(each.value for each in self.points if each.name == name)


class Pulse:
    """The thread that writes the pulse of this process; its role is web, work or run."""

    def __init__(self, role: str) -> None:
        self.role = role
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._live, name="fanal-pulse", daemon=True)

    def start(self) -> None:
        """Start beating."""
        _own["role"] = self.role
        self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(5)

    def _live(self) -> None:
        while True:
            try:
                beat(datetime.now(UTC))
            except _PASSING as error:
                log.warning("the pulse of %s could not be written: %s", own_name(), type(error).__name__)
            if self._stop.wait(EVERY):
                break
        connection.close()


# What passes: two writers that met, a database that is away. A process whose pulse stopped would be taken for gone.
_PASSING = (write.BusyError, ConflictError, TakenError, DatabaseError, InterfaceError, OSError)
_own: dict[str, str] = {"role": "run"}
_waited: dict[str, float] = {}


def own_name() -> str:
    """This process, among those of the hub."""
    return f"{_own['role']}-{socket.gethostname()[:60]}-{os.getpid()}"


def beat(now: datetime) -> None:
    """Write the pulse once; how long its COMMIT took is part of the next."""
    row = {"name": own_name(), "role": _own["role"], "seen_at": when(now), "series": _text(own().points)}
    began = perf_counter()
    write.submit(Plan(beside=(lambda tx: tx.upsert("ledger_pulserow", "name", [row]),)))
    _waited["last"] = perf_counter() - began


def own() -> Heart:
    """This process, as it is now."""
    points = (*_counted(), *(Point(name, {}, value) for name, value in _measured()))
    return Heart(own_name(), _own["role"], datetime.now(UTC), points)


def hearts(now: datetime) -> list[Heart]:
    """Every process that was heard lately; this one as it is now."""
    mine = own()
    others = [each for each in vitals.pulses(now - HEARD) if each.name != mine.name]
    return [mine, *(Heart(each.name, each.role, each.seen_at, _points(each.series)) for each in others)]


def _counted() -> Iterable[Point]:
    for family in counted.LOCAL.collect():
        for sample in family.samples:
            if not sample.name.endswith("_created"):
                yield Point(sample.name, dict(sample.labels), sample.value)


def _measured() -> Iterable[tuple[str, float]]:
    writer = write.WRITER
    times = os.times()
    yield "fanal_writer_depth", writer.depth
    yield "fanal_writer_commits_total", writer.commits
    yield "fanal_writer_jobs_total", writer.written
    yield "fanal_writer_refused_total", writer.refused
    yield "fanal_writer_wait_seconds", _waited.get("last", 0.0)
    yield "fanal_process_cpu_seconds_total", times.user + times.system
    yield "fanal_process_memory_bytes", _memory()
    yield "fanal_process_threads", threading.active_count()
    yield "fanal_process_start_time_seconds", _STARTED


def _memory() -> int:
    """Resident bytes, as Linux says them; 0 elsewhere."""
    place = Path("/proc/self/statm")
    return int(place.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") if place.exists() else 0


def _text(points: Iterable[Point]) -> str:
    return json.dumps([[each.name, each.labels, each.value] for each in points])


def _points(text: str) -> tuple[Point, ...]:
    return tuple(Point(str(name), dict(labels), float(value)) for name, labels, value in json.loads(text))
