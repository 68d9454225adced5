"""Reads a file that a notifier adds: its size, and what it is by its own first bytes, whatever its name says. It keeps nothing."""

import re
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from fanal.words.errors import RefusedError
from fanal.words.say import message

MOST_BYTES = 10 * 1024 * 1024
ACCEPT = "image/png,image/jpeg,image/webp,application/pdf,video/mp4"
_STARTS = (
    ("image/png", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("image/jpeg", re.compile(rb"\xff\xd8\xff")),
    ("image/webp", re.compile(rb"RIFF....WEBP", re.DOTALL)),
    ("application/pdf", re.compile(rb"%PDF-")),
    ("video/mp4", re.compile(rb"....ftyp", re.DOTALL)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of testimony, ready to be sealed."""

    name: str
    media_type: str
    content: bytes


def given(request: HttpRequest) -> "UploadedFile[Any] | None":
    """The file of a request, if one was chosen."""
    found = request.FILES.get("file")
    return found if isinstance(found, UploadedFile) else None


def read(given: "UploadedFile[Any] | None") -> Piece | None:
    """The file, or None when there is none; RefusedError says what is wrong with it."""
    if given is None:
        return None
    if (given.size or 0) > MOST_BYTES:
        raise RefusedError(message("testimony_too_large", at="file", most=MOST_BYTES // 1024 // 1024))
    content = given.read(MOST_BYTES + 1)
    if not content:
        raise RefusedError(message("testimony_empty", at="file"))
    kind = next((name for name, start in _STARTS if start.match(content)), "")
    if not kind:
        raise RefusedError(message("testimony_unknown_type", at="file"))
    name = "".join(char for char in given.name or "" if char.isprintable())[-100:]
    return Piece(name=name or "file", media_type=kind, content=content)
