"""Tells pictures and films by their first bytes, and has a process of its own read them for their fingerprints.

A hostile file may end, fill or hang that process at will. It is given no secret, no address and no file to write; its
memory and its time are counted. This module decodes nothing, so that the hub loads no decoder.
"""

import json
import os
import re
import subprocess
import sys
from typing import Any

from fanal.crossref.media import Mark
from fanal.words.errors import RefusedError
from fanal.words.say import Message, message

MOST_SECONDS = 600  # that a file may take, on a machine that does other things
_STOPPED = (-24, -9)  # by SIGXCPU or SIGKILL: its time was over
PICTURES = (
    ("PNG", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("JPEG", re.compile(rb"\xff\xd8\xff")),
    ("WEBP", re.compile(rb"RIFF....WEBP", re.DOTALL)),
    ("GIF", re.compile(rb"GIF8[79]a")),
)
FILMS = (
    ("mp4", re.compile(rb"....ftyp", re.DOTALL)),
    ("matroska", re.compile(rb"\x1a\x45\xdf\xa3")),  # and WebM
)


def medium(content: bytes) -> str:
    """ "image", "video", or empty: what a file is by its own first bytes, whatever its name says."""
    if any(start.match(content) for _, start in PICTURES):
        return "image"
    return "video" if any(start.match(content) for _, start in FILMS) else ""


def fingerprints_of(content: bytes, most_seconds: float = MOST_SECONDS) -> list[Mark]:
    """The marks of a file: one for a picture, one a second of the first ten minutes of a film; RefusedError says why none.

    Whatever happens to the process is such a refusal; OSError when none can be had: try again later.
    """
    command = [sys.executable, "-I", "-m", "fanal_hub.courier.decode"]
    bare = {"PATH": os.defpath, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    try:
        done = subprocess.run(  # noqa: S603  our own program, without an argument of anybody's
            command,
            input=content,
            capture_output=True,
            env=bare,
            timeout=most_seconds,
            check=False,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired as error:
        return _read(error.stdout or b"", "media_too_slow")
    except BrokenPipeError as error:
        raise OSError("the process that reads files ended before it had read one") from error
    return _read(done.stdout, "media_too_slow" if done.returncode in _STOPPED else "media_broken")


def _read(said: bytes, otherwise: str) -> list[Mark]:
    """What the process said: of a film whose time was over or whose end is damaged, the marks until then."""
    lines = [json.loads(line) for line in said.splitlines(keepends=True) if line.endswith(b"\n")]
    if not lines:
        raise OSError("the process that reads files did not begin")
    marks = [_mark(each) for each in lines if "kind" in each]
    refused = [Message(**each["refused"]) for each in lines if "refused" in each] or [message(otherwise, at="file")]
    if not marks:
        raise RefusedError(*refused)
    return marks


def _mark(said: dict[str, Any]) -> Mark:
    turned = tuple(map(bytes.fromhex, said.get("turned", ())))
    return Mark(said["kind"], bytes.fromhex(said["code"]), said["place"], said["quality"], turned)
