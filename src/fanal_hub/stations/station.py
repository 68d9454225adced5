"""What a station is: which events it reads or which timers wake it, and what it says when it is too early. It runs nothing."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from fanal_hub.ledger.plan import Plan
from fanal_hub.ledger.read.jobs import Timer
from fanal_hub.ledger.read.streams import Recorded

Handle = Callable[[Recorded, datetime], Plan | None]
Wake = Callable[[Timer, datetime], Plan | None]
Tick = Callable[[datetime], int]


class LaterError(Exception):
    """The world is not ready (a mail server is down): tried again for as long as it takes, three days at the least.

    `counted`: it may be the fault of what is tried, so that it counts as a try.
    """

    def __init__(self, what: str = "", *, counted: bool = False) -> None:
        super().__init__(what)
        self.counted = counted


class PutOffError(Exception):
    """Nothing failed, but it is too early for this timer: it rings again at `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """A station: which events it reads and what it does with one, or with a timer; and what it does when time passes."""

    name: str
    kinds: Collection[str] = ()
    handle: Handle | None = None  # an event
    wake: Wake | None = None  # a timer
    most: int = 32  # jobs claimed together
    settles: bool = True  # False: its timers ring when time passes, and not when work is settled
    begin: Callable[[], object] | None = None  # once, when a process starts
    tick: Tick | None = None
    every: float = 1.0  # seconds between ticks
    alone: bool = False  # it ticks in one process at a time

    @property
    def has_jobs(self) -> bool:
        """Does it take its work from the lease table?"""
        return self.handle is not None or self.wake is not None
