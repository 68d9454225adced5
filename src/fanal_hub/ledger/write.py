"""The only writer: one thread that commits all waiting plans together, and answers each after COMMIT. It decides nothing.

On SQLite every write of the process passes here, sessions and logins included (`run`). A plan that fails is rolled
back alone (savepoint) and never harms its neighbours.
"""

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar

from django.db import DatabaseError, Error, IntegrityError, close_old_connections, connection, transaction

from fanal.words.errors import MisuseError
from fanal_hub.ledger.engine import writing
from fanal_hub.ledger.plan import ConflictError, Head, Plan, Ready, TakenError, Tx, ready

log = logging.getLogger("fanal_hub.ledger")
T = TypeVar("T")
Work = Callable[[Tx], Any]

MOST_WAITING = 2_000  # jobs in the queue; above that the door answers 503
MOST_TOGETHER = 256  # jobs in one transaction
_TABLE = {"notice": "ledger_noticerow", "case": "ledger_caserow", "referral": "ledger_referralrow"}


class BusyError(Exception):
    """The writer's queue is full: ask again in a moment (503 with Retry-After)."""


class Writer:
    """The writing thread, its queue, and the signal that something was committed."""

    def __init__(self) -> None:
        self._waiting: queue.Queue[tuple[Work, Future[Any]] | None] = queue.Queue(MOST_WAITING)
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._position: int | None = None
        self.committed = threading.Condition()
        self.commits = 0
        self.changes = 0  # of configuration (members, tokens, organisations): whoever keeps some of it asks this

    def ask(self, work: Work) -> Any:
        """Have the writer run `work` in its transaction; returns its result after COMMIT, or raises what it raised."""
        if connection.in_atomic_block:
            raise MisuseError("the writer was called inside an open transaction: it would wait for itself")
        if threading.current_thread() is self._thread:
            raise MisuseError("the writer was called by the writer")
        self.start()
        answer: Future[Any] = Future()
        try:
            self._waiting.put_nowait((work, answer))
        except queue.Full:
            raise BusyError from None
        return answer.result()

    def start(self) -> None:
        """Start the thread, once."""
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._live, name="fanal-writer", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """Finish what waits, then end the thread."""
        with self._lock:
            thread, self._thread = self._thread, None
        if thread is not None and thread.is_alive():
            self._waiting.put(None)
            thread.join()
        self._position = None

    def next_position(self, tx: Tx, count: int) -> int:
        """The first of `count` new positions; gap-free because a rolled-back transaction forgets them."""
        if self._position is None:
            row = tx.one("SELECT COALESCE(MAX(position), 0) FROM ledger_eventrow")
            self._position = int(row[0]) if row else 0
        first = self._position + 1
        self._position += count
        return first

    def _live(self) -> None:
        with writing():
            while (jobs := self._next()) is not None:
                self._commit(jobs)
                if self._stopping:
                    break
            connection.close()

    _stopping = False

    def _next(self) -> list[tuple[Work, Future[Any]]] | None:
        self._stopping = False
        first = self._waiting.get()
        if first is None:
            return None
        jobs = [first]
        while len(jobs) < MOST_TOGETHER:
            try:
                job = self._waiting.get_nowait()
            except queue.Empty:
                break
            if job is None:
                self._stopping = True
                break
            jobs.append(job)
        return jobs

    def _commit(self, jobs: list[tuple[Work, Future[Any]]]) -> None:
        close_old_connections()
        done: list[tuple[Future[Any], Any, BaseException | None]] = []
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                tx = Tx(cursor)
                for work, answer in jobs:
                    done.append((answer, *self._try(work, tx)))
                if connection.needs_rollback:  # a full disk undoes the whole transaction, not the savepoint alone
                    raise DatabaseError("the transaction was undone by one of its jobs")
        except Error as error:
            # COMMIT itself failed: nobody gets a receipt.
            self._position = None
            log.exception("commit failed")
            done = [(answer, None, error) for _, answer in jobs]
        for answer, result, problem in done:
            if problem is None:
                answer.set_result(result)
            else:
                answer.set_exception(problem)
        with self.committed:
            self.commits += 1
            self.committed.notify_all()

    def _try(self, work: Work, tx: Tx) -> tuple[Any, BaseException | None]:
        before = self._position
        try:
            with transaction.atomic():
                return work(tx), None
        except Exception as error:  # noqa: BLE001  its asker hears of it; the thread and the neighbours go on
            self._position = before
            return None, error


WRITER = Writer()


def submit(plan: Plan) -> dict[str, str]:
    """Write a plan; returns the leaf hashes by "stream@version" after COMMIT.

    Raises ConflictError when a stream moved meanwhile, TakenError when a claim was taken, BusyError when the queue
    is full: nothing of the plan is written then.
    """
    prepared = ready(plan, datetime.now(UTC))
    WRITER.ask(lambda tx: _write(tx, prepared))
    return prepared.leaves


def submit_all(plans: list[Plan]) -> list[dict[str, str] | BaseException]:
    """Write many plans in one transaction, each under its own savepoint; the leaves or the error of each."""
    prepared = [ready(plan, datetime.now(UTC)) for plan in plans]

    def work(tx: Tx) -> list[dict[str, str] | BaseException]:
        made: list[dict[str, str] | BaseException] = []
        for each in prepared:
            _, problem = WRITER._try(partial(_write, prepared=each), tx)  # noqa: SLF001
            made.append(problem or each.leaves)
        return made

    result: list[dict[str, str] | BaseException] = WRITER.ask(work)
    return result


def run(work: Callable[[], T]) -> T:
    """Have the writer run something that is not events (sessions, members, tokens) in its transaction."""
    result: T = WRITER.ask(lambda _tx: work())
    WRITER.changes += 1
    return result


def _write(tx: Tx, prepared: Ready) -> None:
    try:
        if prepared.events:
            first = WRITER.next_position(tx, len(prepared.events))
            for place, row in enumerate(prepared.events):
                row["position"] = first + place
            tx.insert("ledger_eventrow", prepared.events)
        for head in prepared.heads:
            _write_head(tx, head)
        for effect in prepared.beside:
            effect(tx)
    except IntegrityError as error:
        # A unique claim (stream version, canonical target, idempotency key) was taken first.
        raise TakenError(str(error)) from error


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
