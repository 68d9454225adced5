"""An administrator's page: everything the organisation owns, in one file. What the file holds is said before it is made."""

import json
from datetime import UTC, datetime
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fanal.words.lists import Role
from fanal_hub.desk.guard import seated
from fanal_hub.desk.organisation import tabs
from fanal_hub.ledger.models import PaperRow
from fanal_hub.ledger.write import BusyError
from fanal_hub.people.desk import Seat
from fanal_hub.people.models import Member
from fanal_hub.stations.carry import owned
from fanal_hub.stations.carry.spool import spooled
from fanal_hub.stations.carry.traced import remembered
from fanal_hub.stations.judge import Hand

MOST_SHOWN = 10


@seated(Role.ADMIN)
def export(request: HttpRequest, seat: Seat, hand: Hand) -> HttpResponseBase:
    """What the file would hold, and which were made."""
    return _page(request, seat)


@require_POST
@seated(Role.ADMIN)
def make(request: HttpRequest, seat: Seat, hand: Hand) -> HttpResponseBase:
    """The file, as a download; while another one is made, the page says so."""
    ref = seat.organisation.ref
    try:
        content = spooled(ref, hand.by)
    except BusyError:
        return _page(request, seat, is_busy=True)
    name = f"{ref}-{datetime.now(UTC):%Y-%m-%d}.zip"
    response = FileResponse(content, as_attachment=True, filename=name, content_type="application/zip")
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _page(request: HttpRequest, seat: Seat, *, is_busy: bool = False) -> HttpResponseBase:
    ref = seat.organisation.ref
    context = {
        "counts": owned.counts(ref),
        "made": [_made(each, seat) for each in remembered(ref)[:MOST_SHOWN]],
        "came": [_came(each) for each in PaperRow.objects.filter(organisation=ref, kind="manifest").order_by("id")],
        "is_busy": is_busy,
        "tabs": tabs(seat, "export"),
    }
    return render(request, "desk/export.html", context, status=503 if is_busy else 200)


def _made(said: dict[str, Any], seat: Seat) -> dict[str, Any]:
    names = dict(Member.objects.filter(organisation=seat.organisation).values_list("person__ref", "person__name"))
    by = _("on the machine of the hub") if said["by"] == "cli" else names.get(said["by"], said["by"])
    return {"at": datetime.fromisoformat(said["at"]), "by": by, "identities": said["identities"], "why": said["why"]}


def _came(row: PaperRow) -> dict[str, Any]:
    said = json.loads(row.content)
    return {"hub": row.hub, "at": datetime.fromisoformat(said["made_at"]), "identities": said["identities"]}


urls = [path("settings/export", export, name="export"), path("settings/export/make", make, name="export_make")]
