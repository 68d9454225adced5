"""The addresses of the API: every endpoint group has its router; what is not found or not allowed is a problem too."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path, re_path
from django.views.decorators.http import require_safe

from fanal import __version__
from fanal_hub.api import batch, cases, hashes, notices, problems, public, referrals, relations, waves
from fanal_hub.api.told import DocumentedAPI

api = DocumentedAPI(
    title="Fanal",
    version=__version__,
    description=(
        "Notices of illegal online content: say it once; everyone who must act is told, the clock runs in the open. "
        "Every error is a problem (RFC 9457) that says what to do next, in French and English: see /docs/problems. "
        "Guide: docs/api.md (English), docs/api.fr.md (French)."
    ),
    docs_url=None,
    urls_namespace="api-1",
)
problems.register(api)
# The batch first: its address would read as the reference of a notice.
for group in (batch, notices, cases, relations, waves, referrals, hashes, public):
    api.add_router("", group.router)


def _speaking(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The view, with a problem where it would say 405 in plain text."""

    def speaking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        return not_allowed(response) if response.status_code == 405 else response

    speaking.csrf_exempt = True  # type: ignore[attr-defined]  # the API knows no cookie
    return speaking


def not_allowed(plain: HttpResponseBase) -> HttpResponse:
    """The problem for a method that an address does not know."""
    allowed = ", ".join(sorted(each.strip() for each in plain.headers["Allow"].split(",")))
    return problems.response(
        problems.ProblemError("method_not_allowed", {"allowed": allowed}, headers={"Allow": allowed})
    )


def _route(each: URLPattern) -> URLPattern:
    view = require_safe(each.callback) if each.name == "openapi-json" else each.callback
    return path(str(each.pattern), _speaking(view), name=each.name)


_routes = [_route(each) for each in api.urls[0] if isinstance(each, URLPattern) and str(each.pattern)]
urlpatterns = [*_routes, re_path("", problems.not_found)]
