"""Making and taking in exports as the commands do, and reading them as a stranger would."""

import csv
import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fanal_hub.stations.carry.checked import check
from fanal_hub.stations.carry.clash import refuse_clash
from fanal_hub.stations.carry.load import Loaded, load
from fanal_hub.stations.carry.pack import Confided, pack
from fanal_hub.stations.carry.scratch import scratch
from fanal_hub.stations.carry.traced import trace_identities
from fanal_hub.stations.carry.unpack import opened

PASSPHRASE = "quatre mots mis ensemble"


def exported(place: Path, organisation: str = "sos-test", *, identities: bool = False) -> Path:
    """An export, in a file."""
    confided = None
    if identities:
        confided = Confided(why="Convention", passphrase=PASSPHRASE, until=trace_identities(organisation, "cli"))
    with place.open("wb") as out:
        pack(organisation, out, datetime.now(UTC), confided)
    return place


def checked(place: Path, folder: Path, passphrase: str = "", key: str = "") -> int:
    """Check a file as `--check` does; how many events it has."""
    with opened(place, key) as source, scratch(folder) as base:
        return check(source, base, passphrase)


def taken_in(place: Path, folder: Path, passphrase: str = "") -> Loaded:
    """Import a file as the command does."""
    with opened(place) as source, scratch(folder) as base:
        check(source, base, passphrase)
        refuse_clash(source, base)
        return load(source, base, passphrase)


def names(place: Path) -> list[str]:
    """The files of an export."""
    with zipfile.ZipFile(place) as made:
        return made.namelist()


def content(place: Path, name: str) -> bytes:
    """One of them."""
    with zipfile.ZipFile(place) as made:
        return made.read(name)


def lines(place: Path, name: str) -> list[dict[str, Any]]:
    """Its lines."""
    return [json.loads(each) for each in content(place, name).splitlines()]


def sheet(place: Path, name: str) -> list[dict[str, str]]:
    """A table, as a spreadsheet reads it."""
    return list(csv.DictReader(io.StringIO(content(place, name).decode("utf-8-sig"), newline="")))


def whole_text(place: Path, *but: str) -> bytes:
    """Every byte of an export, unpacked."""
    return b"\n".join(content(place, each) for each in names(place) if each not in but)
