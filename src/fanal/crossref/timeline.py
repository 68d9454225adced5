"""How a content spread: who was first, who spread it, how many an hour. It draws nothing, and names authors only where it may.

Naming people who are said to have broken the law is processing of data on offences (GDPR Art. 10; in France, loi
Informatique et Libertés, art. 46): only a trial that is being prepared, or an authority, justifies it. Minors never.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from fanal.crossref.waves import Posting
from fanal.words.errors import MisuseError
from fanal.words.lists import OrgKind
from fanal.words.say import Message, message

LITIGATION = "litigation"  # the purpose of a case that prepares a trial
MOST_AUTHORS = 200  # of one timeline
MOST_HOURS = 24 * 31  # that are drawn one by one
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """May authors be named, and why (not)?"""

    allowed: bool
    reason: Message
    minors: frozenset[str] = frozenset()  # accounts of minors: never named, whatever the purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Spreader:
    """One author in the order of their first post; `name` is empty where nobody may be named."""

    number: int  # from 1
    name: str
    first_at: datetime
    postings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One hour of the drawing: what was posted in it, by how many authors, and how many authors there were by its end."""

    start: datetime
    postings: int
    authors: int
    authors_so_far: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """How one content spread; `steps` are ready to draw, each hour once, empty hours too."""

    steps: tuple[Step, ...]
    spreaders: tuple[Spreader, ...]
    authors: int
    postings: int
    undated: int  # postings nobody knows the time of: not in the drawing
    reasons: tuple[Message, ...]


def naming(purpose: str, handler: OrgKind, minors: Iterable[str] = ()) -> Naming:
    """May the authors be named in a case with this purpose, handled by this kind of organisation?"""
    kept = frozenset(minors)
    if handler == OrgKind.AUTHORITY:
        return Naming(allowed=True, reason=message("naming_authority"), minors=kept)
    if purpose == LITIGATION:
        return Naming(allowed=True, reason=message("naming_litigation"), minors=kept)
    return Naming(allowed=False, reason=message("naming_none"), minors=kept)


def timeline(postings: Sequence[Posting], may: Naming, *, undated: int = 0) -> Timeline:
    """The spread of one content; whoever quotes it in order to denounce it did not spread it."""
    ordered = sorted((each for each in postings if not each.denounces), key=lambda each: (each.at, each.ref))
    if any(each.at.tzinfo is None for each in ordered):
        raise MisuseError("a posting's time has no time zone")
    by_author: dict[str, list[Posting]] = {}
    for each in ordered:
        by_author.setdefault(each.author or f"?{each.ref}", []).append(each)
    minors = len(may.minors & by_author.keys())
    return Timeline(
        steps=_steps(ordered),
        spreaders=tuple(_spreaders(by_author, may)),
        authors=len(by_author),
        postings=len(ordered),
        undated=undated,
        reasons=(may.reason, *((message("naming_minor", minors=minors),) if minors else ())),
    )


def _spreaders(by_author: Mapping[str, Sequence[Posting]], may: Naming) -> list[Spreader]:
    return [
        Spreader(number=number, name=_name(author, may), first_at=_shown(posts[0].at, may), postings=len(posts))
        for number, (author, posts) in enumerate(list(by_author.items())[:MOST_AUTHORS], 1)
    ]


def _name(author: str, may: Naming) -> str:
    return author if may.allowed and author not in may.minors and not author.startswith("?") else ""


def _shown(at: datetime, may: Naming) -> datetime:
    """To the hour where nobody may be named: the second of a post is enough to find it again."""
    return at if may.allowed else _hour(at)


def _steps(ordered: Sequence[Posting]) -> tuple[Step, ...]:
    if not ordered:
        return ()
    hours: dict[datetime, list[str]] = {}
    for each in ordered:
        hours.setdefault(_hour(each.at), []).append(each.author or f"?{each.ref}")
    first, last = _hour(ordered[0].at), _hour(ordered[-1].at)
    every = [first + HOUR * n for n in range((last - first) // HOUR + 1)]
    # A content that comes back months later is not a thousand empty hours.
    shown = every if len(every) <= MOST_HOURS else sorted(hours)
    known: set[str] = set()
    steps = []
    for start in shown:
        names = hours.get(start, ())
        known.update(names)
        steps.append(Step(start=start, postings=len(names), authors=len(frozenset(names)), authors_so_far=len(known)))
    return tuple(steps)


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)
