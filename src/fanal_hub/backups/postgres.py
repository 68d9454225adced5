"""Dumps and restores a PostgreSQL database with the programs of its own version. It knows no table but the log's."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psycopg
from psycopg.conninfo import conninfo_to_dict

from fanal.words.say import message
from fanal_hub.backups.sealed import BackupError
from fanal_hub.backups.snapshot import EVENTS, LAST_NOTE, LogFacts

AwayError = psycopg.OperationalError  # it does not answer, or does not let us in
DEBIAN = Path("/usr/lib/postgresql")
_PIECE = 256 * 1024
OURS = ("ledger_", "people_", "auth_", "django_")  # how the tables of a hub begin
_NAMES = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
_MORE = ("sslmode", "sslrootcert", "sslcert", "sslkey", "service", "passfile", "options")


@dataclass(frozen=True, slots=True)
class Database:
    """Where a PostgreSQL database is: libpq's own parameters. The password is never an argument of a program."""

    params: Mapping[str, str]

    @classmethod
    def of_url(cls, url: str) -> "Database":
        """The database of an address."""
        return cls({key: str(value) for key, value in conninfo_to_dict(url).items() if value})

    def environment(self) -> dict[str, str]:
        """For pg_dump and pg_restore."""
        given = {_NAMES.get(key, f"PG{key.upper()}"): value for key, value in self.params.items() if _is_libpq(key)}
        return {**os.environ, **given, "LC_ALL": "C.UTF-8"}

    def connect(self) -> "psycopg.Connection[tuple[object, ...]]":
        """A connection of its own."""
        return psycopg.connect(**{key: value for key, value in self.params.items() if _is_libpq(key)})  # type: ignore[arg-type]


def _is_libpq(key: str) -> bool:
    return key in _NAMES or key in _MORE


@contextmanager
def dumped(database: Database) -> Iterator[tuple[Iterator[bytes], LogFacts]]:
    """A dump as it is made (pg_dump, custom form), and what its log holds: both of one exported snapshot."""
    with database.connect() as base:
        base.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        snapshot = str(_one(base, "SELECT pg_export_snapshot()"))
        facts = LogFacts(int(str(_one(base, EVENTS))), str(_one(base, LAST_NOTE) or ""))
        program = find("pg_dump", base.info.server_version // 10_000)
        yield _output([program, "--format=custom", *_PLAIN, f"--snapshot={snapshot}"], database), facts


_PLAIN = ("--no-owner", "--no-privileges", "--no-password")


def _output(command: list[str], database: Database) -> Iterator[bytes]:
    made = subprocess.Popen(  # noqa: S603  our own program and arguments
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=database.environment()
    )
    assert made.stdout is not None
    assert made.stderr is not None
    with made.stdout, made.stderr:
        try:
            while piece := made.stdout.read(_PIECE):
                yield piece
            said = made.stderr.read()
        finally:
            if made.poll() is None and not made.stdout.closed:
                made.stdout.close()
            status = made.wait()
    if status:
        raise BackupError(message("backup_program_failed", program="pg_dump", said=_last_line(said)))


class Restoring:
    """pg_restore, fed piece by piece; all or nothing (one transaction)."""

    def __init__(self, database: Database) -> None:
        with database.connect() as base:
            program = find("pg_restore", base.info.server_version // 10_000)
        self._made = subprocess.Popen(  # noqa: S603  our own program and arguments
            [program, *_PLAIN, "--exit-on-error", "--single-transaction", f"--dbname={database.params['dbname']}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=database.environment(),
        )

    def write(self, piece: bytes) -> None:
        """Some more of the dump."""
        try:
            _pipe(self._made.stdin).write(piece)
        except BrokenPipeError:
            self.finish()

    def finish(self) -> None:
        """Wait until everything is committed; refuses when it is not."""
        said = self._made.communicate()[1]
        if self._made.returncode:
            raise BackupError(message("backup_program_failed", program="pg_restore", said=_last_line(said)))

    def close(self) -> None:
        """Give up: nothing is kept."""
        if self._made.poll() is None:
            self._made.kill()
            self._made.communicate()


def _pipe(given: IO[bytes] | None) -> IO[bytes]:
    assert given is not None
    return given


def is_unused(database: Database) -> bool:
    """True when no organisation uses the database: no organisation and no event, or no table at all."""
    with database.connect() as base:
        for table in ("people_organisation", "ledger_eventrow"):
            if _one(base, f"SELECT to_regclass('{table}')") and _one(base, f"SELECT 1 FROM {table} LIMIT 1"):  # noqa: S608
                return False
    return True


def empty(database: Database) -> None:
    """Take away the tables and functions of a hub that nobody used yet, so that a dump finds their places free."""
    there = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
    tables = f"SELECT format('DROP TABLE %I CASCADE', tablename) FROM ({there}) AS tables"  # noqa: S608
    routines = (
        "SELECT format('DROP FUNCTION %s CASCADE', oid::regprocedure) FROM pg_proc"
        " WHERE pronamespace = current_schema()::regnamespace AND proname LIKE 'fanal%'"
    )
    if not is_unused(database):
        raise BackupError(message("restore_not_empty", place=database.params.get("dbname", "")))
    with database.connect() as base:
        if any(not str(name).startswith(OURS) for (name,) in base.execute(there.encode()).fetchall()):
            raise BackupError(message("restore_not_empty", place=database.params.get("dbname", "")))
        for question in (tables, routines):
            for (statement,) in base.execute(question).fetchall():
                base.execute(str(statement).encode())


def find(program: str, major: int) -> str:
    """The program for a server of this version: its own, else the next newer one (a newer one reads an older server)."""
    places = [shutil.which(program), *(str(each) for each in DEBIAN.glob(f"*/bin/{program}"))]
    known = {_major(each): each for each in reversed(places) if each}
    fit = [each for each in sorted(known) if each >= major]
    if not fit:
        raise BackupError(message("backup_program_missing", program=program, package=f"postgresql-client-{major}"))
    return known[fit[0]]


def _major(program: str) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    found = re.search(r"\b(\d+)(?:\.\d+|devel|beta|rc)", said)
    return int(found[1]) if found else 0


def _one(base: "psycopg.Connection[tuple[object, ...]]", sql: str) -> object:
    row = base.execute(sql.encode()).fetchone()
    return None if row is None else row[0]


def _last_line(said: bytes) -> str:
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return lines[-1][:300] if lines else "-"
