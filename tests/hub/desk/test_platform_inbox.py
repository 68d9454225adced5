"""The inbox of a recipient: what is due first, receipt and answers, one or many at once; nobody else's."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from fanal.prove.envelope import verify_envelope
from fanal.words.lists import Ask, OrgKind, ReferralState, Role
from fanal_hub.courier.keys import signer
from fanal_hub.ledger import write
from fanal_hub.ledger.models import ReferralRow
from fanal_hub.ledger.read import referrals, streams
from fanal_hub.people.models import Organisation
from fanal_hub.stations import dispatch
from tests.hub.desk.errands import client, text
from tests.hub.desk.scene import TEXT, Scene, empty, notice, post
from tests.hubkit import World

REMOVED = {
    "kind": "decided",
    "measure": "removed",
    "facts": "Appel à la haine constaté.",
    "legal_ground": "Loi du 29 juillet 1881, art. 24",
    "redress": "Réclamation interne, six mois.",
}


@pytest.fixture
def scene(world: World, sos: Organisation) -> Scene:
    """A platform with three referrals in its inbox: one target, two targets, one target."""
    made = empty(world, sos)
    for name, given in (("one", notice(post(1))), ("two", notice(post(2), post(3))), ("three", notice(post(4)))):
        made.take_in(name, given)
        made.refer(name, Ask.REMOVE)
    return made


@pytest.fixture
def desk(scene: Scene) -> Client:
    """The platform's analyst."""
    return client(scene.world, scene.platform, Role.ANALYST)


def ref(scene: Scene, name: str) -> str:
    """The referral of a case."""
    return scene.case(name).referrals[0]


def targets(scene: Scene, *names: str) -> list[str]:
    """The targets of some referrals, as the form names them."""
    found = []
    for name in names:
        now = streams.referral_now(ref(scene, name))
        assert now is not None
        found += [f"{now.ref}/{each.target}" for each in now.targets]
    return found


def answering(scene: Scene, *names: str, **more: Any) -> dict[str, Any]:
    """What the answer form sends."""
    return {"referral": [ref(scene, each) for each in names], "targets": targets(scene, *names), **REMOVED, **more}


def state(name: str) -> str:
    """Where a referral is."""
    return ReferralRow.objects.get(ref=name).state


def test_the_inbox_shows_what_is_asked_by_whom_and_until_when(scene: Scene, desk: Client) -> None:
    """The sender's target is never shown as a deadline of law."""
    shown = text(desk.get("/desk/inbox"))
    assert all(ref(scene, name) in shown for name in ("one", "two", "three"))
    assert "SOS Test" in shown
    assert "the sender's target, not a legal deadline" in shown
    assert "fixed by law" not in shown


def test_what_is_late_stands_on_top_and_can_be_shown_alone(scene: Scene, desk: Client) -> None:
    """Overdue is a question to the clock."""
    late = ref(scene, "three")
    past = scene.world.now - timedelta(days=2)
    write.run(lambda: ReferralRow.objects.filter(ref=late).update(target_at=past))
    page = desk.get("/desk/inbox")
    assert [row["ref"] for row in page.context["rows"]][0] == late
    assert "1 is past its time" in text(page)
    assert [row["ref"] for row in desk.get("/desk/inbox?late=1").context["rows"]] == [late]


@pytest.mark.parametrize(
    "query", ["after=x", "after=2026_R", "state=zz", "late=zz", "ask=zz", "handler=%00", "after=_"]
)
def test_a_cursor_or_filter_that_is_not_ours_is_no_error(scene: Scene, desk: Client, query: str) -> None:
    """The page is shown."""
    assert desk.get(f"/desk/inbox?{query}").status_code == 200


def test_pages_hold_every_referral_once(scene: Scene, desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Walked by the cursor."""
    monkeypatch.setattr("fanal_hub.desk.inbox.ON_A_PAGE", 2)
    first = desk.get("/desk/inbox")
    second = desk.get(first.context["next"])
    found = [row["ref"] for page in (first, second) for row in page.context["rows"]]
    assert sorted(found) == sorted(ref(scene, name) for name in ("one", "two", "three"))
    assert second.context["next"] == ""


def test_a_referral_shows_the_law_the_reasons_and_the_words_behind_a_veil(scene: Scene, desk: Client) -> None:
    """As the signed envelope states them; nothing of who reported."""
    page = desk.get(f"/desk/inbox/{ref(scene, 'one')}")
    shown = text(page)
    for words in ("DSA Art. 16", "loi 1881, art. 24", "without a number", "Show the reported words", post(1), TEXT):
        assert words in shown
    for secret in ("Dominique", "d@exemple.example"):
        assert secret not in page.content.decode()
    raw = desk.get(f"/desk/inbox/{ref(scene, 'one')}/envelope.json").content
    assert verify_envelope(json.loads(raw), signer().verifier).id == ref(scene, "one")


def test_receipt_is_confirmed_for_one_and_for_many(scene: Scene, desk: Client) -> None:
    """Twice changes nothing; others' references are left out."""
    one, two = ref(scene, "one"), ref(scene, "two")
    for _ in range(2):
        assert desk.post(f"/desk/inbox/{one}/acknowledge").status_code == 302
    answer = desk.post("/desk/inbox/many", {"do": "acknowledge", "referrals": [one, two, "R-0000-0000"]}, follow=True)
    assert "Receipt of 2 referrals confirmed" in text(answer)
    assert [state(one), state(two), state(ref(scene, "three"))] == ["acknowledged", "acknowledged", "sent"]
    assert "Tick at least one" in text(desk.post("/desk/inbox/many", {"do": "acknowledge"}, follow=True))


def test_one_statement_answers_many_referrals(scene: Scene, desk: Client) -> None:
    """Chosen in the list, answered in one form."""
    where = desk.post("/desk/inbox/many", {"do": "answer", "referrals": [ref(scene, "one"), ref(scene, "two")]})[
        "Location"
    ]
    page = desk.get(where)
    assert "Answer 2 referrals together" in text(page)
    assert sorted(page.context["form"].initial["targets"]) == sorted(targets(scene, "one", "two"))
    assert desk.post("/desk/inbox/answer", answering(scene, "one", "two"))["Location"] == "/desk/inbox"
    assert [state(ref(scene, name)) for name in ("one", "two", "three")] == ["answered", "answered", "sent"]
    said = referrals.answers(ref(scene, "two"))
    assert {each["legal_ground"] for each in said.values()} == {REMOVED["legal_ground"]}
    assert len(said) == 2


def test_one_target_is_answered_apart_and_the_rest_waits(scene: Scene, desk: Client) -> None:
    """The referral is answered when all its targets are."""
    name = ref(scene, "two")
    first, second = targets(scene, "two")
    page = desk.get(f"/desk/inbox/answer?referral={name}&target={first.partition('/')[2]}")
    assert page.context["form"].initial["targets"] == [first]
    desk.post("/desk/inbox/answer", answering(scene, "two", targets=[first]))
    assert state(name) == ReferralState.ACKNOWLEDGED
    assert "1 of 2 targets to answer" in text(desk.get("/desk/inbox"))
    page = desk.get(f"/desk/inbox/answer?referral={name}")
    assert [value for value, _words in page.context["form"].fields["targets"].choices] == [second]
    refusal = {**answering(scene, "two", targets=[second]), "kind": "refused", "facts": "Le contenu est une citation."}
    shown = text(desk.post("/desk/inbox/answer", refusal, follow=True))
    assert "Fanal looks at the source" in shown
    assert state(name) == ReferralState.ANSWERED


@pytest.mark.parametrize(
    ("more", "fields"),
    [
        ({"kind": ""}, {"kind"}),
        ({"targets": []}, {"targets"}),
        ({"targets": ["R-0000-0000/T-0000-0000"]}, {"targets"}),
        ({"measure": ""}, {"measure"}),
        ({"facts": "", "legal_ground": ""}, {"facts", "legal_ground"}),
        ({"kind": "refused", "facts": " "}, {"facts"}),
        ({"kind": "asked_back"}, {"question"}),
        ({"facts": "x" * 20_001}, {"facts"}),
        ({"facts": "a\0b"}, {"facts"}),
        ({"measure": "zz"}, {"measure"}),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_is_written(
    scene: Scene, desk: Client, more: dict[str, Any], fields: set[str]
) -> None:
    """All at once, for two referrals together, and neither is half answered."""
    answer = desk.post("/desk/inbox/answer", answering(scene, "one", "two", **more))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == fields
    assert all(len(each) == 1 for each in answer.context["form"].errors.values())
    assert [state(ref(scene, name)) for name in ("one", "two")] == ["sent", "sent"]


def test_a_question_goes_back_and_moves_nothing(scene: Scene, desk: Client) -> None:
    """The clocks go on."""
    given = answering(scene, "one", kind="asked_back", question="Quel passage exactement ?")
    shown = text(desk.post("/desk/inbox/answer", given, follow=True))
    assert "Quel passage exactement" in shown
    assert state(ref(scene, "one")) == ReferralState.ACKNOWLEDGED


def test_a_contested_answer_is_answered_again(scene: Scene, desk: Client) -> None:
    """It comes back among those to answer."""
    name = ref(scene, "one")
    desk.post("/desk/inbox/answer", answering(scene, "one"))
    assert name not in text(desk.get("/desk/inbox"))
    assert name in text(desk.get("/desk/inbox?state=ended"))
    assert "answered already" in text(desk.get(f"/desk/inbox/answer?referral={name}", follow=True))
    dispatch.contest(scene.hand, name, "still_up")
    assert "contests the answer" in text(desk.get(f"/desk/inbox/{name}"))
    assert desk.post("/desk/inbox/answer", answering(scene, "one")).status_code == 302
    assert state(name) == ReferralState.ANSWERED


def test_other_recipients_referrals_do_not_exist_here(scene: Scene) -> None:
    """404 for another platform, for the sender, and for what was not delivered."""
    name = ref(scene, "one")
    other = client(scene.world, scene.world.organisation("Autre", OrgKind.PLATFORM, platform="youtube"), Role.ANALYST)
    scene.take_in("waits", notice("https://www.tiktok.com/@grincheux/video/7106594312292453675"))
    not_sent = scene.refer("waits", Ask.REMOVE)
    mine = client(scene.world, scene.platform, Role.ANALYST)
    for browser, asked in ((other, name), (mine, not_sent), (mine, "R-0000-0000"), (mine, "x")):
        assert browser.get(f"/desk/inbox/{asked}").status_code == 404
        assert browser.get(f"/desk/inbox/{asked}/envelope.json").status_code == 404
        assert browser.post(f"/desk/inbox/{asked}/acknowledge").status_code == 404
        assert browser.get(f"/desk/inbox/answer?referral={asked}").status_code == 404
        assert browser.post("/desk/inbox/answer", {**answering(scene, "one"), "referral": [asked]}).status_code == 404
    mixed = {**answering(scene, "one"), "referral": [name, not_sent]}
    assert mine.post("/desk/inbox/answer", mixed).status_code == 404
    assert other.post("/desk/inbox/many", {"do": "acknowledge", "referrals": [name]}).status_code == 302
    assert state(name) == "sent"
    assert name not in text(other.get("/desk/inbox"))


@pytest.mark.parametrize("path", ["", "/many", "/answer", "/{}", "/{}/acknowledge", "/{}/envelope.json"])
def test_only_recipients_have_an_inbox_and_only_analysts_answer(scene: Scene, path: str) -> None:
    """403: associations and auditors everywhere; readers and notifiers where something is said."""
    where = f"/desk/inbox{path.format(ref(scene, 'one'))}"
    says = path in ("/many", "/{}/acknowledge", "/answer")
    reader = client(scene.world, scene.platform, Role.READER)
    notifier = client(scene.world, scene.platform, Role.NOTIFIER)
    analyst = client(scene.world, scene.sos, Role.ANALYST)
    method = "post" if says else "get"
    assert getattr(notifier, method)(where).status_code == 403
    assert getattr(analyst, method)(where).status_code == 403
    assert getattr(reader, method)(where).status_code == (403 if says else 200)
