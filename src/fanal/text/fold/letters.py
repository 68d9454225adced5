"""Step 2, one form of each letter: case and compatibility forms (ﬁ, 𝓻, ｒ, 🅰) undone, digits of every script 0 to 9."""

import unicodedata

from fanal.text.fold.kinds import DIGIT, kind_of

# Letters inside a filled circle or square are symbols to Unicode and have no decomposition.
_FRAMED = {chr(start + place): chr(ord("a") + place) for start in (0x1F150, 0x1F170) for place in range(26)}


def one_form(char: str) -> str:
    """The character's parts in small letters, accents apart."""
    plain = _FRAMED.get(char, char)
    # Case folding can bring back what decomposition had parted, and the reverse (Unicode 3.13, D145): twice is enough.
    for _ in range(2):
        plain = unicodedata.normalize("NFKD", plain).casefold()
    return "".join(map(_digit, unicodedata.normalize("NFKD", plain)))


def _digit(char: str) -> str:
    return str(unicodedata.digit(char)) if kind_of(char) == DIGIT else char
