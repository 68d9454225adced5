"""Referrals that must not exist, lanes that are closed, and evidence that is missing."""

from typing import Any

import pytest

from fanal import flow
from fanal.authorities import AUTHORITIES
from fanal.laws import load_laws
from fanal.notice.facts import Recipient
from fanal.route import HINTS, NO_LAW
from fanal.words.errors import MisuseError, MoveError
from fanal.words.lists import Ask, CaseState, OrgKind
from tests.core.flow.journey import HATE, NOW, OTHER_POST, PAGE, POST, open_case, qualified, referred, situation

INSULT = "FR-1881-33-INJURE-PARTICULIER"  # no heading of PHAROS, not listed in LCEN 6 IV
CONTRAVENTION = "FR-CP-R625-7"


def planned(*asks: Ask, offences: tuple[str, ...] = (HATE,), targets: tuple[Any, ...] = (), **around: Any) -> Any:
    case = qualified(open_case(*targets), *asks, offences=offences)
    return flow.plans(case, situation(**around))


def lanes(*asks: Ask, **around: Any) -> list[tuple[str, str]]:
    return [(each.recipient.code, each.lane) for each in planned(*asks, **around)]


def test_anybody_may_notify_the_host() -> None:
    (plan,) = planned(Ask.REMOVE)
    assert (plan.recipient.code, plan.lane, plan.clocks[0], plan.basis) == (
        "x",
        "dsa.16",
        "dsa.16.decision",
        "DSA Art. 16",
    )
    assert not plan.needs_second


@pytest.mark.parametrize(
    ("trusted", "areas", "lane"),
    [
        (True, ("racism",), "dsa.22"),
        (True, ("child_abuse",), "dsa.16"),
        (True, (), "dsa.16"),
        (False, ("racism",), "dsa.16"),
    ],
)
def test_priority_is_for_trusted_flaggers_within_their_areas(trusted: bool, areas: tuple[str, ...], lane: str) -> None:
    assert lanes(Ask.REMOVE, trusted_flagger=trusted, areas=areas) == [("x", lane)]


def test_a_listed_offence_reminds_the_host_of_its_duty() -> None:
    assert "fr.6iv.inform" in planned(Ask.REMOVE)[0].clocks
    assert "lane:fr.lcen6iv" in planned(Ask.REMOVE)[0].why
    assert "fr.6iv.inform" not in planned(Ask.REMOVE, offences=(INSULT,))[0].clocks


def test_targets_with_the_same_recipient_lane_and_ask_are_one_referral() -> None:
    (plan,) = planned(Ask.REMOVE, targets=({"address": POST}, {"address": OTHER_POST}))
    assert plan.targets == ("T-1", "T-2")
    both = planned(Ask.REMOVE, targets=({"address": POST}, {"address": PAGE}))
    assert [each.recipient.code for each in both] == ["x", "web"]


def test_an_association_informs_the_police_portal_not_the_prosecutor() -> None:
    assert lanes(Ask.INFORM_PROSECUTOR) == [("pharos", "fr.pharos")]


def test_an_authority_informs_the_prosecutor_with_a_second_person() -> None:
    (plan,) = planned(Ask.INFORM_PROSECUTOR, handler_kind=OrgKind.AUTHORITY)
    assert (plan.recipient.code, plan.lane, plan.clocks, plan.needs_second) == (
        "prosecutor",
        "fr.cpp40",
        ("fr.40",),
        True,
    )


def test_a_contravention_is_not_for_art_40() -> None:
    assert planned(Ask.INFORM_PROSECUTOR, handler_kind=OrgKind.AUTHORITY, offences=(CONTRAVENTION,)) == ()


def test_what_is_not_public_is_not_for_the_portal() -> None:
    assert lanes(Ask.INFORM_PROSECUTOR, public=frozenset()) == [("x", "fr.lcen6iv")]
    assert lanes(Ask.INFORM_PROSECUTOR, public=frozenset(), offences=(INSULT,)) == []


def test_what_has_no_heading_is_not_for_the_portal() -> None:
    assert lanes(Ask.INFORM_PROSECUTOR, offences=(INSULT,)) == []


def test_danger_alerts_the_police_and_the_host_after_a_call() -> None:
    police, host = planned(Ask.ALERT_DANGER)
    assert (police.recipient.code, police.lane, police.clocks, police.why[0]) == (
        "emergency",
        "dsa.18",
        (),
        "phone_first",
    )
    assert (host.recipient.code, host.lane, host.clocks) == ("x", "dsa.18", ("dsa.18.suspicion",))


def test_an_alert_where_nobody_is_on_call_goes_to_the_portal() -> None:
    others = tuple(each for each in flow.recipients() if each.code != "emergency")
    assert lanes(Ask.ALERT_DANGER, recipients=others) == [("pharos", "fr.pharos"), ("x", "dsa.18")]


def test_a_police_force_with_an_account_here_takes_both() -> None:
    force = Recipient(code="org:O-9", kind="police", title={"fr": "Police", "en": "Police"}, organisation="O-9")
    known = (force, *flow.recipients())
    assert lanes(Ask.ALERT_DANGER, recipients=known)[0] == ("org:O-9", "dsa.18")
    assert lanes(Ask.INFORM_PROSECUTOR, recipients=known) == [("org:O-9", "fr.pharos")]


def test_a_right_of_reply_is_for_an_association_and_a_publisher() -> None:
    page = ({"address": PAGE},)
    (plan,) = planned(Ask.INSERT_REPLY, targets=page)
    assert (plan.recipient.code, plan.lane, plan.clocks) == ("paper", "fr.reply", ("fr.reply.insert",))
    assert planned(Ask.INSERT_REPLY, targets=page, handler_kind=OrgKind.AUTHORITY) == ()
    assert planned(Ask.INSERT_REPLY) == ()  # a social network is no publication of ours


def test_only_an_authority_asks_who_the_author_is() -> None:
    assert planned(Ask.IDENTIFY_AUTHOR) == ()
    (plan,) = planned(Ask.IDENTIFY_AUTHOR, handler_kind=OrgKind.AUTHORITY)
    assert plan.needs_second


def test_an_ask_without_a_law_says_so() -> None:
    (plan,) = planned(Ask.PRESERVE)
    assert (plan.lane, plan.basis, plan.clocks) == (NO_LAW, "", ())


def test_what_was_asked_before_is_not_asked_again() -> None:
    case = qualified(open_case({"address": POST}, {"address": OTHER_POST}))
    (plan,) = flow.plans(case, situation(already=frozenset({("T-1", "remove", "x")})))
    assert plan.targets == ("T-2",)


def test_a_case_judged_again_with_nothing_new_goes_back_to_referred() -> None:
    case = qualified(referred(qualified(open_case()))["case:C-new"])
    assert case.state == CaseState.QUALIFIED
    stands = referred(case, already=frozenset({("T-1", "remove", "x")}))
    assert stands["case:C-new"].state == CaseState.REFERRED
    assert stands["case:C-new"].referrals == ("R-1",)


def refusals(case: Any, **around: Any) -> set[tuple[str, str]]:
    with pytest.raises(MoveError) as caught:
        flow.route(case, situation(**around), refs=["R-1"], now=NOW)
    return {(each.at, each.code) for each in caught.value.messages}


def test_nothing_leaves_without_evidence() -> None:
    bare = qualified(open_case(), evidence=False)
    assert refusals(bare) == {("targets.T-1", "route_no_evidence")}
    assert referred(bare, danger=True)["case:C-new"].state == CaseState.REFERRED
    alert = qualified(open_case(), Ask.ALERT_DANGER, evidence=False)
    assert len(referred(alert)["case:C-new"].referrals) == 2


def test_a_target_that_nobody_can_take_is_said() -> None:
    assert refusals(qualified(open_case()), recipients=()) == {("targets.T-1", "route_no_platform")}
    assert refusals(qualified(open_case(), Ask.IDENTIFY_AUTHOR)) == {("targets.T-1", "route_identify")}


def test_one_ask_that_nobody_can_take_does_not_stop_the_others_and_is_said() -> None:
    case = qualified(open_case(), Ask.REMOVE, Ask.IDENTIFY_AUTHOR)
    assert [each.code for each in flow.unrouted(case, situation())] == ["route_identify"]
    assert len(referred(case)["case:C-new"].referrals) == 1


def test_an_open_case_is_not_referred() -> None:
    assert refusals(open_case()) == {("", "route_state")}


def test_references_that_are_not_fresh_are_the_programmers_fault() -> None:
    both = qualified(open_case(), Ask.REMOVE, Ask.PRESERVE)
    for refs in (["R-1"], ["R-1", "R-1"], lambda: "R-1"):
        with pytest.raises(MisuseError):
            flow.route(both, situation(), refs=refs, now=NOW)


@pytest.mark.parametrize("code", AUTHORITIES)
def test_an_authority_keeps_its_examples(code: str) -> None:
    plug = AUTHORITIES[code]
    assert plug.code == code
    assert plug.title["fr"]
    assert plug.title["en"]
    for offer, taken in plug.examples:
        assert plug.takes(offer) is taken, offer


def test_the_portal_of_the_law_file_is_the_portal_of_the_plug() -> None:
    assert load_laws().recipients["pharos"].kind == AUTHORITIES["pharos"].kind


def test_hints_name_offences_that_exist() -> None:
    assert {each for codes in HINTS.values() for each in codes} <= set(load_laws().offences)
    first, *_ = flow.offences("racism")
    assert first.code == HATE
    assert {each.code for each in flow.offences("no-such")} == set(load_laws().offences)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_plan_explains_itself(lang: str) -> None:
    for ask in Ask:
        for kind in (OrgKind.ASSOCIATION, OrgKind.AUTHORITY):
            for plan in planned(ask, handler_kind=kind) if ask in flow.asks_for("post") else ():
                assert plan.why
                assert all(flow.why_text(each, lang) != each for each in plan.why), plan.why
                assert flow.lane_label(plan.lane, lang)
                assert all(flow.clock_label(each, lang) != each for each in plan.clocks)
