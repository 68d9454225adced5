"""Legal time: what a rule and a start event give, with the arithmetic shown; knows no law and never asks what time it is."""

from fanal.clocks.due import Due, Step, Target, due, is_overdue, others_deadline, own_last_safe_moment, remaining
from fanal.clocks.durations import Duration, parse_duration
from fanal.clocks.rules import ClockRule
from fanal.clocks.say import say_due, say_remaining, say_step
from fanal.clocks.silent import SilentClock, SilentRules, silent_clocks

__all__ = [
    "ClockRule",
    "Due",
    "Duration",
    "SilentClock",
    "SilentRules",
    "Step",
    "Target",
    "due",
    "is_overdue",
    "others_deadline",
    "own_last_safe_moment",
    "parse_duration",
    "remaining",
    "say_due",
    "say_remaining",
    "say_step",
    "silent_clocks",
]
