"""Files that are not what they say, that would fill the memory, that end too soon: refused, and the process lives."""

import io
import struct
import zlib
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from fanal.crossref.media import Mark
from fanal.words.errors import RefusedError
from fanal_hub.courier import decode, media
from tests.core.fingerprints.pictures import photo
from tests.films import animated, film, saved

FILM = film(3)
PICTURE = photo(1, 200, 260)
JPEG = saved(PICTURE, "JPEG", quality=90)


def apart(one: Mark, other: Mark) -> int:
    return (int.from_bytes(one.code) ^ int.from_bytes(other.code)).bit_count()


def code(content: bytes) -> str:
    """The message with which a file is refused."""
    with pytest.raises(RefusedError) as refused:
        list(decode.fingerprints_of(content))
    return refused.value.messages[0].code


def png(width: int, height: int, body: bytes = b"") -> bytes:
    """A PNG whose header says this size, whatever is in it."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(body)), (b"IEND", b"")]
    made = [struct.pack(">I", len(b)) + a + b + struct.pack(">I", zlib.crc32(a + b)) for a, b in parts]
    return b"\x89PNG\r\n\x1a\n" + b"".join(made)


GIF_HUGE = (
    b"GIF89a\xff\xff\xff\xff\x80\x00\x00" + b"\x00" * 6 + b",\x00\x00\x00\x00\xff\xff\xff\xff\x00\x08\x01\x00\x00;"
)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", "media_unknown"),
        (b"Un texte renomme capture.png", "media_unknown"),
        (b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "media_unknown"),
        (b"ffconcat version 1.0\nfile /etc/passwd\n", "media_unknown"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "media_unknown"),
        (b"%PDF-1.7\n", "media_unknown"),
        (b"MZ\x90\x00", "media_unknown"),
        (b"\x89PNG\r\n\x1a\n", "media_broken"),
        (b"\xff\xd8\xff\xe0" + b"0" * 40, "media_broken"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "media_broken"),
        (b"GIF89a", "media_broken"),
        (b"\x00\x00\x00\x18ftypmp42", "media_broken"),
        (b"\x1a\x45\xdf\xa3" + b"\x00" * 50, "media_broken"),
        (FILM[: len(FILM) // 2], "media_broken"),
        (FILM.replace(b"moov", b"xxxx"), "media_broken"),
        (JPEG[: len(JPEG) // 2], "media_broken"),
        (png(100, 100, b"\x00" * 50), "media_broken"),
        (png(60_000, 60_000), "media_too_large"),
        (png(2**31 - 1, 2**31 - 1), "media_too_large"),
        (GIF_HUGE, "media_too_large"),
        (saved(np.full((80, 90, 3), 200, dtype=np.uint8), "PNG"), "media_plain"),
        (saved(np.zeros((1, 1, 3), dtype=np.uint8), "PNG"), "media_plain"),
        (film(2).replace(b"avc1", b"zzzz"), "media_broken"),
    ],
)
def test_a_file_that_cannot_be_compared_is_refused_with_the_reason(content: bytes, refusal: str) -> None:
    assert code(content) == refusal


@given(cut=st.integers(0, 6000), at=st.integers(0, 6000), value=st.integers(0, 255), which=st.integers(0, 3))
@settings(max_examples=60, deadline=None, derandomize=True)  # in this process: the same files each time
def test_no_cut_and_no_changed_byte_is_more_than_a_refusal(cut: int, at: int, value: int, which: int) -> None:
    files = (FILM, JPEG, saved(PICTURE[:60, :60], "PNG"), animated([1, 2]))
    content = bytearray(files[which])
    content[at % len(content)] = value
    with suppress(RefusedError):  # nothing else may come out
        assert list(decode.fingerprints_of(bytes(content[: len(content) - cut % len(content)])))


@pytest.mark.parametrize("shape", ["PNG", "JPEG", "WEBP", "GIF"])
def test_every_format_gives_the_same_picture(shape: str) -> None:
    [mark] = decode.fingerprints_of(saved(PICTURE, shape))
    [known] = decode.fingerprints_of(saved(PICTURE, "PNG"))
    assert mark.kind == "image"
    assert apart(mark, known) <= 31


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "1", "I;16"])
def test_every_mode_of_a_picture_is_read(mode: str) -> None:
    grey = Image.fromarray(PICTURE[..., 0])
    out = io.BytesIO()
    (Image.fromarray(PICTURE[..., 0].astype(np.uint16)) if mode == "I;16" else grey.convert(mode)).save(out, "PNG")
    assert [each.kind for each in decode.fingerprints_of(out.getvalue())] == ["image"]


def test_a_photograph_taken_sideways_is_read_upright() -> None:
    turned, exif = Image.fromarray(np.rot90(PICTURE, 1)), Image.Exif()
    exif[0x0112] = 6  # to be shown turned by 90 degrees to the right
    out = io.BytesIO()
    turned.save(out, "JPEG", exif=exif.tobytes(), quality=95)
    [sideways], [upright] = decode.fingerprints_of(out.getvalue()), decode.fingerprints_of(saved(PICTURE, "PNG"))
    assert apart(sideways, upright) <= 10


@pytest.mark.parametrize("shape", ["GIF", "WEBP", "PNG"])
def test_an_animated_picture_is_a_film(shape: str) -> None:
    marks = list(decode.fingerprints_of(animated([1, 2, 2, 3], shape)))
    assert [each.kind for each in marks] == ["video"] * 3
    assert [each.place for each in marks] == [0, 1000, 3000]


@pytest.mark.parametrize(("shape", "codec"), [("mp4", "libx264"), ("webm", "libvpx"), ("matroska", "mpeg4")])
def test_a_film_has_a_mark_a_second(shape: str, codec: str) -> None:
    marks = list(decode.fingerprints_of(film(3, shape=shape, codec=codec)))
    assert [each.place // 1000 for each in marks] == [0, 1, 2]
    assert {each.kind for each in marks} == {"video"}


def test_a_film_taken_sideways_is_read_upright() -> None:
    # The matrix of the track's header (ISO 14496-12, 8.3.2): 90 degrees to the right.
    one, none = 0x10000, 0
    plain = struct.pack(">9i", one, none, none, none, one, none, none, none, 0x40000000)
    turned = struct.pack(">9i", none, one, none, -one, none, none, none, none, 0x40000000)
    at = FILM.index(plain, FILM.index(b"tkhd"))
    sideways = next(iter(decode.fingerprints_of(FILM[:at] + turned + FILM[at + 36 :])))
    upright = next(iter(decode.fingerprints_of(saved(np.rot90(photo(0, 96, 128), -1), "PNG"))))
    assert apart(sideways, upright) <= 31


def test_only_the_first_minutes_of_a_film_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode, "MOST_MS", 1500)
    assert [each.place for each in decode.fingerprints_of(FILM)] == [0, 1000]
    assert [each.place for each in decode.fingerprints_of(animated([1, 2, 3, 4]))] == [0, 1000]


def test_a_frame_too_large_is_refused_before_it_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode, "MOST_PIXELS", 96 * 128 - 1)
    assert code(FILM) == "media_too_large"


# --- the process ----------------------------------------------------------------------------------------------------
def test_the_process_says_what_the_decoder_says() -> None:
    assert media.fingerprints_of(FILM) == list(decode.fingerprints_of(FILM))
    with pytest.raises(RefusedError) as refused:
        media.fingerprints_of(png(60_000, 60_000))
    assert refused.value.messages[0].code == "media_too_large"
    assert refused.value.messages[0].params == {"most": 40}


def test_a_file_that_takes_too_long_is_refused_and_its_process_ended() -> None:
    with pytest.raises((RefusedError, OSError)):  # stopped before it had begun, or while it read
        media.fingerprints_of(FILM, most_seconds=0.01)


def said(*lines: str) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


BEGUN = '{"begun": true}'
MARK = '{"kind": "video", "code": "' + "ab" * 32 + '", "place": 0, "quality": 90}'


@pytest.mark.parametrize(
    ("out", "refusal"),
    [
        (said(BEGUN), "media_broken"),  # a decoder that crashed
        (said(BEGUN) + MARK[:20].encode(), "media_broken"),  # in the middle of a line
        (said(BEGUN, '{"refused": {"code": "media_plain", "params": {}, "at": "file"}}'), "media_plain"),
    ],
)
def test_a_process_that_crashes_is_a_refusal(out: bytes, refusal: str) -> None:
    with pytest.raises(RefusedError) as refused:
        media._read(out, "media_broken")
    assert refused.value.messages[0].code == refusal


def test_what_was_read_of_a_film_before_the_process_was_stopped_counts() -> None:
    assert len(media._read(said(BEGUN, MARK) + MARK[:9].encode(), "media_too_slow")) == 1


def test_a_process_that_never_began_is_the_machines_trouble_and_not_the_files() -> None:
    with pytest.raises(OSError, match="did not begin"):
        media._read(b"", "media_broken")


@pytest.mark.parametrize(
    ("content", "kind"),
    [(JPEG, "image"), (FILM, "video"), (b"%PDF-1.7\n", ""), (b"", ""), (b"texte", ""), (b"\x1a\x45\xdf\xa3x", "video")],
)
def test_a_file_is_what_its_first_bytes_say(content: bytes, kind: str) -> None:
    assert media.medium(content) == kind
