"""Backup: one a day when a folder is named for it, read back; and what must be current beside it. It seals nothing itself."""

import json
import logging
import os
import time
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from fanal_hub.backups import beside, folder
from fanal_hub.backups.make import Made, Source, make
from fanal_hub.backups.postgres import Database
from fanal_hub.backups.sealed import BackupError
from fanal_hub.ledger.read import backups, log
from fanal_hub.stations.loop import Station

NAME = "backup"
AGAIN = timedelta(minutes=30)  # after a failure
MOST_LINES = 500  # of the record
_log = logging.getLogger("fanal_hub.stations")


def where() -> Path:
    """The folder of this hub's backups; without FANAL_BACKUP_DIR, one in its own folder, on the same disk."""
    return Path(settings.FANAL_BACKUP_DIR) if settings.FANAL_BACKUP_DIR else Path(settings.HOME) / "backups"


def source() -> Source:
    """This hub, as backups see it."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        database: Path | Database = Path(str(given["NAME"]))
    else:
        names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
        plain = {key: str(given[name]) for key, name in names.items() if given.get(name)}
        database = Database({**{key: str(each) for key, each in given.get("OPTIONS", {}).items()}, **plain})
    return Source(home=Path(settings.HOME), hub=settings.HUB["name"], database=database)


def make_now(now: datetime, into: Path | None = None, keep: folder.Keep | None = folder.DEFAULT) -> Made:
    """Make one, bring up to date what lies beside it, and write down how it went; raises BackupError, written down too."""
    begun = time.monotonic()
    try:
        made = make(source(), into or where(), now, keep)
        stay_beside(into or where())
    except BackupError as error:
        told = error.messages[0]
        if told.code != "backup_running":
            _record({"at": now.isoformat(), "is_good": False, "why": told.code, "params": dict(told.params)})
        raise
    line = {"at": now.isoformat(), "is_good": True, "file": made.path.name, "size": made.size}
    _record({**line, "events": made.manifest.events, "seconds": round(time.monotonic() - begun, 1)})
    return made


def stay_beside(place: Path) -> int:
    """The erasure list and the last checkpoint, kept current beside the backups; how many lines the list has."""
    last = log.latest()
    return beside.bring_up_to_date(Path(settings.HOME), place, settings.HUB["name"], last.note if last else "")


def is_due(now: datetime, hour: int) -> bool:
    """Has the hour of today's backup come, or passed unseen? A failed one is tried again a little later."""
    slot = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    slot = slot if slot <= now else slot - timedelta(days=1)
    good, last = backups.last_good(), backups.last_backup()
    if good is not None and good.at >= slot:
        return False
    return last is None or last.is_good or now - last.at >= AGAIN


def tick(now: datetime) -> int:
    """Keep current what lies beside the backups, and make today's when it is due; how many were made."""
    if not settings.FANAL_BACKUP_DIR:
        return 0
    try:
        stay_beside(where())
        if not is_due(now, settings.FANAL_BACKUP_HOUR):
            return 0
        make_now(now)
    except (BackupError, OSError) as error:
        _log.error("no backup: %s", error)
        return 0
    return 1


def _record(line: dict[str, object]) -> None:
    """How it went, for whoever asks `ledger.read.backups`; whole or not at all."""
    place = Path(settings.HOME) / backups.RECORD
    lines = place.read_text(encoding="utf-8").splitlines() if place.exists() else []
    beside_it = place.with_suffix(".new")
    beside_it.write_text("\n".join([*lines[-MOST_LINES + 1 :], json.dumps(line)]) + "\n", encoding="utf-8")
    os.replace(beside_it, place)


STATION = Station(name=NAME, tick=tick, every=30.0, alone=True)
