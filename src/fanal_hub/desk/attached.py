"""Files that come with a notice from the desk: read whole, typed by their own first bytes, refused with a message. It keeps nothing."""

from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from fanal.words.errors import RefusedError
from fanal.words.say import message
from fanal_hub.desk.evidence import STARTS
from fanal_hub.stations.judge import MOST_FILE

ACCEPT = "image/png,image/jpeg,image/webp,application/pdf,video/mp4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A file ready to be sealed."""

    name: str
    media_type: str
    content: bytes


def read(given: "UploadedFile[Any]", at: str) -> Piece:
    """The file; RefusedError says what is wrong with it, at the field it came by."""
    if (given.size or 0) > MOST_FILE:
        raise RefusedError(message("testimony_too_large", at=at, most=MOST_FILE // 1024 // 1024))
    content = given.read(MOST_FILE + 1)
    if not content:
        raise RefusedError(message("testimony_empty", at=at))
    kind = next((name for name, start in STARTS if start.match(content)), "")
    if not kind:
        raise RefusedError(message("testimony_unknown_type", at=at))
    name = "".join(char for char in given.name or "" if char.isprintable())[-100:]
    return Piece(name=name or "file", media_type=kind, content=content)
