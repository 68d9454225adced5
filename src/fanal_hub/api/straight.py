"""The two calls that come in crowds, answered without the router's ceremony: the same token check, view and problems. It adds no rule."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch, resolve

from fanal_hub.api import batch, notices
from fanal_hub.api.problems import STATED
from fanal_hub.api.tokens import Bearer
from fanal_hub.api.told import ROOT
from fanal_hub.api.urls import api

View = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True, slots=True)
class Straight:
    """One call, found and checked once: what the router would look up anew for each request."""

    match: ResolverMatch
    bearer: Bearer
    view: View

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, or the problem that the router would state."""
        request.resolver_match = self.match
        try:
            request.auth = self.bearer(request)  # type: ignore[attr-defined]
            return self.view(request)
        except STATED as error:
            return api.on_exception(request, error)


def straight_calls() -> dict[str, Straight]:
    """The calls by their path."""
    found: dict[str, View] = {"notices": notices.send_notice, "notices/batch": batch.send_notices}
    return {ROOT + path: Straight(resolve(ROOT + path), notices.SENDING, view) for path, view in found.items()}
