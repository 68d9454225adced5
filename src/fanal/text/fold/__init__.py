"""Folding: what is left of a text once spelling tricks are undone. It knows shapes, never meanings, and never says "same".

Strength `normal`: equal folds may be counted together and suggested, nothing more (DESIGN section 5).
Near-duplicates are not here: `fanal/fingerprints/` reads `fold_key`. One file a step, in the order of `fold`.
"""

from fanal.text.fold.leet import read
from fanal.text.fold.masks import LINK, MENTION, masked, once
from fanal.text.fold.parting import parted
from fanal.text.fold.repeats import single
from fanal.text.fold.retweet import original
from fanal.text.fold.shapes import plain_letters

__all__ = ["FOLD_VERSION", "LINK", "MENTION", "SHORT", "fold", "fold_key", "is_short", "same_text"]

# Counts the changes of what texts fold to. Stored keys and codes of another version are made again.
FOLD_VERSION = 2
SHORT = 40  # below so many folded characters, only equality counts as the same


def fold(text: str) -> str:
    """The text without its disguises, words apart; folding twice changes nothing."""
    # (1-6) one form of each letter; (7) masks; (8) digits and signs read as letters; (9) words apart
    plain = parted(read(masked(plain_letters(text))))
    # (10) no letter twice in a row; (11) a forwarded text is the same text
    return original(single(once(plain)))


def fold_key(text: str) -> str:
    """What equality is asked on: the fold without spaces; empty when nothing but masks is left, and empty equals nothing.

    Letters that meet once the spaces are gone become one too: in "i m m o n d e" nobody can tell the two m from a longer one.
    """
    folded = fold(text)
    if not folded.replace(MENTION, "").replace(LINK, "").strip():
        return ""
    return single(folded.replace(" ", ""))


def same_text(one: str, other: str) -> bool:
    """Are they equal once folded? Empty texts are never the same.

    At every length this asks for equality; below SHORT folded characters nothing weaker may ever be asked.
    """
    key = fold_key(one)
    return bool(key) and key == fold_key(other)


def is_short(text: str) -> bool:
    """Too short for anything but equality?"""
    return len(fold_key(text)) < SHORT
