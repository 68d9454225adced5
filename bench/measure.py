"""Knows how to compare two ways of doing one thing on a machine that is never quiet. It knows no goal.

Absolute times lie on shared cores; ratios of runs made side by side lie less.
So the two ways take turns (A B, B A, A B...), each pair gives one ratio, and the median of the pairs is the answer.
"""

import gc
import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

Act = Callable[[], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A measured value beside the one that must hold and the one aimed at; `better` says which way is good."""

    name: str
    value: float
    must: float
    aim: float
    better: Literal["lower", "higher"] = "lower"

    @property
    def is_met(self) -> bool:
        """Does the value hold what must hold?"""
        return self.value <= self.must if self.better == "lower" else self.value >= self.must

    def line(self) -> str:
        """One line for a person and for a script."""
        verdict = "ok" if self.is_met else "short"
        return f"goal {self.name} value {self.value:.4g} must {self.must:g} aim {self.aim:g} {verdict}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What side-by-side runs gave: the seconds of each, and the pairwise ratio of the first to the second."""

    first: Sequence[float]
    second: Sequence[float]

    @property
    def ratios(self) -> list[float]:
        """One ratio a pair of neighbouring runs."""
        return [a / b for a, b in zip(self.first, self.second, strict=True)]

    @property
    def ratio(self) -> float:
        """The median of the pairwise ratios: above 1, the first is slower."""
        return statistics.median(self.ratios)

    @property
    def spread(self) -> float:
        """The largest ratio over the smallest: near 1, the machine was quiet enough to believe the answer."""
        return max(self.ratios) / min(self.ratios)


def seconds(act: Act) -> float:
    """How long one run takes, with the garbage of earlier runs out of the way."""
    gc.collect()
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def compared(first: Act, second: Act, *, rounds: int = 5, clock: Callable[[Act], float] = seconds) -> Comparison:
    """Run both in turns, at least three rounds after one unmeasured warm-up, and swap who goes first each round."""
    if rounds < 3:
        raise ValueError(f"a median needs at least 3 rounds, not {rounds}")
    first()
    second()
    ours: list[float] = []
    theirs: list[float] = []
    for turn in range(rounds):
        pair = [(first, ours), (second, theirs)]
        for act, times in pair if turn % 2 == 0 else reversed(pair):
            times.append(clock(act))
    return Comparison(first=ours, second=theirs)


def percentile(times: Sequence[float], share: float) -> float:
    """The value that the given share of the runs stays at or below (nearest rank, so always a run that happened)."""
    if not times or not 0 < share <= 1:
        raise ValueError("a percentile needs at least one run and a share above 0, at most 1")
    return sorted(times)[math.ceil(len(times) * share) - 1]
