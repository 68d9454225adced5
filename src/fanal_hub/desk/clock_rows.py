"""Clocks as the screens show them: the three silent ones of a case, and those of a referral. The core counts; this arranges."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from fanal import flow
from fanal.clocks import Due, SilentClock, Target, others_deadline, own_last_safe_moment, say_due, say_step
from fanal.notice.states import CaseNow, ReferralNow
from fanal.words.lists import Judgement
from fanal_hub.desk.shown import lang, on
from fanal_hub.ledger.models import TargetContent

Entry = dict[str, Any]
Start = tuple[datetime | None, datetime]  # when it was published, if that is known; when it was first reported
Contents = Mapping[str, TargetContent]


def silent(case: CaseNow, contents: Contents) -> list[Entry]:
    """The three silent clocks of a case, shortest first: limitation, connection data, right of reply."""
    found: dict[tuple[str, str], tuple[SilentClock, list[str]]] = {}
    for offences, start in _starts(case, contents).items():
        for clock in flow.silent_clocks(offences or possible(case.category), *start):
            _keep(found, clock)
    ordered = sorted(found.values(), key=lambda pair: (_ORDER[pair[0].name], _end(pair[0])))
    return [_entry(clock, offences) for clock, offences in ordered]


def shortest_limitation(case: CaseNow, contents: Contents) -> Entry | None:
    """The limitation that ends first, for a row of the queue: one offence for each length is enough to know it."""
    found = [
        clock
        for offences, start in _starts(case, contents).items()
        for clock in flow.silent_clocks(offences or one_of_each_length(case.category), *start)
        if clock.name == "limitation" and clock.readings
    ]
    first = min(found, key=_end, default=None)
    return None if first is None else {"label": flow.clock_label(first.clock, lang()), "due_at": _last_safe(first)}


_ORDER = {"limitation": 0, "connection_data": 1, "right_of_reply": 2}
_FAR = datetime(9000, 1, 1, tzinfo=UTC)


def _starts(case: CaseNow, contents: Contents) -> dict[tuple[str, ...], Start]:
    """The earliest start for each set of offences: what was published first runs out first.

    Without a date of publication the earliest we know is the first notice: the true start may be earlier.
    """
    found: dict[tuple[str, ...], Start] = {}
    for each in case.targets:
        if each.judgement == Judgement.SET_ASIDE:
            continue
        content = contents.get(each.id)
        start = (content.posted_at if content else None, each.first_at)
        known = found.setdefault(each.offences, start)
        if (start[0] or start[1]) < (known[0] or known[1]):
            found[each.offences] = start
    return found


@cache
def possible(category: str) -> tuple[str, ...]:
    """The offences that a case of this category may turn out to be: what may run out before anybody judges."""
    return tuple(each.code for each in flow.offences(category) if category in each.categories)


@cache
def one_of_each_length(category: str) -> tuple[str, ...]:
    """The same, one for each limitation clock."""
    choices = {each.limitation_clock: each.code for each in flow.offences(category) if category in each.categories}
    return tuple(choices.values())


def _keep(found: dict[tuple[str, str], tuple[SilentClock, list[str]]], clock: SilentClock) -> None:
    key = (clock.name, clock.clock)
    known, offences = found.get(key, (clock, []))
    if clock.offence and clock.offence not in offences:
        offences.append(clock.offence)
    found[key] = (clock if _end(clock) < _end(known) else known, offences)


def _end(clock: SilentClock) -> datetime:
    return min((each.at for each in clock.readings), default=_FAR)


def _entry(clock: SilentClock, offences: Sequence[str]) -> Entry:
    name = _NAMES[clock.name]() if clock.name in _NAMES else flow.clock_label(clock.clock, lang())
    shown: Entry = {"name": clock.name, "label": name}
    if not clock.readings:
        shown["unknown"] = _("It starts at the victim's majority, which is not known here.")
        return shown
    shown["due_at"] = _last_safe(clock)
    named = [flow.offence_label(each, lang()) for each in offences]
    shown["arithmetic"] = [*named, *_arithmetic(clock.readings), flow.clock_basis(clock.clock)]
    return shown


def _last_safe(clock: SilentClock) -> datetime:
    """Our own last safe moment, never late; with an unknown start, the earliest end that is known."""
    return own_last_safe_moment(clock.readings) or _end(clock)


_NAMES = {
    "connection_data": lambda: _("Connection data kept by the host"),
    "right_of_reply": lambda: _("Right of reply: last day to ask"),
}


def _arithmetic(answers: Iterable[Due | Target]) -> list[str]:
    lines: list[str] = []
    for each in answers:
        lines += [*(say_step(step, lang()) for step in each.steps), say_due(each, lang())]
    return list(dict.fromkeys(lines))


def of_referral(rows: Iterable[flow.ClockRow], stopped: datetime | None = None) -> list[Entry]:
    """The clocks of a referral: law apart from our own targets, each with its arithmetic and its article.

    Once the referral was answered or ended they no longer run, and say so.
    """
    return [_stopped(_row(each), stopped) if stopped else _row(each) for each in rows]


def _stopped(entry: Entry, at: datetime) -> Entry:
    if "due_at" not in entry:
        return entry
    said = {"at": on(at), "due": on(entry["due_at"])}
    words = _("Stopped on %(at)s. It would have run until %(due)s.") % said
    return {"label": entry["label"], "unknown": words, "arithmetic": entry["arithmetic"]}


def _row(row: flow.ClockRow) -> Entry:
    shown: Entry = {"label": flow.clock_label(row.clock, lang()), "passed": row.passed}
    dues = tuple(each for each in row.answers if isinstance(each, Due))
    aims = [each for each in row.answers if isinstance(each, Target)]
    if dues:
        shown["due_at"] = others_deadline(dues)
    elif aims:
        shown |= {"due_at": aims[0].at, "target": True}
    else:
        shown["unknown"] = _("The law gives no number, and your organisation has set no target.")
    shown["arithmetic"] = [*_arithmetic(row.answers), row.basis]
    return shown


def main_due(referral: ReferralNow) -> Entry | None:
    """The deadline to show in a list: the law's when there is one, else our own target."""
    if referral.due_at:
        return {"due_at": referral.due_at, "target": False}
    return {"due_at": referral.target_at, "target": True} if referral.target_at else None
