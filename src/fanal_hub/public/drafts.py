"""A notice being written: it lives in the page itself, signed, so that nothing is stored before it is sent. It judges nothing."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core import signing
from django.http import QueryDict

from fanal.notice.facts import MOST_ADDRESS, MOST_TARGETS, MOST_TEXT
from fanal.words.lists import Category, NotifierKind, TargetKind
from fanal_hub.public.lang import PARIS

SALT = "fanal.report"
VERSION = 1
STEPS = ("danger", "what", "where", "why", "handler", "who", "check")
CHILD_STEPS = ("danger", "what", "child", "handler", "who", "check")
MOST_FIELD = 2 * MOST_TEXT  # characters kept of a field that is too long anyway
MOST_LINES = 2 * MOST_TARGETS * MOST_ADDRESS
_LINK = re.compile(r"[a-z][a-z0-9+.-]*:|www\.|[\w-]+(\.[\w-]+)+(/|$)", re.IGNORECASE)
_SHARED = re.compile(r"https?://\S+")


@dataclass(slots=True)
class Draft:
    """What was answered so far, by step and field; `key` makes sending it twice the same notice."""

    key: str
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    reviewed: bool = False  # the last page was reached: a correction leads back to it

    @classmethod
    def fresh(cls, shared: Mapping[str, str]) -> "Draft":
        """An empty draft, or one that a phone's share menu began (Web Share Target: title, text, url)."""
        draft = cls(key=secrets.token_urlsafe(12))
        whole = "\n".join(shared.get(name, "")[:MOST_FIELD] for name in ("url", "text", "title")).strip()
        links = list(dict.fromkeys(_SHARED.findall(whole)))
        if links:
            text = _SHARED.sub("", "\n".join((shared.get("title", ""), shared.get("text", ""))))[:MOST_FIELD].strip()
            draft.answers["where"] = {"addresses": "\n".join(links), "text": text}
        return draft

    @classmethod
    def read(cls, signed: str) -> "Draft":
        """The draft of a page; signing.BadSignature when it was changed or is of another version."""
        found = signing.loads(signed, salt=SALT)
        if found["v"] != VERSION:
            raise signing.BadSignature("another version")
        return cls(key=found["k"], answers=found["a"], reviewed=found["r"])

    def signed(self) -> str:
        """The draft as the page carries it."""
        kept = {"v": VERSION, "k": self.key, "a": self.answers, "r": self.reviewed}
        return signing.dumps(kept, salt=SALT, compress=True)

    def put(self, step: str, names: Mapping[str, bool], given: QueryDict) -> None:
        """Keep what a step's page gave, as typed; `names` are its fields, True for those of several values."""
        self.answers[step] = {
            name: [each[:40] for each in given.getlist(name)[:20]] if many else given.get(name, "")[: _most(name)]
            for name, many in names.items()
        }

    def of(self, step: str) -> dict[str, Any]:
        """What a step holds."""
        return self.answers.get(step, {})

    @property
    def is_child_abuse(self) -> bool:
        """Does it concern the sexual abuse of a child? Then only an address is asked."""
        return bool(self.of("what").get("category") == Category.CHILD_ABUSE)

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps of this draft, in order."""
        return CHILD_STEPS if self.is_child_abuse else STEPS

    def beside(self, step: str, by: int) -> str:
        """The step before or after."""
        place = self.steps.index(step) if step in self.steps else self.steps.index("what")
        return self.steps[min(max(place + by, 0), len(self.steps) - 1)]

    def given(self, reasons_of_child: str) -> dict[str, Any]:
        """The draft as the core reads a notice (DSA Art. 16(2))."""
        why, who = self.of("why"), self.of("who")
        notifier: dict[str, Any] = {
            "kind": NotifierKind.VICTIM if who.get("side") == "victim" else NotifierKind.CITIZEN,
            "name": who.get("name", ""),
            "email": who.get("email", ""),
            "consents": who.get("consents", []),
        }
        return {
            "category": self.of("what").get("category", ""),
            "danger": self.of("danger").get("now") == "yes",
            "targets": self.targets(),
            "reasons": reasons_of_child if self.is_child_abuse else why.get("reasons", ""),
            "counter_speech": bool(why.get("counter_speech")),
            "exposed_person": bool(why.get("exposed_person")),
            "notifier": notifier,
            "good_faith": bool(self.of("check").get("good_faith")),
        }

    def lines(self) -> list[str]:
        """The addresses, accounts and hashtags as typed, one a line."""
        typed = str(self.of("child" if self.is_child_abuse else "where").get("addresses", ""))
        return [line.strip() for line in typed.splitlines() if line.strip()]

    @property
    def is_private(self) -> bool:
        """Is it a private message, which has no address?"""
        return not self.is_child_abuse and bool(self.of("where").get("private"))

    def targets(self) -> list[dict[str, Any]]:
        """What is reported: the private message first, then each line; text and date go with the first."""
        where = self.of("child" if self.is_child_abuse else "where")
        platform = where.get("platform", "")
        made: list[dict[str, Any]] = []
        if self.is_private:
            made.append({"kind": TargetKind.MESSAGE, "platform": platform})
        for line in self.lines():
            made.append({"address": line} if _LINK.match(line) else {"address": line, "platform": platform})
        if made and not self.is_child_abuse:
            made[0] |= {"text": where.get("text", ""), "posted_at": _moment(where.get("posted", ""))}
        return made


def _most(name: str) -> int:
    return MOST_LINES if name == "addresses" else MOST_FIELD


def _moment(day: str) -> str:
    """A day as the moment it began in France; what cannot be read is handed on as it is, for the core to refuse."""
    try:
        return datetime.fromisoformat(day).replace(tzinfo=PARIS).isoformat() if len(day) == 10 else day
    except ValueError:
        return day
