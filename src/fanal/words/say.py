"""Messages: the core says a code and its parameters; this page turns them into French or English. It holds no text itself."""

import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Literal

from fanal.words import messages as _rooms

Lang = Literal["fr", "en"]
LANGS: tuple[Lang, ...] = ("fr", "en")
Text = Mapping[str, str]  # {"fr": ..., "en": ...}


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One thing to tell a person: `code` is in the messages of a room, `params` fill its braces, `at` names the field.

    `at` is a path into what the person gave: "reasons", "targets.3.address"; empty when it is about the whole.
    """

    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)
    at: str = ""


def message(code: str, *, at: str = "", **params: str | int) -> Message:
    """A message by its code; refuses a code that no room knows (the programmer's fault)."""
    if code not in MESSAGES:
        raise KeyError(f"no message has the code {code!r}: add it to fanal/words/messages/")
    return Message(code=code, params=params, at=at)


def say(what: Message, lang: str) -> str:
    """The message in the reader's language; French when the language is not one of ours."""
    texts = MESSAGES[what.code]
    return texts.get(lang, texts["fr"]).format(**what.params)


def _gather() -> dict[str, Text]:
    found: dict[str, Text] = {}
    for room in pkgutil.iter_modules(_rooms.__path__):
        texts: Mapping[str, Text] = import_module(f"{_rooms.__name__}.{room.name}").MESSAGES
        twice = found.keys() & texts.keys()
        if twice:
            raise KeyError(f"said in two rooms: {sorted(twice)}")
        found.update(texts)
    return found


MESSAGES: Mapping[str, Text] = _gather()
