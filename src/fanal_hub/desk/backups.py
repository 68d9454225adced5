"""The backups of this hub and its recovery sheet, for the administrators of the organisation that runs it; nobody else sees them."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import connection
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from fanal.words.lists import Role
from fanal.words.say import Message, say
from fanal_hub.backups import folder, sheet
from fanal_hub.backups.sealed import BackupError
from fanal_hub.backups.sheet_words import WORDS
from fanal_hub.backups.typed import BACKUP, VAULT
from fanal_hub.desk import said
from fanal_hub.desk.guard import seated
from fanal_hub.desk.organisation import tabs
from fanal_hub.desk.shown import lang
from fanal_hub.desk.templatetags.look_time import span_words
from fanal_hub.desk.throttle import Throttle
from fanal_hub.ledger.read import backups as read
from fanal_hub.people.desk import Seat
from fanal_hub.people.models import Person
from fanal_hub.stations import backup as station
from fanal_hub.stations.judge import Hand

OLD = timedelta(hours=26)  # more than a day without a backup: somebody should look
TRIES = Throttle(most=5)  # passwords, before the sheet
View = Callable[[HttpRequest, Seat], HttpResponseBase]


def runs_the_hub(seat: Seat) -> bool:
    """True for an administrator of the organisation that runs the hub: the one that takes what nobody else takes."""
    return seat.may(Role.ADMIN) and seat.organisation.is_default


def keeper(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Those who run the hub; for everybody else the page does not exist (404)."""

    @wraps(view)
    def guarded(request: HttpRequest, seat: Seat, hand: Hand, **more: Any) -> HttpResponseBase:
        if not runs_the_hub(seat):
            raise Http404
        return view(request, seat, **more)

    return seated()(guarded)  # type: ignore[arg-type]


@require_safe
@keeper
def backups(request: HttpRequest, seat: Seat) -> HttpResponse:
    """How old the last one is, what is there, and what is still to do."""
    now = datetime.now(UTC)
    good, last = read.last_good(), read.last_backup()
    showings = sheet.showings(Path(settings.HOME))
    context = {
        "tabs": tabs(seat, "backups"),
        "rows": _rows(),
        "age": span_words(now - good.at) if good else "",
        "is_old": good is not None and now - good.at > OLD,
        "good": good,
        "why": say(Message(code=last.why, params=dict(last.params)), lang()) if last and last.why else "",
        "tried_at": last.at if last else None,
        "is_running": folder.is_running(Path(settings.HOME)),
        "where": station.where(),
        "is_daily": bool(settings.FANAL_BACKUP_DIR),
        "hour": settings.FANAL_BACKUP_HOUR,
        "showings": [{"at": each.at, "who": _who(each)} for each in showings[:10]],
        "restorations": read.restorations(),
    }
    return render(request, "desk/backups.html", context)


def _rows() -> list[dict[str, Any]]:
    read_back = {each.file: each for each in read.tries(500) if each.is_good}
    return [
        {"name": each.path.name, "at": each.at, "size": each.size, "seen": read_back.get(each.path.name)}
        for each in folder.listed(station.where(), settings.HUB["name"])
    ]


def _who(shown: sheet.Shown) -> str:
    if shown.how == "cli":
        return _("from the command line")
    person = Person.objects.filter(ref=shown.by).first()
    return person.name if person else shown.by


@require_POST
@keeper
def make_now(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Make one beside everything else; the page says when it is there."""
    if folder.is_running(Path(settings.HOME)):
        messages.info(request, _("A backup is being made already."))
    else:
        threading.Thread(target=_make, name="fanal-backup-now", daemon=True).start()
        messages.success(request, _("A backup has begun. Load this page again in a moment."))
    return redirect("desk:backups")


def _make() -> None:
    try:
        station.make_now(datetime.now(UTC))
    except BackupError:
        pass  # it is written down, and the page says it
    finally:
        connection.close()


@require_safe
@keeper
def download(request: HttpRequest, seat: Seat, name: str) -> FileResponse:
    """One of the listed files, as it is: sealed."""
    for each in folder.listed(station.where(), settings.HUB["name"]):
        if each.path.name == name:
            return FileResponse(each.path.open("rb"), as_attachment=True, content_type="application/octet-stream")
    raise Http404


# --- the recovery sheet ---------------------------------------------------------------------------------------------
class SheetForm(forms.Form):
    """The password, again: whoever finds an open session must not find the keys."""

    password = forms.CharField(
        label=gettext_lazy("Your password"),
        max_length=500,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": gettext_lazy("Give your password")},
    )

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        """The person's own, and not tried too often."""
        if TRIES.is_closed(self.person.ref):
            raise forms.ValidationError(_("Too many attempts. Wait ten minutes, then try again."))
        given = str(self.cleaned_data["password"])
        if not self.person.check_password(given):
            TRIES.failed(self.person.ref)
            raise forms.ValidationError(_("This is not your password"))
        return given


@sensitive_post_parameters("password")
@sensitive_variables("made", "context")
@keeper
def recovery_sheet(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Ask the password; leave the trace; then show, once, to be printed."""
    form = SheetForm(seat.person, said.posted(request))
    context: dict[str, Any] = {"form": form, "words": WORDS[lang()]}
    if request.method == "POST" and form.is_valid():
        made = sheet.shown(Path(settings.HOME), settings.HUB["name"], datetime.now(UTC), by=seat.person.ref, how="desk")
        words = WORDS[lang()]
        context |= {
            "made": made,
            "keys": [
                {"title": words[f"key_{each}"], "number": made.numbers[each], "lines": "\n".join(made.lines(each))}
                for each in (VAULT, BACKUP)
            ],
            "hub": words["hub"].format(hub=made.hub),
            "where": words["where"].splitlines(),
            "how": words["how"].splitlines(),
        }
    return render(request, "desk/recovery_sheet.html", context, status=422 if form.errors else 200)


urls = [
    path("backups", backups, name="backups"),
    path("backups/now", make_now, name="backup_now"),
    path("backups/sheet", recovery_sheet, name="recovery_sheet"),
    path("backups/<str:name>", download, name="backup_download"),
]
