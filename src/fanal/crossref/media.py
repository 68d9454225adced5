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
    turned: tuple[bytes, ...] = ()  # codes of the same picture turned and mirrored: to search with, never to keep


def marks_of_picture(picture: Picture) -> list[Mark]:
    """The mark of a picture, (rows, columns) or (rows, columns, 3), 0..255; none when it is too plain to be told apart."""
    upright, *others = image.pdq_dihedral(picture).values()
    if upright.is_flat:
        return []
    return [Mark(image.PLUG.code, upright.code, 0, upright.quality, tuple(each.code for each in others))]


def marks_of_film(stream: Iterable[tuple[int, Picture]]) -> Iterator[Mark]:
    """A mark a second of a film given as (milliseconds, picture), one at a time; plain and repeated frames have none."""
    seen: set[bytes] = set()
    for each in video.frames(stream):
        if each.quality >= image.LEAST_QUALITY and each.code not in seen:
            seen.add(each.code)
            yield Mark(video.PLUG.code, each.code, each.at_ms, each.quality)


def resembling(marks: Sequence[Mark], others: Mapping[str, Sequence[Mark]]) -> dict[str, tuple[str, ...]]:
    """Which of the others hold nearly the same picture or film as a file, with the evidence; `marks` are of one file.

    Pictures are alike within the radius of their kind, as they are or turned and mirrored. Of films, four in five telling
    frames of one are in the other: a clip is found in the whole, and the whole by a clip.
    """
    found = {name: tuple(_alike(marks, theirs)) for name, theirs in others.items()}
    return {name: evidence for name, evidence in found.items() if evidence}


def _alike(marks: Sequence[Mark], theirs: Sequence[Mark]) -> Iterator[str]:
    pictures = [each.code for each in _of(image.PLUG.code, theirs)]
    ours = _of(image.PLUG.code, marks)
    if _near((each.code for each in ours), pictures):
        yield "near_image"
    elif _near((code for each in ours for code in each.turned), pictures):
        yield "turned_image"
    here, there = (_frames(_of(video.PLUG.code, side)) for side in (marks, theirs))
    if video.shared(here, there).is_match() or video.shared(there, here).is_match():
        yield "near_video"


def _of(kind: str, marks: Iterable[Mark]) -> list[Mark]:
    return [each for each in marks if each.kind == kind]


def _near(codes: Iterable[bytes], others: Sequence[bytes]) -> bool:
    return any(distance(one, other) <= image.PLUG.radius for one in codes for other in others)


def _frames(marks: Iterable[Mark]) -> list[Frame]:
    return [Frame(each.place, each.code, each.quality) for each in marks]
