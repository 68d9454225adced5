"""The pages of backups, of the recovery sheet and of a restoration: who must not see them, and what they must not promise."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from fanal.words.lists import OrgKind, Role
from fanal_hub.backups import folder, sheet, staged
from fanal_hub.backups.typed import keys_of
from fanal_hub.desk import backups as screen
from fanal_hub.desk import first_run, restore
from fanal_hub.ledger.read import backups
from fanal_hub.people.models import Organisation
from tests.hub.backup.conftest import ROOT, Kept
from tests.hub.courier.knobs import Settings
from tests.hub.desk import served
from tests.hub.desk.errands import client, text
from tests.hubkit import PASSWORD, World, use

pytestmark = pytest.mark.one_engine("sqlite")
PAGES = ("backups", "backups/sheet", "backups/x.fanal-backup")
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def admin(kept: Kept, world: World) -> Client:
    """Who runs the hub."""
    return client(world, kept.sos, Role.ADMIN)


@pytest.mark.parametrize("page", PAGES)
def test_for_everybody_else_the_pages_do_not_exist(kept: Kept, world: World, page: str) -> None:
    other = world.organisation("Autre", OrgKind.ASSOCIATION, email="a@autre.example")
    for who in (client(world, kept.sos, Role.ANALYST), client(world, other, Role.ADMIN)):
        assert who.get(f"/desk/{page}").status_code == 404
        assert who.post("/desk/backups/now").status_code == 404
        assert who.post("/desk/backups/sheet", {"password": PASSWORD}).status_code == 404
        assert "Backups" not in text(who.get("/desk/settings/organisation"))
    assert Client().get(f"/desk/{page}").status_code == 302
    assert backups.last_backup() is None
    assert sheet.showings(kept.home) == []


def test_a_hub_without_backup_or_sheet_says_so(kept: Kept, admin: Client) -> None:
    said = text(admin.get("/desk/backups"))
    assert "There is no backup yet" in said
    assert "The recovery sheet was never printed" in said
    kept.backup(datetime.now(UTC) - timedelta(hours=5))
    kept.sheet()
    said = text(admin.get("/desk/backups"))
    assert "The last backup was made 5 h 00 ago" in said
    assert "never printed" not in said
    assert "from the command line" in said


def test_an_old_one_and_a_failure_are_said_in_words(kept: Kept, admin: Client) -> None:
    kept.backup(datetime.now(UTC) - timedelta(days=3))
    with pytest.raises(screen.BackupError):
        screen.station.make_now(datetime.now(UTC), kept.home / "hub.json")
    said = text(admin.get("/desk/backups"))
    assert "The last backup was made 3 days ago" in said
    assert "Everything since then would be lost" in said
    assert "cannot be written" in said


def test_one_is_made_now_and_can_be_taken_away(kept: Kept, admin: Client) -> None:
    assert admin.post("/desk/backups/now").status_code == 302
    for thread in screen.threading.enumerate():
        if thread.name == "fanal-backup-now":
            thread.join(30)
    [made] = folder.listed(kept.where, settings.HUB["name"])
    answer = admin.get(f"/desk/backups/{made.path.name}")
    assert b"".join(answer) == made.path.read_bytes()  # type: ignore[arg-type]
    assert "attachment" in answer["Content-Disposition"]
    assert "Read back" in text(admin.get("/desk/backups"))


@pytest.mark.parametrize("name", ["..%2Fhome%2Fhub.json", "hub.json", "erasures.jsonl", ".fanal-backup"])
def test_nothing_but_a_listed_backup_is_handed_out(kept: Kept, admin: Client, name: str) -> None:
    kept.backup(NOON)
    (kept.where / "hub.json").touch()
    assert admin.get(f"/desk/backups/{name}").status_code == 404


def test_the_sheet_asks_the_password_again_and_leaves_a_trace_first(kept: Kept, admin: Client) -> None:
    assert "V1" not in text(admin.get("/desk/backups/sheet"))
    refused = admin.post("/desk/backups/sheet", {"password": "wrong"})
    assert (refused.status_code, "V1" in text(refused)) == (422, False)
    assert sheet.showings(kept.home) == []
    answer = admin.post("/desk/backups/sheet", {"password": PASSWORD})
    assert keys_of(answer.content.decode()) == sheet.keys(kept.home)
    assert answer["Cache-Control"] == "no-store"
    [seen] = sheet.showings(kept.home)
    assert seen.how == "desk"
    assert "Admin" in text(admin.get("/desk/backups"))


def test_passwords_are_not_tried_for_ever(kept: Kept, world: World) -> None:
    who = client(world, kept.sos, Role.ADMIN, Role.READER)
    for _ in range(5):
        who.post("/desk/backups/sheet", {"password": "wrong"})
    assert who.post("/desk/backups/sheet", {"password": PASSWORD}).status_code == 422
    assert sheet.showings(kept.home) == []


# --- restore ---
@pytest.fixture
def empty(kept: Kept, template_database: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """Another machine, whose hub is empty, after the first one has made a backup; its folder."""
    kept.notice(1)
    kept.sheet()
    kept.backup(NOON)
    other = tmp_path / "machine"
    other.mkdir()
    (other / "hub.json").write_text(json.dumps({"name": "fresh", "secret": "x"}))
    (other / "fanal.db").write_bytes(template_database.read_bytes())
    Settings(monkeypatch).HOME = other
    restore.WORK.thread, restore.WORK.told = None, []
    first_run.TRIES._failed.clear()
    use(other / "fanal.db")
    yield other
    first_run.TRIES._failed.clear()
    assert restore.WORK.thread is None or not restore.WORK.thread.is_alive()


def given(kept: Kept, **more: object) -> dict[str, object]:
    """What the form wants."""
    [made] = folder.listed(kept.where, settings.HUB["name"])
    keys = sheet.as_text(sheet.Sheet(hub="x", at=NOON, keys=sheet.keys(kept.home)), "fr")
    return {"code": first_run.setup_code(), "place": str(made.path), "keys": keys, **more}


def waited() -> None:
    """Until the command has ended."""
    if restore.WORK.thread:
        restore.WORK.thread.join(120)


def test_an_empty_hub_restores_and_takes_the_place_at_its_next_start(kept: Kept, empty: Path) -> None:
    browser = Client(HTTP_ACCEPT_LANGUAGE="en")
    assert "restore a hub from a backup" in text(browser.get("/desk/first-run"))
    assert browser.post("/desk/first-run/restore", given(kept)).status_code == 302
    waited()
    said = text(browser.get("/desk/first-run/restore"))
    assert "start the hub again" in said
    assert "every row agrees" in said
    assert browser.get("/desk/first-run").status_code == 302  # nobody sets up another hub meanwhile
    assert (empty / "hub.json").read_text() == '{"name": "fresh", "secret": "x"}'
    assert staged.take_in(empty) == "taken"
    assert (empty / "hub.json").read_bytes() == (kept.home / "hub.json").read_bytes()
    assert (empty / "keys" / "vault.key").read_bytes() == (kept.home / "keys" / "vault.key").read_bytes()
    assert not (empty / "restored").exists()
    use(empty / "fanal.db")
    assert Organisation.objects.get().name == "SOS Test"
    [aside] = empty.glob("before-restore-*")
    assert json.loads((aside / "hub.json").read_text())["name"] == "fresh"
    assert staged.take_in(empty) == "none"


@pytest.mark.parametrize("listed", [b"", b'{"at": "2026-03-02T00:00:00+00:00", "case": "", "notices": ["N-1"]}\n'])
def test_an_upload_with_its_list_goes_the_same_way(kept: Kept, empty: Path, listed: bytes) -> None:
    [made] = folder.listed(kept.where, settings.HUB["name"])
    upload = SimpleUploadedFile("a.fanal-backup", made.path.read_bytes())
    lines = SimpleUploadedFile("l", listed)
    browser = Client(HTTP_ACCEPT_LANGUAGE="en")
    browser.post("/desk/first-run/restore", {**given(kept, place=""), "file": upload, "erasures": lines})
    waited()
    assert staged.is_waiting(empty)
    assert not [each for each in empty.iterdir() if each.name.startswith(".restoring")]
    forget = {"code": first_run.setup_code()}
    browser.post("/desk/first-run/restore", forget)
    assert not staged.is_waiting(empty)
    assert browser.get("/desk/first-run").status_code == 200


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"code": "00000000"}, "code"),
        ({"place": ""}, "file"),
        ({"place": "/nowhere.fanal-backup", "no_erasures": "on"}, "place"),
        ({"place": str(Path(__file__)), "no_erasures": "on"}, "place"),
        ({"keys": "V1 AAAA"}, "keys"),
        ({"keys": ""}, "keys"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_begins(
    kept: Kept, empty: Path, more: dict[str, object], field: str
) -> None:
    answer = Client(HTTP_ACCEPT_LANGUAGE="en").post("/desk/first-run/restore", {**given(kept), **more})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert restore.WORK.thread is None


def test_who_has_not_the_code_learns_nothing_of_this_machine(kept: Kept, empty: Path) -> None:
    """Neither whether a file is there, nor what it is, nor what lies beside it."""
    browser = Client(HTTP_ACCEPT_LANGUAGE="en")
    told = []
    for place in (str(given(kept)["place"]), "/nowhere/x.fanal-backup", "/etc/hostname", str(empty)):
        answer = browser.post("/desk/first-run/restore", given(kept, code="wrong", place=place))
        told.append({name: list(each) for name, each in answer.context["form"].errors.items()})
    assert told == [told[0]] * 4
    assert "code" in told[0]


def test_a_shut_door_does_not_say_which_code_is_right(kept: Kept, empty: Path) -> None:
    """Else codes could be tried without end, and the right one used ten minutes later."""
    browser = Client(HTTP_ACCEPT_LANGUAGE="en")
    for page in ("/desk/first-run", "/desk/first-run/restore"):
        for _ in range(10):
            browser.post(page, {"code": "wrong"})
        right, wrong = (browser.post(page, given(kept, code=code)) for code in (first_run.setup_code(), "wrong"))
        assert (right.status_code, wrong.status_code) == (429, 429)
        assert text(right) == text(wrong)
        assert "Too many attempts" in text(right)
        first_run.TRIES._failed.clear()
    assert restore.WORK.thread is None


def test_a_waiting_hub_is_not_forgotten_by_trying_codes(kept: Kept, empty: Path) -> None:
    staged.drop(empty)
    (empty / staged.FOLDER).mkdir()
    staged.mark_ready(empty, NOON, [])
    browser = Client(HTTP_ACCEPT_LANGUAGE="en")
    for _ in range(10):
        assert browser.post("/desk/first-run/restore", {"code": "wrong"}).status_code == 422
    assert browser.post("/desk/first-run/restore", {"code": first_run.setup_code()}).status_code == 429
    assert staged.is_waiting(empty)


def test_a_mistyped_line_is_named(kept: Kept, empty: Path) -> None:
    wanted = given(kept)
    line = next(each for each in str(wanted["keys"]).splitlines() if each.strip().startswith("V2"))
    wanted["keys"] = str(wanted["keys"]).replace(line, line[:-1] + ("Z" if line[-1] != "Z" else "Y"))
    said = text(Client(HTTP_ACCEPT_LANGUAGE="en").post("/desk/first-run/restore", wanted))
    assert "Line V2 is mistyped" in said


def test_a_backup_that_is_altered_leaves_the_hub_empty_and_says_why(kept: Kept, empty: Path) -> None:
    [made] = folder.listed(kept.where, settings.HUB["name"])
    raw = bytearray(made.path.read_bytes())
    raw[-200] ^= 1
    made.path.write_bytes(raw)
    browser = Client(HTTP_ACCEPT_LANGUAGE="en")
    browser.post("/desk/first-run/restore", given(kept))
    waited()
    said = text(browser.get("/desk/first-run/restore"))
    assert "Nothing was restored" in said
    assert "altered or damaged" in said
    assert not (empty / "restored").exists()
    assert browser.get("/desk/first-run").status_code == 200


def test_a_hub_that_has_begun_to_work_is_not_replaced(kept: Kept, empty: Path, world: World) -> None:
    Client().post("/desk/first-run/restore", given(kept))
    waited()
    world.organisation("Entre-temps", OrgKind.ASSOCIATION)
    assert Client().get("/desk/first-run/restore").status_code == 302
    assert staged.take_in(empty) == "refused"
    assert json.loads((empty / "hub.json").read_text())["name"] == "fresh"


@pytest.mark.parametrize("died", [staged.CLEARING, staged.MOVING])
def test_a_power_cut_while_it_takes_the_place_is_made_good_at_the_next_start(tmp_path: Path, died: str) -> None:
    """Stopped in the middle of either half."""
    new = tmp_path / "restored"
    (new / "keys").mkdir(parents=True)
    for name in ("hub.json", "fanal.db", "keys/hub.key"):
        (new / name).write_text("restored")
    (new / died).write_text("{}")
    if died == staged.CLEARING:
        (tmp_path / "fanal.db").write_text("fresh")
    else:
        (new / "fanal.db").rename(tmp_path / "fanal.db")
    assert staged.is_waiting(tmp_path)
    assert staged.take_in(tmp_path) == "taken"
    for name in ("hub.json", "fanal.db", "keys/hub.key"):
        assert (tmp_path / name).read_text() == "restored"
    assert not new.exists()


def test_the_public_log_says_that_it_was_interrupted(kept: Kept) -> None:
    assert "interrupted" not in text(Client(HTTP_ACCEPT_LANGUAGE="en").get("/log"))
    line = {"at": NOON.isoformat(), "made_at": NOON.isoformat(), "events": 7, "known": 9}
    (kept.home / backups.RESTORATIONS).write_text(json.dumps(line) + "\n")
    said = text(Client(HTTP_ACCEPT_LANGUAGE="en").get("/log"))
    assert "This log was interrupted" in said
    assert "7 events" in said
    assert "over 9 events" in said


def test_the_command_prints_checks_and_backs_up(kept: Kept, tmp_path: Path) -> None:
    """As a person types it, from another process, beside the hub."""
    home, out = tmp_path / "cli", tmp_path / "sheet.html"

    def run(*args: str, given: str = "") -> "subprocess.CompletedProcess[str]":
        environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT / "src"), "FANAL_HOME": str(home)}
        command = [sys.executable, "-m", "fanal_hub.manage", *args, "--lang", "en"]
        return subprocess.run(command, env=environment, input=given, capture_output=True, text=True, check=False)

    migrated = run("replay")  # no such option: nothing is made
    assert migrated.returncode == 2
    assert run("recovery-sheet", "--out", str(out)).returncode == 0
    assert out.stat().st_mode & 0o077 == 0
    assert run("recovery-sheet", "--out", str(out)).returncode == 1  # never over another file
    assert run("recovery-sheet", "--check", "--file", str(out)).returncode == 0
    wrong = run("recovery-sheet", "--check", given=out.read_text().replace("V1 ", "V1 0"))
    assert (wrong.returncode, "Line V1 is mistyped" in wrong.stderr) == (1, True)


# --- how they look ---
@pytest.mark.browser
@pytest.mark.parametrize(("width", "lang"), [(390, "fr"), (1280, "en")])
def test_the_pages_fit_and_axe_finds_nothing(kept: Kept, world: World, width: int, lang: str) -> None:
    kept.backup(datetime.now(UTC) - timedelta(days=2))
    ours = client(world, kept.sos, Role.ADMIN)
    wrong = []
    with served.served() as home, served.chromium() as browser:
        window = served.signed_in(browser, home, ours, width, lang)
        page = window.new_page()
        for path in ("backups", "backups/sheet"):
            page.goto(f"{home}/desk/{path}")
            wrong += _faults(page, width)
        page.fill("#id_password", PASSWORD)
        page.click("main button")
        page.wait_for_selector("pre")
        wrong += _faults(page, width)
    assert wrong == []


def _faults(page: object, width: int) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth")  # type: ignore[attr-defined]
    found = Axe().run(page).response["violations"]  # type: ignore[arg-type]
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found] + ([f"{wide}"] if wide > width else [])
