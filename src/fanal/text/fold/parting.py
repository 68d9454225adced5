"""Step 9, quotes, dashes, punctuation, symbols and emoji part words and say nothing else."""

import re

from fanal.text.fold.kinds import PARTS, kind_of
from fanal.text.fold.masks import LINK, MENTION

MOST = 20_000  # characters remembered
_SPACES = re.compile(r" {2,}")


def parted(plain: str) -> str:
    """Words and masks with one space between them."""
    return _SPACES.sub(" ", plain.translate(_PARTING)).strip()


class _Parting(dict[int, str]):
    """Each character that is neither letter, digit nor mask parts words."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        shape = f" {char} " if char in (MENTION, LINK) else " " if kind_of(char) == PARTS else char
        if len(self) < MOST:
            self[code] = shape
        return shape


_PARTING = _Parting()
