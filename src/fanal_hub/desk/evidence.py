"""Evidence of targets: files sealed, reasons stated, and sealed files shown to the handler alone. It decides nothing."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fanal.notice.facts import MOST_TEXT
from fanal.notice.states import CaseNow
from fanal.words.lists import Judgement, Role
from fanal_hub.desk import shown
from fanal_hub.desk.case import found
from fanal_hub.desk.guard import HANDLERS, READS, seated
from fanal_hub.ledger import vault
from fanal_hub.ledger.read import notices
from fanal_hub.people.desk import Seat
from fanal_hub.stations import judge
from fanal_hub.stations.judge import MOST_FILE, Hand

# What a file is, by its own first bytes, whatever its name says.
STARTS = (
    ("image/png", re.compile(rb"\x89PNG\r\n\x1a\n")),
    ("image/jpeg", re.compile(rb"\xff\xd8\xff")),
    ("image/webp", re.compile(rb"RIFF....WEBP", re.DOTALL)),
    ("application/pdf", re.compile(rb"%PDF-")),
    ("video/mp4", re.compile(rb"....ftyp", re.DOTALL)),
)
ACCEPT = "image/png,image/jpeg,image/webp,application/pdf,video/mp4,text/plain"
# A sealed file is shown as what it is and nothing else: no script, no frame, no request.
SANDBOX = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox"


def media_type(content: bytes) -> str:
    """The type of a file by its first bytes; plain text when it reads as UTF-8; empty for anything else."""
    for name, start in STARTS:
        if start.match(content):
            return name
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return "text/plain" if text.strip() and "\0" not in text else ""


class EvidenceForm(forms.Form):
    """A file, or the reason why there is none, for the targets that are ticked."""

    either = ("file", "reason")
    targets = forms.MultipleChoiceField(
        label=gettext_lazy("For which targets?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one target")},
    )
    file = forms.FileField(
        label=gettext_lazy("A file"),
        required=False,
        help_text=gettext_lazy("Screenshot, PDF, video or plain text, 10 MB at most. It is sealed as you give it."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Or why no capture is kept"),
        required=False,
        max_length=MOST_TEXT,
        help_text=gettext_lazy("For example: the target was already gone, or its kind must not be copied."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, case: CaseNow, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["targets"].choices = list(shown.numbered(case).items())  # type: ignore[attr-defined]

    def clean_file(self) -> tuple[str, bytes] | None:
        """The file's name and bytes, once its size and kind are accepted."""
        given = self.cleaned_data.get("file")
        if not isinstance(given, UploadedFile):
            return None
        if (given.size or 0) > MOST_FILE:
            raise ValidationError(_("This file is larger than 10 MB. Send a smaller capture, or cut the video."))
        content = given.read()
        if not media_type(content):
            raise ValidationError(
                _("This is no file we can keep. Send a PNG, JPEG, WebP, PDF, MP4 or plain text file.")
            )
        name = "".join(char for char in given.name or "" if char.isprintable())[-100:]
        return name or "file", content

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        given = super().clean() or self.cleaned_data
        if not self.errors and not given.get("file") and not given.get("reason", "").strip():
            self.add_error("file", _("Choose a file, or state below why there is none"))
        return given


@seated(Role.ANALYST, kinds=HANDLERS)
def add(request: HttpRequest, seat: Seat, hand: Hand, ref: str) -> HttpResponse:
    """Add a file or a reason, for one or many targets at once."""
    now = found(seat, ref)
    if request.method == "POST":
        form = EvidenceForm(now, request.POST, request.FILES)
        if form.is_valid():
            return _added(request, hand, now, form.cleaned_data)
    else:
        form = EvidenceForm(now, initial={"targets": _wanted(now, request.GET.getlist("target"))})
    context = {"case": now, "form": form, "back": _back(request, now)}
    return render(request, "desk/evidence.html", context, status=422 if form.errors else 200)


def _wanted(now: CaseNow, asked: Sequence[str]) -> list[str]:
    """The targets named in the address, else every qualified one that lacks evidence."""
    named = [each.id for each in now.targets if each.id in asked]
    lacking = [each.id for each in now.targets if each.judgement == Judgement.QUALIFIED and not each.evidence]
    return named or lacking or ([now.targets[0].id] if len(now.targets) == 1 else [])


def _added(request: HttpRequest, hand: Hand, now: CaseNow, given: dict[str, Any]) -> HttpResponse:
    targets = given["targets"]
    if given["file"]:
        name, content = given["file"]
        for each in targets:
            judge.add_file(hand, now.ref, each, name, content)
    if given["reason"].strip():
        judge.add_reason(hand, now.ref, targets, given["reason"].strip())
    words = ngettext("Evidence sealed for %(n)s target.", "Evidence sealed for %(n)s targets.", len(targets))
    messages.success(request, words % {"n": len(targets)})
    return redirect(_back(request, now))


def _back(request: HttpRequest, now: CaseNow) -> str:
    """Back to the referral's preview when one came from there, else to the case."""
    to = request.POST.get("to") or request.GET.get("to")
    return reverse("desk:refer" if to == "refer" else "desk:case", args=[now.ref])


@seated(*READS, kinds=HANDLERS)
def sealed_file(request: HttpRequest, seat: Seat, hand: Hand, ref: str, record: str) -> HttpResponse:
    """A sealed file of a case, opened for the handler alone."""
    return _opened(f"case:{found(seat, ref).ref}", record)


@seated(*READS, kinds=HANDLERS)
def notice_file(request: HttpRequest, seat: Seat, hand: Hand, ref: str, record: str) -> HttpResponse:
    """A file that a notifier added to their notice, opened for the handler alone."""
    now = notices.notice_for(seat.organisation.ref, ref)
    if now is None or now.handler != seat.organisation.ref:
        raise Http404(ref)
    return _opened(f"notice:{ref}", record)


def _opened(about: str, record: str) -> HttpResponse:
    """The file as what its bytes say it is; nothing keeps a copy on the way, and nothing in it may run."""
    row = next((each for each in notices.sealed(about, "file") if each.id == record), None)
    content = vault.open_record(row) if row else None
    if content is None:
        raise Http404(record)
    kind = media_type(content) or "application/octet-stream"
    response = HttpResponse(content, content_type=f"{kind}; charset=utf-8" if kind == "text/plain" else kind)
    shown_as = "inline" if kind.startswith("image/") else "attachment"
    response.headers["Content-Disposition"] = f"{shown_as}; filename={record[:12]}"
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


urls = [
    path("cases/<str:ref>/evidence", add, name="evidence"),
    path("cases/<str:ref>/files/<str:record>", sealed_file, name="file"),
    path("notices/<str:ref>/files/<str:record>", notice_file, name="notice_file"),
]
