"""Where things stand while an export is checked: on disk, beside the hub, so that memory does not grow with the file."""

import sqlite3
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from fanal.notice.codec import dump, load
from fanal.notice.events import Event
from fanal.notice.lifecycle import apply
from fanal.notice.states import CaseNow, Now

_TABLES = """
CREATE TABLE stream (name TEXT PRIMARY KEY, version INTEGER, now TEXT, leaf TEXT) WITHOUT ROWID;
CREATE TABLE seen (what TEXT, name TEXT, said TEXT, PRIMARY KEY (what, name)) WITHOUT ROWID;
"""


class Scratch:
    """The states of an export's streams, and what was seen of it: small questions, answered from a temporary file."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base
        base.executescript(_TABLES)

    def apply(self, event: Event, version: int, leaf: str) -> bool:
        """Move a stream on by one event; False when the version does not follow. MoveError when a table forbids it."""
        found = self._base.execute("SELECT version, now FROM stream WHERE name = ?", [event.stream]).fetchone()
        before = (0, None) if found is None else (found[0], load(kind_of(event.stream), found[1]))
        if version != before[0] + 1:
            return False
        now = apply(before[1], event)
        said = (event.stream, version, dump(now), leaf)
        self._base.execute(
            "INSERT INTO stream VALUES (?, ?, ?, ?) ON CONFLICT (name) DO UPDATE"
            " SET version = excluded.version, now = excluded.now",
            said,
        )
        return True

    def now(self, stream: str) -> Now | None:
        """Where a stream ends; None for one that is not in the file."""
        found = self._base.execute("SELECT now FROM stream WHERE name = ?", [stream]).fetchone()
        return None if found is None else load(kind_of(stream), found[0])

    def first_leaf(self, stream: str) -> str:
        """The leaf of a stream's first event; empty when there is none."""
        found = self._base.execute("SELECT leaf FROM stream WHERE name = ?", [stream]).fetchone()
        return "" if found is None else str(found[0])

    def streams(self, kind: str = "") -> Iterator[str]:
        """The names of the streams, of one kind."""
        for (name,) in self._base.execute("SELECT name FROM stream WHERE name LIKE ? ORDER BY name", [f"{kind}%"]):
            yield name

    def case(self, ref: str) -> CaseNow | None:
        """Where a case ends."""
        now = self.now(f"case:{ref}")
        return now if isinstance(now, CaseNow) else None

    def is_new(self, what: str, name: str, said: str = "") -> bool:
        """Remember a name of a kind; False when it was there."""
        made = self._base.execute("INSERT OR IGNORE INTO seen VALUES (?, ?, ?)", [what, name, said])
        return made.rowcount == 1

    def put(self, what: str, name: str, said: str) -> None:
        """Remember a name of a kind, in the place of what was said of it before."""
        self._base.execute("INSERT OR REPLACE INTO seen VALUES (?, ?, ?)", [what, name, said])

    def said(self, what: str, name: str) -> str | None:
        """What was remembered with a name."""
        found = self._base.execute("SELECT said FROM seen WHERE what = ? AND name = ?", [what, name]).fetchone()
        return None if found is None else str(found[0])

    def names(self, what: str) -> Iterator[str]:
        """Every name of a kind."""
        for (name,) in self._base.execute("SELECT name FROM seen WHERE what = ? ORDER BY name", [what]):
            yield name


def kind_of(stream: str) -> str:
    """ "notice", "case" or "referral"."""
    return stream.partition(":")[0]


def chunks(names: Iterator[str], size: int = 500) -> Iterator[Collection[str]]:
    """Names in lists short enough for one question."""
    chunk: list[str] = []
    for each in names:
        chunk.append(each)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


@contextmanager
def scratch(folder: Path) -> Iterator[Scratch]:
    """A fresh one; its file goes with it."""
    with tempfile.TemporaryDirectory(prefix="import-", dir=folder) as place:
        base = sqlite3.connect(Path(place) / "scratch.db", isolation_level=None, check_same_thread=False)
        base.execute("PRAGMA journal_mode=OFF")
        base.execute("PRAGMA synchronous=OFF")
        base.execute("BEGIN")  # one transaction, never kept: no commit for each line
        try:
            yield Scratch(base)
        finally:
            base.close()
