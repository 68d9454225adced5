"""The organisations of this hub: list and add, for the administrators of the one that runs it; and the page of a one-time link."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, password_validation
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from fanal import flow
from fanal.words.errors import RefusedError
from fanal.words.lists import OrgKind, Role
from fanal.words.say import say
from fanal_hub.desk import said
from fanal_hub.desk.backups import keeper
from fanal_hub.desk.organisation import tabs
from fanal_hub.desk.shown import lang
from fanal_hub.people import invite
from fanal_hub.people.desk import Seat
from fanal_hub.people.models import Organisation, Person
from fanal_hub.stations import joining


class JoinForm(forms.Form):
    """A new organisation, and who administers it first."""

    name = forms.CharField(
        label=gettext_lazy("Name of the organisation"),
        max_length=200,
        error_messages={"required": gettext_lazy("Give the organisation's name")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of organisation is it?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a kind of organisation")},
    )
    platform = forms.ChoiceField(
        label=gettext_lazy("Which platform does it answer for?"),
        help_text=gettext_lazy("For a platform only. Referrals to it then arrive in its own inbox here."),
        required=False,
    )
    email = forms.EmailField(
        label=gettext_lazy("Its e-mail address"),
        help_text=gettext_lazy("Recipients answer to this address."),
        error_messages={
            "required": gettext_lazy("Give the organisation's e-mail address"),
            "invalid": gettext_lazy("Write an e-mail address such as name@example.org"),
        },
    )
    lang = forms.ChoiceField(label=gettext_lazy("Its language"), choices=settings.LANGUAGES)
    admin = forms.EmailField(
        label=gettext_lazy("E-mail address of its first administrator"),
        help_text=gettext_lazy("They sign in with it. You get a link to hand to them, and never see their password."),
        error_messages={
            "required": gettext_lazy("Give the administrator's e-mail address"),
            "invalid": gettext_lazy("Write an e-mail address such as name@example.org"),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(str(each), each.label(lang())) for each in OrgKind]  # type: ignore[attr-defined]
        named = [(each, flow.platform_title(each, lang())) for each in joining.platforms()]
        self.fields["platform"].choices = [("", _("No platform")), *named]  # type: ignore[attr-defined]


@require_safe
@keeper
def organisations(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The list."""
    rows = Organisation.objects.order_by("-is_default", "name").prefetch_related("members")
    context = {"rows": [_row(each) for each in rows], "tabs": tabs(seat, "organisations")}
    return render(request, "desk/organisations.html", context)


def _row(row: Organisation) -> dict[str, Any]:
    return {
        "organisation": row,
        "kind": OrgKind(row.kind).label(lang()),
        "admins": sum(Role.ADMIN in each.roles for each in row.members.all()),
        "waits": bool(joining.waiting(row)),
    }


@never_cache
@sensitive_variables("made", "context")
@keeper
def add(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Add one; a new administrator's link is shown once."""
    form = JoinForm(said.posted(request), initial={"lang": get_language() or "fr"})
    if request.method == "POST" and form.is_valid():
        try:
            given = {**form.cleaned_data, "kind": OrgKind(form.cleaned_data["kind"])}
            made = joining.add(joining.Wanted(**given), datetime.now(UTC))
            links = [{"email": made.person.email, "link": made.link}] if made.link else []
            return _handed(request, seat, made.organisation, links, made.person.email)
        except RefusedError as error:
            said.into(form, error)
    return render(request, "desk/organisation_new.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_POST
@sensitive_variables("links")
@keeper
def link(request: HttpRequest, seat: Seat, ref: str) -> HttpResponse:
    """A new link for an administrator who has chosen no password yet; the earlier one ends."""
    row = Organisation.objects.filter(ref=ref).first()
    if row is None:
        raise Http404
    try:
        links = [{"email": who.email, "link": link} for who, link in joining.link_again(ref)]
    except RefusedError as error:
        messages.info(request, " ".join(say(each, lang()) for each in error.messages))
        return redirect("desk:organisations")
    return _handed(request, seat, row, links, links[0]["email"])


@sensitive_variables("links", "context")
def _handed(
    request: HttpRequest, seat: Seat, row: Organisation, links: list[dict[str, str]], email: str
) -> HttpResponse:
    context = {"row": row, "links": links, "email": email, "days": invite.DAYS, "tabs": tabs(seat, "organisations")}
    return render(request, "desk/organisation_added.html", context)


class WelcomeForm(forms.Form):
    """Who was invited, in their own words."""

    person = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Give your name")},
    )
    password = forms.CharField(
        label=gettext_lazy("Your password"),
        help_text=gettext_lazy("At least 12 characters. A few words that only you would put together do well."),
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": gettext_lazy("Choose a password")},
    )

    def __init__(self, email: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """A password that stands."""
        given = super().clean() or self.cleaned_data
        try:
            if "password" in given:
                who = Person(email=self.email, name=given.get("person", ""))
                password_validation.validate_password(given["password"], who)
        except ValidationError as wrong:
            self.add_error("password", wrong)
        return given


@never_cache
@sensitive_post_parameters("password")
@sensitive_variables("token")
def welcome(request: HttpRequest, ref: str, token: str) -> HttpResponse:
    """Where a one-time link leads: opening it uses nothing up, choosing a password does."""
    who = invite.invited(ref, token)
    if who is None:
        return render(request, "desk/welcome_over.html", status=404)
    form = WelcomeForm(who.email, said.posted(request))
    if request.method == "POST" and form.is_valid():
        person = joining.settle_in(ref, token, form.cleaned_data["person"], form.cleaned_data["password"])
        if person is None:
            return render(request, "desk/welcome_over.html", status=404)
        login(request, person, backend="django.contrib.auth.backends.ModelBackend")
        return redirect("desk:home")
    context = {"form": form, "who": who, "where": who.memberships.select_related("organisation").first()}
    return render(request, "desk/welcome.html", context, status=422 if form.errors else 200)


urls = [
    path("settings/organisations", organisations, name="organisations"),
    path("settings/organisations/new", add, name="organisation_new"),
    path("settings/organisations/<str:ref>/link", link, name="organisation_link"),
    path("welcome/<str:ref>/<str:token>", welcome, name="welcome"),
]
