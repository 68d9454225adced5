"""The author's door: the same answer always, the words sealed with every case they concern, and nothing kept otherwise."""

import re

import pytest
from django.test import Client

from fanal_hub.courier.keys import contest_secret
from fanal_hub.ledger import vault
from fanal_hub.ledger.models import EventRow, VaultRow
from fanal_hub.ledger.read import notices
from fanal_hub.people.models import Organisation
from tests.hub.public import scene
from tests.hubkit import World

WHY = "C’était une citation pour dénoncer ces propos."


def contest(client: Client, about: str, **more: str) -> str:
    """What the page answers, its number aside."""
    response = client.post("/contest", {"about": about, "why": WHY, "contact": "auteur@example.org", **more})
    assert response.status_code == 200, response.content
    page = response.content.decode()
    return re.sub(r"X-\w{4}-\w{4}|csrfmiddlewaretoken\" value=\"\w+", "", page)


def test_every_handler_of_the_content_gets_the_words_sealed(
    client: Client, world: World, sos: Organisation, brigade: Organisation
) -> None:
    taken = [scene.send(each, "https://x.com/a/status/1") for each in (sos, brigade)]
    world.settle()
    contest(client, "https://twitter.com/a/status/1?s=20")
    for each in taken:
        case = scene.case_of(each)
        assert case.targets[0].contests == 1
        (row,) = notices.sealed(f"case:{case.ref}", "contest")
        assert vault.open_json(row)["said"]["why"] == WHY
    body = EventRow.objects.filter(kind="contest_received").values_list("body", flat=True)
    assert not any(WHY in each or "auteur@" in each for each in body)


def test_the_answer_tells_nobody_whether_something_was_found(client: Client, world: World, sos: Organisation) -> None:
    taken = scene.send(sos, "https://x.com/a/status/1")
    world.settle()
    known = contest(client, "https://x.com/a/status/1")
    kept = VaultRow.objects.filter(kind="contest").count()
    for about in ("https://x.com/a/status/2", "not an address", "R-0000-0000", "javascript:alert(1)", taken.ref):
        assert contest(client, about) == known
    assert VaultRow.objects.filter(kind="contest").count() == kept == 1


def test_a_reference_that_a_recipient_named_finds_the_case(client: Client, world: World, sos: Organisation) -> None:
    scene.forum(sos)
    taken = scene.send(sos, "https://forum.example/1")
    referral = scene.put_before(world, sos, taken)
    contest(client, f" {referral.ref.lower()} ")
    assert scene.case_of(taken).targets[0].contests == 1


def test_a_link_names_its_case_and_no_other(client: Client, world: World, sos: Organisation) -> None:
    one, two = (scene.send(sos, f"https://x.com/a/status/{n}") for n in (1, 2))
    world.settle()
    secret = contest_secret(scene.case_of(one).ref)
    assert 'name="about"' not in client.get(f"/contest/{secret}").content.decode()
    response = client.post(f"/contest/{secret}", {"why": WHY})
    assert response.status_code == 200
    assert (scene.case_of(one).targets[0].contests, scene.case_of(two).targets[0].contests) == (1, 0)
    wrong = secret.replace(scene.case_of(one).ref, scene.case_of(two).ref)
    assert client.get(f"/contest/{wrong}").status_code == 404
    assert client.post("/contest/é", {"why": WHY}).status_code == 404


@pytest.mark.parametrize(
    "given",
    [
        {"about": "", "why": WHY},
        {"about": "https://x.com/a/status/1", "why": "non"},
        {"about": "https://x.com/a/status/1", "why": WHY + "\0"},
        {"about": "https://x.com/a/status/1", "why": "a" * 20_001},
        {"about": "a" * 4_001, "why": WHY},
        {"about": "https://x.com/a/status/1", "why": WHY, "contact": "a" * 201},
        {},
    ],
)
def test_a_contest_that_cannot_be_read_is_refused(client: Client, given: dict[str, str]) -> None:
    response = client.post("/contest", given)
    assert response.status_code == 422
    assert "errors-title" in response.content.decode()


def test_too_many_contests_are_slowed_down_and_nothing_typed_is_lost(client: Client) -> None:
    for n in range(20):
        contest(client, f"https://x.com/a/status/{n}")
    response = client.post("/contest", {"about": "https://x.com/a/status/9", "why": WHY})
    assert response.status_code == 429
    assert "dénoncer ces propos" in response.content.decode()
