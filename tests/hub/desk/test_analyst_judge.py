"""Judging: what is missing is said at its field and writes nothing; grave asks wait; traces stay."""

from typing import Any

import pytest
from django.http import HttpResponse

from fanal.notice.states import CaseNow
from fanal.words.lists import Ask, CaseState, Judgement, OrgKind, ReferralState, Role
from fanal_hub.ledger.read import cases, notices, streams
from fanal_hub.stations.judge import Hand
from tests.hub.desk.scene import HATE, REASONS, Scene, notice, post


def send(scene: Scene, place: str, given: dict[str, Any]) -> HttpResponse:
    return scene.client(scene.analyst).post(place, given)  # type: ignore[return-value]


def judged(case: CaseNow, **changes: Any) -> dict[str, Any]:
    given = {
        "targets": [each.id for each in case.targets],
        "verdict": "qualify",
        "offences": [HATE],
        "asks": ["remove", "preserve"],
        "note": "Appel à la haine.",
    }
    return {**given, **changes}


def test_every_target_at_once_then_preview_evidence_and_referral(scene: Scene) -> None:
    case = scene.case("open")
    answer = send(scene, f"/desk/cases/{case.ref}/qualify", judged(case))
    assert answer["Location"] == f"/desk/cases/{case.ref}/refer"
    now = scene.case("open")
    assert now.state == CaseState.QUALIFIED
    assert {each.judgement for each in now.targets} == {Judgement.QUALIFIED}
    client = scene.client(scene.analyst)
    page = client.get(f"/desk/cases/{case.ref}/refer")
    assert page.context["lacks_evidence"]
    assert {each["recipient"] for each in page.context["plans"]} >= {"Plateforme X"}
    assert all(each["why"] for each in page.context["plans"])
    # Without evidence nothing leaves, and the page says how to mend it.
    refused = client.post(f"/desk/cases/{case.ref}/refer")
    assert refused.status_code == 409
    assert scene.case("open").referrals == ()
    done = client.post(
        f"/desk/cases/{case.ref}/evidence",
        {"targets": [each.id for each in case.targets], "reason": "Déjà disparu.", "to": "refer"},
    )
    assert done["Location"] == f"/desk/cases/{case.ref}/refer"
    assert client.post(f"/desk/cases/{case.ref}/refer")["Location"] == f"/desk/cases/{case.ref}"
    assert scene.case("open").state == CaseState.REFERRED
    assert len(scene.case("open").referrals) == len(page.context["plans"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"targets": []}, "targets"),
        ({"targets": ["T-0000-0000"]}, "targets"),
        ({"verdict": ""}, "verdict"),
        ({"verdict": "burn"}, "verdict"),
        ({"offences": []}, "offences"),
        ({"offences": ["FR-INVENTED"]}, "offences"),
        ({"asks": []}, "asks"),
        ({"asks": ["insert_coin"]}, "asks"),
        ({"asks": ["deindex_hashtag"]}, "asks"),
        ({"verdict": "aside"}, "reason"),
        ({"verdict": "aside", "reason": "bad mood"}, "reason"),
        ({"note": "a" * 20_001}, "note"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_written(
    scene: Scene, changes: dict[str, Any], field: str
) -> None:
    case = scene.case("danger")
    before = streams.stand(f"case:{case.ref}").version
    answer = send(scene, f"/desk/cases/{case.ref}/qualify", judged(case, **changes))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}  # type: ignore[attr-defined]
    assert 'role="alert"' in answer.content.decode()
    assert streams.stand(f"case:{case.ref}").version == before


def test_some_targets_now_the_others_later(scene: Scene) -> None:
    case = scene.case("open")
    first, *others = [each.id for each in case.targets]
    answer = send(scene, f"/desk/cases/{case.ref}/qualify", judged(case, targets=[first]))
    assert answer["Location"] == f"/desk/cases/{case.ref}/qualify"
    aside = {"targets": others, "verdict": "aside", "reason": "counter_speech"}
    assert send(scene, f"/desk/cases/{case.ref}/qualify", aside)["Location"] == f"/desk/cases/{case.ref}/refer"
    assert [each.judgement for each in scene.case("open").targets] == ["qualified", "set_aside", "set_aside"]
    assert cases.note_of(case.ref, first) == "Appel à la haine."


def test_all_set_aside_closes_the_case_and_it_can_be_opened_again(scene: Scene) -> None:
    case = scene.case("danger")
    send(
        scene,
        f"/desk/cases/{case.ref}/qualify",
        {"targets": [case.targets[0].id], "verdict": "aside", "reason": "legal"},
    )
    assert scene.case("danger").state == CaseState.DISMISSED
    assert send(scene, f"/desk/cases/{case.ref}/reopen", {"why": "a novel"}).status_code == 422
    assert send(scene, f"/desk/cases/{case.ref}/reopen", {"why": "mistake"}).status_code == 302
    assert scene.case("danger").state == CaseState.OPEN
    # The move is refused now, in words and at the form.
    again = send(scene, f"/desk/cases/{case.ref}/reopen", {"why": "mistake"})
    assert again.status_code in (409, 422)


def test_danger_does_not_wait_for_a_capture(scene: Scene) -> None:
    case = scene.case("danger")
    send(scene, f"/desk/cases/{case.ref}/qualify", judged(case, offences=["FR-CP-222-17"], asks=["alert_danger"]))
    page = scene.client(scene.analyst).get(f"/desk/cases/{case.ref}/refer")
    assert page.context["faults"] == []
    assert scene.client(scene.analyst).post(f"/desk/cases/{case.ref}/refer").status_code == 302


def test_grave_ask_waits_for_a_second_person_who_is_another(scene: Scene) -> None:
    bureau = scene.world.organisation("Bureau Test", OrgKind.AUTHORITY)
    first = scene.world.person("one@bureau.example", bureau, Role.ANALYST)
    second = scene.world.person("two@bureau.example", bureau, Role.ANALYST)
    scene.take_in("grave", notice(post(77, "autre")), bureau)
    ref = scene.refer("grave", Ask.INFORM_PROSECUTOR, hand=Hand(organisation=bureau, by=first.ref))
    mine, hers = scene.client(first), scene.client(second)
    assert mine.get(f"/desk/referrals/{ref}").context["is_first_person"]
    mine.post(f"/desk/referrals/{ref}/approve")
    now = streams.referral_now(ref)
    assert now is not None
    assert (now.approved_by, now.state) == ("", ReferralState.PREPARED)
    assert mine.post(f"/desk/referrals/{ref}/assist", {"confirmed": "on"}).status_code == 422
    assert hers.get(f"/desk/referrals/{ref}").context["waits_for_second"]
    hers.post(f"/desk/referrals/{ref}/approve")
    now = streams.referral_now(ref)
    assert now is not None
    assert now.approved_by == second.ref
    scene.cases.pop("grave")


def test_detached_mention_has_its_own_case_and_both_keep_the_trace(scene: Scene) -> None:
    case = scene.case("open")
    target = case.targets[0]
    place = f"/desk/cases/{case.ref}/targets/{target.id}/detach"
    mention = target.mentions[1]
    assert send(scene, f"{place}?mention={mention}", {"reason": " "}).status_code == 422
    assert send(scene, place, {"mention": "N-0000-0000/1", "reason": "x"}).status_code == 404
    assert send(scene, f"{place}?mention={mention}", {"reason": "Autre contexte."}).status_code == 302
    now = scene.case("open").target(target.id)
    assert now is not None
    assert mention not in now.mentions
    told = [each.event for each in cases.story(scene.case("open"))]
    moved = next(each for each in told if each.KIND == "target_detached")
    assert scene.client(scene.analyst).get(f"/desk/cases/{moved.to_case}").status_code == 200  # type: ignore[attr-defined]


def test_hold_and_its_end_need_a_reason(scene: Scene) -> None:
    place = f"/desk/cases/{scene.cases['open']}/hold"
    assert send(scene, place, {}).status_code == 422
    assert send(scene, place, {"reason": "Plainte déposée."}).status_code == 302
    assert scene.case("open").held
    assert send(scene, place, {}).status_code == 422
    assert send(scene, place, {"reason": "Affaire jugée."}).status_code == 302
    assert not scene.case("open").held
    assert len(notices.sealed(f"case:{scene.cases['open']}", "hold")) == 2


def test_sighting_by_a_person_is_held_against_the_answer(scene: Scene) -> None:
    case = scene.case("answered")
    place = f"/desk/cases/{case.ref}/targets/{case.targets[0].id}/sighting"
    assert send(scene, place, {"state": "maybe"}).status_code == 422
    assert send(scene, place, {"state": "gone"}).status_code == 302
    html = scene.client(scene.analyst).get(f"/desk/referrals/{case.referrals[0]}").content.decode()
    assert "what is seen agrees with the answer" in html


def test_identity_is_read_with_a_purpose_and_a_trace(scene: Scene) -> None:
    case = scene.case("open")
    ref = case.targets[0].mentions[0].split("/")[0]
    place = f"/desk/notices/{ref}/identity"
    client = scene.client(scene.analyst)
    assert "Dominique" not in client.get(place).content.decode()
    wrong = client.post(place, {"purpose": "curiosity"})
    assert wrong.status_code == 422
    assert "Dominique" not in wrong.content.decode()
    assert not [each for each in cases.story(case) if each.event.KIND == "identity_read"]
    shown = client.post(place, {"purpose": "contact"}).content.decode()
    assert "Dominique Exemple" in shown
    traces = [each.event for each in cases.story(case) if each.event.KIND == "identity_read"]
    assert [(each.by, each.purpose) for each in traces] == [(scene.analyst.ref, "contact")]  # type: ignore[attr-defined]
    assert "Analyst read who the notifier" in client.get(f"/desk/cases/{case.ref}").content.decode()


def test_reasons_are_told_as_they_will_leave(scene: Scene) -> None:
    page = scene.client(scene.analyst).get(f"/desk/cases/{scene.cases['judged']}/refer")
    assert REASONS in page.content.decode()
