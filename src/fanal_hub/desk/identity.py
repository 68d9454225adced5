"""Reading who a notifier is: with a role, a purpose out of a closed list, and a trace left first."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy

from fanal.words.lists import NotifierKind, Role
from fanal_hub.desk import said
from fanal_hub.desk.guard import HANDLERS, seated
from fanal_hub.desk.shown import lang
from fanal_hub.desk.story_words import PURPOSES, label
from fanal_hub.ledger.models import PaperRow
from fanal_hub.ledger.read import cases, notices
from fanal_hub.people.desk import Seat
from fanal_hub.stations import judge
from fanal_hub.stations.judge import Hand


class PurposeForm(forms.Form):
    """Why the identity is read."""

    purpose = forms.ChoiceField(
        label=gettext_lazy("Why do you need to know who reported this?"),
        choices=list(PURPOSES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a purpose: it stays in the record")},
    )


@seated(Role.ANALYST, Role.ADMIN, kinds=HANDLERS)
def identity(request: HttpRequest, seat: Seat, hand: Hand, ref: str) -> HttpResponse:
    """Ask the purpose; then leave the trace, and show."""
    now = notices.notice_for(seat.organisation.ref, ref)
    if now is None or now.handler != seat.organisation.ref:
        raise Http404(ref)
    mine = [each for each in now.cases if cases.case_for(seat.organisation.ref, each)]
    form = PurposeForm(said.posted(request))
    context: dict[str, Any] = {"form": form, "notice": now, "case": mine[0] if mine else ""}
    context["kind"] = label(NotifierKind, now.notifier_kind)
    if request.method == "POST" and form.is_valid():
        who = judge.read_identity(hand, ref, form.cleaned_data["purpose"])
        consents = [each.label(lang()) for each in who.consents] if who else []
        context |= {"who": who, "was_read": True, "consents": consents, "was_left": who is None and _came_without(ref)}
    return render(request, "desk/identity.html", context, status=422 if form.errors else 200)


def _came_without(ref: str) -> bool:
    """Was the notice carried here from another hub, where its identity stayed?"""
    return PaperRow.objects.filter(about=f"notice:{ref}", kind="receipt").exists()


urls = [path("notices/<str:ref>/identity", identity, name="identity")]
