"""The command `fanal-hub restore`, before the hub's own settings can be read: it asks, verifies, and writes the files."""

import argparse
import json
import os
import sys
from pathlib import Path

from fanal.words.errors import RefusedError
from fanal.words.say import Message, message, say
from fanal_hub.backups import beside, folder, postgres, restore, typed
from fanal_hub.backups.sealed import BackupError


def begin(args: argparse.Namespace) -> restore.Restored:
    """Verify everything and write it into the folder; raises RefusedError, and nothing is written then."""
    try:
        return _begin(args)
    except postgres.AwayError as error:
        raise BackupError(message("backup_database_away", said=str(error).strip().splitlines()[0])) from error


def _begin(args: argparse.Namespace) -> restore.Restored:
    file = Path(args.file)
    url = os.environ.get("FANAL_DATABASE_URL", "")
    into = Path(args.into or os.environ.get("FANAL_HOME") or ".fanal").resolve()
    restore.refuse_unless_empty(into, url)
    list_of, note = _list(args, file), _checkpoint(args, file)
    keys = typed.keys_of(_sheet(args))
    os.environ["FANAL_HOME"] = str(into)
    return restore.restore(restore.Wanted(file=file, keys=keys, into=into, url=url, erasures=list_of, checkpoint=note))


def refused(error: RefusedError, args: argparse.Namespace) -> int:
    """Say why not."""
    if args.json:
        print(json.dumps({"ok": False, "messages": [as_json(each) for each in error.messages]}))
    else:
        print("\n".join(say(each, args.lang) for each in error.messages), file=sys.stderr)
    return 2


def as_json(told: Message) -> dict[str, object]:
    """A message, for a program that will say it in its reader's language."""
    return {"code": told.code, "params": dict(told.params), "at": told.at}


def _sheet(args: argparse.Namespace) -> str:
    """The sheet's lines: of a file, of standard input, or typed one by one."""
    if args.keys and args.keys != "-":
        return _read(Path(args.keys), "keys")
    if args.keys == "-" or not sys.stdin.isatty():
        return sys.stdin.read()
    return ask_lines(args.lang)


def ask_lines(lang: str) -> str:
    """Have the lines typed; one that is mistyped is asked for again at once."""
    print(say(message("sheet_type"), lang), file=sys.stderr)
    lines = []
    for letter in typed.LETTERS:
        for n in range(1, typed.LINES + 1):
            while (line := _label(f"{letter}{n}", input(f"{letter}{n} "))) and (wrong := typed.fault(line)):
                print(say(wrong, lang), file=sys.stderr)
            lines.append(line)
    return "\n".join(lines)


def _label(label: str, given: str) -> str:
    bare = given.strip().upper()
    return bare if bare.startswith(label) and len(bare.replace("-", "").replace(" ", "")) > 20 else f"{label} {bare}"


def _list(args: argparse.Namespace, file: Path) -> str | None:
    """The erasure list: the one named, else the one beside the backup, else none if that was said."""
    if args.erasures:
        return _read(Path(args.erasures), "erasures")
    if args.no_erasures:
        return None
    found = _beside(file, beside.ERASURES)
    if found is None:
        raise BackupError(message("restore_needs_list", at="erasures"))
    return _read(found, "erasures")


def _checkpoint(args: argparse.Namespace, file: Path) -> str:
    found = Path(args.checkpoint) if args.checkpoint else _beside(file, "checkpoint.txt")
    return _read(found, "checkpoint") if found else ""


def _beside(file: Path, what: str) -> Path | None:
    """What lies beside a backup, under the same hub's name."""
    hub = file.name.removesuffix(folder.SUFFIX).rpartition("-")[0]
    place = file.with_name(f"{hub}.{what}")
    return place if hub and place.is_file() else None


def _read(path: Path, at: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        said = getattr(error, "strerror", None) or "not text"
        raise BackupError(message("backup_cannot_read", at=at, path=str(path), said=said)) from None
