"""Fixtures of the hub (see tests/hubkit.py), and which tests run on both engines: those of the database, not the screens."""

from pathlib import Path

import pytest
from django.conf import settings

from fanal_hub.ledger.read import backups
from tests.hubkit import database, engine, sos, static_files, template_cluster, template_database, world

BOTH = ("ledger", "stations", "api", "bring", "backup", "export", "people", "watching", "elsewhere", "links")

__all__ = ["database", "engine", "sos", "static_files", "template_cluster", "template_database", "world"]


_AT_FIRST = {name: getattr(settings, name) for name in dir(settings) if name.isupper() and name != "DATABASES"}


@pytest.fixture(autouse=True)
def as_at_first() -> None:
    """The settings and the folder of a hub without its demonstration, whatever the test before it left there."""
    for name, value in _AT_FIRST.items():
        if getattr(settings, name, None) != value:
            setattr(settings, name, value)
    settings.FANAL_DEMO = False
    for name in (backups.RECORD, backups.RESTORATIONS):
        (settings.HOME / name).unlink(missing_ok=True)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for a database, in a folder of BOTH, runs on each engine, unless it names its own."""
    if not {"database", "engine"} & set(metafunc.fixturenames):
        return
    room = Path(metafunc.definition.path).relative_to(Path(__file__).parent).parts[0]
    named = metafunc.definition.get_closest_marker("one_engine")
    engines = [named.args[0]] if named else ["sqlite", "postgresql"] if room in BOTH else []
    if engines:
        metafunc.parametrize("engine", engines, indirect=True)
