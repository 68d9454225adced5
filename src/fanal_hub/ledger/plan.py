"""What is handed to the writer: events, where their streams stood when they were decided, and what is written beside."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings

from fanal.notice.events import Event, RelationEvent, RelationNoted
from fanal.notice.lifecycle import apply
from fanal.notice.relations import RELATION_MOVES
from fanal.notice.states import CaseNow, LogNow, Now, ReferralNow
from fanal.prove.canon import canonical
from fanal.prove.leaf import LeafFacts, event_leaf_hash
from fanal_hub.ledger.engine import insertion
from fanal_hub.ledger.rows import Columns, columns, relation_row, target_rows, when

if TYPE_CHECKING:
    from fanal_hub.ledger.engine import Engine


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

    def __init__(self, engine: "Engine") -> None:
        self._engine = engine

    def run(self, sql: str, params: Sequence[Any] = ()) -> int:
        """Execute one statement; the number of rows it touched."""
        return int(self._engine.execute(sql, params).rowcount)

    def one(self, sql: str, params: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """The first row of a question."""
        row: tuple[Any, ...] | None = self._engine.execute(sql, params).fetchone()
        return row

    def all(self, sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Every row of a question (or of a statement's RETURNING)."""
        return list(self._engine.execute(sql, params).fetchall())

    def insert(self, table: str, rows: Sequence[Columns], *, ignore: bool = False) -> None:
        """Insert rows of one shape."""
        if rows:
            names = tuple(rows[0])
            self._engine.insert(table, names, [tuple(map(row.__getitem__, names)) for row in rows], ignore=ignore)

    def upsert(self, table: str, key: str, rows: Sequence[Columns]) -> None:
        """Insert rows, or replace the columns of those whose key is there."""
        if not rows:
            return
        names = tuple(rows[0])
        changes = ", ".join(f'"{name}" = excluded."{name}"' for name in names if name != key)
        sql = f"{insertion(table, names)} ON CONFLICT ({key}) DO UPDATE SET {changes}"
        self._engine.many(sql, [tuple(row[name] for name in names) for row in rows])

    def find_by(self, *, handler: str, target: str, notice: str, words: "Words") -> None:
        """Let a target be found by the words of a mention."""
        self._engine.index_words(handler, target, notice, words)

    def forget_words(self, target: str) -> None:
        """Nothing finds this target by words any more; `settle_words` once after all of them."""
        self.run("DELETE FROM ledger_words WHERE target = %s", [target])

    def settle_words(self) -> None:
        """Have the full-text index let go of the words of deleted rows."""
        self._engine.settle_words()


@dataclass(frozen=True, slots=True)
class Words:
    """What a target is found by."""

    words: str
    address: str
    account: str
    refs: str


Effect = Callable[[Tx], None]


@dataclass(frozen=True, slots=True)
class Rows:
    """An effect that only inserts rows of one shape: the writer merges those of all plans of a commit."""

    table: str
    rows: Sequence[Columns]
    ignore: bool = False  # rows that are there already stay as they are

    def __call__(self, tx: Tx) -> None:
        """Insert them alone."""
        tx.insert(self.table, self.rows, ignore=self.ignore)


@dataclass(slots=True)
class Plan:
    """Events with the stands they were decided on, and effects in the same transaction, before them or beside them."""

    events: Sequence[Event] = ()
    stands: Mapping[str, Stand] = field(default_factory=dict)
    beside: Sequence[Effect] = ()
    first: Sequence[Effect] = ()  # before the events: what must hold for them to be written at all


@dataclass(slots=True)
class Ready:
    """A plan as rows: made in the thread that asks, so that the writer only runs SQL."""

    events: list[Columns]
    heads: list["Head"]
    beside: Sequence[Effect]
    leaves: dict[str, str]  # "stream@version" -> hex leaf hash
    first: Sequence[Effect] = ()

    @property
    def is_mergeable(self) -> bool:
        """Only rows to insert: the writer may write it together with others."""
        return (
            not self.first
            and all(isinstance(each, Rows) for each in self.beside)
            and all(each.was == 0 for each in self.heads)
        )


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
    related = list(_related(plan.events, states))
    return Ready(rows, heads, [*plan.beside, *related] if related else plan.beside, leaves, plan.first)


def _related(events: Iterable[Event], states: Mapping[str, Stand]) -> Iterable[Effect]:
    """The rows by which relations are found from both sides."""
    noted = [each for each in events if isinstance(each, RelationNoted)]
    if noted:
        yield Rows("ledger_relationrow", [relation_row(each, states[each.stream].now) for each in noted], ignore=True)
    for each in events:
        if isinstance(each, RelationEvent):
            yield _said(each)


def _said(event: RelationEvent) -> Effect:
    """Only the suggested is confirmed or refused, and only the confirmed or refused is undone: else somebody was first."""
    where = "target = %s AND other_target = %s AND relation = %s"
    moves = {str(before): str(end) for (kind, before), end in RELATION_MOVES.items() if kind == event.KIND}
    [end] = set(moves.values())
    marks = ", ".join(["%s"] * len(moves))

    def effect(tx: Tx) -> None:
        tx.run(
            f"UPDATE ledger_relationrow SET state = %s WHERE {where} AND state IN ({marks})",  # noqa: S608
            [end, event.target, event.other_target, event.relation, *moves],
        )

    return effect


def _event_row(event: Event, after: Stand, recorded_at: datetime) -> Columns:
    body = event.body()
    raw = canonical(body)
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
        "body": raw.decode(),
        "leaf": event_leaf_hash(facts, raw).hex(),
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
