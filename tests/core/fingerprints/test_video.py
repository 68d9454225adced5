"""vPDQ: frames taken at the wrong moments, cuts that are not found, still pictures that count a thousand times."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal.fingerprints import video
from fanal.fingerprints.image import Picture
from fanal.fingerprints.video import Frame, Shared
from tests.core.fingerprints.pictures import photo

CODES = [np.random.default_rng(n).bytes(32) for n in range(40)]


def film(*codes: int, quality: int = 100) -> list[Frame]:
    return [Frame(1000 * n, CODES[code], quality) for n, code in enumerate(codes)]


def at(*times: int) -> Iterator[tuple[int, Picture]]:
    picture = photo(1, 64, 64)
    return ((each, picture) for each in times)


@pytest.mark.parametrize(
    ("times", "taken"),
    [
        ((), []),
        ((0, 40, 80, 999, 1000, 1040), [0, 1000]),
        ((0, 990, 1030, 1999, 2001), [0, 1030, 2001]),
        ((500, 900, 1100, 1900), [500, 1100]),  # the clock of a clip cut out of a longer one
        ((0, 5000, 5010, 6000), [0, 5000, 6000]),  # a hole in the film
        ((0, 0, 0, 1000), [0, 1000]),
    ],
)
def test_frames_are_taken_once_a_second(times: tuple[int, ...], taken: list[int]) -> None:
    assert [each.at_ms for each in video.frames(at(*times))] == taken


def test_one_frame_is_held_at_a_time() -> None:
    asked: list[int] = []

    def endless() -> Iterator[tuple[int, Picture]]:
        for n in range(10**9):
            asked.append(n)
            yield n * 500, photo(n, 64, 64)

    taken = video.frames(endless())
    assert [next(taken).at_ms for _ in range(3)] == [0, 1000, 2000]
    assert len(asked) == 5


@pytest.mark.parametrize(
    ("query", "compared", "counts"),
    [
        (film(1, 2, 3, 4), film(1, 2, 3, 4), (4, 4, 4, 4)),
        (film(3, 4), film(1, 2, 3, 4, 5, 6), (2, 2, 2, 6)),  # an extract of a longer film
        (film(1, 2, 3, 4, 9), film(1, 2, 3, 4), (4, 5, 4, 4)),
        (film(1, 2), film(7, 8), (0, 2, 0, 2)),
        (film(1, 1, 1, 1), film(1, 2), (1, 1, 1, 2)),  # a still picture is one frame
        (film(1, 2, quality=49), film(1, 2), (0, 0, 0, 2)),  # flat frames match nothing
        ([], film(1), (0, 0, 0, 1)),
        ([], [], (0, 0, 0, 0)),
    ],
)
def test_share_of_frames(query: list[Frame], compared: list[Frame], counts: tuple[int, ...]) -> None:
    assert video.shared(query, compared) == Shared(*counts)


@pytest.mark.parametrize(
    ("found", "is_match"),
    [
        (Shared(4, 5, 4, 100), True),
        (Shared(79, 100, 79, 79), False),
        (Shared(0, 0, 0, 5), False),
        (Shared(0, 0, 0, 0), False),
    ],
)
def test_four_fifths_of_what_is_asked_about_are_a_match(found: Shared, is_match: bool) -> None:
    assert found.is_match() is is_match


def test_a_film_without_a_telling_frame_is_no_match_however_low_the_bar() -> None:
    assert not Shared(0, 0, 0, 0).is_match(0, 0)
    assert not Shared(4, 5, 4, 100).is_match(least_compared=50)


@given(
    st.lists(st.integers(0, 255), max_size=12),
    st.lists(st.integers(0, 255), max_size=12),
    st.integers(0, 60),
)
@settings(max_examples=60, deadline=None)
def test_counts_are_those_of_comparing_one_by_one(a: list[int], b: list[int], radius: int) -> None:
    # Codes that differ in some of their first bits, so that many lie near one another.
    one = [Frame(n, bytes([each]) + CODES[each % 3][1:], 100) for n, each in enumerate(a)]
    two = [Frame(n, bytes([each]) + CODES[each % 3][1:], 100) for n, each in enumerate(b)]

    def near(x: Frame, y: Frame) -> bool:
        return (int.from_bytes(x.code) ^ int.from_bytes(y.code)).bit_count() <= radius

    asked, others = video.telling(one), video.telling(two)
    found = video.shared(one, two, radius)
    assert found.query_matched == sum(any(near(x, y) for y in others) for x in asked)
    assert found.compared_matched == sum(any(near(x, y) for x in asked) for y in others)


def test_a_recompressed_film_is_the_same_film() -> None:
    film_of = [(n * 1000, photo(n, 120, 160)) for n in range(4)]
    worse = [(at_ms, (each // 16 * 16 + 8).astype(np.uint8)) for at_ms, each in film_of]
    found = video.shared(video.frames(iter(worse)), video.frames(iter(film_of)))
    assert found.is_match()
    assert found.compared_percent == 100
