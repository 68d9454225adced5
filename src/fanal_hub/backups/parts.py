"""What stands in a backup, in its order: parts with their bytes, then the manifest that names them all. It seals nothing.

A frame is one letter, a length of four bytes, and that many bytes: P opens a part (JSON), D brings bytes of it
(deflated, RFC 1951), E ends it, M is the manifest (JSON) and comes last.
"""

import hashlib
import json
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from fanal.words.say import message
from fanal_hub.backups.sealed import BackupError, Sealing, chunks

FORMAT = 1
DATABASE, HUB, SIGNING_KEY = "database", "hub.json", "keys/hub.key"
NEEDED = (DATABASE, HUB, SIGNING_KEY)
_PIECE = 256 * 1024
_FRAME = struct.Struct(">cI")
_MOST_JSON = 16 * 1024 * 1024
Sink = Callable[[bytes], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part, as the manifest names it."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup is: of which hub, made when and by which version, how long its log was."""

    fanal: str
    hub: str
    engine: str  # sqlite | postgresql
    made_at: str  # ISO 8601, UTC
    events: int  # leaves of the log
    checkpoint: str  # the last signed note, or empty
    vault_key: str  # the number of the vault key, which is NOT in the file
    parts: tuple[Part, ...] = ()
    format: int = FORMAT
    more: Mapping[str, Any] = field(default_factory=dict)

    def text(self) -> str:
        """As JSON."""
        names = ("format", "fanal", "hub", "engine", "made_at", "events", "checkpoint", "vault_key")
        parts = [{"name": each.name, "size": each.size, "sha256": each.sha256} for each in self.parts]
        return json.dumps({**{name: getattr(self, name) for name in names}, "parts": parts, "more": dict(self.more)})


def read_manifest(raw: bytes) -> Manifest:
    """A manifest; refuses another format."""
    given = json.loads(raw)
    if given.get("format") != FORMAT:
        raise BackupError(message("backup_wrong_version", version=str(given.get("format"))))
    return Manifest(**{**given, "parts": tuple(Part(**each) for each in given["parts"])})


# --- writing --------------------------------------------------------------------------------------------------------
class Packing:
    """Writes parts into a sealed file, one after the other."""

    def __init__(self, sealing: Sealing) -> None:
        self._sealing = sealing
        self.parts: list[Part] = []

    def part(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write one part; its bytes are never in memory together."""
        self._frame(b"P", json.dumps({"name": name}).encode())
        digest, size, press = hashlib.sha256(), 0, zlib.compressobj(1)
        for piece in pieces:
            digest.update(piece)
            size += len(piece)
            self._frame(b"D", press.compress(piece))
        self._frame(b"D", press.flush())
        self._frame(b"E", b"")
        self.parts.append(Part(name=name, size=size, sha256=digest.hexdigest()))

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest, and end the file."""
        self._frame(b"M", manifest.text().encode())
        self._sealing.finish()

    def _frame(self, kind: bytes, body: bytes) -> None:
        if body or kind != b"D":
            self._sealing.write(_FRAME.pack(kind, len(body)))
            self._sealing.write(body)


def pieces(place: BinaryIO) -> Iterator[bytes]:
    """An open file, piece by piece."""
    while piece := place.read(_PIECE):
        yield piece


# --- reading --------------------------------------------------------------------------------------------------------
def unpack(place: BinaryIO, key: bytes, sink_of: Callable[[str], Sink | None]) -> Manifest:
    """Read a backup to its end, handing each part's bytes to its sink; refuses what is not whole and as it was made."""
    seen: list[Part] = []
    reading = _Frames(chunks(place, key))
    while (kind := reading.next())[0] == b"P":
        name = str(json.loads(kind[1])["name"])
        seen.append(_read_part(name, reading, sink_of(name)))
    if kind[0] != b"M" or not reading.is_over():
        raise BackupError(message("backup_damaged"))
    manifest = read_manifest(kind[1])
    _compare(manifest, seen)
    return manifest


def verify(place: BinaryIO, key: bytes) -> Manifest:
    """Read everything and write nothing: each chunk, each digest, each part that a hub needs."""
    return unpack(place, key, lambda _: None)


def _read_part(name: str, reading: "_Frames", sink: Sink | None) -> Part:
    digest, size, press = hashlib.sha256(), 0, zlib.decompressobj()
    while (frame := reading.next())[0] == b"D":
        for piece in _inflated(press, frame[1]):
            digest.update(piece)
            size += len(piece)
            if sink is not None:
                sink(piece)
    if frame[0] != b"E" or not press.eof:
        raise BackupError(message("backup_damaged"))
    return Part(name=name, size=size, sha256=digest.hexdigest())


def _inflated(press: Any, deflated: bytes) -> Iterator[bytes]:
    """A little of it may be a lot of zeros: never more than a piece at a time."""
    while deflated:
        try:
            yield press.decompress(deflated, _PIECE)
        except zlib.error:
            raise BackupError(message("backup_damaged")) from None
        deflated = press.unconsumed_tail
    while not press.eof and (rest := press.decompress(b"", _PIECE)):
        yield rest


def _compare(manifest: Manifest, seen: list[Part]) -> None:
    named = {each.name: each for each in manifest.parts}
    missing = [each for each in (*named, *NEEDED) if each not in {part.name for part in seen}]
    if missing:
        raise BackupError(message("backup_part_missing", part=missing[0]))
    for each in seen:
        if named.get(each.name) != each:
            raise BackupError(message("backup_part_differs", part=each.name))


class _Frames:
    """The frames of a stream of chunks."""

    def __init__(self, source: Iterator[bytes]) -> None:
        self._source, self._waiting = source, bytearray()

    def next(self) -> tuple[bytes, bytes]:
        """The next frame: its letter and its bytes."""
        kind, length = _FRAME.unpack(self._take(_FRAME.size))
        if kind not in b"PDEM" or length > _MOST_JSON:
            raise BackupError(message("backup_damaged"))
        return kind, self._take(length)

    def is_over(self) -> bool:
        """True when nothing follows; reads on, so that the last chunk is seen to be the last."""
        return not self._waiting and not any(self._source)

    def _take(self, size: int) -> bytes:
        while len(self._waiting) < size:
            more = next(self._source, None)
            if more is None:
                raise BackupError(message("backup_damaged"))
            self._waiting += more
        taken = bytes(self._waiting[:size])
        del self._waiting[:size]
        return taken
