"""The end of a case and what surrounds it: settled, reopened, held; a notice taken back, a notifier told. No law here."""

from collections.abc import Sequence
from datetime import datetime

from fanal.follow.outcomes import is_ended, outcome_of, together
from fanal.notice.events import CaseReopened, CaseSettled, Event, HoldLifted, HoldPlaced, NoticeWithdrawn, NotifierTold
from fanal.notice.lifecycle import apply
from fanal.notice.states import CaseNow, NoticeNow, Now, ReferralNow
from fanal.words.errors import MoveError
from fanal.words.lists import CaseState, Outcome
from fanal.words.say import message


def _checked(now: Now, event: Event) -> tuple[Event, ...]:
    apply(now, event)
    return (event,)


def settle(case: CaseNow, referrals: Sequence[ReferralNow], now: datetime) -> tuple[Event, ...]:
    """Settled when every referral has ended; nothing happens before."""
    if case.state != CaseState.REFERRED or not referrals:
        return ()
    known = {each.ref for each in referrals}
    if not known.issuperset(case.referrals) or not all(is_ended(each) for each in referrals):
        return ()
    outcome = together(each.outcome or outcome_of(each) for each in referrals)
    settled = _checked(case, CaseSettled(occurred_at=now, case=case.ref, outcome=outcome))
    if outcome != Outcome.CONTRADICTED:
        return settled
    # A person must see that the page does not show what was answered: the case comes back to the queue.
    return (*settled, CaseReopened(occurred_at=now, case=case.ref, why="contradicted", by="watch"))


def reopen(case: CaseNow, *, by: str, why: str, now: datetime) -> tuple[Event, ...]:
    """The case is to be judged again."""
    return _checked(case, CaseReopened(occurred_at=now, case=case.ref, why=why, by=by))


def place_hold(case: CaseNow, *, by: str, reason: str, now: datetime) -> tuple[Event, ...]:
    """A litigation hold suspends the expiry; `reason` is a code or a salted digest, never prose."""
    if case.purged:
        raise MoveError(message("hold_purged"))
    if case.held:
        return ()
    return _checked(case, HoldPlaced(occurred_at=now, case=case.ref, by=by, reason=reason))


def lift_hold(case: CaseNow, *, by: str, now: datetime) -> tuple[Event, ...]:
    """The expiry runs again."""
    return _checked(case, HoldLifted(occurred_at=now, case=case.ref, by=by)) if case.held else ()


def withdraw_notice(notice: NoticeNow, now: datetime) -> tuple[Event, ...]:
    """The notifier takes the notice back; what others reported stays."""
    return _checked(notice, NoticeWithdrawn(occurred_at=now, notice=notice.ref))


def told(notice: str, about: str, way: str, key: str, now: datetime) -> tuple[Event, ...]:
    """The notifier was told; the key makes it happen once."""
    return (NotifierTold(occurred_at=now, notice=notice, about=about, way=way, key=key),)
