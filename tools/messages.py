"""Compiles the French texts of the screens, kept in parts so that each room has its own file. It translates nothing.

Source: `src/fanal_hub/locale/fr/LC_MESSAGES/parts/*.po`, gettext entries, with or without a header.
The English is in the code, so English needs no catalogue. The compiled `django.mo` is not committed.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message, TranslationError
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tools.tree import ROOT

LOCALE = ROOT / "src/fanal_hub/locale/fr/LC_MESSAGES"
PARTS = LOCALE / "parts"
COMPILED = LOCALE / "django.mo"

PARAMETER = re.compile(r"%\((\w+)\)")

Key = tuple[str | None, str]  # context, English


class MessagesError(ValueError):
    """The French texts contradict themselves: mend the files that are named."""


def parts() -> list[Path]:
    """The source files, one a room."""
    return sorted(PARTS.glob("*.po"))


def key_of(message: Message) -> Key:
    """What identifies a text: its context and its English (the singular, where there is a plural)."""
    english = message.id if isinstance(message.id, str) else message.id[0]
    return message.context, english


def gathered(sources: list[Path]) -> Catalog:
    """All parts in one catalogue; raises with every contradiction and every malformed text."""
    whole = Catalog(locale="fr", domain="django", project="fanal", fuzzy=False)
    home: dict[Key, Path] = {}
    wrong: list[str] = []
    for path in sources:
        for message in _entries(path):
            wrong += (f"{path.name}: {key_of(message)[1]!r}: {fault}" for fault in _faults(message, whole))
            before = whole.get(message.id, message.context)
            if before is None:
                whole[message.id] = message
                home[key_of(message)] = path
            elif before.string != message.string:
                first = home[key_of(message)].name
                wrong.append(
                    f"{key_of(message)[1]!r} is said {before.string!r} in {first}, {message.string!r} in {path.name}"
                )
    if wrong:
        raise MessagesError("\n".join(wrong))
    return whole


def _entries(path: Path) -> Iterator[Message]:
    with path.open("rb") as file:
        part = read_po(file, locale="fr", domain="django", abort_invalid=True)
    yield from (message for message in part if message.id)


def _faults(message: Message, whole: Catalog) -> Iterator[str]:
    said = [message.string] if isinstance(message.string, str) else list(message.string or [""])
    if message.fuzzy:
        yield "marked fuzzy: decide, then remove the mark"
    if not all(said):
        yield "has no French"
        return
    # The plural's last form, or the only form, says all that the English says; "one case" may leave out its number.
    english = message.id if isinstance(message.id, str) else message.id[-1]
    lost = set(PARAMETER.findall(english)) - set(PARAMETER.findall(said[-1]))
    if lost:
        yield f"the French loses {', '.join(sorted(lost))}"
    if message.python_format:
        message.flags.add("python-format")
    try:
        for fault in message.check(whole):
            yield str(fault)
    except TranslationError as fault:
        yield str(fault)


def compile_all() -> int:
    """Write django.mo from the parts; how many texts it holds."""
    sources = parts()
    whole = gathered(sources)
    COMPILED.parent.mkdir(parents=True, exist_ok=True)
    beside = COMPILED.with_suffix(".mo.new")
    with beside.open("wb") as file:
        write_mo(file, whole)
    beside.replace(COMPILED)
    return len(whole)


def main() -> int:
    """Compile, or say what is wrong."""
    try:
        print(f"messages: {compile_all()} French texts")
    except MessagesError as wrong:
        print(wrong, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
