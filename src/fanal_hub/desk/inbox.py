"""What was put before this organisation: its inbox, one referral with its law, reasons and clocks, the signed envelope."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from fanal import flow
from fanal.clocks import Due, others_deadline, say_due, say_step
from fanal.notice.states import ReferralNow, ReferralTarget
from fanal.prove.envelope import read_envelope
from fanal.words.lists import AnswerKind, Ask, Measure, OrgKind, ReferralState, Role, SightingState, Word
from fanal_hub.desk import shown
from fanal_hub.desk.guard import seated
from fanal_hub.ledger.read import asked, orgs, referrals
from fanal_hub.people.desk import Seat
from fanal_hub.stations import reply
from fanal_hub.stations.judge import Hand

RECIPIENTS = (OrgKind.PLATFORM, OrgKind.AUTHORITY)
SEES = (Role.ANALYST, Role.READER, Role.ADMIN)
ON_A_PAGE = 40
MOST_AT_ONCE = 100
EXCERPT = 600
STATES = {
    "": asked.OPEN,
    "new": (ReferralState.SENT,),
    "acknowledged": (ReferralState.ACKNOWLEDGED,),
    "contested": (ReferralState.CONTESTED,),
    "ended": asked.ENDED,
}


class AskedForm(forms.Form):
    """The filters of the inbox."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[
            ("", gettext_lazy("To answer")),
            ("new", gettext_lazy("New, receipt not confirmed")),
            ("acknowledged", gettext_lazy("Receipt confirmed, to answer")),
            ("contested", gettext_lazy("Contested, to answer again")),
            ("ended", gettext_lazy("Answered or ended")),
        ],
    )
    late = forms.ChoiceField(
        label=gettext_lazy("Time"),
        required=False,
        choices=[("", gettext_lazy("All, first due on top")), ("1", gettext_lazy("Overdue only"))],
    )
    ask = forms.ChoiceField(label=gettext_lazy("What is asked"), required=False)
    handler = forms.ChoiceField(label=gettext_lazy("Who asks"), required=False)

    def __init__(self, organisation: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asks = [("", _("Everything")), *((str(each), each.label(shown.lang())) for each in Ask)]
        who = [("", _("Everybody")), *((each, _name(each)) for each in asked.handlers(organisation))]
        for name, choices in (("ask", asks), ("handler", who)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def which(self, now: datetime) -> asked.Asked:
        """What the filters mean; one that is not ours filters nothing."""
        given = self.cleaned_data if self.is_valid() else {}
        return asked.Asked(
            states=STATES[given.get("state", "")],
            ask=given.get("ask", ""),
            handler=given.get("handler", ""),
            late_at=now if given.get("late") else None,
        )


def _name(ref: str) -> str:
    found = orgs.organisation(ref)
    return found.name if found else ref


@seated(*SEES, kinds=RECIPIENTS)
def inbox(request: HttpRequest, seat: Seat, hand: Hand) -> HttpResponse:
    """The inbox: what is due first stands on top."""
    now, me = datetime.now(UTC), seat.organisation.ref
    given = {name: request.GET[name] for name in ("state", "late", "ask", "handler") if request.GET.get(name)}
    form = AskedForm(me, given or None)
    which, after = form.which(now), request.GET.get("after", "")
    try:
        rows, more = asked.asked(me, which, after, ON_A_PAGE)
    except (ValueError, OverflowError):
        after = ""
        rows, more = asked.asked(me, which, "", ON_A_PAGE)
    context = {
        "form": form if given else AskedForm(me),
        "is_sieved": bool(given),
        "rows": [_row(each) for each in rows],
        "late": asked.count(me, asked.Asked(late_at=now)),
        "waiting": asked.count(me, asked.Asked()),
        "may_answer": seat.may(Role.ANALYST) and any(each.state in asked.OPEN for each in rows),
        "next": _address(request, more) if more else "",
        "first": _address(request, "") if after else "",
        "now": now,
    }
    return render(request, "desk/inbox.html", context)


def _address(request: HttpRequest, after: str) -> str:
    given = request.GET.copy()
    given.pop("after", None)
    if after:
        given["after"] = after
    return f"{reverse('desk:inbox')}?{given.urlencode()}"


def _row(now: ReferralNow) -> dict[str, Any]:
    return {
        "ref": now.ref,
        "href": reverse("desk:asked", args=[now.ref]),
        "state": str(now.state),
        "ask": str(now.ask),
        "law": flow.lane_label(now.lane, shown.lang()),
        "handler": _name(now.handler),
        "targets": len(now.targets),
        "left": sum(not _is_answered(each) for each in now.targets),
        "sent_at": now.sent_at,
        "due_at": now.due_at,
        "target_at": now.target_at,
        "is_open": now.state in asked.OPEN,
    }


def _is_answered(target: ReferralTarget) -> bool:
    return target.answer in (AnswerKind.DECIDED, AnswerKind.REFUSED)


@require_POST
@seated(Role.ANALYST, kinds=RECIPIENTS)
def many(request: HttpRequest, seat: Seat, hand: Hand) -> HttpResponse:
    """Several referrals at once: confirm receipt of them, or go and answer them together."""
    refs = [each.ref for each in asked.some(seat.organisation.ref, request.POST.getlist("referrals")[:MOST_AT_ONCE])]
    if not refs:
        messages.warning(request, _("Tick at least one referral first."))
    elif request.POST.get("do") == "answer":
        return redirect(f"{reverse('desk:asked_answer')}?{urlencode([('referral', each) for each in refs])}")
    else:
        done = [each for each in refs if reply.acknowledge(hand, each).acknowledged_at]
        words = ngettext("Receipt of %(n)s referral confirmed.", "Receipt of %(n)s referrals confirmed.", len(done))
        messages.success(request, words % {"n": len(done)})
    return redirect("desk:inbox")


def found(seat: Seat, ref: str) -> ReferralNow:
    """A referral delivered to this organisation; 404 for any other."""
    now = referrals.put_before(seat.organisation.ref, ref)
    if now is None:
        raise Http404
    return now


@require_POST
@seated(Role.ANALYST, kinds=RECIPIENTS)
def acknowledge(request: HttpRequest, seat: Seat, hand: Hand, ref: str) -> HttpResponse:
    """Confirm receipt."""
    found(seat, ref)
    reply.acknowledge(hand, ref)
    messages.success(request, _("Receipt confirmed. The sender sees it."))
    return redirect("desk:asked", ref)


@seated(*SEES, kinds=RECIPIENTS)
def envelope(request: HttpRequest, seat: Seat, hand: Hand, ref: str) -> HttpResponse:
    """The signed envelope, byte for byte."""
    found(seat, ref)
    raw = referrals.letter(ref)
    if raw is None:
        raise Http404
    response = HttpResponse(raw, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{ref}-envelope.json"'
    return response


@seated(*SEES, kinds=RECIPIENTS)
def one(request: HttpRequest, seat: Seat, hand: Hand, ref: str) -> HttpResponse:
    """One referral."""
    now = found(seat, ref)
    said = letter_of(ref)
    answers = referrals.answers(ref)
    contents = {each["id"]: each for each in said.get("targets", ())}
    context = {
        "referral": now,
        "handler": _name(now.handler),
        "handler_email": said.get("handler", {}).get("email", ""),
        "law": flow.lane_label(now.lane, shown.lang()),
        "basis": flow.lane_basis(now.lane),
        "why": flow.why_text(f"lane:{now.lane}", shown.lang()),
        "offences": [(flow.offence_label(each, shown.lang()), flow.offence_basis(each)) for each in now.offences],
        "reasons": said.get("reasons", ""),
        "is_erased": not said,
        "cards": [_card(n, each, contents.get(each.target, {}), answers) for n, each in enumerate(now.targets, 1)],
        "clocks": clocks(now),
        "is_open": now.state in asked.OPEN,
        "left": [each.target for each in now.targets if not _is_answered(each)],
        "may_answer": seat.may(Role.ANALYST) and now.state in asked.OPEN,
        "has_acknowledged": now.acknowledged_at is not None,
        "now": datetime.now(UTC),
    }
    return render(request, "desk/asked.html", context)


def letter_of(ref: str) -> Mapping[str, Any]:
    """What the envelope says; empty when its contents were erased."""
    raw = referrals.letter(ref)
    return read_envelope(raw).body if raw else {}


def title(n: int, content: Mapping[str, Any]) -> str:
    """What a target of a referral is called."""
    if not content.get("kind"):
        return _("Target %(n)s") % {"n": n}
    return f"{n}. {shown.kind(content['kind'])} · {flow.platform_title(content.get('platform', ''), shown.lang())}"


def _card(n: int, target: ReferralTarget, content: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    text = content.get("text", "")
    facts = [(_("Account"), content["account"])] if content.get("account") else []
    if content.get("posted_at"):
        facts.append((_("Published"), shown.on(datetime.fromisoformat(content["posted_at"]))))
    card = {
        "title": title(n, content),
        "excerpt": text[:EXCERPT] + ("…" if len(text) > EXCERPT else ""),
        "facts": facts,
    }
    return {
        "id": target.target,
        "url": content.get("url", ""),
        "shown": card,
        "answer": str(target.answer),
        "said": said_rows(answers.get(target.target, {})),
        "sighting": _label(SightingState, target.sighting),
        "verdict": str(target.verdict),
        "is_answered": _is_answered(target),
    }


def said_rows(answer: Mapping[str, Any]) -> list[tuple[str, str]]:
    """An answer as rows, in the order of DSA Art. 17(3)."""
    names = (
        ("territory", _("Where it applies")),
        ("facts", _("Facts and circumstances")),
        ("legal_ground", _("Legal ground")),
        ("contractual_ground", _("Contractual ground")),
        ("redress", _("Redress")),
        ("question", _("Question")),
    )
    rows = [(_("Measure"), _label(Measure, answer["measure"]))] if answer.get("measure", "none") != "none" else []
    rows += [(words, answer[name]) for name, words in names if answer.get(name)]
    if answer.get("kind") == AnswerKind.DECIDED:
        rows.append((_("Automated means"), _("used") if answer.get("automated") else _("not used")))
    return rows


def _label(words: type[Word], code: str) -> str:
    return words(code).label(shown.lang()) if code in words._value2member_map_ else code


def clocks(now: ReferralNow) -> list[dict[str, Any]]:
    """The clocks of a referral as its recipient reads them: what the law fixes, and what the sender only hopes for."""
    handler = orgs.organisation(now.handler)
    if handler is None or now.sent_at is None:
        return []
    start = now.sent_at
    policy = orgs.policy_of(handler)
    rows = flow.clocks_of(now, policy, start=start, category="", danger=False)
    shown_rows: list[dict[str, Any]] = []
    for row in rows:
        dues = tuple(each for each in row.answers if isinstance(each, Due))
        lines = [say_step(step, shown.lang()) for each in dues for step in each.steps]
        lines += [say_due(each, shown.lang()) for each in dues]
        shown_rows.append(
            {
                "label": flow.clock_label(row.clock, shown.lang()),
                "basis": row.basis,
                "due_at": others_deadline(dues) if dues else None,
                "arithmetic": list(dict.fromkeys(lines)),
            }
        )
    return shown_rows


urls = [
    path("inbox", inbox, name="inbox"),
    path("inbox/many", many, name="inbox_many"),
    path("inbox/<str:ref>", one, name="asked"),
    path("inbox/<str:ref>/acknowledge", acknowledge, name="asked_acknowledge"),
    path("inbox/<str:ref>/envelope.json", envelope, name="asked_envelope"),
]
