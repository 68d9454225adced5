"""Referrals: nothing claimed before it is known, answers confirmed by a person, mails that prove nothing by themselves."""

from email.message import EmailMessage
from typing import Any

import pytest

from fanal.notice.states import ReferralNow
from fanal.words.lists import DeliveryGrade, Measure, ReferralState
from fanal_hub.courier import forms
from fanal_hub.ledger import write
from fanal_hub.ledger.read import referrals, streams
from fanal_hub.people.models import RecipientRow
from fanal_hub.stations import mailroom
from tests.hub.desk.scene import Scene, notice


def now_of(ref: str) -> ReferralNow:
    found = streams.referral_now(ref)
    assert found is not None
    return found


@pytest.fixture
def assisted(scene: Scene) -> str:
    return scene.case("assisted").referrals[0]


def noted(ref: str, **changes: Any) -> dict[str, Any]:
    given = {
        "targets": [each.target for each in now_of(ref).targets],
        "kind": "decided",
        "measure": "removed",
        "facts": "Appel à la haine.",
        "legal_ground": "Loi de 1881, art. 24",
    }
    return {**given, **changes}


def test_assisted_referral_claims_nothing_before_a_person_says_so(scene: Scene, assisted: str) -> None:
    client = scene.client(scene.analyst)
    page = client.get(f"/desk/referrals/{assisted}/assist")
    assert now_of(assisted).state == ReferralState.PREPARED
    fields = page.context["fields"]
    html = page.content.decode()
    assert [each.code for each in fields][:1] == ["location"]
    assert all(each.label in html for each in fields)
    refused = client.post(f"/desk/referrals/{assisted}/assist", {"reference": "TT-1"})
    assert (refused.status_code, set(refused.context["form"].errors)) == (422, {"confirmed"})
    assert now_of(assisted).state == ReferralState.PREPARED
    assert client.post(f"/desk/referrals/{assisted}/assist", {"confirmed": "on"}).status_code == 302
    sent = now_of(assisted)
    assert (sent.state, sent.grade) == (ReferralState.SENT, DeliveryGrade.SENT)
    assert [each.text for each in forms.pasted(assisted)] == [each.text for each in fields]
    client.post(f"/desk/referrals/{assisted}/assist", {"confirmed": "on", "reference": "TT-2026-1"})
    assert now_of(assisted).grade == DeliveryGrade.FORM_NOTED
    assert "TT-2026-1" in client.get(f"/desk/referrals/{assisted}").content.decode()


def test_referral_that_a_platform_takes_here_is_not_sent_by_hand(scene: Scene) -> None:
    ref = scene.case("answered").referrals[0]
    assert scene.client(scene.analyst).get(f"/desk/referrals/{ref}/assist").status_code == 404


def test_answer_of_a_platform_s_own_pages_is_noted_by_a_person(scene: Scene, assisted: str) -> None:
    client = scene.client(scene.analyst)
    client.post(f"/desk/referrals/{assisted}/assist", {"confirmed": "on"})
    place = f"/desk/referrals/{assisted}/answer"
    for changes, field in (
        ({"targets": []}, "targets"),
        ({"kind": ""}, "kind"),
        ({"measure": "none"}, "measure"),
        ({"facts": ""}, "facts"),
        ({"legal_ground": ""}, "legal_ground"),
        ({"kind": "asked_back"}, "question"),
        ({"kind": "refused", "facts": " "}, "facts"),
    ):
        refused = client.post(place, noted(assisted, **changes))
        assert refused.status_code == 422, changes
        assert field in refused.context["form"].errors, (changes, refused.context["form"].errors)
    assert now_of(assisted).state == ReferralState.SENT
    assert client.post(place, noted(assisted)).status_code == 302
    answered = now_of(assisted)
    assert answered.state == ReferralState.ANSWERED
    assert {each.measure for each in answered.targets} == {Measure.REMOVED}
    assert "Appel à la haine." in client.get(f"/desk/referrals/{assisted}").content.decode()


def mail(ref: str) -> str:
    message = EmailMessage()
    message["From"] = "Modération <moderation@host.example>"
    message["To"] = "fanal@localhost"
    message["Subject"] = f"Re: {ref}"
    message["Message-ID"] = "<1@host.example>"
    message.set_content("Bonjour, nous avons retiré ce contenu. <script>alert(1)</script>")
    return mailroom.take_reply(message.as_bytes()).claim


def test_mail_waits_for_a_person_who_confirms_it(scene: Scene, assisted: str) -> None:
    client = scene.client(scene.analyst)
    client.post(f"/desk/referrals/{assisted}/assist", {"confirmed": "on"})
    claim = mail(assisted)
    assert claim in client.get("/desk/replies").content.decode()
    assert now_of(assisted).state == ReferralState.SENT
    page = client.get(f"/desk/replies/{claim}").content.decode()
    assert "nous avons retiré" in page
    assert "<script>alert" not in page
    assert client.post(f"/desk/replies/{claim}", noted(assisted, facts="")).status_code == 422
    assert client.post(f"/desk/replies/{claim}", noted(assisted)).status_code == 302
    assert now_of(assisted).state == ReferralState.ANSWERED
    assert referrals.claims(scene.sos.ref) == []
    assert client.get(f"/desk/replies/{claim}").status_code == 404


def test_mail_that_answers_nothing_is_put_away(scene: Scene, assisted: str) -> None:
    client = scene.client(scene.analyst)
    client.post(f"/desk/referrals/{assisted}/assist", {"confirmed": "on"})
    claim = mail(assisted)
    assert client.get(f"/desk/replies/{claim}/drop").status_code == 405
    assert client.post(f"/desk/replies/{claim}/drop").status_code == 302
    assert referrals.claims(scene.sos.ref) == []
    assert client.post(f"/desk/replies/{claim}/drop").status_code == 404
    assert now_of(assisted).state == ReferralState.SENT


@pytest.mark.parametrize(("act", "state"), [("withdraw", "withdrawn"), ("close", "closed"), ("contest", "contested")])
def test_ends_of_a_referral_need_a_reason_of_the_list(scene: Scene, act: str, state: str) -> None:
    ref = scene.case("answered").referrals[0]
    client = scene.client(scene.analyst)
    if act != "close":
        assert client.post(f"/desk/referrals/{ref}/{act}", {}).status_code == 422
        assert client.post(f"/desk/referrals/{ref}/{act}", {"why": "because"}).status_code == 422
    why = {"withdraw": "mistake", "contest": "still_up"}.get(act, "")
    assert client.post(f"/desk/referrals/{ref}/{act}", {"why": why}).status_code == 302
    assert now_of(ref).state == state
    # Once more: the table of moves forbids it, and the page says so instead of failing.
    assert client.post(f"/desk/referrals/{ref}/{act}", {"why": why}).status_code in (302, 422)


def test_envelope_is_the_sealed_bytes(scene: Scene) -> None:
    ref = scene.case("answered").referrals[0]
    shown = scene.client(scene.analyst).get(f"/desk/referrals/{ref}/envelope")
    assert shown.content == referrals.letter(ref)
    assert shown["Content-Disposition"].startswith("attachment")
    nothing = scene.case("assisted").referrals[0]
    assert scene.client(scene.analyst).get(f"/desk/referrals/{nothing}/envelope").status_code == 404


def test_clocks_stop_with_the_answer_and_our_targets_are_called_so(scene: Scene) -> None:
    client = scene.client(scene.analyst)
    html = client.get(f"/desk/referrals/{scene.case('answered').referrals[0]}").content.decode()
    assert "Stopped on" in html
    waiting = client.get(f"/desk/referrals/{scene.case('assisted').referrals[0]}").content.decode()
    assert "As they would run if it left now." in waiting
    assert "our own target, not a legal deadline" in waiting


def test_letter_that_could_not_leave_is_sent_by_a_person(scene: Scene) -> None:
    row = RecipientRow(
        handler=scene.sos,
        code="host-mail",
        kind="platform",
        title_fr="Hôte",
        platform="tiktok",
        email="hote@exemple.example",
    )
    write.run(row.save)
    scene.take_in(
        "mailed", notice("https://www.tiktok.com/@autre/video/7106594312292453676", text="Un autre texte, bien à part.")
    )
    ref = scene.refer("mailed")
    scene.cases.pop("mailed")
    client = scene.client(scene.analyst)
    assert now_of(ref).state == ReferralState.UNDELIVERABLE
    assert "Send it by hand" in client.get(f"/desk/referrals/{ref}").content.decode()
    assert "hote@exemple.example" in client.get(f"/desk/referrals/{ref}/assist").content.decode()
    assert client.post(f"/desk/referrals/{ref}/assist", {"confirmed": "on"}).status_code == 302
    sent = now_of(ref)
    assert (sent.state, sent.way) == (ReferralState.SENT, "email")
    assert client.get(f"/desk/referrals/{ref}/assist").status_code == 404
