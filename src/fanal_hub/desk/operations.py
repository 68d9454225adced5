"""The operations page: how the hub does, for the administrators of the organisation that runs it. It changes nothing."""

from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fanal.words.lists import Role
from fanal_hub.desk import operation_charts, operation_rows
from fanal_hub.desk.guard import seated
from fanal_hub.people.desk import Seat
from fanal_hub.stations import health
from fanal_hub.stations.all import STATIONS
from fanal_hub.stations.judge import Hand
from fanal_hub.stations.pulse import Heart


@require_safe
@seated()
def operations(request: HttpRequest, seat: Seat, hand: Hand) -> HttpResponse:
    """How the hub does now, and the last 24 hours."""
    if not (seat.may(Role.ADMIN) and seat.organisation.is_default):
        raise Http404
    seen = health.look(STATIONS, datetime.now(UTC))
    rows = operation_rows.rows(seen)
    tone = operation_rows.worst(rows)
    context = {
        "rows": [{"row": each, "href": _address(each.address)} for each in rows],
        "tone": {"ok": "success", "warn": "warning", "bad": "error"}[tone],
        "says": {
            "ok": _("The hub is well"),
            "warn": _("Something is worth a look"),
            "bad": _("Something needs you now"),
        }[tone],
        "charts": operation_charts.charts(seen),
        "hearts": [_heart(each, seen) for each in seen.hearts],
        "now": seen.now,
    }
    return render(request, "desk/operations.html", context)


def _heart(heart: Heart, seen: health.Health) -> dict[str, object]:
    return {
        "name": heart.name,
        "seen": operation_rows.lasting(max(0.0, (seen.now - heart.seen_at).total_seconds())),
        "memory": heart.value("fanal_process_memory_bytes") / 1e6,
        "cpu": operation_rows.lasting(heart.value("fanal_process_cpu_seconds_total")),
        "threads": heart.value("fanal_process_threads"),
        "requests": heart.value("fanal_requests_total"),
    }


def _address(name: str) -> str:
    try:
        return reverse(f"desk:{name}") if name else ""
    except NoReverseMatch:
        return ""


urls = [path("operations", operations, name="operations")]
