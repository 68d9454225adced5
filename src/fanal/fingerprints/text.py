"""Wording without its disguises: codes of the folded text. It knows no meaning: one changed word may change everything."""

from collections.abc import Sequence

from fanal.fingerprints.base import Example, Fingerprint
from fanal.text import minhash
from fanal.text.fold import fold_key

RADIUS = 64


def code_of(text: str) -> bytes | None:
    """The 256-bit code of what is left of a text once folded; None when nothing but masks is left."""
    return minhash.code_of(fold_key(text))


def codes_of(texts: Sequence[str]) -> list[bytes | None]:
    """The same for many texts, in their order."""
    return minhash.codes_of([fold_key(text) for text in texts])


PLUG: Fingerprint[str] = Fingerprint(
    code="text",
    title={"fr": "texte, sans ses déguisements", "en": "text, without its disguises"},
    medium="text",
    radius=RADIUS,
    code_of=code_of,
    examples=(
        Example(
            one="Retourne dans ton pays, on ne veut pas de toi ici",
            other="RT @user: R3t0urne dans ton pаys 🔥🔥 on ne veut pas de toi iciii !!!",
            is_near=True,
        ),
        Example(
            one="Retourne dans ton pays, on ne veut pas de toi ici",
            other="Le conseil municipal se réunit jeudi soir à la mairie",
            is_near=False,
        ),
    ),
)
