"""Knows how a target's reference is a number, so that an index of numbers needs no table of names. It knows no target."""

from fanal.words.errors import MisuseError

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32, as references are written
_VALUES = {letter: value for value, letter in enumerate(LETTERS)}
MOST = 8  # letters: 40 bits
HALF = 4


def number_of(target: str) -> int:
    """T-7K3M-2Q9D as a number: five bits a letter, above them how many there are; raises MisuseError for another form."""
    letters = target[2:].replace("-", "")
    try:
        found = len(letters)
        for letter in letters:
            found = found << 5 | _VALUES[letter]
    except KeyError as error:
        raise MisuseError(f"{target!r} is not the reference of a target") from error
    if not 0 < len(letters) <= MOST or target_of(found) != target:
        raise MisuseError(f"{target!r} is not the reference of a target")
    return found


def target_of(number: int) -> str:
    """The inverse."""
    count = next(size for size in range(MOST, -1, -1) if number >> 5 * size == size)
    letters = "".join(LETTERS[number >> 5 * place & 31] for place in reversed(range(count)))
    return f"T-{letters[:HALF]}-{letters[HALF:]}" if count > HALF else f"T-{letters}"
