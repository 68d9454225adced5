"""Reads one field at a time and gathers what is wrong with it; a field that is refused reads as empty, so that all is said at once."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from fanal.words.lists import Word
from fanal.words.say import Message, message

W = TypeVar("W", bound=Word)
SKEW = timedelta(minutes=5)  # clocks of two machines differ
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # no web before it: an earlier date is a mistake
# Overrides, embeddings and isolates can make a text read as another (UTS 55); the marks that Arabic and Hebrew need stay.
_TRICKS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff]")
_HALVES = re.compile("[\ud800-\udfff]")  # half characters (surrogates) say nothing alone
_TEXT = frozenset((str,))
_SHOWN = 40


class Faults:
    """Everything that is wrong with what was given, in the order of reading."""

    def __init__(self) -> None:
        self.found: list[Message] = []

    def add(self, code: str, at: str, **params: str | int) -> None:
        """One more thing to say, beside the field `at`."""
        self.found.append(message(code, at=at, **params))


def text(value: Any, at: str, most: int, faults: Faults) -> str:
    """A free text, lines kept, without direction tricks and control characters; empty when absent or refused."""
    if value is None:
        return ""
    if not isinstance(value, str):
        faults.add("not_text", at)
        return ""
    if len(value) > most:
        faults.add("too_long", at, size=len(value), most=most)
        return ""
    if "\0" in value:
        faults.add("nul_byte", at)
        return ""
    if value.isprintable():  # no half character, no direction trick, no control character, and no line but one
        return value.strip()
    if _HALVES.search(value):
        faults.add("half_character", at)
        return ""
    plain = value.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", _TRICKS.sub("", plain)).strip()


def had_tricks(value: Any) -> bool:
    """Did the text hold characters that turn the direction of reading?"""
    return isinstance(value, str) and _TRICKS.search(value) is not None


def line(value: Any, at: str, most: int, faults: Faults) -> str:
    """A short text on one line, without invisible characters: a name, a handle, a reference."""
    if value is None:
        return ""
    found = text(value, at, most, faults)
    if not found.isascii():  # of ASCII, no character is invisible in this sense
        found = "".join(char for char in found if unicodedata.category(char) != "Cf")
    return " ".join(found.split())


def yes_no(value: Any, at: str, faults: Faults) -> bool:
    """True, False or nothing (which is no)."""
    if value is None or isinstance(value, bool):
        return bool(value)
    faults.add("not_yes_no", at)
    return False


def choice(value: Any, at: str, words: type[W], faults: Faults) -> W | None:
    """A code of a closed list; None when absent or unknown."""
    if value is None or value == "":
        return None
    if isinstance(value, str) and value in words._value2member_map_:
        return words._value2member_map_[value]  # type: ignore[return-value]
    faults.add("not_in_list", at, found=shown(value), known=", ".join(words))
    return None


def mapping(value: Any, at: str, faults: Faults) -> Mapping[str, Any]:
    """A group of fields; empty when absent or refused."""
    if value is None:
        return {}
    if value.__class__ is dict and _TEXT.issuperset(map(type, value)):  # as JSON gives it
        return value
    if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
        return value
    faults.add("not_fields", at)
    return {}


def only(given: Mapping[str, Any], known: frozenset[str], at: str, faults: Faults) -> None:
    """Refuse the fields that nobody would read: dropping them silently would lose what the person meant."""
    if given.keys() <= known:
        return
    for name in sorted(given.keys() - known):
        faults.add("unknown_field", f"{at}{line(name, '', 10**9, Faults())[:_SHOWN]}", known=", ".join(sorted(known)))


def moment(value: Any, at: str, received_at: datetime, faults: Faults) -> datetime | None:
    """A date of the past with its time zone, in UTC (RFC 3339); None when absent or refused."""
    if value is None or value == "":
        return None
    try:
        found = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        aware = found.astimezone(UTC) if found.utcoffset() is not None else None
    except (TypeError, ValueError, OverflowError):
        faults.add("date_unreadable", at, found=shown(value))
        return None
    if aware is None:
        faults.add("date_naive", at, found=shown(value))
    elif aware > received_at + SKEW:
        faults.add("date_future", at, found=shown(value))
    elif aware < EARLIEST:
        faults.add("date_too_old", at, found=shown(value))
    else:
        return aware
    return None


def shown(value: Any) -> str:
    """What was given, short and harmless, to say it back."""
    plain = (
        value
        if isinstance(value, str)
        else str(value)
        if isinstance(value, int | float | datetime)
        else type(value).__name__
    )
    kept = "".join(char for char in plain[:_SHOWN] if unicodedata.category(char)[0] != "C")
    return kept + ("…" if len(plain) > _SHOWN else "")
