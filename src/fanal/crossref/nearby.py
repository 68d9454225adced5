"""Which of many codes lie near each other, each pair once. It keeps no index and knows not what the codes are of."""

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np

from fanal.crossref.hamming import Index, kernels, words

_BLOCK = 64  # questions asked at a time: what is held in memory grows with the codes, not with their pairs

Pair = tuple[int, int, int]  # place of one, place of the other (greater), distance in bits


def near_pairs(codes: Sequence[bytes], radius: int, most: int | None = None) -> Iterator[Pair]:
    """Every pair of places whose codes (32 bytes each) differ in `radius` bits or less: by the first place, nearest first.

    Exact, unless `most` cuts it: of each code, so many of the nearest among those after it.
    The plain kernels are as fast here, and need not be compiled first.
    """
    every = words(codes)
    index = Index(every, np.arange(len(codes)), loops=kernels("numpy"))
    for start in range(0, len(codes), _BLOCK):
        found = index.search_many(every[start : start + _BLOCK], radius)
        for number in range(len(found)):
            place = start + number
            later = ((place, other, bits) for other, bits in found.pairs(number) if other > place)
            yield from islice(later, most)
