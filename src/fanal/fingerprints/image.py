"""PDQ, Meta's fingerprint of a picture: 256 bits that survive resizing, compression and small edits. It opens no file.

Source: "The TMK+PDQF Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm" (Facebook, 2019), and its reference
implementation, whose every step is linear up to the median: two passes of a box filter and the decimation are one thin
matrix a side, and the luminance is taken last, of 64 rows instead of all of them.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from fanal.fingerprints.base import Example, Fingerprint
from fanal.words.errors import MisuseError

RADIUS = 31  # bits at most between two pictures of the same thing (PDQ's own advice)
LEAST_QUALITY = 50  # below, there is too little in the picture for its code to say anything (PDQ's own advice)
LEAST_SIDE = 5  # pixels: smaller pictures have no code
ORIENTATIONS = (
    "as_is",
    "turned_90",
    "turned_180",
    "turned_270",
    "upside_down",
    "mirrored",
    "transposed",
    "transposed_back",
)
_SIDE, _KEPT = 64, 16  # the small picture, and the frequencies kept of it, a side
_LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)  # ITU-R BT.601
_TOGETHER = 4  # rows of the small picture made at once: what they need stays in the processor's cache
_ALONE = 1 << 18  # multiplications of one product, below which the libraries under NumPy start no threads

Picture = NDArray[np.uint8] | NDArray[np.floating]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Hashed:
    """The fingerprint of a picture: 32 bytes, whose hexadecimal is PDQ's own text, and its quality from 0 to 100."""

    code: bytes
    quality: int

    @property
    def is_flat(self) -> bool:
        """Is there too little in the picture? Such a code matches nothing."""
        return self.quality < LEAST_QUALITY


NOTHING = Hashed(bytes(32), 0)


def pdq(picture: Picture) -> Hashed:
    """The fingerprint of a picture, (rows, columns) of luminance 0..255 or (rows, columns, 3) of red, green and blue.

    A picture smaller than 5 pixels a side has none: all zero, quality 0. Another shape raises MisuseError.
    """
    if min(_checked(picture).shape[:2]) < LEAST_SIDE:
        return NOTHING
    small = _small(picture)
    return Hashed(_bits(_frequencies(small)), _quality(small))


def pdq_dihedral(picture: Picture) -> dict[str, Hashed]:
    """The fingerprints of the picture turned and mirrored in all eight ways, by ORIENTATIONS, from one transform.

    To search with, never to keep: a picture is stored as it is, and sought in the eight ways.
    """
    if min(_checked(picture).shape[:2]) < LEAST_SIDE:
        return dict.fromkeys(ORIENTATIONS, NOTHING)
    small = _small(picture)
    quality, kept = _quality(small), _frequencies(small)
    turned = (kept.T if swaps else kept for swaps, _ in _WAYS)
    made = (each * signs for each, (_, signs) in zip(turned, _WAYS, strict=True))
    return {name: Hashed(_bits(each), quality) for name, each in zip(ORIENTATIONS, made, strict=True)}


def code_of(picture: Picture) -> bytes | None:
    """The code of a picture; None when it is too small or too flat for one."""
    made = pdq(picture)
    return None if made.is_flat else made.code


def _checked(picture: Picture) -> Picture:
    if picture.ndim == 2 or (picture.ndim == 3 and picture.shape[2] == 3):
        return picture
    raise MisuseError(f"a picture is (rows, columns) or (rows, columns, 3), not {picture.shape}")


def _small(picture: Picture) -> Floats:
    """The picture as 64 x 64 luminances: blurred by a tent as wide as a block, taken at the centre of each block."""
    rows, columns = picture.shape[:2]
    thin = _thinned(picture.reshape(rows, -1))
    if picture.ndim == 3:
        red, green, blue = thin.reshape(_SIDE, columns, 3).transpose(2, 0, 1)
        thin = red * _LUMA[0] + green * _LUMA[1] + blue * _LUMA[2]
    return _thinned(thin.T).T


def _thinned(wide: Picture) -> Floats:
    """From (rows, columns) to (64, columns)."""
    rows, columns = wide.shape
    made = np.empty((_SIDE, columns), dtype=np.float32)
    for first in range(0, _SIDE, _TOGETHER):
        begin, part = _part(rows, first)
        here = slice(first, first + _TOGETHER)
        step = max(_ALONE // part.size, 1)
        for left in range(0, columns, step):
            block = wide[begin : begin + part.shape[1], left : left + step]
            made[here, left : left + step] = part @ block.astype(np.float32, copy=False)
    return made


@lru_cache(maxsize=32)
def _thinning(length: int) -> Floats:
    """The matrix (64, length) of two passes of the reference's box filter, then of the decimation, along one side."""
    window = (length + 2 * _SIDE - 1) // (2 * _SIDE)
    ahead = (window + 2) // 2 - 1  # pixels of the window after its own
    place = np.arange(length)
    begin = np.maximum(place - (window - 1 - ahead), 0)
    end = np.minimum(place + ahead, length - 1) + 1
    taken = ((np.arange(_SIDE) + 0.5) * length / _SIDE).astype(np.intp)
    made = np.zeros((_SIDE, length))
    for row, centre in enumerate(taken):
        for through in range(begin[centre], end[centre]):
            share = 1.0 / (end[centre] - begin[centre]) / (end[through] - begin[through])
            made[row, begin[through] : end[through]] += share
    return made.astype(np.float32)


@lru_cache(maxsize=1024)
def _part(length: int, first: int) -> tuple[int, Floats]:
    """The rows `first` to `first + _TOGETHER` of that matrix without their zeros, and where they begin."""
    rows = _thinning(length)[first : first + _TOGETHER]
    used = np.flatnonzero(rows.any(axis=0))
    return int(used[0]), np.ascontiguousarray(rows[:, used[0] : used[-1] + 1])


def _dct() -> Floats:
    """The rows 1 to 16 of the 64-point DCT-II."""
    angle = np.outer(np.arange(1, _KEPT + 1), 2 * np.arange(_SIDE) + 1)
    made: Floats = (np.sqrt(2 / _SIDE) * np.cos(np.pi / 2 / _SIDE * angle)).astype(np.float32)
    return made


_DCT = _dct()


def _frequencies(small: Floats) -> Floats:
    return (_DCT @ small @ _DCT.T).astype(np.float32, copy=False)


def _bits(kept: Floats) -> bytes:
    """A bit for each frequency above the median (the lower of the two middle ones), the last frequency first."""
    flat = kept.ravel()
    return np.packbits((flat > np.partition(flat, 127)[127])[::-1]).tobytes()


def _quality(small: Floats) -> int:
    """The sum of the gradients that one can see, scaled as in the reference: small ones are cut off, not added up."""
    steps = (np.diff(small, axis=0), np.diff(small, axis=1))
    total = sum(int(np.abs(np.trunc(each * np.float32(100) / np.float32(255))).sum()) for each in steps)
    return min(total // 90, 100)


def _ways() -> tuple[tuple[bool, Floats], ...]:
    """What turning or mirroring does to the frequencies, in the order of ORIENTATIONS: are they swapped, what signs."""
    even = np.where(np.arange(_KEPT) % 2, 1, -1).astype(np.float32)  # frequency 1 stands first, and mirrors its sign
    rows, columns = np.outer(even, np.ones_like(even)), np.outer(np.ones_like(even), even)
    plain, both = np.ones_like(rows), np.outer(even, even)
    return (
        (False, plain),
        (True, rows),
        (False, both),
        (True, columns),
        (False, rows),
        (False, columns),
        (True, plain),
        (True, both),
    )


_WAYS = _ways()


def ripples(*wide: float, light: float = 1.0) -> Floats:
    """A small made-up picture for examples: rings of these widths around three centres, 96 x 128 luminances."""
    down, across = np.mgrid[0:96, 0:128].astype(np.float32)
    made = np.full((96, 128), 128, dtype=np.float32)
    for n, each in enumerate(wide):
        made += light * 40 * np.sin(np.hypot(down - 90 * n / len(wide), across - 40 * n - 7) / np.float32(each))
    return made


PLUG: Fingerprint[Picture] = Fingerprint(
    code="image",
    title={"fr": "image, sous d’autres tailles et compressions", "en": "picture, at other sizes and compressions"},
    medium="image",
    radius=RADIUS,
    code_of=code_of,
    examples=(
        Example(
            one=ripples(3, 5, 8), other=ripples(3, 5, 8, light=0.8).repeat(2, axis=0).repeat(2, axis=1), is_near=True
        ),
        Example(one=ripples(3, 5, 8), other=ripples(4, 3, 11), is_near=False),
    ),
)
