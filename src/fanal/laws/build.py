"""Turns one checked law file into records; it trusts the shape, which shape.py has checked before."""

from collections.abc import Mapping
from typing import Any

from fanal.clocks import ClockRule
from fanal.laws.model import (
    Clock,
    Condition,
    Duty,
    Element,
    Example,
    Heading,
    Instrument,
    Lane,
    Offence,
    Penalty,
    PublicRecipient,
    RecipientCategory,
    Remark,
    Rule,
    Severity,
    Source,
    Trust,
)
from fanal.words.lists import Ask, OrgKind, RecipientKind

Record = Mapping[str, Any]


def instrument(it: Record) -> Instrument:
    """The head of a file."""
    return Instrument(code=it["code"], title=it["title"], celex=it.get("celex", ""), note=it.get("note"))


def source(code: str, it: Record) -> Source:
    """Where data were read."""
    return Source(
        code=code, title=it["title"], read_in=it["read_in"], confidence=it["confidence"], celex=it.get("celex", "")
    )


def clock(it: Record) -> Clock:
    """A clock with its rule, remarks and worked examples."""
    return Clock(
        id=it["id"],
        label=it["label"],
        basis=it["basis"],
        kind=it["kind"],
        actor=it["actor"],
        event=it["event"],
        starts=it["starts"],
        rule=clock_rule(it),
        trust=_trust(it),
        standard=it.get("standard"),
        hard=it.get("hard", False),
        minimum=it.get("minimum", False),
        periods=it.get("periods", {}),
        quota_percent=it.get("quota_percent", {}),
        offences=tuple(it.get("offences", ())),
        note=it.get("note"),
        remarks=tuple(Remark(kind=r["kind"], text={"fr": r["fr"], "en": r["en"]}) for r in it.get("remarks", ())),
        examples=tuple(Example(why=e["why"], start=e["start"], due=e["due"]) for e in it.get("examples", ())),
    )


def clock_rule(it: Record) -> ClockRule:
    """What the arithmetic needs of a clock. A single target counts in all cases ("any")."""
    target = it.get("default_target", {})
    before = it.get("before")
    return ClockRule(
        id=it["id"],
        kind=it["kind"],
        duration=it.get("duration"),
        targets={"any": target} if isinstance(target, str) else dict(target),
        before=(before["month"], before["day"]) if before else None,
        last_day=it.get("last_day", "unsourced"),
    )


def offence(it: Record) -> Offence:
    """An offence with penalties, limitation, headings and severity."""
    tdb, severity, confidence = it["tdb"], it["severity"], it["confidence"]
    woman = tdb.get("if_victim_is_woman_or_girl")
    return Offence(
        code=it["code"],
        label=it["label"],
        act=it["act"],
        article=it["article"],
        penalty=Penalty(**it["penalty"]),
        aggravated=tuple(Penalty(**each) for each in it.get("aggravated", ())),
        limitation_clock=it["limitation_clock"],
        heading=_heading(tdb),
        heading_if_woman_or_girl=_heading(woman) if woman else None,
        heading_alternative=tdb.get("alternative"),
        pharos=it["pharos"],
        severity=Severity(**{**severity, "raise_when": tuple(severity["raise_when"])}),
        flags=frozenset(it["flags"]),
        prosecution=it["prosecution"],
        trust=_trust({**it, "confidence": confidence["text"]}),
        mapping_confidence=confidence["mapping"],
        association_standing=it.get("association_standing"),
        victim_consent=it.get("victim_consent"),
        note=it.get("note"),
    )


def lane(it: Record) -> Lane:
    """A lane with its conditions, asks, clocks and elements."""
    return Lane(
        code=it["code"],
        label=it["label"],
        basis=it["basis"],
        why=it["why"],
        handlers=frozenset(OrgKind(each) for each in it["handlers"]),
        recipients=frozenset(RecipientKind(each) for each in it["recipients"]),
        conditions=tuple(Condition(**each) for each in it["conditions"]),
        asks=frozenset(Ask(each) for each in it["asks"]),
        main_clock=it["main_clock"],
        clocks=tuple(it["clocks"]),
        elements=tuple(Element(**each) for each in it["elements"]),
        trust=_trust(it),
        note=it.get("note"),
    )


def duty(it: Record) -> Duty:
    """A duty to report or a guard against false reports."""
    penalty = Penalty(**it["penalty"]) if "penalty" in it else None
    return Duty(code=it["code"], label=it["label"], basis=it["basis"], penalty=penalty, trust=_trust(it))


def rule(it: Record) -> Rule:
    """A rule told in words."""
    return Rule(id=it["id"], text=it["text"], basis=it["basis"], trust=_trust(it))


def recipient(it: Record) -> PublicRecipient:
    """An authority that takes transmissions."""
    return PublicRecipient(
        code=it["code"],
        kind=RecipientKind(it["kind"]),
        label=it["label"],
        url=it.get("url", ""),
        accepts=tuple(it["accepts"]),
        refuses=tuple(it["refuses"]),
        categories=tuple(RecipientCategory(**each) for each in it["categories"]),
        trust=_trust(it),
    )


def _trust(it: Record) -> Trust:
    return Trust(
        source=it["source"],
        confidence=it["confidence"],
        valid_from=it.get("valid_from"),
        valid_to=it.get("valid_to"),
    )


def _heading(it: Record) -> Heading:
    return Heading(category=it["category"], keywords=tuple(it["keywords"]))
