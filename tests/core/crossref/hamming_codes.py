"""Codes that are hard to search, and the search that nobody can doubt. It asserts nothing."""

import numpy as np
from numpy.typing import NDArray

from fanal.crossref.hamming.codes import Words

RADII = (0, 1, 2, 7, 14, 15, 16, 17, 30, 31, 32, 33, 44, 45, 47, 48, 63, 64, 65, 79, 80, 127, 128, 255, 256)
SHAPES = ("random", "equal", "biased", "planted")


def drawn(shape: str, seed: int, size: int) -> tuple[Words, Words]:
    """Codes (size, 4) of one shape, and queries (5, 4) that lie among them."""
    chance = np.random.default_rng(seed)
    codes = _shaped(shape, chance, size)
    queries = codes[chance.integers(0, size, 5)].copy() if size else _words(chance, 5)
    queries[3] = _words(chance, 1)[0]
    if shape == "planted" and size:
        codes = planted(queries, chance, codes)
    return codes, queries


def planted(queries: Words, chance: np.random.Generator, codes: Words) -> Words:
    """Codes around the queries, at distances where a search errs first, their differences spread in the worst ways."""
    out = codes.copy()
    for place in range(len(codes) * 3 // 4):
        radius = int(chance.choice(RADII))
        distance = min(256, radius + int(chance.integers(0, 2)))
        ways = (anywhere, in_one_word_of_chunks, evenly)
        differing = ways[int(chance.integers(0, 3))](distance, chance)
        out[place] = queries[int(chance.integers(0, len(queries)))] ^ from_bits(differing)
    return out


def anywhere(distance: int, chance: np.random.Generator) -> NDArray[np.bool_]:
    """So many bits, anywhere."""
    bits = np.zeros(256, dtype=np.bool_)
    bits[chance.permutation(256)[:distance]] = True
    return bits


def in_one_word_of_chunks(distance: int, chance: np.random.Generator) -> NDArray[np.bool_]:
    """As many chunks as possible differ in every bit, the others in none: they begin at any chunk and go round."""
    bits = np.zeros(256, dtype=np.bool_)
    bits[:distance] = True
    return np.roll(bits, 16 * int(chance.integers(0, 16)))


def evenly(distance: int, chance: np.random.Generator) -> NDArray[np.bool_]:
    """Every chunk differs by as much as every other, give or take one: only the pigeonhole saves the search."""
    bits = np.zeros((16, 16), dtype=np.bool_)
    least, more = divmod(distance, 16)
    larger = set(chance.permutation(16)[:more].tolist())
    for place in range(16):
        bits[place, chance.permutation(16)[: least + (place in larger)]] = True
    return bits.reshape(-1)


class Brute:
    """Compares every query with every code through Python's own integers, once for all radii."""

    def __init__(self, codes: Words, ids: NDArray[np.int64], queries: Words) -> None:
        numbers = [_number(code) for code in codes]
        self._apart = [
            sorted(((code ^ _number(query)).bit_count(), int(i)) for code, i in zip(numbers, ids, strict=True))
            for query in queries
        ]

    def near(self, radius: int) -> list[list[tuple[int, int]]]:
        """For each query (id, distance), nearest first."""
        return [[(i, d) for d, i in each if d <= radius] for each in self._apart]


def from_bits(bits: NDArray[np.bool_]) -> Words:
    """256 booleans, the top bit of word 0 first, as one code (4,)."""
    return np.packbits(bits).view(">u8").astype(np.uint64)


def _number(code: Words) -> int:
    return int.from_bytes(code.astype(">u8").tobytes(), "big")


def _words(chance: np.random.Generator, size: int) -> Words:
    return chance.integers(0, 2**64, (size, 4), dtype=np.uint64)


def _shaped(shape: str, chance: np.random.Generator, size: int) -> Words:
    if shape == "equal":
        few = _words(chance, 7)
        return few[chance.integers(0, 7, size)]
    if shape == "biased":
        bits = chance.random((size, 256)) < 0.04
        return np.packbits(bits, axis=1).reshape(-1).view(">u8").astype(np.uint64).reshape(size, 4)
    return _words(chance, size)
