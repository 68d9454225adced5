"""The life of a referral and the end of a case: what left, what was answered, what was seen, what ran out. It sends and fetches nothing."""

from fanal.follow.answers import acknowledge, answer
from fanal.follow.cases import lift_hold, place_hold, reopen, settle, told, withdraw_notice
from fanal.follow.clockwork import ClockRow, clocks_of, follow, silent_clocks, wakes
from fanal.follow.dispatch import (
    Dispatch,
    OwnTargets,
    approve,
    close_referral,
    contest,
    note_delivery,
    sent,
    undeliverable,
    withdraw_referral,
)
from fanal.follow.outcomes import is_ended, outcome_of
from fanal.follow.sharing import feed_back, sharable, share, unshare
from fanal.follow.sight import Held, sighted

__all__ = [
    "ClockRow",
    "Dispatch",
    "Held",
    "OwnTargets",
    "acknowledge",
    "answer",
    "approve",
    "clocks_of",
    "close_referral",
    "contest",
    "feed_back",
    "follow",
    "is_ended",
    "lift_hold",
    "note_delivery",
    "outcome_of",
    "place_hold",
    "reopen",
    "sent",
    "settle",
    "sharable",
    "share",
    "sighted",
    "silent_clocks",
    "told",
    "unshare",
    "undeliverable",
    "wakes",
    "withdraw_notice",
    "withdraw_referral",
]
