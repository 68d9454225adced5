"""The WSGI application of the hub: pages with every middleware, the API with the one it needs.

A client of the API has no cookie, session, language switch or form token; in a surge those cost more than the notice.
"""

import gc
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from importlib import import_module
from typing import Any

import django
from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest, get_script_name
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import set_script_prefix
from django.utils import translation

from fanal_hub.middleware import HEADERS, Respond
from fanal_hub.proxies import seen_through
from fanal_hub.traced import traced

API = "/api/"
WATCH = frozenset({"/healthz", "/readyz", "/metrics"})  # asked every few seconds, by programs


class PagesHandler(WSGIHandler):
    """Django with every middleware; each request has an id and a line."""

    def get_response(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, traced from outside of every middleware, so that what Django logs of it carries the id too."""
        return traced(request, super().get_response)


class ApiHandler(PagesHandler):
    """Django without the middleware for people, and without asking twice what each call needs once."""

    straight: Mapping[str, Respond] = {}  # the calls that come in crowds, by path

    def load_middleware(self, is_async: bool = False) -> None:
        """The language alone; the headers are added as the answer leaves."""
        self._view_middleware: list[Any] = []
        self._template_response_middleware: list[Any] = []
        self._exception_middleware: list[Any] = []
        answer: Any = convert_exception_to_response(self._answer)

        def spoken(request: HttpRequest) -> HttpResponseBase:
            # A thread keeps the language of the page it served last: each call says its own.
            lang = translation.get_language_from_request(request)
            with nullcontext() if lang == translation.get_language() else translation.override(lang):
                response: HttpResponseBase = answer(request)
            return response

        self._middleware_chain = convert_exception_to_response(spoken)

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        straight = self.straight.get(request.path_info) if request.method == "POST" else None
        response: HttpResponseBase = straight(request) if straight else self._get_response(request)  # type: ignore[attr-defined]
        return response

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        """Answer one request; of Django's two signals a request, only what looks after the connections is done."""
        set_script_prefix(get_script_name(environ))
        close_old_connections()
        response = self.get_response(WSGIRequest(environ))
        headers = {**HEADERS, **response.headers}
        body: Iterable[bytes] = response
        if isinstance(response, HttpResponse):
            headers.setdefault("Content-Length", str(len(response.content)))
            body = [response.content]
        start_response(f"{response.status_code} {response.reason_phrase}", list(headers.items()))
        return body


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fanal_hub.settings")
django.setup(set_prefix=False)
_pages, _api = PagesHandler(), ApiHandler()
import_module(settings.ROOT_URLCONF)
_api.straight = import_module("fanal_hub.api.straight").straight_calls()  # its models can be imported from here on
# What is there by now stays as long as the process: the collector need not walk it whenever a surge makes new objects.
gc.collect()
gc.freeze()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer one request."""
    environ = seen_through(environ, settings.FANAL_TRUSTED_PROXIES)
    path = environ["PATH_INFO"]
    handler = _api if path.startswith(API) or path in WATCH else _pages
    answer: Iterable[bytes] = handler(environ, start_response)
    return answer
