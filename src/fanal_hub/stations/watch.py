"""Watch: has the source looked at when a referral left or was answered; looks, when it is time; wakes clocks; settles cases.

What was seen is the core's to judge. Nothing is fetched while egress is closed, and child abuse material never is.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
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
from fanal_hub.ledger import jobs, write
from fanal_hub.ledger.models import TargetContent
from fanal_hub.ledger.plan import ConflictError, Effect, Plan, Stand, TakenError, Tx
from fanal_hub.ledger.read import orgs, streams, watched
from fanal_hub.ledger.read.jobs import Timer
from fanal_hub.people.models import Organisation
from fanal_hub.stations import dispatch, locked, loop
from fanal_hub.stations.judge import TRIES, Hand, UnknownError
from fanal_hub.stations.station import PutOffError, Station

log = logging.getLogger("fanal_hub.stations")
LOOKS = frozenset({"referral_sent", "referral_answered"})
ENDS = frozenset({"referral_answered", "referral_verified", "referral_closed", "referral_withdrawn"})
MOST_LOOKS = 20  # at one call of `tick`: the others wait for the next
LATER = timedelta(minutes=15)  # before a letter that could not leave is tried again
NOT_ASKED = frozenset({"egress_closed", "egress_denied", "bad_address"})  # we did not look: no sighting
PUT_OFF = timedelta(hours=1)  # before a target that we may not look at is thought of again
SILENT = 99  # as many reminders as there will ever be


def handle(seen: streams.Recorded, now: datetime) -> Plan | None:
    """Have the targets of a referral that left or was answered looked at; settle the case of one that ended."""
    referral = streams.referral_now(seen.stream.removeprefix("referral:"))
    if referral is None:
        return None
    looks: tuple[Effect, ...] = ()
    if seen.event.KIND in LOOKS and egress.is_open():
        looks = (_looked_at(referral, seen.event.occurred_at),)
    settled = _settled(referral.case, now) if seen.event.KIND in ENDS else None
    return replace(settled, beside=looks) if settled else Plan(beside=looks)


def tick(now: datetime) -> int:
    """Look where a look is due, and wake the clocks that are due; how much was done."""
    return loop.ring(LOOK, now, MOST_LOOKS) + loop.ring(CLOCK, now)


# --- looking --------------------------------------------------------------------------------------------------------
def _looked_at(referral: ReferralNow, at: datetime) -> Effect:
    def effect(tx: Tx) -> None:
        for each in referral.targets:
            jobs.arm(tx, jobs.LOOK, f"target:{each.target}", referral.handler, at)

    return effect


def look(timer: Timer, now: datetime) -> Plan | None:
    """Fetch one target and say what was seen; None when it is never to be fetched. No transaction is open meanwhile."""
    place = watched.place_of(timer.stream.removeprefix("target:"))
    stand = streams.case_now(place.case) if place else None
    target = stand.target(place.target) if place and stand else None
    if place is None or stand is None or target is None or stand.purged or target.kind == TargetKind.MESSAGE:
        return None
    next_at = target.next_look_at
    if target.sighted_at and target.sighted_at >= timer.due_at and (next_at is None or next_at > now):
        _not_now(next_at)  # somebody saw it since
        return None
    content = TargetContent.objects.filter(target=place.target).exclude(url="").first()
    fetched = fetch.look(content.url) if content and may_fetch(stand, target) else None
    if content is None or fetched is None or fetched.error in NOT_ASKED:
        _not_now(next_at and max(next_at, now + PUT_OFF))
        return None
    seen = _seen(fetched, place.case, content)
    return _sighted(place.case, place.target, seen, max(now, fetched.fetched_at))


def _not_now(until: datetime | None) -> None:
    """Nothing is seen this time: the timer rings again then, or never."""
    if until is not None:
        raise PutOffError(until)


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
    """Record what was seen of one target (by a person or a script) and what follows; False when there is none."""
    return _written(lambda: _sighted(case, target, seen, now, beside))


def _sighted(case: str, target: str, seen: flow.Seen, now: datetime, beside: Sequence[Effect] = ()) -> Plan | None:
    stand = streams.stand(f"case:{case}")
    if not isinstance(stand.now, CaseNow) or stand.now.target(target) is None:
        return None
    # What is decided on is what the writer holds it against: an answer may come meanwhile.
    others = streams.stands([f"referral:{each.ref}" for each in streams.referrals_of(case)])
    referrals = [each.now for each in others.values() if isinstance(each.now, ReferralNow)]
    events = flow.sight(stand.now, referrals, target, seen, now)
    after = [flow.after(each, events) for each in referrals]
    settled = flow.after(stand.now, events)
    events = (*events, *flow.settle(settled, after, now))
    return Plan(
        events=events,
        stands={**others, f"case:{case}": stand},
        beside=(*beside, _next_look(settled, target)),
        first=(streams.hold(_unmoved(others, events)),),
    )


def _next_look(case: CaseNow, target: str) -> Effect:
    found = case.target(target)
    at = found.next_look_at if found and egress.is_open() else None

    def effect(tx: Tx) -> None:
        if at is None:
            jobs.disarm(tx, jobs.LOOK, f"target:{target}")
        else:
            jobs.arm(tx, jobs.LOOK, f"target:{target}", case.handler, at)

    return effect


def _unmoved(stands: Mapping[str, Stand], events: Sequence[Event]) -> dict[str, Stand]:
    """The streams that a decision read and does not write: the writer holds the others by itself."""
    moved = {each.stream for each in events}
    return {name: each for name, each in stands.items() if name not in moved}


def begin_looks() -> None:
    """When a process starts: every look that a column asks for has its timer, and none while egress is closed."""
    if egress.is_open():
        jobs.arm_missing(jobs.LOOK)
    else:
        jobs.disarm_all(jobs.LOOK)


def record_sighting(hand: Hand, case: str, target: str, state: SightingState, now: datetime) -> CaseNow:
    """A person of the handler says what they saw at the source."""
    found = streams.case_now(case)
    if found is None or found.handler != hand.organisation.ref:
        raise UnknownError(case)
    seen = flow.Seen(state=state, reasons=(), seen_from="person")
    if not sight(case, target, seen, now, beside=hand.beside):
        raise UnknownError(target)
    return streams.case_now(case) or found


def _settled(case: str, now: datetime) -> Plan | None:
    """The plan that settles a case when every referral of it has ended."""
    stand = streams.stand(f"case:{case}")
    if not isinstance(stand.now, CaseNow):
        return None
    others = streams.stands([f"referral:{each.ref}" for each in streams.referrals_of(case)])
    referrals = [each.now for each in others.values() if isinstance(each.now, ReferralNow)]
    events = flow.settle(stand.now, referrals, now)
    if not events:
        return None
    return Plan(events=events, stands={f"case:{case}": stand}, first=(streams.hold(others),))


# --- clocks ---------------------------------------------------------------------------------------------------------
def wake(timer: Timer, now: datetime) -> Plan:
    """Look at a referral's clock: what ran out is said, a reminder leaves, a letter that could not leave is tried again."""
    ref = timer.stream.removeprefix("referral:")
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
    stands = {f"referral:{ref}": stand}
    held = streams.hold(_unmoved(stands, events))
    return Plan(events=events, stands=stands, beside=(streams.set_wake(ref, wake_at),), first=(held,))


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


STATION = Station(name="watch", kinds=LOOKS | ENDS, handle=handle)
LOOK = Station(name=jobs.LOOK, wake=look, most=8, begin=begin_looks)
CLOCK = Station(name=jobs.CLOCK, wake=wake, begin=lambda: jobs.arm_missing(jobs.CLOCK), settles=False)
