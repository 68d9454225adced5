"""Knows what a set of kernels must offer and how to find one by name. It computes nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray

from fanal.crossref.hamming.codes import Words
from fanal.words.errors import MisuseError

MODULES = {"numba": "fanal.crossref.hamming.compiled", "numpy": "fanal.crossref.hamming.plain"}
Limits = tuple[int, int]  # candidates in the buckets of a query, codes read after their chunks: above either, scan
READ_COST = 64  # a word elsewhere in memory costs about what scanning so many codes does
NARROW, NARROW_WIDEST = (
    47,
    0.08,
)  # the radii that two flipped bits a chunk answer; the share that their buckets may hold
TWO_WORDS_SUFFICE = 44  # 128 random bits differ by 64 on average, by less than 45 once in 2,000


@dataclass(frozen=True, slots=True, kw_only=True)
class Buckets:
    """The codes by chunk and value: bucket `place << 16 | value` is rows[starts[bucket] : starts[bucket + 1]].

    `starts` int64 (16 * 65536 + 1); `rows` uint32 and `checks` uint16, both (16 * n): the chunk after, on the ring.
    """

    starts: NDArray[np.int64]
    rows: NDArray[np.uint32]
    checks: NDArray[np.uint16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """Pairs within a radius, in no promised order: the query's number, the row of the code, their distance."""

    queries: NDArray[np.int64]
    rows: NDArray[np.uint32]
    distances: NDArray[np.uint16]

    @classmethod
    def of(cls, parts: Sequence[tuple[NDArray[np.int64], NDArray[np.uint32], NDArray[np.uint16]]]) -> "Hits":
        """All parts, one after the other."""
        none = (np.empty(0, np.int64), np.empty(0, np.uint32), np.empty(0, np.uint16))
        queries, rows, distances = (np.concatenate(each) for each in zip(none, *parts, strict=True))
        return cls(queries=queries, rows=rows, distances=distances)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kernels:
    """The inner loops: scan(columns, size, queries, radius), sift(columns, buckets, queries, radius, limits), grouped(columns).

    `sift` also says which queries it gave up, because of the limits or earlier: they are left to a scan.
    `widest` is the share of all codes in the buckets to look into above which a scan is sooner done (measured).
    """

    name: str
    widest: float
    scan: Callable[[Words, int, Words, int], Hits]
    sift: Callable[[Words, Buckets, Words, int, Limits], tuple[Hits, NDArray[np.bool_]]]
    grouped: Callable[[Words], Buckets]

    def limits(self, size: int, radius: int) -> Limits:
        """How much of `size` codes the buckets may hold, and how many of them may be read: each costs a cache miss.

        Fair bits need a twentieth of that at the smaller radii: whoever needs more has codes that crowd together.
        """
        if radius <= NARROW:
            return int(size * min(self.widest, NARROW_WIDEST)), size // (2 * READ_COST)
        return int(size * self.widest), size // READ_COST


def prefix_words(radius: int) -> int:
    """How many of the four words a scan reads of every code."""
    return 2 if radius <= TWO_WORDS_SUFFICE else 3


@cache
def kernels(name: str = "") -> Kernels:
    """The kernels "numba" or "numpy", by default the best that is installed.

    Numba is imported here and not before: it takes a second, and compiles for another; the results are the same.
    """
    chosen = name or ("numba" if find_spec("numba") else "numpy")
    if chosen not in MODULES:
        raise MisuseError(f"no kernels are called {chosen!r}; there are: {', '.join(MODULES)}")
    found: Kernels = import_module(MODULES[chosen]).KERNELS
    return found
