"""A figure: a number with its definition, its numerator, its denominator and its interval. It holds no prose and no float."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from fanal.measure.interval import quantile_rank, quantile_ranks, share, wilson
from fanal.words.say import Message, message

MIN_CELL = 5  # below, counts are shown and no rate: it would say more than is known, and might point at somebody
Unit = Literal["count", "milli", "seconds"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of one cell (platform, lane, ISO week). Whole numbers only.

    `value`, `low` and `high` are in `unit`: a count, thousandths, or seconds. They are None where too little is known:
    fewer than MIN_CELL, a median not reached yet, a sample too small for a bound. `provisional`: some matters are still
    open and younger than the value, so that it may still change.
    """

    code: str
    platform: str
    lane: str
    week: str
    unit: Unit
    numerator: int
    denominator: int | None
    value: int | None
    low: int | None = None
    high: int | None = None
    provisional: bool = False

    @property
    def is_too_small(self) -> bool:
        """Too few to give a rate?"""
        return self.denominator is not None and self.denominator < MIN_CELL

    @property
    def title(self) -> Message:
        """What it is called."""
        return message(f"figure_{self.code}")

    @property
    def definition(self) -> Message:
        """What is counted, over what, and what the interval means."""
        return message(f"figure_{self.code}_definition")

    @property
    def notes(self) -> tuple[Message, ...]:
        """What must be read beside the value."""
        if self.is_too_small:
            return (message("figure_too_few", least=MIN_CELL),)
        notes = [message("figure_not_reached")] if self.value is None else []
        return (*notes, message("figure_provisional")) if self.provisional else tuple(notes)

    def plain(self) -> Mapping[str, str | int | bool | None]:
        """Its fields, ready for canonical JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Where a figure belongs."""

    platform: str
    lane: str
    week: str


def count_figure(code: str, cell: Cell, count: int) -> Figure:
    """A plain count: no denominator, no interval."""
    return Figure(code=code, **asdict(cell), unit="count", numerator=count, denominator=None, value=count)


def share_figure(code: str, cell: Cell, numerator: int, denominator: int, *, provisional: bool = False) -> Figure:
    """A proportion with its Wilson interval; counts alone below MIN_CELL."""
    value, low, high = None, None, None
    if denominator >= MIN_CELL:
        value = share(numerator, denominator)
        low, high = wilson(numerator, denominator)
    return Figure(
        code=code,
        **asdict(cell),
        unit="milli",
        numerator=numerator,
        denominator=denominator,
        value=value,
        low=low,
        high=high,
        provisional=provisional,
    )


def delay_figure(code: str, cell: Cell, ended: Sequence[int], open_ages: Sequence[int], milli: int = 500) -> Figure:
    """A quantile of delays in seconds with its order-statistic interval.

    Open matters are not dropped: each counts as longer than every ended one (right-censored). The value is exact once it
    is below the age of every open matter; until then it is provisional.
    """
    size, ordered = len(ended) + len(open_ages), sorted(ended)
    value, low, high = None, None, None
    if size >= MIN_CELL:
        ranks = quantile_ranks(size, milli)
        value = _at(ordered, quantile_rank(size, milli))
        low, high = _at(ordered, ranks[0]), _at(ordered, ranks[1])
    return Figure(
        code=code,
        **asdict(cell),
        unit="seconds",
        numerator=len(ended),
        denominator=size,
        value=value,
        low=low,
        high=high,
        provisional=size >= MIN_CELL and any(value is None or age < value for age in open_ages),
    )


def _at(ordered: Sequence[int], rank: int | None) -> int | None:
    return ordered[rank - 1] if rank is not None and rank <= len(ordered) else None
