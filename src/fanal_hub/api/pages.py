"""Cursors and filters of lists: an opaque text for the next page, checked before it reaches a question."""

import base64
import binascii
import re
from collections.abc import Collection
from datetime import UTC, datetime

from fanal_hub.api.problems import ProblemError, entry
from fanal_hub.api.reading import Reading, shown

MOST = 200
USUAL = 50
_CASE = re.compile(r"(?P<priority>-?\d{1,9})_(?P<at>[0-9T:.+-]{19,40})_C-[0-9A-Z]{4}-[0-9A-Z]{4}")
_REFERRAL = re.compile(r"(?P<at>[0-9T:.+-]{19,40})_R-[0-9A-Z]{4}-[0-9A-Z]{4}")
REF = re.compile(r"[NCRT]-[0-9A-Z]{4}-[0-9A-Z]{4}")


def opaque(cursor: str) -> str:
    """A cursor as it is handed out."""
    return base64.urlsafe_b64encode(cursor.encode()).decode().rstrip("=")


def case_cursor(given: str) -> str:
    """The cursor of the queue, or 400."""
    return _cursor(given, _CASE)


def referral_cursor(given: str) -> str:
    """The cursor of an inbox or outbox, or 400."""
    return _cursor(given, _REFERRAL)


def _cursor(given: str, shape: re.Pattern[str]) -> str:
    if not given:
        return ""
    try:
        plain = base64.b64decode(given + "=" * (-len(given) % 4), altchars=b"-_", validate=True).decode("ascii")
        found = shape.fullmatch(plain)
        at = datetime.fromisoformat(found["at"]) if found else None
        aware = at is not None and at.utcoffset() is not None and bool(at.astimezone(UTC))
    except (binascii.Error, ValueError, OverflowError):  # the first hours of year 1 are no moment in UTC
        aware = False
    if not aware:
        raise ProblemError("bad_cursor")
    return plain


def limit_of(given: str) -> int:
    """How many rows a page has."""
    if not given:
        return USUAL
    if not re.fullmatch(r"[0-9]{1,3}", given) or not 1 <= int(given) <= MOST:
        raise ProblemError("refused", errors=[entry("limit_unreadable", "limit", found=shown(given), most=MOST)])
    return int(given)


def codes_of(given: str, at: str, known: Collection[str]) -> list[str]:
    """Codes of a closed list, between commas; empty when none is given."""
    reading = Reading()
    codes = [each.strip() for each in given.split(",")] if given else []
    for each in codes:
        if each not in known:
            reading.say("not_in_list", at, found=shown(each), known=", ".join(known))
    reading.done()
    return list(dict.fromkeys(codes))
