"""Steps 1 to 5 together, character by character, each looked up once: what a text looks like once its letters are plain."""

import unicodedata

from fanal.text.fold.accents import bare
from fanal.text.fold.letters import one_form
from fanal.text.fold.twins import twin
from fanal.text.fold.unseen import seen


def plain_letters(text: str) -> str:
    """One form of each letter: case, compatibility forms, invisible characters, accents and twins undone."""
    plain = text.translate(_SHAPES)
    # What is left of other scripts in one canonical form: Hangul is put together again, vowels are in their order.
    return plain if plain.isascii() else unicodedata.normalize("NFC", plain)


def _shape(char: str) -> str:
    # Unseen characters first: what is younger than the tables must not reach a younger Python's own tables.
    return "".join(twin(bare(seen(part))) for part in one_form(seen(char)))


class _Shapes(dict[int, str]):
    """Each character's shape, found once."""

    def __missing__(self, code: int) -> str:
        self[code] = _shape(chr(code))
        return self[code]


_SHAPES = _Shapes()
