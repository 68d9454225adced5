"""Matching between organisations: how they agree, who may ask whom about what, what may answer. It reads no memory and names nobody.

(1) An agreement is the sum of its steps: proposed by one side, accepted by the other, ended by either at once.
(2) A question is about a target that the asker itself judged illegal, with something kept of it (docs/adr/0014).
(3) An answer is yes or no about the very same page: no name, no number, no time, no case.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from fanal.notice.states import CaseNow, TargetNow
from fanal.words.errors import MoveError
from fanal.words.lists import AgreementAct, AgreementState, Category, EvidenceKind, Judgement, OrgKind
from fanal.words.say import message

MOST_NEW = 50  # questions that one organisation may newly put to another in a day; the others wait for the next
MOST_OPEN = 20  # proposals of one organisation that wait for an answer
HOUR = 4  # UTC: answers are worked out once a day, whatever is done on the screens
_KEPT = frozenset((EvidenceKind.CAPTURE, EvidenceKind.UPLOAD))  # a stated reason is no evidence here

_ANY, _PROPOSER, _OTHER = "any", "proposer", "other"
MOVES = {
    (AgreementAct.PROPOSED, AgreementState.NONE): (AgreementState.PROPOSED, _ANY),
    (AgreementAct.PROPOSED, AgreementState.ENDED): (AgreementState.PROPOSED, _ANY),
    (AgreementAct.ACCEPTED, AgreementState.PROPOSED): (AgreementState.IN_FORCE, _OTHER),
    (AgreementAct.DECLINED, AgreementState.PROPOSED): (AgreementState.ENDED, _OTHER),
    (AgreementAct.WITHDRAWN, AgreementState.PROPOSED): (AgreementState.ENDED, _PROPOSER),
    (AgreementAct.REVOKED, AgreementState.IN_FORCE): (AgreementState.ENDED, _ANY),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of an agreement: which organisation, by whose hand, when."""

    act: AgreementAct
    by: str  # organisation
    person: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where an agreement stands; `since` is its last step, `proposer` and `person` who proposed it last."""

    state: AgreementState = AgreementState.NONE
    proposer: str = ""
    person: str = ""
    since: datetime | None = None

    @property
    def is_in_force(self) -> bool:
        """Do both sides agree now?"""
        return self.state == AgreementState.IN_FORCE


# (1) the agreement
def standing(steps: Iterable[Step]) -> Standing:
    """The sum of the steps, oldest first; MoveError when one of them was never possible."""
    now = Standing()
    for each in steps:
        now = take(now, each)
    return now


def take(now: Standing, step: Step) -> Standing:
    """The agreement after one more step; MoveError says what to do instead."""
    move = MOVES.get((step.act, now.state))
    is_proposer = step.by == now.proposer
    if move is None or (move[1] == _PROPOSER and not is_proposer) or (move[1] == _OTHER and is_proposer):
        raise MoveError(message("agreement_moved", at="agreement"))
    if step.act == AgreementAct.ACCEPTED and step.person == now.person:
        raise MoveError(message("agreement_same_person", at="agreement"))
    proposes = step.act == AgreementAct.PROPOSED
    return Standing(
        state=move[0],
        proposer=step.by if proposes else now.proposer,
        person=step.person if proposes else now.person,
        since=step.at,
    )


# (2) who may ask, about what
def may_ask(asker: OrgKind, answerer: OrgKind) -> bool:
    """An association answers whom it agreed with; an authority's memory never answers (DESIGN sections 5 and 7)."""
    return asker in (OrgKind.ASSOCIATION, OrgKind.AUTHORITY) and answerer == OrgKind.ASSOCIATION


def may_agree(one: OrgKind, other: OrgKind) -> bool:
    """Would an agreement let at least one of them ask?"""
    return may_ask(one, other) or may_ask(other, one)


def shows_count(asker: OrgKind) -> bool:
    """May the answerer see how many questions came? Not an authority's: the number alone would tell what it works on."""
    return asker == OrgKind.ASSOCIATION


def is_question(case: CaseNow, target: TargetNow, canonical: str) -> bool:
    """May its handler ask about this target: judged illegal by a person, with evidence kept, in plain, and alive?

    `canonical` is what stands in plain of its place: empty for private messages and for child abuse material.
    """
    if case.purged or case.category == Category.CHILD_ABUSE or not canonical:
        return False
    return target.judgement == Judgement.QUALIFIED and bool(_KEPT & set(target.evidence))


def allowed(wanted: Sequence[str], asked: frozenset[str], most: int = MOST_NEW) -> tuple[str, ...]:
    """Of the targets that could be asked about, in their order: those asked before, and at most so many new ones."""
    chosen = asked | set([each for each in wanted if each not in asked][:most])
    return tuple(each for each in wanted if each in chosen)


def last_tick(now: datetime) -> datetime:
    """The last fixed moment at which answers were due: HOUR o'clock UTC, today or yesterday."""
    slot = now.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return slot if slot <= now else slot - timedelta(days=1)


# (3) what may answer
def is_answer(case: CaseNow, target: TargetNow, canonical: str) -> bool:
    """May a target of the other organisation answer? Not what it set aside, purged, or holds as child abuse material."""
    if case.purged or case.category == Category.CHILD_ABUSE or not canonical:
        return False
    return target.judgement in (Judgement.PENDING, Judgement.QUALIFIED)
