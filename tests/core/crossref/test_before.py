"""What must not count against an account: what waits for a person, what was set aside, the page itself, a quotation."""

from typing import Any

import pytest

from fanal import flow
from fanal.crossref import Before, Brigaded, Known, Memory, mention_keys, reported_before
from fanal.notice.events import CasePrioritised, NoticeTriaged
from fanal.notice.states import CaseNow
from fanal.words.lists import CaseState, Judgement
from tests.core.flow.journey import NAMES, NOW, OTHER_POST, POLICY, POST, notice, open_case, triaged

TEXT = "un texte assez long pour compter"
PAGE = "x:post:1234567890"


def found(text: str = TEXT) -> Any:
    return mention_keys(notice(targets=[{"address": OTHER_POST, "text": text}]).mentions[0])


def known(**changes: Any) -> Known:
    facts: dict[str, Any] = {
        "case": "C-1",
        "target": "K-1",
        "case_state": CaseState.SETTLED,
        "judgement": Judgement.QUALIFIED,
        "canonical": PAGE,
        "account": "x:someone",
    }
    return Known(**{**facts, **changes})


FOLDED = found().folded[0]


@pytest.mark.parametrize(
    ("each", "danger", "before"),
    [
        (known(), False, Before(qualified=1, cases=("C-1",))),
        (known(), True, Before(qualified=1, cases=("C-1",), reopen=("C-1",))),
        (known(folded=FOLDED), False, Before(qualified=1, cases=("C-1",), reopen=("C-1",))),
        (known(folded=FOLDED, case_state=CaseState.REFERRED), False, Before(qualified=1, cases=("C-1",))),
        (known(judgement=Judgement.PENDING, folded=FOLDED), True, Before()),
        (known(judgement=Judgement.SET_ASIDE, folded=FOLDED), True, Before()),
        (known(account="x:somebody_else", folded=FOLDED), True, Before()),
        (known(canonical=found().canonical[0]), True, Before()),
    ],
)
def test_what_counts_and_what_reopens(each: Known, danger: bool, before: Before) -> None:
    assert reported_before(found(), Memory(known=(each,)), danger=danger) == before


def test_an_account_with_more_targets_than_the_memory_fetches() -> None:
    assert reported_before(found(), Memory(qualified={"x:someone": 400})).qualified == 400


def test_a_quotation_is_held_against_nobody() -> None:
    quoted = found("Je viens de signaler ce message : « rentre dans ton pays »")
    assert reported_before(quoted, Memory(known=(known(),), qualified={"x:someone": 3})) == Before()


def codes(events: Any) -> dict[str, Any]:
    said = next(each for each in events if isinstance(each, NoticeTriaged))
    return {str(each["code"]): each["points"] for each in said.reasons}


def after(memory: Memory, **changes: Any) -> dict[str, Any]:
    about = notice(targets=[{"address": OTHER_POST, "text": TEXT}], **changes)
    return codes(flow.triage(about, {}, memory, POLICY, NAMES, NOW))


def test_the_queue_says_why_it_was_raised() -> None:
    assert after(Memory(known=(known(),)))["account_qualified"] == POLICY.rules.of("account_qualified")
    assert "account_qualified" not in after(Memory(known=(known(judgement=Judgement.SET_ASIDE),)))
    assert "account_qualified" not in after(Memory(known=(known(),)), counter_speech=True)


# --- a brigade and the priority of its case -------------------------------------------------------------------------
MOB = frozenset(f"N-{n}" for n in range(2, 40))


def again(ref: str, case: CaseNow, concerted: Brigaded | None, **changes: Any) -> tuple[CaseNow, dict[str, Any]]:
    same = known(case="C-new", target="T-1", case_state=CaseState.OPEN, judgement=Judgement.PENDING, account="")
    memory = Memory(known=(same,), reports={PAGE: 38}, brigades={PAGE: concerted} if concerted else {})
    about = notice(ref, targets=[{"address": POST, "text": TEXT}], **changes)
    events = flow.triage(about, {"C-new": case}, memory, POLICY, NAMES, NOW)
    moved = flow.after(case, [each for each in events if isinstance(each, CasePrioritised)])
    return moved, codes(events)


def test_a_brigade_raises_nothing_and_says_so() -> None:
    case = open_case({"address": POST, "text": TEXT})
    raised, plain = again("N-39", case, None)
    assert raised.priority > case.priority
    assert plain["repeated"] > 0
    calm, said = again("N-39", raised, Brigaded(notices=MOB, priority=case.priority, reasons=case.reasons))
    assert calm.priority == case.priority
    assert said["brigade"] == 0
    assert said.get("repeated", 0) < plain["repeated"]
    assert {"code": "brigade", "points": 0} in calm.reasons


def test_danger_counts_whoever_says_it() -> None:
    case = open_case({"address": POST, "text": TEXT})
    alarmed, _ = again("N-39", case, Brigaded(notices=MOB, priority=case.priority), danger=True)
    assert alarmed.priority >= POLICY.rules.of("danger")


def test_somebody_else_counts_again_beside_a_brigade() -> None:
    case = open_case({"address": POST, "text": TEXT})
    graver, _ = again("N-77", case, Brigaded(notices=MOB, priority=case.priority), category="terrorism")
    assert graver.priority > case.priority
    calmer, _ = again("N-77", case, Brigaded(notices=MOB, priority=case.priority, is_alone=True), category="other")
    assert calmer.priority < case.priority
    kept, _ = again("N-77", case, Brigaded(notices=MOB, priority=case.priority), category="other")
    assert kept.priority == case.priority


def test_without_a_brigade_a_lower_notice_lowers_nothing() -> None:
    case = triaged(notice("N-1", targets=[{"address": POST, "text": TEXT}], category="terrorism"))["case:C-new"]
    later, _ = again("N-77", case, None, category="other")
    assert later.priority == case.priority
