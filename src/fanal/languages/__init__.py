"""Languages, one file each: word lists written by hand. This page gathers them; it recognises no language by itself.

The lists are short and mild on purpose: they order a queue and explain why, they never judge, and they hold no slurs.
"""

import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

from fanal.text.quotes import Frames


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language as rules see it. Terms are compared folded and as whole words, so one spelling is enough."""

    code: str  # ISO 639-1
    title: Mapping[str, str]
    frames: Frames
    danger_terms: tuple[str, ...]  # someone may be in danger now: a life, a person exposed
    threat_terms: tuple[str, ...]  # someone says they will do harm
    examples: tuple[tuple[str, bool], ...]  # (text, does it quote and denounce?): the contract test runs them


def all_frames() -> tuple[Frames, ...]:
    """The frames of every language: people denounce in one language what was said in another."""
    return tuple(each.frames for each in LANGUAGES.values())


def _gather() -> dict[str, Language]:
    plugs = (import_module(f"{__name__}.{found.name}").PLUG for found in pkgutil.iter_modules(__path__))
    return {plug.code: plug for plug in plugs}


LANGUAGES: Mapping[str, Language] = _gather()
