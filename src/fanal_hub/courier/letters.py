"""The letters that leave this hub, in the reader's language. A letter to a notifier never quotes what was reported.

Nothing of the notifier stands in a letter to a recipient: its envelope and this text say the same.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from fanal import flow
from fanal.notice.facts import Recipient
from fanal.notice.states import NoticeNow, ReferralNow
from fanal.words.lists import Ask, Category, Outcome, RecipientKind, SetAsideReason, TargetKind
from fanal_hub.courier.keys import follow_token
from fanal_hub.courier.post import Letter, plus
from fanal_hub.ledger.read import cases, referrals, streams
from fanal_hub.people.models import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A target as a letter names it."""

    url: str
    kind: str
    account: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a letter about a referral speaks of."""

    referral: ReferralNow
    handler: Organisation
    recipient: Recipient
    places: Sequence[Place]
    reasons: str
    link: str


def referral_letter(referral: ReferralNow, handler: Organisation, recipient: Recipient, link: str) -> Letter:
    """Puts a referral before a recipient without an account: who asks what under which law, and the one-time link."""
    matter = matter_of(referral, handler, recipient, link)
    return _to_recipient(matter, f"send:{referral.ref}", _request)


def reminder_letter(matter: Matter, key: str) -> Letter:
    """Reminds a recipient of a referral that it has not answered; `key` is the reminder's own."""
    return _to_recipient(matter, key, _reminder)


def matter_of(referral: ReferralNow, handler: Organisation, recipient: Recipient, link: str) -> Matter:
    """What the letters about this referral speak of."""
    case = streams.case_now(referral.case)
    known = cases.contents(referral.case)
    ids = [each.target for each in referral.targets]
    found = [known[each] for each in ids if each in known]
    return Matter(
        referral=referral,
        handler=handler,
        recipient=recipient,
        places=[Place(url=each.url, kind=each.kind, account=each.account) for each in found],
        reasons=referrals.stated_reasons(case, ids) if case else "",
        link=link,
    )


# --- to a recipient -------------------------------------------------------------------------------------------------
def _langs(matter: Matter) -> tuple[str, ...]:
    """A platform's desk may read either language: both, short. Others are written to in the handler's."""
    return ("fr", "en") if matter.recipient.kind == RecipientKind.PLATFORM else (matter.handler.lang,)


def _to_recipient(matter: Matter, key: str, text: Callable[[Matter, str], str]) -> Letter:
    parts: list[str] = []
    for lang in _langs(matter):
        with override(lang):
            parts.append(text(matter, lang))
    first = _langs(matter)[0]
    with override(first):
        ask = Ask(matter.referral.ask).label(first)
        subject = _("Referral %(ref)s: %(ask)s") % {"ref": matter.referral.ref, "ask": ask}
    return Letter(
        to=matter.recipient.email,
        subject=subject,
        body="\n\n----------\n\n".join(parts) + "\n",
        key=key,
        sender=matter.handler.name,
        reply_to=plus(matter.referral.ref),
        lang=", ".join(_langs(matter)),
    )


def _request(matter: Matter, lang: str) -> str:
    said = [
        _("%(handler)s puts the following before you, and asks: %(ask)s.") % _named(matter, lang),
        _law(matter, lang),
        _("Addresses:") + "\n" + _addresses(matter, lang),
        _("Why, in the words of %(handler)s:") % _named(matter, lang) + "\n" + matter.reasons if matter.reasons else "",
        _clocks(matter.referral),
        _way_back(matter),
        _("%(handler)s believes in good faith that what is said here is accurate and complete (DSA Art. 16(2)(d)).")
        % _named(matter, lang),
        _signature(matter),
    ]
    return "\n\n".join(each for each in said if each)


def _reminder(matter: Matter, lang: str) -> str:
    said = [
        _("%(handler)s has no answer from you yet to referral %(ref)s, which asks: %(ask)s.") % _named(matter, lang),
        _("Addresses:") + "\n" + _addresses(matter, lang),
        _clocks(matter.referral),
        _way_back(matter),
        _signature(matter),
    ]
    return "\n\n".join(each for each in said if each)


def _named(matter: Matter, lang: str) -> dict[str, str]:
    return {
        "handler": matter.handler.name,
        "ref": matter.referral.ref,
        "ask": Ask(matter.referral.ask).label(lang),
    }


def _law(matter: Matter, lang: str) -> str:
    referral = matter.referral
    basis = flow.lane_basis(referral.lane) or _("no legal deadline: a request")
    rows = [
        _("Reference: %(ref)s") % {"ref": referral.ref},
        _("Ground: %(label)s (%(basis)s)") % {"label": flow.lane_label(referral.lane, lang), "basis": basis},
    ]
    rows += [
        _("Offence: %(label)s (%(code)s)") % {"label": flow.offence_label(each, lang), "code": each}
        for each in referral.offences
    ]
    return "\n".join(rows)


def _addresses(matter: Matter, lang: str) -> str:
    return "\n".join(f"{n}. {_place(each, lang)}" for n, each in enumerate(matter.places, 1))


def _place(place: Place, lang: str) -> str:
    kind = TargetKind(place.kind).label(lang)
    if not place.url:  # child abuse material, or a private message: never in a letter
        return _("%(kind)s: its place is not sent by e-mail; ask for it by replying") % {"kind": kind}
    return f"{place.url} ({kind}, {place.account})" if place.account else f"{place.url} ({kind})"


def _clocks(referral: ReferralNow) -> str:
    rows = []
    if referral.due_at:
        rows.append(_("The law sets the time limit: %(at)s.") % {"at": _moment(referral.due_at)})
    if referral.target_at:
        rows.append(
            _("We hope for an answer by %(at)s. This is our target, not a legal deadline.")
            % {"at": _moment(referral.target_at)}
        )
    return "\n".join(rows)


def _moment(at: datetime) -> str:
    return f"{date_format(at.astimezone(UTC), 'j F Y, H:i')} UTC"


def _way_back(matter: Matter) -> str:
    return (
        _("To confirm receipt and to answer for each address, without an account:")
        + f"\n{matter.link}\n"
        + _("This link is for you alone. It ends once every address is answered.")
        + "\n"
        + _("You may also reply to this e-mail: a person reads it and notes your answer.")
    )


def _signature(matter: Matter) -> str:
    return "\n".join(each for each in (matter.handler.name, matter.handler.email, settings.FANAL_URL) if each)


# --- to a notifier --------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What a notifier is told: a kind of event, and the codes that go with it."""

    about: str  # received, sent, answered, verified, set_aside
    recipient: str = ""
    outcome: str = ""
    reason: str = ""


def notifier_letter(notice: NoticeNow, handler: Organisation, email: str, news: News, key: str) -> Letter:
    """Tells a notifier one thing, plain and short, with the numbers to call where somebody may be in danger."""
    with override(notice.lang):
        names = {"ref": notice.ref, "handler": handler.name}
        said = [
            *_numbers(notice),
            *_news(news, names, notice.lang),
            _("What happens to your notice can be read here at any time:") + f"\n{follow_link(notice.ref)}",
            _("This address does not read replies. %(handler)s handles your notice.") % names,
        ]
        subject = _("Your notice %(ref)s") % names
    return Letter(
        to=email, subject=subject, body="\n\n".join(said) + "\n", key=key, sender=handler.name, lang=notice.lang
    )


def follow_link(notice: str) -> str:
    """The follow-up page of a notice: it needs no account."""
    return f"{settings.FANAL_URL}/s/{notice}/{follow_token(notice)}"


def _news(news: News, names: dict[str, str], lang: str) -> list[str]:
    if news.about == "sent":
        return [_("What you reported was put before %(recipient)s.") % {"recipient": news.recipient}]
    if news.about == "answered":
        return [
            _("%(recipient)s answered about what you reported. Result: %(outcome)s.")
            % {"recipient": news.recipient, "outcome": _outcome(news.outcome, lang)}
        ]
    if news.about == "verified":
        return [
            _("We looked at the source ourselves about what you reported. Result: %(outcome)s.")
            % {"outcome": _outcome(news.outcome, lang)}
        ]
    if news.about == "set_aside":
        reason = SetAsideReason(news.reason).label(lang)
        return [
            _("%(handler)s judged that part or all of your notice goes no further. Reason: %(reason)s.")
            % {**names, "reason": reason},
            _("If you think this is a mistake, send a new notice that says why."),
        ]
    return [_("%(handler)s received your notice. Its number is %(ref)s: keep it.") % names]


def _outcome(code: str, lang: str) -> str:
    return Outcome(code).label(lang) if code else _("see your follow-up page")


def _numbers(notice: NoticeNow) -> list[str]:
    if notice.category == Category.CHILD_ABUSE:
        return [
            _("If a child is in danger now, call 17 or 112.")
            + "\n"
            + _("119: a child at risk, in France, day and night, free. 3018: online violence.")
        ]
    if notice.danger or notice.category == Category.DANGER:
        return [
            _("If somebody is in danger now, call 17 (police) or 112 first: this hub does not call them for you.")
            + "\n"
            + _("3018: online violence and harassment, in France, free.")
        ]
    return []


# --- to a handler ---------------------------------------------------------------------------------------------------
def handler_letter(handler: Organisation, about: str, ref: str, key: str) -> Letter:
    """Tells a handler that an answer or a contest waits; what it says stays in the hub."""
    with override(handler.lang):
        if about == "contest":
            said = _("Somebody contests what was done in case %(ref)s.") % {"ref": ref}
        elif about == "mail":
            said = _("An e-mail reply to referral %(ref)s waits for a person to confirm it.") % {"ref": ref}
        else:
            said = _("An answer came to referral %(ref)s.") % {"ref": ref}
        body = f"{said}\n\n" + _("Log in to read it:") + f" {settings.FANAL_URL}/desk/\n"
    return Letter(to=handler.email, subject=said, body=body, key=key, lang=handler.lang)
