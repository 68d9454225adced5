"""What a person does to a case besides judging it: detach a mention, open it again, hold it, note what they saw. One page each."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fanal.notice.facts import MOST_TEXT
from fanal.words.errors import RefusedError
from fanal.words.lists import Role, SightingState
from fanal_hub.desk import said, shown
from fanal_hub.desk.case import found
from fanal_hub.desk.guard import HANDLERS, seated
from fanal_hub.desk.story_words import REOPENED
from fanal_hub.desk.target import target_of
from fanal_hub.people.desk import Seat
from fanal_hub.stations import judge, watch
from fanal_hub.stations.judge import Hand

Words = str | Promise


class ReasonForm(forms.Form):
    """A reason in words; it is sealed."""

    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=MOST_TEXT,
        help_text=gettext_lazy("Your reason is sealed with the case."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Give a reason: it will be read when this is questioned")},
    )


class WhyForm(forms.Form):
    """A reason out of a closed list: it stays in the public order of the log, so it is a code."""

    why = forms.ChoiceField(
        label=gettext_lazy("Why?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a reason")},
    )

    def __init__(self, table: Mapping[str, Words], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].choices = list(table.items())  # type: ignore[attr-defined]


class Page:
    """One page for one act: what it does, in words, the form, the button."""

    def __init__(self, heading: Words, text: Words, button: Words, *, tone: str = "", back: str = "") -> None:
        self.heading, self.text, self.button, self.tone, self.back = heading, text, button, tone, back

    def answer(
        self, request: HttpRequest, form: forms.Form, act: Callable[[dict[str, Any]], object], done: Words
    ) -> HttpResponse:
        """Show the form; when it is sent and stands, act and go back; a refusal is said at its field."""
        if request.method == "POST" and form.is_valid():
            try:
                act(form.cleaned_data)
                messages.success(request, str(done))
                return redirect(self.back)
            except RefusedError as error:
                said.into(form, error)
        return render(request, "desk/act.html", {"page": self, "form": form}, status=422 if form.errors else 200)


@seated(Role.ANALYST, kinds=HANDLERS)
def detach(request: HttpRequest, seat: Seat, hand: Hand, ref: str, target_id: str) -> HttpResponse:
    """Undo an attachment: the mention gets a case of its own."""
    now = found(seat, ref)
    mention = request.POST.get("mention") or request.GET.get("mention", "")
    if mention not in target_of(now, target_id).mentions:
        raise Http404(mention)
    page = Page(
        _("Detach %(mention)s") % {"mention": mention},
        _("The mention moves to a new case of its own, to be judged there. Both cases keep the trace."),
        _("Detach this mention"),
        back=reverse("desk:target", args=[ref, target_id]),
    )
    return page.answer(
        request,
        ReasonForm(said.posted(request)),
        lambda given: judge.detach(hand, ref, target_id, mention, reason=given["reason"]),
        _("The mention has a case of its own now."),
    )


@seated(Role.ANALYST, kinds=HANDLERS)
def reopen(request: HttpRequest, seat: Seat, hand: Hand, ref: str) -> HttpResponse:
    """Have a case judged again."""
    found(seat, ref)
    by_hand = {code: REOPENED[code] for code in ("new_facts", "mistake", "contest", "target_back")}
    page = Page(
        _("Open %(ref)s again") % {"ref": ref},
        _("The case goes back to the queue, to be judged again. What was done before stays in its history."),
        _("Open the case again"),
        back=reverse("desk:case", args=[ref]),
    )
    return page.answer(
        request,
        WhyForm(by_hand, said.posted(request)),
        lambda given: judge.reopen(hand, ref, given["why"]),
        _("The case is open again."),
    )


@seated(Role.ANALYST, kinds=HANDLERS)
def hold(request: HttpRequest, seat: Seat, hand: Hand, ref: str) -> HttpResponse:
    """Place a litigation hold, or lift it."""
    now = found(seat, ref)
    back = reverse("desk:case", args=[ref])
    form = ReasonForm(said.posted(request))
    if now.held:
        text = _("The expiry runs again: what has expired is destroyed within the hour.")
        page = Page(_("Lift the litigation hold"), text, _("Lift the hold"), tone="warning", back=back)
        act = lambda given: judge.lift_hold(hand, ref, given["reason"])  # noqa: E731
        return page.answer(request, form, act, _("The litigation hold is lifted."))
    text = _("While it stands, the case does not expire. Place it when a court or a lawyer needs the case kept.")
    page = Page(_("Place a litigation hold"), text, _("Place the hold"), back=back)
    act = lambda given: judge.hold(hand, ref, given["reason"])  # noqa: E731
    return page.answer(request, form, act, _("The litigation hold is placed."))


class SightingForm(forms.Form):
    """What a person saw at the source."""

    state = forms.ChoiceField(
        label=gettext_lazy("What did you see?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say what you saw")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(each), each.label(shown.lang())) for each in SightingState]
        self.fields["state"].choices = choices  # type: ignore[attr-defined]


@seated(Role.ANALYST, kinds=HANDLERS)
def sighting(request: HttpRequest, seat: Seat, hand: Hand, ref: str, target_id: str) -> HttpResponse:
    """Note what a person saw at the source; it is held against the answers, as a look of the hub is."""
    target_of(found(seat, ref), target_id)
    page = Page(
        _("What do you see at the source?"),
        _("Say what you see now, signed out of any account if you can. It is held against what recipients answered."),
        _("Record what I see"),
        back=reverse("desk:target", args=[ref, target_id]),
    )
    return page.answer(
        request,
        SightingForm(said.posted(request)),
        lambda given: watch.record_sighting(hand, ref, target_id, SightingState(given["state"]), datetime.now(UTC)),
        _("What you saw is recorded."),
    )


urls = [
    path("cases/<str:ref>/targets/<str:target_id>/sighting", sighting, name="sighting"),
    path("cases/<str:ref>/targets/<str:target_id>/detach", detach, name="detach"),
    path("cases/<str:ref>/reopen", reopen, name="reopen"),
    path("cases/<str:ref>/hold", hold, name="hold"),
]
