"""Draws the tables of moves as Mermaid state diagrams. It reads `fanal.notice.lifecycle`; it knows no move itself."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from fanal.notice.events import EVENTS
from fanal.notice.lifecycle import CASE_MOVES, ENDED, NOTICE_MOVES, REFERRAL_MOVES, STAYS
from fanal.notice.relations import RELATION_MOVES
from fanal.words.lists import Word

PAGE = "docs/states.md"
TABLES: Mapping[str, Mapping[tuple[str, Any], Word]] = {
    "notice": NOTICE_MOVES,
    "case": CASE_MOVES,
    "referral": REFERRAL_MOVES,
    "relation": RELATION_MOVES,
}
_OPENING = """# Where things stand

Generated from the tables of moves in `src/fanal/notice/lifecycle.py` and `relations.py` by `make pages`: do not edit by hand.

A status says where a thing is, an outcome says how it ended, and overdue is a question to the clock, never a status.
An event or a move that is not drawn here is refused.
"""


def page() -> str:
    """The whole page."""
    parts = [_OPENING]
    for stream, table in TABLES.items():
        parts.append(f"## {stream.capitalize()}\n\n```mermaid\n" + "\n".join(_diagram(stream, table)) + "\n```\n")
        parts.append("\n".join(_states(table)) + "\n")
        if stream in ENDED:  # a relation has no stream of its own: it is a part of its case
            parts.append("\n".join(_stays(stream)) + "\n")
    return "\n".join(parts)


def _diagram(stream: str, table: Mapping[tuple[str, Any], Word]) -> Iterator[str]:
    """Moves between the same two states share one arrow."""
    yield "stateDiagram-v2"
    arrows: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (kind, before), after in table.items():
        arrows[str(before) if before else "[*]", str(after)].append(kind)
    for (start, end), kinds in arrows.items():
        yield f"    {start} --> {end}: {', '.join(kinds)}"
    for ended in ENDED.get(stream, ()):
        yield f"    {ended} --> [*]"


def _states(table: Mapping[tuple[str, Any], Word]) -> Iterator[str]:
    yield "| State | Français | English |"
    yield "|---|---|---|"
    for state in dict.fromkeys(table.values()):
        yield f"| `{state}` | {state.label('fr')} | {state.label('en')} |"


def _stays(stream: str) -> Iterator[str]:
    yield "Events that move nothing:"
    yield ""
    for kind, states in STAYS.items():
        if stream == EVENTS[kind].STREAM:
            where = "in any state" if states == ("*",) else "in " + ", ".join(f"`{each}`" for each in states)
            yield f"- `{kind}`, {where}"
