"""Step 3, what is not seen is dropped: controls, zero widths, fillers, characters that no font has yet; spaces are one space."""

from fanal.text.fold.kinds import SPACE, UNSEEN, kind_of


def seen(char: str) -> str:
    """The character, a plain space, or nothing."""
    kind = kind_of(char)
    return "" if kind == UNSEEN else " " if kind == SPACE else char
