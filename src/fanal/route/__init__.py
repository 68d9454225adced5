"""From a person's qualification to referrals: who is asked what, under which law, with which clocks, and why. It sends nothing."""

from fanal.route.hints import HINTS, categories_of
from fanal.route.labels import (
    NO_LAW,
    OffenceChoice,
    OpenClock,
    clock_basis,
    clock_label,
    lane_basis,
    lane_label,
    offence_basis,
    offence_label,
    offences,
    open_clocks,
    why_text,
)
from fanal.route.plan import RoutePlan, Situation, plans, unrouted
from fanal.route.refer import route
from fanal.route.register import other_form, phone_of, recipients

__all__ = [
    "HINTS",
    "NO_LAW",
    "OffenceChoice",
    "OpenClock",
    "RoutePlan",
    "Situation",
    "categories_of",
    "clock_basis",
    "clock_label",
    "lane_basis",
    "lane_label",
    "offence_basis",
    "offence_label",
    "offences",
    "open_clocks",
    "plans",
    "other_form",
    "phone_of",
    "recipients",
    "route",
    "unrouted",
    "why_text",
]
