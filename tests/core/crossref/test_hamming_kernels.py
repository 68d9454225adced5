"""Both sets of kernels against a search that nobody can doubt, on codes that are hard to search."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fanal.crossref.hamming import kernels, plain, ring
from fanal.crossref.hamming.codes import columns
from fanal.crossref.hamming.kernels import Hits, Kernels
from fanal.words.errors import MisuseError
from tests.core.crossref.hamming_codes import RADII, SHAPES, Brute, drawn

SIZE = 200
NO_LIMITS = (1 << 40, 256 * SIZE)  # every code in every chunk, and none given up
WITHIN_BUCKETS = [radius for radius in RADII if radius <= ring.MOST]
a_few = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
seeds = st.integers(min_value=0, max_value=2**32)


def _told(hits: Hits) -> list[tuple[int, int, int]]:
    return sorted(zip(hits.queries.tolist(), hits.rows.tolist(), hits.distances.tolist(), strict=True))


@pytest.mark.parametrize("shape", SHAPES)
@a_few
@given(seed=seeds)
def test_scan_and_buckets_find_what_comparing_with_every_code_finds(loops: Kernels, shape: str, seed: int) -> None:
    codes, queries = drawn(shape, seed, SIZE)
    by_word = columns(codes)
    held = loops.grouped(by_word)
    brute = Brute(codes, np.arange(SIZE), queries)
    for radius in RADII:
        expected = sorted((n, i, d) for n, found in enumerate(brute.near(radius)) for i, d in found)
        assert _told(loops.scan(by_word, SIZE, queries, radius)) == expected
        if radius in WITHIN_BUCKETS:
            hits, too_many = loops.sift(by_word, held, queries, radius, NO_LIMITS)
            assert (_told(hits), too_many.any()) == (expected, False)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("size", [0, 1, 5000])
def test_compiled_kernels_make_the_same_arrays_as_numpy(numba_kernels: Kernels, shape: str, size: int) -> None:
    """Bit for bit: a snapshot written by one is read by the other."""
    codes, queries = drawn(shape, 4, size)
    ours, theirs = numba_kernels.grouped(columns(codes)), plain.grouped(columns(codes))
    for name in ("starts", "rows", "checks"):
        mine, other = getattr(ours, name), getattr(theirs, name)
        assert mine.dtype == other.dtype
        assert np.array_equal(mine, other)


def test_query_that_fills_the_buckets_is_given_up_and_no_other(loops: Kernels) -> None:
    """What is given up is left to a scan; what is not given up is whole."""
    codes, _ = drawn("random", 4, 1000)
    codes[:500] = codes[0]
    queries, by_word = codes[[0, 999]].copy(), columns(codes)
    held = loops.grouped(by_word)
    for limits in ((200, 256 * 1000), (1 << 40, 600)):
        hits, too_many = loops.sift(by_word, held, queries, 31, limits)
        assert too_many.tolist() == [True, False]
        assert _told(Hits.of([(hits.queries, hits.rows, hits.distances)]))[-1:] == [(1, 999, 0)]
    assert not loops.sift(by_word, held, queries, 31, (1 << 40, 256 * 1000))[1].any()


def test_scan_stops_where_it_is_told(loops: Kernels) -> None:
    """Behind the size lies room that nobody has filled yet."""
    codes, queries = drawn("random", 1, 40)
    assert _told(loops.scan(columns(codes), 30, queries, 256))[-1][1] == 29


def test_more_hits_than_there_was_room_for_are_all_told(loops: Kernels) -> None:
    codes, queries = drawn("equal", 2, 9000)
    assert len(loops.scan(columns(codes), 9000, queries, 256).rows) == 5 * 9000
    held = loops.grouped(columns(codes))
    hits, _ = loops.sift(columns(codes), held, codes[:7], 0, (1 << 40, 256 * 9000))
    assert len(hits.rows) == sum(int((codes == each).all(axis=1).sum()) for each in codes[:7])


def test_unknown_kernels_are_refused_by_name() -> None:
    with pytest.raises(MisuseError, match="'fortran'; there are: numba, numpy"):
        kernels("fortran")
