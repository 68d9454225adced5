"""The language and the time zone of a public page: `?lang=` wins and is remembered, dates are those of France."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone, translation

from fanal.words.say import LANGS

PARIS = ZoneInfo("Europe/Paris")
View = Callable[..., HttpResponse]


def spoken(view: View) -> View:
    """Answer in the language asked for by `?lang=`, else by the cookie or the browser; French for anybody else."""

    @wraps(view)
    def speaking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = _asked(request)
        if asked:
            speak(request, asked)
        with timezone.override(PARIS):
            response = view(request, *args, **kwargs)
        if asked:
            remember(response, asked)
        return response

    return speaking


def speak(request: HttpRequest, lang: str) -> None:
    """Answer this request in that language."""
    translation.activate(lang)
    request.LANGUAGE_CODE = lang


def remember(response: HttpResponse, lang: str) -> None:
    """Keep the choice in Django's own language cookie."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        lang,
        max_age=365 * 24 * 3600,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def lang_of(request: HttpRequest) -> str:
    """The language of this answer, as the core names it."""
    code = str(getattr(request, "LANGUAGE_CODE", "fr"))[:2]
    return code if code in LANGS else "fr"


def _asked(request: HttpRequest) -> str:
    """What `?lang=` asks; it leaves the address, so that the switch on the page is not undone by it."""
    if "lang" not in request.GET:
        return ""
    left = request.GET.copy()
    asked = left.pop("lang")[-1]
    request.GET = QueryDict(left.urlencode())
    request.META["QUERY_STRING"] = left.urlencode()
    return asked if asked in LANGS else ""
