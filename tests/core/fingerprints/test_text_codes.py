"""The codes of texts: frozen for ever, the same one by one and together, and as near as the texts are."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal.fingerprints import BITS, distance, text, text_light
from fanal.text import minhash

VECTORS = json.loads((Path(__file__).parents[3] / "spec/fingerprints/text.json").read_text("utf-8"))


@pytest.mark.parametrize("row", VECTORS["minhash"], ids=lambda row: row["text"][:20])
def test_the_recipe_gives_the_codes_that_are_written_down(row):
    assert minhash.code_of(row["text"]).hex() == row["code"]
    assert _by_hand(row["text"]).hex() == row["code"]


@pytest.mark.parametrize("row", VECTORS["texts"], ids=lambda row: row["text"][:20])
def test_a_text_gives_the_codes_that_are_written_down(row):
    assert [_hex(text.code_of(row["text"])), _hex(text_light.code_of(row["text"]))] == [row["folded"], row["light"]]


@pytest.mark.parametrize("empty", ["", " ", "🔥 !!", "@user https://t.co/x", "\u200b"])
def test_a_text_with_nothing_to_compare_has_no_code(empty):
    assert text.code_of(empty) is None
    assert text_light.code_of(empty) is None


@given(st.lists(st.text(max_size=12) | st.text(alphabet="ab ", max_size=700), max_size=6))
@settings(deadline=None, max_examples=40)
def test_codes_together_are_the_codes_one_by_one(texts):
    assert text.codes_of(texts) == [text.code_of(each) for each in texts]
    assert text_light.codes_of(texts) == [text_light.code_of(each) for each in texts]


def test_more_texts_than_are_hashed_at_once_keep_their_order():
    texts = [f"text number {place}" if place % 7 else "" for place in range(1500)]
    assert minhash.codes_of(texts)[1024:] == minhash.codes_of(texts[1024:])


def test_distance_follows_the_share_of_grams_in_common():
    """About 128 x (1 - J) of 256 bits differ: nearer the more two texts share."""
    base = "abcdefghijklmnopqrstuvwxyz0123456789éèàçùôîïüëäöœæ"
    cut = [distance(minhash.code_of(base), minhash.code_of(base[:keep])) for keep in (50, 40, 26, 14)]
    assert cut[0] == 0
    assert all(abs(got - 128 * (1 - (keep - 2) / 48)) < 26 for got, keep in zip(cut, (50, 40, 26, 14), strict=True))


def test_no_bit_is_always_the_same():
    codes = [minhash.code_of(f"{place:x}-{place * 7919:x}-{place * 104729:x}") for place in range(400)]
    ones = [sum(code[bit // 8] >> (7 - bit % 8) & 1 for code in codes) for bit in range(BITS)]
    assert 120 < min(ones) <= max(ones) < 280  # eight standard deviations: these codes never change


def _by_hand(given: str) -> bytes:
    """The recipe of spec/fingerprints/README.md, in plain Python."""
    word = (1 << 64) - 1

    def mixed(z):
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & word
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & word
        return z ^ (z >> 31)

    seed = 0x46414E414C310000
    drawn = [mixed((seed + step * 0x9E3779B97F4A7C15) & word) >> 32 for step in range(1, 513)]
    points = [ord(char) for char in given.ljust(3, "\0")]
    grams = [
        mixed((a | b << 21 | c << 42) + seed & word) >> 32
        for a, b, c in zip(points, points[1:], points[2:], strict=False)
    ]
    bits = 0
    for multiplier, mask in zip(drawn[:256], drawn[256:], strict=True):
        x = min(gram * (multiplier | 1) & 0xFFFFFFFF for gram in grams) ^ mask
        x = ((x ^ x >> 16) * 0x85EBCA6B) & 0xFFFFFFFF
        x = ((x ^ x >> 13) * 0xC2B2AE35) & 0xFFFFFFFF
        bits = bits << 1 | x >> 31
    return bits.to_bytes(32)


def _hex(code: bytes | None) -> str | None:
    return code and code.hex()
