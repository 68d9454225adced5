"""Durations of ISO 8601 as the law writes them: calendar units (years to days) or clock units (hours to seconds); no dates here."""

import re
from dataclasses import dataclass
from datetime import timedelta

from fanal.words.errors import LawError
from fanal.words.say import message

_MOST = {"years": 1000}  # more is a typing error, and dates would overflow
_MOST_OTHER = 10_000
_SHAPE = re.compile(
    r"P(?=[0-9T])(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=[0-9])(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)S)?)?",
    re.ASCII,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """A length of time: months and days follow the calendar, `time` is absolute and runs through nights and clock changes."""

    text: str
    months: int = 0
    days: int = 0
    time: timedelta = timedelta(0)

    @property
    def is_calendar(self) -> bool:
        """Is it counted in days or longer?"""
        return bool(self.months or self.days)


def parse_duration(text: str) -> Duration:
    """Read PnYnMnWnDTnHnMnS (ISO 8601); days and hours together are refused, for no rule says from when the hours would run."""
    found = _SHAPE.fullmatch(text)
    if found is None:
        raise LawError(message("duration_unreadable", text=text[:40]))
    n = {unit: int(digits) for unit, digits in found.groupdict("0").items()}
    if any(count > _MOST.get(unit, _MOST_OTHER) for unit, count in n.items()):
        raise LawError(message("duration_too_long", text=text[:40]))
    time = timedelta(hours=n["hours"], minutes=n["minutes"], seconds=n["seconds"])
    length = Duration(text=text, months=12 * n["years"] + n["months"], days=7 * n["weeks"] + n["days"], time=time)
    if length.is_calendar and length.time:
        raise LawError(message("duration_mixed", text=text))
    return length
