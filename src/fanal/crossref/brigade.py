"""Brigading: people nobody knows, who have reported nothing else, come to one post together. It judges neither them nor the post.

What tells it from a true surge is who does NOT come: where a thing is grave, those who report year in year out, the victims
and the authorities come too. So the rule asks for many new notifiers and for hardly any other voice, and it ends by itself
when the others come. It takes one thing away: these notices do not count as repetition. It hides nothing, and danger to a
person counts as ever.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from fanal.crossref.match import Brigaded
from fanal.crossref.waves import Wave, dense
from fanal.notice.events import Row
from fanal.words.lists import NotifierKind, WaveKind
from fanal.words.say import Message, message

_GRAVE = frozenset(("danger", "exposed_person"))  # reasons of a priority that no mob can take away
_STANDING = (NotifierKind.TRUSTED_FLAGGER, NotifierKind.AUTHORITY, NotifierKind.ASSOCIATION, NotifierKind.VICTIM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """One notice about one target. `others` is how many targets of other authors the same notifier had reported by then.

    Several posts of one author are one aim: a mob that reports them all has still reported nothing else.
    """

    ref: str
    target: str  # its canonical key
    at: datetime
    notifier: str  # a key that tells notifiers apart and names nobody; empty when they cannot be told apart
    kind: NotifierKind
    account: str = ""  # of the target's author, where it is known
    others: int = 0
    reasons: str = ""  # what it is said to be, so that the same reasons can be seen

    @property
    def is_new(self) -> bool:
        """Somebody who has no standing and had reported nothing else."""
        return self.kind not in _STANDING and not self.others


@dataclass(frozen=True, slots=True, kw_only=True)
class BrigadeRules:
    """From when on notices are called concerted. All are our own measures, none is of law."""

    window: timedelta = timedelta(hours=48)
    least_new: int = 10  # different new notifiers about one target, within one window
    least_share: float = 0.8  # that the new ones are of all notifiers in that time
    most_standing: int = 1  # authorities, trusted flaggers, associations and victims who report it in that time
    same_reasons: float = 0.6  # share from which the reasons are called the same


RULES = BrigadeRules()


def brigade(reported: Sequence[Reported], *, is_qualified: bool = False, rules: BrigadeRules = RULES) -> Wave | None:
    """The concerted notices about ONE target, if there are any; never of one that a person qualified.

    Notifiers who cannot be told apart are nobody: they are not counted.
    """
    if is_qualified:
        return None
    ordered = sorted((each for each in reported if each.notifier), key=lambda each: (each.at, each.ref))
    new = [each for each in ordered if each.is_new]
    members: list[Reported] = []
    for start, stop in dense([(each.at, each.notifier) for each in new], rules.window, rules.least_new):
        first, last = new[start].at, new[stop - 1].at
        burst = [each for each in ordered if first <= each.at <= last]
        if _is_concerted(burst, rules):
            members += [each for each in burst if each.kind not in _STANDING]
    return _wave(members, rules) if members else None


def brigades(reported: Sequence[Reported], rules: BrigadeRules = RULES) -> Mapping[str, Wave]:
    """The same for many targets: canonical key -> its concerted notices. `others` is counted here, by order of time."""
    by_target: dict[str, list[Reported]] = {}
    for each in with_history(reported):
        by_target.setdefault(each.target, []).append(each)
    found = {target: brigade(about, rules=rules) for target, about in by_target.items()}
    return {target: wave for target, wave in found.items() if wave is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Triaged:
    """What triage made of one notice of a case."""

    notice: str
    priority: int
    reasons: tuple[Row, ...] = ()


def brigaded(wave: Wave, case: Sequence[Triaged]) -> Brigaded:
    """For the memory: the concerted notices, and the priority that the others give the case; `case` in order of receipt.

    When all are concerted the first one counts, as if nobody had repeated it, until somebody else reports the target.
    A notice of danger to a person counts whoever gave it: it is one of the others.
    """
    concerted = frozenset(wave.members)
    others = [each for each in case if each.notice not in concerted or _GRAVE & {row["code"] for row in each.reasons}]
    highest = max(others or case[:1], key=lambda each: each.priority, default=Triaged(notice="", priority=0))
    return Brigaded(notices=concerted, priority=highest.priority, is_alone=not others, reasons=highest.reasons)


def with_history(reported: Sequence[Reported]) -> Iterator[Reported]:
    """Each in order of time, with how many targets of other authors its notifier had reported before."""
    before: dict[str, set[str]] = {}
    for each in sorted(reported, key=lambda each: (each.at, each.ref)):
        known, aim = before.setdefault(each.notifier, set()), each.account or each.target
        yield replace(each, others=max(each.others, len(known - {aim})))
        known.add(aim)


def _is_concerted(burst: Sequence[Reported], rules: BrigadeRules) -> bool:
    new = len({each.notifier for each in burst if each.is_new})
    standing = len({each.notifier for each in burst if each.kind in _STANDING})
    everyone = len({each.notifier for each in burst})
    return new >= rules.least_new and new >= rules.least_share * everyone and standing <= rules.most_standing


def _wave(members: Sequence[Reported], rules: BrigadeRules) -> Wave:
    return Wave(
        kind=WaveKind.BRIGADE,
        key=members[0].target,
        members=tuple(each.ref for each in members),
        authors=len({each.notifier for each in members}),
        first_at=members[0].at,
        last_at=members[-1].at,
        reasons=tuple(_reasons(members, rules)),
    )


def _reasons(members: Sequence[Reported], rules: BrigadeRules) -> Iterator[Message]:
    hours = -((members[0].at - members[-1].at) // timedelta(hours=1))
    new = len({each.notifier for each in members if each.is_new})
    yield message("wave_brigade", notifiers=new, notices=len(members), hours=max(hours, 1))
    yield message("brigade_no_other_voice")
    said = Counter(each.reasons for each in members if each.reasons)
    most = max(said.values(), default=0)
    if most >= rules.same_reasons * len(members):
        yield message("brigade_same_reasons", same=most, notices=len(members))
    yield message("brigade_not_counted")
