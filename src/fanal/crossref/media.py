"""From decoded pictures and films to marks, and which files' marks are alike. It decodes nothing, and keeps nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from fanal.fingerprints import distance, image, video
from fanal.fingerprints.image import Picture
from fanal.fingerprints.video import Frame

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


def resembling(marks: Sequence[Mark], others: Mapping[str, Sequence[Mark]]) -> dict[str, tuple[str, ...]]:
    """Which of the others hold nearly the same picture or film as a file, with the evidence; `marks` are of one file.

    Pictures are alike within the radius of their kind. Of films, four in five telling frames of one are in the other:
    a clip is found in the whole, and the whole by a clip.
    """
    found: dict[str, tuple[str, ...]] = {}
    for name, theirs in others.items():
        alike = [
            kind for kind in (image.PLUG.code, video.PLUG.code) if _ALIKE[kind](_of(kind, marks), _of(kind, theirs))
        ]
        if alike:
            found[name] = tuple(f"near_{kind}" for kind in alike)
    return found


def _of(kind: str, marks: Iterable[Mark]) -> list[Mark]:
    return [each for each in marks if each.kind == kind]


def _alike_pictures(ours: Sequence[Mark], theirs: Sequence[Mark]) -> bool:
    return any(distance(one.code, other.code) <= image.PLUG.radius for one in ours for other in theirs)


def _alike_films(ours: Sequence[Mark], theirs: Sequence[Mark]) -> bool:
    here, there = ([Frame(each.place, each.code, each.quality) for each in side] for side in (ours, theirs))
    return video.shared(here, there).is_match() or video.shared(there, here).is_match()


_ALIKE = {image.PLUG.code: _alike_pictures, video.PLUG.code: _alike_films}
