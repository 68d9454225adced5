"""Counter-speech that quotes what it denounces. It recognises the frame, on given word lists; it clears nobody.

A text recognised here is linked to what it quotes, never merged with it, and its author is never counted as the author
of the quoted words (DESIGN section 5). It is evidence for a person, and it is conservative: without quotation marks, nothing.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from fanal.text.find import excerpt, terms_in, words
from fanal.words.say import Message, message

LEAST_WORDS = 2  # a quoted single word ("nègre") is more often scorn than a quotation
_PAIRS = {"«": "»", "“": "”", "„": "“"}
_OPENS, _CLOSES = re.compile(r'(?<!\w)"'), re.compile(r'"(?!\w)')


@dataclass(frozen=True, slots=True, kw_only=True)
class Frames:
    """How one denounces in a language: `phrases` speak for themselves; `hints` count only around a text that is mostly quotation."""

    phrases: tuple[str, ...]
    hints: tuple[str, ...]


def quotes_and_denounces(text: str, frames: Iterable[Frames]) -> tuple[Message, ...]:
    """The evidence that a text quotes something to denounce it; empty (so false) without both a quotation and a frame."""
    spans = _quoted(text)
    if not spans:
        return ()
    quoted, around = _cut(text, spans)
    size = len(words(quoted))
    if size < LEAST_WORDS:
        return ()
    is_mostly_quoted = size * 2 >= size + len(words(around))
    found = [
        phrase
        for each in frames
        for phrase in terms_in(around, each.phrases + (each.hints if is_mostly_quoted else ()))
    ]
    if not found:
        return ()
    evidence = [message("quote_found", words=size, quoted=excerpt(quoted, 80))]
    return (*evidence, *(message("denounce_frame_found", frame=phrase) for phrase in dict.fromkeys(found)))


def quoted_words(text: str) -> str:
    """What a text sets in quotation marks, without them; empty when it quotes nothing."""
    return _cut(text, _quoted(text))[0]


def _quoted(text: str) -> list[tuple[int, int]]:
    """Outermost quotations as spans; straight marks run from the first to the last, because people nest them."""
    spans: list[tuple[int, int]] = []
    closing: list[str] = []
    start = 0
    for place, char in enumerate(text):
        if closing and char == closing[-1]:
            closing.pop()
            if not closing:
                spans.append((start, place + 1))
        elif char in _PAIRS:
            start = start if closing else place
            closing.append(_PAIRS[char])
    if spans:
        return spans
    # Two walks, not one pattern for both ends: that would try every end for every beginning.
    opening = _OPENS.search(text)
    closing_ends = [found.end() for found in _CLOSES.finditer(text)] if opening else []
    if opening is None or not closing_ends or closing_ends[-1] - opening.start() < 3:
        return []
    return [(opening.start(), closing_ends[-1])]


def _cut(text: str, spans: list[tuple[int, int]]) -> tuple[str, str]:
    quoted = " ".join(text[start + 1 : end - 1] for start, end in spans)
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    around = " ¶ ".join(text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))
    return quoted, around
