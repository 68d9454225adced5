"""What the handler does with a referral: approve, send by hand, withdraw, close, contest, note an answer. Stations decide."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from fanal import flow
from fanal.notice.facts import MOST_SHORT, MOST_TEXT
from fanal.notice.states import ReferralNow
from fanal.words.errors import RefusedError
from fanal.words.lists import AnswerKind, Measure, ReferralState, Role
from fanal.words.say import say
from fanal_hub.courier import forms as official
from fanal_hub.desk import said, shown
from fanal_hub.desk.acts import Page, WhyForm
from fanal_hub.desk.guard import HANDLERS, seated
from fanal_hub.desk.referral import found
from fanal_hub.desk.story_words import CONTESTED, WITHDRAWN
from fanal_hub.ledger.read import orgs, referrals, streams
from fanal_hub.people.desk import Seat
from fanal_hub.stations import dispatch, reply
from fanal_hub.stations.judge import Hand


@require_POST
@seated(Role.ANALYST, kinds=HANDLERS)
def approve(request: HttpRequest, seat: Seat, hand: Hand, ref: str) -> HttpResponse:
    """A second person approves a grave ask; the one who prepared it is refused."""
    found(seat, ref)
    try:
        dispatch.approve(hand, ref)
        messages.success(request, _("Approved. The referral leaves now."))
    except RefusedError as error:
        for each in error.messages:
            messages.error(request, say(each, shown.lang()))
    return redirect("desk:referral", ref)


def _page(ref: str, heading: str, text: str, button: str, tone: str = "") -> Page:
    return Page(heading, text, button, tone=tone, back=reverse("desk:referral", args=[ref]))


@seated(Role.ANALYST, kinds=HANDLERS)
def withdraw(request: HttpRequest, seat: Seat, hand: Hand, ref: str) -> HttpResponse:
    """Take a referral back."""
    found(seat, ref)
    text = _("The recipient is no longer asked anything. What it was sent stays in the history.")
    page = _page(ref, _("Take %(ref)s back") % {"ref": ref}, text, _("Take the referral back"), "warning")
    act = lambda given: dispatch.withdraw(hand, ref, given["why"])  # noqa: E731
    return page.answer(request, WhyForm(WITHDRAWN, said.posted(request)), act, _("The referral is taken back."))


@seated(Role.ANALYST, kinds=HANDLERS)
def contest(request: HttpRequest, seat: Seat, hand: Hand, ref: str) -> HttpResponse:
    """Contest the answer (DSA Art. 20): the recipient is asked again."""
    found(seat, ref)
    text = _("The recipient is asked again (DSA Art. 20). Its first answer stays in the history.")
    page = _page(ref, _("Contest the answer to %(ref)s") % {"ref": ref}, text, _("Contest the answer"))
    act = lambda given: dispatch.contest(hand, ref, given["why"])  # noqa: E731
    return page.answer(request, WhyForm(CONTESTED, said.posted(request)), act, _("The answer is contested."))


@seated(Role.ANALYST, kinds=HANDLERS)
def close(request: HttpRequest, seat: Seat, hand: Hand, ref: str) -> HttpResponse:
    """End a referral that nobody answers."""
    found(seat, ref)
    text = _("The referral ends as it stands. Without an answer, it counts as unanswered in the figures.")
    page = _page(ref, _("Close %(ref)s") % {"ref": ref}, text, _("Close the referral"), "warning")
    act = lambda given: dispatch.close(hand, ref)  # noqa: E731
    return page.answer(request, forms.Form(said.posted(request)), act, _("The referral is closed."))


class SentForm(forms.Form):
    """That it was sent through the platform's own form, and under which reference."""

    confirmed = forms.BooleanField(
        label=gettext_lazy("I pasted this into the platform's form and sent it"),
        error_messages={"required": gettext_lazy("Tick this once you have sent the form: the clocks start now")},
    )
    reference = forms.CharField(
        label=gettext_lazy("The platform's own reference"),
        required=False,
        max_length=MOST_SHORT,
        help_text=gettext_lazy("If the form gave one. Without it, all we can say is that you sent it."),
    )


@seated(Role.ANALYST, kinds=HANDLERS)
def assist(request: HttpRequest, seat: Seat, hand: Hand, ref: str) -> HttpResponse:
    """Send through the platform's own form: its address, each field's text to copy, and what is known afterwards."""
    now = found(seat, ref)
    recipient = orgs.recipient_for(now.handler, now.recipient)
    by_letter = recipient is not None and recipient.email and now.state != ReferralState.UNDELIVERABLE
    if recipient is None or recipient.organisation or by_letter:
        raise Http404(ref)
    to_send = now.state in (ReferralState.PREPARED, ReferralState.UNDELIVERABLE)
    filled = official.assisted(now, seat.organisation)
    form = SentForm(said.posted(request), initial={"confirmed": not to_send})
    if request.method == "POST" and form.is_valid():
        try:
            _sent(hand, now, form.cleaned_data["reference"].strip(), filled if to_send else None)
            messages.success(request, _("Noted. The clocks of this referral run from the moment it was sent."))
            return redirect("desk:referral", ref)
        except RefusedError as error:
            said.into(form, error)
    context = {
        "referral": now,
        "form": form,
        "official": filled,
        "email": recipient.email,
        "fields": filled.fields if to_send else official.pasted(ref),
        "confidence": CONFIDENCE.get(filled.confidence, ""),
        "phone": flow.phone_of(now.recipient),
        "to_send": to_send,
        "waits_for_second": now.needs_second and not now.approved_by,
        "reference": referrals.form_reference(ref),
    }
    return render(request, "desk/assist.html", context, status=422 if form.errors else 200)


CONFIDENCE = {
    "A": gettext_lazy("This address and these fields were read on the platform itself."),
    "B": gettext_lazy("An official page of the platform. Its form may differ by country, or ask you to sign in."),
    "C": gettext_lazy(
        "The fields below are what the law asks of a notice; the platform's form may name them otherwise."
    ),
}


def _sent(hand: Hand, now: ReferralNow, reference: str, filled: official.AssistedForm | None) -> None:
    if filled is not None:
        _digest, effects = official.seal_pasted(now, filled.fields, hand.by, datetime.now(UTC))
        dispatch.sent_by_hand(replace(hand, beside=tuple(effects)), now.ref, reference)
    elif reference:
        dispatch.note_reference(hand, now.ref, reference)


class AnswerForm(forms.Form):
    """What a recipient said outside this hub, for the targets that are ticked (DSA Art. 17)."""

    targets = forms.MultipleChoiceField(
        label=gettext_lazy("Which targets does it answer?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one target")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What does the recipient say?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say which kind of answer it is")},
    )
    measure = forms.ChoiceField(label=gettext_lazy("What it did"), required=False)
    territory = forms.CharField(label=gettext_lazy("Where, if not everywhere"), required=False, max_length=MOST_SHORT)
    facts = forms.CharField(
        label=gettext_lazy("Facts and circumstances it gives, or why it refuses"),
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    legal_ground = forms.CharField(label=gettext_lazy("Legal ground"), required=False, max_length=MOST_TEXT)
    contractual_ground = forms.CharField(
        label=gettext_lazy("Ground in the terms of use"), required=False, max_length=MOST_TEXT
    )
    automated = forms.BooleanField(label=gettext_lazy("It says that automated means were used"), required=False)
    redress = forms.CharField(label=gettext_lazy("How to contest it"), required=False, max_length=MOST_TEXT)
    question = forms.CharField(
        label=gettext_lazy("Its question, if it asks one"),
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, now: ReferralNow, names: dict[str, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lang = shown.lang()
        choices = {
            "targets": [(each.target, names.get(each.target, each.target)) for each in now.targets],
            "kind": [(str(each), each.label(lang)) for each in AnswerKind],
            "measure": [(str(each), each.label(lang)) for each in Measure],
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]
        self.fields["measure"].initial = str(Measure.NONE)

    def given(self) -> list[dict[str, Any]]:
        """The same answer for each target, as the core reads it."""
        same = {name: value for name, value in self.cleaned_data.items() if name != "targets"}
        return [{"target": each, **same} for each in self.cleaned_data["targets"]]


def noted(request: HttpRequest, seat: Seat, hand: Hand, now: ReferralNow, claim: str = "") -> HttpResponse | AnswerForm:
    """Take the answer form of a request: done (a redirect), or the form to show."""
    case = streams.case_now(now.case)
    names = shown.numbered(case) if case else {}
    open_now = [each.target for each in now.targets if not each.answer]
    if request.method != "POST":
        return AnswerForm(now, names, initial={"targets": open_now})
    form = AnswerForm(now, names, request.POST)
    if form.is_valid():
        try:
            reply.confirm(hand, now.ref, flow.read_answers(form.given(), now), claim)
            messages.success(request, _("The answer is noted, with your name as the person who confirmed it."))
            return redirect("desk:referral", now.ref)
        except RefusedError as error:
            said.into(form, error, {"answers": "targets", "target": "targets"})
    return form


@seated(Role.ANALYST, kinds=HANDLERS)
def note_answer(request: HttpRequest, seat: Seat, hand: Hand, ref: str) -> HttpResponse:
    """Note what a recipient said on its own pages."""
    now = found(seat, ref)
    form = noted(request, seat, hand, now)
    if isinstance(form, HttpResponse):
        return form
    context = {"referral": now, "form": form}
    return render(request, "desk/answer.html", context, status=422 if form.errors else 200)


urls = [
    path("referrals/<str:ref>/approve", approve, name="approve"),
    path("referrals/<str:ref>/withdraw", withdraw, name="withdraw"),
    path("referrals/<str:ref>/contest", contest, name="contest_answer"),
    path("referrals/<str:ref>/close", close, name="close"),
    path("referrals/<str:ref>/assist", assist, name="assist"),
    path("referrals/<str:ref>/answer", note_answer, name="note_answer"),
]
