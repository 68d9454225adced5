"""PDQ: codes that the reference does not give, turned and mirrored copies that are not found, flat pictures that match."""

import numpy as np
import pdqhash
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from fanal.fingerprints import image
from fanal.words.errors import MisuseError
from tests.core.fingerprints.pictures import Pixels, gallery, photo

GALLERY = dict(gallery())


def reference(picture: Pixels) -> bytes:
    bits, _ = pdqhash.compute(picture)
    return np.packbits(bits.astype(np.uint8)).tobytes()


def apart(one: bytes, other: bytes) -> int:
    return (int.from_bytes(one) ^ int.from_bytes(other)).bit_count()


@pytest.mark.parametrize("name", GALLERY)
def test_the_reference_gives_another_code(name: str) -> None:
    made, (_, quality) = image.pdq(GALLERY[name]), pdqhash.compute(GALLERY[name])
    assert len(made.code) == 32
    assert made.is_flat == (quality < image.LEAST_QUALITY)
    if not made.is_flat:  # else the frequencies cancel out, and their signs are rounding alone
        assert apart(made.code, reference(GALLERY[name])) <= 2
        assert abs(made.quality - quality) <= 1


@given(seed=st.integers(0, 10_000), rows=st.integers(5, 300), columns=st.integers(5, 300))
@settings(max_examples=25, deadline=None)
def test_no_size_gives_another_code_than_the_reference(seed: int, rows: int, columns: int) -> None:
    picture = photo(seed, rows, columns)
    made = image.pdq(picture)
    assert made.is_flat or apart(made.code, reference(picture)) <= 2


@pytest.mark.parametrize("name", ["photo 333x517", "photo 65x127", "words"])
def test_eight_ways_are_those_of_the_reference(name: str) -> None:
    theirs, quality = pdqhash.compute_dihedral(GALLERY[name])
    ours = image.pdq_dihedral(GALLERY[name])
    assert tuple(ours) == image.ORIENTATIONS
    for bits, made in zip(theirs, ours.values(), strict=True):
        assert apart(np.packbits(bits.astype(np.uint8)).tobytes(), made.code) <= 2
        assert abs(made.quality - quality) <= 1


@pytest.mark.parametrize(
    ("name", "turn"),
    [
        ("turned_90", lambda p: np.rot90(p, 1)),
        ("turned_180", lambda p: np.rot90(p, 2)),
        ("turned_270", lambda p: np.rot90(p, 3)),
        ("mirrored", lambda p: p[:, ::-1]),
        ("upside_down", lambda p: p[::-1]),
        ("transposed", lambda p: p.transpose(1, 0, 2)),
        ("transposed_back", lambda p: np.rot90(p, 2).transpose(1, 0, 2)),
    ],
)
def test_a_copy_that_was_turned_or_mirrored_is_found_under_its_name(name: str, turn: object) -> None:
    for seed in (1, 2):  # not exact: blocks are taken a little right and below of their centres
        picture = photo(seed, 512, 640)
        other = image.pdq(np.ascontiguousarray(turn(picture)))  # type: ignore[operator]
        assert apart(image.pdq_dihedral(picture)[name].code, other.code) <= image.RADIUS
        assert apart(image.pdq(picture).code, other.code) > image.RADIUS


def test_a_smaller_copy_recompressed_and_lightened_is_near_and_another_picture_is_not() -> None:
    picture = photo(11, 480, 640)
    small = Image.fromarray(picture).resize((320, 240)).quantize(64).convert("RGB")
    lighter = np.asarray(small).astype(np.float32) * 0.8 + 40
    assert apart(image.pdq(picture).code, image.pdq(lighter).code) <= image.RADIUS
    assert apart(image.pdq(picture).code, image.pdq(photo(12, 480, 640)).code) > 80


def test_grey_given_as_one_plane_or_three_is_the_same_picture() -> None:
    grey = photo(5, 200, 260)[..., 0]
    one, three = image.pdq(grey), image.pdq(np.repeat(grey[..., None], 3, axis=2))
    assert apart(one.code, three.code) <= 2
    assert one.quality == three.quality
    assert image.pdq(grey.astype(np.float64)).quality == one.quality


@pytest.mark.parametrize("shade", [0, 127, 255])
def test_a_flat_picture_says_so(shade: int) -> None:
    made = image.pdq(np.full((100, 120, 3), shade, dtype=np.uint8))
    assert made.is_flat
    assert made.quality == 0
    assert not image.pdq(photo(1, 100, 120)).is_flat


@pytest.mark.parametrize("shape", [(4, 100), (100, 4), (0, 9), (4, 9, 3)])
def test_too_small_a_picture_has_no_code(shape: tuple[int, ...]) -> None:
    assert image.pdq(np.full(shape, 9, dtype=np.uint8)) == image.NOTHING
    assert set(image.pdq_dihedral(np.full(shape, 9, dtype=np.uint8)).values()) == {image.NOTHING}


@pytest.mark.parametrize("shape", [(100,), (20, 20, 4), (20, 20, 1), (2, 20, 20, 3)])
def test_what_is_no_picture_is_the_programmers_fault(shape: tuple[int, ...]) -> None:
    with pytest.raises(MisuseError):
        image.pdq(np.zeros(shape, dtype=np.uint8))
