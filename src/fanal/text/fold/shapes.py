"""Steps 1 to 6 together, character by character, each looked up once: what a text looks like once its letters are plain."""

import unicodedata
from collections.abc import Callable

from fanal.text.fold.accents import bare
from fanal.text.fold.arabic import one_way
from fanal.text.fold.letters import one_form
from fanal.text.fold.twins import twin
from fanal.text.fold.unseen import seen


def plain_letters(text: str) -> str:
    """One form of each letter: case, compatibility forms, invisible characters, accents and twins undone."""
    return _shaped(text, _TWINS_TOO)


def own_letters(text: str) -> str:
    """The same, but each letter stays in its alphabet: twins are not undone."""
    return _shaped(text, _TWINS_APART)


def _shaped(text: str, shapes: dict[int, str]) -> str:
    plain = text.translate(shapes)
    # What is left of other scripts in one canonical form: Hangul is put together again, vowels are in their order.
    return plain if plain.isascii() else unicodedata.normalize("NFC", plain)


MOST = 20_000  # characters remembered: more than people write, far fewer than there are


class _Shapes(dict[int, str]):
    """Each character's shape, found once."""

    def __init__(self, last: Callable[[str], str]) -> None:
        super().__init__()
        self._last = last

    def __missing__(self, code: int) -> str:
        # Unseen characters first: what is younger than the tables must not reach a younger Python's own tables.
        parts = one_form(seen(chr(code)))
        shape = "".join(self._last(one_way(bare(seen(part)))) for part in parts)
        if len(self) < MOST:
            self[code] = shape
        return shape


_TWINS_TOO = _Shapes(twin)
_TWINS_APART = _Shapes(str)
