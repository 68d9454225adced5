"""Measure: figures with their definition and interval, from plain records. It fetches no record and ranks nobody."""

from fanal.measure.figure import MIN_CELL, Figure
from fanal.measure.records import NoticeRecord, ReferralRecord
from fanal.measure.tally import FIGURES, figures, notice_figures, platform_figures

__all__ = [
    "FIGURES",
    "MIN_CELL",
    "Figure",
    "NoticeRecord",
    "ReferralRecord",
    "figures",
    "notice_figures",
    "platform_figures",
]
