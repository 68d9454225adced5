"""Step 4, accents are dropped in Latin, Greek, Cyrillic, Arabic and Hebrew writing. Indic and Thai marks are vowels, and stay."""

from fanal.text.fold.kinds import ACCENT, kind_of


def bare(char: str) -> str:
    """The character, or nothing where it is an accent."""
    return "" if kind_of(char) == ACCENT else char
