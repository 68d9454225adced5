"""When to look at a source again. It keeps a calendar; it looks at nothing itself."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from fanal.verify.sight import Sighting
from fanal.words.errors import MisuseError

URGENT, NORMAL = 70, 30  # from these priorities (0 to 100) up
_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# Waits after the 1st, 2nd... look that saw the same thing; the last one repeats. Any change starts again at the first.
_URGENT_WAITS = (15 * _MINUTE, _HOUR, 3 * _HOUR, 6 * _HOUR, _DAY, 3 * _DAY, 7 * _DAY, 30 * _DAY)
_NORMAL_WAITS = (6 * _HOUR, _DAY, 3 * _DAY, 7 * _DAY, 30 * _DAY)
_SLOW_WAITS = (_DAY, 7 * _DAY, 30 * _DAY)
# A look that failed is tried again sooner than one that saw something, then ever more rarely.
_UNCLEAR_WAITS = (30 * _MINUTE, 2 * _HOUR, 12 * _HOUR, _DAY, 3 * _DAY, 7 * _DAY)


def next_look(history: Sequence[Sighting], now: datetime, priority: int) -> datetime:
    """When to look next: at once if never looked; never before `now`."""
    if now.tzinfo is None:
        raise MisuseError("now must be aware")
    if not history:
        return now
    last = history[-1]
    waits = _waits(priority) if last.is_clear else _UNCLEAR_WAITS
    return max(now, last.seen_at + waits[min(_alike(history), len(waits)) - 1])


def _waits(priority: int) -> tuple[timedelta, ...]:
    if priority >= URGENT:
        return _URGENT_WAITS
    return _NORMAL_WAITS if priority >= NORMAL else _SLOW_WAITS


def _alike(history: Sequence[Sighting]) -> int:
    """How many looks at the end tell the same: unclear ones together; clear ones by what is visible, unclear ones skipped."""
    if not history[-1].is_clear:
        return _run([not each.is_clear for each in reversed(history)])
    shown = [bool(each.digest) for each in reversed(history) if each.is_clear]
    fresh = [each.state in ("changed", "back") for each in reversed(history) if each.is_clear]
    alike = _run([each == shown[0] for each in shown])
    # The look that saw a change counts as the first of its run.
    return min(alike, fresh.index(True) + 1) if True in fresh else alike


def _run(signs: Sequence[bool]) -> int:
    return signs.index(False) if False in signs else len(signs)
