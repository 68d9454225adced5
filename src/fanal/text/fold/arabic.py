"""Step 5, letters that Arabic writing has two ways of writing are one; a stretched word is the word. It knows no grammar.

Hamzas above and below are accents to Unicode, and are gone by then (أ إ آ are ا, ؤ is و, ئ is ي); ء alone is a letter, and stays.
Persian and Urdu have letters of their own (پ چ ژ گ), which stay.
"""

# Habits of hands and keyboards: final ya and alef maksura, ta marbuta and ha; the kaf, ya and ha of Persian and Urdu.
_HABITS = {"ک": "ك", "ڪ": "ك", "ی": "ي", "ى": "ي", "ے": "ي", "ة": "ه", "ۃ": "ه", "ھ": "ه", "ہ": "ه", "ە": "ه"}
_ALEFS = {"ٱ": "ا", "ٲ": "ا", "ٳ": "ا"}
# Letters written without their dots to slip past a filter; ٮ could be several letters, and stays.
_DOTLESS = {"ڡ": "ف", "ٯ": "ق", "ں": "ن"}
_STRETCH = {"ـ": ""}

ARABIC: dict[str, str] = _HABITS | _ALEFS | _DOTLESS | _STRETCH


def one_way(char: str) -> str:
    """The letter in its one way of writing, or nothing for what only stretches a word."""
    return ARABIC.get(char, char)
