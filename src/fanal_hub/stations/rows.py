"""Reads a CSV or JSONL file (or gzipped) a row at a time and passes the rows through the door, for one organisation.

A row's idempotency key is made of the file's digest and the row's number, so a row is never taken twice.
"""

import csv
import gzip
import hashlib
import io
import json
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from fanal import flow
from fanal.notice.facts import Notifier
from fanal.words.errors import RefusedError
from fanal.words.lists import Channel, NotifierKind, OrgKind
from fanal.words.say import message, say
from fanal_hub.ledger import write
from fanal_hub.ledger.models import ImportRow
from fanal_hub.people.models import Organisation
from fanal_hub.stations import door

CHUNK = 500  # rows in one transaction
MOST_BYTES = 512 * 1024 * 1024  # unpacked: a gzip bomb stops here
MOST_LINE = 1024 * 1024  # characters of one row
KINDS = {".jsonl": "json", ".ndjson": "json", ".json": "json", ".csv": "csv", ".tsv": "csv", ".txt": "csv"}


class UnreadableError(RefusedError):
    """The file cannot be read as rows; the message says where and what to do."""


@dataclass(slots=True)
class Summary:
    """What became of the rows."""

    rows: int = 0
    taken: int = 0
    again: int = 0
    refused: int = 0
    seconds: float = 0.0
    refusals: list[tuple[int, str, str]] = field(default_factory=list)

    def refuse(self, row: int, error: RefusedError, lang: str) -> None:
        """Note why a row was refused, every reason of it."""
        self.refused += 1
        self.refusals += [(row, each.at, say(each, lang)) for each in error.messages]


Send = Callable[[Sequence[Mapping[str, Any]], int], list[Any]]


def take(rows: Sequence[Mapping[str, Any]], send: Send, summary: Summary, lang: str) -> None:
    """Pass some rows on and add up what became of them; `send` gives a verdict a row."""
    if not rows:
        return
    for place, verdict in enumerate(send(rows, summary.rows)):
        if isinstance(verdict, RefusedError):
            summary.refuse(summary.rows + place + 1, verdict, lang)
        elif isinstance(verdict, door.Taken):
            summary.again += verdict.again
            summary.taken += not verdict.again
        else:
            _take_api(verdict, summary.rows + place + 1, summary)
    summary.rows += len(rows)


def _take_api(verdict: Mapping[str, Any], row: int, summary: Summary) -> None:
    if verdict.get("ref"):
        summary.again += bool(verdict.get("again"))
        summary.taken += not verdict.get("again")
        return
    summary.refused += 1
    summary.refusals += [(row, each.get("at", ""), each.get("message", "")) for each in verdict.get("errors", ())]


def chunks_of(place: Path, most_bytes: int = MOST_BYTES) -> Iterator[list[Mapping[str, Any]]]:
    """The rows of a file as what the door reads, a transaction's worth at a time."""
    chunk: list[Mapping[str, Any]] = []
    for row in rows_of(place, most_bytes):
        chunk.append(flow.from_row(row))
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def by_door(entry: door.Entry) -> Send:
    """Rows through this process's own door."""

    def send(rows: Sequence[Mapping[str, Any]], start: int) -> list[Any]:
        return list(door.receive_many(rows, entry, first=start))

    return send


def entry_of(sender: Organisation, key: str, *, lang: str, redirects: Mapping[str, str]) -> door.Entry:
    """The door of an import: the organisation is the notifier, with its standing good-faith declaration."""
    return door.Entry(
        handler=sender,
        channel=Channel.IMPORT,
        lang=lang,
        notifier=notifier_of(sender),
        good_faith=True,
        redirects=redirects,
        sender=f"org:{sender.ref}",
        owner=f"import:{sender.ref}",
        key=key,
    )


def notifier_of(sender: Organisation) -> Notifier:
    """An organisation as the notifier of what it sends."""
    return Notifier(kind=kind_of(sender), name=sender.name, email=sender.email or None, standing=sender.ref)


def kind_of(sender: Organisation) -> NotifierKind:
    """What kind of notifier an organisation is."""
    if sender.trusted_flagger:
        return NotifierKind.TRUSTED_FLAGGER
    return NotifierKind.AUTHORITY if sender.kind == OrgKind.AUTHORITY else NotifierKind.ASSOCIATION


def digest_of(place: Path) -> str:
    """SHA-256 of a file."""
    with place.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def remember(place: Path, owner: str, summary: Summary) -> None:
    """Keep that this organisation brought this file, and how it went."""
    row = ImportRow(
        digest=hashlib.sha256(f"{owner}\n{digest_of(place)}".encode()).hexdigest(),
        organisation=owner,
        rows=summary.rows,
        taken=summary.taken + summary.again,
        refused=summary.refused,
        ended_at=datetime.now(UTC),
    )
    write.run(row.save)


# --- reading --------------------------------------------------------------------------------------------------------
def rows_of(place: Path, most_bytes: int = MOST_BYTES) -> Iterator[Mapping[str, Any]]:
    """The rows of a file, one at a time; the kind of file is seen from its name, .gz aside."""
    names = [each.lower() for each in place.suffixes]
    packed = names[-1:] == [".gz"]
    kind = KINDS.get(next(iter(names[-2:-1] if packed else names[-1:]), ""))
    if kind is None:
        raise UnreadableError(message("rows_name", at="file"))
    raw: IO[bytes] = gzip.open(place) if packed else place.open("rb")  # type: ignore[assignment]  # noqa: SIM115
    with raw, io.TextIOWrapper(raw, encoding="utf-8-sig", newline="") as text:
        lines = _lines(text, most_bytes)
        try:
            yield from (_json_rows if kind == "json" else _csv_rows)(lines)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            raise UnreadableError(message("rows_gzip", at="file")) from None


def _lines(text: IO[str], most_bytes: int) -> Iterator[str]:
    read = 0
    while True:
        try:
            line = text.readline(MOST_LINE + 1)
        except UnicodeDecodeError:
            raise UnreadableError(message("rows_not_utf8", at="file")) from None
        if not line:
            return
        read += len(line)
        if len(line) > MOST_LINE or read > most_bytes:
            raise UnreadableError(message("rows_too_large", at="file", most=most_bytes // 1024 // 1024))
        yield line


def _json_rows(lines: Iterator[str]) -> Iterator[Mapping[str, Any]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict):
            raise UnreadableError(message("rows_not_json", at="file", line=number))
        yield row


def _csv_rows(lines: Iterator[str]) -> Iterator[Mapping[str, Any]]:
    first = next(lines, "")
    counts = {mark: first.count(mark) for mark in (",", ";", "\t")}
    mark = max(counts, key=lambda each: counts[each])

    def again() -> Iterator[str]:
        yield first
        yield from lines

    rows = csv.DictReader(again(), delimiter=mark, strict=True)
    try:
        for row in rows:
            yield {name: value for name, value in row.items() if name is not None and isinstance(value, str)}
    except csv.Error:
        raise UnreadableError(message("rows_not_csv", at="file", line=rows.line_num)) from None
