"""Who may open a screen: a login, a seat in an organisation of the right kind, and one of the roles. It reads, and never writes."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from fanal.words.lists import OrgKind, Role
from fanal_hub.people.desk import Seat, seat_of
from fanal_hub.stations.judge import Hand

HANDLERS = (OrgKind.ASSOCIATION, OrgKind.AUTHORITY)  # those that have cases
READS = (Role.ANALYST, Role.READER, Role.ADMIN)  # of a handler's cases
PARIS = ZoneInfo("Europe/Paris")  # dates on screen are those of France
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Seat, Hand, P], HttpResponseBase]


def seated(*roles: Role, kinds: Sequence[OrgKind] = ()) -> Callable[[View[P]], Callable[..., HttpResponseBase]]:
    """Give the view the seat and the hand of the person; anonymous: to the login, wrong role or kind: 403."""

    def around(view: View[P]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            seat = seat_of(request)
            if seat is None:
                return _refused(request) if request.user.is_authenticated else to_login(request)
            if (kinds and seat.kind not in kinds) or (roles and not seat.may(*roles)):
                return _refused(request)
            with timezone.override(PARIS):
                return view(request, seat, hand_of(seat), *args, **kwargs)

        return guarded

    return around


def hand_of(seat: Seat) -> Hand:
    """Who acts, as stations and events name them."""
    return Hand(organisation=seat.organisation, by=seat.person.ref)


def to_login(request: HttpRequest) -> HttpResponse:
    """The login page, which brings back here; a page that was to be written to is not asked for again."""
    here = request.get_full_path() if request.method == "GET" else "/desk/"
    return redirect(f"{settings.LOGIN_URL}?{urlencode({'next': here})}")


def _refused(request: HttpRequest) -> HttpResponse:
    return render(request, "403.html", status=403)
