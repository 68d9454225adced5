"""The day a backup is needed: what must be there, what must not come back, what must be refused and what must be said."""

import json
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from fanal_hub.backups import beside, restore
from fanal_hub.backups.make import Source, make
from fanal_hub.backups.sealed import BackupError
from fanal_hub.ledger import migrations
from fanal_hub.ledger.engine import writing
from fanal_hub.ledger.models import VaultRow
from fanal_hub.ledger.read import log, notices, streams
from fanal_hub.stations import backup, purge, seal
from tests.hub.backup.conftest import Kept
from tests.hubkit import World, use

MIGRATIONS = Path(str(migrations.__file__)).parent
LATER = datetime.now(UTC) + timedelta(days=4_000)


def test_every_receipt_handed_out_before_the_backup_began_is_there_although_others_were_writing(
    kept: Kept, tmp_path: Path
) -> None:
    before = [kept.notice(n) for n in range(20)]
    stop, meanwhile = threading.Event(), []

    def write() -> None:
        n = 1000
        while not stop.is_set():
            meanwhile.append(kept.notice(n))
            n += 1

    thread = threading.Thread(target=write)
    thread.start()
    try:
        made = kept.backup()
    finally:
        stop.set()
        thread.join()
    assert meanwhile
    found = kept.restore(made, tmp_path / "other")
    assert found.status == 0, found.said
    there = {row[0] for row in found.ask("SELECT ref FROM ledger_noticerow")}
    assert set(before) <= there
    assert there <= set(before) | set(meanwhile)
    assert "restored_agrees" in found.codes
    assert found.params("restored_events")["events"] == made.manifest.events
    if kept.engine == "sqlite":
        assert found.ask("PRAGMA integrity_check") == [("ok",)]


def test_the_restored_hub_is_the_same_hub(kept: Kept, tmp_path: Path) -> None:
    """Its name, its secret, its keys, its letters and its files; and the vault can be read."""
    (kept.home / "outbox").mkdir()
    (kept.home / "outbox" / "a.eml").write_text("letter")
    kept.notice(1)
    found = kept.restore(kept.backup(), tmp_path / "other")
    for name in ("hub.json", "keys/hub.key", "keys/vault.key", "keys/backup.key", "outbox/a.eml"):
        assert (found.home / name).read_bytes() == (kept.home / name).read_bytes(), name
        assert (found.home / name).stat().st_mode & 0o077 == 0, name
    assert found.home.stat().st_mode & 0o077 == 0


@pytest.mark.one_engine("sqlite")
def test_the_vault_key_is_in_no_backup(kept: Kept) -> None:
    kept.notice(1)
    made = kept.backup()
    assert "keys/vault.key" not in {each.name for each in made.manifest.parts}
    assert "keys/backup.key" not in {each.name for each in made.manifest.parts}


def test_what_was_erased_after_the_backup_stays_erased(kept: Kept, world: World, tmp_path: Path) -> None:
    secret = "Des mots que personne ne doit relire"
    ref = kept.notice(1, secret)
    world.settle("triage")
    assert notices.identity(ref) is not None
    made = kept.backup()
    purge.purge(LATER)
    backup.stay_beside(backup.where())
    found = kept.restore(made, tmp_path / "other")
    assert found.params("restored_erased") == {"count": 1, "lines": 1}
    assert found.ask("SELECT COUNT(*) FROM ledger_vaultrow") == [(0,)]
    assert found.ask("SELECT COUNT(*) FROM ledger_vaultkeyrow") == [(0,)]
    assert found.ask("SELECT COUNT(*) FROM ledger_mentioncontent") == [(0,)]
    raw = b"".join(each.read_bytes() for each in found.home.glob("fanal.db*"))
    assert secret.encode() not in raw
    assert found.ask("SELECT COUNT(*) FROM ledger_words") == [(0,)]
    assert "restored_agrees" in found.codes
    assert (found.home / "erasures.jsonl").read_text() == (kept.home / "erasures.jsonl").read_text()


@pytest.mark.one_engine("sqlite")
def test_the_same_without_its_list_comes_back_and_is_said_plainly(kept: Kept, world: World, tmp_path: Path) -> None:
    """So the test before means something."""
    kept.notice(1)
    world.settle("triage")
    made = kept.backup()
    purge.purge(LATER)
    found = kept.restore(made, tmp_path / "other", "--no-erasures")
    assert "restored_no_list" in found.codes
    assert found.ask("SELECT COUNT(*) FROM ledger_vaultrow") != [(0,)]


@pytest.mark.one_engine("sqlite")
def test_a_list_that_nobody_gave_is_asked_for(kept: Kept, tmp_path: Path) -> None:
    kept.notice(1)
    made = kept.backup()
    alone = tmp_path / "alone" / made.path.name
    alone.parent.mkdir()
    made.path.rename(alone)
    other, keys = tmp_path / "other", kept.sheet()
    assert [each.code for each in kept.refused(alone, other, keys=keys)] == ["restore_needs_list"]
    assert not other.exists()
    wrong = tmp_path / "list"
    wrong.write_text('{"at": "2026-03-02T00:00:00+00:00", "case": "", "notices": []}\nnonsense\n')
    [told] = kept.refused(alone, other, "--erasures", str(wrong), keys=keys)
    assert (told.code, told.params) == ("erasures_unreadable", {"line": 2})


def test_a_log_that_is_shorter_than_what_was_published_is_not_carried_on_in_silence(kept: Kept, tmp_path: Path) -> None:
    kept.notice(1)
    seal.seal(datetime.now(UTC))
    made = kept.backup()
    kept.notice(2)
    seal.seal(datetime.now(UTC))
    backup.stay_beside(backup.where())
    last = log.latest()
    assert last is not None
    assert last.size > made.manifest.events
    found = kept.restore(made, tmp_path / "other")
    assert found.params("restored_behind") == {
        "known": last.size,
        "events": made.manifest.events,
        "lost": last.size - made.manifest.events,
    }
    line = json.loads((found.home / "restored.jsonl").read_text())
    assert (line["events"], line["known"]) == (made.manifest.events, last.size)


def test_a_checkpoint_that_somebody_kept_is_held_against_the_log(kept: Kept, tmp_path: Path) -> None:
    kept.notice(1)
    seal.seal(datetime.now(UTC))
    last = log.latest()
    assert last is not None
    kept.notice(2)
    made = kept.backup()
    note = tmp_path / "note.txt"
    note.write_text(json.dumps({"receipt": {}, "checkpoint": last.note}))
    found = kept.restore(made, tmp_path / "one", "--checkpoint", str(note))
    assert found.status == 0
    assert not {"restored_behind", "restored_forked", "restored_unknown"} & set(found.codes)
    note.write_text(last.note.replace("\n", "x\n", 1))
    keys, other = kept.sheet(), tmp_path / "three"
    told = kept.refused(made.path, other, "--checkpoint", str(note), keys=keys)
    assert [each.code for each in told] == ["prove_wrong_name"]
    note.write_text("hello")
    told = kept.refused(made.path, other, "--checkpoint", str(note), keys=keys)
    assert [each.code for each in told] == ["checkpoint_unreadable"]


def test_a_hub_that_is_there_is_never_overwritten(kept: Kept, tmp_path: Path) -> None:
    kept.notice(1)
    made = kept.backup()
    found = kept.restore(made, tmp_path / "other")
    assert found.status == 0
    again = kept.refused(made.path, tmp_path / "other", keys=kept.sheet())
    assert [each.code for each in again] == ["restore_not_empty"]
    full = tmp_path / "full"
    full.mkdir()
    (full / "thesis.odt").touch()
    assert [each.code for each in kept.refused(made.path, full, keys=kept.sheet())] == ["restore_not_empty"]


@pytest.mark.one_engine("sqlite")
def test_what_a_first_start_made_is_set_aside_and_not_lost(kept: Kept, template_database: Path, tmp_path: Path) -> None:
    kept.notice(1)
    made = kept.backup()
    other = tmp_path / "other"
    (other / "keys").mkdir(parents=True)
    (other / "hub.json").write_text('{"name": "new", "secret": "x"}')
    (other / "keys" / "vault.key").write_bytes(b"put here by hand")
    if kept.engine == "sqlite":
        (other / "fanal.db").write_bytes(template_database.read_bytes())
    found = kept.restore(made, other)
    assert found.status == 0
    aside = other / found.params("restored_aside")["folder"]
    assert (aside / "keys" / "vault.key").read_bytes() == b"put here by hand"
    assert json.loads((other / "hub.json").read_text())["name"] == settings.HUB["name"]


@pytest.mark.one_engine("sqlite")
@pytest.mark.parametrize("harm", ["cut", "bit", "other sheet", "other vault", "mistyped", "no file", "no backup"])
def test_nothing_is_written_when_anything_is_wrong(kept: Kept, tmp_path: Path, harm: str) -> None:
    kept.notice(1)
    made = kept.backup()
    raw, keys, said = bytearray(made.path.read_bytes()), kept.sheet(), ""
    file = tmp_path / "usb" / f"copy-{made.path.name}"
    match harm:
        case "cut":
            raw, said = raw[:-100], "backup_cut_short"
        case "bit":
            raw[len(raw) // 2] ^= 4
            said = "backup_altered"
        case "other sheet":
            (kept.home / "keys" / "backup.key").write_bytes(bytes(32))
            keys, said = kept.sheet(), "backup_wrong_key"
        case "other vault":
            (kept.home / "keys" / "vault.key").write_bytes(bytes(32))
            keys, said = kept.sheet(), "backup_wrong_vault_key"
        case "mistyped":
            line = next(each for each in keys.splitlines() if each.strip().startswith("B3"))
            keys, said = keys.replace(line, line[:-1] + ("0" if line[-1] != "0" else "2")), "sheet_line_mistyped"
        case "no file":
            said = "backup_cannot_read"
        case "no backup":
            raw, said = bytearray(b"PK\3\4 not one"), "backup_not_one"
    if harm != "no file":
        file.write_bytes(raw)
    told = kept.refused(file, tmp_path / "other", "--no-erasures", keys=keys)
    assert [each.code for each in told] == [said]
    assert {each.name for each in (tmp_path / "other").glob("*")} <= {"hub.lock"}


@pytest.mark.one_engine("postgresql")
def test_tables_of_another_program_are_never_taken_away(kept: Kept, tmp_path: Path) -> None:
    """Somebody names the wrong database: it holds no hub, and yet it is not empty."""
    made, keys = kept.backup(), kept.sheet()
    with psycopg.connect(kept.empty_database("other")) as base:
        base.execute("CREATE TABLE accounts AS SELECT 1 AS precious")
    assert [each.code for each in kept.refused(made.path, tmp_path / "other", keys=keys)] == ["restore_not_empty"]
    with psycopg.connect(kept.empty_database("other")) as base:
        assert base.execute("SELECT precious FROM accounts").fetchall() == [(1,)]


@pytest.mark.one_engine("postgresql")
def test_a_database_that_does_not_answer_is_said(kept: Kept, tmp_path: Path) -> None:
    made = kept.backup()
    kept._there["other"] = "postgresql://postgres@/x?host=/nowhere"
    told = kept.refused(made.path, tmp_path / "other", "--no-erasures", keys=kept.sheet())
    kept._there.clear()
    assert [each.code for each in told] == ["backup_database_away"]


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "a/../../evil", ""])
def test_a_part_is_never_written_beside_the_folder(name: str) -> None:
    with pytest.raises(BackupError):
        restore.safe_name(name)


@pytest.mark.one_engine("sqlite")
def test_a_backup_of_an_older_form_is_brought_up_to_date(kept: Kept, tmp_path: Path) -> None:
    """The restored hub has the migrations that came since."""
    old = tmp_path / "old.db"
    use(old)
    with writing():
        call_command("migrate", interactive=False, verbosity=0)
        call_command("migrate", "ledger", "0003", interactive=False, verbosity=0)
    connections.close_all()
    made = make(Source(home=kept.home, hub=settings.HUB["name"], database=old), kept.where, datetime.now(UTC))
    found = kept.restore(made, tmp_path / "other", "--no-erasures")
    assert found.status == 0, found.said
    names = {row[0] for row in found.ask("SELECT name FROM django_migrations WHERE app = 'ledger'")}
    assert {path.stem for path in MIGRATIONS.glob("0*.py")} == names


@pytest.mark.one_engine("sqlite")
def test_a_seal_beside_the_backups_never_goes_back(kept: Kept, tmp_path: Path) -> None:
    kept.notice(1)
    seal.seal(datetime.now(UTC))
    first = log.latest()
    kept.notice(2)
    seal.seal(datetime.now(UTC))
    backup.stay_beside(kept.where)
    assert first is not None
    place = beside.checkpoint_of(kept.where, settings.HUB["name"])
    newest = place.read_text()
    beside.bring_up_to_date(kept.home, kept.where, settings.HUB["name"], first.note)
    assert place.read_text() == newest
    assert streams.head() > first.size


@pytest.mark.one_engine("sqlite")
@pytest.mark.one_engine("sqlite")
def test_half_a_line_of_the_erasure_list_spoils_neither_the_copy_nor_the_way_back(kept: Kept, tmp_path: Path) -> None:
    """A full disk or a power cut: nothing was erased by that line, and the next one must not be glued to it."""
    whole = {"at": LATER.isoformat(), "case": "", "notices": ["N-1111-1111"], "subjects": []}
    (kept.home / "erasures.jsonl").write_text(json.dumps(whole) + '\n{"at": "2026-')
    made = kept.backup()
    assert beside.read_list(beside.erasures_of(kept.where, settings.HUB["name"]).read_text()) == [json.dumps(whole)]
    found = kept.restore(made, tmp_path / "other")
    assert (found.status, found.params("restored_erased")["lines"]) == (0, 1)
    assert (found.home / "erasures.jsonl").read_text() == json.dumps(whole) + "\n"


def test_a_line_of_the_erasure_list_never_leaves_the_copy(kept: Kept, world: World) -> None:
    """A hub restored from an old backup must not shorten the list that lies beside the backups."""
    kept.notice(1)
    world.settle("triage")
    purge.purge(LATER)
    backup.stay_beside(kept.where)
    place = beside.erasures_of(kept.where, settings.HUB["name"])
    before = place.read_text()
    assert before
    (kept.home / "erasures.jsonl").unlink()
    backup.stay_beside(kept.where)
    assert place.read_text() == before
    assert VaultRow.objects.count() == 0
