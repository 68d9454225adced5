"""A person's own page: name, language, password. It changes nobody else."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import password_validation, update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from fanal_hub.desk.guard import seated
from fanal_hub.ledger import write
from fanal_hub.people import enrol
from fanal_hub.people.desk import Seat
from fanal_hub.people.models import Person
from fanal_hub.stations.judge import Hand


class ProfileForm(forms.Form):
    """Name and language."""

    name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=200, error_messages={"required": gettext_lazy("Give your name")}
    )
    lang = forms.ChoiceField(label=gettext_lazy("Your language"), choices=(("fr", "Français"), ("en", "English")))


class PasswordForm(forms.Form):
    """The password of now, and the next one."""

    old = forms.CharField(
        label=gettext_lazy("Your password of now"),
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": gettext_lazy("Give your password of now")},
    )
    new = forms.CharField(
        label=gettext_lazy("Your next password"),
        max_length=500,
        strip=False,
        help_text=gettext_lazy("At least 12 characters. A few words that only you would put together do well."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": gettext_lazy("Choose your next password")},
    )

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_old(self) -> str:
        """The password of now must be right."""
        old: str = self.cleaned_data["old"]
        if not self.person.check_password(old):
            raise ValidationError(_("This is not your password of now"))
        return old

    def clean_new(self) -> str:
        """Long enough, not common, not your name."""
        new: str = self.cleaned_data["new"]
        password_validation.validate_password(new, self.person)
        return new


@seated()
def profile(request: HttpRequest, seat: Seat, hand: Hand) -> HttpResponse:
    """Both forms."""
    person = seat.person
    return _page(request, ProfileForm(initial={"name": person.name, "lang": person.lang}), PasswordForm(person))


def _page(request: HttpRequest, form: ProfileForm, password: PasswordForm) -> HttpResponse:
    wrong = bool(form.errors or password.errors)
    return render(request, "desk/profile.html", {"form": form, "password": password}, status=422 if wrong else 200)


@require_POST
@seated()
def save(request: HttpRequest, seat: Seat, hand: Hand) -> HttpResponse:
    """Name and language."""
    form = ProfileForm(request.POST)
    if not form.is_valid():
        return _page(request, form, PasswordForm(seat.person))
    person = seat.person
    person.name, person.lang = form.cleaned_data["name"], form.cleaned_data["lang"]
    write.run(lambda: person.save(update_fields=["name", "lang"]))
    with override(person.lang):
        messages.success(request, _("Saved."))
    response = redirect("desk:profile")
    secure = bool(settings.SESSION_COOKIE_SECURE)
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, person.lang, max_age=365 * 86_400, samesite="Lax", secure=secure)
    return response


@require_POST
@sensitive_post_parameters("old", "new")
@seated()
def change_password(request: HttpRequest, seat: Seat, hand: Hand) -> HttpResponse:
    """A new password; every other session of this person ends."""
    person = seat.person
    form = PasswordForm(person, request.POST)
    if not form.is_valid():
        return _page(request, ProfileForm(initial={"name": person.name, "lang": person.lang}), form)
    person.password = enrol.person(person.email, person.name, form.cleaned_data["new"]).password
    write.run(lambda: person.save(update_fields=["password"]))
    update_session_auth_hash(request, person)
    messages.success(request, _("Your password is changed. You are signed out everywhere else."))
    return redirect("desk:profile")


urls = [
    path("profile", profile, name="profile"),
    path("profile/save", save, name="profile_save"),
    path("profile/password", change_password, name="profile_password"),
]
