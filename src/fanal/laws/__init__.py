"""The law as data a lawyer can review: one YAML file per instrument, read once, checked, and handed out as frozen records."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files as packaged
from typing import Any, TypeVar

from fanal.clocks import SilentRules
from fanal.laws import build
from fanal.laws.check import faults
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
from fanal.laws.read import read_yaml
from fanal.words.errors import LawError
from fanal.words.say import message

__all__ = [
    "Clock",
    "Condition",
    "Duty",
    "Element",
    "Example",
    "Heading",
    "Instrument",
    "Lane",
    "Laws",
    "Offence",
    "Penalty",
    "PublicRecipient",
    "RecipientCategory",
    "Remark",
    "Rule",
    "Severity",
    "Source",
    "Trust",
    "load_laws",
    "read_laws",
]
CONNECTION_DATA = "fr.ident.technical"
RIGHT_OF_REPLY = "fr.reply.request"
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Laws:
    """Every datum of the law by its code; asking for an unknown code raises LawError."""

    instruments: Mapping[str, Instrument]
    sources: Mapping[str, Source]
    clocks: Mapping[str, Clock]
    offences: Mapping[str, Offence]
    lanes: Mapping[str, Lane]
    duties: Mapping[str, Duty]
    rules: Mapping[str, Rule]
    recipients: Mapping[str, PublicRecipient]

    def clock(self, code: str) -> Clock:
        """The clock of that id."""
        return _get(self.clocks, code, "law_unknown_clock")

    def offence(self, code: str) -> Offence:
        """The offence of that code."""
        return _get(self.offences, code, "law_unknown_offence")

    def lane(self, code: str) -> Lane:
        """The lane of that code."""
        return _get(self.lanes, code, "law_unknown_lane")

    def silent_rules(self, offences: Iterable[str]) -> SilentRules:
        """The three silent clocks for these possible qualifications: limitation of each, connection data, right of reply."""
        limitation = {code: self.clock(self.offence(code).limitation_clock) for code in offences}
        return SilentRules(
            limitation={code: clock.rule for code, clock in limitation.items()},
            connection_data=self.clock(CONNECTION_DATA).rule,
            right_of_reply=self.clock(RIGHT_OF_REPLY).rule,
            from_majority=frozenset(code for code, clock in limitation.items() if clock.event == "majority"),
        )


@cache
def load_laws() -> Laws:
    """The laws that ship with the package, read and checked once."""
    folder = packaged("fanal.laws")
    texts = {each.name: each.read_text("utf-8") for each in folder.iterdir() if each.name.endswith(".yaml")}
    return read_laws(texts)


def read_laws(texts: Mapping[str, str]) -> Laws:
    """Laws from the texts of their files (name to YAML); LawError carries every fault at once, with file and path."""
    contents = {name: read_yaml(name, text) for name, text in sorted(texts.items())}
    wrong = faults(contents)
    if wrong:
        raise LawError(*wrong)
    everything = list(contents.values())
    return Laws(
        instruments={it["instrument"]["code"]: build.instrument(it["instrument"]) for it in everything},
        sources={code: build.source(code, it) for each in everything for code, it in each.get("sources", {}).items()},
        clocks={it["id"]: build.clock(it) for it in _all(everything, "clocks")},
        offences={it["code"]: build.offence(it) for it in _all(everything, "offences")},
        lanes={it["code"]: build.lane(it) for it in _all(everything, "lanes")},
        duties={it["code"]: build.duty(it) for it in _all(everything, "duties")},
        rules={it["id"]: build.rule(it) for it in _all(everything, "rules")},
        recipients={it["code"]: build.recipient(it) for it in _all(everything, "recipients")},
    )


def _all(contents: Iterable[Any], kind: str) -> list[Any]:
    return [it for each in contents for it in each.get(kind, ())]


def _get(known: Mapping[str, _T], code: str, unknown: str) -> _T:
    if code not in known:
        raise LawError(message(unknown, datum=code))
    return known[code]
