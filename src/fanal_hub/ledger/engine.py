"""What differs between SQLite and PostgreSQL for whoever writes, and which thread may write. It knows no rule.

Every connection but the writer's is read-only, on both engines.
"""

import re
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any

import psycopg
from django.db import connection
from psycopg.types.string import StrDumperUnknown as StrDumper

if TYPE_CHECKING:
    from fanal_hub.ledger.plan import Words

MOST_MARKS = 900  # parameters of one statement that every SQLite takes
COPY_FROM = 24  # rows: from here on COPY is quicker than INSERT
_WORD = re.compile(r"[^\W_]+")
SCHEMA_LOCK = 0x46616E616D
_writers: set[int] = set()


# --- who may write --------------------------------------------------------------------------------------------------
class _NoNul(StrDumper):
    """PostgreSQL's text holds no NUL: who asks for one finds nothing, and what a person types loses it visibly."""

    def dump(self, obj: str) -> Any:
        """The text, a NUL shown as the replacement character."""
        return super().dump(obj.replace("\0", "\ufffd") if "\0" in obj else obj)


def guard(connection: Any, **_: Any) -> None:
    """Called for each new connection: a thread that is not the writer gets a connection that refuses writes."""
    if connection.vendor == "postgresql":
        connection.connection.adapters.register_dumper(str, _NoNul)
    _set(connection, may_write=threading.get_ident() in _writers)


@contextmanager
def writing() -> Iterator[None]:
    """This thread may write meanwhile: for the writer itself, the sequencer, migrations and one-process commands."""
    me = threading.get_ident()
    if me in _writers:
        yield
        return
    _writers.add(me)
    if connection.connection is not None:
        _set(connection, may_write=True)
    try:
        yield
    finally:
        _writers.discard(me)
        if connection.connection is not None:
            _set(connection, may_write=False)


@contextmanager
def alone_in_schema() -> Iterator[None]:
    """Of several processes that want to change the schema of a PostgreSQL database, one at a time."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [SCHEMA_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [SCHEMA_LOCK])


def _set(target: Any, *, may_write: bool) -> None:
    if target.vendor == "sqlite":
        target.connection.execute(f"PRAGMA query_only={'OFF' if may_write else 'ON'}")
    elif target.connection.closed:
        target.close()
    else:
        mode = "READ WRITE" if may_write else "READ ONLY"
        with target.connection.cursor() as cursor:
            cursor.execute(f"SET SESSION CHARACTERISTICS AS TRANSACTION {mode}")


# --- how one writes -------------------------------------------------------------------------------------------------
class Engine:
    """The driver's own cursor of the open transaction: the ORM's costs as much as the writing itself."""

    def __init__(self) -> None:
        self._cursor: Any = connection.connection.cursor()

    def execute(self, sql: str, params: Sequence[Any] = ()) -> Any:
        """Run one statement; its cursor."""
        return self._cursor.execute(_marks(sql), params)

    def many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run one statement for each row."""
        if len(rows) == 1:
            self._cursor.execute(_marks(sql), rows[0])
        else:
            self._cursor.executemany(_marks(sql), rows)

    def insert(self, table: str, names: tuple[str, ...], rows: Sequence[Sequence[Any]], *, ignore: bool) -> None:
        """Insert rows, many in a statement; counts are powers of two, so that few statements are prepared."""
        start, most = 0, MOST_MARKS // len(names)
        while start < len(rows):
            count = 1 << min(most, len(rows) - start).bit_length() - 1
            values = list(chain.from_iterable(rows[start : start + count]))
            self._cursor.execute(_marks(insertion(table, names, count, ignore=ignore)), values)
            start += count

    def index_words(self, handler: str, target: str, notice: str, words: "Words") -> None:
        """Add one entry to the full-text index."""
        self.execute(
            "INSERT INTO ledger_words (handler, target, notice, words, address, account, refs)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s)",
            [handler, target, notice, words.words, words.address, words.account, words.refs],
        )

    def settle_words(self) -> None:
        """Deleted terms stay in an FTS5 index until it is optimised."""
        self.execute("INSERT INTO ledger_words(ledger_words) VALUES ('optimize')")


class PostgresEngine(Engine):
    """The same on PostgreSQL: prepared statements, COPY for many rows."""

    def __init__(self) -> None:
        self._cursor = psycopg.Cursor(connection.connection)

    def execute(self, sql: str, params: Sequence[Any] = ()) -> Any:
        """Run one statement; its cursor."""
        return self._cursor.execute(sql, params)

    def many(self, sql: str, rows: Sequence[Sequence[Any]]) -> None:
        """Run one statement for each row."""
        if len(rows) == 1:
            self._cursor.execute(sql, rows[0])
        else:
            self._cursor.executemany(sql, rows)

    def insert(self, table: str, names: tuple[str, ...], rows: Sequence[Sequence[Any]], *, ignore: bool) -> None:
        """Insert rows; many of them by COPY, which knows no ON CONFLICT."""
        if ignore or len(rows) < COPY_FROM:
            self.many(insertion(table, names, ignore=ignore), rows)
            return
        with self._cursor.copy(f"COPY {table} ({_quoted(names)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def index_words(self, handler: str, target: str, notice: str, words: "Words") -> None:
        """Add one entry to the full-text index."""
        text = folded(" ".join((words.words, words.address, words.account, words.refs)))
        self.execute(
            "INSERT INTO ledger_words (handler, target, notice, words) VALUES (%s, %s, %s, to_tsvector('simple', %s))",
            [handler, target, notice, text],
        )

    def settle_words(self) -> None:
        """Nothing: a GIN index finds no deleted row, and VACUUM takes its bytes."""


def engine() -> Engine:
    """The engine of this thread's connection, which must be open."""
    return PostgresEngine() if connection.vendor == "postgresql" else Engine()


def folded(text: str) -> str:
    """Words as the full-text index of PostgreSQL keeps them: no accents, no capitals, no marks (as FTS5's unicode61)."""
    bare = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return " ".join(_WORD.findall(bare.casefold()))


@cache
def insertion(table: str, names: tuple[str, ...], count: int = 1, *, ignore: bool = False) -> str:
    """An INSERT of some rows with %s for each value."""
    places = ", ".join([f"({', '.join(['%s'] * len(names))})"] * count)
    end = " ON CONFLICT DO NOTHING" if ignore else ""
    return f"INSERT INTO {table} ({_quoted(names)}) VALUES {places}{end}"  # noqa: S608


@cache
def _marks(sql: str) -> str:
    """SQLite's own parameter marks."""
    return sql.replace("%s", "?")


def _quoted(names: Sequence[str]) -> str:
    """Column names for SQL: some of ours ("case") are SQL's own words."""
    return ", ".join(f'"{name}"' for name in names)
