"""Gives each request an id, a line in the log and a place in the counts. The line names the route, never the path."""

import logging
from collections.abc import Callable
from functools import cache
from time import perf_counter

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from fanal_hub import counted, logs

log = logging.getLogger(logs.REQUESTS)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
WATCH = frozenset({"healthz", "readyz", "metrics"})
REFUSALS = frozenset({400, 413, 422})
HEADER = "X-Request-ID"


def traced(request: HttpRequest, respond: Callable[[HttpRequest], HttpResponseBase]) -> HttpResponseBase:
    """The answer, with its id; counted and logged."""
    made = logs.request_id(request.META.get("HTTP_X_REQUEST_ID", ""))
    with logs.about(request=made):
        began = perf_counter()
        response = respond(request)
        took = perf_counter() - began
        response.headers[HEADER] = made
        _count(request, response.status_code, took)
        _tell(request, response.status_code, took)
    return response


# The library looks up a label anew each time, under a lock: as much work as the rest of the counting.
_requests = cache(counted.REQUESTS.labels)
_seconds = cache(counted.SECONDS.labels)


def _count(request: HttpRequest, status: int, took: float) -> None:
    door = _door(request)
    _requests(door, f"{status // 100}xx").inc()
    _seconds(door).observe(took)
    if status in REFUSALS and door == "notice":
        counted.REFUSED.labels(door).inc()


def _tell(request: HttpRequest, status: int, took: float) -> None:
    level = logging.ERROR if status >= 500 else logging.INFO
    if not log.isEnabledFor(level):
        return
    facts: dict[str, str | int | float] = {
        "method": request.method if request.method in METHODS else "other",
        "route": _route(request),
        "status": status,
        "ms": round(took * 1000, 1),
    }
    if organisation := _organisation(request):
        facts["organisation"] = organisation
    log.log(level, "request", extra={"facts": facts})


def _route(request: HttpRequest) -> str:
    """The template of the address: the address itself may hold a one-time link."""
    match = request.resolver_match
    return "-" if match is None else f"/{match.route or ''}"


def _door(request: HttpRequest) -> str:
    match = request.resolver_match
    if match is None:
        return "other"
    route = match.route or ""
    if route.startswith("api/"):
        posted = {"api/v1/notices": "notice", "api/v1/notices/batch": "batch"}
        return posted.get(route, "api") if request.method == "POST" else "api"
    if route in WATCH:
        return "watch"
    return "form" if route == "report" and request.method == "POST" else "page"


def _organisation(request: HttpRequest) -> str:
    """Who asked, when the view came to know it; nothing is looked up for the log's sake."""
    token = getattr(request, "auth", None)
    seat = request.__dict__.get("fanal_seat")
    return str(getattr(token, "organisation_id", "") or (seat.organisation.ref if seat else ""))
