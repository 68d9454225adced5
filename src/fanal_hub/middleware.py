"""Headers that keep a page safe, and the hub's own errors turned into pages that say what to do next."""

import sys
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import get_template
from django.views.defaults import server_error

from fanal.words.errors import MoveError, RefusedError
from fanal.words.say import say
from fanal_hub.ledger.plan import ConflictError, TakenError
from fanal_hub.ledger.write import AwayError, BusyError
from fanal_hub.stations.judge import UnknownError

Respond = Callable[[HttpRequest], HttpResponseBase]
CSP = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; object-src 'none';"
    " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


HEADERS = {
    "Content-Security-Policy": CSP,
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class SecureHeaders:
    """A strict content policy, and no caching of anything but static files."""

    def __init__(self, respond: Respond) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the headers added."""
        response = self._respond(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class SpeakToPeople:
    """A refusal that no screen caught becomes a page with its messages: the world's faults are 4xx."""

    def __init__(self, respond: Respond) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self._respond(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for an error of the world; None lets Django handle a programmer's fault."""
        lang = getattr(request, "LANGUAGE_CODE", "fr")
        if isinstance(error, RefusedError):
            status = 409 if isinstance(error, MoveError) else 422
            said = [say(each, lang) for each in error.messages]
            return render(request, "refused.html", {"messages_said": said}, status=status)
        if isinstance(error, UnknownError):
            return render(request, "404.html", status=404)
        if isinstance(error, ConflictError | TakenError):
            return render(request, "refused.html", {"moved": True}, status=409)
        if isinstance(error, _AWAY):
            return _again_soon(error)
        return None


_AWAY = (BusyError, OperationalError, InterfaceError)


def _again_soon(error: BaseException) -> HttpResponse:
    is_busy = isinstance(error, BusyError) and not isinstance(error, AwayError)
    made = get_template("away.html").render({"busy": is_busy})
    return HttpResponse(made, status=503, headers={"Retry-After": "2"})


def broken(request: HttpRequest) -> HttpResponseBase:
    """What nobody caught: a database that is away is the world's fault (503), all else is ours (500)."""
    error = sys.exc_info()[1]
    return _again_soon(error) if isinstance(error, _AWAY) else server_error(request)
