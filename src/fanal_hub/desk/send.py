"""Reporting for professionals: paste lines, see how each is understood, then send. The core reads; the door takes."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fanal import flow
from fanal.notice.facts import MOST_TEXT
from fanal.words.errors import RefusedError
from fanal.words.lists import Category, Channel, Role
from fanal.words.say import Message, say
from fanal_hub.desk import attached, pasted, said, shown
from fanal_hub.desk.guard import HANDLERS, seated
from fanal_hub.desk.note_words import noted
from fanal_hub.desk.pasted import Line
from fanal_hub.people.desk import Seat
from fanal_hub.people.models import Organisation, SavedTemplate
from fanal_hub.stations import door, notifier
from fanal_hub.stations.judge import Hand
from fanal_hub.stations.rows import notifier_of

TOGETHER, APART = "together", "apart"
SAID = ("danger", "exposed_person", "counter_speech")
STEPS = ("look", "edit", "template", "send")


class SendForm(forms.Form):
    """What is reported, why, and how it is to be sent."""

    lines = forms.CharField(
        label=gettext_lazy("Links, accounts, hashtags"),
        max_length=pasted.MOST_PASTED,
        help_text=gettext_lazy(
            "One per line, 100 at most: a link, @handle platform, or #hashtag platform. After a bar, what was written: link | words."
        ),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false", "class": "mono"}),
        error_messages={"required": gettext_lazy("Paste at least one link, account or hashtag")},
    )
    template = forms.ModelChoiceField(
        label=gettext_lazy("Saved template"),
        queryset=SavedTemplate.objects.none(),
        required=False,
        empty_label=gettext_lazy("None"),
    )
    category = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        help_text=gettext_lazy("A first sorting. A person qualifies it in law later."),
        error_messages={"required": gettext_lazy("Choose what it is")},
    )
    reasons = forms.CharField(
        label=gettext_lazy("Why is it illegal?"),
        max_length=MOST_TEXT,
        help_text=gettext_lazy("Facts, context, who is hurt. The recipients read this (DSA Art. 16(2)(a))."),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Say why it is illegal")},
    )
    danger = forms.BooleanField(
        label=gettext_lazy("Somebody's life or safety is in danger now"),
        help_text=gettext_lazy("Call 17 or 112 as well: this page does not replace the call."),
        required=False,
    )
    exposed_person = forms.BooleanField(
        label=gettext_lazy("A named person's address, workplace or image is exposed"), required=False
    )
    counter_speech = forms.BooleanField(
        label=gettext_lazy("It quotes hate in order to denounce it"),
        help_text=gettext_lazy("It is not ranked as hate then."),
        required=False,
    )
    how = forms.ChoiceField(
        label=gettext_lazy("How is it to be sent?"),
        widget=forms.RadioSelect,
        initial=TOGETHER,
        choices=[
            (TOGETHER, gettext_lazy("One notice about everything")),
            (APART, gettext_lazy("One notice per line")),
        ],
    )

    def __init__(self, organisation: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(str(each), each.label(shown.lang())) for each in Category]
        self.fields["category"].choices = [("", _("Choose")), *kinds]  # type: ignore[attr-defined]
        templates = SavedTemplate.objects.filter(organisation=organisation).order_by("name")
        self.fields["template"].queryset = templates  # type: ignore[attr-defined]
        self.fields["template"].label_from_instance = lambda row: row.name  # type: ignore[attr-defined]
        self.fields["how"].choice_hints = {  # type: ignore[attr-defined]
            TOGETHER: _("For lines that belong together: the same victim, the same wave. One case, one receipt."),
            APART: _("For unrelated lines that only share a reason. Each has its own receipt and its own case."),
        }


@dataclass(frozen=True, slots=True)
class Sent:
    """What the preview adds: the good-faith tick, a key against sending twice, the files."""

    once: str
    good_faith: bool
    files: "Mapping[str, UploadedFile[Any]]"


@seated(Role.NOTIFIER, Role.ANALYST, kinds=HANDLERS)
def send(request: HttpRequest, seat: Seat, hand: Hand) -> HttpResponse:
    """The form, then how every line is understood, then the receipt."""
    organisation = seat.organisation
    if request.method != "POST":
        chosen = SavedTemplate.objects.filter(
            organisation=organisation, pk=_number(request.GET.get("template"))
        ).first()
        return _form(request, SendForm(organisation, initial=_filled({}, chosen)))
    step = request.POST.get("step", "look")
    if step in ("edit", "template"):
        return _form(request, SendForm(organisation, initial=_again(request, organisation, step)))
    form = SendForm(organisation, request.POST)
    lines = _looked(form)
    if form.errors:
        return _form(request, form, lines)
    if step == "send":
        return _sent(request, seat, form, lines)
    return _preview(
        request, form, lines, Sent(secrets.token_urlsafe(12), bool(organisation.policy.get("good_faith")), {})
    )


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _filled(initial: dict[str, Any], chosen: SavedTemplate | None) -> dict[str, Any]:
    if chosen is None:
        return {"how": TOGETHER, **initial}
    return {**initial, "template": chosen.pk, "category": chosen.category, "reasons": chosen.reasons}


def _again(request: HttpRequest, organisation: Organisation, step: str) -> dict[str, Any]:
    """What was typed, to be changed; a chosen template fills category and reasons."""
    typed: dict[str, Any] = {
        name: request.POST.get(name, "") for name in ("lines", "category", "reasons", "how", "template")
    }
    typed |= {name: request.POST.get(name) == "on" for name in SAID}
    if step == "edit":
        return typed
    chosen = SavedTemplate.objects.filter(organisation=organisation, pk=_number(str(typed["template"]))).first()
    return _filled(typed, chosen)


def _looked(form: SendForm) -> list[Line]:
    """Every line as the core understands it; its faults, and those of the rest, go to the form."""
    form.is_valid()
    given = form.cleaned_data
    lines: list[Line] = []
    if "lines" in given:
        try:
            lines = pasted.look(given["lines"], given.get("category", ""), shown.lang())
        except RefusedError as error:
            said.into(form, error)
    wrong = [str(each.number) for each in lines if each.faults]
    if wrong:
        words = ngettext("Line %(lines)s cannot be read", "Lines %(lines)s cannot be read", len(wrong))
        form.add_error("lines", words % {"lines": ", ".join(wrong)})
    if not form.errors:
        said.into(form, RefusedError.of(pasted.faults_beside(_given(form, ()), shown.lang())))
    return lines


def _given(form: SendForm, lines: Sequence[Line]) -> dict[str, Any]:
    """What the door reads."""
    given = form.cleaned_data
    return {
        "targets": [dict(each.target) for each in lines],
        "category": given["category"],
        "reasons": given["reasons"],
        "lang": shown.lang(),
        **{name: bool(given[name]) for name in SAID},
    }


def _form(request: HttpRequest, form: SendForm, lines: Sequence[Line] = ()) -> HttpResponse:
    context = {"form": form, "rows": [_row(each) for each in lines if each.faults], "tabs": tabs("send")}
    context["flags"] = [form[name] for name in SAID]
    return render(request, "desk/send.html", context, status=422 if form.errors else 200)


def tabs(current: str) -> list[dict[str, Any]]:
    """The three ways to report from the desk."""
    pages = (("send", _("Paste links")), ("import", _("Import a file")), ("templates", _("Saved templates")))
    return [{"label": words, "href": reverse(f"desk:{name}"), "current": name == current} for name, words in pages]


def _row(line: Line) -> dict[str, Any]:
    row: dict[str, Any] = {"line": line, "faults": line.faults, "file": f"file-{line.number}"}
    if line.mention is None:
        return row
    notes = [*line.mention.notes, *(("same_as_above",) if line.is_again else ())]
    return row | {
        "platform": flow.platform_title(line.mention.platform, shown.lang()),
        "kind": shown.kind(str(line.mention.kind)),
        "canonical": line.mention.url or line.mention.canonical,
        "text": line.mention.text,
        "notes": noted(notes),
    }


def _preview(
    request: HttpRequest, form: SendForm, lines: Sequence[Line], sent: Sent, wrong: Sequence[Message] = ()
) -> HttpResponse:
    apart = form.cleaned_data["how"] == APART
    count = len(lines) if apart else 1
    told = [(each.at, say(each, shown.lang())) for each in wrong]
    context = {
        "form": form,
        "rows": [
            {**_row(each), "wrong": [words for at, words in told if at == f"file-{each.number}"]} for each in lines
        ],
        "kept": [(name, request.POST.get(name, "")) for name in form.fields],
        "apart": apart,
        "count": count,
        "category": shown.category(form.cleaned_data["category"]),
        "takes_files": form.cleaned_data["category"] != Category.CHILD_ABUSE,
        "accept": attached.ACCEPT,
        "sent": sent,
        "wrong": told,
        "again": sum(each.is_again for each in lines),
    }
    return render(request, "desk/send_preview.html", context, status=422 if wrong else 200)


def _sent(request: HttpRequest, seat: Seat, form: SendForm, lines: Sequence[Line]) -> HttpResponse:
    sent = Sent(
        once=request.POST.get("once", "")[:40] or secrets.token_urlsafe(12),
        good_faith=request.POST.get("good_faith") == "on",
        files={name: each for name, each in request.FILES.items() if isinstance(each, UploadedFile)},
    )
    apart = form.cleaned_data["how"] == APART
    given = [_given(form, [each]) for each in lines] if apart else [_given(form, lines)]
    try:
        pieces = _pieces(sent, [f"file-{each.number}" for each in lines] if apart else ["file"])
        if not sent.good_faith:
            raise RefusedError.of(pasted.faults_without_good_faith(given[0], shown.lang()))
    except RefusedError as error:
        return _preview(request, form, lines, sent, error.messages)
    try:
        taken = _take(given, _entry(seat.organisation, sent.once))
    except door.OtherRequestError:
        messages.warning(request, _("This page was already sent. What it made is below; start again for other lines."))
        return redirect("desk:notices")
    for one, piece in zip(taken, pieces, strict=True):
        if piece is not None:
            notifier.add_testimony(one.ref, piece.name, piece.media_type, piece.content)
    return _told(request, taken)


def _pieces(sent: Sent, names: Sequence[str]) -> list[attached.Piece | None]:
    """The file of each notice, all read before anything is sent; every fault at once."""
    wrong: list[Message] = []
    pieces: list[attached.Piece | None] = []
    for name in names:
        try:
            pieces.append(attached.read(sent.files[name], name) if name in sent.files else None)
        except RefusedError as error:
            wrong += error.messages
    if wrong:
        raise RefusedError.of(wrong)
    return pieces


def _entry(organisation: Organisation, once: str) -> door.Entry:
    return door.Entry(
        handler=organisation,
        channel=Channel.DESK,
        lang=shown.lang(),
        notifier=notifier_of(organisation),
        good_faith=True,
        sender=f"org:{organisation.ref}",
        owner=f"desk:{organisation.ref}",
        key=once,
    )


def _take(given: Sequence[Mapping[str, Any]], entry: door.Entry) -> list[door.Taken]:
    taken: list[door.Taken] = []
    for verdict in door.receive_many(given, entry):
        if isinstance(verdict, RefusedError):
            raise verdict
        taken.append(verdict)
    return taken


def _told(request: HttpRequest, taken: Sequence[door.Taken]) -> HttpResponse:
    if len(taken) == 1:
        messages.success(request, _("Sent. The receipt of notice %(ref)s is below.") % {"ref": taken[0].ref})
        return redirect("desk:notice", taken[0].ref)
    words = ngettext(
        "%(n)s notice sent. Each has its receipt.", "%(n)s notices sent. Each has its receipt.", len(taken)
    )
    messages.success(request, words % {"n": len(taken)})
    return redirect("desk:notices")


urls = [path("send", send, name="send")]
