"""Intake over HTTP beside what the database does with the same rows when nothing else costs: on SQLite (FULL) and PostgreSQL.

Single notices: 16 keep-alive clients. The references write the rows that the door writes for a notice, made beforehand:
on SQLite one transaction a notice in one thread, on PostgreSQL the same transaction by pgbench with 16 clients.
Batches of 1,000: the reference is executemany, or COPY, of the same rows in one transaction on one connection.
All take turns, and the median of the ratios counts; beside them stands the CPU of the hub, for one notice.
"""

import json
import statistics
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bench import hubkit, load, raw
from bench.measure import Goal, percentile
from fanal.words.lists import OrgKind, Role
from fanal_hub.people.models import Organisation
from tests.cluster import BIN, Cluster

SECONDS = 3.0
ROUNDS = 3
BATCH = 1_000
WORKERS = "2"  # web processes on PostgreSQL: as many as this machine has cores


def run() -> Iterable[Goal]:
    """The goals of the intake."""
    yield from _on_sqlite()
    if not (programs := sorted(BIN.glob("*/bin/pgbench"))):
        print("intake: no PostgreSQL is installed; nothing measured on it")
        return
    yield from _on_postgresql(str(programs[-1]))


@dataclass(slots=True)
class _Figures:
    """What the turns of one pair gave: ours beside the reference, and the CPU of a notice of ours."""

    ours: list[float] = field(default_factory=list)
    theirs: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    def ratio(self) -> float:
        return statistics.median(a / b for a, b in zip(self.ours, self.theirs, strict=True))

    def tell(self, what: str, reference: str) -> None:
        ratios = sorted(a / b for a, b in zip(self.ours, self.theirs, strict=True))
        print(
            f"{what}: {statistics.median(self.ours):.0f} notices/s, {reference} {statistics.median(self.theirs):.0f}/s,"
            f" ratios {ratios[0]:.2f} to {ratios[-1]:.2f}, CPU {statistics.median(self.cpu):.2f} ms a notice"
        )


@dataclass(frozen=True, slots=True)
class _Hub:
    served: hubkit.Served
    secret: str
    others: tuple[int, ...] = ()  # the database's own processes: their CPU counts too

    def singles(self, into: _Figures) -> None:
        before = self._cpu()
        found = load.singles(self.served, self.secret, SECONDS)
        into.ours.append(found.rate)
        into.cpu.append(1000 * (self._cpu() - before) / len(found.times))
        into.times += found.times

    def batch(self, into: _Figures, first: int) -> None:
        body = json.dumps({"notices": [hubkit.notice(place) for place in range(first, first + BATCH)]}).encode()
        before = self._cpu()
        found = load.batch(self.served, self.secret, [body])
        into.ours.append(BATCH * found.rate)
        into.cpu.append(1000 * (self._cpu() - before) / BATCH)

    def _cpu(self) -> float:
        return self.served.cpu() + (hubkit.cpu_of(*self.others) if self.others else 0)


def _turns(hub: _Hub, one: Callable[[], float], many: Callable[[int], float]) -> tuple[_Figures, _Figures]:
    """Singles and batches in turns with their references; `one` gives notices a second, `many` seconds for a batch."""
    single, batch = _Figures(), _Figures()
    load.singles(hub.served, hub.secret, 1.0)
    hub.batch(_Figures(), -BATCH)
    for turn in range(ROUNDS):
        hub.singles(single)
        single.theirs.append(one())
        for again in range(2):
            place = (2 * turn + again) * BATCH
            hub.batch(batch, place)
            batch.theirs.append(BATCH / many(place))
    return single, batch


def _surge(hub: _Hub, what: str) -> float:
    """p99 over p50 with the stations running: the median of the rounds, after one that is not counted."""
    load.singles(hub.served, hub.secret, 1.0)
    found = _Figures()
    ratios = []
    for _ in range(ROUNDS):
        start = len(found.times)
        hub.singles(found)
        ratios.append(percentile(found.times[start:], 0.99) / percentile(found.times[start:], 0.5))
    print(
        f"{what}, stations running: {statistics.median(found.ours):.0f} notices/s,"
        f" p50 {percentile(found.times, 0.5) * 1000:.0f} ms, p99 {percentile(found.times, 0.99) * 1000:.0f} ms"
    )
    return statistics.median(ratios)


def _organised() -> tuple[Organisation, str]:
    sos = hubkit.organisation("Bench", OrgKind.ASSOCIATION, is_default=True)
    return sos, hubkit.token(sos, Role.NOTIFIER)


def _on_sqlite() -> Iterable[Goal]:
    hubkit.fresh()
    sos, secret = _organised()
    base = raw.Sqlite("raw")
    alone = raw.prepared(sos, 10 * BATCH * ROUNDS, 30_000, placed=True)
    with hubkit.served(stations=False) as served:
        single, batch = _turns(
            _Hub(served, secret),
            lambda: base.one_by_one(alone, SECONDS),
            lambda place: base.together(raw.prepared(sos, place, BATCH, placed=True)),
        )
    with hubkit.served(stations=True) as served:
        spread = _surge(_Hub(served, secret), "SQLite")
    single.tell("SQLite", "raw one commit a notice")
    ours, theirs = statistics.median(single.ours), statistics.median(single.theirs)
    print(
        f"SQLite: a raw notice with its commit takes {1000 / theirs:.2f} ms on this disk; the hub's rate is bound by CPU,"
        f" and is 1.2 of the raw one where that takes {1200 / ours:.1f} ms"
    )
    batch.tell("SQLite, batches of 1,000", "raw executemany")
    hubkit.clean()
    yield Goal(name="intake_http_over_raw", value=single.ratio(), must=1.2, aim=2, better="higher")
    yield Goal(name="intake_p99_over_p50_sqlite", value=spread, must=5, aim=3)
    yield Goal(name="batch_http_over_executemany", value=batch.ratio(), must=0.4, aim=0.6, better="higher")


def _on_postgresql(program: str) -> Iterable[Goal]:
    with _cluster() as cluster:
        url = cluster.create("hub")
        hubkit.fresh(url)
        sos, secret = _organised()
        hubkit.rest()
        beside = cluster.create("raw", "hub")
        postmaster = int((cluster.place / "postmaster.pid").read_text().split()[0])
        example = raw.prepared(sos, -2 * BATCH, 1, placed=False)[0]
        hubkit.rest()
        with hubkit.served("web", "--workers", WORKERS, stations=False) as served:
            single, batch = _turns(
                _Hub(served, secret, (postmaster,)),
                lambda: raw.pgbench(program, beside, example, int(SECONDS), load.CLIENTS),
                lambda place: raw.copied(beside, raw.prepared(sos, place, BATCH, placed=False)),
            )
            with hubkit.running("work"):
                spread = _surge(_Hub(served, secret, (postmaster,)), "PostgreSQL")
        hubkit.fresh()
    single.tell("PostgreSQL", "pgbench")
    batch.tell("PostgreSQL, batches of 1,000", "COPY")
    hubkit.clean()
    yield Goal(name="intake_http_over_pgbench", value=single.ratio(), must=0.12, aim=0.25, better="higher")
    yield Goal(name="intake_p99_over_p50_postgresql", value=spread, must=5, aim=3)
    yield Goal(name="batch_http_over_copy", value=batch.ratio(), must=0.5, aim=0.9, better="higher")


@contextmanager
def _cluster() -> Iterator[Cluster]:
    made = Cluster(durable=True)
    try:
        yield made
    finally:
        made.stop()
