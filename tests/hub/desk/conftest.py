"""A furnished desk, made once a process and copied for each test that asks for it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from fanal.words.lists import OrgKind
from fanal_hub.ledger import write
from tests.hub.desk.scene import Scene, furnished
from tests.hubkit import World, use, whole


@pytest.fixture(scope="session")
def furnished_desk(template_database: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Scene]:
    """The database of a furnished desk, and what is where."""
    place = tmp_path_factory.mktemp("desk") / "fanal.db"
    shutil.copy(template_database, place)
    use(place)
    world = World()
    sos = world.organisation("SOS Test", OrgKind.ASSOCIATION, is_default=True, email="contact@sos.example")
    scene = furnished(world, sos)
    write.WRITER.stop()
    connections.close_all()
    return whole(place), scene


@pytest.fixture
def scene(furnished_desk: tuple[Path, Scene], tmp_path: Path) -> Iterator[Scene]:
    """A copy of the furnished desk; the writer lives as long as the test."""
    place = tmp_path / "fanal.db"
    shutil.copy(furnished_desk[0], place)
    use(place)
    yield furnished_desk[1]
    write.WRITER.stop()
    connections.close_all()
