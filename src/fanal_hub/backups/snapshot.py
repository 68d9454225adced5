"""A consistent copy of a living SQLite database, beside it, and gone when it has been read. It seals nothing.

The copy reads one snapshot (a read transaction of the write-ahead log), so it never waits for the writer and the writer
never waits for it; it goes in steps with a breath between, so that the disk is the writer's in the meantime.
"""

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from fanal.words.say import message
from fanal_hub.backups.sealed import BackupError

STEP_PAGES = 1_024  # 4 MiB
BREATH = 0.005  # seconds
BESIDE = ".backup-"  # what a killed backup may leave in FANAL_HOME: swept away by the next one


@dataclass(frozen=True, slots=True)
class LogFacts:
    """How long the log is in a copy, and its last checkpoint (a signed note, or empty)."""

    events: int
    checkpoint: str


# On PostgreSQL an event has no position for a few milliseconds after its COMMIT; it is in the log all the same.
EVENTS = (
    "SELECT COALESCE(MAX(position), 0) + (SELECT COUNT(*) FROM ledger_eventrow WHERE position IS NULL)"
    " FROM ledger_eventrow"
)
LAST_NOTE = "SELECT note FROM ledger_checkpointrow ORDER BY size DESC LIMIT 1"


@contextmanager
def copied(database: Path) -> Iterator[tuple[BinaryIO, LogFacts]]:
    """The copy, open for reading, and what its log holds; the file has no name any more, so nothing stays behind."""
    sweep(database.parent)
    place = database.parent / f"{BESIDE}{secrets.token_hex(6)}.db"
    try:
        _room_for(database)
        os.close(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        facts = _copy(database, place)
        opened = place.open("rb")
    finally:
        for each in (place, place.with_name(f"{place.name}-journal")):
            each.unlink(missing_ok=True)
    with opened:
        yield opened, facts


def sweep(folder: Path) -> None:
    """Destroy what a killed backup left; only under the lock of backups."""
    for each in folder.glob(f"{BESIDE}*"):
        each.unlink(missing_ok=True)


def _room_for(database: Path) -> None:
    needed = database.stat().st_size + 16 * 1024 * 1024
    free = os.statvfs(database.parent).f_bavail * os.statvfs(database.parent).f_frsize
    if free < needed:
        raise BackupError(message("backup_no_room", folder=str(database.parent), needed=needed // 1_000_000 + 1))


def _copy(database: Path, place: Path) -> LogFacts:
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True, timeout=30, isolation_level=None)) as source:
        source.execute("BEGIN")
        facts = LogFacts(
            int(_first(source, EVENTS) or 0), str(_first(source, LAST_NOTE) or "")
        )  # the snapshot begins here
        with closing(sqlite3.connect(place, isolation_level=None)) as copy:
            copy.execute("PRAGMA synchronous=OFF")  # a copy that a power cut harms is made again
            source.backup(copy, pages=STEP_PAGES, sleep=BREATH)
        source.execute("ROLLBACK")
    return facts


def _first(base: sqlite3.Connection, sql: str) -> int | str | None:
    row = base.execute(sql).fetchone()
    return None if row is None else row[0]


def is_unused(database: Path) -> bool:
    """True for a database that no organisation uses: no organisation and no event, or no table at all."""
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True, timeout=5)) as base:
        known = {row[0] for row in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        return not any(
            table in known and base.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()  # noqa: S608
            for table in ("people_organisation", "ledger_eventrow")
        )
