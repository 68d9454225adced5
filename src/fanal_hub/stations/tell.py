"""Tell: reads what happened and writes to those concerned, each thing once. It moves nothing and quotes nothing reported.

A notifier is written to when the notice came through a public door with an e-mail address; organisations read their desk.
What was told stands in the notice's own stream (`notifier_told`), so that a restart tells nobody twice.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from fanal import flow
from fanal.notice import events as happened
from fanal.notice.events import stamp
from fanal.notice.states import NoticeNow, ReferralNow
from fanal.words.lists import Channel, DeliveryWay, NoticeState
from fanal_hub.courier.letters import News, handler_letter, notifier_letter
from fanal_hub.courier.post import Letter, UndeliveredError, deliver
from fanal_hub.ledger import write
from fanal_hub.ledger.plan import ConflictError, Plan, TakenError, Tx
from fanal_hub.ledger.read import orgs, streams, telling
from fanal_hub.stations.judge import TRIES
from fanal_hub.stations.station import LaterError, Station

log = logging.getLogger("fanal_hub.stations")
PATIENCE = 5  # times that one reader's mail server may say "later" before the letter is given up
_BY_DESK = frozenset({Channel.IMPORT, Channel.DESK, Channel.ENVELOPE})
_TO_HANDLERS = frozenset({"referral_answered", "contest_received"})
_CLOSED = frozenset({NoticeState.REJECTED, NoticeState.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Chance:
    """One try at telling; at the `last`, a reader whose mail server still says "later" is given up."""

    at: datetime
    last: bool


def handle(seen: streams.Recorded, now: datetime) -> Plan | None:
    """Tell those concerned by one event; what it writes, it writes letter by letter."""
    _TELL[seen.event.KIND](seen.event, Chance(now, last=seen.tries > PATIENCE))
    # No event remembers a handler's letter: the end of its job does, at once and not with the others of the batch.
    return Plan(beside=(_over,)) if seen.event.KIND in _TO_HANDLERS else None


def _over(_: Tx) -> None:
    """Nothing is written but the end of the job."""


# --- notifiers ------------------------------------------------------------------------------------------------------
def _received(event: happened.Event, chance: Chance) -> None:
    assert isinstance(event, happened.NoticeReceived)
    notice = streams.notice_now(event.notice)
    if notice is not None:
        tell(notice, News(about="received"), "received", chance)


def _sent(event: happened.Event, chance: Chance) -> None:
    assert isinstance(event, happened.ReferralSent)
    _about_referral(event.referral, "sent", chance)


def _answered(event: happened.Event, chance: Chance) -> None:
    assert isinstance(event, happened.ReferralAnswered)
    _about_referral(event.referral, "answered", chance, event.outcome)
    referral = streams.referral_now(event.referral)
    if referral is not None and referral.way != DeliveryWay.ASSISTED:  # else the handler itself noted the answer
        _to_handler(referral.handler, f"answer:{referral.ref}:{stamp(event.occurred_at)}", chance)


def _verified(event: happened.Event, chance: Chance) -> None:
    assert isinstance(event, happened.ReferralVerified)
    _about_referral(event.referral, "verified", chance, event.outcome)


def _about_referral(ref: str, about: str, chance: Chance, outcome: str = "") -> None:
    referral = streams.referral_now(ref)
    case = streams.case_now(referral.case) if referral else None
    if referral is None or case is None:
        return

    def news(notice: NoticeNow) -> News:
        return News(about=about, recipient=_title(referral, notice.lang), outcome=outcome)

    _tell_all(telling.notices_about(case, {each.target for each in referral.targets}), news, f"{about}:{ref}", chance)


def _title(referral: ReferralNow, lang: str) -> str:
    recipient = orgs.recipient_for(referral.handler, referral.recipient)
    if recipient is None:
        return flow.platform_title(referral.platform, lang)
    return recipient.title.get(lang, recipient.title["fr"])


def _set_aside(event: happened.Event, chance: Chance) -> None:
    assert isinstance(event, happened.TargetSetAside)
    case = streams.case_now(event.case)
    if case is None:
        return
    # One judgement sets many targets aside at one moment: one letter for all of them.
    about = f"set_aside:{event.case}:{stamp(event.occurred_at)}"
    news = News(about="set_aside", reason=event.reason)
    _tell_all(telling.notices_about(case, {event.target}), lambda _: news, about, chance)


def _tell_all(notices: Iterable[NoticeNow], news: Callable[[NoticeNow], News], about: str, chance: Chance) -> None:
    """One reader who cannot be reached now does not keep the letter from the others."""
    later: LaterError | None = None
    for notice in notices:
        try:
            tell(notice, news(notice), about, chance)
        except LaterError as error:
            if not error.counted:  # nobody can be reached
                raise
            later = error
    if later is not None:
        raise later


def tell(notice: NoticeNow, news: News, about: str, chance: Chance) -> bool:
    """Write one thing to one notifier, once; False when there is nobody to write to or it was told."""
    handler = orgs.organisation(notice.handler)
    if handler is None or notice.erased or notice.state in _CLOSED or notice.channel in _BY_DESK:
        return False
    email, key = telling.address_of(notice.ref), f"told:{notice.ref}:{about}"
    if not email or telling.was_told(notice.ref, key):
        return False
    if not _delivered(notifier_letter(notice, handler, email, news, key), chance):
        return False
    _note(notice.ref, about.partition(":")[0], key, chance.at)
    return True


def _note(notice: str, about: str, key: str, now: datetime) -> None:
    for left in range(TRIES, 0, -1):
        stand = streams.stand(f"notice:{notice}")
        if telling.was_told(notice, key):
            return  # another worker, whose lease had ended, told it too: the same letter, noted once
        events = flow.told(notice, about, "email" if settings.FANAL_MAIL else "outbox", key, now)
        try:
            write.submit(Plan(events=events, stands={f"notice:{notice}": stand}))
            return
        except (ConflictError, TakenError):
            if left == 1:
                raise


# --- handlers -------------------------------------------------------------------------------------------------------
def _contested(event: happened.Event, chance: Chance) -> None:
    assert isinstance(event, happened.ContestReceived)
    case = streams.case_now(event.case)
    if case is not None and telling.is_first_contest_event(event.case, event.contest, event.target):
        _to_handler(case.handler, f"contest:{case.ref}:{event.contest}", chance)


def _to_handler(handler: str, key: str, chance: Chance) -> None:
    found, (about, ref, _) = orgs.organisation(handler), key.split(":", 2)
    if found is not None and found.email:
        _delivered(handler_letter(found, about, ref, f"handler:{key}"), chance)


def _delivered(letter: Letter, chance: Chance) -> bool:
    """Hand a letter over; False when this reader cannot be reached, LaterError while there is reason to try again."""
    try:
        deliver(letter)
    except UndeliveredError as error:
        if error.code == "unreachable" and (error.everyone or not chance.last):
            raise LaterError(letter.key, counted=not error.everyone) from error
        log.info("letter %s did not leave: %s", letter.key, error.code)
        return False
    return True


_TELL: Mapping[str, Callable[[happened.Event, Chance], None]] = {
    "notice_received": _received,
    "referral_sent": _sent,
    "referral_answered": _answered,
    "referral_verified": _verified,
    "target_set_aside": _set_aside,
    "contest_received": _contested,
}

STATION = Station(name="tell", kinds=frozenset(_TELL), handle=handle, most=8)
