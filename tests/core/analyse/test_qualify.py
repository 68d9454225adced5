"""Judgements that cannot stand: wrong target, unknown offence, an ask that the kind does not allow, a case that is over."""

from typing import Any

import pytest

from fanal import flow
from fanal.notice.facts import Evidence, SetAside, Verdict
from fanal.words.errors import MoveError
from fanal.words.lists import Ask, CaseState, EvidenceKind, SetAsideReason
from tests.core.flow.journey import HATE, NOW, OTHER_POST, POST, open_case, qualified

TWO = ({"address": POST}, {"address": OTHER_POST})


def judged(case: Any, *judgements: Any) -> Any:
    return flow.after(case, flow.qualify(case, judgements, by="m-1", note_digests={"T-1": "d"}, now=NOW))


def verdict(target: str = "T-1", **changes: Any) -> Verdict:
    return Verdict(**{"target": target, "offences": (HATE,), "asks": (Ask.REMOVE,), **changes})


def aside(target: str) -> SetAside:
    return SetAside(target=target, reason=SetAsideReason.LEGAL)


def refused(case: Any, *judgements: Any) -> set[tuple[str, str]]:
    with pytest.raises(MoveError) as caught:
        flow.qualify(case, judgements, by="m-1", note_digests={}, now=NOW)
    return {(each.at, each.code) for each in caught.value.messages}


def test_everything_wrong_is_said_at_once() -> None:
    account = {"address": "@someone", "platform": "x"}
    case = open_case(*TWO, account)
    assert refused(
        case,
        verdict("T-9"),
        verdict(offences=()),
        verdict("T-1", offences=("NO-SUCH",), asks=()),
        verdict("T-3", asks=(Ask.DEINDEX_HASHTAG,)),
    ) == {
        ("judgements.0.target", "no_such_target"),
        ("judgements.1.offences", "judge_no_offence"),
        ("judgements.2.target", "judge_twice"),
        ("judgements.2.offences", "judge_unknown_offence"),
        ("judgements.2.asks", "judge_no_ask"),
        ("judgements.3.asks", "judge_ask_kind"),
    }


def test_nothing_is_judged() -> None:
    assert refused(open_case()) == {("judgements", "judge_nothing")}


def test_all_set_aside_dismisses_the_case() -> None:
    case = judged(open_case(*TWO), aside("T-1"))
    assert case.state == CaseState.OPEN
    assert judged(case, aside("T-2")).state == CaseState.DISMISSED


def test_one_qualified_keeps_the_case() -> None:
    case = judged(open_case(*TWO), verdict(), aside("T-2"))
    assert case.state == CaseState.QUALIFIED
    assert judged(case, aside("T-1")).state == CaseState.DISMISSED


def test_a_dismissed_case_is_not_judged_before_it_is_reopened() -> None:
    case = judged(open_case(), aside("T-1"))
    assert refused(case, verdict()) == {("", "judge_state")}
    again = flow.after(case, flow.reopen(case, by="m-1", why="new_elements", now=NOW))
    assert judged(again, verdict()).state == CaseState.QUALIFIED


@pytest.mark.parametrize(
    ("kind", "ask", "allowed"),
    [
        ("hashtag", Ask.REMOVE, False),
        ("hashtag", Ask.DEINDEX_HASHTAG, True),
        ("message", Ask.INSERT_REPLY, False),
        ("account", Ask.SUSPEND_ACCOUNT, True),
    ],
)
def test_what_a_kind_of_target_allows(kind: str, ask: Ask, allowed: bool) -> None:
    assert (ask in flow.asks_for(kind)) is allowed


def test_evidence_with_a_digest_that_is_none() -> None:
    case = open_case()
    for target, digest, code in (("T-1", "abc", "evidence_digest"), ("T-9", "a" * 64, "no_such_target")):
        with pytest.raises(MoveError) as caught:
            flow.add_evidence(case, Evidence(target=target, kind=EvidenceKind.UPLOAD, digest=digest), "m-1", NOW)
        assert caught.value.messages[0].code == code


def test_evidence_stays_with_its_target() -> None:
    case = qualified(open_case(*TWO))
    assert [each.evidence for each in case.targets] == [("capture",), ("capture",)]
