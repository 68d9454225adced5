"""The shape of a legal clock as this room needs it; the laws build it from their files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

LastDay = Literal["unsourced", "as_counted", "next_working_day"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRule:
    """How one clock runs. `duration` is the law's number; `targets` are the user's own policy where the law gives only a standard.

    `before` is a day and month of the following year (month, day) for "before 1 March of the next year".
    `last_day` says what the law does with a last day that is not worked; "unsourced" gives both readings.
    """

    id: str
    kind: str
    duration: str | None = None
    targets: Mapping[str, str] = field(default_factory=dict)
    before: tuple[int, int] | None = None
    last_day: LastDay = "unsourced"
