"""The one-time page of a recipient without account: it reads, confirms, answers, and then the link is closed."""

import html
import re
from typing import Any

import pytest
from django.test import Client

from fanal.notice.states import ReferralNow
from fanal_hub.ledger import write
from fanal_hub.ledger.models import AccessRow
from fanal_hub.ledger.read import streams
from fanal_hub.people.models import Organisation
from fanal_hub.stations import dispatch
from fanal_hub.stations.judge import Hand
from tests.hub.public import scene
from tests.hubkit import World

DECIDED = {"kind": "decided", "measure": "removed", "facts": scene.FACTS, "legal_ground": "Code pénal, art. 222-17"}


@pytest.fixture
def referral(client: Client, world: World, sos: Organisation) -> ReferralNow:
    """A referral about two targets, sent by mail."""
    scene.forum(sos)
    return scene.put_before(world, sos, scene.send(sos, "https://forum.example/1", "https://forum.example/2"))


def again(referral: ReferralNow) -> ReferralNow:
    now = streams.referral_now(referral.ref)
    assert now is not None
    return now


def post(client: Client, referral: ReferralNow, **given: Any) -> Any:
    targets = given.pop("targets", [each.target for each in referral.targets])
    return client.post(f"/a/{scene.link_of(referral.ref)}", {"go": "answer", "targets": targets, **given})


def test_the_page_says_who_asks_what_on_which_law(client: Client, referral: ReferralNow) -> None:
    page = html.unescape(client.get(f"/a/{scene.link_of(referral.ref)}").content.decode())
    for said in (referral.ref, "SOS Test", "Retirer", "DSA Art. 16", "forum.example/1", "forum.example/2", "222-17"):
        assert said in page, said
    assert "Ana Secret" not in page
    veiled = re.sub(r"<details class=\"veil.*?</details>", "", page, flags=re.DOTALL)
    assert scene.TEXT not in veiled
    assert scene.TEXT in page


def test_looking_acknowledges_nothing_and_confirming_does(client: Client, referral: ReferralNow) -> None:
    link = f"/a/{scene.link_of(referral.ref)}"
    client.get(link)
    assert again(referral).state == "sent"
    for _ in range(2):
        assert client.post(link, {"go": "acknowledge"}).status_code == 303
    assert again(referral).state == "acknowledged"
    assert 'value="acknowledge"' not in client.get(link).content.decode()


def test_one_target_at_a_time_then_the_link_is_closed(client: Client, referral: ReferralNow) -> None:
    first, second = (each.target for each in referral.targets)
    response = post(client, referral, targets=[first], **DECIDED)
    assert response.status_code == 303
    left = client.get(response["Location"]).content.decode()
    assert f'value="{first}"' not in left
    assert f'value="{second}"' in left
    done = post(client, referral, targets=[second], kind="refused", facts="C’est une citation qui dénonce.")
    assert done.status_code == 200
    now = again(referral)
    assert now.state == "answered"
    assert [each.answer for each in now.targets] == ["decided", "refused"]
    assert now.targets[0].measure == "removed"
    assert client.get(f"/a/{scene.link_of(referral.ref)}").status_code == 410
    assert post(client, referral, **DECIDED).status_code == 410


def test_a_contested_answer_opens_the_link_again(client: Client, referral: ReferralNow, sos: Organisation) -> None:
    assert post(client, referral, **DECIDED).status_code == 200
    dispatch.contest(Hand(organisation=sos, by="p-1"), referral.ref, "other_law")
    assert client.get(f"/a/{scene.link_of(referral.ref)}").status_code == 200
    assert post(client, referral, kind="refused", facts=scene.FACTS).status_code == 200
    assert again(referral).outcome == "refused"
    assert client.get(f"/a/{scene.link_of(referral.ref)}").status_code == 410


def test_a_question_leaves_the_link_open(client: Client, referral: ReferralNow) -> None:
    assert post(client, referral, kind="asked_back", question="Quel commentaire exactement ?").status_code == 303
    assert again(referral).questions == 2
    assert client.get(f"/a/{scene.link_of(referral.ref)}").status_code == 200


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "id_kind_0"),
        ({"kind": "nonsense"}, "id_kind_0"),
        ({"kind": "decided"}, "id_measure"),
        ({"kind": "decided", "measure": "removed"}, "id_facts"),
        ({"kind": "decided", "measure": "removed", "facts": "Faits"}, "id_legal_ground"),
        ({"kind": "refused"}, "id_facts"),
        ({"kind": "asked_back"}, "id_question"),
        ({**DECIDED, "facts": "nul \0"}, "id_facts"),
        ({**DECIDED, "facts": "a" * 20_001}, "id_facts"),
        ({**DECIDED, "targets": []}, "id_targets_0"),
        ({**DECIDED, "targets": ["T-0000-0000"]}, "id_targets_0"),
    ],
)
def test_an_incomplete_answer_is_refused_beside_its_field(
    client: Client, referral: ReferralNow, given: dict[str, Any], field: str
) -> None:
    response = post(client, referral, **given)
    page = response.content.decode()
    assert response.status_code == 422
    assert f'<a href="#{field}">' in page
    assert f'id="{field}"' in page
    assert again(referral).state == "sent"
    assert page.count("<li><a href=") <= 2  # said once, not once a target


@pytest.mark.parametrize("secret", ["nope", "a" * 43, "%00", "é"])
def test_an_unknown_link_says_what_to_do(client: Client, secret: str) -> None:
    response = client.get(f"/a/{secret}")
    assert response.status_code == 410
    assert "Répondez à ce courriel" in html.unescape(response.content.decode())
    assert client.post(f"/a/{secret}", {"go": "acknowledge"}).status_code == 410


def test_an_expired_link_is_closed(client: Client, referral: ReferralNow) -> None:
    link = scene.link_of(referral.ref)
    write.run(lambda: AccessRow.objects.update(expires_at=scene.later(days=-1)))
    assert client.get(f"/a/{link}").status_code == 410
    assert client.post(f"/a/{link}", {"go": "acknowledge"}).status_code == 410


def test_the_author_gets_a_door(client: Client, referral: ReferralNow) -> None:
    page = client.get(f"/a/{scene.link_of(referral.ref)}").content.decode()
    found = re.search(r"http://testserver(/contest/[^<\s]+)", page)
    assert found
    assert client.get(found[1]).status_code == 200
