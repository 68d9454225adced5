"""Step 11, a forwarded text is the same text: the "RT @name:" that stands before it is dropped."""

import re

from fanal.text.fold.masks import MENTION

_RETWEET = re.compile(rf"^(?:rt {MENTION} )+")


def original(text: str) -> str:
    """The text that was forwarded."""
    return _RETWEET.sub("", text) if text.startswith("rt") else text
