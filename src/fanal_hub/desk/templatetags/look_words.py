"""Which tone and icon a word of the closed lists is shown with. It decides no state; the labels are the core's."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy

from fanal.words.lists import (
    AnswerKind,
    CaseState,
    DeliveryGrade,
    Judgement,
    NoticeState,
    Outcome,
    ReferralState,
    RelationState,
    SightingState,
    Word,
)

ICON_OF_TONE = {"ok": "check", "warn": "alert", "bad": "alert", "info": "info", "quiet": "dot"}

# Every word of every list below, "tone icon" each: a word without its look turns the tests red.
LOOKS: dict[str, tuple[type[Word], dict[str, str]]] = {
    "notice": (
        NoticeState,
        {"received": "info inbox", "triaged": "ok check", "rejected": "quiet cross", "withdrawn": "quiet undo"},
    ),
    "case": (
        CaseState,
        {
            "open": "info folder",
            "qualified": "warn scale",
            "referred": "info send",
            "dismissed": "quiet cross",
            "settled": "ok check",
        },
    ),
    "referral": (
        ReferralState,
        {
            "prepared": "warn pen",
            "undeliverable": "bad alert",
            "sent": "info send",
            "acknowledged": "info check",
            "answered": "warn reply",
            "verified": "ok seal",
            "contested": "bad scale",
            "closed": "quiet lock",
            "withdrawn": "quiet undo",
        },
    ),
    "target": (Judgement, {"pending": "info folder", "qualified": "ok scale", "set_aside": "quiet cross"}),
    "answer": (AnswerKind, {"decided": "ok reply", "refused": "bad cross", "asked_back": "warn info"}),
    "sighting": (
        SightingState,
        {
            "up": "bad eye",
            "gone": "ok eye-off",
            "blocked_here": "warn block",
            "changed": "warn pen",
            "back": "bad undo",
            "unreachable": "quiet cross",
            "login_wall": "quiet lock",
            "author_deleted": "quiet eye-off",
        },
    ),
    "outcome": (
        Outcome,
        {
            "removed": "ok check",
            "restricted": "ok block",
            "done": "ok check",
            "refused": "bad cross",
            "gone_unanswered": "warn eye-off",
            "unanswered": "bad clock",
            "partial": "warn alert",
            "contradicted": "bad alert",
            "withdrawn": "quiet undo",
        },
    ),
    "relation": (RelationState, {"suggested": "info info", "confirmed": "ok check", "refused": "quiet cross"}),
    "delivery": (
        DeliveryGrade,
        {"prepared": "warn pen", "sent": "info send", "form_noted": "info pages", "acknowledged": "ok check"},
    ),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A word on screen, never by colour alone."""

    tone: str
    icon: str
    label: str | Promise


PRIORITIES: dict[str, Shown] = {
    "danger": Shown("danger", "alert", pgettext_lazy("priority", "Danger")),
    "high": Shown("bad", "up", pgettext_lazy("priority", "High")),
    "normal": Shown("quiet", "dot", pgettext_lazy("priority", "Normal")),
    "low": Shown("quiet", "down", pgettext_lazy("priority", "Low")),
}


def shown_state(kind: str, code: str) -> Shown:
    """How a state is shown, with its label in the reader's language; raises on a word that the list does not have."""
    words, looks = LOOKS[kind]
    tone, icon = looks[code].split()
    return Shown(tone, icon, words(code).label(get_language() or "fr"))
