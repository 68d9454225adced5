"""What is always current beside the backups: the erasure list, and the last checkpoint that the hub published.

A backup is a day old when it is needed. Since it was made, things were erased, and seals were published: both must be
known to whoever restores it. References and a public note only: neither names anybody.
"""

import json
import os
import secrets
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from fanal.prove.checkpoint import Checkpoint, read_checkpoint
from fanal.words.errors import ProofError
from fanal.words.say import message
from fanal_hub import jsonl
from fanal_hub.backups.folder import plain
from fanal_hub.backups.sealed import BackupError

ERASURES = "erasures.jsonl"


def erasures_of(where: Path, hub: str) -> Path:
    """Where the erasure list of a hub lies, beside its backups."""
    return where / f"{plain(hub)}.{ERASURES}"


def checkpoint_of(where: Path, hub: str) -> Path:
    """Where the last checkpoint of a hub lies, beside its backups."""
    return where / f"{plain(hub)}.checkpoint.txt"


def bring_up_to_date(home: Path, where: Path, hub: str, note: str) -> int:
    """Bring both up to date; how many lines the list has. A line that is there never leaves, a seal never goes back."""
    where.mkdir(mode=0o700, parents=True, exist_ok=True)
    lines = merged(jsonl.read(erasures_of(where, hub)), jsonl.read(home / ERASURES))
    _replace(erasures_of(where, hub), "".join(f"{each}\n" for each in lines))
    there = checkpoint_of(where, hub)
    if note and _size(note) >= (_size(there.read_text(encoding="utf-8")) if there.exists() else 0):
        _replace(there, note)
    return len(lines)


def read_list(text: str) -> list[str]:
    """The lines of an erasure list; refuses what is not one."""
    lines = [each for each in text.splitlines() if each.strip()]
    for n, each in enumerate(lines, 1):
        try:
            named = json.loads(each)
            fits = isinstance(named["case"], str) and isinstance(named["notices"], list)
            datetime.fromisoformat(named["at"])
        except (ValueError, KeyError, TypeError):
            fits = False
        if not fits:
            raise BackupError(message("erasures_unreadable", at="erasures", line=n))
    return lines


def merged(*lists: Iterable[str]) -> list[str]:
    """Every line once, in order."""
    return list(dict.fromkeys(each for lines in lists for each in lines if each.strip()))


def read_published(text: str) -> tuple[str, Checkpoint]:
    """The signed note of a checkpoint file, or of a receipt that came with its proof; what it states, NOT verified."""
    note = text
    if text.lstrip().startswith("{"):
        try:
            note = str(json.loads(text)["checkpoint"])
        except (ValueError, KeyError, TypeError):
            raise BackupError(message("checkpoint_unreadable", at="checkpoint")) from None
    try:
        return note, read_checkpoint(note)
    except ProofError:
        raise BackupError(message("checkpoint_unreadable", at="checkpoint")) from None


def _size(note: str) -> int:
    try:
        return read_checkpoint(note).size
    except ProofError:
        return 0


def _replace(place: Path, text: str) -> None:
    """Whole or not at all, and only when it says something new."""
    if place.exists() and place.read_text(encoding="utf-8") == text:
        return
    beside = place.with_name(f".{place.name}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        os.replace(beside, place)
    finally:
        beside.unlink(missing_ok=True)
