"""How a referral's matter ended, from what was said and seen of each target; a status is never an outcome. It moves nothing."""

from collections.abc import Iterable, Mapping

from fanal.notice.lifecycle import ENDED
from fanal.notice.states import ReferralNow, ReferralTarget
from fanal.words.lists import AnswerKind, Ask, Measure, Outcome, RecipientKind, ReferralState

# What a page can show: the answer to the rest is taken at its word, and nothing waits for a sighting.
VISIBLE = frozenset(
    (
        Ask.REMOVE,
        Ask.BLOCK_HERE,
        Ask.RESTORE,
        Ask.SUSPEND_ACCOUNT,
        Ask.DEINDEX_HASHTAG,
        Ask.LABEL_OR_AGE_GATE,
        Ask.INSERT_REPLY,
    )
)
_BY_MEASURE: Mapping[str, Outcome] = {
    Measure.REMOVED: Outcome.REMOVED,
    Measure.BLOCKED_HERE: Outcome.RESTRICTED,
    Measure.DEMOTED: Outcome.RESTRICTED,
    Measure.LABELLED: Outcome.RESTRICTED,
    Measure.ACCOUNT_SUSPENDED: Outcome.RESTRICTED,
    Measure.NONE: Outcome.REFUSED,
}
_DONE_AS_ASKED = {(Ask.SUSPEND_ACCOUNT, Measure.ACCOUNT_SUSPENDED), (Ask.LABEL_OR_AGE_GATE, Measure.LABELLED)}


def outcome_of(referral: ReferralNow) -> Outcome:
    """The outcome of the whole referral; `partial` when its targets ended differently."""
    if referral.state == ReferralState.WITHDRAWN:
        return Outcome.WITHDRAWN
    return together(target_outcome(referral.ask, each) for each in referral.targets)


def together(outcomes: Iterable[str]) -> Outcome:
    """One outcome for several: a contradiction always shows; otherwise the same for all, or partial."""
    found = {Outcome(each) for each in outcomes if each}
    if Outcome.CONTRADICTED in found:
        return Outcome.CONTRADICTED
    if len(found) > 1:
        found.discard(Outcome.WITHDRAWN)
    return found.pop() if len(found) == 1 else Outcome.PARTIAL if found else Outcome.UNANSWERED


def target_outcome(ask: str, target: ReferralTarget) -> Outcome:
    """How the matter of one target ended, as far as is known."""
    if target.verdict == "contradicted":
        return Outcome.CONTRADICTED
    if target.answer == AnswerKind.REFUSED:
        return Outcome.REFUSED
    if target.answer == AnswerKind.DECIDED:
        done = (ask, target.measure) in _DONE_AS_ASKED
        return Outcome.DONE if done else _BY_MEASURE.get(target.measure, Outcome.DONE)
    return Outcome.GONE_UNANSWERED if target.verdict == "silent_removal" else Outcome.UNANSWERED


def is_visible(referral: ReferralNow) -> bool:
    """Can a sighting confirm or contradict what is asked here?"""
    to_a_host = referral.recipient_kind in (RecipientKind.PLATFORM, RecipientKind.PUBLISHER)
    return to_a_host and referral.ask in VISIBLE


def is_ended(referral: ReferralNow) -> bool:
    """Has it ended? An answer that no page can show ends it by itself."""
    if referral.state in ENDED["referral"]:
        return True
    return referral.state == ReferralState.ANSWERED and not is_visible(referral)
