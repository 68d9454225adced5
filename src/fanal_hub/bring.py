"""`fanal-hub import`: reads a CSV or JSONL file (or gzipped) a row at a time and passes the rows through the door.

One organisation supplies identity and good faith for its rows. The import can be taken up again: a row's idempotency
key is made of the file's digest and the row's number, so a row is never taken twice. Refused rows go to a file.
"""

import argparse
import csv
import gzip
import hashlib
import io
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import httpx

from fanal import flow
from fanal.notice.facts import Notifier
from fanal.words.errors import RefusedError
from fanal.words.lists import Channel, NotifierKind, OrgKind
from fanal.words.say import say
from fanal_hub.ledger import write
from fanal_hub.ledger.models import ImportRow
from fanal_hub.ledger.read import orgs
from fanal_hub.manage import InUseError, alone, migrate
from fanal_hub.people.models import Organisation
from fanal_hub.stations import door

CHUNK = 500  # rows in one transaction
MOST_BYTES = 512 * 1024 * 1024  # unpacked: a gzip bomb stops here
MOST_LINE = 1024 * 1024  # characters of one row


class UnreadableError(Exception):
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


def run(args: argparse.Namespace) -> int:
    """The command: 0 when every row was taken, 1 when some were refused, 2 when the file or the call is wrong."""
    place = Path(args.file)
    try:
        redirects = read_redirects(Path(args.redirects)) if args.redirects else {}
        if args.url:
            return _report(bring(place, _by_api(args, place), args.lang), args)
        with alone():
            migrate()
            sender = orgs.organisation(args.organisation)
            if sender is None:
                raise UnreadableError(_no_organisation(args))
            _need_good_faith(args, sender)
            entry = entry_of(sender, digest_of(place), lang=args.lang, redirects=redirects)
            return _report(bring(place, by_door(entry), args.lang, owner=sender.ref), args)
    except InUseError:
        print(_SAID["in_use"][args.lang], file=sys.stderr)
        return 2
    except (UnreadableError, OSError, EOFError, gzip.BadGzipFile) as error:
        print(str(error), file=sys.stderr)
        return 2
    finally:
        write.WRITER.stop()


def bring(place: Path, send: Send, lang: str, *, owner: str = "", shows: bool = True) -> Summary:
    """Take every row of a file; `send` takes a chunk and gives a verdict a row."""
    summary, started = Summary(), time.monotonic()
    chunk: list[Mapping[str, Any]] = []
    for row in rows_of(place):
        chunk.append(flow.from_row(row))
        if len(chunk) == CHUNK:
            _take(chunk, send, summary, lang)
            chunk = []
            if shows:
                _progress(summary, started)
    _take(chunk, send, summary, lang)
    summary.seconds = time.monotonic() - started
    if owner:
        _remember(place, owner, summary)
    if shows:
        _progress(summary, started, end="\n")
    return summary


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
        notifier=Notifier(kind=kind_of(sender), name=sender.name, email=sender.email or None, standing=sender.ref),
        good_faith=True,
        redirects=redirects,
        sender=f"org:{sender.ref}",
        owner=f"import:{sender.ref}",
        key=key,
    )


def kind_of(sender: Organisation) -> NotifierKind:
    """What kind of notifier an organisation is."""
    if sender.trusted_flagger:
        return NotifierKind.TRUSTED_FLAGGER
    return NotifierKind.AUTHORITY if sender.kind == OrgKind.AUTHORITY else NotifierKind.ASSOCIATION


def digest_of(place: Path) -> str:
    """SHA-256 of a file."""
    with place.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def read_redirects(place: Path) -> dict[str, str]:
    """Known short links: a CSV with the columns short_url and resolves_to."""
    with place.open(encoding="utf-8", newline="") as content:
        rows = csv.DictReader(content)
        if not {"short_url", "resolves_to"} <= set(rows.fieldnames or ()):
            raise UnreadableError(f"{place}: the columns short_url and resolves_to are missing.")
        return {_short_key(row["short_url"], place): row["resolves_to"] for row in rows}


def _short_key(given: str, place: Path) -> str:
    try:
        return flow.canonical(given).canonical
    except RefusedError as error:
        raise UnreadableError(f"{place}: {given!r}: {error}") from None


# --- reading --------------------------------------------------------------------------------------------------------
def rows_of(place: Path) -> Iterator[Mapping[str, Any]]:
    """The rows of a file, one at a time; the kind of file is seen from its name, .gz aside."""
    names = [each.lower() for each in place.suffixes]
    raw: IO[bytes] = gzip.open(place) if names[-1:] == [".gz"] else place.open("rb")  # type: ignore[assignment]  # noqa: SIM115
    kind = (names[-2:-1] if names[-1:] == [".gz"] else names[-1:]) or [""]
    with raw:
        lines = _lines(raw, place)
        if kind[0] in {".jsonl", ".ndjson", ".json"}:
            yield from _json_rows(lines, place)
        elif kind[0] in {".csv", ".tsv", ".txt"}:
            yield from _csv_rows(lines, place)
        else:
            raise UnreadableError(f"{place}: name the file .csv, .jsonl, .csv.gz or .jsonl.gz.")


def _lines(raw: IO[bytes], place: Path) -> Iterator[str]:
    text = io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")
    read = 0
    for number in iter(int, 1):
        try:
            line = text.readline(MOST_LINE + 1)
        except UnicodeDecodeError:
            raise UnreadableError(f"{place}: line {number + 1} is not UTF-8. Save the file as UTF-8 and start again.") from None
        if not line:
            return
        read += len(line)
        if len(line) > MOST_LINE or read > MOST_BYTES:
            raise UnreadableError(f"{place}: a line or the whole is too large. Split the file and start again.")
        yield line


def _json_rows(lines: Iterator[str], place: Path) -> Iterator[Mapping[str, Any]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            raise UnreadableError(f"{place}: line {number} is not one JSON object. Mend it and start again.") from None
        if not isinstance(row, dict):
            raise UnreadableError(f"{place}: line {number} is not one JSON object. Mend it and start again.")
        yield row


def _csv_rows(lines: Iterator[str], place: Path) -> Iterator[Mapping[str, Any]]:
    first = next(lines, "")
    counts = {mark: first.count(mark) for mark in (",", ";", "\t")}
    mark = max(counts, key=lambda each: counts[each])

    def again() -> Iterator[str]:
        yield first
        yield from lines

    try:
        for row in csv.DictReader(again(), delimiter=mark, strict=True):
            yield {name: value for name, value in row.items() if name is not None and isinstance(value, str)}
    except csv.Error as error:
        raise UnreadableError(f"{place}: not a readable CSV ({error}). Mend it and start again.") from None


# --- sending and telling --------------------------------------------------------------------------------------------
def _take(chunk: Sequence[Mapping[str, Any]], send: Send, summary: Summary, lang: str) -> None:
    if not chunk:
        return
    for place, verdict in enumerate(send(chunk, summary.rows)):
        if isinstance(verdict, RefusedError):
            summary.refuse(summary.rows + place + 1, verdict, lang)
        elif isinstance(verdict, door.Taken):
            summary.again += verdict.again
            summary.taken += not verdict.again
        else:
            _take_api(verdict, summary.rows + place + 1, summary)
    summary.rows += len(chunk)


def _take_api(verdict: Mapping[str, Any], row: int, summary: Summary) -> None:
    if verdict.get("ref"):
        summary.again += bool(verdict.get("again"))
        summary.taken += not verdict.get("again")
        return
    summary.refused += 1
    summary.refusals += [(row, each.get("at", ""), each.get("message", "")) for each in verdict.get("errors", ())]


def _by_api(args: argparse.Namespace, place: Path) -> Send:
    key = digest_of(place)
    client = httpx.Client(base_url=args.url.rstrip("/"), timeout=120, headers={"Authorization": f"Bearer {args.token}"})

    def send(rows: Sequence[Mapping[str, Any]], start: int) -> list[Any]:
        headers = {"Idempotency-Key": f"{key}/{start}", "Accept-Language": args.lang}
        body = {"notices": [{"good_faith": args.good_faith, **row} for row in rows]}
        try:
            answer = client.post("/api/v1/notices/batch", json=body, headers=headers)
        except httpx.HTTPError as error:
            raise UnreadableError(f"{args.url}: {error}. Start the import again: rows already taken stay taken.") from None
        if answer.status_code >= 400:
            raise UnreadableError(f"{args.url}: {answer.status_code} {answer.text[:300]}")
        found: list[Any] = answer.json()["verdicts"]
        return found

    return send


def _remember(place: Path, owner: str, summary: Summary) -> None:
    row = ImportRow(
        digest=hashlib.sha256(f"{owner}\n{digest_of(place)}".encode()).hexdigest(),
        organisation=owner,
        rows=summary.rows,
        taken=summary.taken + summary.again,
        refused=summary.refused,
        ended_at=datetime.now(UTC),
    )
    write.run(row.save)


def _progress(summary: Summary, started: float, end: str = "") -> None:
    rate = summary.rows / max(time.monotonic() - started, 0.001)
    print(f"\r{summary.rows} rows, {summary.taken} taken, {summary.refused} refused, {rate:.0f}/s", end=end, flush=True)


def _report(summary: Summary, args: argparse.Namespace) -> int:
    said = _SAID["summary"][args.lang]
    print(said.format(rows=summary.rows, taken=summary.taken, again=summary.again, refused=summary.refused))
    if not summary.refusals:
        return 0
    place = Path(args.refusals or f"{args.file}.refused.csv")
    with place.open("w", encoding="utf-8", newline="") as content:
        written = csv.writer(content)
        written.writerow(("row", "field", "reason"))
        written.writerows(summary.refusals)
    print(_SAID["refusals"][args.lang].format(place=place))
    return 1


def _need_good_faith(args: argparse.Namespace, sender: Organisation) -> None:
    if not args.good_faith and not sender.policy.get("good_faith"):
        raise UnreadableError(_SAID["good_faith"][args.lang])


def _no_organisation(args: argparse.Namespace) -> str:
    known = ", ".join(Organisation.objects.values_list("ref", flat=True)) or "-"
    return _SAID["no_organisation"][args.lang].format(ref=args.organisation, known=known)


_SAID = {
    "in_use": {
        "fr": "Un serveur utilise déjà ce dossier. Passez par lui : ajoutez --url ADRESSE et --token JETON.",
        "en": "A hub already uses this folder. Go through it: add --url ADDRESS and --token TOKEN.",
    },
    "good_faith": {
        "fr": "L’organisation doit déclarer sa bonne foi pour ces lignes (DSA, art. 16(2)(d)) : ajoutez --good-faith.",
        "en": "The organisation must declare its good faith for these rows (DSA Art. 16(2)(d)): add --good-faith.",
    },
    "no_organisation": {
        "fr": "L’organisation « {ref} » n’existe pas ici. Connues : {known}.",
        "en": "There is no organisation “{ref}” here. Known: {known}.",
    },
    "summary": {
        "fr": "{rows} lignes : {taken} prises, {again} déjà prises, {refused} refusées.",
        "en": "{rows} rows: {taken} taken, {again} taken before, {refused} refused.",
    },
    "refusals": {
        "fr": "Les refus, avec la ligne, le champ et la raison : {place}",
        "en": "The refusals, with row, field and reason: {place}",
    },
}
