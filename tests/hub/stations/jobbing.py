"""Jobs without a story: rows of the lease table, and stations that write down what they were given."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from fanal.words.lists import Channel
from fanal_hub.ledger import write
from fanal_hub.ledger.models import JobRow
from fanal_hub.ledger.plan import Effect, Plan, Rows, Tx
from fanal_hub.ledger.read import streams
from fanal_hub.ledger.read.jobs import Timer
from fanal_hub.ledger.rows import when
from fanal_hub.people.models import Organisation
from fanal_hub.stations import door
from fanal_hub.stations.station import Station

NOW = datetime(2026, 3, 2, 9, 0, 0, 123456, tzinfo=UTC)
SECOND = timedelta(seconds=1)
GIVEN = {
    "targets": [{"address": "https://x.com/abc/status/1967442965691440001"}],
    "reasons": "Ce message appelle à la haine contre un groupe.",
    "category": "racism",
    "good_faith": True,
    "notifier": {"kind": "citizen", "name": "Dominique", "email": "d@example.org"},
}


def notices(handler: Organisation, count: int = 1) -> list[str]:
    """Events to read: so many received notices; their streams."""
    entry = door.Entry(handler=handler, channel=Channel.FORM)
    return [f"notice:{door.receive(GIVEN, entry).ref}" for _ in range(count)]


def row(
    stream: str, position: int = 1, *, station: str = "s", handler: str = "a", at: datetime = NOW
) -> dict[str, Any]:
    """A job as a row."""
    return {
        "station": station,
        "stream": stream,
        "position": position,
        "handler": handler,
        "due_at": when(at),
        "available_at": when(at),
        "made_at": when(at),
        "attempt": 0,
        "tries": 0,
        "worker": "",
        "error": "",
        "dropped": "",
        "dropped_by": "",
    }


def put(*rows: dict[str, Any]) -> None:
    """Put jobs into the table."""
    write.submit(Plan(beside=(Rows("ledger_jobrow", rows),)))


def mark(name: str) -> Effect:
    """An effect that can be counted: `marks` tells how often it was written."""

    def effect(tx: Tx) -> None:
        tx.insert("ledger_cursorrow", [{"name": f"mark {name}", "position": 0}], ignore=True)
        tx.run("UPDATE ledger_cursorrow SET position = position + 1 WHERE name = %s", [f"mark {name}"])

    return effect


def marks(name: str) -> int:
    """How often an effect was written."""
    return streams.cursor(f"mark {name}")


def waking(wake: Callable[[Timer, datetime], Plan | None], name: str = "s") -> Station:
    """A station of timers."""
    return Station(name=name, wake=wake)


def reading(handle: Callable[[streams.Recorded, datetime], Plan | None], name: str = "s") -> Station:
    """A station that reads received notices."""
    return Station(name=name, kinds={"notice_received"}, handle=handle)


def only() -> JobRow:
    """The one job there is."""
    return JobRow.objects.get()
