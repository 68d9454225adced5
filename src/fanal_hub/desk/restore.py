"""The restore screen of an empty hub: it hands the backup to the same command as a person would, and says what came of it.

The restored hub waits in FANAL_HOME/restored, whole and verified, and takes the place at the next start: the name, the
secret and the keys of this process are those of the empty hub, and cannot be changed under it.
"""

import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from django import forms
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

import fanal_hub
from fanal.words.errors import RefusedError
from fanal.words.say import message, say
from fanal_hub.backups import beside, sealed, staged, typed
from fanal_hub.backups.restore import opened
from fanal_hub.desk import first_run, said
from fanal_hub.desk.shown import lang

UPLOAD, LIST, SEAL = ".restoring-upload", ".restoring-list", ".restoring-seal"
HIDDEN = {"restored_next", "restored_aside"}  # true of the command alone


@dataclass
class Work:
    """What the screen has asked for: still going on, or its outcome."""

    thread: threading.Thread | None = None
    told: list[dict[str, Any]] = field(default_factory=list)  # why it failed

    @property
    def is_going_on(self) -> bool:
        """True while the command runs."""
        return self.thread is not None and self.thread.is_alive()


WORK = Work()  # on SQLite one process serves
_beginning = threading.Lock()


class RestoreForm(forms.Form):
    """The setup code, the backup, the sheet's lines, the erasure list."""

    either = ("file", "place", "erasures")  # one of two is needed, or a word that there is none
    code = forms.CharField(
        label=gettext_lazy("Setup code"),
        max_length=40,
        help_text=gettext_lazy("The program printed it where it was started. It proves that you run this hub."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Give the setup code")},
    )
    file = forms.FileField(
        label=gettext_lazy("The backup file"),
        help_text=gettext_lazy("Its name ends with .fanal-backup. Take the newest one."),
        required=False,
    )
    place = forms.CharField(
        label=gettext_lazy("Or its path on the hub’s computer"),
        help_text=gettext_lazy("Better for a large one: /media/usb/….fanal-backup"),
        max_length=1000,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    keys = forms.CharField(
        label=gettext_lazy("The eight lines of the recovery sheet"),
        help_text=gettext_lazy(
            "One a line, with V1 to V4 and B1 to B4 in front. Letter case, spaces and dashes do not count."
        ),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false", "class": "mono"}),
        error_messages={"required": gettext_lazy("Type the lines of the recovery sheet")},
    )
    erasures = forms.FileField(
        allow_empty_file=True,  # of a hub that has erased nothing yet
        label=gettext_lazy("The erasure list"),
        help_text=gettext_lazy(
            "It lies beside the backups; its name ends with .erasures.jsonl. What it names is erased again."
        ),
        required=False,
    )
    no_erasures = forms.BooleanField(
        label=gettext_lazy("The erasure list is lost"),
        help_text=gettext_lazy("What was erased since the backup comes back, and must be erased again by hand."),
        required=False,
    )
    checkpoint = forms.FileField(
        label=gettext_lazy("The last checkpoint that somebody kept"),
        help_text=gettext_lazy(
            "It lies beside the backups too (.checkpoint.txt); or a receipt. It shows what was lost."
        ),
        required=False,
    )

    def clean_code(self) -> str:
        """The code of this hub."""
        return first_run.right_code(str(self.cleaned_data["code"]))

    def clean_keys(self) -> dict[str, bytes]:
        """Every line, with its check."""
        try:
            return typed.keys_of(str(self.cleaned_data["keys"]))
        except RefusedError as error:
            raise forms.ValidationError([say(each, lang()) for each in error.messages]) from None

    def clean(self) -> dict[str, Any]:
        """A backup that this sheet opens, and a word about the list."""
        given = super().clean() or self.cleaned_data
        if bool(given.get("file")) == bool(given.get("place")):
            self.add_error("file", _("Choose the backup file, or give its path: one of the two"))
        elif "keys" in given and "code" in given:
            self._try_key(given)
        # Whoever does not know the code learns nothing of what lies on this machine.
        is_beside = "code" in given and bool(given.get("place")) and _list_beside(Path(given["place"]))
        has_list = given.get("erasures") or is_beside
        if not has_list and not given.get("no_erasures"):
            self.add_error("erasures", _("Choose the erasure list, or say that it is lost"))
        return given

    def _try_key(self, given: dict[str, Any]) -> None:
        try:
            if given["file"]:
                _fits(given["file"], given["keys"][typed.BACKUP])
                given["file"].seek(0)
            else:
                with opened(Path(given["place"])) as place:
                    _fits(place, given["keys"][typed.BACKUP])
        except RefusedError as error:
            self.add_error("file" if given["file"] else "place", say(error.messages[0], lang()))


def _fits(place: BinaryIO, key: bytes) -> None:
    """Is it a backup, and of this key? What comes after its head is verified by the command."""
    head = sealed.read_head(place)
    if head.key_id != sealed.key_id(key):
        expected, found = head.key_id.hex()[:8], sealed.key_number(key)
        raise sealed.BackupError(message("backup_wrong_key", expected=expected, found=found))


@sensitive_post_parameters("keys", "code")
def restore(request: HttpRequest) -> HttpResponse:
    """The form; while it works, how it goes; then what is true now."""
    if not first_run.is_waiting():
        return redirect("desk:login")
    if connection.vendor != "sqlite":
        return render(request, "desk/restore.html", {"by_command": True})
    if staged.is_waiting(Path(settings.HOME)) or WORK.is_going_on:
        return _state(request)
    origin = request.META.get("REMOTE_ADDR", "")
    shut = first_run.is_shut(request)
    form = RestoreForm() if shut else RestoreForm(said.posted(request), request.FILES or None)
    if form.is_valid():
        _begin(form.cleaned_data)
        return redirect("desk:restore")
    if "code" in form.errors:
        first_run.TRIES.failed(origin)
    context = {"form": form, "told": [_say(each) for each in WORK.told] if request.method == "GET" else []}
    return render(request, "desk/restore.html", context, status=first_run.status_of(form, shut=shut))


def _state(request: HttpRequest) -> HttpResponse:
    """It works, or it waits for the next start; whoever has the code may forget it."""
    home = Path(settings.HOME)
    shut = first_run.is_shut(request)
    form = ForgetForm(None if shut else said.posted(request))
    if not WORK.is_going_on and form.is_valid():
        staged.drop(home)
        return redirect("desk:restore")
    if "code" in form.errors:
        first_run.TRIES.failed(request.META.get("REMOTE_ADDR", ""))
    context = {
        "is_going_on": WORK.is_going_on,
        "done": [_say(each) for each in staged.told(home) if each["code"] not in HIDDEN],
        "forget": form,
    }
    return render(request, "desk/restored.html", context, status=first_run.status_of(form, shut=shut))


class ForgetForm(forms.Form):
    """The setup code."""

    code = RestoreForm.base_fields["code"]

    def clean_code(self) -> str:
        """The code of this hub."""
        return first_run.right_code(str(self.cleaned_data["code"]))


def _begin(given: dict[str, Any]) -> None:
    home = Path(settings.HOME)
    with _beginning:
        if WORK.is_going_on:
            return
        options = []
        file = Path(given["place"]) if given["place"] else _kept(home / UPLOAD, given["file"])
        for name, place in (("erasures", LIST), ("checkpoint", SEAL)):
            if given[name]:
                options += [f"--{name}", str(_kept(home / place, given[name]))]
        if given["no_erasures"] and not given["erasures"]:
            options.append("--no-erasures")
        lines = "\n".join(line for letter, key in given["keys"].items() for line in typed.lines_of(letter, key))
        WORK.told = []
        WORK.thread = threading.Thread(
            target=_work, args=(home, file, options, lines), name="fanal-restore", daemon=True
        )
        WORK.thread.start()


def _work(home: Path, file: Path, options: list[str], lines: str) -> None:
    """The command, in a process and a folder of their own; the keys go through a pipe and are no argument."""
    staged.drop(home)
    into = home / staged.FOLDER
    source = str(Path(fanal_hub.__file__).parents[1])
    environment = {**os.environ, "FANAL_HOME": str(into)}
    environment["PYTHONPATH"] = os.pathsep.join(each for each in (source, os.environ.get("PYTHONPATH", "")) if each)
    command = [sys.executable, "-m", "fanal_hub.manage", "restore", str(file), "--keys", "-", "--into", str(into)]
    try:
        done = subprocess.run(  # noqa: S603  our own program; the path is a single argument
            [*command, "--json", *options], input=lines, env=environment, capture_output=True, text=True, check=False
        )
        outcome = _outcome(done.stdout)
        if outcome["ok"]:
            staged.mark_ready(home, datetime.now(UTC), outcome["messages"])
        else:
            WORK.told = outcome["messages"]
            staged.drop(home)
    finally:
        for each in (UPLOAD, LIST, SEAL):
            (home / each).unlink(missing_ok=True)


def _outcome(said_by_it: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(said_by_it.splitlines()[-1])
        return found
    except (ValueError, IndexError):
        return {"ok": False, "messages": [{"code": "restore_broke_off", "params": {}}]}


def _kept(place: Path, upload: Any) -> Path:
    with os.fdopen(os.open(place, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as opened_file:
        for piece in upload.chunks():
            opened_file.write(piece)
    return place


def _list_beside(file: Path) -> bool:
    return any(file.parent.glob(f"*.{beside.ERASURES}")) if file.parent.is_dir() else False


def _say(told: dict[str, Any]) -> str:
    return say(message(told["code"], **told["params"]), lang())


urls = [path("first-run/restore", restore, name="restore")]
