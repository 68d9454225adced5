"""Wording as it was typed: codes of the lightly normalised text, for slips in short texts. It undoes no disguise."""

from collections.abc import Sequence

from fanal.fingerprints.base import Example, Fingerprint
from fanal.text import minhash
from fanal.text.light import light

RADIUS = 64


def code_of(text: str) -> bytes | None:
    """The 256-bit code of a text in one form and case; None when nothing but masks and signs is left."""
    return minhash.code_of(light(text))


def codes_of(texts: Sequence[str]) -> list[bytes | None]:
    """The same for many texts, in their order."""
    return minhash.codes_of([light(text) for text in texts])


PLUG: Fingerprint[str] = Fingerprint(
    code="text_light",
    title={"fr": "texte, tel qu’il est tapé", "en": "text, as it was typed"},
    medium="text",
    radius=RADIUS,
    code_of=code_of,
    examples=(
        Example(one="Dégage, sale facho", other="degage sale facho !", is_near=True),
        Example(
            one="Retourne dans ton pays, on ne veut pas de toi ici",
            other="retourne dans ton pay, on ne veut pas de toi ici",
            is_near=True,
        ),
        Example(
            one="Retourne dans ton pays, on ne veut pas de toi ici",
            other="Le conseil municipal se réunit jeudi soir à la mairie",
            is_near=False,
        ),
    ),
)
