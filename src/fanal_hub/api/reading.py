"""Reads typed fields out of a JSON object and gathers every fault, for the endpoints that have no door in the core."""

from collections.abc import Mapping
from typing import Any, TypeVar

from fanal.words.lists import Word
from fanal.words.say import message
from fanal_hub.api.problems import Entry, ProblemError, entries, entry

W = TypeVar("W", bound=Word)


class Reading:
    """What is wrong so far; `done` refuses with all of it at once."""

    def __init__(self) -> None:
        self.faults: list[Entry] = []

    def say(self, code: str, at: str, **params: str | int) -> None:
        """One thing that the core has words for."""
        self.faults += entries([message(code, at=at, **params)])

    def tell(self, code: str, at: str, **params: str | int) -> None:
        """One thing that only the API says."""
        self.faults.append(entry(code, at, **params))

    def done(self) -> None:
        """Refuse when anything was wrong."""
        if self.faults:
            raise ProblemError("refused", errors=self.faults)

    def fields(self, value: Any, at: str, known: tuple[str, ...]) -> Mapping[str, Any]:
        """A group of named fields, none of them unknown."""
        if not isinstance(value, Mapping):
            self.say("not_fields", at)
            return {}
        for name in sorted(value.keys() - set(known)):
            place = "".join(char for char in name[:40] if char.isprintable())
            self.say("unknown_field", f"{at}.{place}" if at else place, known=", ".join(known))
        return value

    def text(self, value: Any, at: str, most: int) -> str:
        """A text; empty when absent or refused."""
        if value is None:
            return ""
        if not isinstance(value, str):
            self.say("not_text", at)
        elif len(value) > most:
            self.say("too_long", at, size=len(value), most=most)
        else:
            return value.strip()
        return ""

    def yes_no(self, value: Any, at: str) -> bool:
        """True, False, or nothing (which is no)."""
        if value is not None and not isinstance(value, bool):
            self.say("not_yes_no", at)
        return value is True

    def choice(self, value: Any, at: str, words: type[W]) -> W | None:
        """A code of a closed list."""
        if value is None or value == "":
            return None
        if isinstance(value, str) and value in words._value2member_map_:
            return words(value)
        self.say("not_in_list", at, found=shown(value), known=", ".join(words))
        return None

    def texts(self, value: Any, at: str, most: int) -> list[str]:
        """A list of short texts."""
        if value is None:
            return []
        if not isinstance(value, list):
            self.say("not_list", at, known="…")
            return []
        if len(value) > most:
            self.tell("list_too_long", at, size=len(value), most=most)
            return []
        return [self.text(each, f"{at}.{n}", 200) for n, each in enumerate(value)]


def shown(value: Any) -> str:
    """What was given, short and harmless, to say it back."""
    plain = value if isinstance(value, str) else type(value).__name__
    return "".join(char for char in plain[:40] if char.isprintable())
