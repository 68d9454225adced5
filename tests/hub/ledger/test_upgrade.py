"""A hub of an earlier release is brought up to date: nothing lost, and on PostgreSQL while others go on writing.

`released/hub-0.1.0.db.gz` was made by release 0.1.0 itself: its desk scene, triaged, referred, answered, sealed.
"""

import gzip
import itertools
import sqlite3
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel, RunPython
from django.db.models.fields import NOT_PROVIDED

from fanal_hub.ledger import sequence, write
from fanal_hub.ledger.engine import writing
from fanal_hub.ledger.models import (
    CaseRow,
    EventRow,
    FingerprintRow,
    KeyRow,
    NoticeRow,
    ReferralRow,
    RelationRow,
    TargetContent,
)
from fanal_hub.ledger.plan import Plan, ready
from fanal_hub.ledger.read import cases
from fanal_hub.ledger.read.matching import key_digest, pairs_of
from fanal_hub.manage import migrate
from fanal_hub.stations.replay import replay
from tests.cluster import Cluster
from tests.hub.ledger.test_writer import received
from tests.hubkit import use

OLD = Path(__file__).parent / "released" / "hub-0.1.0.db.gz"
OLD_NAME = "hub-d2093bfb.fanal.example"
EVENT = "position stream version kind handler occurred_at recorded_at body leaf".split()
NOTICE = "ref version now handler state category notifier_kind subject priority received_at".split()
SCHEMA = {"ledger": "0003", "people": "0001"}  # of that release
ADDS = (CreateModel, AddField, AddIndex, AddConstraint, RunPython)


@pytest.fixture
def old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The database of the earlier release."""
    monkeypatch.setitem(settings.HUB, "name", OLD_NAME)
    place = tmp_path / "old.db"
    place.write_bytes(gzip.decompress(OLD.read_bytes()))
    return place


def assert_all_is_there() -> None:
    """What the earlier release held stands, adds up, and is found."""
    assert replay().differences == ()
    assert (
        EventRow.objects.filter(position__lte=293).count(),
        NoticeRow.objects.filter(ref__regex="^N-.{4}-").count(),
    ) == (293, 7)
    assert (CaseRow.objects.count(), ReferralRow.objects.count()) == (6, 2)
    for each in TargetContent.objects.exclude(text=""):  # found by today's fold, and by codes that it did not have
        held = set(KeyRow.objects.filter(target=each.target).values_list("kind", "key"))
        assert {(kind, key_digest(kind, key)) for kind, key in pairs_of(each)} <= held
    assert FingerprintRow.objects.exists()
    noted = EventRow.objects.filter(kind="relation_noted").count()
    assert 0 < RelationRow.objects.count() <= noted


def test_sqlite_hub_of_the_last_release_is_brought_up_and_adds_up(old_file: Path) -> None:
    use(old_file)
    migrate()
    assert_all_is_there()
    assert cases.search("sos-test", "Syldavie") != []
    migrate()
    assert_all_is_there()
    write.WRITER.stop()
    connections.close_all()


@pytest.fixture
def old_cluster(old_file: Path, template_cluster: Cluster) -> Iterator[str]:
    """The same rows on PostgreSQL, in the schema of the earlier release."""
    url = template_cluster.create("released")
    use(url)
    with writing():
        for app, until in SCHEMA.items():
            call_command("migrate", app, until, interactive=False, verbosity=0)
    connections.close_all()
    _carry(old_file, url)
    yield url
    write.WRITER.stop()
    connections.close_all()
    template_cluster.drop("released")


def test_postgresql_hub_is_brought_up_while_others_write(old_cluster: str) -> None:
    stop, wrote, trouble = threading.Event(), itertools.count(), []
    old_release = threading.Thread(target=_write_as_before, args=(old_cluster, stop, wrote, trouble))
    old_release.start()
    while next(wrote) < 20:
        pass
    migrate()
    before = next(wrote)
    while next(wrote) < before + 20 and not trouble:
        pass
    stop.set()
    old_release.join()
    assert trouble == []
    sequence.catch_up()
    assert_all_is_there()
    assert EventRow.objects.count() == EventRow.objects.exclude(position=None).count()


def _write_as_before(url: str, stop: threading.Event, wrote: Iterator[int], trouble: list[Exception]) -> None:
    """Notices as the earlier release writes them: its columns, its statements."""
    with psycopg.connect(url, autocommit=True, options="-c lock_timeout=5s") as base:
        for n in itertools.count():
            if stop.is_set():
                return
            prepared = ready(Plan(events=[received(f"OLD-{n}")]), datetime.now(UTC))
            [event], [head] = prepared.events, prepared.heads
            try:
                with base.transaction():
                    _insert(base, "ledger_eventrow", {name: event[name] for name in EVENT})
                    _insert(base, "ledger_noticerow", {name: head.row[name] for name in NOTICE})
            except psycopg.Error as error:
                trouble.append(error)
                return
            next(wrote)


def _insert(base: psycopg.Connection, table: str, row: dict[str, object]) -> None:
    names, marks = ", ".join(f'"{name}"' for name in row), ", ".join(["%s"] * len(row))
    base.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))


def _carry(place: Path, url: str) -> None:
    """Every row of an SQLite file into the tables of the same name."""
    with sqlite3.connect(place) as old, psycopg.connect(url) as new:
        tables = [row[0] for row in new.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        for table in tables:
            if table in ("django_migrations", "django_content_type", "auth_permission", "ledger_words"):
                continue
            kinds = dict(
                new.execute(
                    "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s", [table]
                )
            )
            known = [row[1] for row in old.execute(f"PRAGMA table_info({table})") if row[1] in kinds]
            for row in old.execute(f"SELECT {', '.join(map(_quoted, known))} FROM {table}"):
                values = [bool(v) if kinds[name] == "boolean" else v for name, v in zip(known, row, strict=True)]
                new.execute(
                    f"INSERT INTO {table} ({', '.join(map(_quoted, known))}) VALUES ({', '.join(['%s'] * len(known))})",
                    values,
                )
            if kinds.get("id") in ("bigint", "integer"):
                new.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), COALESCE(MAX(id), 1)) FROM {table}"
                )


def _quoted(name: str) -> str:
    return f'"{name}"'


def test_migrations_only_add(database: object) -> None:
    """A process of the release before goes on beside the new schema: nothing is dropped, renamed or narrowed."""
    loader = MigrationLoader(connections["default"])
    found = [
        f"{app}.{name}: {type(operation).__name__}"
        for (app, name), migration in loader.disk_migrations.items()
        if app in SCHEMA and name[:4] > SCHEMA[app]
        for operation in migration.operations
        if not isinstance(operation, ADDS) or (isinstance(operation, AddField) and _is_needed(operation))
    ]
    assert found == []


def _is_needed(operation: AddField) -> bool:
    """A new column that an older process, which does not know it, could not leave out."""
    return not operation.field.null and operation.field.db_default is NOT_PROVIDED
