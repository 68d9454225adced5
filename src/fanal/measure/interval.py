"""Intervals, in exact integer arithmetic so that anyone finds the same digits. It knows numbers only.

Every interval is at 95 %, two-sided, and rounded outwards: it may be a thousandth too wide, never too narrow.
"""

from functools import lru_cache
from math import comb, gcd, isqrt

from fanal.words.errors import MisuseError

MILLI = 1000
_Z = 1_959_964  # the normal quantile of 0.975, in millionths
_ONE = 1_000_000
_EXACT_UP_TO = 2_000  # beyond, the binomial ranks come from the normal approximation, one rank wider


def share(numerator: int, denominator: int) -> int:
    """A proportion in thousandths, rounded half up."""
    _check(numerator, denominator)
    return (2 * numerator * MILLI + denominator) // (2 * denominator)


def wilson(numerator: int, denominator: int) -> tuple[int, int]:
    """The Wilson score interval of a proportion, in thousandths (Wilson 1927; Brown, Cai, DasGupta 2001)."""
    _check(numerator, denominator)
    k, n = numerator, denominator
    # centre ± half over width, each multiplied by _ONE squared: (2k + z² ± z·sqrt(z² + 4k(n-k)/n)) / 2(n + z²)
    centre = 2 * k * _ONE**2 + _Z**2
    radicand = _Z**4 * n + 4 * k * (n - k) * _Z**2 * _ONE**2  # (z² · (z² + 4k(n-k)/n)) · n · _ONE⁴
    width = 2 * (n * _ONE**2 + _Z**2)
    half = isqrt(-(-radicand // n)) + 1
    low, high = (centre - half) * MILLI // width, -(-(centre + half) * MILLI // width)
    # At the edges the formula gives exactly 0 and 1.
    return (0 if k == 0 else max(0, low)), (MILLI if k == n else min(MILLI, high))


def quantile_rank(size: int, milli: int) -> int:
    """The rank (from 1) of the quantile: the smallest value that at least this share of the sample does not exceed."""
    _check(milli, MILLI)
    return max(1, -(-size * milli // MILLI))


@lru_cache(maxsize=4096)
def quantile_ranks(size: int, milli: int) -> tuple[int | None, int | None]:
    """The ranks (from 1) between which the quantile lies, by order statistics (David, Nagaraja 2003, 7.1).

    None where the sample is too small for a bound on that side: fewer than 6 for a median.
    """
    _check(milli, MILLI)
    low, high = _exact_ranks(size, milli) if size <= _EXACT_UP_TO else _wide_ranks(size, milli)
    return (low if low >= 1 else None), (high if high <= size else None)


def _exact_ranks(size: int, milli: int) -> tuple[int, int]:
    # P(B <= i) for B binomial(size, part/whole), in units of whole ** size; alpha / 2 is 25 thousandths.
    part, whole = milli // gcd(milli, MILLI), MILLI // gcd(milli, MILLI)
    total, below, low, high = whole**size, 0, 0, size + 1
    for i in range(size + 1):
        below += comb(size, i) * part**i * (whole - part) ** (size - i)
        if below * MILLI <= 25 * total:
            low = i + 1
        if below * MILLI >= 975 * total:
            high = i + 1
            break
    return low, high


def _wide_ranks(size: int, milli: int) -> tuple[int, int]:
    middle = size * milli // MILLI
    half = isqrt(size * milli * (MILLI - milli) * _Z**2 // (MILLI**2 * _ONE**2)) + 1
    return middle - half, middle + half + 2


def _check(numerator: int, denominator: int) -> None:
    if not 0 <= numerator <= denominator or denominator == 0:
        raise MisuseError(f"not a proportion: {numerator} of {denominator}")
