"""What every template may ask: the hub's name, whether this is the demo, and who is at the desk."""

from django.conf import settings
from django.http import HttpRequest

from fanal_hub.people.desk import Seat, seat_of


def hub(request: HttpRequest) -> dict[str, object]:
    """The hub's name, the demo flag and the seat (person, organisation, roles) of this request."""
    seat: Seat | None = seat_of(request)
    return {"hub_name": settings.HUB["name"], "is_demo": settings.FANAL_DEMO, "seat": seat}
