"""Knows how people disguise, alter and pass on a text, as functions of a text and of chance; it knows neither folds nor codes."""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Mapping
from random import Random

from fanal.text.fold.twins import TWINS

Attack = Callable[[str, Random], str]

LEET = {"o": "0", "i": "1", "e": "3", "a": "4@", "s": "5$", "t": "7"}
ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
EMOJI = ["🔥", "😂", "🤡", "💀", "👏🏽", "🇫🇷", "❤️", "👨‍👩‍👧", "‼️", "😡"]
MARKS = "\u0300\u0301\u0308\u0327\u0331\u0336\u0337"
BEFORE = ("RT @user: ", "RT @user RT @autre: ", "@user @user ", "Regardez ça : ", "wtf ")
AFTER = (" https://t.co/aB3dE5fG7h", " 😂😂😂", " #honte", " via @user", " !!!!")
NEIGHBOURS = "azertyuiopqsdfghjklmwxcvbn"


def _dresses() -> Mapping[str, list[str]]:
    """For each Latin letter: its confusables of UTS 39, and the letter in mathematical, full-width and framed dress."""
    found: dict[str, list[str]] = defaultdict(list)
    for char, letters in TWINS.items():
        if len(letters) == 1 and letters.isalpha() and letters.isascii():
            found[letters].append(char)
    for point in (*range(0x2460, 0x2500), *range(0xFF21, 0xFF5B), *range(0x1D400, 0x1D6A6), *range(0x1F130, 0x1F18A)):
        plain = unicodedata.normalize("NFKD", chr(point)).casefold()
        if len(plain) == 1 and plain in NEIGHBOURS:
            found[plain].append(chr(point))
    return found


LOOKALIKES = _dresses()


def _each(share: float, change: Callable[[str, Random], str]) -> Attack:
    """Change each character with that probability."""
    return lambda text, chance: "".join(change(char, chance) if chance.random() < share else char for char in text)


def _leet(char: str, chance: Random) -> str:
    return chance.choice(LEET.get(char.lower(), char))


def _lookalike(char: str, chance: Random) -> str:
    return chance.choice(LOOKALIKES.get(char.lower()) or [char])


def _typo(char: str, chance: Random) -> str:
    other = chance.choice(NEIGHBOURS)
    return chance.choice((other, "", char + other, other + char))


def _slips(text: str, chance: Random) -> str:
    """Three characters in a hundred are struck wrong, or two neighbouring letters change places in one word of eight."""
    if chance.random() < 0.5:
        return _each(0.03, _typo)(text, chance)
    words = text.split()
    for place, word in enumerate(words):
        if len(word) > 3 and chance.random() < 1 / 8:
            at = chance.randrange(1, len(word) - 2)
            words[place] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return " ".join(words)


def _accents(text: str, chance: Random) -> str:
    """Accents are left out, or put on letters that have none."""
    if chance.random() < 0.5:
        return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    return _each(0.3, lambda char, chance: char + chance.choice(MARKS) if char.isalpha() else char)(text, chance)


def _some_or_all(change: Callable[[str, Random], str]) -> Attack:
    """By hand one letter in five is changed, by a tool all of them."""
    return lambda text, chance: _each(chance.choice((0.2, 0.5, 1.0)), change)(text, chance)


def _between_words(sign: Callable[[Random], str], share: float) -> Attack:
    def attack(text: str, chance: Random) -> str:
        return "".join(f"{sign(chance)} " if char == " " and chance.random() < share else char for char in text)

    return attack


def _cut(text: str, chance: Random) -> str:
    return text[: int(len(text) * chance.uniform(0.7, 0.9))]


def _long(char: str, chance: Random) -> str:
    return char * chance.randint(2, 5) if char.isalpha() else char


ATTACKS: Mapping[str, Attack] = {
    "leet": _each(0.7, _leet),
    "homoglyphs": _some_or_all(_lookalike),
    "zero width": _some_or_all(lambda char, chance: char + chance.choice(ZERO_WIDTH)),
    "spaced letters": lambda text, chance: chance.choice((" ", ".", "-", "_")).join(text),
    "emoji inserted": _each(0.08, lambda char, chance: char + chance.choice(EMOJI)),
    "elongated": _each(0.1, _long),
    "case": _each(0.5, lambda char, chance: char.swapcase()),
    "accents": _accents,
    "punctuation": _between_words(lambda chance: chance.choice(",.;!…*|/«»\"'—"), 0.6),
    "passed on": lambda text, chance: chance.choice(BEFORE) + text + chance.choice(AFTER),
    "slips": _slips,
    "truncated": _cut,
}
