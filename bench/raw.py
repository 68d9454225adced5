"""The rows that the door writes for a notice, made beforehand, and what the databases can do with them when nothing else costs."""

import re
import sqlite3
import subprocess
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from bench import hubkit
from fanal.words.lists import Channel
from fanal_hub.ledger.plan import ready
from fanal_hub.people.models import Organisation
from fanal_hub.stations import door

Columns = dict[str, Any]
SETTINGS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "temp_store=MEMORY")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of one table."""

    table: str
    values: Columns


class _Rows:
    """Stands where the writer's transaction stands, and keeps the rows instead."""

    def __init__(self) -> None:
        self.rows: list[Row] = []

    def insert(self, table: str, rows: Iterable[Columns], *, ignore: bool = False) -> None:  # noqa: ARG002
        self.rows += [Row(table, each) for each in rows]


def prepared(handler: Organisation, first: int, most: int, *, placed: bool) -> list[list[Row]]:
    """The rows of notices number `first` and on, one list each; `placed`: with the position that SQLite gives at COMMIT."""
    sender = f"org:{handler.ref}"
    entry = door.Entry(handler=handler, channel=Channel.API, sender=sender, owner=sender)
    made = []
    for place in range(first, first + most):
        found = ready(door._draft(hubkit.notice(place), entry).plan, hubkit.NOW)
        rows = _Rows()
        found.events[0]["position"] = place + 1 if placed else None
        rows.insert("ledger_eventrow", found.events)
        rows.insert("ledger_noticerow", [found.heads[0].row])
        for effect in found.beside:
            effect(rows)  # type: ignore[arg-type]
        made.append(rows.rows)
    return made


def _insertion(row: Row, mark: str) -> str:
    return _into(row, ", ".join([mark] * len(row.values)))


def _into(row: Row, values: str) -> str:
    return f"INSERT INTO {row.table} ({_names(row)}) VALUES ({values})"


def _names(row: Row) -> str:
    return ", ".join(f'"{name}"' for name in row.values)


def _by_table(notices: Iterable[Sequence[Row]]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for rows in notices:
        for row in rows:
            found.setdefault(row.table, []).append(row)
    return found


# --- SQLite ---------------------------------------------------------------------------------------------------------
class Sqlite:
    """The hub's tables without the hub, on a file of their own."""

    def __init__(self, name: str) -> None:
        self.place = hubkit.HOME / f"{name}.db"
        base = self.open()
        for statement in _schema(hubkit.HOME / "fanal.db"):
            base.execute(statement)
        base.close()

    def open(self) -> sqlite3.Connection:
        """A connection with the hub's own settings."""
        base = sqlite3.connect(self.place, isolation_level=None, timeout=60)
        for each in SETTINGS:
            base.execute(f"PRAGMA {each}")
        return base

    def one_by_one(self, notices: list[list[Row]], seconds: float) -> float:
        """Notices a second, each in a transaction of its own; those that were written leave the list."""
        ready_made = [[(_insertion(row, "?"), list(row.values.values())) for row in rows] for rows in notices]
        base = self.open()
        done, started = 0, time.perf_counter()
        while done < len(notices) and time.perf_counter() - started < seconds:
            base.execute("BEGIN IMMEDIATE")
            for sql, values in ready_made[done]:
                base.execute(sql, values)
            base.execute("COMMIT")
            done += 1
        rate = done / (time.perf_counter() - started)
        base.close()
        del notices[:done]
        return rate

    def together(self, notices: Sequence[Sequence[Row]]) -> float:
        """Seconds for all of them in one transaction, an executemany for each table."""
        tables = [(_insertion(rows[0], "?"), [list(row.values.values()) for row in rows]) for rows in _tables(notices)]
        base = self.open()
        started = time.perf_counter()
        base.execute("BEGIN IMMEDIATE")
        for sql, values in tables:
            base.executemany(sql, values)
        base.execute("COMMIT")
        took = time.perf_counter() - started
        base.close()
        return took


def _tables(notices: Sequence[Sequence[Row]]) -> Iterable[list[Row]]:
    return _by_table(notices).values()


def _schema(place: Path) -> list[str]:
    source = sqlite3.connect(place)
    statements = source.execute(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name LIKE 'ledger_%' AND name NOT LIKE 'ledger_words%'"
        " OR tbl_name LIKE 'ledger_%' AND type = 'index' AND sql IS NOT NULL ORDER BY type = 'index'"
    ).fetchall()
    source.close()
    return [sql for (sql,) in statements]


# --- PostgreSQL -----------------------------------------------------------------------------------------------------
def copied(url: str, notices: Sequence[Sequence[Row]]) -> float:
    """Seconds for all of them by COPY over one connection, in one transaction, a COPY for each table."""
    tables = [
        (f"COPY {rows[0].table} ({_names(rows[0])}) FROM STDIN", [tuple(row.values.values()) for row in rows])
        for rows in _tables(notices)
    ]
    with psycopg.connect(url) as base, base.cursor() as cursor:
        cursor.execute("SELECT 1")
        base.commit()
        started = time.perf_counter()
        for sql, rows in tables:
            with cursor.copy(sql) as copy:
                for row in rows:
                    copy.write_row(row)
        base.commit()
        return time.perf_counter() - started


def pgbench(program: str, url: str, rows: Sequence[Row], seconds: int, clients: int) -> float:
    """Transactions a second of pgbench that write the rows of one notice, each time under other references."""
    script = hubkit.HOME / "notice.sql"
    script.write_text(_script(rows))
    command = [program, "-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-T", str(seconds), "-f", str(script)]
    done = subprocess.run([*command, url], capture_output=True, text=True, check=True)
    found = re.search(r"tps = ([0-9.]+)", done.stdout)
    if found is None or "number of failed transactions: 0 " not in done.stdout:
        raise RuntimeError(done.stdout + done.stderr)
    return float(found[1])


def _script(rows: Sequence[Row]) -> str:
    """The same INSERTs; what must be unique (references, subject, record ids) has a number drawn anew in it."""
    own = {row.values["ref"] for row in rows if "ref" in row.values}
    own |= {row.values[name] for row in rows for name in ("subject", "id") if name in row.values}
    unique = re.compile("|".join(map(re.escape, sorted(own))))
    lines = [f"\\set n{place} random(100000000000000, 999999999999999)" for place in range(len(own))]
    number = {each: f":n{place}" for place, each in enumerate(sorted(own))}
    lines.append("BEGIN;")
    for row in rows:
        values = ", ".join(_literal(each, unique, number) for each in row.values.values())
        lines.append(f"{_into(row, values)};")
    return "\n".join([*lines, "COMMIT;", ""])


def _literal(value: Any, unique: re.Pattern[str], number: dict[str, str]) -> str:
    if value is None or isinstance(value, bool | int):
        return "NULL" if value is None else str(value).lower()
    if isinstance(value, bytes):
        return f"'\\x{value.hex()}'::bytea"
    parts: list[str] = []
    end = 0
    for found in unique.finditer(value):
        parts += [_quoted(value[end : found.start()] + found[0][:2]), f"{number[found[0]]}::text"]
        end = found.end()
    parts.append(_quoted(value[end:]))
    return " || ".join(parts) if len(parts) > 1 else parts[0]


def _quoted(text: str) -> str:
    """A literal without colons, which pgbench takes for its variables even inside quotes."""
    return "E'" + text.replace("\\", "\\\\").replace("'", "''").replace(":", "\\072") + "'"
