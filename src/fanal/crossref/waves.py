"""Waves: many authors on one person, one text or one link in a short time, as one fact with its reasons. It accuses nobody.

A wave is told from the usual noise by comparison with the same key at other times: a public figure who is spoken to every
day is not raided every day.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from fanal.text.find import find_handles
from fanal.words.lists import WaveKind
from fanal.words.say import Message, message

MOST_HANDLES = 20  # of one text
NOBODY = frozenset(("user", "url", "username", "utilisateur"))  # what anonymised texts put in the place of a name


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One post by one author at one time; `aimed_at` are the accounts spoken to."""

    ref: str
    at: datetime
    author: str = ""  # "platform:account"; empty when nobody knows
    text: str = ""
    folded: str = ""
    links: tuple[str, ...] = ()
    aimed_at: tuple[str, ...] = ()
    account_made_at: datetime | None = None
    denounces: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveRules:
    """From when on it is a wave. All are our own measures, none is of law."""

    window: timedelta = timedelta(hours=48)
    least_authors: int = 10  # different ones, within one window
    times_usual: int = 4  # so many times the authors that the same key usually has in a window
    new_account: timedelta = timedelta(days=30)  # an account younger than that when it posted


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """One wave: what it is about, how large, when, and why it is called one."""

    kind: WaveKind
    key: str  # the person, the text, the link or the target it is about
    members: tuple[str, ...]  # references, in order of time
    authors: int
    first_at: datetime
    last_at: datetime
    reasons: tuple[Message, ...]

    @property
    def size(self) -> int:
        """How many postings, or notices."""
        return len(self.members)


_KEYS: Sequence[tuple[WaveKind, Callable[[Posting], Iterable[str]]]] = (
    (WaveKind.RAID, lambda each: each.aimed_at),
    (WaveKind.COPIES, lambda each: (each.folded,)),
    (WaveKind.LINKS, lambda each: each.links),
)
RULES = WaveRules()


def aimed_at(text: str, platform: str) -> tuple[str, ...]:
    """The accounts that a text speaks to, as "platform:account"; masks of anonymised texts are nobody."""
    names = [name for name in find_handles(text) if name not in NOBODY]
    return tuple(f"{platform}:{name}" for name in names[:MOST_HANDLES])


def waves(postings: Iterable[Posting], rules: WaveRules = RULES) -> tuple[Wave, ...]:
    """Every wave, in order of time; whoever quotes in order to denounce takes no part in one."""
    ordered = sorted((each for each in postings if not each.denounces), key=lambda each: (each.at, each.ref))
    found: list[Wave] = []
    for kind, keys_of in _KEYS:
        by_key: dict[str, list[Posting]] = {}
        for posting in ordered:
            for key in dict.fromkeys(key for key in keys_of(posting) if key):
                by_key.setdefault(key, []).append(posting)
        for key, about in by_key.items():
            found += [_wave(kind, key, burst, rules) for burst in _bursts(about, rules)]
    return tuple(sorted(found, key=lambda each: (each.first_at, each.kind, each.key)))


def common_key(key: str, about: Sequence[Posting]) -> Wave:
    """A key that too many share, as one fact: it relates nobody to anybody."""
    ordered = sorted(about, key=lambda each: (each.at, each.ref))
    return _wave(WaveKind.COMMON_KEY, key, ordered, RULES)


def dense(times: Sequence[tuple[datetime, str]], window: timedelta, least: int) -> Iterator[tuple[int, int]]:
    """The longest stretches (start, stop) made of windows that each hold at least `least` different names; times in order."""
    counts: Counter[str] = Counter()
    start, opened, closed = 0, -1, -1
    for stop, (at, name) in enumerate(times, 1):
        counts[name] += 1
        while at - times[start][0] > window:
            gone = times[start][1]
            counts[gone] -= 1
            if not counts[gone]:
                del counts[gone]
            start += 1
        if len(counts) < least:
            continue
        if opened >= 0 and closed <= start:
            yield opened, closed
            opened = -1
        opened, closed = (opened if opened >= 0 else start), stop
    if opened >= 0:
        yield opened, closed


def _bursts(about: Sequence[Posting], rules: WaveRules) -> Iterator[Sequence[Posting]]:
    """The stretches of time in which enough authors write, and many more than the same key usually has."""
    times = [(each.at, _name(each)) for each in about]
    least = max(rules.least_authors, rules.times_usual * _usual(about, rules))
    yield from (about[start:stop] for start, stop in dense(times, rules.window, least))


def _usual(about: Sequence[Posting], rules: WaveRules) -> int:
    """Authors in a window at a usual time (median), quiet windows included; 0 when there is no other time to compare with."""
    windows: dict[int, set[str]] = {}
    for each in about:
        windows.setdefault((each.at - about[0].at) // rules.window, set()).add(_name(each))
    all_of_them = (about[-1].at - about[0].at) // rules.window + 1
    if all_of_them < 3:
        return 0
    sizes = sorted(len(each) for each in windows.values())
    quiet = all_of_them - len(windows)
    place = all_of_them // 2 - quiet
    return sizes[place] if place >= 0 else 0


def _name(posting: Posting) -> str:
    return posting.author or f"?{posting.ref}"


def _authors(about: Iterable[Posting]) -> int:
    return len({_name(each) for each in about})


def _wave(kind: WaveKind, key: str, about: Sequence[Posting], rules: WaveRules) -> Wave:
    return Wave(
        kind=kind,
        key=key,
        members=tuple(each.ref for each in about),
        authors=_authors(about),
        first_at=about[0].at,
        last_at=about[-1].at,
        reasons=tuple(_reasons(kind, about, rules)),
    )


def _reasons(kind: WaveKind, about: Sequence[Posting], rules: WaveRules) -> Iterator[Message]:
    hours = -((about[0].at - about[-1].at) // timedelta(hours=1))
    yield message(f"wave_{kind}", authors=_authors(about), postings=len(about), hours=max(hours, 1))
    for code, seen in (
        ("wave_shared_text", Counter(each.folded for each in about if each.folded)),
        ("wave_shared_link", Counter(link for each in about for link in dict.fromkeys(each.links))),
    ):
        same = sum(times for times in seen.values() if times > 1)
        if same * 2 >= len(about):
            yield message(code, same=same, postings=len(about))
    aged = [each for each in about if each.account_made_at]
    new = sum(each.at - each.account_made_at < rules.new_account for each in aged if each.account_made_at)
    if new:
        yield message("wave_new_accounts", new=new, known=len(aged), days=rules.new_account.days)
