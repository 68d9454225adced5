"""Finds every text of the screens that asks for a translation, in templates and in Python. It translates nothing.

`python -m tools.said` prints what has no French yet, ready to paste into `parts/<room>.po`, and what nobody says any more.
"""

import ast
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract
from django.conf import settings
from django.utils.translation.template import templatize

from tools.messages import Key, gathered, key_of, parts
from tools.tree import files, read

HUB = Path("src/fanal_hub")
# What Django's own makemessages looks for.
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}

Said = dict[Key, tuple[str | tuple[str, ...], Path]]  # the text (or singular and plural), and one place that says it


def in_python(source: str) -> Iterator[tuple[Key, str | tuple[str, ...]]]:
    """The texts that Python code asks to translate, also inside f-strings (which Babel reads as one string on 3.11)."""
    inner = [ast.unparse(node.value) for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FormattedValue)]
    yield from _extracted("\n".join([source, *inner]))


def in_template(source: str, name: str) -> Iterator[tuple[Key, str | tuple[str, ...]]]:
    """The texts that a Django template asks to translate: Django itself turns them into Python calls."""
    if not settings.configured:
        settings.configure()
    yield from _extracted(templatize(source, origin=name))


def _extracted(source: str) -> Iterator[tuple[Key, str | tuple[str, ...]]]:
    options = {"encoding": "utf-8"}
    for _line, text, _comments, context in extract("python", BytesIO(source.encode()), KEYWORDS, (), options):
        singular = text if isinstance(text, str) else text[0]
        if singular:
            yield (context, singular), text


def everything() -> Said:
    """All that the hub's screens say, with one place for each."""
    said: Said = {}
    for path in files():
        if not path.is_relative_to(HUB) or "migrations" in path.parts:
            continue
        if path.suffix == ".py":
            said.update({key: (text, path) for key, text in in_python(read(path))})
        elif "templates" in path.parts and path.suffix in {".html", ".txt"}:
            said.update({key: (text, path) for key, text in in_template(read(path), str(path))})
    return said


def missing() -> Said:
    """What is said and has no French yet."""
    french = {key_of(message) for message in gathered(parts()) if message.id}
    return {key: found for key, found in everything().items() if key not in french}


def unused() -> set[Key]:
    """What has French and is said nowhere."""
    return {key_of(message) for message in gathered(parts()) if message.id} - everything().keys()


def entry(key: Key, text: str | tuple[str, ...], place: Path) -> str:
    """A gettext entry to be filled in."""
    lines = [f"#: {place}"]
    if key[0]:
        lines.append(f"msgctxt {_quoted(key[0])}")
    lines.append(f"msgid {_quoted(key[1])}")
    if isinstance(text, str):
        return "\n".join([*lines, 'msgstr ""', ""])
    return "\n".join([*lines, f"msgid_plural {_quoted(text[1])}", 'msgstr[0] ""', 'msgstr[1] ""', ""])


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def main() -> int:
    """Print what is missing and what is unused; 1 when there is any."""
    lacking, idle = missing(), unused()
    for key, (text, place) in sorted(lacking.items(), key=lambda found: str(found[1][1])):
        print(entry(key, text, place))
    for context, english in sorted(idle, key=str):
        print(f"# said nowhere: {english!r}" + (f" ({context})" if context else ""))
    return int(bool(lacking or idle))


if __name__ == "__main__":
    sys.exit(main())
