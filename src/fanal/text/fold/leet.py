"""Step 8, signs and digits used as letters, only beside a letter; then an @ between two letters. Numbers stay numbers.

The order matters: each rule only sees letters that the next folding will see too.
"""

import re

_LEET = str.maketrans("013457", "oieast")
_RUN = re.compile(r"[0-9]+")
_LETTER = re.compile(r"[a-z]")
# At most two in a row: longer runs are numbers ("1000euros" must not meet "100euros").
_LONGEST = 2
_DOLLAR_AS_S = re.compile(r"(?<=[a-z])\$+|\$+(?=[a-z])")
_AT_AS_A = re.compile(r"(?<=[a-z])@(?=[a-z])")


def read(masked: str) -> str:
    """The text with the letters that its digits and signs stand for."""
    if "$" in masked:
        masked = _DOLLAR_AS_S.sub("s", masked)
    plain = _RUN.sub(_as_letters, masked)
    return _AT_AS_A.sub("a", plain) if "@" in plain else plain


def _as_letters(run: re.Match[str]) -> str:
    text, start, end = run.string, run.start(), run.end()
    if end - start > _LONGEST or not set(run[0]) <= set("013457"):
        return run[0]
    beside = _LETTER.match(text, end) or (start and _LETTER.match(text, start - 1))
    return run[0].translate(_LEET) if beside else run[0]
