"""What is carried into an empty hub is what was there: figures, rows, searches, stories, files."""

import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from fanal_hub.stations.carry.checked import check
from fanal_hub.stations.carry.clash import refuse_clash
from fanal_hub.stations.carry.load import Loaded, load
from fanal_hub.stations.carry.pack import Confided, pack
from fanal_hub.stations.carry.scratch import scratch
from fanal_hub.stations.carry.traced import trace_identities
from fanal_hub.stations.carry.unpack import opened
from fanal_hub.stations.replay import replay
from tests.hub.desk.scene import Scene
from tests.hub.export.conftest import Hub, Make

AT = datetime.now(UTC)
PASSPHRASE = "quatre mots mis ensemble"


def exported(place: Path, organisation: str = "sos-test", *, identities: bool = False) -> Path:
    """An export, in a file."""
    confided = None
    if identities:
        confided = Confided(why="Convention", passphrase=PASSPHRASE, until=trace_identities(organisation, "cli"))
    with place.open("wb") as out:
        pack(organisation, out, datetime.now(UTC), confided)
    return place


def taken_in(place: Path, folder: Path, passphrase: str = "") -> Loaded:
    """Import a file as the command does."""
    with opened(place) as source, scratch(folder) as base:
        check(source, base, passphrase)
        refuse_clash(source, base)
        return load(source, base, passphrase)


@pytest.mark.parametrize("identities", [False, True])
def test_the_figures_and_the_rows_are_the_same(scene: Scene, hub: Make, tmp_path: Path, identities: bool) -> None:
    file = exported(tmp_path / "a.zip", identities=identities)
    new = hub("new")
    made = taken_in(file, new.home, PASSPHRASE if identities else "")
    assert made.events > 100
    assert replay().differences == ()
