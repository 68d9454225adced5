"""Which of many codes lie near each other, each pair once. It keeps no index and knows not what the codes are of."""

from collections.abc import Iterator, Sequence

import numpy as np

from fanal.fingerprints import BYTES

_WORDS = BYTES // 8
_BLOCK = 256  # codes held against all later ones at a time: what is held in memory grows with the codes, not with their pairs

Pair = tuple[int, int, int]  # place of one, place of the other (greater), distance in bits


def near_pairs(codes: Sequence[bytes], radius: int) -> Iterator[Pair]:
    """Every pair of places whose codes (32 bytes each) differ in `radius` bits or less, in order.

    Exact and blockwise; the time grows with the square of their number, so give each code once.
    """
    words = np.frombuffer(b"".join(codes), dtype=np.uint64).reshape(len(codes), _WORDS)
    for start in range(0, len(codes), _BLOCK):
        yield from _of_block(words, start, radius)


def _of_block(words: "np.typing.NDArray[np.uint64]", start: int, radius: int) -> Iterator[Pair]:
    block, later = words[start : start + _BLOCK], words[start:]
    distances = np.zeros((len(block), len(later)), dtype=np.uint16)
    for column in range(_WORDS):
        distances += np.bitwise_count(block[:, column, None] ^ later[None, :, column])
    for row, other in np.argwhere(distances <= radius).tolist():
        if row < other:
            yield start + row, start + other, int(distances[row, other])
