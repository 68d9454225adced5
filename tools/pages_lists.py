"""The page of the closed lists, as `make pages` writes it: every code with its French and English label. It knows no word itself."""

import inspect
from collections.abc import Mapping

from fanal.words import lists
from fanal.words.lists import Word

PAGE = "docs/lists.md"
_OPENING = """# The closed lists

Generated from `src/fanal/words/lists.py` by `make pages`: do not edit by hand.

The code stands in events, in the API and in files; the label stands on screens.
A code never changes its meaning, and a retired one stays.
Platforms, authorities and laws are open lists: one file each.
The words themselves are explained in the [glossary](glossary.md).
"""


def pages() -> Mapping[str, str]:
    """The generated page."""
    return {PAGE: page()}


def words() -> list[type[Word]]:
    """The closed lists, in the order of their file."""
    return [
        each for each in vars(lists).values() if inspect.isclass(each) and issubclass(each, Word) and each is not Word
    ]


def page() -> str:
    """The whole page."""
    parts = [_OPENING]
    for each in words():
        rows = [f"| `{word}` | {word.label('fr')} | {word.label('en')} |" for word in each]
        opening = (each.__doc__ or "").strip().replace(". ", ".\n")
        parts.append(
            "\n".join(
                (f"## {each.__name__}", "", opening, "", "| Code | Français | English |", "|---|---|---|", *rows, "")
            )
        )
    return "\n".join(parts)
