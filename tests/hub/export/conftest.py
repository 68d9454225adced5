"""Hubs to carry an organisation between: each with its own database, folder, name and secrets. A furnished one, an empty one."""

import itertools
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from fanal.words.lists import OrgKind, Role
from fanal_hub.ledger import write
from fanal_hub.stations.carry import lockbox
from tests.hub.desk.scene import Scene, furnished
from tests.hub.export.life import lived
from tests.hubkit import World, use

_made = itertools.count()


def switch(place: Path | str) -> None:
    """Work on another database, even when nothing was asked of the one before."""
    assert connections["default"]
    use(place)


@dataclass
class Hub:
    """One hub; `open` makes this process work as it."""

    name: str
    home: Path
    database: Path | str

    def open(self) -> "Hub":
        """Work as this hub from now on."""
        switch(self.database)
        settings.HOME, settings.SECRET_KEY = self.home, f"secret of {self.name}"
        settings.HUB = {"name": self.name, "secret": settings.SECRET_KEY}
        return self


Make = Callable[[str], Hub]


@pytest.fixture
def hub(engine: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """Makes an empty hub of a name, and opens it."""
    monkeypatch.setattr(lockbox, "COST", 2**4)  # a passphrase takes its time otherwise
    assert connections["default"]
    before = (settings.HOME, settings.SECRET_KEY, settings.HUB)
    cluster = request.getfixturevalue("template_cluster") if engine == "postgresql" else None
    names: list[str] = []

    def make(name: str) -> Hub:
        home = tmp_path / name
        home.mkdir()
        place: Path | str = home / "fanal.db"
        if cluster is not None:
            names.append(f"carry_{next(_made)}")
            place = cluster.create(names[-1], "template_hub")
        else:
            shutil.copy(request.getfixturevalue("template_database"), place)
        return Hub(f"{name}.fanal.example", home, place).open()

    yield make
    write.WRITER.stop()
    switch(tmp_path / "nowhere.db")
    for each in names:
        assert cluster is not None
        cluster.drop(each)
    settings.HOME, settings.SECRET_KEY, settings.HUB = before


@pytest.fixture
def old(hub: Make) -> Hub:
    """An empty hub, called old."""
    return hub("old")


@pytest.fixture
def scene(old: Hub) -> Scene:
    """The old hub, furnished: cases in every state, sealed, counted, nothing left to read."""
    world = World()
    sos = world.organisation("SOS Test", OrgKind.ASSOCIATION, is_default=True, email="contact@sos.example")
    world.person("admin@sos.example", sos, Role.ADMIN)
    made = furnished(world, sos)
    lived(made)
    return made
