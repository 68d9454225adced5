"""Times as they stand in signed bytes: UTC, six decimals, a Z. It never reads a clock."""

import re
from datetime import UTC, datetime
from functools import lru_cache

from fanal.words.errors import MisuseError, ProofError
from fanal.words.say import message

_FORM = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z", re.ASCII)


def stamp(moment: datetime) -> str:
    """The one text of a moment: YYYY-MM-DDTHH:MM:SS.ffffffZ (a profile of RFC 3339)."""
    if moment.tzinfo is None:
        raise MisuseError("a time without a zone has no place on the line: give an aware datetime")
    return _text(moment if moment.tzinfo is UTC else moment.astimezone(UTC))


@lru_cache(maxsize=256)  # the moment of an event stands in its leaf and in its receipt; equal in UTC, equal in text
def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")


def is_stamp(text: object) -> bool:
    """Is this the text of a real moment, written in the one form?"""
    if not isinstance(text, str) or not _FORM.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def moment_of(text: str) -> datetime:
    """The moment of a stamp; refuses any other writing of it."""
    if not is_stamp(text):
        raise ProofError(message("prove_bad_time", time=text[:40]))
    return datetime.fromisoformat(text)
