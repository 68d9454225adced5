"""The page of the export: what it says, what it gives, and to whom."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from fanal.words.lists import Role
from fanal_hub.stations.carry import spool
from tests.hub.courier.knobs import Settings
from tests.hub.desk.errands import client, text
from tests.hub.desk.scene import Scene


@pytest.fixture
def admin(scene: Scene, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Client:
    """The association's administrator, in a folder of its own."""
    Settings(monkeypatch).HOME = tmp_path
    return client(scene.world, scene.sos, Role.ADMIN)


def _bytes(response: Any) -> bytes:
    made = b"".join(response.streaming_content)
    response.close()
    return made


def test_the_page_says_what_leaves_and_the_button_gives_it(admin: Client, scene: Scene) -> None:
    page = text(admin.get("/desk/settings/export"))
    assert "It does not hold" in page
    assert "Exports made" not in page
    response = admin.post("/desk/settings/export/make")
    assert response["Content-Type"] == "application/zip"
    assert response["Cache-Control"] == "no-store, private"
    assert 'filename="sos-test-' in response["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(_bytes(response))) as made:
        manifest = json.loads(made.read("manifest.json"))
        assert made.testzip() is None
    assert (manifest["organisation"], manifest["identities"]) == ("sos-test", False)
    assert "sealed/confidences.bin" not in manifest["files"]
    page = text(admin.get("/desk/settings/export"))
    assert "Exports made" in page
    assert "Without" in page


def test_a_second_one_waits_for_the_first(admin: Client) -> None:
    assert spool._making.acquire(blocking=False)
    try:
        answer = admin.post("/desk/settings/export/make")
    finally:
        spool._making.release()
    assert answer.status_code == 503
    assert "Another export is being made" in text(answer)


def test_opening_the_page_makes_nothing(admin: Client, tmp_path: Path) -> None:
    assert admin.get("/desk/settings/export/make").status_code == 405
    assert not (tmp_path / "exports.jsonl").exists()


@pytest.mark.parametrize("role", [Role.ANALYST, Role.NOTIFIER, Role.READER])
def test_only_an_administrator_takes_everything_out(scene: Scene, role: Role) -> None:
    browser = client(scene.world, scene.sos, role)
    assert browser.get("/desk/settings/export").status_code == 403
    assert browser.post("/desk/settings/export/make").status_code == 403
    assert Client().post("/desk/settings/export/make").status_code == 302
