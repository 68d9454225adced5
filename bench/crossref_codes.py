"""Codes and queries for the bench of cross-referencing, always the same: uniform, with planted families. It measures nothing."""

import numpy as np
from numpy.typing import NDArray

from fanal.crossref.hamming.codes import Words

FAMILIES = 1_000
MEMBERS = 10  # near copies of each, at distances that lie on both sides of every radius asked


def chance(seed: int) -> np.random.Generator:
    """Numbers that look random and are the same on every machine."""
    return np.random.default_rng(seed)


def uniform(size: int, seed: int = 1) -> Words:
    """Codes (size, 4) whose bits are fair, among them the families of `queries`, in random places."""
    codes = chance(seed).integers(0, 2**64, (size, 4), dtype=np.uint64)
    draw = chance(seed + 1)
    places = draw.choice(size, FAMILIES * MEMBERS, replace=False)
    heads = np.repeat(_heads(), MEMBERS, axis=0)
    apart = draw.integers(0, 72, len(places))
    apart[::MEMBERS] = 0
    codes[places] = heads ^ _differing(apart, draw)
    return codes


def queries(count: int) -> Words:
    """Half of them lie 0 to 12 bits from the head of a family, the other half far from everything."""
    draw = chance(7)
    found = draw.integers(0, 2**64, (count, 4), dtype=np.uint64)
    near = _heads()[: (count + 1) // 2]
    found[::2][: len(near)] = near ^ _differing(draw.integers(0, 13, len(near)), draw)
    return found


def equal(size: int, copies: int) -> Words:
    """Uniform codes, of which so many are one and the same."""
    codes = uniform(size)
    codes[:copies] = codes[0]
    return codes


def biased(size: int, halvings: int) -> Words:
    """Each bit is set with a probability of one half to the power of `halvings`: the buckets are as uneven as can be."""
    codes = ~np.zeros((size, 4), dtype=np.uint64)
    for turn in range(halvings):
        codes &= chance(20 + turn).integers(0, 2**64, (size, 4), dtype=np.uint64)
    return codes


def as_rows(codes: Words) -> NDArray[np.uint8]:
    """The same codes as 32 bytes a line, as the peers want them."""
    return np.ascontiguousarray(codes.astype(">u8")).view(np.uint8).reshape(len(codes), 32)


def _heads() -> Words:
    return chance(3).integers(0, 2**64, (FAMILIES, 4), dtype=np.uint64)


def _differing(apart: NDArray[np.int64], draw: np.random.Generator) -> Words:
    order = np.argsort(draw.random((len(apart), 256)), axis=1)
    bits = order < apart[:, None]
    return np.packbits(bits, axis=1).reshape(-1).view(">u8").astype(np.uint64).reshape(len(apart), 4)
