"""Small files of one JSON object a line, beside the database: a line is whole on the disk, or it is none. It knows no field."""

import fcntl
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from io import SEEK_END, FileIO
from pathlib import Path
from typing import Any


def append(place: Path, line: Mapping[str, Any]) -> None:
    """Add one line; it is on the disk when this returns. What a full disk or a power cut left half written goes first."""
    raw = json.dumps(line).encode() + b"\n"
    with FileIO(place, "a+") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        size = _mended(opened)
        try:
            _write(opened, raw)
            os.fsync(opened.fileno())
        except OSError:
            with suppress(OSError):
                opened.truncate(size)
            raise


def read(place: Path) -> list[str]:
    """The lines that were written whole, oldest first."""
    if not place.exists():
        return []
    *whole, last = place.read_bytes().split(b"\n")
    return [each.decode() for each in (*whole, last if _is_whole(last) else b"") if each.strip()]


def _mended(opened: FileIO) -> int:
    """How long the file is, once its last line is whole."""
    size = opened.seek(0, SEEK_END)
    opened.seek(max(size - 1, 0))
    if opened.read(1) in (b"", b"\n"):
        return size
    opened.seek(0)
    last = opened.readall().rpartition(b"\n")[2]
    if _is_whole(last):
        return size + _write(opened, b"\n")
    opened.truncate(size - len(last))
    return size - len(last)


def _write(opened: FileIO, raw: bytes) -> int:
    left = memoryview(raw)
    while left:
        left = left[opened.write(left) or 0 :]
    return len(raw)


def _is_whole(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False
