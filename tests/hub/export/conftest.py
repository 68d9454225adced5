"""Hubs to carry an organisation between: each with its own database, folder, name and secrets. A furnished one, an empty one."""

import itertools
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from psycopg.conninfo import conninfo_to_dict

from fanal.words.lists import OrgKind, Role
from fanal_hub.ledger import write
from fanal_hub.stations.carry import lockbox
from tests.cluster import shared
from tests.hub.desk.scene import Scene, furnished
from tests.hub.export.life import lived
from tests.hubkit import World, use, whole

_made = itertools.count()


def switch(place: Path | str) -> None:
    """Work on another database, even when nothing was asked of the one before."""
    assert connections["default"]
    use(place)
    assert connections["default"]  # the fixtures of other rooms expect one


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


_furnished: dict[str, tuple[Hub, Scene]] = {}  # by engine: made once a process, copied for each test


@pytest.fixture
def scene(engine: str, old: Hub, hub: Make, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """The old hub, furnished: cases in every state, sealed, counted, nothing left to read."""
    if engine not in _furnished:
        _furnished[engine] = _furnish(engine, old, tmp_path_factory)
    kept, made = _furnished[engine]
    switch(old.home / "nowhere.db")
    for name in ("keys", "outbox"):
        if (kept.home / name).exists():
            shutil.copytree(kept.home / name, old.home / name, dirs_exist_ok=True)
    if isinstance(old.database, Path):
        shutil.copy(kept.database, old.database)
    else:
        shared().drop(database_name(old.database))
        old.database = shared().create(database_name(old.database), database_name(str(kept.database)))
    old.open()
    return made


def _furnish(engine: str, old: Hub, factory: pytest.TempPathFactory) -> tuple[Hub, Scene]:
    """Live through everything in a hub like the old one, of the same name, and keep it as it is then."""
    home = factory.mktemp(f"furnished-{engine}")
    place: Path | str = home / "fanal.db"
    if isinstance(old.database, Path):
        shutil.copy(old.database, place)
    else:
        place = shared().create("carry_furnished", "template_hub")
    kept = Hub(old.name, home, place).open()
    world = World()
    sos = world.organisation("SOS Test", OrgKind.ASSOCIATION, is_default=True, email="contact@sos.example")
    world.person("admin@sos.example", sos, Role.ADMIN)
    made = furnished(world, sos)
    lived(made)
    switch(home / "nowhere.db")
    if isinstance(place, Path):
        whole(place)
    return kept, made


def database_name(address: str) -> str:
    """The database in an address of PostgreSQL."""
    return str(conninfo_to_dict(address)["dbname"])
