"""The folder of backups: how files are named, which ones are there, which ones are kept. It opens none of them."""

import fcntl
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from fanal.words.say import message
from fanal_hub.backups.sealed import BackupError

SUFFIX = ".fanal-backup"
_TIME = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """How many backups stay: the last one of so many days, weeks and months that have one."""

    daily: int = 7
    weekly: int = 4
    monthly: int = 12


DEFAULT = Keep()


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup in the folder."""

    path: Path
    at: datetime
    size: int


def parse_keep(text: str) -> Keep | None:
    """`7,4,12`, or `all` for every backup (None)."""
    if text == "all":
        return None
    found = re.fullmatch(r"(\d{1,4}),(\d{1,4}),(\d{1,4})", text)
    if found is None or int(found[1]) < 1:
        raise BackupError(message("backup_bad_keep", at="keep"))
    return Keep(daily=int(found[1]), weekly=int(found[2]), monthly=int(found[3]))


def file_name(hub: str, at: datetime) -> str:
    """The name of a backup: whose it is, and when (UTC)."""
    return f"{plain(hub)}-{at.astimezone(UTC).strftime(_TIME)}{SUFFIX}"


def plain(hub: str) -> str:
    """A hub's name as a part of a file's name."""
    return re.sub(r"[^A-Za-z0-9.-]", "_", hub)


def listed(folder: Path, hub: str) -> list[Kept]:
    """The backups of a hub, newest first; nothing else in the folder is looked at."""
    form = re.compile(re.escape(plain(hub)) + r"-(\d{8}T\d{6}Z)" + re.escape(SUFFIX))
    found = []
    for each in folder.iterdir() if folder.is_dir() else ():
        match = form.fullmatch(each.name)
        if match and each.is_file():
            at = datetime.strptime(match[1], _TIME).replace(tzinfo=UTC)
            found.append(Kept(each, at, each.stat().st_size))
    return sorted(found, key=lambda each: each.at, reverse=True)


def to_drop(there: Iterable[Kept], keep: Keep) -> list[Kept]:
    """Those that the policy keeps no more; the newest one always stays."""
    newest_first = sorted(there, key=lambda each: each.at, reverse=True)
    staying = {each.path for each in newest_first[:1]}
    for form, most in (("%Y-%m-%d", keep.daily), ("%G-W%V", keep.weekly), ("%Y-%m", keep.monthly)):
        last_of: dict[str, Path] = {}
        for each in newest_first:
            last_of.setdefault(each.at.strftime(form), each.path)
        staying |= set(list(last_of.values())[:most])
    return [each for each in newest_first if each.path not in staying]


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """One backup of a hub at a time."""
    with (home / "backup.lock").open("a") as place:
        try:
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise BackupError(message("backup_running")) from None
        yield


def is_running(home: Path) -> bool:
    """True while somebody makes a backup of this hub."""
    try:
        with alone(home):
            return False
    except BackupError:
        return True
