"""What a person says of a suggestion: nothing is merged by a refusal, nothing is lost by taking it back, nothing is said twice."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal import flow
from fanal.crossref import Known, Memory
from fanal.notice.events import Event, RelationNoted
from fanal.notice.lifecycle import apply
from fanal.notice.relations import RelationNow, relations
from fanal.notice.states import CaseNow
from fanal.words.errors import MoveError
from fanal.words.lists import CaseState, Judgement, RelationKind, RelationState, SetAsideReason
from tests.core.flow.journey import NOW, OTHER_POST, notice, open_case, qualified, triaged

SAME, TEXT = RelationKind.SAME_ITEM_LIKELY, RelationKind.SAME_TEXT


def older() -> CaseNow:
    """A case that was there first: C-old with its target K-1."""
    about = notice("N-0", targets=[{"address": OTHER_POST, "text": "un texte assez long pour compter"}])
    case = triaged(about, names=flow.Names(case="C-old", targets=("K-1",)))["case:C-old"]
    assert isinstance(case, CaseNow)
    return case


def noted(kind: RelationKind = SAME, **changes: Any) -> RelationNoted:
    facts: dict[str, Any] = {"case": "C-new", "target": "T-1", "other_case": "C-old", "other_target": "K-1"}
    facts |= {"relation": kind, "strength": "normal", "evidence": ("same_text",), "occurred_at": NOW}
    return RelationNoted(**{**facts, **changes})


class Pair:
    """Two cases of one handler and the relation between them, changed by what a person says."""

    def __init__(self, kind: RelationKind = SAME, here: CaseNow | None = None, there: CaseNow | None = None) -> None:
        self.here, self.there = here or open_case(), there or older()
        self.events: list[Event] = [noted(kind)]

    @property
    def relation(self) -> RelationNow:
        [found] = relations(self.events)
        return found

    def say(self, said: str) -> tuple[Event, ...]:
        who: dict[str, Any] = {"by": "m-1", "now": NOW}
        if said == "refuse":
            made = flow.refuse(self.relation, **who)
        elif said == "undo":
            made = flow.undo(self.here, self.there, self.relation, flow.moved_by(self.relation, self.events), **who)
        else:
            made = flow.confirm(self.here, self.there, self.relation, note="", **who)
        for each in made:
            if each.stream == "case:C-new":
                self.here = _case(apply(self.here, each))
            else:
                self.there = _case(apply(self.there, each))
        self.events += [each for each in made if each.stream == "case:C-new"]
        return made


def _case(now: Any) -> CaseNow:
    assert isinstance(now, CaseNow)
    return now


def test_the_same_target_goes_on_in_the_older_case_and_waits_no_more_in_this_one() -> None:
    pair = Pair()
    pair.say("confirm")
    assert pair.there.targets[0].mentions == ("N-0/1", "N-1/1")
    assert (pair.here.targets[0].mentions, pair.here.targets[0].set_aside) == ((), SetAsideReason.DUPLICATE)
    assert pair.here.state == CaseState.DISMISSED


def test_what_was_moved_by_mistake_comes_back_to_be_judged() -> None:
    pair = Pair()
    pair.say("confirm")
    pair.say("undo")
    assert pair.there.targets[0].mentions == ("N-0/1",)
    assert pair.here.targets[0].mentions == ("N-1/1",)
    assert (pair.here.state, pair.here.targets[0].judgement) == (CaseState.OPEN, Judgement.PENDING)
    assert pair.relation.state == RelationState.SUGGESTED


def test_only_what_this_confirmation_moved_comes_back() -> None:
    pair = Pair()
    pair.say("confirm")
    later = notice("N-9", targets=[{"address": OTHER_POST}])
    known = Known(
        case="C-old",
        target="K-1",
        case_state=CaseState.OPEN,
        judgement=Judgement.PENDING,
        canonical="x:post:1234567891",
    )
    pair.there = triaged(later, memory=Memory(known=(known,)), cases={"C-old": pair.there})["case:C-old"]
    pair.say("undo")
    assert pair.there.targets[0].mentions == ("N-0/1", "N-9/1")


@pytest.mark.parametrize("kind", [each for each in RelationKind if each != SAME])
def test_another_relation_moves_nothing(kind: RelationKind) -> None:
    pair = Pair(kind)
    before = (pair.here, pair.there)
    assert [each.KIND for each in pair.say("confirm")] == ["relation_confirmed"]
    assert (pair.here, pair.there) == before


def test_two_judgements_that_stand_are_not_moved() -> None:
    pair = Pair(here=qualified(open_case()))
    assert [each.KIND for each in pair.say("confirm")] == ["relation_confirmed"]
    assert pair.here.state == CaseState.QUALIFIED


def test_a_settled_case_that_gets_more_mentions_opens_again() -> None:
    there = older()
    there = CaseNow(**{**{name: getattr(there, name) for name in CaseNow.__slots__}, "state": CaseState.SETTLED})
    assert [each.KIND for each in Pair(there=there).say("confirm")][-1] == "case_reopened"


@pytest.mark.parametrize(
    ("said", "again", "code"),
    [
        ("confirm", "confirm", "relation_move_forbidden"),
        ("confirm", "refuse", "relation_move_forbidden"),
        ("refuse", "confirm", "relation_move_forbidden"),
        ("", "undo", "relation_move_forbidden"),
    ],
)
def test_what_was_said_already_is_not_said_over(said: str, again: str, code: str) -> None:
    pair = Pair(TEXT)
    if said:
        pair.say(said)
    with pytest.raises(MoveError) as caught:
        pair.say(again)
    assert caught.value.messages[0].code == code


def test_a_target_is_not_moved_to_one_that_nobody_looks_at() -> None:
    there = older()
    aside = flow.qualify(
        there, [flow.SetAside(target="K-1", reason=SetAsideReason.LEGAL)], by="m-1", note_digests={}, now=NOW
    )
    with pytest.raises(MoveError) as caught:
        Pair(there=flow.after(there, aside)).say("confirm")
    assert caught.value.messages[0].code == "relation_other_set_aside"


def test_a_destroyed_target_has_nothing_to_compare() -> None:
    pair = Pair()
    pair.there = CaseNow(**{**{name: getattr(pair.there, name) for name in CaseNow.__slots__}, "purged": True})
    with pytest.raises(MoveError) as caught:
        pair.say("confirm")
    assert caught.value.messages[0].code == "relation_gone"


def test_a_refusal_is_remembered_when_the_same_is_noted_again() -> None:
    pair = Pair(TEXT)
    pair.say("refuse")
    pair.events.append(noted(TEXT, evidence=("same_link",)))
    assert pair.relation.state == RelationState.REFUSED
    assert pair.relation.evidence == ("same_text", "same_link")


def test_a_relation_that_was_noted_is_not_suggested_again() -> None:
    known = Known(
        case="C-old", target="K-1", case_state=CaseState.OPEN, judgement=Judgement.PENDING, account="x:someone"
    )
    same = Known(
        case="C-new",
        target="T-1",
        case_state=CaseState.OPEN,
        judgement=Judgement.PENDING,
        canonical="x:post:1234567890",
    )
    case = open_case()
    for noted_before, expected in ((frozenset[Any](), 1), (frozenset({("T-1", "K-1", RelationKind.SAME_ACCOUNT)}), 0)):
        memory = Memory(known=(known, same), noted=noted_before)
        events = flow.triage(
            notice("N-2"), {"C-new": case}, memory, flow.policy(purpose="a", legal_basis="b", keep=_DAY), _NAMES, NOW
        )
        assert sum(isinstance(each, RelationNoted) for each in events) == expected


_DAY = NOW - NOW.replace(day=1)
_NAMES = flow.Names(case="C-3", targets=("T-3",))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["confirm", "refuse", "undo"]), max_size=8), st.sampled_from([SAME, TEXT]))
def test_whatever_is_said_no_mention_is_lost_and_none_is_doubled(sayings: list[str], kind: RelationKind) -> None:
    pair = Pair(kind)
    for said in sayings:
        state = pair.relation.state
        try:
            pair.say(said)
        except MoveError:
            assert pair.relation.state == state
    mentions = [each for case in (pair.here, pair.there) for target in case.targets for each in target.mentions]
    assert sorted(mentions) == ["N-0/1", "N-1/1"]
