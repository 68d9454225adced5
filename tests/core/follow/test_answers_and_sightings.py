"""Answers without reasons, sightings that contradict them, removals without a word, and cases that end too early."""

from datetime import timedelta
from typing import Any

import pytest

from fanal import flow
from fanal.notice.facts import TargetAnswer
from fanal.notice.states import ReferralNow
from fanal.words.errors import MoveError, RefusedError
from fanal.words.lists import AnswerKind, Ask, CaseState, Measure, Outcome, ReferralState, SightingState
from tests.core.flow.journey import (
    NOW,
    OTHER_POST,
    POST,
    answered,
    one_referral,
    open_case,
    qualified,
    referred,
    removed,
    sent,
)

TWO = ({"address": POST}, {"address": OTHER_POST})


LATER = NOW + timedelta(hours=1)  # caches have had their time


def refused(target: str = "T-1") -> TargetAnswer:
    return TargetAnswer(target=target, kind=AnswerKind.REFUSED, facts="Le texte n’enfreint rien.")


def asked(target: str = "T-1") -> TargetAnswer:
    return TargetAnswer(target=target, kind=AnswerKind.ASKED_BACK, question="Quel passage ?")


def faults(referral: ReferralNow, *answers: TargetAnswer) -> set[tuple[str, str]]:
    with pytest.raises(MoveError) as caught:
        answered(referral, *answers)
    return {(each.at, each.code) for each in caught.value.messages}


def test_everything_wrong_is_said_at_once() -> None:
    _, referral = one_referral(*TWO)
    bare = {"facts": "", "legal_ground": ""}
    assert faults(
        referral,
        removed(**bare),
        removed("T-9"),
        removed("T-1"),
        removed("T-2", measure=Measure.NONE),
        TargetAnswer(target="T-2", kind=AnswerKind.REFUSED),
        TargetAnswer(target="T-2", kind=AnswerKind.ASKED_BACK, question=" "),
    ) == {
        ("answers.0.facts", "answer_facts_missing"),
        ("answers.0.legal_ground", "answer_ground_missing"),
        ("answers.1.target", "answer_no_target"),
        ("answers.2.target", "answer_twice"),
        ("answers.3.measure", "answer_measure_missing"),
        ("answers.4.target", "answer_twice"),
        ("answers.4.facts", "answer_refusal_reason_missing"),
        ("answers.5.target", "answer_twice"),
        ("answers.5.question", "answer_question_missing"),
    }


def test_a_contractual_ground_is_a_ground() -> None:
    _, referral = one_referral()
    done = answered(referral, removed(legal_ground="", contractual_ground="CGU 3.2"))
    assert (done.state, done.outcome) == (ReferralState.ANSWERED, Outcome.REMOVED)


def test_whoever_answers_has_received() -> None:
    _, referral = one_referral()
    done = answered(referral, removed())
    assert (done.acknowledged_at, done.answered_at) == (NOW, NOW)


def test_acknowledging_twice_changes_nothing() -> None:
    _, referral = one_referral()
    once = flow.after(referral, flow.acknowledge(referral, by="p", way="hub", now=NOW))
    assert flow.acknowledge(once, by="p", way="hub", now=NOW) == ()


def test_half_an_answer_is_not_an_answer() -> None:
    _, referral = one_referral(*TWO)
    half = answered(referral, removed("T-1"))
    assert half.state == ReferralState.ACKNOWLEDGED
    assert answered(half, refused("T-2")).outcome == Outcome.PARTIAL


def test_a_question_moves_nothing() -> None:
    _, referral = one_referral()
    asking = answered(referral, asked())
    assert (asking.state, asking.questions) == (ReferralState.ACKNOWLEDGED, 1)
    assert answered(asking, refused()).outcome == Outcome.REFUSED


def test_an_answer_to_what_has_ended() -> None:
    _, referral = one_referral()
    assert faults(answered(referral, removed()), removed()) == {("", "answer_state")}


def test_an_authority_owes_no_statement_of_reasons() -> None:
    referral = sent(referred(qualified(open_case(), Ask.INFORM_PROSECUTOR))["referral:R-1"])
    done = answered(referral, TargetAnswer(target="T-1", kind=AnswerKind.DECIDED, measure=Measure.INVESTIGATING))
    assert (done.state, done.outcome) == (ReferralState.ANSWERED, Outcome.DONE)


def test_answers_out_of_json() -> None:
    _, referral = one_referral()
    (one,) = flow.read_answers(
        [{"target": "T-1", "kind": "decided", "measure": "removed", "facts": "a", "automated": True}], referral
    )
    assert (one.kind, one.measure, one.automated) == (AnswerKind.DECIDED, Measure.REMOVED, True)


@pytest.mark.parametrize(
    ("given", "at", "code"),
    [
        ([], "answers", "answers_missing"),
        ("refused", "answers", "answers_missing"),
        ([{}, {}], "answers", "answers_too_many"),
        ([{"target": "T-1"}], "answers.0.kind", "answer_kind_missing"),
        ([{"target": "T-1", "kind": "maybe"}], "answers.0.kind", "not_in_list"),
        ([{"target": "T-1", "kind": "refused", "fact": "a"}], "answers.0.fact", "unknown_field"),
        ([{"target": "T-1", "kind": "refused", "facts": "a\0"}], "answers.0.facts", "nul_byte"),
        ([None], "answers.0.kind", "answer_kind_missing"),
    ],
)
def test_answers_that_cannot_be_read(given: Any, at: str, code: str) -> None:
    _, referral = one_referral()
    with pytest.raises(RefusedError) as caught:
        flow.read_answers(given, referral)
    assert [(each.at, each.code) for each in caught.value.messages] == [(at, code)]


def seen(
    case: Any, referral: ReferralNow, state: SightingState, target: str = "T-1", where: str = "FR"
) -> tuple[Any, ReferralNow]:
    look = flow.Seen(state=state, reasons=("status_200",), seen_from=where, digest="")
    events = flow.sight(case, (referral,), target, look, LATER)
    assert events[0].next_at > LATER  # type: ignore[attr-defined]
    return flow.after(case, events), flow.after(referral, events)


def settled(case: Any, referral: ReferralNow) -> Any:
    return flow.after(case, flow.settle(case, (referral,), NOW))


def test_a_removal_that_a_sighting_confirms_settles_the_case() -> None:
    case, referral = one_referral()
    assert flow.settle(case, (referral,), NOW) == ()
    case, referral = seen(case, answered(referral, removed()), SightingState.GONE)
    assert (referral.state, referral.outcome) == (ReferralState.VERIFIED, Outcome.REMOVED)
    assert (settled(case, referral).state, settled(case, referral).outcome) == (CaseState.SETTLED, "removed")


def test_a_removal_that_is_still_up_is_contradicted() -> None:
    case, referral = one_referral()
    case, referral = seen(case, answered(referral, removed()), SightingState.UP)
    assert (referral.state, referral.outcome) == (ReferralState.VERIFIED, Outcome.CONTRADICTED)


@pytest.mark.parametrize(("after", "next_after"), [(0, 20), (25, 60), (90, 180), (200, 600)])
def test_a_removal_still_up_a_moment_after_the_answer_is_looked_at_again_and_not_yet_contradicted(
    after: int, next_after: int
) -> None:
    case, referral = one_referral()
    referral = answered(referral, removed())
    look = flow.Seen(state=SightingState.UP, reasons=(), seen_from="hub")
    events = flow.sight(case, (referral,), "T-1", look, NOW + timedelta(seconds=after))
    assert [each.KIND for each in events] == ["target_sighted"]
    assert events[0].next_at == NOW + timedelta(seconds=next_after)  # type: ignore[attr-defined]


def test_a_contradicted_case_settles_as_such_and_comes_back_to_a_person() -> None:
    case, referral = one_referral()
    case, referral = seen(case, answered(referral, removed()), SightingState.UP)
    events = flow.settle(case, (referral,), LATER)
    assert [each.KIND for each in events] == ["case_settled", "case_reopened"]
    assert flow.after(case, events).state == CaseState.OPEN


def test_a_removal_without_a_word_is_a_fact_too() -> None:
    case, referral = one_referral()
    case, referral = seen(case, referral, SightingState.GONE)
    assert (referral.state, referral.outcome) == (ReferralState.VERIFIED, Outcome.GONE_UNANSWERED)


def test_what_is_up_without_an_answer_says_nothing() -> None:
    case, referral = one_referral()
    case, after = seen(case, referral, SightingState.UP)
    assert after == referral


def test_the_authors_own_deletion_is_nobodys_removal() -> None:
    case, referral = one_referral()
    _, after = seen(case, referral, SightingState.AUTHOR_DELETED)
    assert after == referral


def test_a_refusal_that_is_up_agrees() -> None:
    case, referral = one_referral()
    _, referral = seen(case, answered(referral, refused()), SightingState.UP)
    assert (referral.state, referral.outcome, referral.targets[0].verdict) == (
        ReferralState.VERIFIED,
        Outcome.REFUSED,
        "agrees",
    )


def test_a_referral_is_verified_when_all_its_targets_are() -> None:
    case, referral = one_referral(*TWO)
    referral = answered(referral, removed("T-1"), removed("T-2"))
    case, referral = seen(case, referral, SightingState.GONE, "T-1")
    assert referral.state == ReferralState.ANSWERED
    case, referral = seen(case, referral, SightingState.UP, "T-2")
    assert (referral.state, referral.outcome) == (ReferralState.VERIFIED, Outcome.CONTRADICTED)


def test_a_login_wall_ends_the_wait_only_after_patience() -> None:
    case, referral = one_referral()
    referral = answered(referral, removed())
    for _ in range(2):
        case, referral = seen(case, referral, SightingState.LOGIN_WALL)
        assert referral.state == ReferralState.ANSWERED
    case, referral = seen(case, referral, SightingState.LOGIN_WALL)
    assert (referral.state, referral.outcome, referral.targets[0].verdict) == (
        ReferralState.VERIFIED,
        Outcome.REMOVED,
        "unknown",
    )


def test_a_block_here_is_not_contradicted_from_elsewhere() -> None:
    case, referral = one_referral()
    referral = answered(referral, removed(measure=Measure.BLOCKED_HERE, territory="FR"))
    _, from_afar = seen(case, referral, SightingState.UP, where="JP")
    assert from_afar.outcome == Outcome.RESTRICTED
    _, from_here = seen(case, referral, SightingState.UP, where="fr")
    assert from_here.outcome == Outcome.CONTRADICTED


def test_what_should_come_back_has_not_gone() -> None:
    case, referral = one_referral(ask=Ask.RESTORE)
    _, after = seen(case, referral, SightingState.GONE)
    assert after == referral


def test_what_no_page_can_show_ends_with_its_answer() -> None:
    case = qualified(open_case(), Ask.PRESERVE)
    stands = referred(case)
    done = answered(sent(stands["referral:R-1"]), removed(measure=Measure.PRESERVED))
    assert settled(stands["case:C-new"], done).state == CaseState.SETTLED


def test_a_settled_case_whose_target_is_back_is_judged_again() -> None:
    case, referral = one_referral()
    case, referral = seen(case, answered(referral, removed()), SightingState.GONE)
    case, referral = seen(settled(case, referral), referral, SightingState.BACK)
    assert (case.state, referral.targets[0].verdict) == (CaseState.OPEN, "contradicted")


def test_the_same_sighting_twice_is_told_once() -> None:
    case, referral = one_referral()
    case, referral = seen(case, answered(referral, removed()), SightingState.GONE)
    look = flow.Seen(state=SightingState.GONE, reasons=("status_404",), seen_from="FR")
    assert [each.KIND for each in flow.sight(case, (referral,), "T-1", look, NOW)] == ["target_sighted"]


def test_a_case_settles_before_its_last_referral() -> None:
    stands = referred(qualified(open_case(), Ask.REMOVE, Ask.PRESERVE))
    first = flow.after(stands["referral:R-1"], flow.withdraw_referral(stands["referral:R-1"], by="m", why="x", now=NOW))
    assert flow.settle(stands["case:C-new"], (first,), NOW) == ()
    assert flow.settle(stands["case:C-new"], (first, stands["referral:R-2"]), NOW) == ()


def test_a_contested_answer_is_answered_again() -> None:
    _, referral = one_referral()
    referral = answered(referral, refused())
    contested = flow.after(referral, flow.contest(referral, "m-1", "wrong_ground", NOW))
    assert (contested.state, contested.ended_at) == (ReferralState.CONTESTED, None)
    assert answered(contested, removed()).outcome == Outcome.REMOVED


def test_holds_are_placed_and_lifted_once() -> None:
    case = open_case()
    held = flow.after(case, flow.place_hold(case, by="m", reason="d", now=NOW))
    assert held.held
    assert flow.place_hold(held, by="m", reason="d", now=NOW) == ()
    assert flow.lift_hold(case, by="m", now=NOW) == ()
    assert not flow.after(held, flow.lift_hold(held, by="m", now=NOW)).held


def test_a_sighting_of_a_target_of_another_case() -> None:
    case, referral = one_referral()
    with pytest.raises(MoveError):
        flow.sight(case, (referral,), "T-9", flow.Seen(state=SightingState.UP, reasons=(), seen_from="FR"), NOW)
