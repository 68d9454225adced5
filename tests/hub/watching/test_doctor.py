"""Installations that somebody broke for real, on both engines: the doctor sees each, and changes nothing by looking."""

import hashlib
import json
import os
import shutil
import socketserver
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from fanal.words.lists import Channel, OrgKind
from fanal_hub import demo
from fanal_hub.doctor import command, waking
from fanal_hub.doctor.finding import Finding, State
from fanal_hub.doctor.gather_outside import is_loopback
from fanal_hub.doctor.judge import judge
from fanal_hub.ledger import write
from fanal_hub.ledger.engine import writing
from fanal_hub.ledger.read import vitals
from fanal_hub.people import enrol
from fanal_hub.people.models import Organisation
from fanal_hub.stations import backup, door, seal
from tests.hub.courier.knobs import Settings
from tests.hubkit import World

ROOT = Path(__file__).parents[3]


@dataclass
class Hub:
    """A small hub with a folder of its own: a notice, a checkpoint, a backup elsewhere, a printed sheet."""

    home: Path
    sos: Organisation
    engine: str
    world: World

    def findings(self, *, at: datetime | None = None, thorough: bool = False) -> dict[str, Finding]:
        """What the doctor finds, by check."""
        return {each.id: each for each in judge(command.gather(at or datetime.now(UTC), thorough=thorough))}

    def notice(self, n: int) -> None:
        """Take one in."""
        given = {
            "targets": [{"address": f"https://x.com/abc/status/{1967442965691440001 + n}"}],
            "reasons": "Ce message appelle à la haine contre un groupe.",
            "category": "racism",
            "good_faith": True,
            "notifier": {"kind": "citizen", "name": "Dominique", "email": f"d{n}@example.org"},
        }
        door.receive(given, door.Entry(handler=self.sos, channel=Channel.FORM))


@pytest.fixture
def hub(database: Path | str, engine: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Hub:
    """The hub as it is when all is well, but for pages and stations, which nobody serves here."""
    turned = Settings(monkeypatch)
    turned.HOME, turned.FANAL_BACKUP_DIR = tmp_path / "home", str(tmp_path / "usb")
    turned.HOME.mkdir(mode=0o700)
    (turned.HOME / "hub.json").write_text(json.dumps(settings.HUB))
    (turned.HOME / "hub.json").chmod(0o600)
    turned.FANAL_PORT = 1  # nothing answers there
    world = World()
    made = Hub(turned.HOME, world.organisation("SOS Test", OrgKind.ASSOCIATION, is_default=True), engine, world)
    for n in range(3):
        made.notice(n)
    world.settle("triage")
    seal.seal(datetime.now(UTC))
    return made


def spoil(*statements: str) -> None:
    """Write past the writer, as somebody with the database's own program would."""
    with writing(), connection.cursor() as cursor:
        for each in statements:
            cursor.execute(each)
    write.WRITER.stop()


def without_triggers(engine: str, *names: str) -> None:
    for name in names:
        spoil(f"DROP TRIGGER {name}" + (" ON ledger_eventrow" if engine == "postgresql" else ""))


def test_a_well_hub_is_called_ill(hub: Hub) -> None:
    backup.make_now(datetime.now(UTC))
    found = hub.findings(thorough=True)
    stopped = {"web", "stations"}
    # The throw-away cluster is quick and forgets, its role is superuser, and all is on one disk here.
    known = {"durability", "role"} if hub.engine == "postgresql" else set()
    wrong = {name for name, each in found.items() if each.state is not State.GOOD}
    assert wrong == stopped | known | {"backup_folder", "sheet"}
    assert found["log_head"].seen.code == "doctor_log_head_recomputed"
    assert found["vault_key"].seen.code == "doctor_vault_key_good"
    assert found["signing_key"].seen.code == "doctor_signing_key_good"
    assert found["backup_file"].state is State.GOOD


def lose_trigger(hub: Hub) -> None:
    without_triggers(hub.engine, "event_no_update")


def switch_trigger_off(hub: Hub) -> None:
    if hub.engine == "postgresql":
        spoil("ALTER TABLE ledger_eventrow DISABLE TRIGGER event_no_delete")
    else:
        without_triggers(hub.engine, "event_no_delete")


def delete_event(hub: Hub) -> None:
    without_triggers(hub.engine, "event_no_delete")
    spoil("DELETE FROM ledger_eventrow WHERE position = 2")


def cut_the_end(hub: Hub) -> None:
    without_triggers(hub.engine, "event_no_delete")
    spoil(f"DELETE FROM ledger_eventrow WHERE position > {vitals.placed() - 3}")


def change_event(hub: Hub) -> None:
    without_triggers(hub.engine, "event_no_update")
    spoil(f"UPDATE ledger_eventrow SET leaf = '{'0' * 64}' WHERE position = 1")


def change_seal(hub: Hub) -> None:
    spoil("UPDATE ledger_checkpointrow SET root = 'AAAA'")


def forget_migration(hub: Hub) -> None:
    spoil("DELETE FROM django_migrations WHERE app = 'ledger' AND name LIKE '0008%%'")


def other_vault_key(hub: Hub) -> None:
    (hub.home / "keys" / "vault.key").write_bytes(os.urandom(32))


def other_signing_key(hub: Hub) -> None:
    (hub.home / "keys" / "hub.key").write_bytes(os.urandom(32))


def lose_vault_key(hub: Hub) -> None:
    (hub.home / "keys" / "vault.key").unlink()


def lose_signing_key(hub: Hub) -> None:
    (hub.home / "keys" / "hub.key").unlink()


def open_key(hub: Hub) -> None:
    (hub.home / "keys" / "hub.key").chmod(0o644)


def open_folder(hub: Hub) -> None:
    hub.home.chmod(0o755)


def give_away(hub: Hub) -> None:
    if os.geteuid() == 0:
        (hub.home / "outbox").mkdir()
        os.chown(hub.home / "outbox", 12345, -1)


def other_backup_key(hub: Hub) -> None:
    backup.make_now(datetime.now(UTC))
    (hub.home / "keys" / "backup.key").write_bytes(os.urandom(32))


def damage_backup(hub: Hub) -> None:
    made = backup.make_now(datetime.now(UTC))
    with made.path.open("r+b") as place:
        place.seek(made.size // 2)
        place.write(b"damaged")


def erase_since(hub: Hub) -> None:
    backup.make_now(datetime.now(UTC))
    line = {"at": (datetime.now(UTC) - timedelta(hours=1)).isoformat(), "case": "C-1", "notices": [], "subjects": []}
    (hub.home / "erasures.jsonl").write_text(json.dumps(line) + "\n")


def open_demo(hub: Hub) -> None:
    person = enrol.person(demo.ACCOUNTS[0][0], "Camille", demo.PASSWORD)
    write.run(person.save)


BREAKAGES: list[tuple[Callable[[Hub], None], str, str]] = [
    (lose_trigger, "triggers", "missing"),
    (switch_trigger_off, "triggers", "missing"),
    (delete_event, "positions", "gap"),
    (cut_the_end, "log_head", "shorter"),
    (change_event, "log_head", "forged"),
    (change_seal, "log_head", "forged"),
    (forget_migration, "schema", "behind"),
    (other_vault_key, "vault_key", "other"),
    (other_signing_key, "signing_key", "other"),
    (lose_vault_key, "vault_key", "missing"),
    (lose_signing_key, "signing_key", "missing"),
    (open_key, "modes", "open"),
    (open_folder, "modes", "open"),
    (other_backup_key, "backup_file", "other"),
    (damage_backup, "backup_file", "other"),
    (erase_since, "erasures", "behind"),
    (open_demo, "demo", "accounts"),
]


@pytest.mark.parametrize(("spoilt", "check", "case"), BREAKAGES, ids=[each.__name__ for each, *_ in BREAKAGES])
def test_what_somebody_broke_is_not_seen(hub: Hub, spoilt: Callable[[Hub], None], check: str, case: str) -> None:
    before = hub.findings(thorough=True)
    assert check not in before or before[check].state is not State.BROKEN
    spoilt(hub)
    found = hub.findings(thorough=True)[check]
    assert (found.state, found.seen.code) == (State.BROKEN, f"doctor_{check}_{case}")


def test_a_job_that_was_given_up_is_not_seen(hub: Hub) -> None:
    """One is waiting; somebody's machine gave it up."""
    hub.notice(9)
    at = datetime.now(UTC).isoformat(sep=" ")
    spoil(
        "INSERT INTO ledger_jobrow (station, stream, position, handler, due_at, available_at, made_at, attempt, tries,"
        f" worker, error, dropped, dropped_by, failed_at, dead_at) VALUES ('triage', 'notice:N-1', 1, '', '{at}',"
        f" '{at}', '{at}', 8, 8, '', 'KeyError', '', '', '{at}', '{at}')"
    )
    assert hub.findings()["dead"].seen.code == "doctor_dead_some"


def test_time_that_passes_unseen(hub: Hub) -> None:
    """Nobody works: an hour later the notice still waits, and no checkpoint covers it."""
    hub.notice(9)
    found = hub.findings(at=datetime.now(UTC) + timedelta(hours=1))
    assert {name: found[name].seen.code.rpartition("_")[2] for name in ("notices", "seal", "cursors")} == {
        "notices": "stuck",
        "seal": "old",
        "cursors": "stuck",
    }


@pytest.mark.one_engine("sqlite")
def test_files_of_another_user_are_not_seen(hub: Hub) -> None:
    give_away(hub)
    assert hub.findings()["owner"].seen.code == f"doctor_owner_{'mixed' if os.geteuid() == 0 else 'good'}"


# --- the command, as a person runs it -------------------------------------------------------------------------------
def run(home: Path, url: str, *options: str, **more: str) -> subprocess.CompletedProcess[str]:
    given = {name: value for name, value in os.environ.items() if not name.startswith(("FANAL_", "DJANGO_"))}
    given |= {"FANAL_HOME": str(home), "FANAL_DATABASE_URL": url, "FANAL_DEMO": "0", "FANAL_PORT": "1"}
    return subprocess.run(
        [sys.executable, "-m", "fanal_hub.manage", "doctor", "--lang", "en", *options],
        env={**given, "PYTHONPATH": str(ROOT / "src"), **more},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def contents(home: Path) -> dict[str, str]:
    """Every file and its digest; what SQLite keeps beside a database that is read is no content."""
    places = [each for each in home.rglob("*") if each.is_file() and not each.name.endswith(("-shm", "-wal"))]
    return {str(each.relative_to(home)): hashlib.sha256(each.read_bytes()).hexdigest() for each in places}


def test_looking_changes_something(hub: Hub, database: Path | str) -> None:
    """In another process, beside this one, which holds the database open: no byte differs, no key is drawn."""
    url = database if isinstance(database, str) else ""
    write.WRITER.stop()
    if isinstance(database, Path):
        spoil("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(database, hub.home / "fanal.db")
    (hub.home / "keys" / "vault.key").unlink()
    before = contents(hub.home)
    done = run(hub.home, url, "--json")
    said: dict[str, Any] = json.loads(done.stdout)
    states = {each["id"]: each["state"] for each in said["checks"]}
    assert (done.returncode, said["state"], states["vault_key"]) == (2, "broken", "broken")
    assert (states["database"], states["positions"], states["signing_key"]) == ("good", "good", "good")
    assert all(each["next"] for each in said["checks"] if each["state"] != "good")
    assert contents(hub.home) == before
    assert (hub.home / "hub.lock").exists() is False


@pytest.mark.one_engine("sqlite")
@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "There is no hub in"),
        ({"FANAL_DATABASE_URL": "mysql://x"}, "FANAL_DATABASE_URL"),
        ({"FANAL_PORT": "http"}, "http"),
        ({"FANAL_TRUSTED_PROXIES": "nginx"}, "FANAL_TRUSTED_PROXIES"),
    ],
)
def test_a_hub_is_made_by_looking_for_one(tmp_path: Path, engine: str, more: dict[str, str], said: str) -> None:
    home = tmp_path / "home"
    if more:
        home.mkdir()
        (home / "hub.json").write_text('{"name": "h.example", "secret": "s"}')
    before = contents(tmp_path)
    done = run(home, "", **more)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert contents(tmp_path) == before
    assert "Traceback" not in done.stderr


@pytest.mark.one_engine("sqlite")
def test_a_database_that_is_away(tmp_path: Path, engine: str) -> None:
    """The file of SQLite is missing; PostgreSQL does not answer: the other checks are still said."""
    (tmp_path / "hub.json").write_text('{"name": "h.example", "secret": "s"}')
    for url in ("", "postgresql:///nowhere?host=/nonexistent"):
        done = run(tmp_path, url, "--json")
        states = {each["id"]: each["state"] for each in json.loads(done.stdout)["checks"]}
        assert (done.returncode, states["database"], states["python"]) == (2, "broken", "good")
    assert not (tmp_path / "fanal.db").exists()


# --- the way to the world -------------------------------------------------------------------------------------------
class _Mail(socketserver.StreamRequestHandler):
    """A mail server that writes down what it is told."""

    told: list[str] = []

    def handle(self) -> None:
        self.wfile.write(b"220 mail.example\r\n")
        for line in self.rfile:
            self.told.append(line.decode().split()[0].upper())
            self.wfile.write(b"221 goodbye\r\n" if self.told[-1] == "QUIT" else b"250 fine\r\n")


@pytest.mark.one_engine("sqlite")
def test_a_letter_leaves_by_looking(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mail server is greeted when it was asked for, and told nothing more; one that is away is said to be."""
    with socketserver.TCPServer(("127.0.0.1", 0), _Mail) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        Settings(monkeypatch).FANAL_MAIL = f"smtp://127.0.0.1:{server.server_address[1]}"
        assert "mail_server" not in hub.findings()
        assert hub.findings(thorough=True)["mail_server"].state is State.GOOD
        server.shutdown()
        thread.join()
    assert _Mail.told == ["EHLO", "QUIT"]
    found = hub.findings(thorough=True)["mail_server"]
    assert (found.state, found.seen.params["said"]) == (State.BROKEN, "ConnectionRefusedError")


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("hub.localhost", True),
        ("0.0.0.0", False),
        ("10.0.0.1", False),
        ("localhost.example", False),
        ("", False),
    ],
)
def test_address_that_looks_local(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected


def test_folder_that_is_closed_to_us(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What cannot be read is said, and no settings are read."""
    monkeypatch.setenv("FANAL_HOME", str(tmp_path))
    (tmp_path / "hub.json").write_text("{}")

    def wake() -> None:
        raise PermissionError

    told = waking.obstacle(wake)
    assert told is not None
    assert told.code == "doctor_shut_out"
