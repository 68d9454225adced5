"""The WSGI application of the hub: pages with every middleware, the API with the one it needs.

A client of the API has no cookie, session, language switch or form token; in a surge those cost more than the notice.
"""

import gc
import os
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

import django
from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation

from fanal_hub.middleware import SecureHeaders
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
    """Django without the middleware for people."""

    def load_middleware(self, is_async: bool = False) -> None:
        """The headers, the length and the language alone."""
        self._view_middleware: list[Any] = []
        self._template_response_middleware: list[Any] = []
        self._exception_middleware: list[Any] = []
        answer: Any = convert_exception_to_response(self._get_response)  # type: ignore[attr-defined]

        def spoken(request: HttpRequest) -> HttpResponseBase:
            # A thread keeps the language of the page it served last: each call says its own.
            with translation.override(translation.get_language_from_request(request)):
                response: HttpResponseBase = answer(request)
            if isinstance(response, HttpResponse):
                response.headers.setdefault("Content-Length", str(len(response.content)))
            return response

        self._middleware_chain = convert_exception_to_response(SecureHeaders(spoken))


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fanal_hub.settings")
django.setup(set_prefix=False)
_pages, _api = PagesHandler(), ApiHandler()
import_module(settings.ROOT_URLCONF)
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
