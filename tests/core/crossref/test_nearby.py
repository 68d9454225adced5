"""Pairs that a blockwise search misses, gives twice, or gives with a wrong distance."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal.crossref import nearby
from fanal.crossref.nearby import near_pairs
from fanal.fingerprints import distance

CODES = st.binary(min_size=32, max_size=32) | st.sampled_from([b"\0" * 32, b"\xff" * 32, b"\0" * 31 + b"\1"])


@settings(max_examples=30, deadline=None)
@given(codes=st.lists(CODES, max_size=20), radius=st.integers(0, 256))
def test_the_same_pairs_as_one_by_one(codes: list[bytes], radius: int) -> None:
    one_by_one = [
        (place, other, bits)
        for place, other in combinations(range(len(codes)), 2)
        if (bits := distance(codes[place], codes[other])) <= radius
    ]
    assert sorted(near_pairs(codes, radius)) == one_by_one


def test_pairs_across_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    codes = [bytes([n]) + b"\0" * 31 for n in range(40)]
    whole = list(near_pairs(codes, 2))
    monkeypatch.setattr(nearby, "_BLOCK", 7)
    assert list(near_pairs(codes, 2)) == whole


def test_of_each_only_the_nearest() -> None:
    codes = [bytes([n]) + b"\0" * 31 for n in (0, 1, 3, 7)]
    assert list(near_pairs(codes, 256, 1)) == [(0, 1, 1), (1, 2, 1), (2, 3, 1)]
