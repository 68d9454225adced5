"""The page behind a one-time link: a recipient without account reads a referral, confirms receipt and answers. It judges nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from fanal import flow
from fanal.clocks import Due, say_due, say_step
from fanal.notice.states import CaseNow, ReferralNow
from fanal.words.errors import RefusedError
from fanal.words.lists import Ask, ReferralState, TargetKind
from fanal.words.say import say
from fanal_hub.courier.keys import contest_secret, secret_digest
from fanal_hub.ledger.read import cases, orgs, referrals, streams
from fanal_hub.public.answer_forms import Answer, elements
from fanal_hub.public.lang import lang_of
from fanal_hub.stations import reply
from fanal_hub.stations.judge import UnknownError

GONE = 410
OPEN = (ReferralState.SENT, ReferralState.ACKNOWLEDGED, ReferralState.CONTESTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What a living link opens."""

    secret: str
    referral: ReferralNow
    case: CaseNow


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, secret: str) -> HttpResponse:
    """The referral, and what may be done with it; a spent or unknown link gets a plain page that says what to do."""
    opened = _open(secret)
    if opened is None:
        return render(request, "public/answer_gone.html", status=GONE)
    if request.method != "POST":
        return _shown(request, opened, Answer(targets=_waiting(opened), initial={"targets": _all(opened)}))
    try:
        if request.POST.get("go") == "acknowledge":
            reply.acknowledge_by_link(secret_digest(secret), at=datetime.now(UTC))
            return HttpResponseRedirect(reverse("answer", args=[secret]), status=303)
        return _answered(request, opened)
    except UnknownError:
        return render(request, "public/answer_gone.html", status=GONE)


def _answered(request: HttpRequest, opened: Opened) -> HttpResponse:
    form = Answer(data=request.POST, targets=_waiting(opened))
    try:
        given = elements(form)
        answers = flow.read_answers(given, opened.referral) if form.is_valid() else []
        if not answers:
            return _shown(request, opened, form, status=422)
        now = reply.answer_by_link(secret_digest(opened.secret), answers, at=datetime.now(UTC))
    except RefusedError as refused:
        _mark(form, refused, lang_of(request))
        return _shown(request, opened, form, status=422)
    if now.state not in OPEN:
        return render(request, "public/answer_done.html", {"referral": now, "contest": _contest(request, now)})
    return HttpResponseRedirect(reverse("answer", args=[opened.secret]) + "?said=1", status=303)


def _mark(form: Answer, refused: RefusedError, lang: str) -> None:
    """The core's messages beside their fields, each once: the same words are said of every ticked target."""
    form.is_valid()
    for code, (field, text) in {
        each.code: (each.at.split(".")[-1], say(each, lang)) for each in refused.messages
    }.items():
        del code
        form.add_error(field if field in form.fields and field != "target" else None, text)


def _open(secret: str) -> Opened | None:
    ref = referrals.linked(secret_digest(secret), datetime.now(UTC))
    now = referrals.any_referral(ref) if ref else None
    case = streams.case_now(now.case) if now else None
    return Opened(secret=secret, referral=now, case=case) if now and case else None


def _waiting(opened: Opened) -> list[tuple[str, str]]:
    """The targets that still wait for an answer, numbered as on the page."""
    known = cases.located(opened.case)
    numbered = enumerate(opened.referral.targets, 1)
    return [
        (each.target, f"{n}. {known[each.target].url if each.target in known else each.target}")
        for n, each in numbered
        if opened.referral.state == ReferralState.CONTESTED or not each.answer
    ]


def _all(opened: Opened) -> list[str]:
    return [target for target, _ in _waiting(opened)]


def _shown(request: HttpRequest, opened: Opened, form: Answer, status: int = 200) -> HttpResponse:
    lang, referral = lang_of(request), opened.referral
    handler = orgs.organisation(referral.handler)
    context = {
        "form": form,
        "referral": referral,
        "handler": handler,
        "handler_name": handler.name if handler else referral.handler,
        "ask": Ask(referral.ask).label(lang),
        "lane": flow.lane_label(referral.lane, lang),
        "basis": flow.lane_basis(referral.lane),
        "offences": [f"{flow.offence_label(each, lang)} ({flow.offence_basis(each)})" for each in referral.offences],
        "reasons": referrals.stated_reasons(opened.case, [each.target for each in referral.targets]),
        "targets": _targets(opened, lang),
        "clocks": _clocks(opened, lang),
        "now": datetime.now(UTC),
        "said": request.GET.get("said"),
        "contest": _contest(request, referral),
    }
    return render(request, "public/answer.html", context, status=status)


def _targets(opened: Opened, lang: str) -> list[Mapping[str, Any]]:
    known = cases.located(opened.case)
    shown: list[Mapping[str, Any]] = []
    for n, each in enumerate(opened.referral.targets, 1):
        about, content = opened.case.target(each.target), known.get(each.target)
        kind = TargetKind(about.kind).label(lang) if about else ""
        card = {
            "title": f"{n}. {kind}",
            "address": content.url if content else "",
            "excerpt": content.text if content else "",
        }
        shown.append({"card": card, "answer": each.answer})
    return shown


def _clocks(opened: Opened, lang: str) -> Sequence[Mapping[str, Any]]:
    """Each clock with its arithmetic, and whether it is law or the handler's own target."""
    referral, handler = opened.referral, orgs.organisation(opened.referral.handler)
    if handler is None or referral.sent_at is None:
        return ()
    rows = flow.clocks_of(
        referral,
        orgs.policy_of(handler),
        start=referral.sent_at,
        category=opened.case.category,
        danger=cases.is_danger(opened.case),
    )
    return [
        {
            "label": flow.clock_label(row.clock, lang),
            "basis": row.basis,
            "is_law": any(isinstance(each, Due) for each in row.answers),
            "due_at": row.answers[0].at if row.answers else None,
            "lines": [
                line
                for each in row.answers
                for line in (*(say_step(step, lang) for step in each.steps), say_due(each, lang))
            ],
        }
        for row in rows
    ]


def _contest(request: HttpRequest, referral: ReferralNow) -> str:
    return request.build_absolute_uri(reverse("contest_link", args=[contest_secret(referral.case)]))
