"""Watch: looks at the source when a referral left or was answered and when a look is due; wakes the clocks; settles cases.

What was seen is the core's to judge. Nothing is fetched while egress is closed, and child abuse material never is.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from fanal import flow
from fanal.notice.events import Event, ReferralReminded
from fanal.notice.states import CaseNow, ReferralNow, TargetNow
from fanal.words.lists import DeliveryWay, ReferralState, SightingState, TargetKind
from fanal_hub.courier import egress, fetch
from fanal_hub.courier.keys import keyed_digest
from fanal_hub.courier.letters import matter_of, reminder_letter
from fanal_hub.courier.post import UndeliveredError, deliver
from fanal_hub.ledger import write
from fanal_hub.ledger.models import TargetContent
from fanal_hub.ledger.plan import ConflictError, Effect, Plan, TakenError
from fanal_hub.ledger.read import orgs, streams, watched
from fanal_hub.people.models import Organisation
from fanal_hub.stations import dispatch, locked
from fanal_hub.stations.judge import TRIES, Hand, UnknownError
from fanal_hub.stations.loop import Station

log = logging.getLogger("fanal_hub.stations")
LOOKS = frozenset({"referral_sent", "referral_answered"})
ENDS = frozenset({"referral_answered", "referral_verified", "referral_closed", "referral_withdrawn"})
MOST_LOOKS = 20  # in one tick: the others wait for the next
LATER = timedelta(minutes=15)  # before a letter that could not leave is tried again
NOT_ASKED = frozenset({"egress_closed", "egress_denied", "bad_address"})  # we did not look: no sighting
PUT_OFF = timedelta(hours=1)  # before a target that we may not look at is thought of again
SILENT = 99  # as many reminders as there will ever be
_put_off: dict[str, datetime] = {}


def handle(seen: streams.Recorded, now: datetime) -> Plan | None:
    """Look at the targets of a referral that left or was answered; settle the case of one that ended."""
    referral = streams.referral_now(seen.stream.removeprefix("referral:"))
    if referral is None:
        return None
    if seen.event.KIND in LOOKS and egress.is_open():
        for each in referral.targets:
            look(referral.case, each.target, now, since=seen.event.occurred_at)
    if seen.event.KIND in ENDS:
        settle(referral.case, now)
    return None


def tick(now: datetime) -> int:
    """Look where a look is due, and wake the clocks that are due; how much was done."""
    done = 0
    if egress.is_open():
        for target in [each for each, until in _put_off.items() if until <= now]:
            del _put_off[target]
        done = sum(look(case, target, now) for case, target in watched.due(now, MOST_LOOKS, list(_put_off)))
    return done + sum(wake(ref, now) for ref in streams.due_wakes(now))


# --- looking --------------------------------------------------------------------------------------------------------
def look(case: str, target: str, now: datetime, *, since: datetime | None = None) -> bool:
    """Fetch one target and record what was seen; False when it is not to be fetched, or was looked at `since` then."""
    stand = streams.case_now(case)
    found = stand.target(target) if stand else None
    if stand is None or found is None or (since and found.sighted_at and found.sighted_at >= since):
        return False
    content = TargetContent.objects.filter(target=target).exclude(url="").first()
    fetched = fetch.look(content.url) if content and may_fetch(stand, found) else None
    if content is None or fetched is None or fetched.error in NOT_ASKED:
        _put_off[target] = now + PUT_OFF
        return False
    return sight(case, target, _seen(fetched, case, content), max(now, fetched.fetched_at))


def may_fetch(case: CaseNow, target: TargetNow) -> bool:
    """May we look for ourselves? Never at child abuse material, nor at what was purged or is private (DESIGN section 7)."""
    if locked.is_locked(case, target):
        return False
    return egress.is_open() and not case.purged and target.kind != TargetKind.MESSAGE


def _seen(fetched: flow.Fetched, case: str, content: TargetContent) -> flow.Seen:
    last = watched.last_clear(case, content.target)
    found = flow.classify(
        fetched,
        flow.markers(content.platform),
        history=[last] if last else [],
        known_text=content.text,
        salt=keyed_digest(f"page:{content.target}").encode(),
    )
    return flow.Seen(state=found.state, reasons=found.reasons, seen_from=found.seen_from, digest=found.digest)


def sight(case: str, target: str, seen: flow.Seen, now: datetime, *, beside: Sequence[Effect] = ()) -> bool:
    """Record what was seen of one target (by a look, a person or a script) and what follows; False when there is none."""

    def decide() -> Plan | None:
        stand = streams.stand(f"case:{case}")
        if not isinstance(stand.now, CaseNow) or stand.now.target(target) is None:
            return None
        # What is decided on is what the writer holds it against: an answer may come meanwhile.
        held = streams.stands([f"referral:{each.ref}" for each in streams.referrals_of(case)])
        referrals = [each.now for each in held.values() if isinstance(each.now, ReferralNow)]
        events = flow.sight(stand.now, referrals, target, seen, now)
        after = [flow.after(each, events) for each in referrals]
        events = (*events, *flow.settle(flow.after(stand.now, events), after, now))
        return Plan(events=events, stands={**held, f"case:{case}": stand}, beside=beside)

    return _written(decide)


def record_sighting(hand: Hand, case: str, target: str, state: SightingState, now: datetime) -> CaseNow:
    """A person of the handler says what they saw at the source."""
    found = streams.case_now(case)
    if found is None or found.handler != hand.organisation.ref:
        raise UnknownError(case)
    seen = flow.Seen(state=state, reasons=(), seen_from="person")
    if not sight(case, target, seen, now, beside=hand.beside):
        raise UnknownError(target)
    return streams.case_now(case) or found


def settle(case: str, now: datetime) -> bool:
    """Settle a case when every referral of it has ended."""

    def decide() -> Plan | None:
        stand = streams.stand(f"case:{case}")
        if not isinstance(stand.now, CaseNow):
            return None
        events = flow.settle(stand.now, streams.referrals_of(case), now)
        return Plan(events=events, stands={f"case:{case}": stand}) if events else None

    return _written(decide)


# --- clocks ---------------------------------------------------------------------------------------------------------
def wake(ref: str, now: datetime) -> bool:
    """Look at a referral's clock: what ran out is said, a reminder leaves, a letter that could not leave is tried again."""
    return _written(lambda: _woken(ref, now))


def _woken(ref: str, now: datetime) -> Plan | None:
    stand = streams.stand(f"referral:{ref}")
    referral = stand.now
    handler = orgs.organisation(referral.handler) if isinstance(referral, ReferralNow) else None
    if not isinstance(referral, ReferralNow) or handler is None:
        return Plan(beside=(streams.set_wake(ref, None),))
    if referral.state in (ReferralState.PREPARED, ReferralState.UNDELIVERABLE):
        return _again(ref, now)
    policy = orgs.policy_of(handler)
    said = flow.follow(referral, now=now, policy=policy)
    events, again_at = _reminded(referral, handler, said, now)
    after = flow.after(referral, events)
    # A reminder that did not leave is no event; it must not hide a deadline that is still to come.
    ahead = flow.wakes(after if len(events) == len(said) else replace(after, reminders=SILENT), policy)
    wake_at = min((each for each in (again_at, ahead) if each is not None), default=None)
    stands = {f"referral:{ref}": stand} if events else {}
    return Plan(events=events, stands=stands, beside=(streams.set_wake(ref, wake_at),))


def _again(ref: str, now: datetime) -> Plan:
    """A sending that failed is tried again a few times; then a person must look at the address."""
    nothing = Plan(beside=(streams.set_wake(ref, None),))
    if watched.failed_sendings(ref) >= dispatch.RETRY_UNTIL:
        return nothing
    return dispatch.send(ref, now) or nothing


def _reminded(
    referral: ReferralNow, handler: Organisation, said: Sequence[Event], now: datetime
) -> tuple[list[Event], datetime | None]:
    """The events that are true: a reminder is one once it left. And when to try one that did not."""
    kept: list[Event] = []
    again_at: datetime | None = None
    for event in said:
        if not isinstance(event, ReferralReminded) or referral.way == DeliveryWay.HUB:  # its inbox shows it
            kept.append(event)
        elif referral.way == DeliveryWay.EMAIL:
            again_at = _remind(referral, handler, event.key, now)
            kept += [event] if again_at is None else []
    return kept, again_at


def _remind(referral: ReferralNow, handler: Organisation, key: str, now: datetime) -> datetime | None:
    recipient = orgs.recipient_for(referral.handler, referral.recipient)
    if recipient is None or not recipient.email:
        return now + PUT_OFF
    link = dispatch.answer_link(referral.ref)
    try:
        deliver(reminder_letter(matter_of(referral, handler, recipient, link), key))
    except UndeliveredError as error:
        log.info("reminder %s did not leave: %s", key, error.code)
        return now + (LATER if error.code == "unreachable" else timedelta(days=1))
    return None


def _written(decide: Callable[[], Plan | None]) -> bool:
    """Decide and write; decide again when somebody else wrote first. False when there was nothing to write."""
    for left in range(TRIES, 0, -1):
        plan = decide()
        if plan is None:
            return False
        try:
            write.submit(plan)
            return True
        except (ConflictError, TakenError):
            if left == 1:
                raise
    raise AssertionError("unreachable")


STATION = Station(name="watch", kinds=LOOKS | ENDS, handle=handle, tick=tick, every=1.0)
