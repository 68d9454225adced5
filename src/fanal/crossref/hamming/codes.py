"""Knows the shape of 256-bit codes as arrays and how bytes become them. It searches nothing.

A code of 32 bytes, read big-endian, is four 64-bit words: bytes 0 to 7 are word 0. Chunk 0 to 15 are its sixteen
groups of 16 bits in the same order, so that chunk 4j is the top of word j.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from fanal.words.errors import CodeError
from fanal.words.say import message

Words = NDArray[np.uint64]  # (n, 4): one code a line; or (4, n): one word of all codes a line
Ids = NDArray[np.int64]

BITS = 256
BYTES = BITS // 8
WORDS = 4
CHUNKS = 16  # of 16 bits


def words(codes: Sequence[bytes]) -> Words:
    """Codes of 32 bytes as an array (n, 4) of uint64; raises CodeError for another length."""
    if not set(map(len, codes)) <= {BYTES}:
        place = next(place for place, code in enumerate(codes) if len(code) != BYTES)
        raise CodeError(message("code_length", found=len(codes[place]), expected=BYTES, place=place))
    return np.frombuffer(b"".join(codes), dtype=">u8").astype(np.uint64).reshape(len(codes), WORDS)


def as_bytes(codes: Words) -> list[bytes]:
    """The inverse of `words`: (n, 4) uint64 as codes of 32 bytes."""
    raw = codes.astype(">u8").tobytes()
    return [raw[start : start + BYTES] for start in range(0, len(raw), BYTES)]


def checked(codes: Words) -> Words:
    """The same codes if they are (n, 4) uint64; raises CodeError with what was found."""
    if codes.dtype != np.uint64 or codes.ndim != 2 or codes.shape[1] != WORDS:
        raise CodeError(message("code_shape", shape=str(codes.shape), dtype=str(codes.dtype)))
    return codes


def checked_ids(ids: Ids, size: int) -> Ids:
    """The same ids if there is one int64 a code; raises CodeError otherwise."""
    if ids.dtype != np.int64 or ids.shape != (size,):
        raise CodeError(message("code_ids", shape=str(ids.shape), dtype=str(ids.dtype), expected=size))
    return ids


def checked_radius(radius: int) -> int:
    """The same radius if it lies in 0..256; raises CodeError otherwise."""
    if not 0 <= radius <= BITS:
        raise CodeError(message("code_radius", radius=radius, most=BITS))
    return int(radius)


def columns(codes: Words) -> Words:
    """(n, 4) as (4, n), each word of all codes in one contiguous line: a scan reads only the lines that it needs."""
    return np.ascontiguousarray(codes.T)


def chunk(by_word: Words, place: int) -> NDArray[np.uint16]:
    """One chunk, 0 to 15, of all codes given as (4, n)."""
    shift = np.uint64(48 - 16 * (place % WORDS))
    found: NDArray[np.uint16] = (by_word[place // WORDS] >> shift).astype(np.uint16)
    return found
