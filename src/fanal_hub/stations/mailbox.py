"""The mailbox: mail replies wait as files in FANAL_HOME/mail-in until the mailroom has taken them. It reads no mail itself.

A command that runs beside the hub may only add files here: on SQLite one process writes the database.
"""

import logging
import os
import secrets
from datetime import datetime
from email.errors import MessageError
from pathlib import Path

from django.conf import settings

from fanal_hub.stations import mailroom
from fanal_hub.stations.station import Station

log = logging.getLogger("fanal_hub.stations")


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
        try:
            if _was_taken(each):
                each.unlink()
            else:
                each.rename(_folder("unmatched") / each.name)
        except FileNotFoundError:
            continue  # another process on this machine was quicker; a mail taken twice is one claim
    return len(waiting)


def _was_taken(place: Path) -> bool:
    try:
        return bool(mailroom.take_reply(place.read_bytes()))
    except (
        MessageError,
        ValueError,
        LookupError,
        AttributeError,
        TypeError,
    ) as error:  # Python's own parser of mail stumbled
        log.warning("mail %s cannot be read (%s): it is kept apart", place.name, type(error).__name__)
        return False


STATION = Station(name="mailbox", tick=empty, every=5.0)
