"""The organisation's own page: who it is, what it takes, why it may keep cases and how long. Configuration, not events."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fanal.words.lists import Category, OrgKind, Role
from fanal_hub.desk import shown
from fanal_hub.desk.guard import HANDLERS, seated
from fanal_hub.ledger import write
from fanal_hub.people.desk import Seat
from fanal_hub.people.models import Organisation
from fanal_hub.stations.judge import Hand

MOST_DAYS = 3650
OF_ALL = ("name", "lang", "email", "about_fr", "about_en")
OF_HANDLERS = (
    *OF_ALL,
    "takes_public",
    "is_default",
    "purpose",
    "legal_basis",
    "keep_days",
    "good_faith",
    "trusted_flagger",
    "areas",
)


def tabs(seat: Seat, current: str) -> list[dict[str, Any]]:
    """The pages of an organisation's administration."""
    pages = [("organisation", _("The organisation")), ("members", _("Members")), ("tokens", _("API tokens"))]
    if seat.kind in HANDLERS:
        pages[1:1] = [
            ("policy", _("Targets and priorities")),
            ("recipients", _("Recipients")),
            ("agreements", _("Agreements")),
        ]
        pages += [("fingerprints", _("Published fingerprints"))]
    if seat.organisation.is_default:
        pages += [("organisations", _("Organisations")), ("backups", _("Backups"))]
    pages += [("jobs", _("Failed work")), ("export", _("Export"))]
    return [{"label": words, "href": reverse(f"desk:{name}"), "current": name == current} for name, words in pages]


class OrganisationForm(forms.Form):
    """What an administrator may change."""

    name = forms.CharField(
        label=gettext_lazy("Name of the organisation"),
        max_length=200,
        error_messages={"required": gettext_lazy("Give the organisation's name")},
    )
    lang = forms.ChoiceField(
        label=gettext_lazy("Its language"),
        choices=(("fr", "Français"), ("en", "English")),
        help_text=gettext_lazy("Its letters to recipients are written in it."),
    )
    email = forms.EmailField(
        label=gettext_lazy("Its e-mail address"),
        help_text=gettext_lazy("Recipients answer to this address."),
        error_messages={
            "required": gettext_lazy("Give the organisation's e-mail address"),
            "invalid": gettext_lazy("Write an e-mail address such as name@example.org"),
        },
    )
    about_fr = forms.CharField(
        label=gettext_lazy("What it does, in French"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("One or two sentences, for the person who chooses it on the public form."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    about_en = forms.CharField(
        label=gettext_lazy("What it does, in English"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    takes_public = forms.BooleanField(
        label=gettext_lazy("It can be chosen on the public form"),
        help_text=gettext_lazy("Without this, only its own members and programs send it notices."),
        required=False,
    )
    is_default = forms.BooleanField(
        label=gettext_lazy("It takes the notices of people who choose nobody"),
        help_text=gettext_lazy("One organisation of the hub does."),
        required=False,
    )
    purpose = forms.CharField(
        label=gettext_lazy("Purpose of its cases"),
        max_length=300,
        help_text=gettext_lazy("GDPR art. 5(1)(b). Each new case carries it."),
        error_messages={"required": gettext_lazy("Say for what purpose cases are kept")},
    )
    legal_basis = forms.CharField(
        label=gettext_lazy("Legal basis"),
        max_length=300,
        help_text=gettext_lazy("GDPR arts. 6, 9 and 10; loi 78-17 art. 46. A lawyer of the organisation decides."),
        error_messages={"required": gettext_lazy("Say on which legal basis cases are kept")},
    )
    keep_days = forms.IntegerField(
        label=gettext_lazy("Days a case is kept"),
        min_value=1,
        max_value=MOST_DAYS,
        help_text=gettext_lazy(
            "After that its contents are destroyed, unless a litigation hold is placed. For new cases."
        ),
        error_messages={
            "required": gettext_lazy("Say for how many days"),
            "invalid": gettext_lazy("Write a whole number of days"),
            "min_value": gettext_lazy("Give at least one day"),
            "max_value": gettext_lazy("Give at most 3650 days"),
        },
    )
    good_faith = forms.BooleanField(
        label=gettext_lazy("Standing declaration of good faith"),
        help_text=gettext_lazy(
            "The organisation declares for all it sends that it believes it accurate and complete (DSA Art. 16(2)(d))."
        ),
        required=False,
    )
    trusted_flagger = forms.BooleanField(
        label=gettext_lazy("It is a trusted flagger (DSA Art. 22)"),
        help_text=gettext_lazy("Only when the Digital Services Coordinator has awarded the status."),
        required=False,
    )
    areas = forms.MultipleChoiceField(
        label=gettext_lazy("Its designated areas of expertise"),
        help_text=gettext_lazy("For a trusted flagger only."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, organisation: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        shown_fields = OF_HANDLERS if organisation.kind in HANDLERS else OF_ALL
        for name in [each for each in self.fields if each not in shown_fields]:
            del self.fields[name]
        if "areas" in self.fields:
            self.fields["areas"].choices = [(str(each), each.label(shown.lang())) for each in Category]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A trusted flagger has areas; nobody takes the place of the default handler by a tick."""
        given = super().clean() or self.cleaned_data
        if given.get("trusted_flagger") and not given.get("areas"):
            self.add_error("areas", _("Tick the areas for which the status was awarded"))
        other = default_of_hub(self.organisation)
        if given.get("is_default") and other is not None:
            self.add_error("is_default", _("%(name)s does this now: it must give it up first") % {"name": other.name})
        return given


def default_of_hub(but: Organisation) -> Organisation | None:
    """The other organisation that takes the notices of people who choose nobody."""
    return Organisation.objects.filter(is_default=True).exclude(ref=but.ref).first()


@seated(Role.ADMIN)
def organisation(request: HttpRequest, seat: Seat, hand: Hand) -> HttpResponse:
    """The page and its form."""
    row = seat.organisation
    if request.method == "POST":
        form = OrganisationForm(row, request.POST)
        if form.is_valid():
            given = form.cleaned_data
            write.run(lambda: _save(row.ref, given))
            messages.success(request, _("Saved."))
            return redirect("desk:organisation")
    else:
        form = OrganisationForm(
            row, initial={**{name: getattr(row, name, None) for name in OF_HANDLERS}, **_of_policy(row)}
        )
    context = {
        "form": form,
        "tabs": tabs(seat, "organisation"),
        "row": row,
        "kind": OrgKind(row.kind).label(shown.lang()),
        "named": row.name,
    }
    return render(request, "desk/organisation.html", context, status=422 if form.errors else 200)


def _of_policy(row: Organisation) -> dict[str, Any]:
    return {"good_faith": bool(row.policy.get("good_faith"))}


def _save(ref: str, given: dict[str, Any]) -> None:
    row = Organisation.objects.get(ref=ref)  # as it is now: another page may have changed the policy meanwhile
    for name, value in given.items():
        if name != "good_faith":
            setattr(row, name, value)
    if "good_faith" in given:
        row.policy = {**row.policy, "good_faith": given["good_faith"]}
    if not given.get("trusted_flagger"):
        row.areas = []
    row.save()


urls = [path("settings/organisation", organisation, name="organisation")]
