"""vPDQ, Meta's fingerprint of a video: one PDQ a second, and the share of frames that two videos have in common.

Source: `vpdq` of Meta's ThreatExchange (distance 31, quality 50, 80 % of the frames asked about, any share of the other's).
It takes frames one by one, already decoded, and keeps none; it opens no file and knows no time but that of the frames.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fanal.fingerprints.base import Example, Fingerprint
from fanal.fingerprints.image import LEAST_QUALITY, RADIUS, Picture, code_of, pdq, ripples

EVERY_MS = 1000
LEAST_QUERY_PERCENT = 80  # of the frames asked about: then the videos are the same, or one is cut out of the other
_TOGETHER = 1024  # codes compared at once: 1024 x 1024 differences stay under 50 MB


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame of a video: when (milliseconds from its start), its PDQ code (32 bytes) and its quality (0 to 100)."""

    at_ms: int
    code: bytes
    quality: int


@dataclass(frozen=True, slots=True)
class Shared:
    """How many telling frames of each of two videos have their like in the other."""

    query_matched: int
    query_frames: int
    compared_matched: int
    compared_frames: int

    @property
    def query_percent(self) -> float:
        """The share of the video asked about that is in the other one, 0 to 100; 0 when it has no telling frame."""
        return 100 * self.query_matched / self.query_frames if self.query_frames else 0.0

    @property
    def compared_percent(self) -> float:
        """The share of the other video that is in the one asked about, 0 to 100."""
        return 100 * self.compared_matched / self.compared_frames if self.compared_frames else 0.0

    def is_match(self, least_query: float = LEAST_QUERY_PERCENT, least_compared: float = 0.0) -> bool:
        """Is enough of each in the other? As in vPDQ: 80 % of the video asked about, however long the other one is."""
        enough = self.query_percent >= least_query and self.compared_percent >= least_compared
        return bool(self.query_matched) and enough


def frames(stream: Iterable[tuple[int, Picture]], every_ms: int = EVERY_MS) -> Iterator[Frame]:
    """The fingerprints of a video at a fixed rate, from (milliseconds, picture) in order of time.

    The first frame at or after each step is taken; the others are passed by. One picture is held at a time.
    """
    due: int | None = None
    for at_ms, picture in stream:
        if due is not None and at_ms < due:
            continue
        hashed = pdq(picture)
        yield Frame(at_ms, hashed.code, hashed.quality)
        due = at_ms - at_ms % every_ms + every_ms


def telling(given: Iterable[Frame], quality: int = LEAST_QUALITY) -> list[Frame]:
    """The frames worth comparing: not flat, and of equal ones the first alone (a still picture is one frame)."""
    kept: dict[bytes, Frame] = {}
    for each in given:
        if each.quality >= quality:
            kept.setdefault(each.code, each)
    return list(kept.values())


def shared(query: Iterable[Frame], compared: Iterable[Frame], radius: int = RADIUS) -> Shared:
    """How much of each video is in the other: frames that differ in at most `radius` of 256 bits are alike."""
    asked, others = telling(query), telling(compared)
    here, there = _words(asked), _words(others)
    found_here, found_there = np.zeros(len(asked), dtype=bool), np.zeros(len(others), dtype=bool)
    for i in range(0, len(asked), _TOGETHER):
        for j in range(0, len(others), _TOGETHER):
            near = _near(here[i : i + _TOGETHER], there[j : j + _TOGETHER], radius)
            found_here[i : i + _TOGETHER] |= near.any(axis=1)
            found_there[j : j + _TOGETHER] |= near.any(axis=0)
    return Shared(int(found_here.sum()), len(asked), int(found_there.sum()), len(others))


def _words(given: Sequence[Frame]) -> NDArray[np.uint64]:
    """The codes as (frames, 4) words of 64 bits."""
    return np.frombuffer(b"".join(each.code for each in given), dtype=np.uint64).reshape(-1, 4)


def _near(here: NDArray[np.uint64], there: NDArray[np.uint64], radius: int) -> NDArray[np.bool_]:
    """Which pairs are within the radius: (here, there)."""
    apart = np.zeros((len(here), len(there)), dtype=np.uint16)
    for word in range(4):
        apart += np.bitwise_count(here[:, word, None] ^ there[None, :, word])
    near: NDArray[np.bool_] = apart <= radius
    return near


PLUG: Fingerprint[Picture] = Fingerprint(
    code="video",
    title={"fr": "image d’une vidéo, chaque seconde", "en": "frame of a video, every second"},
    medium="video",
    radius=RADIUS,
    code_of=code_of,
    examples=(
        Example(one=ripples(4, 6, 9), other=ripples(4, 6, 9, light=0.7), is_near=True),
        Example(one=ripples(4, 6, 9), other=ripples(6, 4, 3), is_near=False),
    ),
)
