"""A referral leaves, or cannot: approval, delivery and its grades, contest and end. It never claims more than is known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from fanal.clocks import Due, Target, due, others_deadline
from fanal.follow.outcomes import outcome_of
from fanal.laws import load_laws
from fanal.notice.events import (
    DeliveryNoted,
    Event,
    ReferralApproved,
    ReferralClosed,
    ReferralContested,
    ReferralSent,
    ReferralUndeliverable,
    ReferralWithdrawn,
)
from fanal.notice.lifecycle import apply
from fanal.notice.states import ReferralNow
from fanal.words.errors import MoveError
from fanal.words.lists import Category, DeliveryGrade
from fanal.words.say import message

_GRADES = list(DeliveryGrade)
_GRAVEST = (Category.TERRORISM, Category.CHILD_ABUSE)
_HATE_OR_THREAT = (
    Category.THREAT,
    Category.RACISM,
    Category.ANTISEMITISM,
    Category.RELIGION,
    Category.LGBT,
    Category.SEXISM,
    Category.DISABILITY,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """How a referral left, and what its clocks depend on."""

    way: str
    grade: str
    envelope: str
    key: str
    danger: bool
    category: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTargets:
    """The handler's own targets per clock, where the law gives none, and its time zone."""

    targets: Mapping[str, timedelta] = field(default_factory=dict)
    zone: str = "Europe/Paris"


def checked(now: ReferralNow, *events: Event) -> tuple[Event, ...]:
    """The events, once the tables allow them one after the other; MoveError otherwise."""
    after = now
    for event in events:
        after = apply(after, event)  # type: ignore[assignment]
    return events


def approve(referral: ReferralNow, *, by: str, prepared_by: str, now: datetime) -> tuple[Event, ...]:
    """A second person approves a grave ask (DESIGN section 7): never the one who prepared it."""
    if not referral.needs_second or referral.approved_by:
        raise MoveError(message("approve_not_needed"))
    if by == prepared_by:
        raise MoveError(message("approve_same_person", at="by"))
    return checked(referral, ReferralApproved(occurred_at=now, referral=referral.ref, by=by))


def sent(referral: ReferralNow, how: Dispatch, own: OwnTargets, now: datetime) -> tuple[Event, ...]:
    """The envelope left: the clocks start. `due_at` is fixed by law, `target_at` is the handler's own and is called so."""
    if referral.needs_second and not referral.approved_by:
        raise MoveError(message("send_not_approved"))
    return checked(
        referral,
        ReferralSent(
            occurred_at=now,
            referral=referral.ref,
            way=how.way,
            grade=how.grade,
            envelope=how.envelope,
            due_at=_due_at(referral, own.zone, now),
            target_at=_target_at(referral, how, own, now),
            key=how.key,
        ),
    )


def statutory(referral: ReferralNow) -> str | None:
    """The first of its clocks whose length the law itself gives."""
    return next((each for each in referral.clocks if load_laws().clock(each).kind == "statutory"), None)


def aimed(referral: ReferralNow) -> str | None:
    """The first of its clocks that is only a standard or a promise: there the handler has a target."""
    return next((each for each in referral.clocks if load_laws().clock(each).kind != "statutory"), None)


def circumstance(category: str, danger: bool) -> str:
    """Which of the law file's proposed targets applies."""
    if danger or category == Category.DANGER:
        return "imminent_danger"
    if category in _GRAVEST:
        return "terrorism_or_child_abuse"
    return "hate_or_threat" if category in _HATE_OR_THREAT else "other"


def _due_at(referral: ReferralNow, zone: str, now: datetime) -> datetime | None:
    clock = statutory(referral)
    if clock is None:
        return None
    readings = tuple(each for each in due(load_laws().clock(clock).rule, now, zone=zone) if isinstance(each, Due))
    return others_deadline(readings) if readings else None


def _target_at(referral: ReferralNow, how: Dispatch, own: OwnTargets, now: datetime) -> datetime | None:
    clock = aimed(referral)
    if clock is None:
        return None
    if clock in own.targets:
        return now + own.targets[clock]
    rule = load_laws().clock(clock).rule
    wanted = circumstance(how.category, how.danger)
    return next(
        (each.at for each in due(rule, now, target_for=wanted, zone=own.zone) if isinstance(each, Target)), None
    )


def undeliverable(referral: ReferralNow, why: str, now: datetime) -> tuple[Event, ...]:
    """It could not leave; `why` is a code."""
    return checked(referral, ReferralUndeliverable(occurred_at=now, referral=referral.ref, why=why))


def note_delivery(referral: ReferralNow, grade: str, by: str, digest: str, now: datetime) -> tuple[Event, ...]:
    """More is known of the delivery: the grade only goes up, and acknowledgement is the recipient's to say."""
    if grade not in _GRADES or grade == DeliveryGrade.ACKNOWLEDGED:
        raise MoveError(message("delivery_grade_unknown", at="grade"))
    if _GRADES.index(DeliveryGrade(grade)) < _GRADES.index(DeliveryGrade(referral.grade)):
        raise MoveError(message("delivery_grade_down", at="grade"))
    return checked(referral, DeliveryNoted(occurred_at=now, referral=referral.ref, grade=grade, by=by, digest=digest))


def contest(referral: ReferralNow, by: str, why: str, now: datetime) -> tuple[Event, ...]:
    """The handler contests the answer (DSA Art. 20): it is asked again."""
    return checked(referral, ReferralContested(occurred_at=now, referral=referral.ref, by=by, why=why))


def withdraw_referral(referral: ReferralNow, *, by: str, why: str, now: datetime) -> tuple[Event, ...]:
    """The handler takes it back."""
    return checked(referral, ReferralWithdrawn(occurred_at=now, referral=referral.ref, by=by, why=why))


def close_referral(referral: ReferralNow, *, by: str, now: datetime) -> tuple[Event, ...]:
    """A person ends it although it was not answered, or not verified; the outcome says what is known."""
    outcome = outcome_of(referral)
    return checked(referral, ReferralClosed(occurred_at=now, referral=referral.ref, by=by, outcome=outcome))
