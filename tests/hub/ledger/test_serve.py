"""The start of the hub: what the process that prepares must not hand to the one that serves."""

from importlib import import_module

import pytest
from django.db import connections

from tests.hubkit import World


def test_no_open_database_is_carried_into_the_serving_process(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Gunicorn forks: a connection opened before holds its locks in the parent alone (sqlite.org/howtocorrupt)."""
    serve = import_module("fanal_hub.serve")  # now that the static files are there, which it looks for
    carried: list[object] = []
    monkeypatch.setattr(serve._Server, "run", lambda _: carried.append(connections["default"].connection))
    assert serve.run() == 0
    assert carried == [None]
