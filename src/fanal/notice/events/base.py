"""What every event has, and how its values become JSON; it names no event."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any, ClassVar

from fanal.words.errors import MisuseError

Row = Mapping[str, str | int | bool | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What every event has: a kind, the stream it belongs to, and when it happened in the world."""

    KIND: ClassVar[str] = ""
    STREAM: ClassVar[str] = ""  # the name of the stream's type; its reference is the field of that name
    occurred_at: datetime

    @property
    def stream(self) -> str:
        """The stream: "notice:N-…", "case:C-…", "referral:R-…"; the log has one."""
        return f"{self.STREAM}:{getattr(self, self.STREAM)}" if self.STREAM != "log" else "log"

    def body(self) -> dict[str, Any]:
        """The event's own fields as plain JSON values, times as RFC 3339 in UTC; `occurred_at` is not among them."""
        return {
            name: each if (each := getattr(self, name)).__class__ in AS_IT_IS else plain(each)
            for name in _names(type(self))
        }


def _own_fields(cls: type[Any]) -> tuple[str, ...]:
    return tuple(each.name for each in fields(cls) if each.name != "occurred_at")


_names: Any = cache(_own_fields)

AS_IT_IS = frozenset((str, int, bool, type(None)))


def plain(value: Any) -> Any:
    """A field's value as JSON: datetimes in RFC 3339 UTC with microseconds, tuples as lists, words as their codes."""
    if value.__class__ in AS_IT_IS:
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if isinstance(value, Mapping):
        return {key: each if each.__class__ in AS_IT_IS else plain(each) for key, each in value.items()}
    return value


def stamp(at: datetime) -> str:
    """An aware datetime as "YYYY-MM-DDTHH:MM:SS.ffffffZ" (RFC 3339); refuses a naive one."""
    if at.tzinfo is None:
        raise MisuseError("a datetime without a time zone")
    return _text(at if at.tzinfo is UTC else at.astimezone(UTC))


@lru_cache(maxsize=256)  # the moment of a notice stands in a dozen places; in UTC alone are equal moments one text
def _text(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")[:-6] + "Z"


def moment(text: str) -> datetime:
    """The aware UTC datetime of a stamp."""
    return datetime.fromisoformat(text)
