"""A restored hub that waits beside an empty one, and takes its place at the next start, before anything is open.

The screen of an empty hub restores into FANAL_HOME/restored with the same command as a person would, and cannot put it
in its own place: its name, its secret and its keys are in the memory of the process that serves.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from fanal_hub.backups import snapshot
from fanal_hub.backups.restore import OF_AN_UNUSED_HUB

FOLDER = "restored"
MARK, CLEARING, MOVING = "ready.json", "clearing.json", "moving.json"  # how far it has come
_LEFT = frozenset({MARK, CLEARING, MOVING, "hub.lock", "backup.lock", "static"})


def is_waiting(home: Path) -> bool:
    """True when a restored hub will take this one's place at the next start."""
    return any((home / FOLDER / each).exists() for each in (MARK, CLEARING, MOVING))


def mark_ready(home: Path, at: datetime, told: Sequence[Mapping[str, Any]]) -> None:
    """The restored hub is whole, verified and on the disk: it may take the place. `told`: what the command said."""
    (home / FOLDER / MARK).write_text(json.dumps({"at": at.isoformat(), "told": list(told)}), encoding="utf-8")


def told(home: Path) -> list[dict[str, Any]]:
    """What the command said of the hub that waits."""
    place = home / FOLDER / MARK
    found: list[dict[str, Any]] = json.loads(place.read_text(encoding="utf-8"))["told"] if place.exists() else []
    return found


def drop(home: Path) -> None:
    """Forget a restored hub that waits, or what is left of one that failed."""
    shutil.rmtree(home / FOLDER, ignore_errors=True)


def take_in(home: Path) -> str:
    """Put the waiting hub in place, before any setting is read: taken, refused (this hub is in use), or none.

    Whole even when the power fails half-way: the next start goes on where this one stopped.
    """
    if not is_waiting(home):
        return "none"
    with (home / "hub.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return "none"  # a hub serves this folder: its start will say so
        return _take_in(home, home / FOLDER)


def _take_in(home: Path, new: Path) -> str:
    if (new / MARK).exists():
        database = home / "fanal.db"
        if database.exists() and not snapshot.is_unused(database):
            return "refused"
        (new / MARK).rename(new / CLEARING)
    if (new / CLEARING).exists():  # (1) what the first start made goes aside
        _clear(home, {each.name for each in new.iterdir()} - _LEFT)
        (new / CLEARING).rename(new / MOVING)
    for each in sorted(new.iterdir()):  # (2) the restored hub comes in; a step that was taken is not taken again
        if each.name not in _LEFT:
            each.rename(home / each.name)
    shutil.rmtree(new)
    return "taken"


def _clear(home: Path, coming: set[str]) -> None:
    there = [name for name in sorted(coming | OF_AN_UNUSED_HUB) if (home / name).exists()]
    if there:
        aside = home / f"before-restore-{os.urandom(4).hex()}"
        aside.mkdir(mode=0o700)
        for name in there:
            (home / name).rename(aside / name)
