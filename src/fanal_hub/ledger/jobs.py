"""Jobs: arms, claims, fences, ends and puts off the rows of the lease table. What a job does is its station's business.

A claim is a lease: it pushes `available_at` and raises `attempt`. Whoever holds an older attempt writes nothing, because
the end of a job (`finish`) stands before its effects in one transaction.
"""

import os
import secrets
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from fanal_hub.ledger import write
from fanal_hub.ledger.plan import ConflictError, Effect, Tx
from fanal_hub.ledger.rows import Columns, when

_DRAWN = secrets.token_hex(4)
LEASE = timedelta(seconds=30)  # a worker that lives renews it three times as often
TIMER = 0  # the position of a job that no event made
TURNS = "turn"  # the station of the leases of those who tick alone
CLOCK, LOOK = "clock", "look"  # the stations whose timers are columns
_ALIVE = "dead_at IS NULL"
# Each question can be answered by one index alone: as the table fills and empties within seconds, PostgreSQL's statistics
# of it are always old, and a choice between two indexes is a wrong choice. (`station || ''` is no column of an index, CASE
# is no condition of one, and MIN would be counted over all rows.)
_BEHIND = """(SELECT 1 FROM ledger_jobrow AS earlier WHERE earlier.stream = job.stream
  AND earlier.station || '' = job.station AND earlier.position < job.position
  AND CASE WHEN earlier.dead_at IS NULL THEN 1 END = 1 LIMIT 1)"""
_FOUND = f"""
WITH RECURSIVE found(handler) AS (
  SELECT (SELECT handler FROM ledger_jobrow WHERE station = %s AND {_ALIVE} ORDER BY station, handler LIMIT 1)
  UNION ALL
  SELECT (SELECT handler FROM ledger_jobrow WHERE station = %s AND {_ALIVE} AND handler > found.handler
          ORDER BY station, handler LIMIT 1)
  FROM found WHERE found.handler IS NOT NULL)
"""  # noqa: S608
_HANDLERS = f"{_FOUND} SELECT handler FROM found WHERE handler IS NOT NULL"  # noqa: S608
_DUE = f"""
SELECT id, stream, position, attempt, tries FROM ledger_jobrow AS job
WHERE station = %s AND handler = %s AND {_ALIVE} AND available_at <= %s AND {_BEHIND} IS NULL
ORDER BY available_at, id LIMIT %s
"""  # noqa: S608
NEXT = f"""{_FOUND}
SELECT MIN((SELECT available_at FROM ledger_jobrow AS job WHERE station = %s AND handler = found.handler
  AND {_ALIVE} AND {_BEHIND} IS NULL ORDER BY available_at, id LIMIT 1)) FROM found WHERE handler IS NOT NULL
"""  # noqa: S608
_TIMER_ROW = "station, stream, position, handler, due_at, available_at, made_at, attempt, tries, worker, error, dropped, dropped_by"
_AGAIN = """
ON CONFLICT (stream, station, position) DO UPDATE SET
  due_at = excluded.due_at, available_at = excluded.available_at, attempt = ledger_jobrow.attempt + 1, tries = 0,
  worker = '', error = '', failed_at = NULL, dead_at = NULL, dropped = '', dropped_by = ''
WHERE ledger_jobrow.due_at <> excluded.due_at
"""
_MISSING = {
    CLOCK: "SELECT 'clock', 'referral:' || ref, 0, handler, wake_at, wake_at, wake_at, 0, 0, '', '', '', ''"
    " FROM ledger_referralrow AS source WHERE wake_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ledger_jobrow AS job"
    " WHERE job.stream = 'referral:' || source.ref AND job.station = 'clock' AND job.position = 0"
    " AND job.due_at = source.wake_at)",
    LOOK: "SELECT 'look', 'target:' || id, 0, handler, next_look_at, next_look_at, next_look_at, 0, 0, '', '', '', ''"
    " FROM ledger_targetrow AS source WHERE next_look_at IS NOT NULL AND kind <> 'message' AND NOT EXISTS"
    " (SELECT 1 FROM ledger_jobrow AS job WHERE job.stream = 'target:' || source.id AND job.station = 'look'"
    " AND job.position = 0 AND job.due_at >= source.next_look_at) AND NOT EXISTS"
    ' (SELECT 1 FROM ledger_caserow AS closed WHERE closed.ref = source."case" AND closed.purged)',
}


class LostError(ConflictError):
    """The lease was lost: somebody else has the job, or it is no more. Nothing of the plan is written."""


@dataclass(frozen=True, slots=True)
class Job:
    """A claimed job: `attempt` is the number under which it may be ended."""

    id: int
    station: str
    stream: str
    position: int
    handler: str
    attempt: int
    tries: int


@dataclass(frozen=True, slots=True)
class Feed:
    """The events that became known to a station: its cursor goes from `old` to `new`."""

    old: int
    new: int
    events: Sequence[tuple[int, str, str]]  # position, stream, handler


# --- effects of a plan ----------------------------------------------------------------------------------------------
def finish(job: Job) -> Effect:
    """The end of a job: the first effect of the plan that does it, so that a worker that lost its lease writes nothing."""

    def effect(tx: Tx) -> None:
        if tx.run("DELETE FROM ledger_jobrow WHERE id = %s AND attempt = %s", [job.id, job.attempt]) != 1:
            raise LostError(f"{job.station} {job.stream}")

    return effect


def arm(tx: Tx, station: str, stream: str, handler: str, at: datetime) -> None:
    """Set a timer anew. One that stands at that very time already stays as it is: claimed, put off or given up."""
    at_text = when(at)
    tx.run(
        f"INSERT INTO ledger_jobrow ({_TIMER_ROW})"  # noqa: S608
        f" VALUES (%s, %s, 0, %s, %s, %s, %s, 0, 0, '', '', '', '') {_AGAIN}",
        [station, stream, handler, at_text, at_text, at_text],
    )


def disarm(tx: Tx, station: str, stream: str) -> None:
    """Take a timer away; a worker that holds it has lost it."""
    tx.run("DELETE FROM ledger_jobrow WHERE stream = %s AND station || '' = %s AND position = 0", [stream, station])


def forget(streams: Sequence[str]) -> Effect:
    """An effect that deletes every job about these streams: what they were about is erased."""

    def effect(tx: Tx) -> None:
        for stream in streams:
            tx.run("DELETE FROM ledger_jobrow WHERE stream = %s", [stream])

    return effect


# --- taking ---------------------------------------------------------------------------------------------------------
def take(station: str, feed: Feed | None, now: datetime, most: int, last: str = "") -> list[Job]:
    """Make a job of each new event, and claim some that are due, in one transaction.

    Raises ConflictError when another process read these events first: nothing is made or claimed then.
    """

    def work(tx: Tx) -> list[Job]:
        if feed is not None:
            _pump(tx, station, feed, now)
        return _claim(tx, station, now, most, last)

    jobs: list[Job] = write.WRITER.ask(work)
    return jobs


def _pump(tx: Tx, station: str, feed: Feed, now: datetime) -> None:
    if feed.old == 0:
        tx.insert("ledger_cursorrow", [{"name": station, "position": 0}], ignore=True)
    step = "UPDATE ledger_cursorrow SET position = %s WHERE name = %s AND position = %s"
    if tx.run(step, [feed.new, station, feed.old]) != 1:
        raise ConflictError(station)
    tx.insert("ledger_jobrow", [_made(station, each, now) for each in feed.events], ignore=True)


def _made(station: str, event: tuple[int, str, str], now: datetime) -> Columns:
    position, stream, handler = event
    return {
        "station": station,
        "stream": stream,
        "position": position,
        "handler": handler,
        "due_at": when(now),
        "available_at": when(now),
        "made_at": when(now),
        "attempt": 0,
        "tries": 0,
        "worker": "",
        "error": "",
        "dropped": "",
        "dropped_by": "",
    }


def _claim(tx: Tx, station: str, now: datetime, most: int, last: str) -> list[Job]:
    """Round robin over the handlers that have work, beginning after the last one served."""
    handlers = [str(each) for (each,) in tx.all(_HANDLERS, [station, station])]
    handlers = [each for each in handlers if each > last] + [each for each in handlers if each <= last]
    claimed: list[Job] = []
    while handlers and len(claimed) < most:
        share = max(1, (most - len(claimed)) // len(handlers))
        left: list[str] = []
        for handler in handlers:
            found = _claim_of(tx, station, handler, now, min(share, most - len(claimed)))
            claimed += found
            left += [handler] if len(found) == share else []
        handlers = left
    return claimed


def _claim_of(tx: Tx, station: str, handler: str, now: datetime, most: int) -> list[Job]:
    if most < 1:
        return []
    skip = " FOR UPDATE OF job SKIP LOCKED" if connection.vendor == "postgresql" else ""
    rows = tx.all(_DUE + skip, [station, handler, when(now), most])
    if rows:
        places = ", ".join(["%s"] * len(rows))
        lease = "attempt = attempt + 1, tries = tries + 1, available_at = %s, worker = %s"
        sql = f"UPDATE ledger_jobrow SET {lease} WHERE id IN ({places})"  # noqa: S608
        tx.run(sql, [when(now + LEASE), worker(), *(row[0] for row in rows)])
    return [
        Job(int(row), station, str(stream), int(position), handler, int(attempt) + 1, int(tries) + 1)
        for row, stream, position, attempt, tries in rows
    ]


def worker() -> str:
    """The name of this process, as others see it."""
    # In containers every process may be number 1 of the same host name.
    return f"{socket.gethostname()[:60]}:{os.getpid()}:{_DRAWN}"


# --- letting go -----------------------------------------------------------------------------------------------------
def end(jobs: Sequence[Job]) -> None:
    """End jobs that asked for nothing; those that were lost meanwhile stay."""
    if jobs:
        sql = "DELETE FROM ledger_jobrow WHERE id = %s AND attempt = %s"
        write.WRITER.ask(lambda tx: [tx.run(sql, [each.id, each.attempt]) for each in jobs], must=True)


def release(jobs: Sequence[Job], now: datetime) -> None:
    """Give back jobs that were not tried: others may have them now."""
    _set(jobs, "available_at = %s, tries = tries - 1, worker = ''", [when(now)])


def renew(jobs: Sequence[Job], now: datetime) -> None:
    """Hold jobs longer."""
    _set(jobs, "available_at = %s", [when(now + LEASE)])


def put_off(job: Job, until: datetime) -> None:
    """Nothing failed, but it is too early: try again then."""
    _set([job], "available_at = %s, tries = 0, error = '', failed_at = NULL, worker = ''", [when(until)])


def _set(jobs: Sequence[Job], changes: str, params: Sequence[Any]) -> None:
    """Change what is still ours; what was lost meanwhile stays as it is."""
    sql = f"UPDATE ledger_jobrow SET {changes} WHERE id = %s AND attempt = %s"  # noqa: S608
    if jobs:
        write.WRITER.ask(lambda tx: [tx.run(sql, [*params, each.id, each.attempt]) for each in jobs], must=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What becomes of a job that failed: again at `again_at`, or given up."""

    error: str  # a type or a code, never a text
    at: datetime
    again_at: datetime
    counts: bool = True  # False: the world's fault, not the job's
    dead: bool = False


def fail(job: Job, why: Failure) -> None:
    """Note a failure."""
    _set(
        [job],
        "available_at = %s, error = %s, failed_at = COALESCE(failed_at, %s), dead_at = %s, tries = tries - %s, worker = ''",
        [
            when(why.again_at),
            why.error[:80],
            when(why.at),
            when(why.at) if why.dead else None,
            0 if why.counts else 1,
        ],
    )


# --- when a process starts ------------------------------------------------------------------------------------------
def arm_missing(station: str) -> int:
    """Arm every timer whose column says so and whose job is missing: rows that were imported, or written by an older hub."""
    sql = f"INSERT INTO ledger_jobrow ({_TIMER_ROW}) {_MISSING[station]} {_AGAIN}"
    armed: int = write.WRITER.ask(lambda tx: tx.run(sql))
    return armed


def disarm_all(station: str) -> int:
    """Take every timer of a station away: the columns stay, and `arm_missing` brings them back."""
    sql = "DELETE FROM ledger_jobrow WHERE station = %s AND position = 0 AND dropped = ''"
    gone: int = write.WRITER.ask(lambda tx: tx.run(sql, [station]))
    return gone


def free_all(now: datetime) -> int:
    """On SQLite one process works: at its start, whatever a killed one held is free at once; how many jobs."""
    if connection.vendor != "sqlite":
        return 0
    sql = "UPDATE ledger_jobrow SET available_at = %s, worker = '' WHERE worker <> '' AND dead_at IS NULL"
    freed: int = write.WRITER.ask(lambda tx: tx.run(sql, [when(now)]))
    return freed


def take_turn(name: str, now: datetime) -> bool:
    """Take, or keep, the turn of a station that ticks in one process at a time; False while another has it."""
    sql = f"""
    INSERT INTO ledger_jobrow ({_TIMER_ROW}) VALUES (%s, %s, 0, '', %s, %s, %s, 0, 0, %s, '', '', '')
    ON CONFLICT (stream, station, position) DO UPDATE SET available_at = excluded.available_at,
      attempt = ledger_jobrow.attempt + 1, worker = excluded.worker
    WHERE ledger_jobrow.worker = excluded.worker OR ledger_jobrow.available_at <= %s
    """  # noqa: S608
    end_text = when(now + LEASE)
    took = write.WRITER.ask(lambda tx: tx.run(sql, [TURNS, name, when(now), end_text, when(now), worker(), when(now)]))
    return bool(took == 1)


# --- what a person does ---------------------------------------------------------------------------------------------
def retry(ids: Sequence[int], now: datetime) -> int:
    """Try again what was given up; how many."""
    return _by_hand("dead_at = NULL, failed_at = NULL, tries = 0, available_at = %s", [when(now)], ids)


def drop(ids: Sequence[int], why: str, by: str) -> int:
    """Drop what was given up, with a reason (a code) and by whom; it stays on record, and nothing does it. How many."""
    return _by_hand("dropped = %s, dropped_by = %s", [why, by], ids)


def _by_hand(changes: str, params: Sequence[Any], ids: Sequence[int]) -> int:
    sql = (
        f"UPDATE ledger_jobrow SET {changes}, attempt = attempt + 1"  # noqa: S608
        " WHERE id = %s AND dead_at IS NOT NULL AND dropped = ''"
    )
    done: int = write.WRITER.ask(lambda tx: sum(tx.run(sql, [*params, each]) for each in ids))
    return done
