"""The commands `backup` and `recovery-sheet`, and the second half of `restore`, when the database can be asked."""

import argparse
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from fanal.words.errors import RefusedError
from fanal.words.say import Message, message, say
from fanal_hub import jsonl
from fanal_hub.backups import folder, sheet, typed
from fanal_hub.backups.restore import Restored, sync
from fanal_hub.ledger import sequence, write
from fanal_hub.ledger.read import backups, streams
from fanal_hub.manage import migrate
from fanal_hub.restoring import as_json, ask_lines
from fanal_hub.stations import backup as station
from fanal_hub.stations import purge, seal
from fanal_hub.stations.replay import Replayed, replay


def backup(args: argparse.Namespace) -> int:
    """Make one backup now; the hub may run meanwhile."""
    try:
        keep = folder.parse_keep(args.keep)
        made = station.make_now(datetime.now(UTC), Path(args.to) if args.to else None, keep)
    except RefusedError as error:
        return _refuse(error, args.lang)
    told = [message("backup_made", path=str(made.path), size=_megabytes(made.size), events=made.manifest.events)]
    told += [message("backup_dropped", count=len(made.dropped))] if made.dropped else []
    told += [] if sheet.showings(settings.HOME) else [message("backup_no_sheet")]
    told += [message("backup_same_disk")] if made.path.is_relative_to(settings.HOME) else []
    print("\n".join(say(each, args.lang) for each in told))
    return 0


def recovery_sheet(args: argparse.Namespace) -> int:
    """Print the sheet, write it as a page, or check one that was typed back."""
    if args.check:
        return _check(args)
    made = sheet.shown(settings.HOME, settings.HUB["name"], datetime.now(UTC), by="cli", how="cli")
    if not args.out:
        print(sheet.as_text(made, args.lang), end="")
        return 0
    try:
        opened = os.open(args.out, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except OSError as error:
        told = message("backup_cannot_write", folder=args.out, said=error.strerror or str(error))
        return _refuse(RefusedError(told), args.lang)
    with os.fdopen(opened, "w", encoding="utf-8") as place:
        place.write(sheet.as_page(made, args.lang))
    print(say(message("sheet_written", path=args.out), args.lang))
    return 0


def _check(args: argparse.Namespace) -> int:
    given = Path(args.file).read_text(encoding="utf-8") if args.file else _typed(args.lang)
    wrong = typed.differences(given, sheet.keys(settings.HOME))
    told = wrong or [message("sheet_right")]
    print("\n".join(say(each, args.lang) for each in told), file=sys.stderr if wrong else sys.stdout)
    return 1 if wrong else 0


def _typed(lang: str) -> str:
    return ask_lines(lang) if sys.stdin.isatty() else sys.stdin.read()


# --- the second half of a restoration -------------------------------------------------------------------------------
def finish(args: argparse.Namespace, restored: Restored) -> int:
    """Migrate, apply the erasure list again, add everything up, and say what is true now."""
    now = datetime.now(UTC)
    migrate()
    sequence.catch_up()
    events = streams.head()
    forked = _is_forked(restored, events)
    erased = purge.apply_list(now)
    write.WRITER.stop()
    sequence.catch_up()
    found = replay()
    _remember(restored, now, events)
    sync(Path(settings.HOME))
    told = _told(restored, events, erased, found, forked=forked)
    if args.json:
        outcome = {"ok": not found.differences and not forked, "messages": [as_json(each) for each in told]}
        print(json.dumps({**outcome, "events": events, "differences": list(found.differences[:50])}))
    else:
        print("\n".join(f"- {say(each, args.lang)}" for each in told))
        print("\n".join(f"  {each}" for each in found.differences[:50]))
    return 1 if found.differences or forked else 0


def _is_forked(restored: Restored, events: int) -> bool:
    """True when a checkpoint that was published before says something else of the same events (RFC 9162, 2.1.4)."""
    known = restored.known
    return known is not None and known.size <= events and seal.tree(known.size).root(known.size) != known.root


def _told(restored: Restored, events: int, erased: int, found: Replayed, *, forked: bool) -> list[Message]:
    manifest, known = restored.manifest, restored.known
    made_at = datetime.fromisoformat(manifest.made_at).strftime("%Y-%m-%d %H:%M UTC")
    told = [message("restored_events", events=events, hub=manifest.hub, made_at=made_at, fanal=manifest.fanal)]
    told.append(
        message("restored_no_list")
        if restored.erasures is None
        else message("restored_erased", count=erased, lines=restored.erasures)
    )
    told.append(
        message("restored_agrees", events=found.events)
        if not found.differences
        else message("restored_differs", count=len(found.differences))
    )
    if forked and known:
        told.append(message("restored_forked", size=known.size))
    elif known and known.size > events:
        told.append(message("restored_behind", known=known.size, events=events, lost=known.size - events))
    elif not known:
        told.append(message("restored_unknown", events=events))
    told.append(message("restored_lost", made_at=made_at))
    told += [message("restored_aside", folder=restored.set_aside)] if restored.set_aside else []
    told.append(message("restored_next", home=str(settings.HOME)))
    return told


def _remember(restored: Restored, now: datetime, events: int) -> None:
    """The restoration stays known: the public page of the log says it."""
    known = restored.known.size if restored.known else 0
    line = {"at": now.isoformat(), "made_at": restored.manifest.made_at, "events": events, "known": known}
    jsonl.append(Path(settings.HOME) / backups.RESTORATIONS, line)


def _refuse(error: RefusedError, lang: str) -> int:
    print("\n".join(say(each, lang) for each in error.messages), file=sys.stderr)
    return 1


def _megabytes(size: int) -> str:
    return f"{max(size / 1_000_000, 0.1):.1f}"
