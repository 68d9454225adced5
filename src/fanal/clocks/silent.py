"""The three silent clocks that run while nobody looks: limitation per offence, connection data, right of reply; no notice stops them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, cast

from fanal.clocks.due import FRANCE, Due, Reading, Step, due
from fanal.clocks.rules import ClockRule

Silent = Literal["limitation", "connection_data", "right_of_reply"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentRules:
    """The rules to run: a limitation clock per possible qualification, and the two others where they apply.

    `from_majority` names the offences whose limitation starts at the victim's majority (CPP art. 8 with 706-47).
    """

    limitation: Mapping[str, ClockRule]
    connection_data: ClockRule | None = None
    right_of_reply: ClockRule | None = None
    from_majority: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentClock:
    """One of the three, with its readings; `offence` is set for a limitation. No readings: the start cannot be known here."""

    name: Silent
    clock: str
    readings: tuple[Due, ...]
    offence: str = ""


def silent_clocks(
    rules: SilentRules,
    *,
    first_published: datetime | None,
    earliest_known: datetime,
    majority: datetime | None = None,
    zone: str = FRANCE,
) -> tuple[SilentClock, ...]:
    """Run the silent clocks of one target from its first publication (loi 1881 art. 65; CPCE L. 34-1 II bis 3°; LCEN 1-1).

    Without `first_published` the earliest date we know stands in and every reading says so: the true end may be earlier.
    """
    known = first_published is not None
    start = first_published or earliest_known
    found: list[SilentClock] = []
    for offence, rule in rules.limitation.items():
        late = offence in rules.from_majority
        begin, sure = (majority, True) if late else (start, known)
        readings = () if begin is None else _run(rule, begin, sure, zone)
        found.append(SilentClock(name="limitation", clock=rule.id, readings=readings, offence=offence))
    others: tuple[tuple[Silent, ClockRule | None], ...] = (
        ("connection_data", rules.connection_data),
        ("right_of_reply", rules.right_of_reply),
    )
    found += [
        SilentClock(name=name, clock=rule.id, readings=_run(rule, start, known, zone)) for name, rule in others if rule
    ]
    return tuple(found)


def _run(rule: ClockRule, start: datetime, known: bool, zone: str) -> tuple[Due, ...]:
    readings = tuple(each for each in due(rule, start, zone=zone) if isinstance(each, Due))
    return readings if known else tuple(_marked(each) for each in readings)


def _marked(one: Due) -> Due:
    step = Step(code="step_start_unknown", params={"when": one.start.isoformat()})
    reading = cast(Reading, f"earliest_known_{one.reading}")
    return replace(one, reading=reading, start_known=False, steps=(step, *one.steps))
