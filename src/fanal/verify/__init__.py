"""Verify at the source: what a fetched page shows, when to look again, whether an answer agrees. It fetches nothing."""

from fanal.verify.agree import Comparison, Verdict, compare
from fanal.verify.look import next_look
from fanal.verify.sight import Fetched, Markers, Sighting, classify
from fanal.verify.why import why

__all__ = ["Comparison", "Fetched", "Markers", "Sighting", "Verdict", "classify", "compare", "next_look", "why"]
