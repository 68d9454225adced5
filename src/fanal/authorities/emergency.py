"""The police or gendarmerie on call (17, 112): emergencies, by telephone first; writing never replaces the call."""

from fanal.authorities.base import Authority, Offer
from fanal.words.lists import RecipientKind

PLUG = Authority(
    code="emergency",
    kind=RecipientKind.POLICE,
    title={"fr": "Police secours, gendarmerie (17, 112)", "en": "Police on call (17, 112)"},
    phone="17",
    takes=lambda offer: offer.emergency,
    examples=(
        (Offer(public=False, emergency=True), True),
        (Offer(public=True, heading="DISCRIMINATION_HAINE"), False),
    ),
)
