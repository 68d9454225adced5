"""Which thread may write: the writer alone; every other connection to SQLite is read-only. It knows no table."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

_writers: set[int] = set()


def guard(connection: Any, **_: Any) -> None:
    """Called for each new connection: a thread that is not the writer gets a connection that refuses writes."""
    if connection.vendor == "sqlite":
        _set(connection, may_write=threading.get_ident() in _writers)


@contextmanager
def writing() -> Iterator[None]:
    """This thread may write meanwhile: for the writer itself, migrations and one-process commands."""
    me = threading.get_ident()
    _writers.add(me)
    if connection.connection is not None:
        _set(connection, may_write=True)
    try:
        yield
    finally:
        _writers.discard(me)
        if connection.connection is not None:
            _set(connection, may_write=False)


def _set(target: Any, *, may_write: bool) -> None:
    if target.vendor == "sqlite":
        target.connection.execute(f"PRAGMA query_only={'OFF' if may_write else 'ON'}")
