"""`fanal-hub import`: passes a file's rows through the door, or to a running hub, with progress and a refusals file.

It can be taken up again: a row already taken stays taken. The reading of rows is in `stations.rows`.
"""

import argparse
import csv
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from fanal import flow
from fanal.words.errors import RefusedError
from fanal.words.say import say
from fanal_hub.ledger import write
from fanal_hub.ledger.read import orgs
from fanal_hub.manage import InUseError, alone, migrate
from fanal_hub.people.models import Organisation
from fanal_hub.stations import links
from fanal_hub.stations.rows import (
    Send,
    Summary,
    UnreadableError,
    by_door,
    chunks_of,
    digest_of,
    entry_of,
    remember,
    take,
)

MOST_SHOWN = 20  # refused links that are printed


class CallError(Exception):
    """The call is wrong or the hub refuses; the message says what to do."""


def run(args: argparse.Namespace) -> int:
    """The command: 0 when every row was taken, 1 when some were refused, 2 when the file or the call is wrong."""
    place = Path(args.file)
    try:
        redirects = read_redirects(Path(args.redirects)) if args.redirects else {}
        if args.url:
            return _say_outcome(bring(place, _by_api(args, place), args.lang), args)
        with alone():
            migrate()
            sender = orgs.organisation(args.organisation)
            if sender is None:
                raise CallError(_no_organisation(args))
            _need_good_faith(args, sender)
            if args.redirects:  # kept for what comes later too, in this organisation's own memory
                links.give(sender.ref, link_pairs(Path(args.redirects)), datetime.now(UTC))
            entry = entry_of(sender, digest_of(place), lang=args.lang, redirects=redirects)
            return _say_outcome(bring(place, by_door(entry), args.lang, owner=sender.ref), args)
    except InUseError:
        print(_SAID["in_use"][args.lang], file=sys.stderr)
        return 2
    except UnreadableError as error:
        print(f"{place}: " + " ".join(say(each, args.lang) for each in error.messages), file=sys.stderr)
        return 2
    except FileNotFoundError as error:
        print(_SAID["no_file"][args.lang].format(place=error.filename), file=sys.stderr)
        return 2
    except (CallError, OSError) as error:
        print(str(error), file=sys.stderr)
        return 2
    finally:
        write.WRITER.stop()


def bring(place: Path, send: Send, lang: str, *, owner: str = "", shows: bool = True) -> Summary:
    """Take every row of a file; `send` takes a chunk and gives a verdict a row."""
    summary, started = Summary(), time.monotonic()
    for chunk in chunks_of(place):
        take(chunk, send, summary, lang)
        if shows:
            _progress(summary, started)
    summary.seconds = time.monotonic() - started
    if owner:
        remember(place, owner, summary)
    if shows:
        _progress(summary, started, end="\n")
    return summary


def read_redirects(place: Path) -> dict[str, str]:
    """Known short links, by their canonical keys: a CSV with the columns short_url and resolves_to."""
    return {_short_key(short, place): to for short, to in link_pairs(place)}


def link_pairs(place: Path) -> list[tuple[str, str]]:
    """The same as they stand in the file."""
    with place.open(encoding="utf-8", newline="") as content:
        rows = csv.DictReader(content)
        if not {"short_url", "resolves_to"} <= set(rows.fieldnames or ()):
            raise CallError(f"{place}: the columns short_url and resolves_to are missing.")
        return [(row["short_url"] or "", row["resolves_to"] or "") for row in rows]


def keep_links(args: argparse.Namespace) -> int:
    """The command `links`: 0 when every link was kept, 1 when some were refused, 2 when the file or the call is wrong."""
    try:
        pairs = link_pairs(Path(args.file))
        with alone():
            migrate()
            if args.organisation and orgs.organisation(args.organisation) is None:
                raise CallError(_no_organisation(args))
            kept, refused = links.give(args.organisation, pairs, datetime.now(UTC))
    except InUseError:
        print(_SAID["links_in_use"][args.lang], file=sys.stderr)
        return 2
    except FileNotFoundError as error:
        print(_SAID["no_file"][args.lang].format(place=error.filename), file=sys.stderr)
        return 2
    except (CallError, OSError, UnicodeDecodeError, csv.Error) as error:
        print(str(error), file=sys.stderr)
        return 2
    finally:
        write.WRITER.stop()
    print(_SAID["links"][args.lang].format(kept=kept, refused=len(refused)))
    for each in refused[:MOST_SHOWN]:
        print(f"  {each}")
    return 1 if refused else 0


def _short_key(given: str, place: Path) -> str:
    try:
        return flow.canonical(given).canonical
    except RefusedError as error:
        raise CallError(f"{place}: {given!r}: {error}") from None


# --- sending and telling --------------------------------------------------------------------------------------------
def _by_api(args: argparse.Namespace, place: Path) -> Send:
    key = digest_of(place)
    client = httpx.Client(base_url=args.url.rstrip("/"), timeout=120, headers={"Authorization": f"Bearer {args.token}"})

    def send(rows: Sequence[Mapping[str, Any]], start: int) -> list[Any]:
        headers = {"Idempotency-Key": f"{key}/{start}", "Accept-Language": args.lang}
        body = {"notices": [{"good_faith": args.good_faith, **row} for row in rows]}
        try:
            answer = client.post("/api/v1/notices/batch", json=body, headers=headers)
        except httpx.HTTPError as error:
            raise CallError(f"{args.url}: {error}. Start the import again: rows already taken stay taken.") from None
        if answer.status_code >= 400:
            raise CallError(f"{args.url}: {answer.status_code} {_said_by(answer)}")
        found: list[Any] = answer.json()["verdicts"]
        return found

    return send


def _said_by(answer: httpx.Response) -> str:
    """The words of a refusal (RFC 9457), or the beginning of a page that is none."""
    try:
        problem = answer.json()
        return f"{problem['title']}. {problem['detail']}"
    except (ValueError, KeyError, TypeError):
        return answer.text[:300]


def _progress(summary: Summary, started: float, end: str = "") -> None:
    rate = summary.rows / max(time.monotonic() - started, 0.001)
    print(f"\r{summary.rows} rows, {summary.taken} taken, {summary.refused} refused, {rate:.0f}/s", end=end, flush=True)


def _say_outcome(summary: Summary, args: argparse.Namespace) -> int:
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
        raise CallError(_SAID["good_faith"][args.lang])


def _no_organisation(args: argparse.Namespace) -> str:
    known = ", ".join(Organisation.objects.values_list("ref", flat=True)) or "-"
    return _SAID["no_organisation"][args.lang].format(ref=args.organisation, known=known)


_SAID = {
    "links": {
        "fr": "{kept} liens courts gardés, {refused} refusés (pas un raccourcisseur connu, ou pas une adresse publique au bout).",
        "en": "{kept} short links kept, {refused} refused (no known short host, or no public address at the end).",
    },
    "links_in_use": {
        "fr": "Un serveur utilise ce dossier. Arrêtez-le d’abord : SQLite n’est écrit que par un processus.",
        "en": "A hub uses this folder. Stop it first: SQLite is written by one process.",
    },
    "no_file": {
        "fr": "Le fichier {place} n’existe pas. Vérifiez son nom et le dossier où vous êtes.",
        "en": "The file {place} does not exist. Check its name and the folder you are in.",
    },
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
