"""Looks at the machine: interpreter, packages, folder, keys, backups. It reads, makes nothing, and draws no key."""

import json
import os
import re
import resource
import shutil
import sys
from collections.abc import Iterable
from datetime import datetime
from importlib import metadata
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings

from fanal_hub.backups import beside, folder, sheet
from fanal_hub.backups.parts import verify
from fanal_hub.backups.sealed import BackupError, key_id, read_head
from fanal_hub.doctor.facts import Backup, Home, Place, Program
from fanal_hub.doctor.judge_machine import KEY_BYTES, SEALING, SIGNING, VAULT
from fanal_hub.ledger.read import backups
from fanal_hub.stations import backup as station

LOCK = "requirements.lock"
ZONE = "Europe/Paris"
_PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)", re.MULTILINE)
_LIMIT = re.compile(r"^Max open files +(\d+)", re.MULTILINE)
_SECRET = ("keys", "hub.json", *(f"keys/{name}" for name in (SIGNING, VAULT, SEALING)))
_OWNED = ("fanal.db", "fanal.db-wal", "fanal.db-shm", "hub.lock", "static", "outbox", "mail-in", "erasures.jsonl")


def program(pids: Iterable[int]) -> Program:
    """The interpreter and its packages; the limits are those of the running processes, when they can be read."""
    lock = _lock()
    return Program(
        python=(sys.version_info[0], sys.version_info[1]),
        differing=tuple(_differing(lock)),
        has_lock=bool(lock),
        has_zones=_has_zones(),
        files_most=min((_files_of(each) for each in pids), default=resource.getrlimit(resource.RLIMIT_NOFILE)[0]),
    )


def _lock() -> str:
    """The lock that came with the package, or lies beside the sources."""
    here = Path(__file__).resolve().parent
    for place in (here / LOCK, here.parents[2] / LOCK):
        if place.is_file():
            return place.read_text(encoding="utf-8")
    return ""


def _differing(lock: str) -> Iterable[str]:
    wanted: dict[str, set[str]] = {}
    for name, version in _PIN.findall(lock):
        wanted.setdefault(name, set()).add(version)
    for name, versions in sorted(wanted.items()):
        try:
            found = metadata.version(name)
        except metadata.PackageNotFoundError:  # a tool of the developers
            continue
        if found not in versions:
            yield f"{name} {found} ({', '.join(sorted(versions))})"


def _has_zones() -> bool:
    try:
        return ZoneInfo(ZONE).key == ZONE
    except ZoneInfoNotFoundError:
        return False


def _files_of(pid: int) -> int:
    try:
        found = _LIMIT.search(Path(f"/proc/{pid}/limits").read_text(encoding="utf-8"))
    except OSError:  # another user's, or gone
        found = None
    return int(found[1]) if found else resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def home(place: Path) -> Home:
    """The folder of the hub."""
    disk = shutil.disk_usage(place)
    own = place.stat()
    first = Place(path=str(place), mode=own.st_mode & 0o777, owner=own.st_uid, is_folder=True, is_secret=True)
    found = [_place(place / name, is_secret=name in _SECRET) for name in (*_SECRET, *_OWNED)]
    return Home(
        path=str(place),
        user=os.geteuid(),
        owner=own.st_uid,
        places=(first, *(each for each in found if each is not None)),
        keys={name: size for name in (SIGNING, VAULT, SEALING) if (size := _size(place / "keys" / name)) is not None},
        free=disk.free,
        size=disk.total,
    )


def _place(path: Path, *, is_secret: bool) -> Place | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return Place(
        path=str(path), mode=found.st_mode & 0o777, owner=found.st_uid, is_folder=path.is_dir(), is_secret=is_secret
    )


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


def key(name: str) -> bytes | None:
    """A key as it lies there; None when it is missing or no key. Whoever asks `home.secret_file` would draw one."""
    try:
        raw = (Path(settings.HOME) / "keys" / name).read_bytes()
    except OSError:
        return None
    return raw if len(raw) == KEY_BYTES else None


def backup(*, thorough: bool) -> Backup:
    """The backups of this hub; thorough: the newest one is read to its end."""
    where = station.where()
    is_there = where.is_dir()
    last, good = backups.last_backup(), backups.last_good()
    shown = sheet.showings(settings.HOME) if key(VAULT) and key(SEALING) else []
    return Backup(
        is_wanted=bool(settings.FANAL_BACKUP_DIR),
        folder=str(where),
        is_there=is_there,
        is_same_disk=is_there and where.stat().st_dev == Path(settings.HOME).stat().st_dev,
        last_good=good.at if good else None,
        last_failed=bool(last and not last.is_good),
        file_fits=_fits(where, thorough=thorough),
        sheet_at=shown[0].at if shown else None,
        erasures_missing_since=_missing_since(where) if is_there else None,
    )


def _fits(where: Path, *, thorough: bool) -> bool | None:
    """Does the newest backup bear our key, and is it whole?"""
    newest = next(iter(folder.listed(where, settings.HUB["name"])), None)
    ours = key(SEALING)
    if newest is None:
        return None
    if ours is None:
        return False
    try:
        with newest.path.open("rb") as place:
            if thorough:
                verify(place, ours)
                return True
            return read_head(place).key_id == key_id(ours)
    except (BackupError, OSError):
        return False


def _missing_since(where: Path) -> datetime | None:
    """When the oldest line was written that the copy of the erasure list lacks."""
    there = set(_lines(beside.erasures_of(where, settings.HUB["name"])))
    missing = [each for each in _lines(Path(settings.HOME) / beside.ERASURES) if each not in there]
    return min((datetime.fromisoformat(json.loads(each)["at"]) for each in missing), default=None)


def _lines(place: Path) -> list[str]:
    try:
        return [each for each in place.read_text(encoding="utf-8").splitlines() if each.strip()]
    except OSError:
        return []
