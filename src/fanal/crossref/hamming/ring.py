"""Knows which buckets a radius obliges one to look into, and what the neighbouring chunk must then satisfy. It holds no codes.

The pigeonhole (Norouzi, Punjani & Fleet, CVPR 2012): give the sixteen chunks of a code allowances a_0..a_15 with
sum(a_i + 1) = radius + 1. If every chunk differed by more than its allowance, the sum of the differences would exceed
the radius; so a code within the radius has a chunk i with d_i <= a_i.

The pigeons in a ring (Qin & Xiao, "Pigeonring", PVLDB 12(1), 2018) say more: sum(d_i - a_i - 1) is negative, so going
round the ring from behind the last highest partial sum, every partial sum is negative. The chunk i found there has
d_i <= a_i and also d_i + d_(i+1) <= a_i + a_(i+1) + 1. Nearly every candidate of a bucket fails the second test, and
the neighbouring chunk is stored beside the bucket: the code itself is read for the few that are left.

An allowance of -1 means that the chunk need not be looked at; the proof is the same.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from fanal.crossref.hamming.codes import CHUNKS

MOST_ALLOWED = 4  # beyond, a chunk's buckets are a sixth of all there are
MOST = CHUNKS * (MOST_ALLOWED + 1) - 1  # the largest radius that buckets can answer


@cache
def allowances(radius: int) -> NDArray[np.int64]:
    """How far each of the 16 chunks may lie for its bucket to be looked into, -1 for not at all; radius 0 to 79."""
    least, more = divmod(radius + 1, CHUNKS)
    found = np.full(CHUNKS, least - 1, dtype=np.int64)
    found[:more] += 1
    found.flags.writeable = False
    return found


@cache
def flips() -> NDArray[np.uint16]:
    """The 16-bit patterns of at most four bits, fewest first: a chunk XOR each gives its neighbours."""
    patterns = np.arange(1 << CHUNKS, dtype=np.uint16)
    counts = np.bitwise_count(patterns)
    order = np.argsort(counts, kind="stable")
    found = patterns[order[: ball(MOST_ALLOWED)]]
    found.flags.writeable = False
    return found


def ball(allowed: int) -> int:
    """How many 16-bit values lie within a distance: 1, 17, 137, 697, 2517; none within -1."""
    return (0, 1, 17, 137, 697, 2517)[allowed + 1]


def buckets(radius: int) -> int:
    """How many buckets a radius obliges one to look into: 272 for 31."""
    return sum(ball(int(each)) for each in allowances(radius))
