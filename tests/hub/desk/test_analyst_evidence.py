"""Evidence: files that are not what they say, files too large, files of others, files that would run."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from fanal_hub.desk.evidence import media_type
from fanal_hub.ledger.read import notices
from fanal_hub.stations import notifier
from tests.hub.desk.scene import PNG, Scene


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0" + b"0" * 20, "image/jpeg"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\x00\x00\x00\x18ftypmp42", "video/mp4"),
        ("Un témoignage en texte.".encode(), "text/plain"),
        (b"GIF89a\x00\xff", ""),
        (b"MZ\x90\x00\xff", ""),
        (b"\xff\xfeU\x00T\x00F\x00", ""),
        (b"", ""),
        (b"   \n", ""),
        (b"text with a \x00 in it", ""),
    ],
)
def test_a_file_is_what_its_bytes_say(content: bytes, kind: str) -> None:
    assert media_type(content) == kind


def upload(scene: Scene, name: str, content: bytes, **more: object):  # type: ignore[no-untyped-def]
    case = scene.case("judged")
    given = {"targets": [case.targets[0].id], "file": SimpleUploadedFile(name, content), **more}
    return scene.client(scene.analyst).post(f"/desk/cases/{case.ref}/evidence", given)


@pytest.mark.parametrize(
    ("name", "content"),
    [("capture.png", b"MZ\x90\x00\xff\xfe"), ("empty.png", b""), ("large.png", PNG + b"0" * (10 * 1024 * 1024))],
)
def test_wrong_files_are_refused_at_the_field(scene: Scene, name: str, content: bytes) -> None:
    answer = upload(scene, name, content)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"file"}
    assert notices.sealed(f"case:{scene.cases['judged']}", "file") == []


def test_neither_file_nor_reason_is_said_once(scene: Scene) -> None:
    case = scene.case("judged")
    answer = scene.client(scene.analyst).post(f"/desk/cases/{case.ref}/evidence", {"targets": [case.targets[0].id]})
    assert set(answer.context["form"].errors) == {"file"}
    answer = scene.client(scene.analyst).post(f"/desk/cases/{case.ref}/evidence", {"reason": "Disparu"})
    assert set(answer.context["form"].errors) == {"targets"}


def test_sealed_image_is_opened_for_the_handler_alone_and_runs_nothing(scene: Scene) -> None:
    assert upload(scene, "../../Capture écran‮.png", PNG).status_code == 302
    case = scene.case("judged")
    assert case.targets[0].evidence == ("upload",)
    row = notices.sealed(f"case:{case.ref}", "file")[0]
    assert PNG not in bytes(row.sealed)
    client = scene.client(scene.analyst)
    page = client.get(f"/desk/cases/{case.ref}/targets/{case.targets[0].id}").content.decode()
    place = f"/desk/cases/{case.ref}/files/{row.id}"
    assert f'<details class="veil image"><summary><img src="{place}"' in page
    shown = client.get(place)
    assert shown.content == PNG
    assert shown["Content-Type"] == "image/png"
    assert "no-store" in shown["Cache-Control"]
    assert "sandbox" in shown["Content-Security-Policy"]
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert client.get(f"/desk/cases/{scene.cases['open']}/files/{row.id}").status_code == 404


def test_text_that_is_a_page_is_downloaded_and_not_shown(scene: Scene) -> None:
    upload(scene, "page.html", b"<script>alert(1)</script>")
    row = notices.sealed(f"case:{scene.cases['judged']}", "file")[0]
    shown = scene.client(scene.analyst).get(f"/desk/cases/{scene.cases['judged']}/files/{row.id}")
    assert shown["Content-Type"].startswith("text/plain")
    assert shown["Content-Disposition"].startswith("attachment")


def test_file_that_the_notifier_added_is_beside_the_target(scene: Scene) -> None:
    case = scene.case("open")
    ref = case.targets[0].mentions[0].split("/")[0]
    notifier.add_testimony(ref, "capture.png", "image/png", PNG)
    client = scene.client(scene.analyst)
    page = client.get(f"/desk/cases/{case.ref}/targets/{case.targets[0].id}").content.decode()
    record = notifier.testimony(ref)[0]["file"]
    place = f"/desk/notices/{ref}/files/{record}"
    assert place in page
    assert client.get(place).content == PNG
    assert client.get(f"/desk/cases/{case.ref}/files/{record}").status_code == 404
