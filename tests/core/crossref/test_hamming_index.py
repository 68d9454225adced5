"""The index against a search that nobody can doubt: whatever was added, forgotten, rebuilt, saved or shared out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal.crossref.hamming import Index, as_bytes, block, kernels, scanned, union, words
from fanal.crossref.hamming.kernels import Kernels
from fanal.words.errors import CodeError
from tests.core.crossref.hamming_codes import RADII, SHAPES, Brute, drawn

SIZE = 120
a_few = settings(max_examples=6, deadline=None)
seeds = st.integers(min_value=0, max_value=2**32)


@pytest.fixture(params=["small as it is", "as if it were large"])
def _both_ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small index is scanned; the second time it takes the way of a large one, through the buckets."""
    if request.param != "small as it is":
        monkeypatch.setattr(block, "LEAST_GROUPED", 1)
        monkeypatch.setattr(block, "BUCKET_COST", 0)


def _ids(size: int) -> np.ndarray:
    """Not in the order of the codes, and some of them for several codes."""
    return (np.arange(size, dtype=np.int64) * 7919 % 1009) // 2 - 20


@pytest.mark.usefixtures("_both_ways")
@pytest.mark.parametrize("shape", SHAPES)
def test_index_finds_what_comparing_with_every_code_finds(loops: Kernels, shape: str) -> None:
    for seed in range(2):
        codes, queries = drawn(shape, seed, SIZE)
        index = Index(codes, _ids(SIZE), loops=loops)
        brute = Brute(codes, _ids(SIZE), queries)
        for radius in RADII:
            found = index.search_many(queries, radius)
            assert [found.pairs(n) for n in range(5)] == brute.near(radius)
            assert index.search(queries[2], radius).pairs(0) == found.pairs(2)


@pytest.mark.usefixtures("_both_ways")
@pytest.mark.parametrize("shape", SHAPES)
def test_added_and_forgotten_codes_are_so_at_once_and_after_the_rebuild(loops: Kernels, shape: str) -> None:
    codes, queries = drawn(shape, 3, SIZE)
    ids = _ids(SIZE)
    index = Index(codes[:60], ids[:60], loops=loops)
    index.add(codes[60:61], ids[60:61])
    index.add(codes[61:], ids[61:])
    gone = np.unique(ids)[::3].copy()
    index.forget(gone)
    index.add(codes[:10], gone[:10])  # what comes again after it was forgotten is known again
    alive = ~np.isin(ids, gone)
    known, of = np.concatenate([codes[alive], codes[:10]]), np.concatenate([ids[alive], gone[:10]])
    rebuilt = index.rebuilt()
    assert (rebuilt.waiting, len(rebuilt)) == (0, len(of))
    brute = Brute(known, of, queries)
    for radius in RADII:
        for each in (index, rebuilt):
            found = each.search_many(queries, radius)
            assert [found.pairs(n) for n in range(5)] == brute.near(radius)


@a_few
@given(seed=seeds, shape=st.sampled_from(SHAPES), parts=st.integers(1, 4), radius=st.sampled_from(RADII))
def test_union_of_shards_is_one_index_of_all(seed: int, shape: str, parts: int, radius: int) -> None:
    codes, queries = drawn(shape, seed, SIZE)
    ids, loops = _ids(SIZE), kernels("numpy")
    whole = Index(codes, ids, loops=loops).search_many(queries, radius)
    shards = [Index(codes[n::parts], ids[n::parts], loops=loops).search_many(queries, radius) for n in range(parts)]
    pieces = [scanned(codes[n::parts], ids[n::parts], queries, radius, loops=loops) for n in range(parts)]
    for one in (union(shards), union(pieces)):
        assert one.limits.tolist() == whole.limits.tolist()
        assert one.ids.tolist() == whole.ids.tolist()
        assert one.distances.tolist() == whole.distances.tolist()


def test_shards_that_answered_other_questions_are_refused() -> None:
    codes, queries = drawn("random", 1, 10)
    index = Index(codes, _ids(10), loops=kernels("numpy"))
    for shards in ([], [index.search_many(queries, 3), index.search(queries[0], 3)]):
        with pytest.raises(CodeError, match="same queries"):
            union(shards)


@pytest.mark.parametrize("radius", [0, 31, 64, 256])
def test_empty_index_knows_nothing_and_can_be_filled(loops: Kernels, radius: int) -> None:
    codes, queries = drawn("random", 5, 3)
    index = Index.empty(loops=loops)
    assert index.search_many(queries, radius).limits.tolist() == [0] * 6
    assert len(index.search_many(queries[:0], radius)) == 0
    index.add(codes, _ids(3))
    assert index.search(codes[0], radius).pairs(0)[0] == (int(_ids(3)[0]), 0)
    index.forget(_ids(3))
    assert index.rebuilt().search(codes[0], radius).pairs(0) == []


def test_large_index_goes_through_its_buckets_and_scans_when_they_are_full(loops: Kernels) -> None:
    """Forty thousand codes of which a quarter lie close together: both ways are taken, and both are right."""
    codes, queries = drawn("random", 8, 40_000)
    near, _ = drawn("biased", 8, 10_000)
    codes[:10_000] = near & near[::-1]
    ids = np.arange(40_000, dtype=np.int64)
    index = Index(codes, ids, loops=loops)
    asked = np.concatenate([queries, codes[:2]])
    for radius in (7, 16, 31):
        found, expected = index.search_many(asked, radius), scanned(codes, ids, asked, radius, loops=kernels("numpy"))
        assert found.limits.tolist() == expected.limits.tolist()
        assert found.ids.tolist() == expected.ids.tolist()
        assert found.distances.tolist() == expected.distances.tolist()
    assert found.limits[-1] > 1000


@pytest.mark.usefixtures("_both_ways")
def test_saved_arrays_make_the_same_index_whoever_saved_them(loops: Kernels) -> None:
    codes, queries = drawn("planted", 6, SIZE)
    ids = _ids(SIZE)
    index = Index(codes[:100], ids[:100], loops=kernels("numpy"))
    index.add(codes[100:], ids[100:])
    index.forget(ids[:5])
    again = Index.of({name: array.copy() for name, array in index.arrays().items()}, loops=loops)
    for radius in RADII:
        a, b = index.search_many(queries, radius), again.search_many(queries, radius)
        assert (a.ids.tolist(), a.distances.tolist()) == (b.ids.tolist(), b.distances.tolist())
    assert again.nbytes > 0


def test_search_that_began_before_an_addition_keeps_what_it_saw() -> None:
    """A tail grows into new room or into unused room; what an earlier reader holds does not move."""
    codes, _ = drawn("random", 9, 300)
    index = Index.empty(loops=kernels("numpy"))
    index.add(codes[:60], _ids(300)[:60])
    seen, of = index.pairs()
    kept = seen.copy(), of.copy()
    index.add(codes[60:], _ids(300)[60:])
    index.forget(of[:3].copy())
    assert (seen.tolist(), of.tolist()) == (kept[0].tolist(), kept[1].tolist())


def test_words_are_big_endian_and_come_back() -> None:
    code = bytes(range(32))
    assert words([code])[0, 0] == 0x0001020304050607
    assert as_bytes(words([code, code[::-1]])) == [code, code[::-1]]
    assert words([]).shape == (0, 4)


GOOD = np.zeros((2, 4), dtype=np.uint64)
IDS = np.zeros(2, dtype=np.int64)
INDEX = Index(GOOD, IDS, loops=kernels("numpy"))


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda: words([b"x" * 32, b"x" * 31]), "number 1 has 31 bytes instead of 32"),
        (lambda: Index(GOOD.astype(np.int64), IDS), "(2, 4) of int64"),
        (lambda: Index(GOOD[:, :3], IDS), "(2, 3) of uint64"),
        (lambda: Index(GOOD, IDS[:1]), "Give 2 int64"),
        (lambda: INDEX.add(GOOD, IDS.astype(np.int32)), "(2,) of int32"),
        (lambda: INDEX.forget(IDS.astype(np.float64)), "(2,) of float64"),
        (lambda: INDEX.search(GOOD, 3), "(1, 8) of uint64"),
        (lambda: INDEX.search_many(GOOD, -1), "radius of -1"),
        (lambda: INDEX.search_many(GOOD, 257), "radius from 0 to 256"),
        (lambda: scanned(GOOD, IDS[:1], GOOD, 3), "Give 2 int64"),
        (lambda: Index.of({}), "(columns)"),
        (lambda: Index.of(INDEX.arrays() | {"ids": IDS[:1]}), "(columns, spans, ids)"),
        (lambda: Index.of(INDEX.arrays() | {"starts": IDS, "rows": IDS.astype(np.uint32)}), "(checks)"),
        (
            lambda: Index.of(
                INDEX.arrays() | {"starts": IDS, "rows": IDS.astype(np.uint32), "checks": IDS.astype(np.uint16)}
            ),
            "(starts, rows, checks)",
        ),
        (lambda: Index.of({k: v for k, v in INDEX.arrays().items() if k != "dead"}), "(dead)"),
    ],
)
def test_what_no_search_can_use_is_refused_with_what_was_found(act: object, said: str) -> None:
    with pytest.raises(CodeError) as refused:
        act()  # type: ignore[operator]
    assert said in str(refused.value)
