"""Opens an export as something a stranger sent: names, sizes, digests and lines are checked before anything believes them.

Nothing is unpacked to disk; a name that is not one of ours is refused, so no path leads anywhere.
"""

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from fanal.prove.canon import read_json
from fanal.prove.keys import VerifierKey, parse_vkey
from fanal.prove.signed import is_digest, is_text, read_object, verify_signature
from fanal.prove.stamp import is_stamp
from fanal_hub.stations.carry import lockbox
from fanal_hub.stations.carry.form import (
    ALWAYS,
    FILE_NAME,
    FORMAT,
    MANIFEST,
    SEALED,
    SEALED_LINE,
    SIGNATURE,
    SIGNED,
    TABLES,
    VERSION,
    checked_row,
    refuse,
)
from fanal_hub.stations.carry.sheets import HEADS

MOST_LINE = 48 * 1024 * 1024  # bytes of one line: a sealed file of 30 MB in base64
MOST_MANIFEST = 256 * 1024 * 1024
MOST_RATIO, SMALL = (
    200,
    64 * 1024 * 1024,
)  # how much larger than the zip its contents may be; below SMALL nobody is hurt
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)
_SCHEMAS = tuple(f"schema/{each.partition('/')[2]}".replace(".jsonl", ".schema.json") for each in TABLES)
_KNOWN = frozenset((*ALWAYS, *HEADS, *_SCHEMAS, MANIFEST, SIGNATURE, SEALED))
_FIELDS: Mapping[str, Callable[[Any], bool]] = {
    "format": lambda value: value == FORMAT,
    "program": is_text,
    "hub": is_text,
    "organisation": is_text,
    "made_at": is_stamp,
    "identities": lambda value: isinstance(value, bool),
    "why": lambda value: isinstance(value, str),
    "log": lambda value: (
        isinstance(value, dict)
        and isinstance(value.get("vkey"), str)
        and all(type(value.get(each)) is int for each in ("size", "sealed"))
    ),
    "counts": lambda value: isinstance(value, dict) and all(type(each) is int for each in value.values()),
    "files": lambda value: isinstance(value, dict) and all(isinstance(each, dict) for each in value.values()),
}


class Source:
    """An opened export: its manifest, and its files line by line."""

    def __init__(self, zipped: zipfile.ZipFile, manifest: Mapping[str, Any], raw: bytes) -> None:
        self._zip = zipped
        self.manifest = manifest
        self.raw = raw
        self._open: list[IO[bytes]] = []
        self.key: VerifierKey = parse_vkey(str(manifest["log"]["vkey"]))

    @property
    def organisation(self) -> str:
        """Whose export it is."""
        return str(self.manifest["organisation"])

    def stream(self, name: str) -> IO[bytes]:
        """A file as bytes."""
        made: IO[bytes] = io.BufferedReader(self._zip.open(name), 256 * 1024)  # type: ignore[type-var]
        self._open.append(made)
        return made

    def close(self) -> None:
        """Let go of the files that a refusal left half read."""
        for each in self._open:
            each.close()

    def lines(self, name: str) -> Iterator[bytes]:
        """A file line by line, none longer than it may be."""
        with damage(name), self.stream(name) as content:
            while line := content.readline(MOST_LINE + 1):
                if len(line) > MOST_LINE:
                    raise refuse("carry_long_line", file=name)
                yield line.rstrip(b"\n")

    def rows(self, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """The lines of a table, each with its number and the shape that the format gives it."""
        for number, line in enumerate(self.lines(name), 1):
            yield number, checked_row(name, number, _json(line))

    def confidences(self, passphrase: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """The lines of the sealed file."""
        with damage(SEALED), self.stream(SEALED) as content:
            for number, line in enumerate(lockbox.unseal(content, passphrase, MOST_LINE), 1):
                yield number, checked_row(SEALED, number, _json(line), SEALED_LINE)

    def content(self, name: str) -> bytes:
        """A whole small file."""
        with damage(name):
            return self._zip.read(name)

    def sha256(self, name: str) -> str:
        """The digest that the manifest gives a file; empty for a file it does not name."""
        return str(self.manifest["files"].get(name, {}).get("sha256", ""))


@contextmanager
def opened(place: Path, key: str = "") -> Iterator[Source]:
    """The export in a file, once its names, sizes, signature and every digest hold; `key` is what its hub publishes."""
    try:
        zipped = zipfile.ZipFile(place)
    except _BROKEN as error:
        if isinstance(error, FileNotFoundError):
            raise
        raise refuse("carry_not_zip") from None
    with zipped:
        _refuse_odd(zipped, place.stat().st_size)
        source = _source(zipped)
        try:
            _check_signature(source, key)
            for name in source.manifest["files"]:
                _check_digest(source, name)
            yield source
        finally:
            source.close()


@contextmanager
def damage(name: str) -> Iterator[None]:
    """What a broken zip raises while it is read, said as a refusal."""
    try:
        yield
    except _BROKEN:
        raise refuse("carry_damaged", file=name) from None


def _refuse_odd(zipped: zipfile.ZipFile, packed: int) -> None:
    seen: set[str] = set()
    total = 0
    for each in zipped.infolist():
        if each.filename not in _KNOWN and FILE_NAME.fullmatch(each.filename) is None:
            raise refuse("carry_unknown_file", file=repr(each.filename[:80]))
        odd = each.flag_bits & 1 or each.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        if each.filename in seen or odd:
            raise refuse("carry_damaged", file=each.filename)
        seen.add(each.filename)
        total += each.file_size
    if total > max(SMALL, MOST_RATIO * packed):
        raise refuse("carry_bomb", mb=total // 1024 // 1024)
    missing = next((each for each in (MANIFEST, SIGNATURE, *ALWAYS) if each not in seen), None)
    if missing:
        raise refuse("carry_missing", file=missing)


def _source(zipped: zipfile.ZipFile) -> Source:
    if zipped.getinfo(MANIFEST).file_size > MOST_MANIFEST:
        raise refuse("carry_damaged", file=MANIFEST)
    with damage(MANIFEST):
        raw = zipped.read(MANIFEST)
    found = _json(raw)
    if not isinstance(found, dict):
        raise refuse("carry_damaged", file=MANIFEST)
    if found.get("format") == FORMAT and found.get("version") != VERSION:
        raise refuse("carry_version", version=str(found.get("version"))[:20], known=VERSION)
    wrong = [name for name, holds in _FIELDS.items() if name not in found or not holds(found[name])]
    if wrong or (found["identities"] and SEALED not in found["files"]):
        raise refuse("carry_bad_line", file=MANIFEST, line=1, columns=", ".join(wrong) or "identities")
    unnamed = {each.filename for each in zipped.infolist()} - {MANIFEST, SIGNATURE} - found["files"].keys()
    absent = found["files"].keys() - {each.filename for each in zipped.infolist()}
    if unnamed or absent:
        raise refuse("carry_missing", file=min(unnamed | absent))
    return Source(zipped, found, raw)


def _check_signature(source: Source, key: str) -> None:
    """The hub that the manifest names signed exactly this manifest; with `key`, the reader chose whose key counts."""
    if key:
        source.key = parse_vkey(key)
    signed = read_object(SIGNED, source.content(SIGNATURE))
    same = all(signed[name] == source.manifest[name] for name in ("hub", "organisation", "made_at"))
    if not same or signed["manifest"] != hashlib.sha256(source.raw).hexdigest() or signed["hub"] != source.key.name:
        raise refuse("carry_altered", file=MANIFEST)
    verify_signature(signed, source.key)


def _check_digest(source: Source, name: str) -> None:
    expected = source.manifest["files"][name]
    digest, size = hashlib.sha256(), 0
    with damage(name), source.stream(name) as content:
        while piece := content.read(1024 * 1024):
            digest.update(piece)
            size += len(piece)
    if (
        not is_digest(expected.get("sha256"))
        or digest.hexdigest() != expected["sha256"]
        or size != expected.get("bytes")
    ):
        raise refuse("carry_altered", file=name)


def _json(raw: bytes) -> Any:
    """The value of a line, or None: the caller refuses what has no shape."""
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None


def document(raw: bytes) -> Any:
    """A signed document of one line, in the strict JSON of the proofs."""
    return read_json(raw)
