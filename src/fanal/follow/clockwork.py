"""The clocks of a referral and of a target: what ran out, when to wake, the arithmetic for the screen. It never asks the time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from fanal.clocks import Due, SilentClock, Target, due
from fanal.clocks import silent_clocks as run_silent
from fanal.follow.dispatch import OwnTargets, aimed, circumstance, statutory
from fanal.laws import load_laws
from fanal.notice.events import DeadlinePassed, Event, ReferralReminded
from fanal.notice.states import ReferralNow
from fanal.words.lists import ReferralState

_RUNNING = (ReferralState.SENT, ReferralState.ACKNOWLEDGED)
# After the handler's own target, else after the law's date: a reminder each, then silence.
REMIND_AFTER = (timedelta(0), timedelta(days=2), timedelta(days=7))
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRow:
    """One clock of a referral for the screen; `answers` is empty when the law gives no number and nobody set a target."""

    clock: str
    kind: str
    basis: str
    is_main: bool
    passed: bool
    answers: tuple[Due | Target, ...]


def follow(referral: ReferralNow, *, now: datetime) -> tuple[Event, ...]:
    """What the clock says now: each clock runs out once, each reminder leaves once."""
    return tuple(event for at, event in _ahead(referral, now) if now >= at)


def wakes(referral: ReferralNow) -> datetime | None:
    """When to look at the clock again; None when nothing runs."""
    return min((at for at, _ in _ahead(referral, None)), default=None)


def _ahead(referral: ReferralNow, now: datetime | None) -> Iterator[tuple[datetime, Event]]:
    """What is still to happen, and from which moment on."""
    if referral.state not in _RUNNING:
        return
    for clock, at, standing in (
        (statutory(referral), referral.due_at, "law"),
        (aimed(referral), referral.target_at, "target"),
    ):
        if clock and at and clock not in referral.passed:
            # The last second still belongs to the period.
            when = at + _SECOND
            yield (
                when,
                DeadlinePassed(occurred_at=now or when, referral=referral.ref, clock=clock, standing=standing),
            )
    anchor = referral.target_at or referral.due_at
    if anchor and referral.reminders < len(REMIND_AFTER):
        when = anchor + REMIND_AFTER[referral.reminders] + _SECOND
        key = f"{referral.ref}:reminder:{referral.reminders + 1}"
        yield when, ReferralReminded(occurred_at=now or when, referral=referral.ref, key=key)


def clocks_of(
    referral: ReferralNow, own: OwnTargets, *, start: datetime, category: str, danger: bool
) -> tuple[ClockRow, ...]:
    """Each clock of the referral with its arithmetic, from the moment it left (or would leave now)."""
    rows = []
    for code in referral.clocks:
        clock = load_laws().clock(code)
        rows.append(
            ClockRow(
                clock=code,
                kind=clock.kind,
                basis=clock.basis,
                is_main=code == referral.clocks[0],
                passed=code in referral.passed,
                answers=_answers(code, own, start, circumstance(category, danger)),
            )
        )
    return tuple(rows)


def _answers(code: str, own: OwnTargets, start: datetime, wanted: str) -> tuple[Due | Target, ...]:
    rule = load_laws().clock(code).rule
    if code in own.targets and rule.duration is None:
        at = start + own.targets[code]
        return (Target(clock=code, at=at, circumstance="any", start=start, steps=()),)
    return due(rule, start, target_for=wanted, zone=own.zone)


def silent_clocks(
    offences: Sequence[str], first_published: datetime | None, now: datetime, zone: str = "Europe/Paris"
) -> tuple[SilentClock, ...]:
    """Limitation per offence, connection data, right of reply: they run whatever is done here (loi 1881 art. 65; LCEN 1-1)."""
    rules = load_laws().silent_rules(tuple(dict.fromkeys(offences)))
    return run_silent(rules, first_published=first_published, earliest_known=now, zone=zone)
