"""The report form: one question a page, the draft carried by the page. Every judgement on it is the core's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from fanal import flow
from fanal.words.errors import IncompleteNoticeError, RefusedError
from fanal.words.lists import Category, Channel, Consent
from fanal.words.say import LANGS, Message, say
from fanal_hub.courier.keys import keyed_digest
from fanal_hub.ledger.read import orgs
from fanal_hub.people.models import Organisation
from fanal_hub.public import testimony
from fanal_hub.public.draft_forms import FORMS, Question, Who
from fanal_hub.public.drafts import Draft
from fanal_hub.public.lang import lang_of, remember, speak
from fanal_hub.stations import door, notifier

TITLES = {
    "danger": gettext_lazy("Danger"),
    "what": gettext_lazy("What it is"),
    "where": gettext_lazy("Where it is"),
    "child": gettext_lazy("The address"),
    "why": gettext_lazy("Why"),
    "handler": gettext_lazy("Who handles it"),
    "who": gettext_lazy("Who you are"),
    "check": gettext_lazy("Check and send"),
}
# Which step a message of the core is about, by the beginning of its `at`.
STEP_OF = {
    "category": "what",
    "targets": "where",
    "reasons": "why",
    "notifier": "who",
    "good_faith": "check",
    "danger": "danger",
    "file": "check",
}
FIELD_OF = {"text": "text", "posted_at": "posted", "platform": "platform", "name": "name", "email": "email"}
FIRST_FIELD = {"where": "addresses", "child": "addresses", "why": "reasons", "check": "good_faith", "who": "name"}
BROKEN = 400
REFUSED = 422


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to correct: at which step, beside which field, in words."""

    step: str
    field: str
    text: str


@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest) -> HttpResponse:
    """The report form; GET begins anew, POST carries the draft on."""
    if request.method != "POST":
        if not orgs.public_handlers():
            return render(request, "public/closed.html", status=503)
        return _page(request, Draft.fresh(request.GET.dict()), "danger")
    try:
        draft = Draft.read(request.POST.get("state", ""))
    except BadSignature:
        return render(request, "public/broken.html", status=BROKEN)
    step = request.POST.get("step", "")
    if step not in draft.steps:
        return render(request, "public/broken.html", status=BROKEN)
    return _moved(request, draft, step, request.POST.get("go", "next"))


def _moved(request: HttpRequest, draft: Draft, step: str, go: str) -> HttpResponse:
    draft.put(step, FORMS[step].names(), request.POST)
    where, _, to = go.partition(":")
    if where == "lang" and to in LANGS:
        speak(request, to)
        response = _page(request, draft, step)
        remember(response, to)
        return response
    if where == "back":
        return _page(request, draft, draft.beside(step, -1))
    if where == "edit" and to in draft.steps:
        return _page(request, draft, to)
    faults = [each for each in _faults(request, draft, step) if each.step == step]
    if faults:
        return _page(request, draft, step, faults)
    return _sent(request, draft) if step == "check" else _onward(request, draft, step)


def _onward(request: HttpRequest, draft: Draft, step: str) -> HttpResponse:
    """The next question; after a correction, the last page again."""
    return _page(request, draft, "check" if draft.reviewed else draft.beside(step, +1))


def _unmet(request: HttpRequest, draft: Draft) -> list[Fault]:
    """The faults of the first step before the last page that is not answered well."""
    for step in draft.steps[:-1]:
        faults = [each for each in _faults(request, draft, step) if each.step == step]
        if faults:
            return faults
    return []


def _page(request: HttpRequest, draft: Draft, step: str, faults: Sequence[Fault] = ()) -> HttpResponse:
    if step == "check":
        unmet = _unmet(request, draft)
        if unmet:
            return _page(request, draft, unmet[0].step, unmet)
        draft.reviewed = True
    asked = _question(draft, step, faults)
    context = {
        "form": asked,
        "state": draft.signed(),
        "step": step,
        "step_labels": [str(TITLES[each]) for each in draft.steps],
        "step_number": draft.steps.index(step) + 1,
        "is_child_abuse": draft.is_child_abuse,
        "in_danger": draft.of("danger").get("now") == "yes",
        "langs": [each for each in LANGS if each != lang_of(request)],
        "answers": _answers(draft, lang_of(request)) if step == "check" else (),
    }
    response = render(request, f"public/steps/{step}.html", context, status=REFUSED if faults else 200)
    if request.method == "POST":
        # A browser's own "back" shows an answer to a POST again only from its cache, which no other visitor reads.
        patch_cache_control(response, private=True, max_age=1800)
    return response


def _question(draft: Draft, step: str, faults: Sequence[Fault]) -> Question:
    """The step's form with what was typed; the faults beside their fields."""
    more: dict[str, Any] = {}
    if step == "handler":
        more["handlers"] = orgs.public_handlers()
    if issubclass(FORMS[step], Who):
        more["is_free"] = draft.is_child_abuse
    kept = draft.answers.get(step)
    asked = FORMS[step](data=kept or {}, **more) if faults else FORMS[step](initial=kept or {}, **more)
    if faults:
        asked.is_valid()
        for field in list(asked.errors):
            del asked.errors[field]
        for each in faults:
            asked.add_error(each.field if each.field in asked.fields else None, each.text)
    return asked


def _faults(request: HttpRequest, draft: Draft, step: str) -> list[Fault]:
    """What is wrong with the draft, as the step's form and the core say it."""
    own = [
        Fault(step, field, str(error)) for field, errors in _question_errors(draft, step).items() for error in errors
    ]
    said = own if own else [_fault(each, draft, lang_of(request)) for each in _refusals(draft, lang_of(request))]
    if step == "check" and not own:
        said += _file_faults(request)
    return list(dict.fromkeys(said))


def _question_errors(draft: Draft, step: str) -> dict[str, list[str]]:
    more: dict[str, Any] = {"handlers": orgs.public_handlers()} if step == "handler" else {}
    asked = FORMS[step](data=draft.answers.get(step, {}), **more)
    return {field: [str(each) for each in errors] for field, errors in asked.errors.items()}


def _refusals(draft: Draft, lang: str) -> tuple[Message, ...]:
    """What the core would refuse of the notice as it is now; nothing is written."""
    trial = flow.Door(handler="-", channel=Channel.FORM, ref="N-0000-0000", received_at=datetime.now(UTC), lang=lang)
    try:
        flow.receive(draft.given(_child_reasons()), trial)
    except IncompleteNoticeError as refused:
        return refused.messages
    return ()


def _fault(said: Message, draft: Draft, lang: str) -> Fault:
    parts = said.at.split(".")
    step = STEP_OF.get(parts[0], "check")
    if step == "where" and draft.is_child_abuse:
        step = "child"
    field = FIELD_OF.get(parts[-1], FIRST_FIELD.get(step, parts[0]))
    if said.code in ("address_platform_needed", "platform_unknown"):
        field = "platform"
    if parts[0] == "file":
        field = "file"
    return Fault(step, field, _numbered(parts, draft, say(said, lang)))


def _numbered(parts: Sequence[str], draft: Draft, text: str) -> str:
    """Which line of several is meant."""
    if parts[0] != "targets" or len(parts) < 3 or len(draft.lines()) < 2:
        return text
    number = int(parts[1]) + (0 if draft.is_private else 1)
    return gettext("Line %(n)s: %(text)s") % {"n": number, "text": text} if number else text


def _file_faults(request: HttpRequest) -> list[Fault]:
    given = testimony.given(request)
    try:
        testimony.read(given)
    except RefusedError as refused:
        return [Fault("check", "file", say(each, lang_of(request))) for each in refused.messages]
    if given is not None:
        given.seek(0)
    return []


def _sent(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Hand the notice to the door; the file follows in a second write, so that it can never cost the notice."""
    given = draft.given(_child_reasons())
    handler = orgs.organisation(str(draft.of("handler").get("handler", "")))
    unmet = _unmet(request, draft)
    if unmet or handler is None:
        return _page(request, draft, unmet[0].step if unmet else "handler", unmet)
    taken = door.receive(given, _entry(request, draft, handler, given))
    piece = None if draft.is_child_abuse else testimony.read(testimony.given(request))
    if piece is not None:
        notifier.add_testimony(taken.ref, piece.name, piece.media_type, piece.content)
    return HttpResponseRedirect(reverse("receipt", args=[taken.ref, taken.follow]), status=303)


def _entry(request: HttpRequest, draft: Draft, handler: Organisation, given: dict[str, Any]) -> door.Entry:
    return door.Entry(
        handler=handler,
        channel=Channel.FORM,
        lang=lang_of(request),
        owner="form",
        key=keyed_digest(f"{draft.key}/{handler.ref}/{given!r}"),
    )


def _child_reasons() -> str:
    return gettext("This page shows the sexual abuse of a child. The notifier gives its address alone.")


def _answers(draft: Draft, lang: str) -> list[tuple[str, str, str]]:
    """What was answered, to be read again: question, answer, step."""
    what, who = draft.of("what"), draft.of("who")
    danger = gettext("Yes") if draft.of("danger").get("now") == "yes" else gettext("No, or I do not know")
    rows = [
        (gettext("Danger now"), danger, "danger"),
        (gettext("What it is"), Category(what["category"]).label(lang), "what"),
        *(_answers_child(draft) if draft.is_child_abuse else _answers_where(draft, lang)),
        (gettext("Who handles it"), _handler_name(draft), "handler"),
        (
            gettext("You"),
            "\n".join(filter(None, (who.get("name", ""), who.get("email", "")))) or gettext("Nothing said"),
            "who",
        ),
    ]
    told = [Consent(each).label(lang) for each in who.get("consents", [])]
    return [*rows, (gettext("Who may be told your name"), ", ".join(told) or gettext("nobody else"), "who")]


def _answers_child(draft: Draft) -> list[tuple[str, str, str]]:
    return [(gettext("Where it is"), "\n".join(draft.lines()), "child")]


def _answers_where(draft: Draft, lang: str) -> list[tuple[str, str, str]]:
    where, why = draft.of("where"), draft.of("why")
    places = [gettext("Private message")] if draft.is_private else []
    platform = where.get("platform", "")
    named = [flow.platform_title(platform, lang)] if platform else []
    rows = [(gettext("Where it is"), "\n".join([*places, *draft.lines(), *named]), "where")]
    if where.get("text"):
        rows.append((gettext("What it says"), where["text"], "where"))
    if where.get("posted"):
        rows.append((gettext("Published on"), where["posted"], "where"))
    notes = [
        gettext("A person is exposed.") if why.get("exposed_person") else "",
        gettext("It quotes hate in order to denounce it.") if why.get("counter_speech") else "",
    ]
    return [*rows, (gettext("Why"), "\n".join(filter(None, (why.get("reasons", ""), *notes))), "why")]


def _handler_name(draft: Draft) -> str:
    found = orgs.organisation(str(draft.of("handler").get("handler", "")))
    return found.name if found else ""
