"""Time in words, French and English: time left, a step of the arithmetic, a due date; the texts are in the messages."""

from datetime import date, datetime, timedelta

from fanal.clocks.due import Due, Step, Target
from fanal.words.say import message, say

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_LONG = 731  # days: from here on, whole years are enough


def say_remaining(delta: timedelta, lang: str) -> str:
    """Time left or overdue, in words ("il reste 3 h 12", "2 days overdue"); never more than is true."""
    code, params = _span(abs(delta) // timedelta(seconds=1))
    span = say(message(code, at="", **params), lang)
    return say(message("time_overdue" if delta < timedelta(0) else "time_left", span=span), lang)


def say_step(step: Step, lang: str) -> str:
    """One line of the arithmetic as a sentence."""
    words = {name: _word(name, value, lang) for name, value in step.params.items()}
    return say(message(step.code, at="", **words), lang)


def say_due(what: Due | Target, lang: str) -> str:
    """What the date is and under which reading; a target is called a target."""
    when = _moment(what.at, lang)
    if isinstance(what, Target):
        return say(message("due_target", when=when, circumstance=_word("circumstance", what.circumstance, lang)), lang)
    reading = say(message(f"reading_{what.reading}"), lang)
    return say(message("due_date", when=when, reading=reading), lang)


def _span(seconds: int) -> tuple[str, dict[str, str | int]]:
    days, rest = divmod(seconds, _DAY)
    hours, minutes = rest // _HOUR, rest % _HOUR // _MINUTE
    if days >= _LONG:
        return "span_years", {"years": days // 366}
    if days >= 3 or (days and not hours):
        return ("span_day" if days == 1 else "span_days"), {"days": days}
    if days:
        return ("span_day_hours" if days == 1 else "span_days_hours"), {"days": days, "hours": hours}
    if hours:
        return ("span_hours" if minutes else "span_full_hours"), {"hours": hours, "minutes": f"{minutes:02d}"}
    return ("span_minutes" if minutes else "span_moment"), {"minutes": minutes}


def _word(name: str, value: str | int, lang: str) -> str | int:
    """A parameter as a person reads it: days and moments in words, day-off and circumstance codes by their label."""
    text = str(value)
    if name == "when":
        return _moment(datetime.fromisoformat(text), lang)
    if name in ("day", "end", "limit"):
        return _day(date.fromisoformat(text), lang)
    if name in ("why", "circumstance"):
        code = f"{'day_off' if name == 'why' else 'circumstance'}_{text}"
        return say(message(code), lang)
    return value


def _day(day: date, lang: str) -> str:
    weekday = say(message(f"weekday_{day.isoweekday()}"), lang)
    month = say(message(f"month_{day.month}"), lang)
    number = "1er" if day.day == 1 and lang != "en" else str(day.day)
    return f"{weekday} {number} {month} {day.year}"


def _moment(at: datetime, lang: str) -> str:
    return say(message("moment", day=_day(at.date(), lang), hour=f"{at:%H:%M}", zone=_offset(at)), lang)


def _offset(at: datetime) -> str:
    digits = f"{at:%z}"
    return f"UTC{digits[:3]}:{digits[3:5]}"
