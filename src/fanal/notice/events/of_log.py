"""The events of the log."""

from dataclasses import dataclass
from typing import ClassVar

from fanal.notice.events.base import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointPublished(Event):
    """The head of the log was signed: tree size and root (base64), the note's SHA-256."""

    KIND: ClassVar[str] = "checkpoint_published"
    STREAM: ClassVar[str] = "log"
    size: int
    root: str
    note: str
