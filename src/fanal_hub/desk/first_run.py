"""The first page of an empty hub: its first organisation and administrator, in one go. It works once, with the code of the console."""

import hashlib
import hmac
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, password_validation
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from fanal.words.lists import Category, OrgKind, Role
from fanal_hub.backups import staged
from fanal_hub.desk import said
from fanal_hub.desk.throttle import Throttle
from fanal_hub.ledger import write
from fanal_hub.people import enrol
from fanal_hub.people.models import Organisation, Person

TRIES = Throttle(most=10)
KINDS = (OrgKind.ASSOCIATION, OrgKind.AUTHORITY)


def setup_code() -> str:
    """The one-time code that the start prints: who reads the console may set up the hub. Nothing is stored."""
    return hmac.new(settings.SECRET_KEY.encode(), b"first-run", hashlib.sha256).hexdigest()[:8]


def is_waiting() -> bool:
    """True while the hub has no organisation."""
    return not Organisation.objects.exists()


def welcome() -> str:
    """What the start of an empty hub prints: where to go, and the code."""
    place = f"{settings.FANAL_URL}/desk/first-run"
    return f"Ce serveur est vide. Ouvrez {place}\nThis hub is empty. Open {place}\nCode : {setup_code()}"


def right_code(given: str) -> str:
    """The code, as it was typed; ValidationError when it is another one."""
    typed = given.strip().lower()
    if not hmac.compare_digest(typed.encode(), setup_code().encode()):
        raise ValidationError(_("This is not the code that was printed at the start. Copy it from there."))
    return typed


def is_shut(request: HttpRequest) -> bool:
    """True when too many wrong codes came from there just now: then no code is even looked at, and the page says so."""
    shut = request.method == "POST" and TRIES.is_closed(request.META.get("REMOTE_ADDR", ""))
    if shut:
        messages.error(request, _("Too many attempts. Wait ten minutes, then try again."))
    return shut


def status_of(form: forms.Form, *, shut: bool) -> int:
    """429 while no code is taken; 422 when something is wrong."""
    return 429 if shut else 422 if form.errors else 200


class FirstRunForm(forms.Form):
    """The code, the organisation, its administrator."""

    code = forms.CharField(
        label=gettext_lazy("Setup code"),
        max_length=40,
        help_text=gettext_lazy("The program printed it where it was started. It proves that you run this hub."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Give the setup code")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of organisation is it?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a kind of organisation")},
    )
    name = forms.CharField(
        label=gettext_lazy("Name of the organisation"),
        max_length=200,
        error_messages={"required": gettext_lazy("Give the organisation's name")},
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
    takes_public = forms.BooleanField(
        label=gettext_lazy("The public form sends notices to it"),
        help_text=gettext_lazy("Without this, only its own members and programs send notices."),
        required=False,
        initial=True,
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
    person = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Give your name")},
    )
    person_email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("You will sign in with it."),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={
            "required": gettext_lazy("Give your e-mail address"),
            "invalid": gettext_lazy("Write an e-mail address such as name@example.org"),
        },
    )
    password = forms.CharField(
        label=gettext_lazy("Your password"),
        help_text=gettext_lazy("At least 12 characters. A few words that only you would put together do well."),
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": gettext_lazy("Choose a password")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lang = get_language() or "fr"
        self.fields["kind"].choices = [(str(each), each.label(lang)) for each in KINDS]  # type: ignore[attr-defined]
        self.fields["areas"].choices = [(str(each), each.label(lang)) for each in Category]  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        """The code of this hub, and no other."""
        return right_code(str(self.cleaned_data["code"]))

    def clean(self) -> dict[str, Any]:
        """A password that stands, and areas only for a trusted flagger."""
        given = super().clean() or self.cleaned_data
        if given.get("trusted_flagger") and not given.get("areas"):
            self.add_error("areas", _("Choose at least one area: the priority of its notices rests on it."))
        try:
            who = Person(email=given.get("person_email", ""), name=given.get("person", ""))
            if "password" in given:
                password_validation.validate_password(given["password"], who)
        except ValidationError as wrong:
            self.add_error("password", wrong)
        return given


@sensitive_post_parameters("password", "code")
def first_run(request: HttpRequest) -> HttpResponse:
    """The page; it disappears once the hub has an organisation."""
    if not is_waiting():
        return redirect("desk:login")
    if staged.is_waiting(Path(settings.HOME)):
        return redirect("desk:restore")
    place = request.META.get("REMOTE_ADDR", "")
    shut = is_shut(request)
    form = FirstRunForm(None if shut else said.posted(request), initial={"lang": get_language() or "fr"})
    if form.is_valid():
        person = _make(form.cleaned_data)
        if person is not None:
            login(request, person, backend="django.contrib.auth.backends.ModelBackend")
        return redirect("desk:home")
    if "code" in form.errors:
        TRIES.failed(place)
    return render(request, "desk/first_run.html", {"form": form}, status=status_of(form, shut=shut))


def _make(given: dict[str, Any]) -> Person | None:
    """Both rows in the writer's transaction; None when somebody else was first."""
    now = datetime.now(UTC)
    where = enrol.organisation(
        given["name"],
        OrgKind(given["kind"]),
        now,
        email=given["email"],
        lang=given["lang"],
        takes_public=given["takes_public"],
        is_default=True,
        trusted_flagger=given["trusted_flagger"],
        areas=given["areas"] if given["trusted_flagger"] else [],
    )
    who = enrol.person(given["person_email"], given["person"], given["password"], given["lang"])

    def save() -> Person | None:
        if Organisation.objects.exists():
            return None
        where.save()
        who.save()
        enrol.member(who, where, [Role.ADMIN, Role.ANALYST, Role.NOTIFIER]).save()
        return who

    return write.run(save)


urls = [path("first-run", first_run, name="first_run")]
