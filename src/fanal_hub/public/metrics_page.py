"""The metrics of the hub in Prometheus' text format: for this machine, or for whoever holds the token. It counts nothing itself."""

import hmac
from datetime import UTC, datetime
from ipaddress import ip_address

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from fanal_hub.public.metric_families import families
from fanal_hub.stations import health
from fanal_hub.stations.all import STATIONS

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_X_FORWARDED_HOST", "HTTP_VIA")


class _Now:
    """One look at the hub, as a collector."""

    def collect(self) -> list[object]:
        """Every family."""
        return list(families(health.look(STATIONS, datetime.now(UTC))))


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """All metrics; 404 for those who may not read them, as if there were none."""
    if not may_read(request):
        raise Http404
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Now())  # type: ignore[arg-type]
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def may_read(request: HttpRequest) -> bool:
    """A program of this machine, not through a proxy that speaks for others; or the bearer of the token."""
    scheme, _, given = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    wanted = settings.FANAL_METRICS_TOKEN
    if wanted and scheme.lower() == "bearer":
        return hmac.compare_digest(given.strip().encode("utf-8", "replace"), wanted.encode())
    if any(name in request.META for name in FORWARDED):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:  # a socket file: we cannot know who asks
        return False
