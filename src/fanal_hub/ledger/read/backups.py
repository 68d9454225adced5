"""Questions about backups: the last one, the last good one, those before, and past restorations. Read from small files."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from fanal_hub import jsonl

RECORD = "backups.jsonl"
RESTORATIONS = "restored.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupTry:
    """One attempt at a backup: made and read back, or why not (the code and parameters of a message)."""

    at: datetime
    is_good: bool
    file: str = ""
    size: int = 0  # bytes
    events: int = 0
    seconds: float = 0.0
    why: str = ""
    params: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Restoration:
    """This hub was put back from a backup: how long its log was then, and how long it had been known to be."""

    at: datetime
    made_at: datetime
    events: int
    known: int  # leaves of the longest checkpoint known then; 0 when none was given


def tries(most: int = 200) -> list[BackupTry]:
    """The last attempts, newest first."""
    return [_try(each) for each in reversed(_lines(RECORD)[-most:])]


def last_backup() -> BackupTry | None:
    """The last attempt, good or not."""
    return next(iter(tries(1)), None)


def last_good() -> BackupTry | None:
    """The last backup that was made and read back."""
    return next((each for each in tries() if each.is_good), None)


def restorations() -> list[Restoration]:
    """Every restoration of this hub, newest first."""
    return [
        Restoration(
            at=datetime.fromisoformat(each["at"]),
            made_at=datetime.fromisoformat(each["made_at"]),
            events=each["events"],
            known=each["known"],
        )
        for each in reversed(_lines(RESTORATIONS))
    ]


def _try(line: dict[str, Any]) -> BackupTry:
    return BackupTry(
        at=datetime.fromisoformat(line["at"]),
        is_good=line["is_good"],
        file=line.get("file", ""),
        size=line.get("size", 0),
        events=line.get("events", 0),
        seconds=line.get("seconds", 0.0),
        why=line.get("why", ""),
        params=tuple(line.get("params", {}).items()),
    )


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(each) for each in jsonl.read(Path(settings.HOME) / name)]
