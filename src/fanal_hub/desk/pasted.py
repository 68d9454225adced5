"""Reads pasted lines, one target each, and shows how the core understands every line before anything is sent. It sends nothing."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from fanal import flow
from fanal.notice.facts import MOST_TARGETS, Mention, Notifier
from fanal.words.errors import RefusedError
from fanal.words.lists import Category, Channel, NotifierKind
from fanal.words.say import Message, message, say

MOST_LINES = MOST_TARGETS
MOST_PASTED = 400_000  # characters of everything pasted together
_BAR = re.compile(r"\s+\|\s*|\t+")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_LETTERS = "Reasons of enough letters"  # stands in while lines are looked at one by one
_PLACE = {"address": "https://example.org/"}  # stands in while everything but the lines is looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A pasted line as the core understands it: a mention, or what is wrong with it."""

    number: int
    raw: str
    target: Mapping[str, str]
    mention: Mention | None = None
    faults: tuple[str, ...] = ()
    is_again: bool = False  # the same page as a line above


def read_lines(pasted: str) -> list[tuple[int, str, dict[str, str]]]:
    """(number, line, target) of each line that is not empty: "link | text", "@handle platform", "#hashtag platform"."""
    lines = [(n, each.strip()) for n, each in enumerate(pasted.splitlines(), 1)]
    return [(n, line, _target(line)) for n, line in lines if line]


def _target(line: str) -> dict[str, str]:
    head, *rest = _BAR.split(line, maxsplit=1)
    text = rest[0].strip() if rest else ""
    words = head.split()
    if words and words[0][0] in "#＃@":
        target = {"address": words[0], "platform": " ".join(words[1:])}
    else:
        target, beside = _linked(head, words)
        text = text or beside
    target["text"] = text
    return {name: value for name, value in target.items() if value}


def _linked(head: str, words: Sequence[str]) -> tuple[dict[str, str], str]:
    """A link with words around it: the words are the reported text."""
    links = _LINK.findall(head)
    if len(words) < 2 or len(links) != 1:
        return {"address": head}, ""
    return {"address": links[0]}, " ".join(each for each in words if each != links[0])


def look(pasted: str, category: str, lang: str) -> list[Line]:
    """Every line as it would be taken, with its own faults; RefusedError when there are none or too many."""
    found = read_lines(pasted)
    if not found:
        raise RefusedError(message("targets_missing", at="lines"))
    if len(found) > MOST_LINES:
        raise RefusedError(message("targets_too_many", at="lines", size=len(found), most=MOST_LINES))
    kind = category if category in Category._value2member_map_ else str(Category.OTHER)
    seen: set[str] = set()
    looked: list[Line] = []
    for number, raw, target in found:
        line = _looked(Line(number=number, raw=raw, target=target), kind, lang)
        key = line.mention.canonical if line.mention else ""
        looked.append(replace(line, is_again=bool(key) and key in seen))
        seen.add(key)
    return looked


def _looked(line: Line, category: str, lang: str) -> Line:
    try:
        notice = flow.receive({"targets": [line.target], "category": category, "reasons": _LETTERS}, _door(lang))
    except RefusedError as error:
        return replace(line, faults=tuple(dict.fromkeys(say(each, lang) for each in error.messages)))
    return replace(line, mention=notice.mentions[0])


def faults_beside(given: Mapping[str, Any], lang: str) -> list[Message]:
    """What is wrong with everything but the lines: category, reasons."""
    try:
        flow.receive({**given, "targets": [_PLACE]}, _door(lang))
    except RefusedError as error:
        return list(error.messages)
    return []


def _door(lang: str) -> flow.Door:
    nobody = Notifier(kind=NotifierKind.ASSOCIATION, name="-", email=None)
    return flow.Door(
        handler="-",
        channel=Channel.DESK,
        ref="N-0000-0000",
        received_at=datetime.now(UTC),
        lang=lang,
        notifier=nobody,
        good_faith=True,
    )


def faults_without_good_faith(given: Mapping[str, Any], lang: str) -> list[Message]:
    """What the door says when good faith is not declared (DSA Art. 16(2)(d))."""
    try:
        flow.receive(given, replace(_door(lang), good_faith=False))
    except RefusedError as error:
        return list(error.messages)
    return []
