"""An organisation's own targets, where the law gives no number, and the points of its priorities. The core checks both."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from fanal import flow
from fanal.words.errors import RefusedError
from fanal.words.lists import Role
from fanal_hub.desk import said, shown
from fanal_hub.desk.guard import HANDLERS, seated
from fanal_hub.desk.organisation import tabs
from fanal_hub.desk.templatetags.look_time import span_words
from fanal_hub.ledger import write
from fanal_hub.people.desk import Seat
from fanal_hub.people.models import Organisation
from fanal_hub.stations.judge import Hand

MOST_HOURS = 24 * 90
MOST_POINTS = 100
HOUR = 3600
CIRCUMSTANCES = {
    "any": gettext_lazy("always"),
    "imminent_danger": gettext_lazy("somebody in danger"),
    "terrorism_or_child_abuse": gettext_lazy("terrorism, child abuse"),
    "hate_or_threat": gettext_lazy("hate, threats"),
    "other": gettext_lazy("anything else"),
}


class TargetsForm(forms.Form):
    """A number of hours for each clock to which the law gives none; empty: what is proposed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in flow.open_clocks():
            self.fields[name_of(each.code)] = forms.IntegerField(
                label=_("%(clock)s: hours") % {"clock": each.label[shown.lang()]},
                required=False,
                min_value=1,
                max_value=MOST_HOURS,
                help_text=_explained(each),
                error_messages={
                    "invalid": _("Write a whole number of hours, or leave it empty"),
                    "min_value": _("Give at least one hour, or leave it empty"),
                    "max_value": _("Give at most 2160 hours (90 days)"),
                },
            )

    def targets(self) -> dict[str, int]:
        """Seconds by clock, of those that were set."""
        given = {each.code: self.cleaned_data.get(name_of(each.code)) for each in flow.open_clocks()}
        return {code: hours * HOUR for code, hours in given.items() if hours}


def name_of(clock: str) -> str:
    """A clock's code as the name of a field."""
    return "clock-" + clock.replace(".", "-")


def _explained(clock: flow.OpenClock) -> str:
    proposed = [f"{CIRCUMSTANCES.get(name, name)} {span_words(span)}" for name, span in clock.proposed.items()]
    words = _("%(basis)s: “%(standard)s”. While it is empty: %(proposed)s.")
    return words % {
        "basis": clock.basis,
        "standard": clock.standard.get(shown.lang(), ""),
        "proposed": ", ".join(proposed) or _("no target"),
    }


class PointsForm(forms.Form):
    """Points per reason of priority."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, points in flow.PriorityRules().points.items():
            self.fields[code] = forms.IntegerField(
                label=flow.reason_text(code, shown.lang()),
                min_value=0,
                max_value=MOST_POINTS,
                help_text=_("Proposed: %(points)s") % {"points": points},
                error_messages={
                    "required": _("Write a number from 0 to 100"),
                    "invalid": _("Write a number from 0 to 100"),
                    "min_value": _("Write a number from 0 to 100"),
                    "max_value": _("Write a number from 0 to 100"),
                },
            )

    def points(self) -> dict[str, int]:
        """Only those that differ from what is proposed."""
        proposed = flow.PriorityRules().points
        return {code: self.cleaned_data[code] for code in proposed if self.cleaned_data[code] != proposed[code]}


@seated(Role.ADMIN, kinds=HANDLERS)
def policy(request: HttpRequest, seat: Seat, hand: Hand) -> HttpResponse:
    """Both forms."""
    return _page(
        request, seat, TargetsForm(initial=_hours(seat.organisation)), PointsForm(initial=_points(seat.organisation))
    )


def _page(request: HttpRequest, seat: Seat, targets: TargetsForm, points: PointsForm) -> HttpResponse:
    context = {
        "targets": targets,
        "points": points,
        "tabs": tabs(seat, "policy"),
        "floor": flow.PriorityRules().most_without_danger + 1,
    }
    return render(request, "desk/policy.html", context, status=422 if targets.errors or points.errors else 200)


def _hours(row: Organisation) -> dict[str, int]:
    return {name_of(code): int(seconds) // HOUR for code, seconds in row.policy.get("targets", {}).items()}


def _points(row: Organisation) -> Mapping[str, int]:
    return {**flow.PriorityRules().points, **row.policy.get("points", {})}


@require_POST
@seated(Role.ADMIN, kinds=HANDLERS)
def save_targets(request: HttpRequest, seat: Seat, hand: Hand) -> HttpResponse:
    """Set the organisation's own targets; they hold for what is sent from now on."""
    form = TargetsForm(request.POST)
    if not form.is_valid():
        return _page(request, seat, form, PointsForm(initial=_points(seat.organisation)))
    _write(seat.organisation.ref, targets=form.targets())
    messages.success(request, _("Saved. The targets hold for what is sent from now on."))
    return redirect("desk:policy")


@require_POST
@seated(Role.ADMIN, kinds=HANDLERS)
def save_points(request: HttpRequest, seat: Seat, hand: Hand) -> HttpResponse:
    """Set the points, or take the proposed ones again; the core refuses rules that do not keep danger first."""
    if request.POST.get("do") == "reset":
        _write(seat.organisation.ref, points={})
        messages.success(request, _("The proposed points hold again."))
        return redirect("desk:policy")
    form = PointsForm(request.POST)
    if form.is_valid():
        try:
            flow.policy(purpose="", legal_basis="", keep=timedelta(days=1), points=form.points())
            _write(seat.organisation.ref, points=form.points())
            messages.success(request, _("Saved. The points hold for what arrives from now on."))
            return redirect("desk:policy")
        except RefusedError as error:
            said.into(form, error, {"most_without_danger": "danger"})
    return _page(request, seat, TargetsForm(initial=_hours(seat.organisation)), form)


def _write(ref: str, **parts: Mapping[str, int]) -> None:
    def save() -> None:
        row = Organisation.objects.get(ref=ref)
        row.policy = {**row.policy, **parts}
        row.save(update_fields=["policy"])

    write.run(save)


urls = [
    path("settings/policy", policy, name="policy"),
    path("settings/policy/targets", save_targets, name="policy_targets"),
    path("settings/policy/points", save_points, name="policy_points"),
]
