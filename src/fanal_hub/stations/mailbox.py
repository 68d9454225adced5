"""The mailbox: mail replies wait as files in FANAL_HOME/mail-in until the mailroom has taken them. It reads no mail itself.

A command that runs beside the hub may only add files here: on SQLite one process writes the database.
"""

import os
import secrets
from datetime import datetime
from pathlib import Path

from django.conf import settings

from fanal_hub.stations import mailroom
from fanal_hub.stations.loop import Station


def _folder(name: str) -> Path:
    place = Path(settings.HOME) / "mail-in" / name
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def drop(raw: bytes) -> Path:
    """Put one mail into the box, whole or not at all."""
    name = f"{secrets.token_hex(12)}.eml"
    part = _folder("tmp") / name
    with part.open("wb") as place:
        place.write(raw)
        place.flush()
        os.fsync(place.fileno())
    return part.rename(_folder("new") / name)


def empty(_now: datetime) -> int:
    """Take every waiting mail; what nobody can match is kept apart for a person. How many were taken."""
    waiting = sorted(_folder("new").iterdir())
    for each in waiting:
        if mailroom.take_reply(each.read_bytes()):
            each.unlink()
        else:
            each.rename(_folder("unmatched") / each.name)
    return len(waiting)


STATION = Station(name="mailbox", tick=empty, every=5.0)
