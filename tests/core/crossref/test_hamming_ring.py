"""The pigeons in their ring: no way to spread the differences escapes the chunks that are looked into."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal.crossref.hamming import ring


@pytest.mark.parametrize(
    ("radius", "expected"), [(0, 1), (7, 8), (15, 16), (16, 32), (31, 272), (47, 2192), (63, 11152)]
)
def test_as_many_buckets_as_the_pigeonhole_obliges(radius: int, expected: int) -> None:
    """272 for the radius of images: 16 chunks and their 16 neighbours each."""
    assert ring.buckets(radius) == expected


@settings(max_examples=100, deadline=None)
@given(radius=st.integers(0, ring.MOST), hits=st.lists(st.integers(0, 15), max_size=ring.MOST))
def test_some_chunk_passes_alone_and_with_those_after_it(radius: int, hits: list[int]) -> None:
    """Differences dealt out to chunks in any way, up to the radius: the three tests of the kernels hold together once."""
    apart = [hits[:radius].count(place) for place in range(16)]
    allowed = ring.allowances(radius).tolist()
    assert sum(each + 1 for each in allowed) == radius + 1

    def passes(place: int) -> bool:
        upto = [(place + step) % 16 for step in range(3)]
        return all(sum(apart[at] for at in upto[:n]) <= sum(allowed[at] + 1 for at in upto[:n]) - 1 for n in (1, 2, 3))

    assert any(passes(place) for place in range(16))


def test_neighbours_come_nearest_first_and_each_once() -> None:
    flips = ring.flips().tolist()
    assert len(set(flips)) == len(flips) == ring.ball(ring.MOST_ALLOWED)
    for allowed in range(ring.MOST_ALLOWED + 1):
        assert {each.bit_count() for each in flips[: ring.ball(allowed)]} == set(range(allowed + 1))
