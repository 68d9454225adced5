"""What follows from a sighting that was held against the answers: verified, contradicted, gone without a word. It looks at nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from fanal.follow.outcomes import is_visible, outcome_of
from fanal.notice.events import CaseReopened, Event, ReferralVerified, TargetSighted, TargetVerified
from fanal.notice.lifecycle import apply
from fanal.notice.states import CaseNow, ReferralNow
from fanal.words.errors import MoveError
from fanal.words.lists import AnswerKind, Ask, CaseState, ReferralState, SightingState
from fanal.words.say import message

# A removal takes time to reach every cache: only a look made this long after the answer can contradict it.
GRACE = timedelta(minutes=10)
_SOON = (
    timedelta(seconds=20),
    timedelta(minutes=1),
    timedelta(minutes=3),
    GRACE,
)  # looks meanwhile, from the answer on
PATIENCE = 3  # looks that could not see, after which the answer stands unverified
_CAN_VERIFY = (ReferralState.SENT, ReferralState.ACKNOWLEDGED, ReferralState.ANSWERED)
_CAN_HOLD = (*_CAN_VERIFY, ReferralState.VERIFIED)
_BLIND = (SightingState.UNREACHABLE, SightingState.LOGIN_WALL)
_SHOWN = (SightingState.UP, SightingState.BACK)
_COMPLETE = (AnswerKind.DECIDED, AnswerKind.REFUSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One sighting of one target, with the verdict it gives for each referral, and when to look again."""

    target: str
    state: SightingState
    reasons: tuple[str, ...]
    seen_from: str
    digest: str
    next_at: datetime | None
    verdicts: Mapping[str, str]  # referral -> agrees | contradicted | silent_removal | unknown


def sighted(case: CaseNow, referrals: Sequence[ReferralNow], held: Held, now: datetime) -> tuple[Event, ...]:
    """The sighting itself, then for each referral about the target what it says of the answer."""
    found = case.target(held.target)
    if found is None:
        raise MoveError(message("no_such_target", at="target"))
    events: list[Event] = [
        TargetSighted(
            occurred_at=now,
            case=case.ref,
            target=held.target,
            state=held.state,
            reasons=held.reasons,
            seen_from=held.seen_from,
            digest=held.digest,
            next_at=_next_at(held, referrals, now),
        )
    ]
    is_final = held.state not in _BLIND or found.looks + 1 >= PATIENCE
    for referral in referrals:
        if referral.state in _CAN_HOLD and is_visible(referral) and referral.target(held.target):
            events += _verified(referral, held, is_final, now)
    if _is_back(case, held, events):
        events.append(CaseReopened(occurred_at=now, case=case.ref, why="target_back", by="watch"))
    return tuple(events)


def _verified(referral: ReferralNow, held: Held, is_final: bool, now: datetime) -> Iterator[Event]:
    target = referral.target(held.target)
    verdict = held.verdicts.get(referral.ref, "unknown")
    answered = target is not None and target.answer in _COMPLETE
    # Without an answer only a disappearance is a fact; and what should come back has not "gone".
    if target is None or (not answered and (verdict != "silent_removal" or referral.ask == Ask.RESTORE)):
        return
    if _is_early(referral, verdict, now):
        return
    if not is_final or (target.verdict, target.sighting) == (verdict, held.state):
        return
    event = TargetVerified(
        occurred_at=now, referral=referral.ref, target=held.target, verdict=verdict, state=held.state
    )
    yield event
    after = apply(referral, event)
    assert isinstance(after, ReferralNow)
    if referral.state in _CAN_VERIFY and all(each.verdict for each in after.targets):
        yield ReferralVerified(occurred_at=now, referral=referral.ref, outcome=outcome_of(after))


def _is_early(referral: ReferralNow, verdict: str, now: datetime) -> bool:
    """Is it too early after the answer to say that the page contradicts it?"""
    return verdict == "contradicted" and (referral.answered_at is None or now - referral.answered_at < GRACE)


def _next_at(held: Held, referrals: Sequence[ReferralNow], now: datetime) -> datetime | None:
    """Sooner than planned while an answer is too fresh to be contradicted: what was announced may be under way."""
    early = [
        each.answered_at + after
        for each in referrals
        if each.answered_at is not None and _is_early(each, held.verdicts.get(each.ref, ""), now)
        for after in _SOON
        if each.answered_at + after > now
    ]
    return min([*early, *([held.next_at] if held.next_at else [])], default=None)


def _is_back(case: CaseNow, held: Held, events: Sequence[Event]) -> bool:
    """A settled case whose target shows again, against what was answered, is to be judged again."""
    contradicted = any(isinstance(each, TargetVerified) and each.verdict == "contradicted" for each in events)
    return case.state == CaseState.SETTLED and held.state in _SHOWN and contradicted
