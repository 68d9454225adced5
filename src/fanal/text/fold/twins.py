"""Step 6, letters that look like other letters are those: the confusables of UTS 39, and a hand list that goes before them.

The hand list is short: letters of Cyrillic, Greek and Armenian alphabets that are read as Latin ones, which the table leaves
alone. It knows shapes after case folding, not meanings.
Where capital and small letter look like different Latin letters (Greek eta: H, n), the capital wins: it is an exact twin.
"""

from fanal.text.tables.confusables import ROWS

_CYRILLIC = dict(zip("авезкмнорстухіјѕһьґүғӏ", "abe3kmhopctyxijshbryfl", strict=True))
_GREEK = dict(zip("αβεζηικμνορτυχωγ", "abezhikmnoptyxwy", strict=True))
_LATIN = dict(zip("ʋɔɛəŋþ", "vceenb", strict=True))
_ARMENIAN = dict(zip("օսհոցզաք", "ouhngqwf", strict=True))

HAND: dict[str, str] = _CYRILLIC | _GREEK | _LATIN | _ARMENIAN


def _listed() -> dict[str, str]:
    """The rows of the table: the letters, then the code points that look like them."""
    rows = (row.split() for row in ROWS.strip().split("\n"))
    return {chr(int(code, 16)): letters for letters, *codes in rows for code in codes}


TWINS: dict[str, str] = _listed() | HAND


def twin(char: str) -> str:
    """What the character is read as."""
    return TWINS.get(char, char)
