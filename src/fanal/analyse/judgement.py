"""A person's judgement on the targets of a case, and what was kept of them: every fault is said at once. It judges nothing."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from fanal.laws import load_laws
from fanal.notice.events import CaseDismissed, Event, EvidenceAdded, TargetQualified, TargetSetAside
from fanal.notice.facts import Evidence, SetAside, Verdict
from fanal.notice.states import CaseNow
from fanal.words.errors import MoveError
from fanal.words.lists import Ask, CaseState, Judgement, TargetKind
from fanal.words.say import Message, message

_JUDGED_IN = (CaseState.OPEN, CaseState.QUALIFIED, CaseState.REFERRED)
_DIGEST = re.compile(r"[0-9a-f]{64}")
_K = TargetKind
_CONTENT = frozenset((_K.POST, _K.COMMENT, _K.MEDIA, _K.PAGE, _K.GROUP, _K.ACCOUNT, _K.MESSAGE, _K.SHORT_LINK))
# What can be asked for which kind of target; an ask that is not named here goes with any kind.
_ASKED_FOR: Mapping[Ask, frozenset[TargetKind]] = {
    Ask.REMOVE: _CONTENT,
    Ask.BLOCK_HERE: _CONTENT | {_K.HASHTAG},
    Ask.RESTORE: _CONTENT,
    Ask.DEINDEX_HASHTAG: frozenset((_K.HASHTAG,)),
    Ask.LABEL_OR_AGE_GATE: _CONTENT - {_K.MESSAGE},
    Ask.SHARE_HASH: frozenset((_K.POST, _K.COMMENT, _K.MEDIA)),
    Ask.INSERT_REPLY: frozenset((_K.POST, _K.COMMENT, _K.MEDIA, _K.PAGE)),  # LCEN 1-1: a message made public
    Ask.PLACE_COUNTER_SPEECH: _CONTENT - {_K.MESSAGE} | {_K.HASHTAG},
    Ask.SUSPEND_ACCOUNT: frozenset(_K) - {_K.HASHTAG, _K.PAGE},
    Ask.IDENTIFY_AUTHOR: frozenset(_K) - {_K.HASHTAG},
}


def asks_for(kind: str) -> tuple[Ask, ...]:
    """What may be asked for a target of this kind, in the order of the list."""
    return tuple(each for each in Ask if each not in _ASKED_FOR or kind in _ASKED_FOR[each])


def qualify(
    case: CaseNow, judgements: Sequence[Verdict | SetAside], *, by: str, note_digests: Mapping[str, str], now: datetime
) -> tuple[Event, ...]:
    """A person judges some targets of a case; MoveError says everything that is wrong. All set aside: dismissed."""
    faults = [*_case_faults(case, judgements)]
    for n, each in enumerate(judgements):
        faults += _faults(case, each, f"judgements.{n}")
    if faults:
        raise MoveError.of(faults)
    events: list[Event] = [_event(case, each, by, note_digests.get(each.target, ""), now) for each in judgements]
    if _nothing_left(case, judgements):
        events.append(CaseDismissed(occurred_at=now, case=case.ref))
    return tuple(events)


def _case_faults(case: CaseNow, judgements: Sequence[Verdict | SetAside]) -> Iterator[Message]:
    if case.state not in _JUDGED_IN:
        yield message("judge_state", state=str(case.state))
    if not judgements:
        yield message("judge_nothing", at="judgements")
    seen: set[str] = set()
    for n, each in enumerate(judgements):
        if each.target in seen:
            yield message("judge_twice", at=f"judgements.{n}.target")
        seen.add(each.target)


def _faults(case: CaseNow, judged: Verdict | SetAside, at: str) -> Iterator[Message]:
    found = case.target(judged.target)
    if found is None:
        yield message("no_such_target", at=f"{at}.target")
        return
    if isinstance(judged, Verdict):
        yield from _verdict_faults(judged, found.kind, at)


def _verdict_faults(judged: Verdict, kind: str, at: str) -> Iterator[Message]:
    if not judged.offences:
        yield message("judge_no_offence", at=f"{at}.offences")
    known = load_laws().offences
    for code in judged.offences:
        if code not in known:
            yield message("judge_unknown_offence", at=f"{at}.offences", offence=code[:60])
    if not judged.asks:
        yield message("judge_no_ask", at=f"{at}.asks")
    for ask in judged.asks:
        if ask not in asks_for(kind):
            yield message("judge_ask_kind", at=f"{at}.asks", ask=str(ask), kind=kind)


def _event(case: CaseNow, judged: Verdict | SetAside, by: str, note: str, now: datetime) -> Event:
    if isinstance(judged, SetAside):
        return TargetSetAside(
            occurred_at=now, case=case.ref, target=judged.target, by=by, reason=judged.reason, note=note
        )
    return TargetQualified(
        occurred_at=now,
        case=case.ref,
        target=judged.target,
        by=by,
        offences=tuple(dict.fromkeys(judged.offences)),
        asks=tuple(dict.fromkeys(str(each) for each in judged.asks)),
        note=note,
    )


def _nothing_left(case: CaseNow, judgements: Sequence[Verdict | SetAside]) -> bool:
    """Is every target set aside, in a case of which nothing was referred yet?"""
    if case.state == CaseState.REFERRED or any(isinstance(each, Verdict) for each in judgements):
        return False
    aside = {each.target for each in judgements}
    return all(each.id in aside or each.judgement == Judgement.SET_ASIDE for each in case.targets)


def add_evidence(case: CaseNow, evidence: Evidence, by: str, now: datetime) -> tuple[Event, ...]:
    """A capture, an upload or a stated reason, kept under its salted digest."""
    if case.target(evidence.target) is None:
        raise MoveError(message("no_such_target", at="target"))
    if not _DIGEST.fullmatch(evidence.digest):
        raise MoveError(message("evidence_digest", at="digest"))
    return (
        EvidenceAdded(
            occurred_at=now,
            case=case.ref,
            target=evidence.target,
            evidence=evidence.kind,
            digest=evidence.digest,
            by=by,
        ),
    )
