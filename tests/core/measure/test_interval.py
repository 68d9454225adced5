"""Intervals against published values, and the laws they keep."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal.measure.interval import _exact_ranks, _wide_ranks, quantile_rank, quantile_ranks, share, wilson
from fanal.words.errors import MisuseError


@pytest.mark.parametrize(
    ("source", "k", "n", "low", "high"),
    [
        # Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3 (score, no continuity correction)
        ("Newcombe 1998", 81, 263, 0.2553, 0.3662),
        ("Newcombe 1998", 15, 148, 0.0624, 0.1605),
        ("Newcombe 1998", 0, 20, 0.0000, 0.1611),
        ("Newcombe 1998", 1, 29, 0.0061, 0.1718),
        # The same interval for 0 and n of 10: z²/(n + z²) = 3.8415/13.8415
        ("closed form", 0, 10, 0.0000, 0.27754),
        ("closed form", 10, 10, 0.72246, 1.0000),
    ],
)
def test_wilson_gives_the_published_values_rounded_outwards(source, k, n, low, high):
    ours = wilson(k, n)
    assert low * 1000 - 1.06 <= ours[0] <= low * 1000 + 0.06
    assert high * 1000 - 0.06 <= ours[1] <= high * 1000 + 1.06


COUNTS = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(COUNTS)
def test_wilson_contains_the_estimate_and_mirrors(counts):
    k, n = counts
    low, high = wilson(k, n)
    assert 0 <= low <= share(k, n) <= high <= 1000
    assert low * n <= 1000 * k <= high * n
    assert wilson(n - k, n) == (1000 - high, 1000 - low)


@given(COUNTS)
def test_wilson_grows_with_the_numerator_and_narrows_with_the_sample(counts):
    k, n = counts
    low, high = wilson(k, n)
    if k < n:
        assert wilson(k + 1, n)[0] >= low
        assert wilson(k + 1, n)[1] >= high
    wide, narrow = high - low, wilson(k * 4, n * 4)
    assert narrow[1] - narrow[0] <= wide + 2  # thousandths are rounded outwards on both sides


@pytest.mark.parametrize(("k", "n"), [(0, 0), (-1, 5), (6, 5)])
def test_what_is_not_a_proportion_is_refused(k, n):
    with pytest.raises(MisuseError):
        wilson(k, n)
    with pytest.raises(MisuseError):
        share(k, n)


@pytest.mark.parametrize(
    ("size", "low", "high"),
    # Ranks for a 95 % interval of a median, as tabulated for the sign test (two-sided 5 % critical values + 1)
    [
        (5, None, None),
        (6, 1, 6),
        (8, 1, 8),
        (9, 2, 8),
        (10, 2, 9),
        (12, 3, 10),
        (15, 4, 12),
        (20, 6, 15),
        (25, 8, 18),
        (50, 18, 33),
        (100, 40, 61),
    ],
)
def test_median_ranks_are_the_tabulated_ones(size, low, high):
    assert quantile_ranks(size, 500) == (low, high)


def test_a_high_quantile_of_a_small_sample_has_no_upper_bound():
    assert quantile_ranks(10, 900)[1] is None
    assert quantile_ranks(100, 900)[1] is not None


@given(st.integers(1, 300), st.integers(1, 999))
def test_ranks_cover_ninety_five_percent_and_hold_the_estimate(size, milli):
    low, high = quantile_ranks(size, milli)
    rank = quantile_rank(size, milli)
    assert (low or 1) <= rank <= (high or size)
    weights = [comb(size, i) * milli**i * (1000 - milli) ** (size - i) for i in range(size + 1)]
    # X(low) <= quantile <= X(high) unless fewer than low, or high and more, values lie below it
    covered = sum(weights[(low or 0) : (high if high is not None else size + 1)])
    assert covered * 1000 >= 950 * 1000**size


@pytest.mark.parametrize("milli", [100, 500, 900])
def test_the_approximation_takes_over_without_a_jump(milli):
    exact, wide = _exact_ranks(2000, milli), _wide_ranks(2000, milli)
    assert 0 <= exact[0] - wide[0] <= 2
    assert 0 <= wide[1] - exact[1] <= 2
