"""What must agree inside and between law files: codes, sources, clocks, dates, and every worked example run through the clocks."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from fanal.clocks import Due, due
from fanal.laws.build import clock_rule
from fanal.laws.schema import SCHEMA
from fanal.laws.shape import shape_faults
from fanal.words.errors import LawError
from fanal.words.say import Message, message

Files = Mapping[str, Any]
_KEYS = {"clocks": "id", "offences": "code", "duties": "code", "rules": "id", "lanes": "code", "recipients": "code"}
_NUMBERED = {"statutory", "right", "limitation", "retention", "validity", "voluntary"}
_WITH_EXAMPLES = {"statutory", "right", "limitation", "retention"}


def faults(files: Files) -> list[Message]:
    """Every fault of a set of law files, each with its file and path; the shape first, the agreement only once the shape holds."""
    shapes = [fault for name, content in files.items() for fault in shape_faults(name, content, SCHEMA)]
    if shapes:
        return shapes
    known = {kind: dict(_named(files, kind)) for kind in _KEYS}
    found = [fault for kind in _KEYS for fault in _twice(files, kind)]
    for name, content in files.items():
        found += _dates(name, content)
        for clock in content.get("clocks", ()):
            found += _clock(name, clock)
        for offence in content.get("offences", ()):
            found += _offence(name, offence, known)
        for lane in content.get("lanes", ()):
            found += _lane(name, lane, known)
    return found + [*_sources(files)]


def _named(files: Files, kind: str) -> Iterator[tuple[str, tuple[str, Any]]]:
    for name, content in files.items():
        for each in content.get(kind, ()):
            yield each[_KEYS[kind]], (name, each)


def _twice(files: Files, kind: str) -> Iterator[Message]:
    first: dict[str, str] = {}
    for code, (name, _) in _named(files, kind):
        if code in first:
            yield message("law_twice", at=f"{kind}.{code}", file=name, datum=code, other=first[code])
        first.setdefault(code, name)


def _sources(files: Files) -> Iterator[Message]:
    declared: dict[str, str] = {}
    for name, content in files.items():
        for code in content.get("sources", {}):
            if code in declared:
                yield message("law_twice", at=f"sources.{code}", file=name, datum=code, other=declared[code])
            declared[code] = name
    for kind in _KEYS:
        for code, (name, each) in _named(files, kind):
            if each["source"] not in declared:
                yield message("law_unknown_source", at=f"{kind}.{code}.source", file=name, datum=each["source"])


def _dates(name: str, content: Any) -> Iterator[Message]:
    for kind in ("clocks", "offences", "lanes"):
        for each in content.get(kind, ()):
            at = f"{kind}.{each[_KEYS[kind]]}"
            days = [day for day in (each["valid_from"], each["valid_to"]) if day]
            wrong = [day for day in days if not _is_day(day)]
            yield from (message("law_date_unreadable", at=at, file=name, text=day) for day in wrong)
            if not wrong and days != sorted(days):
                yield message("law_dates_reversed", at=at, file=name)


def _clock(name: str, clock: Any) -> Iterator[Message]:
    at, kind = f"clocks.{clock['id']}", clock["kind"]
    has_number = "duration" in clock or "before" in clock
    if kind in _NUMBERED and not has_number:
        yield message("law_no_number", at=at, file=name, kind=kind)
    if not has_number and "standard" not in clock:
        yield message("law_no_standard", at=at, file=name)
    if kind in _WITH_EXAMPLES and "examples" not in clock:
        yield message("law_no_example", at=at, file=name)
    for n, example in enumerate(clock.get("examples", ())):
        yield from _example(name, f"{at}.examples.{n}", clock, example)


def _example(name: str, at: str, clock: Any, example: Any) -> Iterator[Message]:
    try:
        start = datetime.fromisoformat(example["start"])
        dues = due(clock_rule(clock), start)
    except ValueError:
        yield message("law_start_unreadable", at=at, text=example["start"])
    except LawError as wrong:
        yield from wrong.messages
    else:
        found: dict[str, str] = {each.reading: each.at.isoformat() for each in dues if isinstance(each, Due)}
        if found != example["due"]:
            yield message(
                "law_example_wrong",
                at=at,
                file=name,
                start=example["start"],
                expected=_dues(example["due"]),
                found=_dues(found),
            )


def _offence(name: str, offence: Any, known: Mapping[str, Mapping[str, Any]]) -> Iterator[Message]:
    at, wanted = f"offences.{offence['code']}", offence["limitation_clock"]
    _, clock = known["clocks"].get(wanted, (None, None))
    if clock is None or clock["kind"] != "limitation":
        yield message("law_not_limitation", at=f"{at}.limitation_clock", file=name, datum=wanted)
    categories = {each["code"] for _, recipient in known["recipients"].values() for each in recipient["categories"]}
    if offence["pharos"] not in categories:
        yield message("law_unknown_category", at=f"{at}.pharos", file=name, datum=offence["pharos"])


def _lane(name: str, lane: Any, known: Mapping[str, Mapping[str, Any]]) -> Iterator[Message]:
    at = f"lanes.{lane['code']}"
    for code in lane["clocks"]:
        if code not in known["clocks"]:
            yield message("law_unknown_clock", at=f"{at}.clocks", datum=code)
    if lane["main_clock"] is not None and lane["main_clock"] not in lane["clocks"]:
        yield message("law_main_clock_absent", at=f"{at}.main_clock", file=name, datum=lane["main_clock"])


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _dues(readings: Mapping[str, str]) -> str:
    return ", ".join(f"{reading} {at}" for reading, at in readings.items()) or "-"
