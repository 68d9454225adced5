"""Step 10, repeated letters become one. "coool" may come from "col" or "cool": only one letter lets all three meet."""

import re

_REPEATS = re.compile(r"([^\W\d_])\1+")
_PLAIN_REPEATS = re.compile(r"([a-z])\1+")  # the same for folded ASCII, in half the time


def single(parted: str) -> str:
    """The text with no letter twice in a row; digits stay."""
    return (_PLAIN_REPEATS if parted.isascii() else _REPEATS).sub(r"\1", parted)
