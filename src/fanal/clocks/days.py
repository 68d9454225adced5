"""Days: counting months from one day number to the same one, and the days on which France does not work; no hours here."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

DayOff = Literal[
    "saturday",
    "sunday",
    "new_year",
    "easter_monday",
    "labour_day",
    "victory_day",
    "ascension",
    "whit_monday",
    "national_day",
    "assumption",
    "all_saints",
    "armistice",
    "christmas",
]
_FIXED: dict[tuple[int, int], DayOff] = {
    (1, 1): "new_year",
    (5, 1): "labour_day",
    (5, 8): "victory_day",
    (7, 14): "national_day",
    (8, 15): "assumption",
    (11, 1): "all_saints",
    (11, 11): "armistice",
    (12, 25): "christmas",
}


def add_months(day: date, months: int) -> date:
    """The same day number `months` later ("de quantième à quantième"); the month's last day where that number is missing."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous method of 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), g = divmod(b, 4), (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, before = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, before + 1)


def french_day_off(day: date) -> DayOff | None:
    """Why that day is not worked in France (weekend, or one of the eleven holidays of Code du travail L. 3133-1); else None.

    NOTE: the two more of Alsace-Moselle and those of the overseas departments are not counted.
    """
    moving: dict[date, DayOff] = {
        easter(day.year) + timedelta(days=1): "easter_monday",
        easter(day.year) + timedelta(days=39): "ascension",
        easter(day.year) + timedelta(days=50): "whit_monday",
    }
    holiday = _FIXED.get((day.month, day.day)) or moving.get(day)
    if holiday:
        return holiday
    weekend: dict[int, DayOff] = {5: "saturday", 6: "sunday"}
    return weekend.get(day.weekday())


def next_working_day(day: date) -> date:
    """The day itself if it is worked in France, else the first one after it that is."""
    while french_day_off(day):
        day += timedelta(days=1)
    return day


def previous_working_day(day: date) -> date:
    """The day itself if it is worked in France, else the last one before it that is."""
    while french_day_off(day):
        day -= timedelta(days=1)
    return day
