"""What follows from a sighting that was held against the answers: verified, contradicted, gone without a word. It looks at nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from fanal.follow.outcomes import is_visible, outcome_of
from fanal.notice.events import CaseReopened, Event, ReferralVerified, TargetSighted, TargetVerified
from fanal.notice.lifecycle import apply
from fanal.notice.states import CaseNow, ReferralNow
from fanal.words.errors import MoveError
from fanal.words.lists import AnswerKind, Ask, CaseState, ReferralState, SightingState
from fanal.words.say import message

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
            next_at=held.next_at,
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


def _is_back(case: CaseNow, held: Held, events: Sequence[Event]) -> bool:
    """A settled case whose target shows again, against what was answered, is to be judged again."""
    contradicted = any(isinstance(each, TargetVerified) and each.verdict == "contradicted" for each in events)
    return case.state == CaseState.SETTLED and held.state in _SHOWN and contradicted
