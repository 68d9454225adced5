"""Agreements to match with other organisations: an administrator proposes, accepts, ends. It shows how many questions came, never which."""

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from fanal.crossref import elsewhere
from fanal.crossref.elsewhere import Step
from fanal.words.errors import MoveError, RefusedError
from fanal.words.lists import AgreementAct, AgreementState, OrgKind, Role
from fanal.words.say import say
from fanal_hub.desk import said, shown
from fanal_hub.desk.guard import HANDLERS, seated
from fanal_hub.desk.organisation import tabs
from fanal_hub.ledger.read import elsewhere as read
from fanal_hub.people.desk import Seat
from fanal_hub.people.models import Member, Organisation
from fanal_hub.stations import agreeing
from fanal_hub.stations.judge import Hand


class ProposalForm(forms.Form):
    """Whom to ask."""

    reference = forms.CharField(
        label=gettext_lazy("Reference of the other organisation"),
        help_text=gettext_lazy("Ask its administrators for it: it stands on their own page Agreements."),
        max_length=40,
        error_messages={"required": gettext_lazy("Give the other organisation's reference")},
    )


@seated(Role.ADMIN, kinds=HANDLERS)
def agreements(request: HttpRequest, seat: Seat, hand: Hand) -> HttpResponse:
    """The list, each with its history."""
    mine = seat.organisation.ref
    found = [each for each in read.agreements_of(mine) if _is_ours(each, seat)]
    names = dict(Organisation.objects.filter(ref__in=[each.other for each in found]).values_list("ref", "name"))
    known = read.kinds([each.other for each in found])
    people = dict(Member.objects.filter(organisation=mine).values_list("person__ref", "person__name"))
    rows = [_row(each, seat, names, known.get(each.other), people) for each in found]
    context = {
        "rows": rows,
        "waits": any(each["waits_for_us"] for each in rows),
        "tabs": tabs(seat, "agreements"),
        "most": elsewhere.MOST_NEW,
        "is_authority": seat.kind == OrgKind.AUTHORITY,
    }
    return render(request, "desk/agreements.html", context)


def _is_ours(agreement: read.Agreement, seat: Seat) -> bool:
    """We proposed it, or somebody who could gain from it proposed it to us."""
    if any(each.by == seat.organisation.ref for each in agreement.steps):
        return True
    kind = read.kinds([agreement.other]).get(agreement.other)
    return kind is not None and elsewhere.may_agree(kind, seat.kind)


def _row(
    agreement: read.Agreement, seat: Seat, names: dict[str, str], kind: OrgKind | None, people: dict[str, str]
) -> dict[str, Any]:
    now, mine = agreement.standing, seat.organisation.ref
    other = names.get(agreement.other, agreement.other) if agreement.has_spoken else agreement.other
    called = {mine: seat.organisation.name, agreement.other: other}
    proposed = now.state == AgreementState.PROPOSED
    return {
        "ref": agreement.other,
        "name": other,
        "kind": kind.label(shown.lang()) if kind and agreement.has_spoken else "",
        "state": str(now.state),
        "waits_for_us": proposed and now.proposer != mine,
        "waits_for_them": proposed and now.proposer == mine,
        "told": [_told(each, called, people) for each in agreement.steps],
        "ways": _ways(seat, kind) if now.is_in_force or proposed else [],
        "asked": _asked(seat, agreement, kind, datetime.now(UTC).date()),
    }


def _told(step: Step, called: dict[str, str], people: dict[str, str]) -> dict[str, Any]:
    """One line of the history; of the other side's people no name is shown."""
    by = ", ".join(each for each in (called[step.by], people.get(step.person, "")) if each)
    return {"title": step.act.label(shown.lang()), "text": by, "at": step.at}


def _ways(seat: Seat, kind: OrgKind | None) -> list[str]:
    """Which way questions go, in words."""
    if kind is None:
        return []
    ways = [_("You may ask them.")] if elsewhere.may_ask(seat.kind, kind) else []
    return ways + ([_("They may ask you.")] if elsewhere.may_ask(kind, seat.kind) else [])


def _asked(seat: Seat, agreement: read.Agreement, kind: OrgKind | None, today: date) -> dict[str, Any] | None:
    if kind is None or not agreement.has_spoken or not elsewhere.may_ask(kind, seat.kind):
        return None
    if not elsewhere.shows_count(kind):
        return {"hidden": True}
    week, total = read.asked(seat.organisation.ref, agreement.other, today)
    return {"week": week, "total": total} if total or agreement.standing.is_in_force else None


@seated(Role.ADMIN, kinds=HANDLERS)
def propose(request: HttpRequest, seat: Seat, hand: Hand) -> HttpResponse:
    """Propose an agreement by the other's reference."""
    form = ProposalForm(said.posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            agreeing.propose(hand, form.cleaned_data["reference"], datetime.now(UTC))
            messages.success(
                request, _("Proposed. If that organisation is on this hub, its administrators see it now.")
            )
            return redirect("desk:agreements")
        except RefusedError as error:
            said.into(form, error)
    return render(request, "desk/agreement_new.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@seated(Role.ADMIN, kinds=HANDLERS)
def act(request: HttpRequest, seat: Seat, hand: Hand, ref: str, what: AgreementAct) -> HttpResponse:
    """Accept, decline, withdraw or revoke."""
    known = read.agreement(seat.organisation.ref, ref)
    if not known.steps or not _is_ours(known, seat):
        raise Http404
    try:
        agreeing.act(hand, ref, what, datetime.now(UTC))
        messages.success(request, str(DONE[what]))
    except MoveError as error:
        messages.error(request, " ".join(say(each, shown.lang()) for each in error.messages))
    return redirect("desk:agreements")


DONE = {
    AgreementAct.ACCEPTED: gettext_lazy("Accepted. The first answers come at the next daily round."),
    AgreementAct.DECLINED: gettext_lazy("Declined. Nothing is matched with them."),
    AgreementAct.WITHDRAWN: gettext_lazy("Your proposal is withdrawn."),
    AgreementAct.REVOKED: gettext_lazy("Ended. Nothing is said from one to the other any more, from now on."),
}
_PATHS = {
    "accept": AgreementAct.ACCEPTED,
    "decline": AgreementAct.DECLINED,
    "withdraw": AgreementAct.WITHDRAWN,
    "revoke": AgreementAct.REVOKED,
}
urls = [
    path("settings/agreements", agreements, name="agreements"),
    path("settings/agreements/new", propose, name="agreement_new"),
    *(
        path(f"settings/agreements/<str:ref>/{word}", act, {"what": what}, name=f"agreement_{word}")
        for word, what in _PATHS.items()
    ),
]
