"""Coming in and going out: login, logout, the organisation one works for, the language. What may be seen is the guard's business."""

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from fanal.words.lists import OrgKind
from fanal_hub.desk import said
from fanal_hub.desk.guard import READS, seated, to_login
from fanal_hub.desk.throttle import Throttle
from fanal_hub.ledger import write
from fanal_hub.people.desk import Seat, seat_of
from fanal_hub.people.models import Organisation, Person
from fanal_hub.stations.judge import Hand

BY_PERSON = Throttle(most=5)  # one address of a person, from one place
BY_PLACE = Throttle(most=30)  # one place, whatever the person
LANGUAGES = {code for code, _name in settings.LANGUAGES}


class LoginForm(forms.Form):
    """E-mail address and password; one error for every way of being wrong."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
        error_messages={
            "required": gettext_lazy("Give your e-mail address"),
            "invalid": gettext_lazy("Write an e-mail address such as name@example.org"),
        },
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": gettext_lazy("Give your password")},
    )


@sensitive_post_parameters("password")
def log_in(request: HttpRequest) -> HttpResponse:
    """The login page; five failures close it for ten minutes."""
    if not Organisation.objects.exists():
        return redirect("desk:first_run")
    form = LoginForm(said.posted(request))
    if request.method == "POST" and form.is_valid():
        person = _person(request, form)
        if person is not None:
            login(request, person)
            return _in_language(redirect(_back(request)), person.lang)
    status = 422 if form.errors else 200
    return render(request, "desk/login.html", {"form": form, "next": _back(request)}, status=status)


def _person(request: HttpRequest, form: LoginForm) -> Person | None:
    email, place = form.cleaned_data["email"].lower(), request.META.get("REMOTE_ADDR", "")
    key = f"{email} {place}"
    if BY_PERSON.is_closed(key) or BY_PLACE.is_closed(place):
        form.add_error(None, _("Too many attempts. Wait ten minutes, then try again."))
        return None
    person = authenticate(request, username=email, password=form.cleaned_data["password"])
    if isinstance(person, Person):
        BY_PERSON.forget(key)
        return person
    BY_PERSON.failed(key)
    BY_PLACE.failed(place)
    form.add_error(None, _("This address and this password do not go together. Check both, then try again."))
    return None


def _back(request: HttpRequest, default: str = "") -> str:
    """Where to go after: an address of this hub only."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else default or reverse("desk:home")


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("desk:login")


def home(request: HttpRequest) -> HttpResponseBase:
    """The page where this person's work begins."""
    if not Organisation.objects.exists():
        return redirect("desk:first_run")
    seat = seat_of(request)
    if seat is None:
        return render(request, "403.html", status=403) if request.user.is_authenticated else to_login(request)
    return redirect(first_page(seat))


def first_page(seat: Seat) -> str:
    """Handlers: the queue (or one's own notices); platforms: the inbox; auditors: the figures."""
    names = {OrgKind.PLATFORM: ("desk:inbox",), OrgKind.AUDITOR: ("public:figures", "desk:figures")}
    queue = ("desk:queue",) if seat.may(*READS) else ("desk:notices",)
    for name in names.get(seat.kind, queue):
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return "/"


@require_POST
@seated()
def choose(request: HttpRequest, seat: Seat, hand: Hand) -> HttpResponse:
    """Work for another organisation one belongs to."""
    wanted = request.POST.get("organisation", "")
    if wanted in {each.ref for each in seat.others}:
        request.session["organisation"] = wanted
    return redirect("desk:home")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """French or English, kept in a cookie and, for a person with a login, with the person."""
    wanted = request.POST.get("language", "")
    response = redirect(_back(request, default="/"))
    if wanted not in LANGUAGES:
        return response
    if isinstance(request.user, Person) and request.user.lang != wanted:
        person = request.user
        person.lang = wanted
        write.run(lambda: person.save(update_fields=["lang"]))
    return _in_language(response, wanted)


def _in_language(response: HttpResponse, lang: str) -> HttpResponse:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        lang,
        max_age=365 * 86_400,
        samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )
    return response


urls = [
    path("", home, name="home"),
    path("login", log_in, name="login"),
    path("logout", log_out, name="logout"),
    path("organisation", choose, name="choose"),
]
