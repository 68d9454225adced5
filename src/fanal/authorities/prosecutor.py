"""The public prosecutor: crimes and délits, public or not (CPP art. 40); in an emergency, telephone first."""

from fanal.authorities.base import Authority, Offer
from fanal.words.lists import RecipientKind

PLUG = Authority(
    code="prosecutor",
    kind=RecipientKind.PROSECUTOR,
    title={"fr": "Procureur de la République", "en": "Public prosecutor"},
    takes=lambda offer: not offer.emergency,
    examples=((Offer(public=False), True), (Offer(public=True, emergency=True), False)),
)
