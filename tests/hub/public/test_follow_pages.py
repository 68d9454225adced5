"""Receipt, follow-up, files and withdrawal: with the secret everything of one's own, without it nothing."""

import html
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from fanal.notice.facts import TargetAnswer
from fanal.prove.check import Verdict, check
from fanal.words.lists import AnswerKind, Measure, NoticeState, OrgKind
from fanal_hub.courier.keys import signer
from fanal_hub.ledger.models import EventRow
from fanal_hub.ledger.read import streams
from fanal_hub.people.models import Organisation
from fanal_hub.stations import judge, notifier, reply, seal
from tests.hub.public import scene
from tests.hubkit import World

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 50


def words(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return html.unescape(response.content.decode())


def test_the_receipt_has_number_code_and_a_signed_file(client: Client, world: World, sos: Organisation) -> None:
    taken = scene.send(sos, "https://x.com/a/status/1")
    page = words(client, f"/s/{taken.ref}/{taken.follow}/receipt")
    assert taken.ref in page
    assert " ".join(taken.follow[at : at + 4] for at in range(0, 24, 4)) in page
    raw = client.get(f"/s/{taken.ref}/{taken.follow}/receipt.json").content
    assert json.loads(raw) == {"receipt": taken.receipt}
    assert check(raw, key=signer().verifier.text()).verdict is Verdict.VERIFIED


def test_a_sealed_receipt_carries_its_proof(client: Client, world: World, sos: Organisation) -> None:
    taken = scene.send(sos, "https://x.com/a/status/1")
    world.settle()
    seal.seal(world.now)
    response = client.get(f"/s/{taken.ref}/{taken.follow}/receipt.json")
    assert set(json.loads(response.content)) == {"receipt", "proof", "checkpoint", "vkey"}
    checked = check(response.content, key=signer().verifier.text())
    assert checked.verdict is Verdict.VERIFIED
    assert all(each.state == "holds" for each in checked.steps)
    assert "Scellé dans le journal" in words(client, f"/s/{taken.ref}/{taken.follow}")


@pytest.mark.parametrize("end", ["", "/receipt", "/receipt.json", "/withdraw"])
@pytest.mark.parametrize("token", ["wrong", "é\0", "a" * 24])
def test_a_wrong_code_opens_nothing(client: Client, world: World, sos: Organisation, token: str, end: str) -> None:
    taken = scene.send(sos, "https://x.com/a/status/1")
    other = scene.send(sos, "https://x.com/a/status/2")
    for wrong in (token, other.follow):
        response = client.get(f"/s/{taken.ref}/{wrong}{end}")
        assert response.status_code == 404
        page = response.content.decode()
        assert not any(each in page for each in (taken.follow, "SOS Test", "x.com"))
    assert client.post(f"/s/{taken.ref}/{other.follow}/withdraw").status_code == 404
    assert client.post(f"/s/{taken.ref}/{other.follow}/file").status_code == 404


def test_the_story_tells_each_step_in_words(client: Client, world: World, sos: Organisation) -> None:
    platform = world.organisation("Ma Plateforme", OrgKind.PLATFORM, platform="x")
    taken = scene.send(sos, "https://x.com/a/status/1")
    address = f"/s/{taken.ref}/{taken.follow}"
    assert "Votre signalement est arrivé" in words(client, address)
    referral = scene.put_before(world, sos, taken)
    told = words(client, address)
    assert "Une personne l’a jugé : il peut être illicite" in told.replace("\N{NO-BREAK SPACE}", " ")
    assert "Ma Plateforme" in told
    assert "DSA Art. 16" in told
    answer = TargetAnswer(
        target=referral.targets[0].target,
        kind=AnswerKind.DECIDED,
        measure=Measure.REMOVED,
        facts=scene.FACTS,
        legal_ground="Code pénal, art. 222-17",
    )
    reply.answer(judge.Hand(organisation=platform, by="p-9"), referral.ref, [answer])
    world.settle()
    told = words(client, address).replace("\N{NO-BREAK SPACE}", " ")
    assert "Ma Plateforme a répondu : retiré" in told
    assert scene.FACTS in told
    english = words(client, address + "?lang=en")
    assert "Ma Plateforme answered: removed" in english
    assert "Ana Secret" not in told + english


def test_a_content_set_aside_says_why(client: Client, world: World, sos: Organisation) -> None:
    taken = scene.send(sos, "https://x.com/a/status/1")
    scene.set_aside(world, sos, taken)
    assert "Contre-discours, dénonciation" in words(client, f"/s/{taken.ref}/{taken.follow}")


def test_the_story_tells_nothing_of_others_in_the_same_case(client: Client, world: World, sos: Organisation) -> None:
    first = scene.send(sos, "https://x.com/a/status/1", "https://x.com/a/status/2")
    world.settle()
    second = scene.send(sos, "https://x.com/a/status/1")
    world.settle()
    told = words(client, f"/s/{second.ref}/{second.follow}")
    assert first.ref not in told
    assert "status/2" not in told
    assert told.count("Publication, ") == 1


def test_a_file_is_added_afterwards_once(client: Client, world: World, sos: Organisation) -> None:
    taken = scene.send(sos, "https://x.com/a/status/1")
    address = f"/s/{taken.ref}/{taken.follow}"
    for _ in range(2):
        response = client.post(f"{address}/file", {"file": SimpleUploadedFile("a.png", PNG)})
        assert response.status_code == 303
    assert len(notifier.testimony(taken.ref)) == 1
    assert "a.png" in words(client, address)


@pytest.mark.parametrize("content", [b"", b"not an image"])
def test_a_bad_file_is_refused_with_words(client: Client, world: World, sos: Organisation, content: bytes) -> None:
    taken = scene.send(sos, "https://x.com/a/status/1")
    response = client.post(f"/s/{taken.ref}/{taken.follow}/file", {"file": SimpleUploadedFile("a.png", content)})
    assert response.status_code == 422
    assert "errors-title" in response.content.decode()
    assert client.post(f"/s/{taken.ref}/{taken.follow}/file").status_code == 422
    assert notifier.testimony(taken.ref) == []


def test_files_have_an_end(client: Client, world: World, sos: Organisation) -> None:
    taken = scene.send(sos, "https://x.com/a/status/1")
    for n in range(notifier.MOST_FILES + 1):
        response = client.post(
            f"/s/{taken.ref}/{taken.follow}/file", {"file": SimpleUploadedFile("a", PNG + bytes([n]))}
        )
    assert response.status_code == 422
    assert len(notifier.testimony(taken.ref)) == notifier.MOST_FILES


def test_no_file_joins_a_notice_of_child_abuse(client: Client, world: World, sos: Organisation) -> None:
    taken = scene.send(sos, "https://bad.example/x", category="child_abuse")
    world.settle()
    assert "bad.example" not in words(client, f"/s/{taken.ref}/{taken.follow}")
    response = client.post(f"/s/{taken.ref}/{taken.follow}/file", {"file": SimpleUploadedFile("a.png", PNG)})
    assert response.status_code == 422
    assert notifier.testimony(taken.ref) == []


def test_a_notice_is_taken_back_once(client: Client, world: World, sos: Organisation) -> None:
    taken = scene.send(sos, "https://x.com/a/status/1")
    world.settle()
    address = f"/s/{taken.ref}/{taken.follow}"
    assert "définitif" in words(client, f"{address}/withdraw")
    now = streams.notice_now(taken.ref)
    assert now is not None
    assert now.state == NoticeState.TRIAGED  # looking at the page withdraws nothing
    for _ in range(2):
        assert client.post(f"{address}/withdraw").status_code == 303
    assert EventRow.objects.filter(stream=f"notice:{taken.ref}", kind="notice_withdrawn").count() == 1
    told = words(client, address)
    assert "Vous avez retiré votre signalement" in told
    assert f"{address}/withdraw" not in told
    assert client.post(f"{address}/file", {"file": SimpleUploadedFile("a.png", PNG)}).status_code == 422


@pytest.mark.parametrize("typed", ["{ref}", " {lower} ", "{spaced}"])
def test_number_and_code_are_read_as_people_type_them(
    client: Client, world: World, sos: Organisation, typed: str
) -> None:
    taken = scene.send(sos, "https://x.com/a/status/1")
    ref = typed.format(ref=taken.ref, lower=taken.ref.lower(), spaced=taken.ref.replace("-", " - "))
    code = " ".join(taken.follow[at : at + 4] for at in range(0, 24, 4)).upper()
    response = client.post("/follow", {"ref": ref, "code": code})
    assert response.status_code == 303
    assert response["Location"] == f"/s/{taken.ref}/{taken.follow}"


def test_guessing_codes_is_slowed_down(client: Client, world: World, sos: Organisation) -> None:
    taken = scene.send(sos, "https://x.com/a/status/1")
    statuses = [client.post("/follow", {"ref": taken.ref, "code": f"{n}\0"}).status_code for n in range(31)]
    assert statuses == [422] * 30 + [429]
    missing = client.post("/follow", {"ref": "N-0000-0000", "code": "x"})
    assert missing.status_code == 429  # a number that does not exist is answered alike
