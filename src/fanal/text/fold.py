"""Folding: what is left of a text once spelling tricks are undone. It knows shapes, never meanings, and never says "same".

Strength `normal`: equal folds may be counted together and suggested, nothing more (DESIGN section 5).
Near-duplicates (fixed-length fingerprints over character 3-grams) are not here: they will read `fold_key` and live in
`fanal/fingerprints/`, one file a kind.
"""

import re
import unicodedata

from fanal.text.twins import INVISIBLE, TWINS

MENTION = "@"  # what any @handle becomes
LINK = "¶"  # what any address becomes
SHORT = 40  # below so many folded characters, only equality counts as the same

# Marks that are accents. Other combining marks stay: in Indic and Thai writing they are the vowels.
_ACCENTS = (
    (0x0300, 0x036F),
    (0x0483, 0x0489),
    (0x0591, 0x05C7),
    (0x0610, 0x061A),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x06D6, 0x06ED),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0x3099, 0x309A),
    (0xFE00, 0xFE0F),
    (0xFE20, 0xFE2F),
    (0xE0100, 0xE01EF),
)
_LINK = re.compile(r"(?:[a-z][a-z0-9+]{1,9}://|www\.)\S+")
_MENTION = re.compile(r"(?<!\w)@\w[\w.]*")
_LEET = str.maketrans("013457", "oieast")
# At most two in a row: longer runs are numbers ("1000euros" must not meet "100euros").
_LEET_RUN = re.compile(r"(?<![0-9])(?:(?<=[a-z])[013457]{1,2}|[013457]{1,2}(?=[a-z]))(?![0-9])")
_DOLLAR_AS_S = re.compile(r"(?<=[a-z])\$+|\$+(?=[a-z])")
_AT_AS_A = re.compile(r"(?<=[a-z])@(?=[a-z])")
_SPACES = re.compile(r" +")
_SAME_MASKS = re.compile(rf"({MENTION}|{LINK})(?: \1)+")
_REPEATS = re.compile(r"([^\W\d_])\1+")
_RETWEET = re.compile(rf"^(?:rt {MENTION} )+")


def fold(text: str) -> str:
    """The text without its disguises, words apart; folding twice changes nothing."""
    # (1) one form of each letter: compatibility forms, case, accents, invisible characters, visual twins (UTS 39)
    plain = _letters(text)
    # (2) addresses and handles change from one copy to the next: masks
    plain = _MENTION.sub(f" {MENTION} ", _LINK.sub(f" {LINK} ", plain))
    # (3) signs and digits used as letters, only beside a letter; then an @ between two letters.
    # The order matters: each rule only sees letters that the next folding will see too.
    plain = _DOLLAR_AS_S.sub("s", plain)
    plain = _AT_AS_A.sub("a", _LEET_RUN.sub(lambda run: run[0].translate(_LEET), plain))
    # (4) quotes, dashes, punctuation, symbols and emoji part words and say nothing else
    plain = _SPACES.sub(" ", plain.translate(_PARTING)).strip()
    # (5) repeated letters become one. "coool" may come from "col" or "cool": only one letter lets all three meet
    plain = _REPEATS.sub(r"\1", _SAME_MASKS.sub(r"\1", plain))
    # (6) a forwarded text is the same text
    return _RETWEET.sub("", plain)


def fold_key(text: str) -> str:
    """What equality is asked on: the fold without spaces; empty when nothing but masks is left, and empty equals nothing."""
    folded = fold(text)
    if not folded.replace(MENTION, "").replace(LINK, "").strip():
        return ""
    return folded.replace(" ", "")


def same_text(one: str, other: str) -> bool:
    """Are they equal once folded? Empty texts are never the same.

    At every length this asks for equality; below SHORT folded characters nothing weaker may ever be asked.
    """
    key = fold_key(one)
    return bool(key) and key == fold_key(other)


def is_short(text: str) -> bool:
    """Too short for anything but equality?"""
    return len(fold_key(text)) < SHORT


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    # Case folding can bring back what decomposition had parted, and the reverse (Unicode 3.13, D145): twice is enough.
    plain = unicodedata.normalize("NFKD", plain).casefold()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKD", plain).translate(_SHAPES))


class _Shapes(dict[int, str]):
    """Each character's shape, looked up once: dropped, replaced by its twin, or itself."""

    def __missing__(self, code: int) -> str:
        self[code] = _shape(chr(code))
        return self[code]


class _Parting(dict[int, str]):
    """Each character that is neither letter, digit nor mask parts words."""

    def __missing__(self, code: int) -> str:
        self[code] = _part(chr(code))
        return self[code]


def _shape(char: str) -> str:
    if char in TWINS:
        return TWINS[char]
    if char.isspace():
        return " "
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.digit(char))
    is_unseen = category in {"Cc", "Cf", "Cs", "Co", "Cn"} or char in INVISIBLE
    return "" if is_unseen or any(low <= ord(char) <= high for low, high in _ACCENTS) else char


def _part(char: str) -> str:
    if char in (MENTION, LINK):
        return f" {char} "
    return char if unicodedata.category(char)[0] in "LNM" else " "


_SHAPES = _Shapes()
_PARTING = _Parting()
