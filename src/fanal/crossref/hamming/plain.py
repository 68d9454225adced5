"""The kernels in NumPy alone: the measure of what the compiled ones must answer, and what runs where no compiler is.

They know columns and buckets; they know no ids. Every kernel has a twin in `compiled.py` with the same results.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from fanal.crossref.hamming import ring
from fanal.crossref.hamming.codes import CHUNKS, WORDS, Words, chunk
from fanal.crossref.hamming.kernels import Buckets, Hits, Kernels, Limits, prefix_words

BLOCK = 1 << 15  # codes of a scan at once: what a step leaves stays in the second cache
VALUES = 1 << 16  # of a chunk


def scan(by_word: Words, size: int, queries: Words, radius: int) -> Hits:
    """Every (query, row < size) within the radius, reading the first words of all codes and the rest of the few left."""
    found: list[tuple[NDArray[np.int64], NDArray[np.uint32], NDArray[np.uint16]]] = []
    first = prefix_words(radius)
    for start in range(0, size, BLOCK):
        block = by_word[:, start : min(start + BLOCK, size)]
        for number, query in enumerate(queries):
            partial = _distances(block, query, range(first))
            near = np.flatnonzero(partial <= radius)
            if near.size:
                whole = partial[near] + _distances(block[:, near], query, range(first, WORDS))
                kept = whole <= radius
                rows = (near[kept] + start).astype(np.uint32)
                found.append((np.full(rows.size, number), rows, whole[kept]))
    return Hits.of(found)


def _distances(by_word: Words, query: Words, which: range) -> NDArray[np.uint16]:
    total = np.zeros(by_word.shape[1], dtype=np.uint16)
    for word in which:
        total += np.bitwise_count(by_word[word] ^ query[word])
    return total


def sift(by_word: Words, held: Buckets, queries: Words, radius: int, limits: Limits) -> tuple[Hits, NDArray[np.bool_]]:
    """What the buckets give (see `ring`), and which queries found them so full that a scan is the shorter way."""
    found: list[tuple[NDArray[np.int64], NDArray[np.uint32], NDArray[np.uint16]]] = []
    too_many = np.zeros(len(queries), dtype=np.bool_)
    for number, query in enumerate(queries):
        rows = _candidates(held, query, radius, limits[0])
        too_many[number] = rows is None or rows.size > limits[1]
        if rows is not None and not too_many[number]:
            rows = np.unique(rows)
            distances = _distances(by_word[:, rows], query, range(WORDS))
            kept = distances <= radius
            found.append((np.full(int(kept.sum()), number), rows[kept], distances[kept]))
    return Hits.of(found), too_many


def _candidates(held: Buckets, query: Words, radius: int, most: int) -> NDArray[np.uint32] | None:
    """The rows, some several times, whose chunk and the one after it pass; None when the buckets hold more than `most`."""
    of_query = query.astype(">u8").view(">u2").astype(np.uint16)
    places, flips, left = _looked_into(radius)
    keys = (places << 16) | (of_query[places] ^ flips)
    begin, end = held.starts[keys], held.starts[keys + 1]
    counts = end - begin
    if int(counts.sum()) > most:
        return None
    checks = np.concatenate([held.checks[lo:hi] for lo, hi in zip(begin.tolist(), end.tolist(), strict=True)])
    apart = np.bitwise_count(checks ^ np.repeat(np.roll(of_query, -1)[places], counts))
    passes = np.flatnonzero(apart <= np.repeat(left, counts))
    upto = np.cumsum(counts)
    bucket = np.searchsorted(upto, passes, side="right")
    rows: NDArray[np.uint32] = held.rows[end[bucket] - (upto[bucket] - passes)]
    return rows


@cache
def _looked_into(radius: int) -> tuple[NDArray[np.int64], NDArray[np.uint16], NDArray[np.uint8]]:
    """For each bucket that a radius obliges one to look into: its chunk, the bits to flip, what is left for the next."""
    allowed = ring.allowances(radius)
    sizes = [ring.ball(int(each)) for each in allowed]
    places, flips = np.repeat(np.arange(CHUNKS), sizes), np.concatenate([ring.flips()[:size] for size in sizes])
    left = (allowed + np.roll(allowed, -1) + 1)[places] - np.bitwise_count(flips)
    return places, flips, left.astype(np.uint8)


def grouped(by_word: Words) -> Buckets:
    """The buckets of columns (4, n): for each chunk and value the rows that hold it, with the chunk after it."""
    size = by_word.shape[1]
    starts = np.zeros(CHUNKS * VALUES + 1, dtype=np.int64)
    rows = np.empty(CHUNKS * size, dtype=np.uint32)
    checks = np.empty(CHUNKS * size, dtype=np.uint16)
    for place in range(CHUNKS):
        keys = chunk(by_word, place)
        order = np.argsort(keys, kind="stable")
        part = slice(place * size, (place + 1) * size)
        rows[part] = order
        checks[part] = chunk(by_word, (place + 1) % CHUNKS)[order]
        starts[place * VALUES + 1 : (place + 1) * VALUES + 1] = np.bincount(keys, minlength=VALUES)
    np.cumsum(starts, out=starts)
    return Buckets(starts=starts, rows=rows, checks=checks)


KERNELS = Kernels(name="numpy", widest=0.05, scan=scan, sift=sift, grouped=grouped)
