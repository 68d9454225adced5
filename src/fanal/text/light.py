"""Light normalising: one spelling of each character, and words still apart. It undoes no disguise."""

import re
import unicodedata

_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))
_SPACES = re.compile(r"\s+")


def light(text: str) -> str:
    """The text in one compatibility form and case, without invisible characters, one space on each side of each word."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    seen = "".join(" " if char.isspace() else char for char in plain if _is_seen(char))
    words = _SPACES.sub(" ", seen).strip()
    return f" {words} " if words else ""


def _is_seen(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) not in _UNSEEN
