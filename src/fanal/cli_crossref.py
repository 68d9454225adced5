"""`fanal crossref FILE`: reads rows, has them grouped, prints JSON lines. It decides nothing, stores nothing and fetches nothing."""

import argparse
import csv
import gzip
import json
import sys
import zlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from fanal.crossref import Grouping, brigades, group, waves
from fanal.crossref.lines import Line, common_waves, grouping_lines, wave_lines
from fanal.flow.offline import Noted, noted
from fanal.platforms import canonical
from fanal.words.errors import RefusedError
from fanal.words.say import LANGS, Message, message, say

MOST_ROWS = 500_000  # all are held in memory: about 2 kB each
MOST_BYTES = 512 * 1024 * 1024  # unpacked: a gzip bomb stops here
MOST_LINE = 1024 * 1024  # bytes of one row


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `crossref` to the table of commands."""
    parser = commands.add_parser("crossref", help="which notices of a file belong together, and why: JSON lines")
    parser.add_argument("file", metavar="FILE", help="JSON lines, or the same gzipped; - reads what is piped in")
    parser.add_argument("--redirects", metavar="CSV", help="known short links: the columns short_url and resolves_to")
    parser.add_argument("--waves", action="store_true", help="also waves, raids and concerted notices")
    parser.add_argument("--all", action="store_true", help="also the groups of a single notice")
    parser.add_argument("--lang", choices=LANGS, default="fr", help="language of the reasons (default: fr)")
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Read, group and print; 0 every row was read, 1 some were refused, 2 the file cannot be read."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    refused: list[tuple[int, Message]] = []
    try:
        redirects = _redirects(Path(given.redirects)) if given.redirects else {}
        rows = list(_read(given.file, redirects, refused))
    except RefusedError as wrong:
        print("\n".join(say(each, given.lang) for each in wrong.messages), file=sys.stderr)
        return 2
    for line in lines_of(rows, given):
        print(json.dumps(line, ensure_ascii=False))
    for number, why in refused:
        at = f"{why.at}: " if why.at else ""
        told = message("crossref_row_refused", row=number, why=at + say(why, given.lang))
        print(say(told, given.lang), file=sys.stderr)
    return 1 if refused else 0


def lines_of(rows: list[Noted], given: argparse.Namespace) -> Iterator[Line]:
    """What is printed: groups and relations, then waves when they are asked for."""
    found = group([each.entry for each in rows])
    yield from grouping_lines(found, given.lang, everything=given.all)
    if given.waves:
        yield from _waves(found, rows, given.lang)


def _waves(found: Grouping, rows: list[Noted], lang: str) -> Iterator[Line]:
    """A post that was reported thirty times is one posting: that of its target's first notice."""
    by_ref = {each.entry.ref: each.posting() for each in rows}
    first = (target.ref for each in found.groups for target in each.targets)
    postings = {ref: posting for ref in first if (posting := by_ref[ref]) is not None}
    yield from wave_lines(waves(postings.values()), lang)
    yield from wave_lines(common_waves(found, postings), lang)
    reported = (each.reported() for each in rows)
    yield from wave_lines(brigades([each for each in reported if each is not None]).values(), lang)


def _read(file: str, redirects: Mapping[str, str], refused: list[tuple[int, Message]]) -> Iterator[Noted]:
    seen: set[str] = set()
    for number, line in enumerate(_lines(file), 1):
        if not line.strip():
            continue
        if number > MOST_ROWS:
            raise RefusedError(message("crossref_too_many", most=MOST_ROWS))
        try:
            found = noted(_row(line, number), number, redirects)
        except RefusedError as wrong:
            refused += [(number, each) for each in wrong.messages]
            continue
        if found.entry.ref in seen:
            refused.append((number, message("crossref_id_twice", at="id", id=found.entry.ref[:60])))
            continue
        seen.add(found.entry.ref)
        yield found


def _row(line: bytes, number: int) -> Mapping[str, Any]:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict):
        raise RefusedError(message("crossref_not_json"))
    return row


def _lines(file: str) -> Iterator[bytes]:
    """One line at a time, gzipped or not, as its first two bytes say."""
    with ExitStack() as opened:
        try:
            raw: Any = sys.stdin.buffer if file == "-" else opened.enter_context(Path(file).open("rb"))
            packed = raw.peek(2)[:2] == b"\x1f\x8b"
            yield from _of(opened.enter_context(gzip.GzipFile(fileobj=raw)) if packed else raw)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            raise RefusedError(message("rows_gzip")) from None
        except OSError:
            raise RefusedError(message("crossref_no_file", file=file)) from None


def _of(content: Any) -> Iterator[bytes]:
    read = 0
    while line := content.readline(MOST_LINE + 1):
        read += len(line)
        if len(line) > MOST_LINE or read > MOST_BYTES:
            raise RefusedError(message("rows_too_large", most=MOST_BYTES // 1024 // 1024))
        yield line


def _redirects(place: Path) -> dict[str, str]:
    """Known short links, by the canonical key of each; a line whose short link cannot be read is refused with its number."""
    try:
        with place.open(encoding="utf-8-sig", newline="") as content:
            rows = list(csv.DictReader(content))
    except (OSError, UnicodeDecodeError):
        raise RefusedError(message("crossref_no_file", file=str(place))) from None
    except csv.Error:
        raise RefusedError(message("crossref_redirects", file=str(place))) from None
    try:
        return {canonical(row["short_url"]).canonical: row["resolves_to"] for row in rows}
    except (KeyError, RefusedError):
        raise RefusedError(message("crossref_redirects", file=str(place))) from None
