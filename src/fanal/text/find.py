"""What a text points to: links, hashtags, handles, contact details, terms. It reads shapes and resolves nothing."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from fanal.text.fold import LINK, MENTION, fold

_LINK = re.compile(r"(?<![\w@])(?:https?://|www\.)[^\s<>\"“”«»]+", re.IGNORECASE)
_TRAILING = ".,;:!?…'’*_"
_HASHTAG = re.compile(r"(?<![\w&/#])[#＃](?=\w*[^\W\d])(\w+)")
_HANDLE = re.compile(r"(?<![\w.@/+-])[@＠](\w[\w.-]*(?:@[\w-]+(?:\.[\w-]+)+)?)")
_EMAIL = re.compile(r"(?<![\w.+@-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w@])")
_PHONE_FR = re.compile(
    r"(?<![\w+])(?:(?:\+|00)33[ .\-]?(?:\(0\))?[ .\-]?|0)[1-9](?:[ .\-\u00a0\u202f]?[0-9]{2}){4}(?![0-9])"
)
_PHONE_ABROAD = re.compile(r"(?<![\w+])(?:\+|00)(?!33)[1-9][0-9]{0,2}(?:[ .\-\u00a0\u202f]?[0-9]{2,4}){2,4}(?![0-9])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A phone number or an e-mail in a text: often a third party's, so its place is given for it to be quarantined."""

    kind: Literal["email", "phone"]
    start: int
    end: int
    normal: str  # the same for counting: lower case; digits with the country code


def find_links(text: str) -> tuple[str, ...]:
    """The addresses as they were written, each once, without the punctuation of the sentence."""
    return _once(_trim(found[0]) for found in _LINK.finditer(text))


def find_hashtags(text: str) -> tuple[str, ...]:
    """The hashtags without their sign, in lower case, each once; numbers alone (#1) are not hashtags."""
    return _once(_normal(found[1]) for found in _HASHTAG.finditer(_without_links(text)))


def find_handles(text: str) -> tuple[str, ...]:
    """The accounts spoken to, without their sign, in lower case, each once; `name@host` where the host is given."""
    return _once(_normal(found[1]).rstrip(".-") for found in _HANDLE.finditer(_without_links(text)))


def find_contacts(text: str) -> tuple[Contact, ...]:
    """Phone numbers and e-mails, in order, with their spans in the text as given; numbers inside links are not phones."""
    bare = _without_links(text)
    found = [_contact("email", hit, hit[0].lower()) for hit in _EMAIL.finditer(bare)]
    found += [_contact("phone", hit, _french(hit[0])) for hit in _PHONE_FR.finditer(bare)]
    found += [_contact("phone", hit, _abroad(hit[0])) for hit in _PHONE_ABROAD.finditer(bare)]
    return tuple(sorted(found, key=lambda each: each.start))


def words(text: str) -> list[str]:
    """The folded words, for searching: fold what is stored and what is asked alike."""
    return [word for word in fold(text).split() if word not in (MENTION, LINK)]


def terms_in(text: str, terms: Iterable[str]) -> tuple[str, ...]:
    """Which of these words or phrases the text holds, as whole folded words, in the order of `terms`."""
    folded = f" {' '.join(words(text))} "
    return _once(term for term in terms if (plain := " ".join(words(term))) and f" {plain} " in folded)


def excerpt(text: str, most: int) -> str:
    """At most `most` characters on one line, cut between words, safe to show: no control or direction characters."""
    shown = " ".join("".join(_visible(char) for char in text[: most * 4 + 100]).split())
    if len(shown) <= most and len(text) <= most * 4 + 100:
        return shown
    room = shown[: max(most - 1, 0)]
    at_word = room.rsplit(" ", 1)[0] if shown[len(room) : len(room) + 1] not in ("", " ") else room
    return f"{(at_word if len(at_word) * 2 > len(room) else room).rstrip()}…"[:most]


def _visible(char: str) -> str:
    if char.isspace():
        return " "
    # Emoji families are glued by the zero-width joiner: it stays.
    return "" if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn"} and char != "\u200d" else char


def _without_links(text: str) -> str:
    """The text with its links blanked, every place kept."""
    return _LINK.sub(lambda found: " " * len(found[0]), text)


def _trim(link: str) -> str:
    link = link.rstrip(_TRAILING)
    while link.endswith((")", "]")) and link.count(link[-1]) > link.count({")": "(", "]": "["}[link[-1]]):
        link = link[:-1].rstrip(_TRAILING)
    return link


def _normal(name: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def _contact(kind: Literal["email", "phone"], hit: re.Match[str], normal: str) -> Contact:
    return Contact(kind=kind, start=hit.start(), end=hit.end(), normal=normal)


def _french(number: str) -> str:
    return "+33" + re.sub(r"[^0-9]", "", number)[-9:]


def _abroad(number: str) -> str:
    digits = re.sub(r"[^0-9]", "", number)
    return "+" + (digits if number.startswith("+") else digits[2:])


def _once(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for each in found if each))
