"""What a fingerprint's file is made of: its names, its radius, its examples; it knows no text, image or video."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

BITS = 256
BYTES = BITS // 8

Medium = Literal["text", "image", "video"]
Given = TypeVar("Given")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example(Generic[Given]):
    """Two things, and whether they must lie within the radius. The contract test runs them."""

    one: Given
    other: Given
    is_near: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint(Generic[Given]):
    """A kind of 256-bit code: two things whose codes differ in `radius` bits or less are candidates, nothing more.

    Codes are 32 bytes, the first bit is the highest of the first byte; None when a thing holds nothing to compare.
    Codes of two kinds are never compared with each other.
    """

    code: str  # the namespace of its codes, for ever
    title: Mapping[str, str]
    medium: Medium
    radius: int
    code_of: Callable[[Given], bytes | None]
    examples: tuple[Example[Given], ...]


def distance(one: bytes, other: bytes) -> int:
    """In how many bits two codes of the same kind differ, 0 to 256; ValueError when one is not 32 bytes long."""
    if len(one) != BYTES or len(other) != BYTES:
        raise ValueError(f"codes are {BYTES} bytes long, these are {len(one)} and {len(other)}")
    return (int.from_bytes(one) ^ int.from_bytes(other)).bit_count()
