"""How late timers ring when 100,000 of them are pending, on both engines: from the moment that was set to the writing of what follows."""

import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from bench import hubkit
from bench.measure import Goal, percentile
from fanal_hub.ledger import write
from fanal_hub.ledger.plan import Plan, Tx
from fanal_hub.ledger.read.jobs import Timer
from fanal_hub.ledger.rows import Columns, when
from fanal_hub.stations.loop import Runner
from fanal_hub.stations.station import Station
from tests.cluster import BIN, Cluster

PENDING = 100_000
SECONDS, A_SECOND = 10, 100  # those that ring while one looks; the others are due in the days to come
HANDLERS = 50  # organisations, each with its share
STATION = "bench"


def run() -> Iterable[Goal]:
    """The goals of the timers."""
    hubkit.fresh()
    yield _measured("sqlite")
    hubkit.clean()
    if not list(BIN.glob("*/bin/postgres")):
        print("timers: no PostgreSQL is installed; nothing measured on it")
        return
    cluster = Cluster(durable=True)
    try:
        hubkit.fresh(cluster.create("hub"))
        yield _measured("postgresql")
        hubkit.fresh()
    finally:
        cluster.stop()
    hubkit.clean()


def _measured(engine: str) -> Goal:
    late: list[float] = []
    begin = datetime.now(UTC) + timedelta(seconds=15)
    rows = [_row(place, begin) for place in range(PENDING)]
    write.WRITER.ask(lambda tx: tx.insert("ledger_jobrow", rows))
    runner = Runner([Station(name=STATION, wake=lambda timer, _: _rung(timer, late), settles=False)])
    runner.start()
    ends = begin + timedelta(seconds=SECONDS + 30)
    while len(late) < SECONDS * A_SECOND and datetime.now(UTC) < ends:
        time.sleep(0.2)
    runner.stop()
    if len(late) != SECONDS * A_SECOND:
        raise RuntimeError(f"{len(late)} timers rang, and {SECONDS * A_SECOND} were due")
    print(
        f"timers on {engine}: {len(late)} rang among {PENDING},"
        f" p50 {percentile(late, 0.5) * 1000:.0f} ms late, p99 {percentile(late, 0.99) * 1000:.0f} ms"
    )
    return Goal(name=f"timers_p99_late_{engine}", value=percentile(late, 0.99), must=1, aim=0.3)


def _row(place: int, begin: datetime) -> Columns:
    soon = place < SECONDS * A_SECOND
    due = when(begin + (timedelta(seconds=place / A_SECOND) if soon else timedelta(hours=1, seconds=place)))
    return {
        "station": STATION,
        "stream": f"bench:{place}",
        "position": 0,
        "handler": f"org-{place % HANDLERS}",
        "due_at": due,
        "available_at": due,
        "made_at": when(hubkit.NOW),
        "attempt": 0,
        "tries": 0,
        "worker": "",
        "error": "",
        "dropped": "",
        "dropped_by": "",
    }


def _rung(timer: Timer, late: list[float]) -> Plan:
    def effect(tx: Tx) -> None:
        tx.run("UPDATE ledger_referralrow SET wake_at = NULL WHERE ref = %s", [timer.stream])
        late.append((datetime.now(UTC) - timer.due_at).total_seconds())

    return Plan(beside=(effect,))
