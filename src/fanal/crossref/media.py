"""From decoded pictures and films to marks: the rows by which their like is found. It decodes nothing, and keeps nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fanal.fingerprints import image, video
from fanal.fingerprints.image import Picture

EVERY_MS = video.EVERY_MS


@dataclass(frozen=True, slots=True)
class Mark:
    """One fingerprint of a file: its kind, its 256-bit code, where in the film (milliseconds), its quality (0 to 100)."""

    kind: str
    code: bytes
    place: int
    quality: int


def marks_of_picture(picture: Picture) -> list[Mark]:
    """The mark of a picture, (rows, columns) or (rows, columns, 3), 0..255; none when it is too plain to be told apart."""
    made = image.pdq(picture)
    return [] if made.is_flat else [Mark(image.PLUG.code, made.code, 0, made.quality)]


def marks_of_film(stream: Iterable[tuple[int, Picture]]) -> Iterator[Mark]:
    """A mark a second of a film given as (milliseconds, picture), one at a time; plain and repeated frames have none."""
    seen: set[bytes] = set()
    for each in video.frames(stream):
        if each.quality >= image.LEAST_QUALITY and each.code not in seen:
            seen.add(each.code)
            yield Mark(video.PLUG.code, each.code, each.at_ms, each.quality)
