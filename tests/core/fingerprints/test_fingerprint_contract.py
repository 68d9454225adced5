"""Every kind of fingerprint keeps the contract: its examples hold, its code is its file's name, its codes are 32 bytes."""

import pytest

from fanal.fingerprints import BITS, BYTES, FINGERPRINTS, distance

PLUGS = pytest.mark.parametrize("plug", FINGERPRINTS.values(), ids=FINGERPRINTS.keys())
EXAMPLES = [(plug, example) for plug in FINGERPRINTS.values() for example in plug.examples]


@pytest.mark.parametrize(("plug", "example"), EXAMPLES)
def test_an_example_lies_on_its_side_of_the_radius(plug, example):
    one, other = plug.code_of(example.one), plug.code_of(example.other)
    assert len(one) == len(other) == BYTES
    assert (distance(one, other) <= plug.radius) is example.is_near


@PLUGS
def test_a_kind_shows_a_near_pair_and_a_far_one_and_has_two_titles(plug):
    assert {example.is_near for example in plug.examples} == {True, False}
    assert set(plug.title) == {"fr", "en"}
    assert 0 <= plug.radius < BITS // 2
    assert plug.medium in ("text", "image", "video")


def test_distance_counts_differing_bits_and_refuses_other_lengths():
    assert distance(bytes(32), bytes(31) + b"\x05") == 2
    assert distance(b"\xff" * 32, bytes(32)) == BITS
    with pytest.raises(ValueError, match="32 bytes"):
        distance(bytes(32), bytes(31))
