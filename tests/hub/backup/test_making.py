"""What may go wrong while a backup is made: power, disks, two at once, a very large hub, a writer that must not wait."""

import errno
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from fanal_hub.backups import folder, make, postgres, snapshot
from fanal_hub.backups.sealed import BackupError
from fanal_hub.ledger.read import backups
from fanal_hub.stations import backup
from fanal_hub.stations.all import STATIONS
from tests.hub.backup.conftest import ROOT, Kept

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
DAY = timedelta(days=1)

BACK_UP = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from fanal_hub.backups.make import Source, make
home, database, where = map(Path, sys.argv[1:4])
print("begun", flush=True)
made = make(Source(home=home, hub="hub.test", database=database), where, datetime.now(UTC))
import resource
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, flush=True)
"""


def large(place: Path, megabytes: int) -> Path:
    """A database of this size, whose bytes cannot be pressed together."""
    with closing(sqlite3.connect(place)) as base:
        base.execute("PRAGMA synchronous=OFF")
        base.executescript(
            "CREATE TABLE ledger_eventrow (position INTEGER); CREATE TABLE ledger_checkpointrow (size INTEGER, note TEXT);"
            "CREATE TABLE filler (raw BLOB)"
        )
        for _ in range(megabytes):
            base.execute("INSERT INTO filler VALUES (?)", [os.urandom(1_000_000)])
        base.commit()
    return place


def other_home(tmp_path: Path) -> tuple[Path, Path]:
    """A folder of a hub, and one for its backups."""
    home, where = tmp_path / "elsewhere", tmp_path / "stick"
    home.mkdir()
    (home / "hub.json").write_text("{}")
    return home, where


def start(*places: Path) -> "subprocess.Popen[str]":
    """A backup in a process of its own."""
    command = [sys.executable, "-c", BACK_UP, *map(str, places)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


@pytest.mark.slow
def test_a_backup_killed_at_any_moment_leaves_nothing_that_looks_whole_or_can_be_read(tmp_path: Path) -> None:
    home, where = other_home(tmp_path)
    database = large(home / "fanal.db", 15)
    for moment in (0.0, 0.05, 0.15, 0.3):
        with start(home, database, where) as made:
            assert made.stdout is not None
            made.stdout.readline()
            time.sleep(moment)
            made.send_signal(signal.SIGKILL)
        if made.returncode == 0:
            break
        assert folder.listed(where, "hub.test") == []
    with start(home, database, where) as made:
        assert made.wait(60) == 0
    assert len(folder.listed(where, "hub.test")) == 1
    assert not list(where.glob(".*"))
    assert not list(home.glob(f"{snapshot.BESIDE}*"))


@pytest.mark.slow
def test_a_large_hub_needs_no_more_memory_than_a_small_one(tmp_path: Path) -> None:
    home, where = other_home(tmp_path)
    needed = []
    for megabytes in (1, 100):
        database = large(home / f"fanal.db.{megabytes}", megabytes)
        with start(home, database, where) as made:
            needed.append(int(made.communicate()[0].split()[-1]))
        assert made.returncode == 0
    assert needed[1] - needed[0] < 24, needed


@pytest.mark.one_engine("sqlite")
def test_the_writer_goes_on_while_a_backup_reads(kept: Kept, tmp_path: Path) -> None:
    """The copy reads one snapshot: what is committed meanwhile waits for nobody, and is not in it."""
    before = len([kept.notice(n) for n in range(5)])
    with snapshot.copied(Path(str(settings.DATABASES["default"]["NAME"]))) as (copy, facts):
        kept.notice(100)
        assert facts.events == before
        (tmp_path / "copy.db").write_bytes(copy.read())
    with closing(sqlite3.connect(tmp_path / "copy.db")) as base:
        assert base.execute("SELECT COUNT(*) FROM ledger_noticerow").fetchone() == (before,)
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.one_engine("sqlite")
def test_a_disk_that_fills_up_leaves_nothing_and_says_so(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit on a file's size fails a write half-way, as a full disk does."""
    kept.notice(1)
    kept.backup(NOON)
    before = sorted(kept.where.iterdir())

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(make.Sealing, "finish", full)
    with pytest.raises(BackupError) as refused:
        kept.backup(NOON + DAY)
    assert refused.value.messages[0].code == "backup_disk_full"
    assert sorted(kept.where.iterdir()) == before
    last = backups.last_backup()
    assert last is not None
    assert (last.is_good, last.why, last.at) == (False, "backup_disk_full", NOON + DAY)


@pytest.mark.one_engine("sqlite")
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_folder_that_is_not_there_or_is_a_file_says_so(kept: Kept, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BackupError) as refused:
        backup.make_now(NOON, tmp_path / "file")
    assert refused.value.messages[0].code == "backup_cannot_write"


@pytest.mark.one_engine("sqlite")
def test_two_at_once_are_one(kept: Kept) -> None:
    with folder.alone(kept.home):
        assert folder.is_running(kept.home)
        with pytest.raises(BackupError) as refused:
            kept.backup()
    assert refused.value.messages[0].code == "backup_running"
    assert backups.last_backup() is None
    assert not folder.is_running(kept.home)


def test_a_letter_that_leaves_meanwhile_is_not_missed(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    (kept.home / "outbox").mkdir()
    gone = kept.home / "outbox" / "a.eml"
    gone.touch()
    (kept.home / "outbox" / "half.new").touch()
    real = make.files_of

    def files_of(*given: object) -> object:
        for each in real(*given):  # type: ignore[arg-type]
            gone.unlink(missing_ok=True)
            yield each

    monkeypatch.setattr(make, "files_of", files_of)
    names = {each.name for each in kept.backup().manifest.parts}
    assert {"hub.json", "keys/hub.key", "database"} == names


@pytest.mark.one_engine("postgresql")
def test_the_program_of_the_servers_version_is_missing(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    """It names the Debian package; a program that is too old is none."""
    monkeypatch.setattr(postgres, "_major", lambda _: 9)
    with pytest.raises(BackupError) as refused:
        kept.backup()
    [told] = refused.value.messages
    assert told.code == "backup_program_missing"
    assert str(told.params["package"]).startswith("postgresql-client-1")
    assert not list(kept.where.iterdir())


@pytest.mark.one_engine("postgresql")
def test_a_database_that_does_not_answer_is_said(kept: Kept) -> None:
    away = make.Source(home=kept.home, hub="h", database=postgres.Database({"host": "/nowhere", "dbname": "x"}))
    with pytest.raises(BackupError) as refused:
        make.make(away, kept.where, NOON)
    assert refused.value.messages[0].code == "backup_database_away"
    assert not list(kept.where.iterdir())


# --- every day ---
def test_one_a_day_and_again_when_it_failed(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    at_three = NOON.replace(hour=3)
    assert backup.tick(NOON) == 1  # never one: at once
    assert backup.tick(NOON + timedelta(hours=14)) == 0
    assert backup.tick(at_three + DAY - timedelta(minutes=1)) == 0
    assert backup.tick(at_three + DAY) == 1
    assert backup.tick(at_three + DAY + timedelta(hours=1)) == 0
    monkeypatch.setattr(settings, "FANAL_BACKUP_DIR", str(kept.home / "hub.json"))
    tomorrow = at_three + 2 * DAY
    assert backup.tick(tomorrow) == 0
    monkeypatch.setattr(settings, "FANAL_BACKUP_DIR", str(kept.where))
    kept_good = backups.last_good()
    assert kept_good is not None
    assert kept_good.at == at_three + DAY
    assert backup.tick(tomorrow + timedelta(hours=9)) == 1  # the machine slept over its hour
    assert [each.is_good for each in backups.tries()][:1] == [True]
    assert len(folder.listed(kept.where, settings.HUB["name"])) == 3


@pytest.mark.one_engine("sqlite")
def test_a_failure_is_tried_again_but_not_every_minute(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.where.mkdir()
    monkeypatch.setattr(make, "verify", lambda *_: (_ for _ in ()).throw(OSError(errno.EIO, "input/output error")))
    for minutes, tries in ((0, 1), (10, 1), (29, 1), (30, 2), (40, 2)):
        assert backup.tick(NOON + timedelta(minutes=minutes)) == 0
        assert len(backups.tries()) == tries, minutes


@pytest.mark.one_engine("sqlite")
def test_without_a_folder_nothing_is_made(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "FANAL_BACKUP_DIR", "")
    assert backup.tick(NOON) == 0
    assert backups.last_backup() is None


@pytest.mark.one_engine("sqlite")
def test_old_ones_go_only_after_the_new_one_was_read_back(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    for day in range(9):
        kept.backup(NOON + day * DAY)
    there = [each.at for each in folder.listed(kept.where, settings.HUB["name"])]
    assert there[:7] == [NOON + day * DAY for day in range(8, 1, -1)]
    before = sorted(kept.where.iterdir())
    monkeypatch.setattr(make, "verify", lambda *_: (_ for _ in ()).throw(BackupError()))
    with pytest.raises((BackupError, IndexError)):
        kept.backup(NOON + 20 * DAY)
    assert sorted(kept.where.iterdir()) == before


def test_the_station_is_among_the_stations() -> None:
    assert backup.STATION in STATIONS


def test_backup_and_writes_from_many_threads(kept: Kept) -> None:
    """Every backup that ends while others write is whole."""
    stop = threading.Event()

    def write(first: int) -> None:
        n = first
        while not stop.is_set():
            kept.notice(n)
            n += 1

    threads = [threading.Thread(target=write, args=(10_000 * n,)) for n in range(1, 4)]
    for each in threads:
        each.start()
    try:
        sizes = [kept.backup(NOON + n * timedelta(hours=1)).manifest.events for n in range(3)]
    finally:
        stop.set()
        for each in threads:
            each.join()
    assert sizes == sorted(sizes)
    assert sizes[-1] > sizes[0]
