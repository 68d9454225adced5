"""What lanes and the reasons of a plan are called, from the law files and the messages of this room."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from fanal.clocks.durations import parse_duration
from fanal.laws import load_laws
from fanal.route.hints import HINTS, categories_of
from fanal.words.lists import Category
from fanal.words.say import MESSAGES, message, say

NO_LAW = "request"  # asked without a lane of law: nobody is bound to a time


def lane_label(code: str, lang: str) -> str:
    """What the lane is called."""
    lane = load_laws().lanes.get(code)
    return lane.label.get(lang, lane.label["fr"]) if lane else say(message("lane_request"), lang)


def lane_basis(code: str) -> str:
    """The article the lane rests on; empty when it rests on none."""
    lane = load_laws().lanes.get(code)
    return lane.basis if lane else ""


def why_text(code: str, lang: str) -> str:
    """Why this plan was made: "lane:…" is told by its law, "heading:…" by the authority's own name for it."""
    name, _, value = code.partition(":")
    if name == "lane":
        lane = load_laws().lanes.get(value)
        return lane.why.get(lang, lane.why["fr"]) if lane else say(message("why_no_law"), lang)
    if name == "heading":
        return say(message("why_heading", heading=_heading(value, lang)), lang)
    known = f"why_{code}"
    return say(message(known), lang) if known in MESSAGES else code


def _heading(code: str, lang: str) -> str:
    for recipient in load_laws().recipients.values():
        for each in recipient.categories:
            if each.code == code:
                return each.label.get(lang, each.label["fr"])
    return code


@dataclass(frozen=True, slots=True, kw_only=True)
class OffenceChoice:
    """An offence as the qualification screen offers it."""

    code: str
    label: Mapping[str, str]
    basis: str
    categories: tuple[Category, ...]
    limitation_clock: str
    heading: str  # of PHAROS
    severity: int
    listed: bool  # LCEN 6 IV A


def offences(category: str = "") -> tuple[OffenceChoice, ...]:
    """Every offence of the law files; those this category may turn out to be come first, in the order of the hints."""
    first = HINTS[Category(category)] if category in Category._value2member_map_ else ()
    known = load_laws().offences
    codes = dict.fromkeys((*(each for each in first if each in known), *known))
    return tuple(_choice(code) for code in codes)


def _choice(code: str) -> OffenceChoice:
    offence = load_laws().offence(code)
    return OffenceChoice(
        code=code,
        label=offence.label,
        basis=offence.basis,
        categories=categories_of(code),
        limitation_clock=offence.limitation_clock,
        heading=offence.pharos,
        severity=offence.severity.default,
        listed="lcen_6_iv_a" in offence.flags,
    )


def offence_label(code: str, lang: str) -> str:
    """What the offence is called; a code of an older version is shown as it is."""
    found = load_laws().offences.get(code)
    return found.label.get(lang, found.label["fr"]) if found else code


def offence_basis(code: str) -> str:
    """Act and article of the offence."""
    found = load_laws().offences.get(code)
    return found.basis if found else ""


def clock_label(code: str, lang: str) -> str:
    """What the clock is called; a code of an older version is shown as it is."""
    found = load_laws().clocks.get(code)
    return found.label.get(lang, found.label["fr"]) if found else code


def clock_basis(code: str) -> str:
    """The article of the clock."""
    found = load_laws().clocks.get(code)
    return found.basis if found else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenClock:
    """A clock to which the law gives a standard and no number: there an organisation may set a target of its own."""

    code: str
    label: Mapping[str, str]
    basis: str
    standard: Mapping[str, str]
    proposed: Mapping[str, timedelta]  # by circumstance, from the law file: what holds while nothing is set


def open_clocks() -> tuple[OpenClock, ...]:
    """The clocks of the lanes of law that state a standard without a number ("without undue delay"), in the order of the lanes."""
    laws = load_laws()
    codes = dict.fromkeys(code for lane in laws.lanes.values() for code in lane.clocks)
    known = (laws.clock(code) for code in codes)
    return tuple(
        OpenClock(
            code=each.id,
            label=each.label,
            basis=each.basis,
            standard=each.standard or {},
            proposed={name: _span(text) for name, text in each.rule.targets.items()},
        )
        for each in known
        if each.kind == "standard" and each.rule.duration is None
    )


def _span(text: str) -> timedelta:
    length = parse_duration(text)
    return length.time + timedelta(days=length.days)
