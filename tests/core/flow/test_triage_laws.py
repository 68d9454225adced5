"""The laws of triage under drawn memories: what attaches, what counts, what reopens."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from fanal import flow
from fanal.notice.events import CasePrioritised, CaseReopened, NoticeTriaged, TargetAttached
from fanal.notice.states import CaseNow
from fanal.words.lists import CaseState, Judgement
from tests.core.flow.journey import NAMES, NOW, OTHER_POST, POLICY, POST, notice, open_case, triaged

TEXT = "ce texte est bien assez long pour être reconnu"
TARGETS = [{"address": POST, "text": TEXT}, {"address": OTHER_POST, "text": "un autre texte #fleurs"}]
ABOUT = notice(targets=TARGETS)
OURS = flow.keys(ABOUT)
HARD = st.sampled_from([*OURS.canonical, "x:post:777", ""])
MEMORIES = st.lists(
    st.builds(
        flow.Known,
        case=st.sampled_from(["C-1", "C-2"]),
        target=st.integers(1, 9).map("K-{}".format),
        case_state=st.sampled_from(CaseState),
        judgement=st.sampled_from(Judgement),
        canonical=HARD,
        account=st.sampled_from([*OURS.accounts, "x:other", ""]),
        folded=st.sampled_from([*OURS.folded, "quelquechosedautre", ""]),
        hashtags=st.sampled_from([("fleurs",), ()]),
    ),
    max_size=6,
    unique_by=lambda each: each.target,
)
REPORTS = st.dictionaries(st.sampled_from(OURS.canonical), st.integers(0, 2000))


def triage(memory: flow.Memory, about: Any = ABOUT, cases: dict[str, CaseNow] | None = None) -> tuple[Any, ...]:
    return flow.triage(about, cases or {}, memory, POLICY, NAMES, NOW)


def only(events: tuple[Any, ...], cls: type) -> list[Any]:
    return [each for each in events if isinstance(each, cls)]


@drawn(known=MEMORIES, reports=REPORTS)
def test_something_else_than_the_same_page_attaches(known: list[flow.Known], reports: dict[str, int]) -> None:
    events = triage(flow.Memory(known=tuple(known), reports=reports))
    places = {each.target: each.canonical for each in known}
    attached = only(events, TargetAttached)
    assert [each.n for each in attached] == [1, 2]
    for event, mention in zip(attached, ABOUT.mentions, strict=True):
        is_known = mention.canonical in places.values()
        assert event.why == ("canonical" if is_known else "new")
        assert places.get(event.target, mention.canonical) == mention.canonical
    assert sum(each.KIND == "case_opened" for each in events) <= 1
    assert only(events, NoticeTriaged)[0].cases == tuple(dict.fromkeys(each.case for each in attached))


@drawn(known=MEMORIES, reports=REPORTS)
def test_a_set_aside_target_gives_points(known: list[flow.Known], reports: dict[str, int]) -> None:
    aside = tuple(replace(each, judgement=Judgement.SET_ASIDE) for each in known)
    attached = {each.canonical for each in aside}
    counted = {key: n for key, n in reports.items() if key not in attached}
    events = triage(flow.Memory(known=aside, reports=reports))
    alone = triage(flow.Memory(reports=counted))
    assert only(events, NoticeTriaged)[0].priority <= only(alone, NoticeTriaged)[0].priority
    assert not [each for each in events if each.KIND == "relation_noted"]
    if set(OURS.canonical) <= attached:
        assert only(events, NoticeTriaged)[0].priority == 0


@drawn(known=MEMORIES, reports=REPORTS)
def test_counter_speech_outranks_hate_in_triage(known: list[flow.Known], reports: dict[str, int]) -> None:
    memory = flow.Memory(known=tuple(known), reports=reports)
    hate, denounced = (
        only(triage(memory, replace(ABOUT, counter_speech=each)), NoticeTriaged)[0] for each in (False, True)
    )
    assert denounced.priority <= hate.priority


def known(case: CaseNow, **changes: Any) -> flow.Memory:
    facts = {
        "case": case.ref,
        "target": "T-1",
        "case_state": case.state,
        "judgement": Judgement.PENDING,
        "canonical": OURS.canonical[0],
    }
    return flow.Memory(known=(flow.Known(**{**facts, **changes}),), reports={OURS.canonical[0]: 3})


AGAIN = notice("N-2")


@pytest.mark.parametrize(
    ("state", "danger", "judgement", "why"),
    [
        (CaseState.OPEN, True, Judgement.PENDING, []),
        (CaseState.SETTLED, False, Judgement.QUALIFIED, ["reported_again"]),
        (CaseState.SETTLED, False, Judgement.SET_ASIDE, []),
        (CaseState.SETTLED, True, Judgement.SET_ASIDE, ["danger"]),
        (CaseState.DISMISSED, False, Judgement.SET_ASIDE, []),
        (CaseState.DISMISSED, True, Judgement.SET_ASIDE, ["danger"]),
    ],
)
def test_what_reopens_a_case(state: CaseState, danger: bool, judgement: Judgement, why: list[str]) -> None:
    case = replace(open_case(), state=state)
    events = triage(known(case, judgement=judgement), replace(AGAIN, danger=danger), {case.ref: case})
    assert [each.why for each in only(events, CaseReopened)] == why


def test_a_case_is_never_less_urgent_for_one_more_notice() -> None:
    case = replace(open_case(), priority=99)
    assert not only(triage(known(case), AGAIN, {case.ref: case}), CasePrioritised)
    case = open_case()
    (found,) = only(triage(known(case), AGAIN, {case.ref: case}), CasePrioritised)
    assert found.priority > case.priority
    assert "repeated" in {each["code"] for each in found.reasons}


def test_a_purged_case_takes_nothing_more() -> None:
    case = replace(open_case(), ref="C-old", purged=True)
    events = triage(known(case), AGAIN, {case.ref: case})
    assert {each.case for each in only(events, TargetAttached)} == {"C-new"}


def test_two_private_messages_are_never_the_same_page() -> None:
    message = {"kind": "message", "platform": "x", "text": TEXT}
    case = triaged(notice(targets=[message, message]))["case:C-new"]
    assert len(case.targets) == 2


def test_the_events_of_triage_are_allowed_by_the_tables() -> None:
    stands = triaged(ABOUT)
    assert stands["notice:N-1"].state == "triaged"
    assert stands["case:C-new"].priority > 0
