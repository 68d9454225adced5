"""Turns what was recorded about a notice and its targets into sentences for the person who reported it. It reads no identity."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from fanal import flow
from fanal.notice import events as happened
from fanal.notice.states import NoticeNow, ReferralNow
from fanal.words import lists
from fanal_hub.ledger.read import orgs, referrals
from fanal_hub.ledger.read.follow_up import Followed
from fanal_hub.ledger.read.streams import Recorded

Entry = dict[str, Any]
Tell = Callable[[Any, "Around"], Entry | None]
_GOOD = {lists.SightingState.GONE, lists.SightingState.AUTHOR_DELETED}
_DONE = {lists.Outcome.REMOVED, lists.Outcome.RESTRICTED, lists.Outcome.DONE}


class Around:
    """What the sentences about one target need to know: the reader's language, the handler's name, the referrals."""

    def __init__(self, lang: str, handler: str, carried: Iterable[ReferralNow] = ()) -> None:
        found = orgs.organisation(handler)
        self.lang, self._code = lang, handler
        self.handler = found.name if found else handler
        self._referrals = {each.ref: each for each in carried}

    def referral(self, ref: str) -> ReferralNow:
        """The referral an event is about."""
        return self._referrals[ref]

    def recipient(self, ref: str) -> str:
        """What its recipient is called."""
        code = self.referral(ref).recipient
        known = orgs.recipient_for(self._code, code)
        return known.title.get(self.lang, known.title["fr"]) if known else code

    def statement(self, ref: str, target: str) -> str:
        """What the recipient wrote, in its own words (DSA art. 16(5) and 17)."""
        said = referrals.answers(ref).get(target) or {}
        return "\n".join(filter(None, (said.get("facts", ""), said.get("redress", ""))))


def target_title(one: Followed, lang: str) -> str:
    """What a target is called: its kind and its platform."""
    kind = lists.TargetKind(one.target.kind).label(lang)
    return f"{kind}, {flow.platform_title(one.target.platform, lang)}" if one.target.platform else kind


def tale_of_notice(notice: NoticeNow, recorded: Iterable[Recorded], lang: str) -> list[Entry]:
    """What happened to the notice itself."""
    return _told(recorded, Around(lang, notice.handler))


def tale_of_target(one: Followed, notice: NoticeNow, lang: str) -> list[Entry]:
    """What happened to one target since the notice came, oldest first; the last one is lit."""
    entries = _told(one.events, Around(lang, notice.handler, one.referrals))
    if not entries:
        return [{"at": notice.received_at, "title": _("Waiting for a person to judge it"), "tone": "lit"}]
    if "tone" not in entries[-1]:
        entries[-1]["tone"] = "lit"
    return entries


def _told(recorded: Iterable[Recorded], around: Around) -> list[Entry]:
    made: list[Entry] = []
    for each in _news(recorded):
        tell = _TELL.get(type(each.event))
        entry = tell(each.event, around) if tell else None
        if entry:
            made.append({"at": each.event.occurred_at, **entry})
    return made


def _news(recorded: Iterable[Recorded]) -> Iterator[Recorded]:
    """Looks at the source that showed the same again are no news."""
    last = ""
    for each in recorded:
        if isinstance(each.event, happened.TargetSighted):
            if each.event.state == last:
                continue
            last = each.event.state
        yield each


def _on(at: datetime | None) -> str:
    return date_format(localtime(at), _("j M Y, H:i T")) if at else ""


# --- the notice -----------------------------------------------------------------------------------------------------
def _received(_event: happened.NoticeReceived, around: Around) -> Entry:
    return {"title": _("Your notice arrived"), "text": _("%(handler)s handles it.") % {"handler": around.handler}}


def _triaged(_event: happened.NoticeTriaged, around: Around) -> Entry:
    text = _("A person at %(handler)s will judge each content you reported.") % {"handler": around.handler}
    return {"title": _("It is in the queue"), "text": text}


def _rejected(event: happened.NoticeRejected, around: Around) -> Entry:
    return {"title": _("Your notice goes no further"), "text": lists.RejectReason(event.reason).label(around.lang)}


def _withdrawn(_event: happened.NoticeWithdrawn, _around: Around) -> Entry:
    return {"title": _("You took your notice back"), "text": _("What others reported stays.")}


def _erased(_event: happened.NoticeErased, _around: Around) -> Entry:
    return {"title": _("The content of your notice was erased"), "text": _("Its number and its seal stay in the log.")}


# --- its targets ----------------------------------------------------------------------------------------------------
def _qualified(event: happened.TargetQualified, around: Around) -> Entry:
    offences = "; ".join(flow.offence_label(each, around.lang) for each in event.offences)
    return {"title": _("A person judged it: it may be illegal"), "text": offences}


def _set_aside(event: happened.TargetSetAside, around: Around) -> Entry:
    reason = lists.SetAsideReason(event.reason).label(around.lang)
    text = _("Reason: %(reason)s. You may still go to the police or to a lawyer.") % {"reason": reason}
    return {"title": _("A person set it aside"), "text": text}


def _sent(event: happened.ReferralSent, around: Around) -> Entry:
    now = around.referral(event.referral)
    asked = lists.Ask(now.ask).label(around.lang)
    basis = f"{flow.lane_label(now.lane, around.lang)} ({flow.lane_basis(now.lane)})"
    lines = [_("Asked: %(ask)s. Law: %(basis)s.") % {"ask": asked.lower(), "basis": basis}]
    if event.due_at:
        lines.append(_("The law gives until %(day)s.") % {"day": _on(event.due_at)})
    elif event.target_at:
        lines.append(_("The law sets no date. We look again on %(day)s.") % {"day": _on(event.target_at)})
    return {"title": _("Put before %(who)s") % {"who": around.recipient(event.referral)}, "text": " ".join(lines)}


def _undeliverable(event: happened.ReferralUndeliverable, around: Around) -> Entry:
    who = around.recipient(event.referral)
    return {"title": _("%(who)s could not be reached") % {"who": who}, "text": _("We try again."), "tone": "warn"}


def _acknowledged(event: happened.ReferralAcknowledged, around: Around) -> Entry:
    return {"title": _("%(who)s confirmed receipt") % {"who": around.recipient(event.referral)}}


def _answered(event: happened.TargetAnswered, around: Around) -> Entry:
    who = {"who": around.recipient(event.referral)}
    quote = around.statement(event.referral, event.target)
    if event.answer == lists.AnswerKind.REFUSED:
        return {"title": _("%(who)s refused") % who, "quote": quote, "tone": "bad"}
    what = lists.Measure(event.measure).label(around.lang).lower()
    return {"title": _("%(who)s answered: %(what)s") % {**who, "what": what}, "quote": quote, "tone": "ok"}


def _asked_back(event: happened.ReferralAskedBack, around: Around) -> Entry:
    who = around.recipient(event.referral)
    text = _("%(handler)s answers it.") % {"handler": around.handler}
    return {"title": _("%(who)s asked a question") % {"who": who}, "text": text}


def _passed(event: happened.DeadlinePassed, around: Around) -> Entry:
    who = {"who": around.recipient(event.referral)}
    if event.standing == "law":
        return {"title": _("The legal time limit passed: %(who)s has not answered") % who, "tone": "bad"}
    return {"title": _("Still no answer from %(who)s") % who, "tone": "warn"}


def _reminded(event: happened.ReferralReminded, around: Around) -> Entry:
    return {"title": _("%(who)s was reminded") % {"who": around.recipient(event.referral)}}


def _contested(event: happened.ReferralContested, around: Around) -> Entry:
    who = {"handler": around.handler, "who": around.recipient(event.referral)}
    return {"title": _("%(handler)s contests what %(who)s answered") % who}


def _closed(event: happened.ReferralClosed, around: Around) -> Entry:
    return {"title": _("%(who)s never answered") % {"who": around.recipient(event.referral)}, "tone": "bad"}


def _taken_back(event: happened.ReferralWithdrawn, around: Around) -> Entry:
    who = {"handler": around.handler, "who": around.recipient(event.referral)}
    return {"title": _("%(handler)s took back what it had sent to %(who)s") % who}


def _sighted(event: happened.TargetSighted, around: Around) -> Entry:
    state = lists.SightingState(event.state)
    entry = {"title": _("We looked at the source: %(state)s") % {"state": state.label(around.lang).lower()}}
    return {**entry, "tone": "ok"} if state in _GOOD else entry


def _verified(event: happened.TargetVerified, around: Around) -> Entry | None:
    who = {"who": around.recipient(event.referral)}
    said = {
        "agrees": {"title": _("What we saw agrees with what %(who)s answered") % who, "tone": "ok"},
        "contradicted": {"title": _("What we saw contradicts what %(who)s answered") % who, "tone": "bad"},
        "silent_removal": {"title": _("It disappeared before %(who)s answered") % who, "tone": "warn"},
    }
    return said.get(event.verdict)


def _settled(event: happened.CaseSettled, around: Around) -> Entry:
    outcome = lists.Outcome(event.outcome)
    tone = {"tone": "ok"} if outcome in _DONE else {}
    label = outcome.label(around.lang).lower()
    return {"title": _("The case is closed: %(outcome)s") % {"outcome": label}, **tone}


def _reopened(_event: happened.CaseReopened, around: Around) -> Entry:
    return {"title": _("%(handler)s looks at it again") % {"handler": around.handler}}


_TELL: dict[type, Tell] = {
    happened.NoticeReceived: _received,
    happened.NoticeTriaged: _triaged,
    happened.NoticeRejected: _rejected,
    happened.NoticeWithdrawn: _withdrawn,
    happened.NoticeErased: _erased,
    happened.TargetQualified: _qualified,
    happened.TargetSetAside: _set_aside,
    happened.ReferralSent: _sent,
    happened.ReferralUndeliverable: _undeliverable,
    happened.ReferralAcknowledged: _acknowledged,
    happened.TargetAnswered: _answered,
    happened.ReferralAskedBack: _asked_back,
    happened.DeadlinePassed: _passed,
    happened.ReferralReminded: _reminded,
    happened.ReferralContested: _contested,
    happened.ReferralClosed: _closed,
    happened.ReferralWithdrawn: _taken_back,
    happened.TargetSighted: _sighted,
    happened.TargetVerified: _verified,
    happened.CaseSettled: _settled,
    happened.CaseReopened: _reopened,
}
