"""Sample: keeps, once a minute, what no event says of how the hub does, and the counts of the log so far. For eight days."""

import json
from datetime import datetime, timedelta

from fanal_hub.ledger import write
from fanal_hub.ledger.plan import Plan, Tx
from fanal_hub.ledger.read import vitals
from fanal_hub.ledger.rows import when
from fanal_hub.stations import health
from fanal_hub.stations.loop import Station

KEPT = timedelta(days=8)
GONE = timedelta(days=1)  # after that, the pulse of a process that ended is forgotten


def sampling(stations: tuple[Station, ...]) -> Station:
    """The station that looks at the others."""
    return Station(name="sample", tick=lambda now: sample(stations, now), every=15.0)


def sample(stations: tuple[Station, ...], now: datetime) -> int:
    """Write the sample of this minute unless it is there; how many were written."""
    minute = vitals.minute_of(now)
    if vitals.has_sample(minute):
        return 0
    seen = health.look(stations, now)
    row = {
        "minute": minute,
        "position": seen.counts.position,
        "counts": seen.counts.text(),
        "gauges": json.dumps(gauges(seen)),
    }
    write.submit(Plan(beside=(lambda tx: _keep(tx, row, now),)))
    return 1


def gauges(seen: health.Health) -> dict[str, float]:
    """What is charted: each name is a column of the operations page."""
    return {
        "notices_waiting": seen.notices.count,
        "notices_oldest": round(seen.notices.age(seen.now), 1),
        "cases_waiting": seen.cases.count,
        "cases_oldest": round(seen.cases.age(seen.now)),
        "late": round(seen.late_seconds, 3),
        "behind": round(seen.behind_seconds, 1),
        "writer_depth": seen.of_processes("fanal_writer_depth"),
        "writer_wait": round(seen.of_processes("fanal_writer_wait_seconds"), 4),
    }


def _keep(tx: Tx, row: dict[str, object], now: datetime) -> None:
    tx.insert("ledger_samplerow", [row], ignore=True)  # another process may have been first
    tx.run("DELETE FROM ledger_samplerow WHERE minute < %s", [vitals.minute_of(now - KEPT)])
    tx.run("DELETE FROM ledger_pulserow WHERE seen_at < %s", [when(now - GONE)])
