"""Headers that keep a page safe, and the hub's own errors turned into pages that say what to do next."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from fanal.words.errors import MoveError, RefusedError
from fanal.words.say import say
from fanal_hub.ledger.plan import ConflictError, TakenError
from fanal_hub.ledger.write import BusyError
from fanal_hub.stations.judge import UnknownError

Respond = Callable[[HttpRequest], HttpResponseBase]
CSP = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; object-src 'none';"
    " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class SecureHeaders:
    """A strict content policy, and no caching of anything but static files."""

    def __init__(self, respond: Respond) -> None:
        self._respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the headers added."""
        response = self._respond(request)
        response.headers.setdefault("Content-Security-Policy", CSP)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "no-referrer")
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
        if isinstance(error, BusyError):
            response = render(request, "refused.html", {"busy": True}, status=503)
            response.headers["Retry-After"] = "2"
            return response
        return None
