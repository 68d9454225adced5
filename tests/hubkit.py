"""A hub on a fresh copy of a migrated database for each test that asks for one: never rolled back, never flushed.

`conftest.py` of tests/hub and tests/stories take their fixtures from here.
"""

import itertools
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

# Settings read the environment once: the whole test process works in a folder of its own.
# tests/conftest.py has named the folder, unless this is used without it.
_HOME = Path(os.environ.get("FANAL_HOME") or tempfile.mkdtemp(prefix="fanal-tests-"))
os.environ["FANAL_HOME"] = str(_HOME)
os.environ["DJANGO_SETTINGS_MODULE"] = "fanal_hub.settings"
os.environ["FANAL_DEMO"] = "0"
os.environ["FANAL_EGRESS"] = "closed"

import django  # noqa: E402
import pytest  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

django.setup()
setup_test_environment()

from django.conf import settings  # noqa: E402
from django.contrib.auth.hashers import Argon2PasswordHasher  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402

from fanal.words.lists import OrgKind, Role  # noqa: E402
from fanal_hub.database import database as database_of  # noqa: E402
from fanal_hub.ledger import sequence, write  # noqa: E402
from fanal_hub.ledger.engine import writing  # noqa: E402
from fanal_hub.people import enrol  # noqa: E402
from fanal_hub.people.models import Member, Organisation, Person  # noqa: E402
from fanal_hub.stations import loop  # noqa: E402
from tests.cluster import Cluster, shared  # noqa: E402

PASSWORD = "correct horse battery"


class QuickArgon2(Argon2PasswordHasher):
    """The product's hasher with the least work: a hash takes half a second otherwise."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1


settings.PASSWORD_HASHERS = [f"{__name__}.QuickArgon2"]


@pytest.fixture(scope="session")
def static_files() -> None:
    """The style sheet and pictures, where the pages look for them."""
    call_command("collectstatic", interactive=False, verbosity=0)


@pytest.fixture(scope="session")
def template_database(static_files: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite database, made once a process."""
    place = tmp_path_factory.mktemp("template") / "fanal.db"
    use(place)
    _migrate()
    connections.close_all()
    return whole(place)


@pytest.fixture(scope="session")
def template_cluster(static_files: None) -> Cluster:
    """A PostgreSQL cluster with a migrated, empty database called "template_hub", made once a process."""
    cluster = shared()
    use(cluster.create("template_hub"))
    _migrate()
    connections.close_all()
    return cluster


def _migrate() -> None:
    with writing():
        call_command("migrate", interactive=False, verbosity=0)


def whole(place: Path) -> Path:
    """The database as one file, so that a copy of it holds everything: what waits in the write-ahead log goes in."""
    base = sqlite3.connect(place, timeout=20)
    assert base.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
    base.close()
    return place


def use(place: Path | str) -> None:
    """Have this process work on another database: the file of an SQLite one, or the address of a PostgreSQL one."""
    write.WRITER.stop()
    connections.close_all()
    chosen = database_of(place, _HOME) if isinstance(place, str) else {**database_of("", _HOME), "NAME": str(place)}
    settings.DATABASES["default"] = chosen
    connections.settings = connections.configure_settings({"default": dict(chosen)})
    with suppress(AttributeError):  # this thread had none
        del connections["default"]
    # A test reads what it has just written: the positions are there when `submit` returns.
    write.WRITER.after_commit = sequence.catch_up if isinstance(place, str) else None


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    """The engine that a test of the database runs on; see `BOTH` in tests/hub/conftest.py."""
    return str(getattr(request, "param", "sqlite"))


_made = itertools.count()


@pytest.fixture
def database(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path | str]:
    """A fresh copy of the template; the writer lives as long as the test."""
    place: Path | str = tmp_path / "fanal.db"
    cluster: Cluster | None = None
    name = f"hub_{next(_made)}"
    if engine == "postgresql":
        cluster = request.getfixturevalue("template_cluster")
        place = cluster.create(name, "template_hub")
    else:
        shutil.copy(request.getfixturevalue("template_database"), place)
    use(place)
    yield place
    write.WRITER.stop()
    connections.close_all()
    if cluster is not None:
        cluster.drop(name)


class World:
    """Organisations, people and stations of a small hub, for stories: it does what the screens do, through the same rooms."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def organisation(self, name: str, kind: OrgKind, **more: object) -> Organisation:
        """Make an organisation."""
        made = enrol.organisation(name, kind, self.now, **more)
        write.run(made.save)
        return made

    def person(self, email: str, where: Organisation, *roles: Role, lang: str = "fr") -> Person:
        """Make a person with a login (password: PASSWORD) and roles in an organisation."""
        made = enrol.person(email, email.split("@")[0].title(), PASSWORD, lang)

        def save() -> None:
            made.save()
            Member(person=made, organisation=where, roles=[str(each) for each in roles]).save()

        write.run(save)
        return made

    def token(self, where: Organisation, *roles: Role, days: int = 30) -> str:
        """Make an API token; the secret."""
        made = enrol.api_token(where, "test", [str(each) for each in roles], self.now, days)
        write.run(made.row.save)
        return made.secret

    def settle(self, *names: str, now: datetime | None = None) -> int:
        """Run the stations (all, or the named ones) until nothing is left to read."""
        from fanal_hub.stations.all import STATIONS

        chosen = [each for each in STATIONS if not names or each.name in names]
        return loop.settle_all(chosen, now)

    def tick(self, now: datetime) -> int:
        """Let time pass for every station."""
        from fanal_hub.stations.all import STATIONS

        return loop.tick_all(STATIONS, now)


@pytest.fixture
def world(database: Path) -> World:
    """A hub without organisations."""
    return World()


@pytest.fixture
def sos(world: World) -> Organisation:
    """An association that is the default handler."""
    return world.organisation("SOS Test", OrgKind.ASSOCIATION, is_default=True, email="contact@sos.example")
