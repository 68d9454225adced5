"""Matching between organisations, as rules: steps nobody may take, questions nobody may ask, memories that never answer."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal.crossref import elsewhere
from fanal.crossref.elsewhere import Standing, Step
from fanal.notice.states import CaseNow, TargetNow
from fanal.words.errors import MoveError
from fanal.words.lists import AgreementAct, AgreementState, CaseState, Category, Judgement, OrgKind

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
A, B = "asso-a", "asso-b"
P, Y, N, W, R = (
    AgreementAct.PROPOSED,
    AgreementAct.ACCEPTED,
    AgreementAct.DECLINED,
    AgreementAct.WITHDRAWN,
    AgreementAct.REVOKED,
)


def step(act: AgreementAct, by: str, person: str = "") -> Step:
    """A step by somebody of that organisation."""
    return Step(act=act, by=by, person=person or f"p-{by}", at=NOON)


# --- the agreement --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ([], AgreementState.NONE),
        ([(P, A)], AgreementState.PROPOSED),
        ([(P, A), (Y, B)], AgreementState.IN_FORCE),
        ([(P, A), (Y, B), (R, A)], AgreementState.ENDED),
        ([(P, A), (Y, B), (R, B)], AgreementState.ENDED),
        ([(P, A), (N, B)], AgreementState.ENDED),
        ([(P, A), (W, A), (P, B), (Y, A)], AgreementState.IN_FORCE),
    ],
)
def test_an_agreement_is_the_sum_of_its_steps(steps: list[tuple[AgreementAct, str]], state: AgreementState) -> None:
    assert elsewhere.standing(step(*each) for each in steps).state == state


@pytest.mark.parametrize(
    "steps",
    [
        [(Y, B)],
        [(P, A), (Y, A)],
        [(P, A), (N, A)],
        [(P, A), (W, B)],
        [(P, A), (P, B)],
        [(P, A), (R, B)],
        [(P, A), (Y, B), (Y, B)],
        [(P, A), (N, B), (Y, B)],
        [(P, A), (Y, B), (R, A), (Y, B)],
        [(P, A), (Y, B), (R, A), (R, B)],
    ],
    ids=lambda each: "-".join(f"{act}.{by}" for act, by in each),
)
def test_a_step_out_of_order_or_by_the_wrong_side_is_refused(steps: list[tuple[AgreementAct, str]]) -> None:
    with pytest.raises(MoveError):
        elsewhere.standing(step(*each) for each in steps)


def test_one_person_of_both_organisations_cannot_agree_with_themselves() -> None:
    proposed = elsewhere.take(Standing(), step(P, A, "p-both"))
    with pytest.raises(MoveError):
        elsewhere.take(proposed, step(Y, B, "p-both"))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(list(AgreementAct)), st.sampled_from([A, B])), max_size=8))
def test_in_force_always_means_that_each_side_said_so(moves: list[tuple[AgreementAct, str]]) -> None:
    """Whatever is tried in whatever order: the last two steps are one side's proposal and the other's acceptance."""
    now, taken = Standing(), []
    for act, by in moves:
        try:
            now = elsewhere.take(now, step(act, by))
        except MoveError:
            continue
        taken.append((act, by))
    if now.is_in_force:
        (first, one), (second, other) = taken[-2:]
        assert (first, second) == (P, Y)
        assert one != other


# --- who may ask ----------------------------------------------------------------------------------------------------
def test_only_an_association_ever_answers() -> None:
    pairs = {pair for pair in product(OrgKind, OrgKind) if elsewhere.may_ask(*pair)}
    assert pairs == {
        (OrgKind.ASSOCIATION, OrgKind.ASSOCIATION),
        (OrgKind.AUTHORITY, OrgKind.ASSOCIATION),
    }


def test_two_authorities_have_nothing_to_agree_on() -> None:
    assert not elsewhere.may_agree(OrgKind.AUTHORITY, OrgKind.AUTHORITY)
    assert elsewhere.may_agree(OrgKind.ASSOCIATION, OrgKind.AUTHORITY)


def test_how_much_an_authority_asks_is_seen_by_nobody() -> None:
    assert [each for each in OrgKind if elsewhere.shows_count(each)] == [OrgKind.ASSOCIATION]


# --- about what -----------------------------------------------------------------------------------------------------
def case(category: str = Category.RACISM, *, purged: bool = False) -> CaseNow:
    """A case of the asker."""
    return CaseNow(
        ref="C-1",
        state=CaseState.QUALIFIED,
        handler=A,
        category=category,
        purpose="",
        legal_basis="",
        opened_at=NOON,
        expires_at=NOON + timedelta(days=1),
        purged=purged,
    )


def target(judgement: Judgement = Judgement.QUALIFIED, *evidence: str) -> TargetNow:
    """A target of it."""
    return TargetNow(id="T-1", platform="x", kind="post", first_at=NOON, judgement=judgement, evidence=evidence)


JUDGED = target(Judgement.QUALIFIED, "capture")


@pytest.mark.parametrize(
    ("of", "asked", "canonical"),
    [
        (case(), target(Judgement.PENDING, "capture"), "x:post:1"),
        (case(), target(Judgement.SET_ASIDE, "capture"), "x:post:1"),
        (case(), target(Judgement.QUALIFIED), "x:post:1"),
        (case(), target(Judgement.QUALIFIED, "stated_reason"), "x:post:1"),
        (case(purged=True), JUDGED, "x:post:1"),
        (case(Category.CHILD_ABUSE), JUDGED, "x:post:1"),
        (case(), JUDGED, ""),
    ],
    ids=["unjudged", "set aside", "no evidence", "only a reason", "purged", "child abuse", "no plain address"],
)
def test_fishing_is_no_question(of: CaseNow, asked: TargetNow, canonical: str) -> None:
    assert not elsewhere.is_question(of, asked, canonical)


def test_what_was_judged_illegal_with_evidence_may_be_asked() -> None:
    assert elsewhere.is_question(case(), JUDGED, "x:post:1")
    assert elsewhere.is_question(case(), target(Judgement.QUALIFIED, "stated_reason", "upload"), "x:post:1")


@pytest.mark.parametrize(
    ("of", "held", "canonical", "answers"),
    [
        (case(), target(Judgement.QUALIFIED), "x:post:1", True),
        (case(), target(Judgement.PENDING), "x:post:1", True),
        (case(), target(Judgement.SET_ASIDE), "x:post:1", False),
        (case(purged=True), target(), "x:post:1", False),
        (case(Category.CHILD_ABUSE), target(), "x:post:1", False),
        (case(), target(), "", False),
    ],
    ids=["judged", "waiting", "set aside", "purged", "child abuse", "no plain address"],
)
def test_what_never_answers(of: CaseNow, held: TargetNow, canonical: str, answers: bool) -> None:
    assert elsewhere.is_answer(of, held, canonical) is answers


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 99), unique=True, max_size=60), st.integers(0, 60), st.integers(0, 20))
def test_a_day_lets_at_most_so_many_new_questions_through(numbers: list[int], known: int, most: int) -> None:
    wanted = [f"T-{each}" for each in numbers]
    asked = frozenset(wanted[:known])
    chosen = elsewhere.allowed(wanted, asked, most)
    assert set(chosen) >= asked
    assert len(set(chosen) - asked) == min(most, len(set(wanted) - asked))
    assert list(chosen) == [each for each in wanted if each in chosen]


@pytest.mark.parametrize(
    ("now", "slot"),
    [("2026-03-02T12:00", "2026-03-02T04:00"), ("2026-03-02T03:59", "2026-03-01T04:00")],
)
def test_answers_are_due_at_a_fixed_hour_and_at_no_other(now: str, slot: str) -> None:
    read = [datetime.fromisoformat(f"{each}+00:00") for each in (now, slot)]
    assert elsewhere.last_tick(read[0]) == read[1]
