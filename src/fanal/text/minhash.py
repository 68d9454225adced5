"""1-bit MinHash of character 3-grams, 256 bits: near sets of 3-grams give near codes. It folds nothing and judges nothing.

Broder (1997): the share of functions whose smallest hash two sets have in common is their Jaccard similarity J.
Li and König (2010): one bit of each smallest hash is enough; two codes differ in about 128 x (1 - J) of 256 bits.

FROZEN: stored codes are compared with codes made years later. What follows may never change (spec/fingerprints/text.json
holds examples); another recipe is another kind of fingerprint, with another name.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

Words32 = npt.NDArray[np.uint32]
Words64 = npt.NDArray[np.uint64]

FUNCTIONS = 256
GRAM = 3
SEED = 0x46414E414C310000  # "FANAL1", then zeros

_GOLDEN = 0x9E3779B97F4A7C15  # the step of SplitMix64 (Steele, Lea and Flood, 2014)
_CODE_POINT = 21  # bits of a code point
_AT_ONCE = 1024  # texts that are hashed together
_ROWS = 256  # grams that are multiplied together: 256 KiB, which stays in a core's own cache


def code_of(text: str) -> bytes | None:
    """The code of one text as it is given, 32 bytes, function 0 in the highest bit of the first byte; None when empty."""
    return codes_of((text,))[0]


def codes_of(texts: Sequence[str]) -> list[bytes | None]:
    """The code of each text, in the same order; None for an empty one. A shorter text than a gram is filled with U+0000."""
    codes: list[bytes | None] = []
    for start in range(0, len(texts), _AT_ONCE):
        part = texts[start : start + _AT_ONCE]
        bits = iter(_bits(_smallest([text.ljust(GRAM, "\0") for text in part if text])))
        codes += [next(bits) if text else None for text in part]
    return codes


def _smallest(texts: Sequence[str]) -> Words32:
    """(texts, 256): for each text and function, the smallest hash of its grams."""
    hashes = _gram_hashes("".join(texts))[:, None]
    found = np.empty((len(texts), FUNCTIONS), np.uint32)
    room = np.empty((_ROWS, FUNCTIONS), np.uint32)
    start = 0
    for text, row in zip(texts, found, strict=True):
        end = start + len(text) - GRAM + 1
        np.minimum.reduce(_products(hashes[start : min(start + _ROWS, end)], room), axis=0, out=row)
        for first in range(start + _ROWS, end, _ROWS):
            more = _products(hashes[first : min(first + _ROWS, end)], room)
            np.minimum(row, np.minimum.reduce(more, axis=0), out=row)
        start += len(text)
    return found


def _products(hashes: Words32, room: Words32) -> Words32:
    """(grams, 256): some grams, (grams, 1), hashed by each function."""
    work = room[: len(hashes)]
    # Copied and multiplied in place: sooner than NumPy's broadcast multiplication, which leaves vector registers idle.
    np.copyto(work, hashes)
    return np.multiply(work, _TILE[: len(hashes)], out=work)


def _gram_hashes(text: str) -> Words32:
    """One 32-bit hash for each 3-gram: its code points packed into 64 bits, mixed, the upper half taken."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint64)
    packed = points[:-2] | (points[1:-1] << np.uint64(_CODE_POINT)) | (points[2:] << np.uint64(2 * _CODE_POINT))
    return (_mixed(packed + np.uint64(SEED)) >> np.uint64(32)).astype(np.uint32)


def _bits(smallest: Words32) -> Iterator[bytes]:
    """The code of each row: the highest bit of its smallest hashes, once mixed (MurmurHash3's finisher)."""
    mixed = smallest ^ _MASKS
    mixed ^= mixed >> np.uint32(16)
    mixed *= np.uint32(0x85EBCA6B)
    mixed ^= mixed >> np.uint32(13)
    mixed *= np.uint32(0xC2B2AE35)
    packed = np.packbits((mixed >> np.uint32(31)).astype(np.uint8), axis=1)
    return (row.tobytes() for row in packed)


def _mixed(words: Words64) -> Words64:
    """SplitMix64's output function: each bit of the input bears on each bit of the result."""
    words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return words ^ (words >> np.uint64(31))


def _constants() -> tuple[Words32, Words32]:
    """Odd multipliers, then masks: the outputs 1 to 512 of SplitMix64 seeded with SEED, their upper halves.

    Function i hashes a gram g as g x multiplier[i] modulo 2^32 (Dietzfelbinger et al., 1997); grams are well mixed before.
    """
    steps = np.arange(1, 2 * FUNCTIONS + 1, dtype=np.uint64)
    drawn = (_mixed(np.uint64(SEED) + steps * np.uint64(_GOLDEN)) >> np.uint64(32)).astype(np.uint32)
    return drawn[:FUNCTIONS] | np.uint32(1), drawn[FUNCTIONS:]


_MULTIPLIERS, _MASKS = _constants()
_TILE = np.ascontiguousarray(np.broadcast_to(_MULTIPLIERS, (_ROWS, FUNCTIONS)))
