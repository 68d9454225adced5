"""Knows how a target's reference is a number, so that an index of numbers needs no table of names. It knows no target."""

import re

from fanal.words.errors import MisuseError

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32, as references are written
MOST = 8  # letters: 40 bits
HALF = 4
_FORM = re.compile(f"T-(?:[{LETTERS}]{{1,4}}|[{LETTERS}]{{4}}-[{LETTERS}]{{1,4}})")
_PYTHONS = str.maketrans(LETTERS, "0123456789ABCDEFGHIJKLMNOPQRSTUV", "-")


def number_of(target: str) -> int:
    """T-7K3M-2Q9D as a number: five bits a letter, above them how many there are; raises MisuseError for another form."""
    if not _FORM.fullmatch(target):
        raise MisuseError(f"{target!r} is not the reference of a target")
    letters = target[2:].translate(_PYTHONS)
    return len(letters) << 5 * len(letters) | int(letters, 32)


def target_of(number: int) -> str:
    """The inverse."""
    count = next(size for size in range(MOST, -1, -1) if number >> 5 * size == size)
    letters = "".join(LETTERS[number >> 5 * place & 31] for place in reversed(range(count)))
    return f"T-{letters[:HALF]}-{letters[HALF:]}" if count > HALF else f"T-{letters}"
