"""Light normalising: a text as a careless hand may have typed it, words apart. It undoes no disguise: letters stay what they are."""

from fanal.text.fold.kinds import DIGIT, KEPT, kind_of
from fanal.text.fold.masks import masked, once
from fanal.text.fold.parting import parted
from fanal.text.fold.shapes import own_letters


def light(text: str) -> str:
    """The text without case, accents and punctuation, a space on each side of each word; empty when it holds no word.

    Digits, doubled letters and letters of other alphabets stay. A space is a character like the others to what reads it:
    it marks where words begin and end.
    """
    plain = once(parted(masked(own_letters(text))))
    return f" {plain} " if any(kind_of(char) in (KEPT, DIGIT) for char in plain) else ""
