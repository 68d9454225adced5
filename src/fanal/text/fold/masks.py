"""Step 7, masks: addresses and handles change from one copy to the next, so each becomes a sign. It follows no link."""

import re

MENTION = "@"  # what any @handle becomes
LINK = "¶"  # what any address becomes

_LINK = re.compile(r"(?:[a-z][a-z0-9+]{1,9}://|www\.)\S+")
_MENTION = re.compile(r"(?<!\w)@\w[\w.]*")
_SAME_MASKS = re.compile(rf"({MENTION}|{LINK})(?: \1)+")


def masked(plain: str) -> str:
    """Plain letters with a sign in the place of each address and handle."""
    if "://" in plain or "www." in plain:
        plain = _LINK.sub(f" {LINK} ", plain)
    return _MENTION.sub(f" {MENTION} ", plain) if MENTION in plain else plain


def once(parted: str) -> str:
    """Equal masks side by side are one: a text may be sent to three people or to one."""
    return _SAME_MASKS.sub(r"\1", parted)
