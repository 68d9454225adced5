"""What is handed to the writer: events, where their streams stood when they were decided, and what is written beside."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings

from fanal.notice.events import Event
from fanal.notice.lifecycle import apply
from fanal.notice.states import CaseNow, LogNow, Now, ReferralNow
from fanal.prove.canon import canonical
from fanal.prove.leaf import LeafFacts, event_leaf_hash
from fanal_hub.ledger.rows import Columns, columns, target_rows, when


class ConflictError(Exception):
    """Somebody wrote to the same stream first: read again and decide again."""


class TakenError(Exception):
    """A claim (canonical target, idempotency key) was made by somebody else first: read again and decide again."""


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a stream stands: its state (None when it has no event yet) and its version."""

    now: Now | None
    version: int


NEW = Stand(None, 0)


class Tx:
    """The writer's open transaction: plain SQL with %s parameters; only the writer makes one."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    def run(self, sql: str, params: Sequence[Any] = ()) -> int:
        """Execute one statement; the number of rows it touched."""
        self._cursor.execute(sql, params)
        return int(self._cursor.rowcount)

    def one(self, sql: str, params: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """The first row of a question."""
        self._cursor.execute(sql, params)
        row: tuple[Any, ...] | None = self._cursor.fetchone()
        return row

    def insert(self, table: str, rows: Sequence[Columns], *, ignore: bool = False) -> None:
        """Insert rows of one shape."""
        if not rows:
            return
        names = tuple(rows[0])
        values = [[row[name] for name in names] for row in rows]
        if len(values) == 1:
            self._cursor.execute(_insertion(table, names, ignore), values[0])
        else:
            self._cursor.executemany(_insertion(table, names, ignore), values)

    def upsert(self, table: str, key: str, rows: Sequence[Columns]) -> None:
        """Insert rows, or replace the columns of those whose key is there."""
        if not rows:
            return
        names = list(rows[0])
        changes = ", ".join(f'"{name}" = excluded."{name}"' for name in names if name != key)
        sql = (
            f"INSERT INTO {table} ({quoted(names)}) VALUES ({', '.join(['%s'] * len(names))})"  # noqa: S608
            f" ON CONFLICT ({key}) DO UPDATE SET {changes}"
        )
        self._cursor.executemany(sql, [[row[name] for name in names] for row in rows])


@cache
def _insertion(table: str, names: tuple[str, ...], ignore: bool) -> str:
    places = ", ".join(["%s"] * len(names))
    end = " ON CONFLICT DO NOTHING" if ignore else ""
    return f"INSERT INTO {table} ({quoted(names)}) VALUES ({places}){end}"  # noqa: S608


def quoted(names: Iterable[str]) -> str:
    """Column names for SQL: some of ours ("case") are SQL's own words."""
    return ", ".join(f'"{name}"' for name in names)


Effect = Callable[[Tx], None]


@dataclass(slots=True)
class Plan:
    """Events with the stands they were decided on, and effects in the same transaction. Ready to write once `prepared`."""

    events: Sequence[Event] = ()
    stands: Mapping[str, Stand] = field(default_factory=dict)
    beside: Sequence[Effect] = ()


@dataclass(slots=True)
class Ready:
    """A plan as rows: made in the thread that asks, so that the writer only runs SQL."""

    events: list[Columns]
    heads: list["Head"]
    beside: Sequence[Effect]
    leaves: dict[str, str]  # "stream@version" -> hex leaf hash


@dataclass(slots=True)
class Head:
    """The new state of one stream, and the version it must have been at."""

    kind: str
    stream: str
    was: int
    row: Columns
    targets: list[Columns]


def ready(plan: Plan, recorded_at: datetime) -> Ready:
    """Fold the events into states and rows; raises MoveError when a table forbids one."""
    states: dict[str, Stand] = dict(plan.stands)
    first = {name: stand.version for name, stand in states.items()}
    rows: list[Columns] = []
    leaves: dict[str, str] = {}
    befores: dict[str, Now | None] = {name: stand.now for name, stand in states.items()}
    for event in plan.events:
        stand = states.get(event.stream, NEW)
        first.setdefault(event.stream, stand.version)
        befores.setdefault(event.stream, None)
        states[event.stream] = after = Stand(apply(stand.now, event), stand.version + 1)
        row = _event_row(event, after, recorded_at)
        rows.append(row)
        leaves[f"{event.stream}@{after.version}"] = row["leaf"]
    changed = {event.stream for event in plan.events}
    heads = [_head(name, first[name], states[name], befores[name]) for name in states if name in changed]
    return Ready(rows, heads, plan.beside, leaves)


def _event_row(event: Event, after: Stand, recorded_at: datetime) -> Columns:
    body = event.body()
    facts = LeafFacts(
        hub=settings.HUB["name"],
        stream=event.stream,
        version=after.version,
        kind=event.KIND,
        occurred_at=event.occurred_at,
        recorded_at=recorded_at,
        body=body,
    )
    return {
        "position": None,
        "stream": event.stream,
        "version": after.version,
        "kind": event.KIND,
        "handler": "" if after.now is None or isinstance(after.now, LogNow) else after.now.handler,
        "occurred_at": when(event.occurred_at),
        "recorded_at": when(recorded_at),
        "body": canonical(body).decode(),
        "leaf": event_leaf_hash(facts).hex(),
    }


def _head(stream: str, was: int, stand: Stand, before: Now | None) -> Head:
    assert stand.now is not None
    kind = stream.split(":", 1)[0]
    row = columns(stand.now, stand.version)
    if isinstance(stand.now, ReferralNow):
        recipient = stand.now.recipient
        row["organisation"] = recipient.removeprefix("org:") if recipient.startswith("org:") else ""
    targets: list[Columns] = []
    if isinstance(stand.now, CaseNow):
        old = {each["id"]: each for each in (target_rows(before) if isinstance(before, CaseNow) else [])}
        targets = [each for each in target_rows(stand.now) if old.get(each["id"]) != each]
    return Head(kind, stream, was, row, targets)


def kinds(events: Iterable[Event]) -> set[str]:
    """The kinds of some events."""
    return {event.KIND for event in events}
