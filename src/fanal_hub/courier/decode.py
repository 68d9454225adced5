"""Decodes pictures and films into frames, and hands them to the core for their fingerprints. It keeps nothing.

What it decodes comes from anybody, by libraries written in C: the hub calls it through `media`, never in its own process.
Formats are named one by one, by a file's first bytes: no demuxer is asked that would open another file or address.
Run as a program, this module is that process: a file on standard input, a line of JSON for each mark.
"""

import io
import json
import os
import resource
import struct
import sys
import warnings
from collections.abc import Iterator
from itertools import islice

import av
import numpy as np
from av.error import FFmpegError
from numpy.typing import NDArray
from PIL import Image, ImageOps, ImageSequence

from fanal.crossref.media import EVERY_MS, Mark, marks_of_film, marks_of_picture
from fanal.words.errors import RefusedError
from fanal.words.say import message
from fanal_hub.courier.media import FILMS, PICTURES, medium

MOST_PIXELS = 40_000_000  # of a picture, or of one frame
MOST_MS = 10 * 60 * 1000  # of a film: what comes later is not looked at
MOST_FRAMES = 20_000  # of an animated picture
MOST_MEMORY = 1_500_000_000  # bytes of addresses of the process
MOST_CPU = 240  # its seconds
# What the decoders raise about files that are not what they say.
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    LookupError,
    TypeError,
    ArithmeticError,
    AttributeError,
    NotImplementedError,
    struct.error,
    Image.DecompressionBombError,
    FFmpegError,
)

Pixels = NDArray[np.uint8]


def fingerprints_of(content: bytes) -> Iterator[Mark]:
    """The marks of a file, one for a picture, one a second of a film's first ten minutes; RefusedError says why none."""
    kind = medium(content)
    if not kind:
        raise RefusedError(message("media_unknown", at="file"))
    is_plain = True
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what decoders think of a file's notes: nobody reads them here
        for mark in _of_picture(content) if kind == "image" else marks_of_film(_film(content)):
            is_plain = False
            yield mark
    if is_plain:
        raise RefusedError(message("media_plain", at="file"))


# --- pictures -------------------------------------------------------------------------------------------------------
def _of_picture(content: bytes) -> Iterator[Mark]:
    """A still picture upright; an animated one as a film."""
    formats = [name for name, start in PICTURES if start.match(content)]
    try:
        with Image.open(io.BytesIO(content), formats=formats) as opened:
            _sized(*opened.size)
            if getattr(opened, "is_animated", False):
                yield from marks_of_film(_animation(opened))
            else:
                upright = ImageOps.exif_transpose(opened)
                yield from marks_of_picture(np.asarray(upright.convert("RGB")))
    except _BROKEN as error:
        raise _refused(error) from error


def _animation(opened: Image.Image) -> Iterator[tuple[int, Pixels]]:
    """The frames of an animated picture, each at its own time."""
    at_ms = 0.0
    for frame in islice(ImageSequence.Iterator(opened), MOST_FRAMES):
        if at_ms > MOST_MS:
            return
        yield int(at_ms), np.asarray(frame.convert("RGB"))
        at_ms += float(frame.info.get("duration") or 100)


# --- films ----------------------------------------------------------------------------------------------------------
def _film(content: bytes) -> Iterator[tuple[int, Pixels]]:
    """The frames of a film that are due, upright, as luminance; what is damaged ends it, unless nothing was seen yet."""
    shape = next(name for name, start in FILMS if start.match(content))
    is_begun = False
    try:
        # The format is ours, and nothing may be opened from within the file.
        with av.open(io.BytesIO(content), "r", format=shape, options={"protocol_whitelist": ""}) as opened:
            for each in _frames(opened):
                is_begun = True
                yield each
    except _BROKEN as error:
        if not is_begun:
            raise _refused(error) from error
    if not is_begun:
        raise RefusedError(message("media_broken", at="file"))


def _frames(opened: av.container.InputContainer) -> Iterator[tuple[int, Pixels]]:
    stream = opened.streams.video[0]
    _sized(stream.codec_context.width, stream.codec_context.height)
    stream.thread_type = "NONE"  # whose threads would each hold a frame
    stream.codec_context.skip_frame = "NONREF"  # frames that no other needs: half the work, for some milliseconds
    begin: float | None = None
    due = 0.0
    for frame in opened.decode(stream):
        at = 1000 * (frame.time or 0.0)
        begin = at if begin is None else begin
        if at - begin > MOST_MS:
            return
        if at - begin < due:
            continue  # not converted: nobody looks at it
        _sized(frame.width, frame.height)
        due = (at - begin) // EVERY_MS * EVERY_MS + EVERY_MS
        yield int(at - begin), np.rot90(frame.to_ndarray(format="gray"), frame.rotation // 90)


def _sized(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise RefusedError(message("media_too_large", at="file", most=MOST_PIXELS // 1_000_000))


def _refused(error: Exception) -> RefusedError:
    if isinstance(error, Image.DecompressionBombError):
        return RefusedError(message("media_too_large", at="file", most=MOST_PIXELS // 1_000_000))
    return RefusedError(message("media_broken", at="file"))


# --- the process ----------------------------------------------------------------------------------------------------
def main() -> None:
    """Be that process."""
    content = sys.stdin.buffer.read()
    os.nice(10)
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_CPU),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    _say({"begun": True})
    try:
        for mark in fingerprints_of(content):
            said = {"kind": mark.kind, "code": mark.code.hex(), "place": mark.place, "quality": mark.quality}
            _say({**said, "turned": [each.hex() for each in mark.turned]})
    except MemoryError:
        _say({"refused": {"code": "media_too_slow", "params": {}, "at": "file"}})
    except RefusedError as refused:
        for each in refused.messages:
            _say({"refused": {"code": each.code, "params": dict(each.params), "at": each.at}})


def _say(line: dict[str, object]) -> None:
    """One line, at once: what was said before the process was stopped counts."""
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
