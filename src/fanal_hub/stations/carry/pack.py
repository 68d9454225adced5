"""Makes the export: one consistent reading of the database, one zip, written as it is read. What it holds, others know."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any

from django.conf import settings
from django.db import connection

from fanal import __version__
from fanal.prove.canon import canonical
from fanal.prove.signed import sign_object
from fanal_hub.courier.keys import signer
from fanal_hub.ledger.read import log, streams
from fanal_hub.people.models import Organisation
from fanal_hub.stations.carry import lockbox, owned, papers, readme, records, sheets
from fanal_hub.stations.carry.form import (
    ENVELOPES,
    FORMAT,
    INBOX_ENVELOPES,
    KEY,
    LEAVES,
    MANIFEST,
    README,
    RECEIPTS,
    SEALED,
    SIGNATURE,
    SIGNED,
    TABLES,
    VERSION,
    time_of,
)

RECORDS = "truth/records.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Confided:
    """Identities leave too: why (the legal basis), under which passphrase, and up to which event their reading is traced."""

    why: str
    passphrase: str = field(repr=False)
    until: int


@dataclass(frozen=True, slots=True)
class Packed:
    """What was written: the digest of the manifest, which names every other file, and the counts."""

    manifest: str
    counts: dict[str, int]


def pack(organisation: str, out: IO[bytes], at: datetime, confided: Confided | None = None) -> Packed:
    """Write the export of an organisation as it stands at one moment; memory does not grow with it."""
    with one_reading():
        row = Organisation.objects.get(ref=organisation)
        manifest = _manifest(row, at, confided)
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
            packing = _Packing(made, at)
            for name, pieces in _files(row, manifest, at, confided):
                packing.add(name, pieces)
            for name, content in records.files(organisation):
                packing.add(name, [content])
            raw = canonical({**manifest, "files": packing.files})
            packing.add(MANIFEST, [raw])
            packing.add(SIGNATURE, [canonical(_signature(manifest, raw))])
    return Packed(hashlib.sha256(raw).hexdigest(), manifest["counts"])


@contextmanager
def one_reading() -> Iterator[None]:
    """Everything inside sees the database as it was at one moment, whoever writes meanwhile."""
    begin = "BEGIN" if connection.vendor == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    with connection.cursor() as cursor:
        # Not `atomic`: on SQLite that takes the write lock, and an export may last for minutes.
        cursor.execute(begin)
        try:
            cursor.execute("SELECT COUNT(*) FROM ledger_cursorrow")  # SQLite's moment is that of the first reading
            yield
        finally:
            cursor.execute("ROLLBACK")


def _manifest(row: Organisation, at: datetime, confided: Confided | None) -> dict[str, Any]:
    last = log.latest()
    return {
        "format": FORMAT,
        "version": VERSION,
        "program": __version__,
        "hub": settings.HUB["name"],
        "organisation": row.ref,
        "made_at": time_of(at),
        "identities": confided is not None,
        "why": confided.why if confided else "",
        "log": {"size": streams.head(), "sealed": last.size if last else 0, "vkey": signer().verifier.text()},
        "counts": owned.counts(row.ref),
    }


def _signature(manifest: dict[str, Any], raw: bytes) -> dict[str, object]:
    said = {name: manifest[name] for name in ("hub", "organisation", "made_at")}
    return sign_object(SIGNED, {**said, "manifest": hashlib.sha256(raw).hexdigest()}, signer())


def _files(
    row: Organisation, manifest: dict[str, Any], at: datetime, confided: Confided | None
) -> Iterator[tuple[str, Iterable[bytes]]]:
    ref = row.ref
    yield README, readme.readme(manifest, row.name)
    yield KEY, [f"{signer().verifier.text()}\n".encode()]
    for name in sheets.HEADS:
        yield name, sheets.table(name, ref, at)
    for name in TABLES:
        lines = records.plain_lines(ref) if name == RECORDS else owned.WRITERS[name](ref, at)
        yield name, (_json(each) + b"\n" for each in lines)
        yield (
            f"schema/{name.partition('/')[2]}".replace(".jsonl", ".schema.json"),
            [json.dumps(TABLES[name].schema(name), ensure_ascii=False, indent=1).encode()],
        )
    for name, made in (
        (ENVELOPES, records.letters(ref)),
        (RECEIPTS, papers.receipts(ref)),
        (INBOX_ENVELOPES, records.inbox_letters(ref)),
    ):
        yield name, (each + b"\n" for each in made)
    yield LEAVES, papers.leaves()
    if confided:
        private = map(_json, records.confidences(ref, confided.until))
        yield SEALED, lockbox.seal(private, confided.passphrase)


def _json(line: Any) -> bytes:
    return json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "replace")


class _Packing:
    """The open zip, and what was put into it so far."""

    def __init__(self, made: zipfile.ZipFile, at: datetime) -> None:
        self._zip = made
        self._at = at.timetuple()[:6]
        self.files: dict[str, dict[str, Any]] = {}

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write one file as its pieces come, and keep its digest, size and number of lines."""
        info = zipfile.ZipInfo(name, self._at)
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        digest, size, lines = hashlib.sha256(), 0, 0
        with self._zip.open(info, "w", force_zip64=True) as out, io.BufferedWriter(out, 256 * 1024) as buffered:
            for piece in pieces:
                buffered.write(piece)
                digest.update(piece)
                size += len(piece)
                lines += piece.count(b"\n")
        self.files[name] = {"sha256": digest.hexdigest(), "bytes": size, "lines": lines}
