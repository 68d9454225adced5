"""Step 8, signs and digits used as letters, only beside a letter; then an @ between two letters. Numbers stay numbers.

The order matters: each rule only sees letters that the next folding will see too.
"""

import re

_LEET = str.maketrans("013457", "oieast")
_RUN = re.compile(r"[0-9]+")
_LETTER = re.compile(r"[a-z]")
# Longer runs are numbers ("1000euros" must not meet "100euros"), but for those within a word that hold no digit twice.
_ON_ONE_SIDE, _WITHIN = 2, 4
# The look behind keeps a long run of signs from being tried at each of them.
_DOLLAR_AS_S = re.compile(r"(?<=[a-z])\$+|(?<!\$)\$+(?=[a-z])")
_AT_AS_A = re.compile(r"(?<=[a-z])@(?=[a-z])")


def read(masked: str) -> str:
    """The text with the letters that its digits and signs stand for."""
    if "$" in masked:
        masked = _DOLLAR_AS_S.sub("s", masked)
    plain = _RUN.sub(_as_letters, masked)
    return _AT_AS_A.sub("a", plain) if "@" in plain else plain


def _as_letters(run: re.Match[str]) -> str:
    digits = run[0]
    before = run.start() > 0 and _LETTER.match(run.string, run.start() - 1)
    after = _LETTER.match(run.string, run.end())
    is_short = (before or after) and len(digits) <= _ON_ONE_SIDE
    is_within = before and after and len(set(digits)) == len(digits) <= _WITHIN
    is_leet = (is_short or is_within) and set(digits) <= set("013457")
    return digits.translate(_LEET) if is_leet else digits
