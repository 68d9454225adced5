"""What a notifier sees without an account: the receipt, the story of each target, one more file, the way to take it back."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fanal.notice.states import NoticeNow
from fanal.words.errors import RefusedError
from fanal.words.lists import NoticeState
from fanal.words.say import message, say
from fanal_hub.courier.keys import clean_ref, is_follow_token
from fanal_hub.ledger.read import follow_up, orgs, streams
from fanal_hub.public import testimony
from fanal_hub.public.lang import lang_of
from fanal_hub.public.pace import Pace
from fanal_hub.public.tale import tale_of_notice, tale_of_target, target_title
from fanal_hub.stations import door, notifier, seal

TRIES = Pace(most=30, seconds=3600)  # wrong codes of one visitor


@require_safe
def receipt(request: HttpRequest, ref: str, token: str) -> HttpResponse:
    """The numbered receipt, right after sending."""
    now = _notice(ref, token)
    context = {**_shared(request, now, token), "link": request.build_absolute_uri(reverse("story", args=[ref, token]))}
    return render(request, "public/receipt.html", context)


@require_safe
def receipt_file(request: HttpRequest, ref: str, token: str) -> HttpResponse:
    """The signed receipt, with the proof and the checkpoint once it is sealed; `fanal check` reads it offline."""
    now = _notice(ref, token)
    made: dict[str, Any] = {"receipt": door.receipt_of(now.ref), **(seal.proof_of(now.ref) or {})}
    response = HttpResponse(json.dumps(made, indent=1, ensure_ascii=False), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="receipt-{now.ref}.json"'
    return response


@require_safe
def story(request: HttpRequest, ref: str, token: str) -> HttpResponse:
    """What happened to the notice and to each of its targets."""
    return _story(request, _notice(ref, token), token)


def _story(request: HttpRequest, now: NoticeNow, token: str, error: str = "", status: int = 200) -> HttpResponse:
    lang = lang_of(request)
    found = follow_up.followed(now)
    context = {
        **_shared(request, now, token),
        "events": tale_of_notice(now, follow_up.own_events(now.ref), lang),
        "targets": [
            {
                "title": target_title(each, lang),
                "address": each.content.url if each.content else "",
                "judgement": str(each.target.judgement),
                "sighting": each.target.sighting,
                "events": tale_of_target(each, now, lang),
            }
            for each in found
        ],
        "files": notifier.testimony(now.ref),
        "may_add": notifier.may_add(now),
        "may_withdraw": now.state in (NoticeState.RECEIVED, NoticeState.TRIAGED) and not now.erased,
        "file_error": error,
    }
    return render(request, "public/story.html", context, status=status)


@require_POST
def add_file(request: HttpRequest, ref: str, token: str) -> HttpResponse:
    """Seal one more file with the notice."""
    now = _notice(ref, token)
    try:
        piece = testimony.read(testimony.given(request))
        if piece is None:
            raise RefusedError(message("testimony_empty", at="file"))
        notifier.add_testimony(now.ref, piece.name, piece.media_type, piece.content)
    except RefusedError as refused:
        said = " ".join(say(each, lang_of(request)) for each in refused.messages)
        return _story(request, now, token, error=said, status=422)
    return HttpResponseRedirect(reverse("story", args=[ref, token]) + "#files", status=303)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, ref: str, token: str) -> HttpResponse:
    """Take the notice back, after a page that says what it means."""
    now = _notice(ref, token)
    if request.method == "POST":
        notifier.withdraw(now.ref)
        return HttpResponseRedirect(reverse("story", args=[ref, token]), status=303)
    return render(request, "public/withdraw.html", _shared(request, now, token))


@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Number and code, for those who lost the link. The same words for a wrong number and a wrong code."""
    if request.method != "POST":
        return render(request, "public/follow.html", {"ref": request.GET.get("ref", "")[:20]})
    ref, token = clean_ref(request.POST.get("ref", "")[:40]), "".join(request.POST.get("code", "")[:80].split()).lower()
    if is_follow_token(ref, token) and streams.notice_now(ref) is not None:
        return HttpResponseRedirect(reverse("story", args=[ref, token]), status=303)
    if not TRIES.allows(request):
        error = gettext("Too many tries. Wait an hour, or use the link that you were given.")
        return render(request, "public/follow.html", {"ref": ref, "error": error}, status=429)
    error = gettext("This number and this code do not go together. Copy both from your receipt.")
    return render(request, "public/follow.html", {"ref": ref, "error": error}, status=422)


def _notice(ref: str, token: str) -> NoticeNow:
    now = streams.notice_now(ref) if is_follow_token(ref, token) else None
    if now is None:
        raise Http404
    return now


def _shared(request: HttpRequest, now: NoticeNow, token: str) -> dict[str, Any]:
    handler = orgs.organisation(now.handler)
    return {
        "notice": now,
        "token": token,
        "code": " ".join(token[at : at + 4] for at in range(0, len(token), 4)),
        "handler": handler,
        "handler_name": handler.name if handler else now.handler,
        "is_sealed": seal.proof_of(now.ref) is not None,
    }
