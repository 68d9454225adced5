"""Puts the mentions of a notice into cases, and undoes it: which events follow from a match. It sets no priority."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from fanal.crossref.keys import exact_keys
from fanal.crossref.match import Known, Match, Memory, match
from fanal.notice.events import CaseOpened, Event, RelationNoted, TargetAttached, TargetDetached
from fanal.notice.facts import Mention, Notice
from fanal.notice.states import CaseNow
from fanal.words.errors import MisuseError, MoveError
from fanal.words.say import message


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Fresh references: of a case, and of one target per mention."""

    case: str
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What every case is opened with (GDPR Art. 5(1)(b) and (e)): purpose, legal basis and expiry."""

    purpose: str
    legal_basis: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where each mention went: `counted` leaves out those whose target a person set aside."""

    events: tuple[Event, ...]
    cases: Mapping[str, tuple[Mention, ...]]  # case -> all its mentions of this notice, in the order of the notice
    counted: Mapping[str, tuple[Mention, ...]]
    opened: str = ""


def place(notice: Notice, memory: Memory, opening: Opening, names: Names, now: datetime) -> Placement:
    """Attach by canonical equality alone; everything else goes together into one new case, with its relations noted."""
    if len(names.targets) < len(notice.mentions):
        raise MisuseError("one fresh target reference per mention is needed")
    found = [(mention, match(exact_keys(mention), memory)) for mention in notice.mentions]
    events: list[Event] = []
    cases: dict[str, list[Mention]] = {}
    counted: dict[str, list[Mention]] = {}
    opened = ""
    for (mention, matched), name in zip(found, names.targets, strict=False):
        if matched.same is None and not opened:
            opened = names.case
            events.append(_opened(notice, opening, opened, now))
        case, target = (matched.same.case, matched.same.target) if matched.same else (opened, name)
        why = "canonical" if matched.same else "new"
        events.append(attached(notice.ref, mention, (case, target), why, now))
        events += _noted(matched, memory, (case, target), now)
        cases.setdefault(case, []).append(mention)
        if not (matched.same and matched.same.is_set_aside):
            counted.setdefault(case, []).append(mention)
    return Placement(events=tuple(events), cases=_frozen(cases), counted=_frozen(counted), opened=opened)


def _frozen(groups: Mapping[str, list[Mention]]) -> dict[str, tuple[Mention, ...]]:
    return {case: tuple(mentions) for case, mentions in groups.items()}


def _opened(notice: Notice, opening: Opening, case: str, now: datetime) -> CaseOpened:
    return CaseOpened(
        occurred_at=now,
        case=case,
        handler=notice.handler,
        category=notice.category,
        purpose=opening.purpose,
        legal_basis=opening.legal_basis,
        expires_at=opening.expires_at,
    )


def attached(notice: str, mention: Mention, to: tuple[str, str], why: str, now: datetime) -> TargetAttached:
    """The mention is about this target of this case."""
    case, target = to
    return TargetAttached(
        occurred_at=now,
        case=case,
        target=target,
        notice=notice,
        n=mention.n,
        platform=mention.platform,
        kind=mention.kind,
        why=why,
    )


def _noted(matched: Match, memory: Memory, place_of: tuple[str, str], now: datetime) -> list[Event]:
    """What is new; a relation that was noted before is not suggested again, whatever a person said of it."""
    case, target = place_of
    return [
        RelationNoted(
            occurred_at=now,
            case=case,
            target=target,
            other_case=each.known.case,
            other_target=each.known.target,
            relation=each.kind,
            strength=each.strength,
            evidence=each.evidence,
        )
        for each in matched.relations
        if not _is_itself(each.known, case, target)
        and (target, each.known.target, each.kind) not in memory.noted
        and (each.known.target, target, each.kind) not in memory.noted
    ]


def _is_itself(known: Known, case: str, target: str) -> bool:
    return (known.case, known.target) == (case, target)


def detach(
    case: CaseNow, place_of: tuple[str, str], *, by: str, names: Names, opening: Opening, now: datetime
) -> tuple[Event, ...]:
    """A person undoes an attachment, (target, mention "N-…/2"): the mention goes to a new case of its own."""
    target, mention = place_of
    found = case.target(target)
    if found is None:
        raise MoveError(message("no_such_target", at="target"))
    if mention not in found.mentions:
        raise MoveError(message("detach_no_mention", at="mention"))
    if len(found.mentions) == 1 and len(case.targets) == 1:
        raise MoveError(message("detach_last", at="mention"))
    notice, _, n = mention.rpartition("/")
    return (
        TargetDetached(
            occurred_at=now, case=case.ref, target=target, notice=notice, n=int(n), to_case=names.case, by=by
        ),
        CaseOpened(
            occurred_at=now,
            case=names.case,
            handler=case.handler,
            category=case.category,
            purpose=opening.purpose,
            legal_basis=opening.legal_basis,
            expires_at=opening.expires_at,
        ),
        TargetAttached(
            occurred_at=now,
            case=names.case,
            target=names.targets[0],
            notice=notice,
            n=int(n),
            platform=found.platform,
            kind=found.kind,
            why="person",
        ),
    )
