"""PHAROS, the portal of the French police and gendarmerie: public content under one of its headings; no emergencies, no private matters."""

from fanal.authorities.base import Authority, Offer
from fanal.words.lists import RecipientKind


def _takes(offer: Offer) -> bool:
    return offer.public and not offer.emergency and offer.heading not in ("", "HORS_PHAROS")


PLUG = Authority(
    code="pharos",
    kind=RecipientKind.POLICE,
    title={"fr": "PHAROS", "en": "PHAROS (French police portal)"},
    url="https://www.internet-signalement.gouv.fr",
    has_form=True,
    takes=_takes,
    examples=(
        (Offer(public=True, heading="DISCRIMINATION_HAINE"), True),
        (Offer(public=True, heading="HORS_PHAROS"), False),
        (Offer(public=False, heading="MENACES_VIOLENCE"), False),
        (Offer(public=True, emergency=True, heading="MISE_EN_DANGER"), False),
    ),
)
