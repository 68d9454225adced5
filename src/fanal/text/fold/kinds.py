"""Step 1, what each character is: kept in words, digit, accent, space, unseen, or parting words. It changes nothing.

The kinds are those of one version of Unicode, written down: a character that is younger is unseen, under every Python.
"""

import re
from bisect import bisect_right
from itertools import accumulate

from fanal.text.tables.kinds import RUNS

KEPT, DIGIT, ACCENT, SPACE, UNSEEN, PARTS = "KNASUP"

_RUNS = re.findall(r"([A-Z])([0-9a-f]+)", RUNS.replace("\n", ""))
_KINDS = "".join(kind for kind, _ in _RUNS)
_STARTS = (0, *accumulate(int(length, 16) for _, length in _RUNS))


def kind_of(char: str) -> str:
    """The kind of one character, as one of the six letters above."""
    return _KINDS[bisect_right(_STARTS, ord(char)) - 1]
