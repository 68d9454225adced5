"""Fingerprints that a handler publishes: of qualified targets alone, taken back for a reason. It knows no list and no subscriber."""

from datetime import datetime

from fanal.notice.events import Event, FingerprintShared, FingerprintWithdrawn, MatchFedBack
from fanal.notice.lifecycle import apply
from fanal.notice.states import CaseNow, TargetNow
from fanal.words.errors import MoveError
from fanal.words.lists import Judgement, MatchFeedback, WithdrawnWhy
from fanal.words.say import message


def sharable(case: CaseNow, target: str) -> TargetNow:
    """The target whose fingerprints may be published; MoveError says why not."""
    found = case.target(target)
    if found is None:
        raise MoveError(message("no_such_target", at="target"))
    if found.judgement != Judgement.QUALIFIED or case.purged:
        raise MoveError(message("share_not_qualified", at="target"))
    return found


def share(  # noqa: PLR0913  what is published, of what, by whom and when
    case: CaseNow, target: str, *, shared: str, fingerprint: str, digest: str, by: str, now: datetime
) -> tuple[Event, ...]:
    """A person publishes a fingerprint of a qualified target; `digest` is salted, the fingerprint stays in its row."""
    sharable(case, target)
    event = FingerprintShared(
        occurred_at=now, case=case.ref, target=target, shared=shared, fingerprint=fingerprint, digest=digest, by=by
    )
    apply(case, event)
    return (event,)


def unshare(  # noqa: PLR0913  what is taken back, why, by whom and when
    case: CaseNow, target: str, *, shared: str, why: WithdrawnWhy, by: str, now: datetime
) -> tuple[Event, ...]:
    """A published fingerprint is taken back."""
    return (FingerprintWithdrawn(occurred_at=now, case=case.ref, target=target, shared=shared, why=str(why), by=by),)


def feed_back(  # noqa: PLR0913  who says what of which fingerprint, and when
    case: CaseNow, target: str, *, shared: str, subscriber: str, feedback: MatchFeedback, now: datetime
) -> tuple[Event, ...]:
    """A subscriber says what came of a published fingerprint; it moves nothing, a person reads it."""
    if case.purged:
        return ()
    event = MatchFedBack(
        occurred_at=now, case=case.ref, target=target, shared=shared, subscriber=subscriber, feedback=str(feedback)
    )
    return (event,)
