"""Knows how the sorted arrays of a memory lie in FANAL_HOME, so that a process starts by mapping them. The ledger stays the truth.

A snapshot says which event it stands at, by position and leaf: after a restore the same position may hold another
event, and the snapshot is then of another past. Whatever is broken, newer or unknown is not there.
"""

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.db import connection

from fanal.crossref.hamming import Index
from fanal.crossref.hamming.kernels import Kernels
from fanal.words.errors import CodeError
from fanal_hub.ledger.models import EventRow

FORM = 1  # of the files: another number is not read
NOW = "now.json"  # names the folder that counts


def save(handler: str, kind: str, index: Index, position: int) -> None:
    """Write the arrays beside the old ones, then have the one small file name them: whole or not at all."""
    room, name = _room(handler, kind), secrets.token_hex(8)
    leaf = _leaf(position)
    if leaf is None:
        return
    (room / name).mkdir(mode=0o700, parents=True)
    for each, array in index.arrays().items():
        np.save(room / name / f"{each}.npy", array)
    part = room / f"{name}.part"
    part.touch(mode=0o600)
    part.write_text(json.dumps({"form": FORM, "folder": name, "position": position, "leaf": leaf}), encoding="utf-8")
    os.replace(part, room / NOW)
    for old in room.iterdir():
        if old.is_dir() and old.name != name:
            shutil.rmtree(old, ignore_errors=True)  # whoever has mapped it keeps its pages


def load(handler: str, kind: str, loops: Callable[[int], Kernels]) -> tuple[Index, int] | None:
    """The index and the position it stands at; None when there is none that can be believed. `loops` by how many codes."""
    room = _room(handler, kind)
    try:
        said = json.loads((room / NOW).read_text(encoding="utf-8"))
        position = int(said["position"])
        if said["form"] != FORM or _leaf(position) != said["leaf"]:
            return None
        arrays = {place.stem: _mapped(place) for place in (room / said["folder"]).glob("*.npy")}
        return Index.of(arrays, loops=loops(len(arrays["ids"]))), position
    except (OSError, ValueError, KeyError, TypeError, EOFError, CodeError):
        return None


def drop(handler: str, kind: str) -> None:
    """Take the snapshot of a memory away: something in it was erased."""
    with suppress(FileNotFoundError):
        (_room(handler, kind) / NOW).unlink()
    shutil.rmtree(_room(handler, kind), ignore_errors=True)


def _mapped(place: Path) -> Any:
    """Private pages: nothing ever writes to them, and the kernels take them like any other array."""
    return np.load(place, mmap_mode="c" if place.stat().st_size > 1 << 16 else None, allow_pickle=False)


def _room(handler: str, kind: str) -> Path:
    """A folder a memory and database; its name tells nobody whose it is."""
    whose = "\n".join((str(connection.settings_dict["NAME"]), handler, kind))
    found: Path = settings.HOME / "nearby" / hashlib.sha256(whose.encode()).hexdigest()[:32]
    return found


def _leaf(position: int) -> str | None:
    return EventRow.objects.filter(position=position).values_list("leaf", flat=True).first()
