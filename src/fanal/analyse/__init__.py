"""How urgent is it, and why: points by editable rules, every reason kept; and what a person judges. It decides nothing by itself."""

from fanal.analyse.judgement import add_evidence, asks_for, qualify
from fanal.analyse.priority import Analysis, Past, analyse, calm
from fanal.analyse.rules import REASONS, PriorityRules, reason_text

__all__ = [
    "REASONS",
    "Analysis",
    "Past",
    "PriorityRules",
    "add_evidence",
    "analyse",
    "asks_for",
    "calm",
    "qualify",
    "reason_text",
]
