"""The log in public: its last checkpoint, those before, the key to verify with, and a page that checks a receipt."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from fanal.prove.canon import BYTES_MOST, read_json
from fanal.prove.check import Checked, Verdict, check
from fanal.prove.receipt import read_receipt
from fanal.words.errors import ProofError
from fanal.words.say import say
from fanal_hub.courier.keys import signer
from fanal_hub.ledger.read import backups, log
from fanal_hub.public.draft_forms import Question, Said
from fanal_hub.public.lang import lang_of

TEXT = "text/plain; charset=utf-8"
COMMAND = "pip install fanal\nfanal check receipt.json --key "


@require_safe
def log_page(request: HttpRequest) -> HttpResponse:
    """The last checkpoint and those before it."""
    context = {
        "latest": log.latest(),
        "checkpoints": log.checkpoints(),
        "key": signer().verifier.text(),
        "restorations": backups.restorations(),
    }
    return render(request, "public/log.html", context)


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The last checkpoint as a signed note (C2SP tlog-checkpoint)."""
    latest = log.latest()
    if latest is None:
        raise Http404
    return HttpResponse(latest.note, content_type=TEXT)


@require_safe
def key(request: HttpRequest) -> HttpResponse:
    """The line to verify with (C2SP signed-note verifier key)."""
    return HttpResponse(signer().verifier.text() + "\n", content_type=TEXT)


class Paper(Question):
    """What is to be checked: pasted, or a file."""

    either = ("paper", "file")
    paper = Said(
        label=_("Paste the receipt"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "class": "mono"}),
    )
    file = forms.FileField(label=_("Or choose its file"), required=False)
    key = Said(
        label=_("Key of the one who issued it"),
        required=False,
        help_text=_("Leave empty for a receipt of this hub. For another hub, copy the key it publishes."),
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "off"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Check a receipt, an envelope or a checkpoint, and show each step in words."""
    if request.method != "POST":
        return render(request, "public/verify.html", {"command": _command(), "form": Paper()})
    form = Paper(data=request.POST)
    form.is_valid()
    raw = _raw(request)
    if not raw.strip():
        form.add_error("paper", gettext("Paste a receipt, or choose its file."))
        return render(request, "public/verify.html", {"command": _command(), "form": form}, status=422)
    chosen = "".join(request.POST.get("key", "")[:400].split()) or _own_key(raw)
    checked = check(raw, key=chosen)
    status = 422 if checked.verdict is Verdict.CANNOT_BE_READ else 200
    shown = Paper(initial={"paper": request.POST.get("paper", "")[:BYTES_MOST] if len(raw) < 60_000 else ""})
    return render(
        request,
        "public/verify.html",
        {"command": _command(), "form": shown, **_words(checked, lang_of(request))},
        status=status,
    )


def _raw(request: HttpRequest) -> bytes:
    given = request.FILES.get("file")
    if given is not None and not isinstance(given, list):
        return bytes(given.read(BYTES_MOST + 1))
    return request.POST.get("paper", "").strip().encode("utf-8", "replace")


def _command() -> str:
    return COMMAND + signer().verifier.text()


def _own_key(raw: bytes) -> str | None:
    """This hub's key for its own receipts: a forger would write another one beside the forgery."""
    own = signer().verifier
    if not raw.lstrip().startswith(b"{"):
        return own.text()
    try:
        found = read_json(raw)
        inner = found.get("receipt", found) if isinstance(found, dict) else found
        return own.text() if read_receipt(inner).hub == own.name else None
    except ProofError:
        return None


def _words(checked: Checked, lang: str) -> dict[str, Any]:
    tones = {Verdict.VERIFIED: "success", Verdict.DOES_NOT_VERIFY: "error", Verdict.CANNOT_BE_READ: "warning"}
    return {
        "verdict": checked.verdict.value,
        "tone": tones[checked.verdict],
        "says": say(checked.says, lang) if checked.says else "",
        "checked_steps": [
            {"what": say(each.what, lang), "state": each.state, "why": [say(one, lang) for one in each.why]}
            for each in checked.steps
        ],
    }
