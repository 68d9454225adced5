"""What may happen to a backup file between the day it is made and the day it is needed: none of it passes unseen."""

import io
import itertools
import json
import tempfile
from collections.abc import Iterator
from typing import IO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal_hub.backups import parts, sealed
from fanal_hub.backups.sealed import BackupError, Sealing

KEY = bytes(range(32))
NAMES = (parts.DATABASE, parts.HUB, parts.SIGNING_KEY)


def code(refused: pytest.ExceptionInfo[BackupError]) -> str:
    """What was refused."""
    return refused.value.messages[0].code


def seal(*pieces: bytes) -> bytes:
    """A sealed file of these bytes."""
    with tempfile.TemporaryFile() as place:
        sealing = Sealing(place, KEY)  # type: ignore[arg-type]
        for each in pieces:
            sealing.write(each)
        sealing.finish()
        place.seek(0)
        return place.read()


def plain(raw: bytes, key: bytes = KEY) -> bytes:
    """What is in it."""
    return b"".join(sealed.chunks(io.BytesIO(raw), key))


def packed(*names: str, tell: tuple[str, ...] = (), differ: str = "", version: int = 1) -> bytes:
    """A backup with these parts; the manifest may tell of others, or of other bytes."""
    with tempfile.TemporaryFile() as place:
        sealing = Sealing(place, KEY)  # type: ignore[arg-type]
        packing = parts.Packing(sealing)
        for name in names:
            packing.part(name, [name.encode() * 3, b"\0" * 1000])
        told = [each for each in packing.parts if not differ or each.name != differ]
        told += [parts.Part(name=each, size=1, sha256="00") for each in (*tell, *([differ] if differ else []))]
        packing.finish(manifest(told, version))
        place.seek(0)
        return place.read()


def manifest(told: list[parts.Part], version: int = 1) -> parts.Manifest:
    """A manifest that names these parts."""
    return parts.Manifest(
        fanal="0.1.0",
        hub="hub.test",
        engine="sqlite",
        made_at="2026-03-02T12:00:00+00:00",
        events=3,
        checkpoint="",
        vault_key="aa",
        parts=tuple(told),
        format=version,
    )


@given(st.lists(st.binary(max_size=200_000), max_size=4))
def test_what_goes_in_comes_out_whatever_the_pieces(pieces: list[bytes]) -> None:
    assert plain(seal(*pieces)) == b"".join(pieces)


@pytest.mark.parametrize("size", [0, 1, sealed.CHUNK - 1, sealed.CHUNK, sealed.CHUNK + 1, 3 * sealed.CHUNK])
def test_a_length_at_the_edge_of_a_chunk(size: int) -> None:
    assert plain(seal(b"a" * size)) == b"a" * size


def sampled(size: int) -> Iterator[int]:
    """Every byte of the head and of the end, and one in a few hundred between."""
    return itertools.chain(range(min(80, size)), range(80, size, 331), range(size - 60, size))


def test_a_flipped_bit_anywhere_is_refused() -> None:
    raw = seal(b"identities " * 12_000)
    for place in sampled(len(raw)):
        for bit in (0, 7):
            bad = bytearray(raw)
            bad[place] ^= 1 << bit
            with pytest.raises(BackupError):
                plain(bytes(bad))


def test_a_file_cut_anywhere_is_refused() -> None:
    raw = seal(b"identities " * 12_000)
    for place in sampled(len(raw)):
        with pytest.raises(BackupError) as refused:
            plain(raw[:place])
        assert code(refused) in {"backup_cut_short", "backup_not_one"}


STEP = sealed.CHUNK + sealed.TAG
HEAD = len(sealed.MAGIC) + 1 + 8 + 32


@pytest.mark.parametrize(
    "order",
    [[1, 0, 2], [0, 2], [0, 1], [0, 1, 1, 2], [0, 1, 2, 2], [2], [0]],
    ids=str,
)
def test_chunks_that_are_swapped_dropped_or_doubled_are_refused(order: list[int]) -> None:
    """Also when the end of the file is put back where it belongs."""
    raw = seal(b"a" * sealed.CHUNK, b"b" * sealed.CHUNK, b"c" * sealed.CHUNK)
    body = raw[HEAD : -len(sealed.END)]
    pieces = [body[at : at + STEP] for at in range(0, len(body), STEP)]
    assert len(pieces) == 3
    with pytest.raises(BackupError) as refused:
        plain(raw[:HEAD] + b"".join(pieces[each] for each in order) + sealed.END)
    assert code(refused) == "backup_altered"


def test_a_chunk_of_another_backup_under_the_same_key_is_refused() -> None:
    one, other = seal(b"a" * 100), seal(b"b" * 100)
    with pytest.raises(BackupError) as refused:
        plain(one[:HEAD] + other[HEAD:])
    assert code(refused) == "backup_altered"


def test_bytes_after_the_end_are_refused() -> None:
    with pytest.raises(BackupError):
        plain(seal(b"a") + b"b")


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "backup_not_one"),
        (b"PK\3\4" + b"\0" * 500, "backup_not_one"),
        (sealed.MAGIC, "backup_cut_short"),
        (sealed.MAGIC + b"\2" + b"\0" * 200 + sealed.END, "backup_wrong_version"),
    ],
)
def test_another_kind_of_file_says_so(raw: bytes, said: str) -> None:
    with pytest.raises(BackupError) as refused:
        plain(raw)
    assert code(refused) == said


def test_another_key_says_which_sheet_is_wanted() -> None:
    with pytest.raises(BackupError) as refused:
        plain(seal(b"a"), bytes(32))
    told = refused.value.messages[0]
    assert told.code == "backup_wrong_key"
    assert told.params == {"expected": sealed.key_number(KEY), "found": sealed.key_number(bytes(32))}


def test_nobody_can_read_it_without_the_key() -> None:
    raw = packed(*NAMES)
    assert b"hub.test" not in raw
    assert b"database" not in raw


# --- parts ---
@pytest.mark.parametrize("missing", NAMES)
def test_a_part_that_a_hub_needs_is_missing(missing: str) -> None:
    with pytest.raises(BackupError) as refused:
        parts.verify(io.BytesIO(packed(*(each for each in NAMES if each != missing))), KEY)
    assert (code(refused), refused.value.messages[0].params["part"]) == ("backup_part_missing", missing)


def test_a_part_that_the_manifest_names_is_missing() -> None:
    with pytest.raises(BackupError) as refused:
        parts.verify(io.BytesIO(packed(*NAMES, tell=("outbox/a.eml",))), KEY)
    assert (code(refused), refused.value.messages[0].params["part"]) == ("backup_part_missing", "outbox/a.eml")


def test_a_part_that_the_manifest_tells_otherwise() -> None:
    with pytest.raises(BackupError) as refused:
        parts.verify(io.BytesIO(packed(*NAMES, differ=parts.HUB)), KEY)
    assert code(refused) == "backup_part_differs"


def test_a_manifest_of_tomorrow() -> None:
    with pytest.raises(BackupError) as refused:
        parts.verify(io.BytesIO(packed(*NAMES, version=2)), KEY)
    assert code(refused) == "backup_wrong_version"


@pytest.mark.parametrize(
    "frames",
    [
        b"",
        b"X\0\0\0\0",
        b"D\0\0\0\1a",
        b"P\xff\xff\xff\xff",
        b"P\0\0\0\x0d" + json.dumps({"name": "a"}).encode() + b"D\0\0\0\3abcE\0\0\0\0",
        b"P\0\0\0\x0d" + json.dumps({"name": "a"}).encode() + b"E\0\0\0\0",
    ],
)
def test_authentic_nonsense_is_refused_plainly(frames: bytes) -> None:
    with pytest.raises(BackupError) as refused:
        parts.verify(io.BytesIO(seal(frames)), KEY)
    assert code(refused) == "backup_damaged"


def test_parts_come_back_as_they_were() -> None:
    found: dict[str, bytes] = {}

    def sink_of(name: str) -> parts.Sink:
        found[name] = b""

        def sink(piece: bytes) -> None:
            found[name] += piece

        return sink

    raw: IO[bytes] = io.BytesIO(packed(*NAMES))
    made = parts.unpack(raw, KEY, sink_of)  # type: ignore[arg-type]
    assert found == {name: name.encode() * 3 + b"\0" * 1000 for name in NAMES}
    assert [each.name for each in made.parts] == list(NAMES)
