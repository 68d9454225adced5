"""How urgent is it, and why: points by editable rules, every reason kept; and what a person judges. It decides nothing by itself."""

from fanal.analyse.judgement import add_evidence, asks_for, qualify
from fanal.analyse.priority import Analysis, analyse
from fanal.analyse.rules import REASONS, PriorityRules, reason_text

__all__ = ["REASONS", "Analysis", "PriorityRules", "add_evidence", "analyse", "asks_for", "qualify", "reason_text"]
