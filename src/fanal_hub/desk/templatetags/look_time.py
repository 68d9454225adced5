"""Time left, said in words. It reads two instants and computes no deadline."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext, ngettext

SOON = timedelta(hours=24)
ICONS = {"ok": "clock", "soon": "hourglass", "overdue": "alert"}


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """What the badge says: `state` is ok, soon or overdue."""

    state: str
    icon: str
    words: str


def time_left(due_at: datetime, now: datetime) -> TimeLeft:
    """The distance to a deadline; rounded down, so that it never promises more time than there is."""
    left = due_at - now
    if left < timedelta(0):
        words = gettext("overdue by %(span)s") % {"span": span_words(-left)}
        return TimeLeft("overdue", ICONS["overdue"], words)
    state = "soon" if left < SOON else "ok"
    return TimeLeft(state, ICONS[state], gettext("%(span)s left") % {"span": span_words(left)})


def span_words(span: timedelta) -> str:
    """A length of time as people say it: minutes, hours and minutes, hours, days."""
    minutes = int(span.total_seconds()) // 60
    hours, days = minutes // 60, minutes // 1440
    if days >= 2:
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    if hours >= 10:
        return gettext("%(n)s h") % {"n": hours}
    if hours >= 1:
        return gettext("%(hours)s h %(minutes)s") % {"hours": hours, "minutes": f"{minutes % 60:02d}"}
    return gettext("%(n)s min") % {"n": minutes}
