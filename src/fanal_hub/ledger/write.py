"""The only writer: one thread that commits all waiting plans together, and answers each after COMMIT. It decides nothing.

Every write of the process passes here, sessions and logins included (`run`). Plans that only insert rows are merged
into one statement a table; what fails is rolled back alone and never harms its neighbours.
"""

import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from itertools import groupby
from typing import Any, TypeVar

import psycopg
from django.db import (
    Error,
    IntegrityError,
    InterfaceError,
    OperationalError,
    close_old_connections,
    connection,
    transaction,
)

from fanal.words.errors import MisuseError
from fanal_hub.ledger.engine import engine, writing
from fanal_hub.ledger.plan import ConflictError, Head, Plan, Ready, Rows, TakenError, Tx, ready
from fanal_hub.ledger.rows import Columns

log = logging.getLogger("fanal_hub.ledger")
T = TypeVar("T")
Work = Callable[[Tx], Any]

MOST_WAITING = 2_000  # jobs in the queue; above that the door answers 503
MOST_TOGETHER = 256  # jobs in one transaction
_TABLE = {"notice": "ledger_noticerow", "case": "ledger_caserow", "referral": "ledger_referralrow"}
_RACES = frozenset({"40001", "40P01", "55P03"})  # SQLSTATE: serialization failure, deadlock, lock not available


class BusyError(Exception):
    """The writer cannot take this now: ask again in a moment (503 with Retry-After)."""


class AwayError(BusyError):
    """The database went away while it committed: whether it is written is not known until one asks again."""


class _Ticket:
    """What an asker waits for: lighter than a Future, which costs a lock and a condition each."""

    __slots__ = ("_done", "problem", "result")

    def __init__(self) -> None:
        self.result: Any = None
        self.problem: BaseException | None = None
        self._done = threading.Lock()
        self._done.acquire()

    def answer(self) -> None:
        """Let the asker go on."""
        self._done.release()

    def wait(self) -> Any:
        """The result, or what was raised instead."""
        self._done.acquire()
        if self.problem is not None:
            raise self.problem
        return self.result


Job = tuple[Work | list[Ready], _Ticket]


class Writer:
    """The writing thread, its queue, and the signal that something was committed."""

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[Job | threading.Thread] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._position: int | None = None
        self.committed = threading.Condition()
        self.after_commit: Callable[[], object] | None = None  # runs in this thread before the askers hear of it
        self.commits = 0
        self.written = 0  # jobs that were committed
        self.refused = 0  # jobs that found the queue full
        self.changes = 0  # of configuration (members, tokens, organisations): whoever keeps some of it asks this

    @property
    def depth(self) -> int:
        """How many jobs wait."""
        return self._waiting.qsize()

    @property
    def is_alive(self) -> bool:
        """Does the thread live, or will the first job start it?"""
        return self._thread is None or self._thread.is_alive()

    def ask(
        self, work: Work | list[Ready], meanwhile: Callable[[], object] | None = None, *, must: bool = False
    ) -> Any:
        """Have the writer run `work` in its transaction; returns its result after COMMIT, or raises what it raised.

        `meanwhile` runs in the asking thread while the writer waits for the database. `must`: however many wait; for
        what a station notes about work it has begun, which would be done twice if it could not be noted.
        """
        if connection.in_atomic_block:
            raise MisuseError("the writer was called inside an open transaction: it would wait for itself")
        if threading.current_thread() is self._thread:
            raise MisuseError("the writer was called by the writer")
        if not must and self._waiting.qsize() >= MOST_WAITING:
            self.refused += 1
            raise BusyError
        self.start()
        ticket = _Ticket()
        self._waiting.put((work, ticket))
        if meanwhile is not None:
            meanwhile()
        return ticket.wait()

    def start(self) -> None:
        """Start the thread, once."""
        if self._thread is not None and self._thread.is_alive():
            return
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._live, name="fanal-writer", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """Finish what waits, then end the thread."""
        with self._lock:
            thread, self._thread = self._thread, None
        if thread is not None and thread.is_alive():
            self._waiting.put(thread)
            thread.join()
        self._position = None

    def wake(self) -> None:
        """Say that there may be something new to read."""
        with self.committed:
            self.commits += 1
            self.committed.notify_all()

    # --- the thread -------------------------------------------------------------------------------------------------
    def _live(self) -> None:
        with writing():
            while (jobs := self._next()) is not None:
                self._commit(jobs)
            connection.close()

    def _next(self) -> list[Job] | None:
        first = self._waiting.get()
        while isinstance(first, threading.Thread):
            if first is threading.current_thread():
                return None
            self._waiting.put(first)  # it is for the thread before this one, which is about to take it
            time.sleep(0.001)
            first = self._waiting.get()
        jobs = [first]
        while len(jobs) < MOST_TOGETHER:
            try:
                job = self._waiting.get_nowait()
            except queue.Empty:
                break
            if isinstance(job, threading.Thread):
                self._waiting.put(job)
                break
            jobs.append(job)
        return jobs

    def _commit(self, jobs: list[Job]) -> None:
        problem: BaseException | None = AwayError()
        try:
            close_old_connections()
            self._transaction(jobs)
            if self.after_commit is not None:
                self.after_commit()
            self.written += len(jobs)
            problem = None
        except (Error, psycopg.Error) as error:  # COMMIT itself failed, or the database is away: nobody gets a receipt
            log.error("commit failed: %s", type(error).__name__)
            away = isinstance(error, OperationalError | InterfaceError) and connection.vendor == "postgresql"
            problem = AwayError() if away else error
        finally:  # nobody waits forever, not even when the writer itself is at fault: the next job starts another
            if problem is not None:
                self._position = None
            for _, ticket in jobs:
                if problem is not None:
                    ticket.result, ticket.problem = None, problem
                ticket.answer()
            self.wake()

    def _transaction(self, jobs: list[Job]) -> None:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                connection.cursor().execute("SET LOCAL lock_timeout = '2s'")
            tx = Tx(engine())
            problems: dict[int, BaseException] = {}
            self._merged([each for work, _ in jobs if isinstance(work, list) for each in work], tx, problems)
            for work, ticket in jobs:
                if isinstance(work, list):
                    ticket.result = [problems.get(id(each)) or each.leaves for each in work]
                else:
                    ticket.result, ticket.problem = self._try(partial(work, tx))
            if connection.needs_rollback:  # a full disk undoes the whole transaction, not the savepoint alone
                raise OperationalError("the transaction was undone by one of its jobs")

    def _merged(self, plans: list[Ready], tx: Tx, problems: dict[int, BaseException]) -> None:
        """Write what can be merged together, halving where something fails; then the others one by one."""
        together = [each for each in plans if each.is_mergeable]
        self._halves(together, tx, problems)
        for each in plans:
            if not each.is_mergeable:
                _, problem = self._try(partial(_claimed, partial(self._write, tx, each)))
                if problem is not None:
                    problems[id(each)] = problem

    def _halves(self, plans: list[Ready], tx: Tx, problems: dict[int, BaseException]) -> None:
        if not plans:
            return
        _, problem = self._try(partial(_claimed, partial(self._write_merged, tx, plans)))
        if problem is None:
            return
        if len(plans) == 1:
            problems[id(plans[0])] = problem
            return
        middle = len(plans) // 2
        self._halves(plans[:middle], tx, problems)
        self._halves(plans[middle:], tx, problems)

    def _try(self, work: Callable[[], T]) -> tuple[T | None, BaseException | None]:
        before = self._position
        try:
            with transaction.atomic(), _races():
                return work(), None
        except BaseException as error:  # noqa: BLE001  its asker hears of it; the thread and the neighbours go on
            self._position = before
            return None, error

    # --- writing ----------------------------------------------------------------------------------------------------
    def _place(self, tx: Tx, events: Sequence[Columns]) -> None:
        """On SQLite nobody else writes: the position is given here. On PostgreSQL the sequencer gives it."""
        if connection.vendor == "postgresql":
            return
        if self._position is None:
            row = tx.one("SELECT COALESCE(MAX(position), 0) FROM ledger_eventrow")
            self._position = int(row[0]) if row else 0
        for each in events:
            self._position += 1
            each["position"] = self._position

    def _write_merged(self, tx: Tx, plans: list[Ready]) -> None:
        events = [row for plan in plans for row in plan.events]
        self._place(tx, events)
        tx.insert("ledger_eventrow", events)
        heads = sorted((head for plan in plans for head in plan.heads if head.kind != "log"), key=_kind)
        for kind, group in groupby(heads, key=_kind):
            tx.insert(_TABLE[kind], [head.row for head in group])
        tx.upsert("ledger_targetrow", "id", [row for head in heads for row in head.targets])
        for rows in _joined(plans):
            rows(tx)

    def _write(self, tx: Tx, prepared: Ready) -> None:
        for effect in prepared.first:
            effect(tx)
        self._place(tx, prepared.events)
        tx.insert("ledger_eventrow", prepared.events)
        for head in prepared.heads:
            _write_head(tx, head)
        for effect in prepared.beside:
            effect(tx)


WRITER = Writer()


def submit(plan: Plan, *, must: bool = False) -> dict[str, str]:
    """Write a plan; returns the leaf hashes by "stream@version" after COMMIT.

    Raises ConflictError when a stream moved meanwhile, TakenError when a claim was taken, BusyError when the queue
    is full (`must`: however many wait): nothing of the plan is written then. AwayError: it may be written (the database
    went away during COMMIT).
    """
    found: list[dict[str, str] | BaseException] = WRITER.ask([ready(plan, datetime.now(UTC))], must=must)
    [made] = found
    if isinstance(made, BaseException):
        raise made
    return made


def submit_all(
    plans: list[Plan], meanwhile: Callable[[list[dict[str, str]]], object] | None = None
) -> list[dict[str, str] | BaseException]:
    """Write many plans in one transaction; the leaves or the error of each. One bad plan never fails its neighbours.

    `meanwhile` is given the leaves that will be written while they are, so that what follows from them is ready at COMMIT.
    """
    now = datetime.now(UTC)
    rows = [ready(plan, now) for plan in plans]
    aside = None if meanwhile is None else partial(meanwhile, [each.leaves for each in rows])
    made: list[dict[str, str] | BaseException] = WRITER.ask(rows, aside)
    return made


def inside(tx: Tx, plan: Plan, recorded_at: datetime) -> None:
    """Write a plan in the transaction of a job that is running: for one that must write many, all or none."""
    WRITER._write(tx, ready(plan, recorded_at))  # noqa: SLF001


def run(work: Callable[[], T]) -> T:
    """Have the writer run something that is not events (sessions, members, tokens) in its transaction."""
    result: T = WRITER.ask(lambda _tx: _whole(work))
    WRITER.changes += 1
    return result


def _claimed(write: Callable[[], None]) -> None:
    """Write plans: a unique claim (stream version, canonical target, idempotency key) that was taken says so."""
    try:
        with connection.wrap_database_errors:
            write()
    except IntegrityError as error:
        raise TakenError(str(error)) from error


@contextmanager
def _races() -> Iterator[None]:
    """The driver's errors as Django's; of two processes that met on PostgreSQL, whoever lost decides again."""
    try:
        with connection.wrap_database_errors:
            yield
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) in _RACES:
            raise ConflictError("two writers met") from error
        raise


def _whole(work: Callable[[], T]) -> T:
    """Foreign keys are checked at COMMIT unless asked before: one bad row would undo the whole group."""
    made = work()
    connection.check_constraints()
    return made


def _kind(head: Head) -> str:
    return head.kind


def _joined(plans: Sequence[Ready]) -> Iterator[Rows]:
    """The rows that plans put beside their events, merged by table and shape."""
    found: dict[tuple[str, bool, tuple[str, ...]], list[Columns]] = {}
    for plan in plans:
        for effect in plan.beside:
            assert isinstance(effect, Rows)
            for row in effect.rows:
                found.setdefault((effect.table, effect.ignore, tuple(row)), []).append(row)
    for (table, ignore, _), rows in found.items():
        yield Rows(table, rows, ignore)


def _write_head(tx: Tx, head: Head) -> None:
    if head.kind == "log":
        return
    table = _TABLE[head.kind]
    if head.was == 0:
        tx.insert(table, [head.row])
    else:
        names = [name for name in head.row if name != "ref"]
        changes = ", ".join(f'"{name}" = %s' for name in names)
        sql = f"UPDATE {table} SET {changes} WHERE ref = %s AND version = %s"  # noqa: S608
        if tx.run(sql, [*(head.row[name] for name in names), head.row["ref"], head.was]) != 1:
            raise ConflictError(head.stream)
    tx.upsert("ledger_targetrow", "id", head.targets)
