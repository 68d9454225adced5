"""The start of the hub: what the process that prepares must not hand to the one that serves."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from django.db import connections

from tests.hubkit import World

FIRST_START = """
import io, os
os.environ["DJANGO_SETTINGS_MODULE"] = "fanal_hub.settings"
import django
django.setup()
from django.templatetags.static import static
from fanal_hub import serve
serve.prepare()
asked = {"REQUEST_METHOD": "GET", "PATH_INFO": static("fanal/fanal.css"), "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "1",
         "wsgi.input": io.BytesIO(), "wsgi.url_scheme": "http"}
serve._Server().load()(asked, lambda status, _: print(status[:3]))
"""


def test_no_open_database_is_carried_into_the_serving_process(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Gunicorn forks: a connection opened before holds its locks in the parent alone (sqlite.org/howtocorrupt)."""
    serve = import_module("fanal_hub.serve")
    carried: list[object] = []
    monkeypatch.setattr(serve._Server, "run", lambda _: carried.append(connections["default"].connection))
    assert serve.run() == 0
    assert carried == [None]


def test_the_first_start_serves_the_style_sheet(tmp_path: Path) -> None:
    """The static files are gathered at the start itself: an application made before that would know none of them."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("FANAL_", "DJANGO_"))}
    said = subprocess.run(
        [sys.executable, "-c", FIRST_START],
        env={**environment, "FANAL_HOME": str(tmp_path / "home"), "FANAL_DEMO": "0"},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert said.stdout.splitlines()[-1] == "200", said.stderr
    assert "No directory" not in said.stderr
