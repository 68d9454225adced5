"""Where the bars of a chart stand, in whole SVG attributes. It draws numbers given to it and counts nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import floor, log10
from typing import Any

from django.utils.formats import number_format

ROW, TOP, BAR = 48, 18, 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One row: a label, a number, and where its interval lies when there is one."""

    label: str
    text: str
    lit: bool
    width: str
    low: str
    high: str
    between: str
    text_y: int
    y: int
    mid: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A line of the grid and its number."""

    x: str
    y: int
    anchor: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Everything the template of a chart needs."""

    bars: Sequence[Bar]
    ticks: Sequence[Tick]
    floor: int
    height: int
    spans: bool


Row = Mapping[str, Any] | Sequence[Any]


def chart(rows: Iterable[Row], *, unit: str = "", most: float | None = None) -> Chart:
    """Horizontal bars, labels above them, so that a phone of 390 px shows the same chart as a wide screen."""
    table = [_row(one) for one in rows]
    scale = most or _round_up(max([0.0, *(float(one.get("high") or one["value"]) for one in table)]))
    bottom = len(table) * ROW + 4
    return Chart(
        bars=[_bar(one, index, scale, unit) for index, one in enumerate(table)],
        ticks=_ticks(scale, unit, bottom),
        floor=bottom,
        height=bottom + 22,
        spans=any(one.get("low") is not None for one in table),
    )


def points(values: Sequence[float]) -> str:
    """The corners of a small line, in a box of 100 by 24."""
    top, last = max([*values, 0]) or 1, max(len(values) - 1, 1)
    return " ".join(f"{index * 100 / last:.1f},{22 - 20 * value / top:.1f}" for index, value in enumerate(values))


def _row(row: Row) -> dict[str, Any]:
    if isinstance(row, Mapping):
        return dict(row)
    return dict(zip(("label", "value", "low", "high"), row, strict=False))


def _bar(row: Mapping[str, Any], index: int, scale: float, unit: str) -> Bar:
    low, high = row.get("low"), row.get("high")
    y = index * ROW + TOP + 6
    return Bar(
        label=str(row["label"]),
        text=str(row.get("text") or _number(row["value"], unit)),
        lit=bool(row.get("lit")),
        width=_percent(row["value"], scale),
        low="" if low is None else _percent(low, scale),
        high="" if high is None else _percent(high, scale),
        between="" if low is None or high is None else f"{_number(low, unit)} – {_number(high, unit)}",
        text_y=index * ROW + TOP,
        y=y,
        mid=y + BAR // 2,
        end=y + BAR,
    )


def _ticks(scale: float, unit: str, bottom: int) -> list[Tick]:
    anchors = {0: "start", 4: "end"}
    return [
        Tick(
            x=f"{quarter * 25}%",
            y=bottom + 18,
            anchor=anchors.get(quarter, "middle"),
            text=_number(scale * quarter / 4, unit),
        )
        for quarter in (0, 2, 4)
    ]


def _percent(value: float, scale: float) -> str:
    return f"{100 * float(value) / scale:.2f}%"


def _round_up(value: float) -> float:
    if value <= 0:
        return 1.0
    step = 10.0 ** floor(log10(value))
    return next(step * times for times in (1, 2, 4, 5, 10) if step * times >= value)


def _number(value: float, unit: str) -> str:
    whole = float(value).is_integer()
    text = number_format(int(value) if whole else round(float(value), 1), use_l10n=True)
    return f"{text}\N{NO-BREAK SPACE}{unit}" if unit else text
