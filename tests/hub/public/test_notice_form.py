"""The report form: nothing is lost, nothing is stored before sending, and what is wrong is said beside its field."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from fanal.words.lists import Consent
from fanal_hub.ledger import vault
from fanal_hub.ledger.models import MentionContent, NoticeRow, VaultRow
from fanal_hub.ledger.read import notices
from fanal_hub.people.models import Organisation
from fanal_hub.stations import notifier
from tests.hub.public.visitor import CHILD, GOOD, Visitor, address_of

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


def test_a_notice_walks_through_every_question_and_is_received(visitor: Visitor) -> None:
    assert visitor.page.status_code == 200
    response = visitor.send()
    assert response.status_code == 303
    ref, _ = address_of(response)
    row = NoticeRow.objects.get(ref=ref)
    assert (row.handler, row.category, row.notifier_kind) == ("sos-test", "threat", "victim")
    who = notices.identity(ref)
    assert who is not None
    assert (who.name, who.email, who.consents) == ("Ana Exemple", "ana@example.org", (Consent.POLICE,))
    mention = MentionContent.objects.get(notice=ref)
    assert (mention.platform, mention.text) == ("x", "Je vais te retrouver.")
    assert mention.posted_at is not None
    assert mention.posted_at.isoformat() == "2026-01-01T23:00:00+00:00"  # the day began in Paris


def test_nothing_is_stored_before_sending(visitor: Visitor) -> None:
    visitor.until("check")
    assert NoticeRow.objects.count() == 0
    assert VaultRow.objects.count() == 0
    assert "sessionid" not in visitor.client.cookies


def test_sending_twice_is_one_notice(visitor: Visitor) -> None:
    visitor.until("check")
    state = visitor.state
    again = [visitor.client.post("/report", {"state": state, "step": "check", "good_faith": "on"}) for _ in range(2)]
    assert again[0]["Location"] == again[1]["Location"]
    assert NoticeRow.objects.count() == 1


@pytest.mark.parametrize("step", list(GOOD))
def test_going_back_loses_what_was_typed(visitor: Visitor, step: str) -> None:
    if step == "danger":
        return
    visitor.until(step)
    visitor.answer("back", **GOOD[step])
    assert visitor.page.status_code == 200
    before = visitor.step
    visitor.answer(**GOOD[before])
    assert visitor.step == step
    for typed in GOOD[step].values():
        if isinstance(typed, str) and typed not in ("on",):
            assert typed in visitor.text


def test_switching_the_language_in_the_middle_loses_what_was_typed(visitor: Visitor) -> None:
    visitor.until("why")
    visitor.answer("lang:en", reasons="à moitié écrit")
    assert visitor.step == "why"
    assert "à moitié écrit" in visitor.text
    assert "Why do you think it is illegal?" in visitor.text
    assert visitor.client.cookies["django_language"].value == "en"


def test_a_correction_leads_back_to_the_last_page(visitor: Visitor) -> None:
    visitor.until("check")
    visitor.answer("edit:where")
    assert visitor.step == "where"
    assert "https://x.com/a/status/123" in visitor.text
    visitor.answer(addresses="https://x.com/b/status/456")
    assert visitor.step == "check"
    assert "https://x.com/b/status/456" in visitor.text


def test_changing_to_child_abuse_asks_for_the_address_anew(visitor: Visitor) -> None:
    visitor.until("check")
    visitor.answer("edit:what")
    visitor.answer(category="child_abuse")
    assert visitor.step == "child"


WRONG: list[tuple[str, dict[str, Any], str, str]] = [
    ("danger", {}, "id_now_0", "choisissez oui ou non"),
    ("danger", {"now": "maybe"}, "id_now_0", "choisissez oui ou non"),
    ("what", {}, "id_category_0", "Choisissez"),
    ("what", {"category": "nonsense"}, "id_category_0", "Choisissez"),
    ("where", {}, "id_addresses", "adresse"),
    ("where", {"addresses": "javascript:alert(1)"}, "id_addresses", "javascript:"),
    ("where", {"addresses": "data:text/html,x"}, "id_addresses", "data:"),
    ("where", {"addresses": "https://x.com/a\0/status/1"}, "id_addresses", ""),
    ("where", {"addresses": "https://x.com/a/status/1\n#haine"}, "id_platform", "Ligne 2"),
    ("where", {"addresses": "https://x.com/a/status/1", "posted": "2199-01-01"}, "id_posted", "avenir"),
    ("where", {"addresses": "https://x.com/a/status/1", "posted": "demain"}, "id_posted", "date"),
    ("where", {"addresses": "https://x.com/a/status/1", "platform": "nowhere"}, "", ""),
    ("where", {"private": "on"}, "id_text", "message privé"),
    ("where", {"private": "on", "text": "Je te hais"}, "id_platform", "plateforme"),
    ("where", {"addresses": "\n".join(f"https://x.com/a/status/{n}" for n in range(101))}, "id_addresses", "maximum"),
    ("where", {"addresses": "https://x.com/a/status/1", "text": "a" * 20_001}, "id_text", "20001"),
    ("why", {"reasons": "court"}, "id_reasons", "10"),
    ("why", {"reasons": "nul \0 caché dans le texte"}, "id_reasons", ""),
    ("why", {"reasons": "a" * 10_000_000}, "id_reasons", "20000"),
    ("handler", {"handler": "another"}, "id_handler_0", "Choisissez"),
    ("who", {"name": "", "email": ""}, "id_name", "nom"),
    ("who", {"name": "Ana", "email": "not-an-address"}, "id_email", "not-an-address"),
    ("check", {}, "id_good_faith", "bonne foi"),
]


@pytest.mark.parametrize(("step", "given", "field", "words"), WRONG, ids=lambda each: str(each)[:30])
def test_something_wrong_is_said_beside_its_field(
    visitor: Visitor, step: str, given: dict[str, Any], field: str, words: str
) -> None:
    visitor.until(step)
    visitor.answer(**given)
    if not field:
        assert visitor.page.status_code == 200  # a platform beside a full link is not asked about
        return
    assert visitor.page.status_code == 422
    assert visitor.step == step
    assert any(to == field and words in said for to, said in visitor.errors), visitor.errors
    assert f'id="{field}"' in visitor.text
    assert "<title>Erreur" in visitor.text
    assert len(visitor.page.content) < 150_000
    assert NoticeRow.objects.count() == 0


def test_everything_typed_is_still_there_after_an_error(visitor: Visitor) -> None:
    visitor.until("who")
    visitor.answer(name="", email="ana@example.org", side="victim", consents=["police", "lawyer"])
    assert 'value="ana@example.org"' in visitor.text
    assert visitor.text.count("checked") == 3


def test_a_private_message_needs_no_address(visitor: Visitor) -> None:
    where = {"private": "on", "platform": "instagram", "text": "Je sais où tu dors."}
    response = visitor.send({**GOOD, "where": where})
    ref, _ = address_of(response)
    assert MentionContent.objects.get(notice=ref).kind == "message"


def test_an_account_and_a_hashtag_are_given_without_a_link(visitor: Visitor) -> None:
    response = visitor.send({**GOOD, "where": {"addresses": "@somebody\n#haine", "platform": "x"}})
    ref, _ = address_of(response)
    assert sorted(MentionContent.objects.filter(notice=ref).values_list("kind", flat=True)) == ["account", "hashtag"]


# --- hidden state ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("change", ["", "x", "{}", "eyJ2IjoxfQ:1:a"])
def test_a_tampered_state_is_refused(visitor: Visitor, change: str) -> None:
    state = visitor.state
    given = change if change in ("", "{}") else state[:-3] + change if change == "x" else change
    response = visitor.client.post("/report", {"state": given, "step": "danger", "now": "no"})
    assert response.status_code == 400
    assert "Recommencer" in response.content.decode()


def test_a_step_that_is_none_is_refused(visitor: Visitor) -> None:
    assert visitor.client.post("/report", {"state": visitor.state, "step": "child"}).status_code == 400
    assert visitor.client.post("/report", {"state": visitor.state, "step": "../x"}).status_code == 400


def test_jumping_to_the_end_leads_to_the_first_question_without_an_answer(visitor: Visitor) -> None:
    visitor.page = visitor.client.post("/report", {"state": visitor.state, "step": "check", "good_faith": "on"})
    assert visitor.step == "danger"
    assert NoticeRow.objects.count() == 0


def test_a_form_without_its_csrf_token_is_refused(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    page = strict.get("/report")
    assert page.status_code == 200
    assert strict.post("/report", {"state": "x", "step": "danger"}).status_code == 403


# --- shared from a phone --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "query",
    [
        "?title=Post&text=Vu+ici+https://x.com/a/status/99",
        "?url=https://x.com/a/status/99",
        "?text=https://x.com/a/status/99&url=https://x.com/a/status/99",
    ],
)
def test_a_shared_post_fills_in_its_address(visitor: Visitor, query: str) -> None:
    visitor.begin(query)
    visitor.until("where")
    assert visitor.text.count(">\nhttps://x.com/a/status/99</textarea>") == 1


def test_a_share_without_a_link_fills_in_nothing(visitor: Visitor) -> None:
    visitor.begin("?text=%00rien&title=" + "a" * 5000)
    visitor.until("where")
    assert visitor.page.status_code == 200


# --- files ----------------------------------------------------------------------------------------------------------
def test_a_screenshot_is_sealed_with_the_notice(visitor: Visitor) -> None:
    ref, _ = address_of(visitor.send(file=SimpleUploadedFile("écran.png", PNG, "image/png")))
    (facts,) = notifier.testimony(ref)
    assert (facts["name"], facts["type"]) == ("écran.png", "image/png")
    row = VaultRow.objects.get(id=facts["file"])
    assert PNG not in bytes(row.sealed)
    assert vault.open_record(row) == PNG


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.png", b"<html>not an image", "MP4"),
        ("a.exe", b"MZ\x90", "MP4"),
        ("a.svg", b"<svg onload=alert(1)>", "MP4"),
        ("a.png", b"", ""),
        ("a.png", PNG + b"0" * 10 * 1024 * 1024, "10"),
    ],
)
def test_a_file_that_is_not_testimony_is_refused(visitor: Visitor, name: str, content: bytes, words: str) -> None:
    visitor.until("check")
    visitor.answer(good_faith="on", file=SimpleUploadedFile(name, content, "image/png"))
    assert visitor.page.status_code == 422
    assert any(field == "id_file" and words in said for field, said in visitor.errors), visitor.errors
    assert NoticeRow.objects.count() == 0


# --- sexual abuse of a child ----------------------------------------------------------------------------------------
def test_child_abuse_asks_for_the_address_alone(visitor: Visitor) -> None:
    visitor.until("child", CHILD)
    assert "internet-signalement.gouv.fr" in visitor.text
    assert "pointdecontact.net" in visitor.text
    assert 'name="text"' not in visitor.text
    response = visitor.send(CHILD)
    ref, _ = address_of(response)
    assert MentionContent.objects.filter(notice=ref).count() == 0  # the locator is in the vault, nothing in plain
    assert "bad.example" not in json.dumps(list(NoticeRow.objects.filter(ref=ref).values_list("now", flat=True)))


def test_a_file_with_child_abuse_is_never_kept(visitor: Visitor) -> None:
    visitor.until("check", CHILD)
    assert 'type="file"' not in visitor.text
    ref, _ = address_of(visitor.answer(good_faith="on", file=SimpleUploadedFile("a.png", PNG, "image/png")))
    assert notifier.testimony(ref) == []


# --- the hub itself -------------------------------------------------------------------------------------------------
def test_a_hub_without_takers_says_where_to_go(world: object) -> None:
    response = Client().get("/report")
    assert response.status_code == 503
    assert "internet-signalement.gouv.fr" in response.content.decode()


def test_the_default_organisation_is_chosen_first(visitor: Visitor, sos: Organisation) -> None:
    visitor.until("handler")
    assert visitor.text.index("SOS Test") < visitor.text.index("Brigade Test")
    assert visitor.text.count("checked") == 1
