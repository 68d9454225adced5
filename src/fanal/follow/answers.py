"""What a recipient says, per target, with the elements the law asks of it (DSA Art. 17(3)): every fault at once. It believes nothing."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from fanal.follow.dispatch import checked
from fanal.follow.outcomes import outcome_of
from fanal.notice.events import Event, ReferralAcknowledged, ReferralAnswered, ReferralAskedBack, TargetAnswered
from fanal.notice.facts import MOST_TEXT, TargetAnswer
from fanal.notice.lifecycle import apply
from fanal.notice.states import ReferralNow
from fanal.words.errors import MoveError
from fanal.words.lists import AnswerKind, Measure, RecipientKind, ReferralState
from fanal.words.say import Message, message

# DSA Art. 17(1): the restrictions that need a statement of reasons. The other measures restrict nobody.
RESTRICTIONS = frozenset(
    (Measure.REMOVED, Measure.BLOCKED_HERE, Measure.DEMOTED, Measure.LABELLED, Measure.ACCOUNT_SUSPENDED)
)
_ANSWERED_IN = (ReferralState.SENT, ReferralState.ACKNOWLEDGED, ReferralState.CONTESTED)
_TEXTS = ("territory", "facts", "legal_ground", "contractual_ground", "redress", "question")
_COMPLETE = (AnswerKind.DECIDED, AnswerKind.REFUSED)


def acknowledge(referral: ReferralNow, *, by: str, way: str, now: datetime) -> tuple[Event, ...]:
    """The recipient confirms receipt (DSA Art. 16(4)); saying it twice changes nothing."""
    if referral.acknowledged_at is not None:
        return ()
    return checked(referral, ReferralAcknowledged(occurred_at=now, referral=referral.ref, by=by, way=way))


def answer(
    referral: ReferralNow,
    answers: Sequence[TargetAnswer],
    *,
    who: tuple[str, str],
    digests: Mapping[str, str],
    now: datetime,
) -> tuple[Event, ...]:
    """The recipient (`who`: by, way) answers for some targets; the referral is answered once all of them are."""
    faults = [*_faults(referral, answers)]
    if faults:
        raise MoveError.of(faults)
    by, way = who
    events: list[Event] = []
    if referral.acknowledged_at is None and referral.state == ReferralState.SENT:
        events += acknowledge(referral, by=by, way=way, now=now)  # whoever answers has received (DSA Art. 16(4))
    events += [_event(referral, each, who, digests.get(each.target, ""), now) for each in answers]
    after = referral
    for event in events:
        after = apply(after, event)  # type: ignore[assignment]
    said_now = any(each.kind in _COMPLETE for each in answers)
    if said_now and all(each.answer in _COMPLETE for each in after.targets):
        events.append(ReferralAnswered(occurred_at=now, referral=referral.ref, outcome=outcome_of(after)))
    return checked(referral, *events)


def _event(referral: ReferralNow, said: TargetAnswer, who: tuple[str, str], digest: str, now: datetime) -> Event:
    by, way = who
    if said.kind == AnswerKind.ASKED_BACK:
        return ReferralAskedBack(occurred_at=now, referral=referral.ref, target=said.target, by=by, digest=digest)
    return TargetAnswered(
        occurred_at=now,
        referral=referral.ref,
        target=said.target,
        answer=said.kind,
        measure=said.measure if said.kind == AnswerKind.DECIDED else Measure.NONE,
        automated=said.automated,
        by=by,
        way=way,
        digest=digest,
    )


def _faults(referral: ReferralNow, answers: Sequence[TargetAnswer]) -> Iterator[Message]:
    if referral.state not in _ANSWERED_IN:
        yield message("answer_state", state=str(referral.state))
    if not answers:
        yield message("answer_nothing", at="answers")
    seen: set[str] = set()
    for n, each in enumerate(answers):
        at = f"answers.{n}"
        if referral.target(each.target) is None:
            yield message("answer_no_target", at=f"{at}.target")
        if each.target in seen:
            yield message("answer_twice", at=f"{at}.target")
        seen.add(each.target)
        yield from _element_faults(referral, each, at)


def _element_faults(referral: ReferralNow, said: TargetAnswer, at: str) -> Iterator[Message]:
    """The elements of one answer, numbered as in DSA Art. 17(3); authorities owe no statement of reasons to a notifier."""
    for name in _TEXTS:
        if len(getattr(said, name)) > MOST_TEXT:
            yield message("too_long", at=f"{at}.{name}", size=len(getattr(said, name)), most=MOST_TEXT)
    if said.kind == AnswerKind.ASKED_BACK:
        if not said.question.strip():
            yield message("answer_question_missing", at=f"{at}.question")
    elif said.kind == AnswerKind.REFUSED:
        if not said.facts.strip():
            yield message("answer_refusal_reason_missing", at=f"{at}.facts")
    else:
        yield from _statement_faults(referral, said, at)


def _statement_faults(referral: ReferralNow, said: TargetAnswer, at: str) -> Iterator[Message]:
    # Art. 17(3)(a): what was done
    if said.measure == Measure.NONE:
        yield message("answer_measure_missing", at=f"{at}.measure")
    if said.measure not in RESTRICTIONS or referral.recipient_kind != RecipientKind.PLATFORM:
        return
    # Art. 17(3)(b): the facts and circumstances relied on
    if not said.facts.strip():
        yield message("answer_facts_missing", at=f"{at}.facts")
    # Art. 17(3)(d) or (e): the legal or the contractual ground
    if not said.legal_ground.strip() and not said.contractual_ground.strip():
        yield message("answer_ground_missing", at=f"{at}.legal_ground")
