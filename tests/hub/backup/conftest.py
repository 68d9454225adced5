"""A hub with a folder of its own, somewhere for its backups, and another machine to put them back on."""

import itertools
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings

from fanal.words.errors import RefusedError
from fanal.words.lists import Channel, OrgKind
from fanal.words.say import Message
from fanal_hub import manage, restoring
from fanal_hub.backups import sheet
from fanal_hub.backups.make import Made
from fanal_hub.people.models import Organisation
from fanal_hub.stations import backup, door
from tests.cluster import shared
from tests.hub.courier.knobs import Settings
from tests.hubkit import World

_made = itertools.count()
ROOT = Path(__file__).parents[3]


def notice(n: int, text: str = "Un message particulier") -> dict[str, Any]:
    """A complete notice about a page of its own."""
    return {
        "targets": [{"address": f"https://x.com/abc/status/{1967442965691440001 + n}", "text": f"{text} {n}"}],
        "reasons": "Ce message appelle à la haine contre un groupe.",
        "category": "racism",
        "good_faith": True,
        "notifier": {"kind": "citizen", "name": "Dominique Exemple", "email": f"d{n}@example.org"},
    }


@dataclass(frozen=True)
class Outcome:
    """What a restoration said."""

    status: int
    said: dict[str, Any]
    home: Path
    url: str = ""

    @property
    def codes(self) -> list[str]:
        """The codes of its messages."""
        return [each["code"] for each in self.said["messages"]]

    def params(self, code: str) -> dict[str, Any]:
        """The parameters of one message."""
        found: dict[str, Any] = next(each["params"] for each in self.said["messages"] if each["code"] == code)
        return found

    def ask(self, sql: str) -> list[Any]:
        """A question to the restored database."""
        if self.url:
            with psycopg.connect(self.url) as base:
                return base.execute(sql.encode()).fetchall()
        with closing(sqlite3.connect(f"file:{self.home / 'fanal.db'}?mode=ro", uri=True)) as file:
            return file.execute(sql).fetchall()


@dataclass
class Kept:
    """The hub, its backups, and the way back."""

    home: Path
    where: Path
    sos: Organisation
    engine: str
    _there: dict[str, str] = field(default_factory=dict)

    def notice(self, n: int, text: str = "Un message particulier") -> str:
        """Take a notice in; its reference, as on the receipt."""
        return door.receive(notice(n, text), door.Entry(handler=self.sos, channel=Channel.FORM)).ref

    def backup(self, now: datetime | None = None) -> Made:
        """Make one."""
        return backup.make_now(now or datetime.now(UTC))

    def sheet(self) -> str:
        """The sheet as it was printed."""
        return sheet.as_text(sheet.shown(self.home, settings.HUB["name"], datetime.now(UTC), by="cli", how="cli"), "fr")

    def restore(self, made: Made | Path, into: Path, *options: str, keys: str | None = None) -> Outcome:
        """Put a backup back in another process, as on another machine."""
        file = made if isinstance(made, Path) else made.path
        command = [sys.executable, "-m", "fanal_hub.manage", "restore", str(file), "--keys", "-", "--into", str(into)]
        url = self.empty_database(into.name)
        given = {name: value for name, value in os.environ.items() if not name.startswith(("FANAL_", "DJANGO_"))}
        done = subprocess.run(
            [*command, "--json", *options],
            input=keys if keys is not None else self.sheet(),
            env={**given, "PYTHONPATH": str(ROOT / "src"), "FANAL_DEMO": "0", "FANAL_DATABASE_URL": url},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.stdout, done.stderr
        return Outcome(done.returncode, json.loads(done.stdout.splitlines()[-1]), into, url)

    def refused(self, file: Path, into: Path, *options: str, keys: str) -> list[Message]:
        """What the same command says before it has written anything; in this process, for that is quicker."""
        args = manage._parser().parse_args(
            ["restore", str(file), "--keys", str(self.where / "typed.txt"), "--into", str(into), *options]
        )
        (self.where / "typed.txt").write_text(keys)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("FANAL_HOME", str(into))
            patch.setenv("FANAL_DATABASE_URL", self.empty_database(into.name))
            with pytest.raises(RefusedError) as refused:
                restoring.begin(args)
        return list(refused.value.messages)

    def empty_database(self, name: str) -> str:
        """Where the other machine keeps its database: the same one for the same folder; empty means SQLite."""
        if self.engine == "sqlite":
            return ""
        if name not in self._there:
            self._there[name] = shared().create(f"other_{name}_{next(_made)}")
        return self._there[name]


@pytest.fixture
def kept(database: Path | str, engine: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Kept]:
    """A hub of one association, whose backups go to another disk."""
    turned = Settings(monkeypatch)
    turned.HOME, turned.FANAL_BACKUP_DIR = tmp_path / "home", str(tmp_path / "usb")
    turned.HOME.mkdir()
    (turned.HOME / "hub.json").write_text(json.dumps(settings.HUB))
    world = World()
    sos = world.organisation("SOS Test", OrgKind.ASSOCIATION, is_default=True, email="contact@sos.example")
    made = Kept(tmp_path / "home", tmp_path / "usb", sos, engine)
    yield made
    for url in made._there.values():
        shared().drop(url.removeprefix("postgresql://postgres@/").partition("?")[0])
