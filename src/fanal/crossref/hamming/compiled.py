"""The kernels compiled by Numba: the same answers as `plain.py` bit for bit, without its intermediate arrays.

They know columns and buckets; they know no ids. Nothing is written: who wants the compiled code kept between starts
calls `enable_caching()` on each of `LOOPS` before the first search. The loops let other threads run (nogil).
"""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

from fanal.crossref.hamming import ring
from fanal.crossref.hamming.codes import CHUNKS, Words
from fanal.crossref.hamming.kernels import Buckets, Hits, Kernels, Limits, prefix_words
from fanal.crossref.hamming.machine import fetch, ones

VALUES = 1 << 16  # of a chunk
BLOCK = 4096  # codes that a scan compares with every query while they are in the nearest cache
STEP, SOON = (
    64,
    512,
)  # codes whose lines are asked for together, and how far ahead: the machine's own guess ends at a page
SPAN = 256  # of a bucket at once
AHEAD = 8  # buckets asked for ahead of their turn
FIRST_ROOM = 1 << 12  # hits; a search that finds more is done again with room for all

_Function = TypeVar("_Function", bound=Callable[..., Any])


def _loop(function: _Function) -> _Function:
    """Compiled when it is first called."""
    found: Any = njit(nogil=True)(function)
    return cast(_Function, found)


@_loop
def _near(by_word: Any, query: Any, span: Any, radius: Any, three: Any) -> Any:
    """How many codes of a block the first words do not rule out; no branch inside, so eight codes a step."""
    near = 0
    for lo in range(span[0], span[1], STEP):
        hi = min(lo + STEP, span[1])
        for word in range(3 if three else 2):
            for row in range(lo + SOON, lo + SOON + STEP, 8):
                fetch(by_word, word * by_word.shape[1] + row)
        if three:
            for row in range(lo, hi):
                apart = ones(by_word[0, row] ^ query[0]) + ones(by_word[1, row] ^ query[1])
                near += apart + ones(by_word[2, row] ^ query[2]) <= radius
        else:
            for row in range(lo, hi):
                near += ones(by_word[0, row] ^ query[0]) + ones(by_word[1, row] ^ query[1]) <= radius
    return near


@_loop
def _apart(by_word: Any, query: Any, row: Any) -> Any:
    head = ones(by_word[0, row] ^ query[0]) + ones(by_word[1, row] ^ query[1])
    return head + ones(by_word[2, row] ^ query[2]) + ones(by_word[3, row] ^ query[3])


@_loop
def _told(found: Any, hits: Any, number: Any, row: Any, apart: Any) -> Any:
    """One hit more; beyond the room of found = (queries, rows, distances) it is only counted."""
    if hits < found[0].size:
        found[0][hits], found[1][hits], found[2][hits] = number, row, apart
    return hits + 1


@_loop
def _scan(by_word: Any, size: Any, queries: Any, radius: Any, three: Any, found: Any) -> Any:
    hits = 0
    for lo in range(0, size, BLOCK):
        hi = min(lo + BLOCK, size)
        for number in range(queries.shape[0]):
            query = queries[number]
            if _near(by_word, query, (lo, hi), radius, three) > 0:
                hits = _tell_span(by_word, query, (lo, hi), (radius, three), (found, hits, number))
    return hits


@_loop
def _tell_span(by_word: Any, query: Any, span: Any, bounds: Any, state: Any) -> Any:
    """The block again, from the nearest cache; the last word only of the codes that the first do not rule out."""
    radius, three = bounds
    found, hits, number = state
    for row in range(span[0], span[1]):
        partial = ones(by_word[0, row] ^ query[0]) + ones(by_word[1, row] ^ query[1])
        if three:
            partial += ones(by_word[2, row] ^ query[2])
        if partial <= radius:
            apart = _apart(by_word, query, row)
            if apart <= radius:
                hits = _told(found, hits, number, row, apart)
    return hits


@_loop
def _chunk(word: Any, place: Any) -> Any:
    return np.int64((word >> np.uint64(48 - 16 * (place & 3))) & np.uint64(0xFFFF))


@_loop
def _bucket(query: Any, place: Any, flip: Any) -> Any:
    return (place << 16) | (_chunk(query[place >> 2], place) ^ np.int64(flip))


@_loop
def _passes(by_word: Any, query: Any, row: Any, place: Any, allowed: Any) -> Any:
    """Are this chunk, with the next, and with the next two within the allowances of the ring?"""
    total: Any = 0
    most: Any = -1
    for step in range(3):
        at = (place + step) & 15
        total += np.int64(ones(_chunk(by_word[at >> 2, row] ^ query[at >> 2], at)))
        most += allowed[at] + 1
        if total > most:
            return False
    return True


@_loop
def _held(starts: Any, query: Any, plan: Any) -> Any:
    """The sum of the sizes of the buckets to look into, plan = (flips, balls, allowed)."""
    total = 0
    for place in range(CHUNKS):
        for turn in range(plan[1][place]):
            bucket = _bucket(query, place, plan[0][turn])
            total += starts[bucket + 1] - starts[bucket]
    return total


@_loop
def _ask_ahead(held: Any, bucket: Any) -> None:
    lo = held[0][bucket]
    for at in range(lo, min(held[0][bucket + 1], lo + SPAN), 32):
        fetch(held[2], at)


@_loop
def _keep(held: Any, query: Any, place: Any, plan: Any, kept: Any) -> Any:
    """The places in the buckets of a chunk whose next chunk passes too, into `kept`; how many, or -1 when it is full."""
    flips, balls, allowed = plan
    starts, checks = held[0], held[2]
    after = (place + 1) & 15
    there = np.uint16(_chunk(query[after >> 2], after))
    few = 0
    for turn in range(balls[place]):
        if turn + AHEAD < balls[place]:
            _ask_ahead(held, _bucket(query, place, flips[turn + AHEAD]))
        bucket = _bucket(query, place, flips[turn])
        apart = np.int64(ones(flips[turn]))
        left = np.uint16(allowed[place] + allowed[after] + 1 - apart)
        for lo in range(starts[bucket], starts[bucket + 1], SPAN):
            if few + SPAN > kept.size:
                return -1
            for at in range(lo, min(starts[bucket + 1], lo + SPAN)):
                kept[few] = (at << 8) | apart  # written always, counted only when it passes: no branch to guess
                few += ones(checks[at] ^ there) <= left
    return few


@_loop
def _third(by_word: Any, query: Any, place: Any, held: Any, kept: Any) -> None:
    """Turn (place in the buckets << 8 | distance of the chunk) into (row << 8 | distance of three chunks together).

    The reads of a loop do not wait for each other: that is why there are two.
    """
    after, third = (place + 1) & 15, (place + 2) & 15
    there = np.uint16(_chunk(query[after >> 2], after))
    for one in range(kept.size):
        at = kept[one] >> 8
        kept[one] = (np.int64(held[1][at]) << 8) | ((kept[one] & 255) + np.int64(ones(held[2][at] ^ there)))
    for one in range(kept.size):
        row = kept[one] >> 8
        kept[one] += np.int64(ones(_chunk(by_word[third >> 2, row] ^ query[third >> 2], third)))


@_loop
def _sift_one(by_word: Any, held: Any, query: Any, plan: Any, kept: Any, state: Any) -> Any:
    """One query's hits, from state = (number, hits so far, radius, most, found); -1 when too many would be read."""
    number, hits, radius, most, found = state
    allowed, seen, read = plan[2], 0, 0
    for place in range(CHUNKS):
        few = _keep(held, query, place, plan, kept)
        seen += few
        if few < 0 or seen > most:
            return -1
        _third(by_word, query, place, held, kept[:few])
        third = allowed[place] + allowed[(place + 1) & 15] + allowed[(place + 2) & 15] + 2
        for one in range(few):
            row = kept[one] >> 8
            if (kept[one] & 255) > third:
                continue
            read += 1
            apart = _apart(by_word, query, row)
            if apart <= radius and _is_first(by_word, query, row, place, allowed):
                hits = _told(found, hits, number, row, apart)
        if read > most >> 3:
            return -1  # the codes crowd together: reading whole codes here and there costs more than reading on
    return hits


@_loop
def _is_first(by_word: Any, query: Any, row: Any, place: Any, allowed: Any) -> Any:
    """Does no chunk before `place` pass? Then this is where the code is told of, and nowhere else."""
    first = True
    for before in range(place):
        first = first and not _passes(by_word, query, row, before, allowed)
    return first


@_loop
def _sift(by_word: Any, held: Any, queries: Any, plan: Any, limits: Any, out: Any) -> Any:
    """All queries; limits = (radius, most in the buckets, most to read), out = (found, too many)."""
    radius, widest, most = limits
    found, too_many = out
    kept = np.empty((most >> 2) + SPAN, np.int64)  # a chunk with a quarter of what all may have is not like the others
    hits = 0
    for number in range(queries.shape[0]):
        query = queries[number]
        then = -1
        if _held(held[0], query, plan) <= widest:
            then = _sift_one(by_word, held, query, plan, kept, (number, hits, radius, most, found))
        too_many[number] = then < 0
        hits = max(then, hits)
    return hits


@_loop
def _group(by_word: Any, starts: Any, rows: Any, checks: Any) -> None:
    """A counting sort a chunk: count, sum, deal out in the order of the rows."""
    size = by_word.shape[1]
    heads = np.empty(VALUES, dtype=np.int64)
    dealt = np.empty(size, dtype=np.uint64)
    for place in range(CHUNKS):
        heads[:] = 0
        for row in range(size):
            heads[_chunk(by_word[place >> 2, row], place)] += 1
        at = 0
        for value in range(VALUES):
            starts[(place << 16) | value] = place * size + at
            heads[value], at = at, at + heads[value]
        _deal(by_word, place, heads, dealt)
        _deal_again(place * size, heads, dealt, rows, checks)
    starts[CHUNKS * VALUES] = CHUNKS * size


@_loop
def _deal(by_word: Any, place: Any, heads: Any, dealt: Any) -> None:
    """By the upper half of the chunk first, row << 32 | chunk << 16 | chunk after: 256 places to write to fit the cache."""
    after = (place + 1) & 15
    upper = heads[::256].copy()
    for row in range(by_word.shape[1]):
        value = _chunk(by_word[place >> 2, row], place)
        both = (row << 32) | (value << 16) | _chunk(by_word[after >> 2, row], after)
        dealt[upper[value >> 8]] = np.uint64(both)
        upper[value >> 8] += 1


@_loop
def _deal_again(base: Any, heads: Any, dealt: Any, rows: Any, checks: Any) -> None:
    """Then by the whole: what has the same upper half lies together, and its places do."""
    for each in dealt:
        value = np.int64((each >> np.uint64(16)) & np.uint64(0xFFFF))
        at = base + heads[value]
        rows[at], checks[at] = each >> np.uint64(32), each & np.uint64(0xFFFF)
        heads[value] += 1


_Found = tuple[NDArray[np.int64], NDArray[np.uint32], NDArray[np.uint16]]


def scan(by_word: Words, size: int, queries: Words, radius: int) -> Hits:
    """See `plain.scan`."""
    found = _room(FIRST_ROOM)
    three = prefix_words(radius) == 3
    hits = _scan(by_word, size, queries, np.uint64(radius), three, found)
    if hits > FIRST_ROOM:
        found = _room(hits)
        _scan(by_word, size, queries, np.uint64(radius), three, found)
    return _filled(found, hits)


def sift(by_word: Words, held: Buckets, queries: Words, radius: int, limits: Limits) -> tuple[Hits, NDArray[np.bool_]]:
    """See `plain.sift`."""
    arrays = (held.starts, held.rows, held.checks)
    within = (np.uint64(radius), *limits)
    too_many = np.zeros(len(queries), dtype=np.bool_)
    found = _room(FIRST_ROOM)
    hits = _sift(by_word, arrays, queries, _plan(radius), within, (found, too_many))
    if hits > FIRST_ROOM:
        found = _room(hits)
        _sift(by_word, arrays, queries, _plan(radius), within, (found, too_many))
    return _filled(found, hits), too_many


def grouped(by_word: Words) -> Buckets:
    """See `plain.grouped`."""
    size = CHUNKS * by_word.shape[1]
    starts = np.empty(CHUNKS * VALUES + 1, dtype=np.int64)
    rows, checks = np.empty(size, dtype=np.uint32), np.empty(size, dtype=np.uint16)
    _group(by_word, starts, rows, checks)
    return Buckets(starts=starts, rows=rows, checks=checks)


@cache
def _plan(radius: int) -> tuple[NDArray[np.uint16], NDArray[np.int64], NDArray[np.int64]]:
    allowed = ring.allowances(radius)
    return ring.flips(), np.array([ring.ball(int(each)) for each in allowed]), allowed


def _room(size: int) -> _Found:
    return np.empty(size, np.int64), np.empty(size, np.uint32), np.empty(size, np.uint16)


def _filled(found: _Found, hits: int) -> Hits:
    return Hits(queries=found[0][:hits].copy(), rows=found[1][:hits].copy(), distances=found[2][:hits].copy())


KERNELS = Kernels(name="numba", widest=0.22, scan=scan, sift=sift, grouped=grouped)
LOOPS = (_scan, _sift, _group)
