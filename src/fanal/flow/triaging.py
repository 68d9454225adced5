"""Triage: where analysis and cross-referencing meet. It says what happened to a received notice, and knows no other moment of its life."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from fanal import crossref
from fanal.analyse import Analysis, Past, PriorityRules, analyse, calm
from fanal.crossref import Memory, Names, Opening, exact_keys, reported_before
from fanal.follow import OwnTargets
from fanal.notice.events import CasePrioritised, CaseReopened, Event, NoticeTriaged
from fanal.notice.facts import Mention, Notice
from fanal.notice.states import CaseNow
from fanal.words.lists import CaseState


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlerPolicy:
    """What an organisation decided once for all its cases; `targets` are its own per clock id, where the law gives none."""

    purpose: str
    legal_basis: str
    keep: timedelta
    rules: PriorityRules = field(default_factory=PriorityRules)
    targets: Mapping[str, timedelta] = field(default_factory=dict)
    zone: str = "Europe/Paris"

    def opening(self, now: datetime) -> Opening:
        """What a case opened now is opened with."""
        return Opening(purpose=self.purpose, legal_basis=self.legal_basis, expires_at=now + self.keep)

    def own(self) -> OwnTargets:
        """The part of the policy that the clocks read."""
        return OwnTargets(targets=self.targets, zone=self.zone)


def triage(
    notice: Notice, cases: Mapping[str, CaseNow], memory: Memory, policy: HandlerPolicy, names: Names, now: datetime
) -> tuple[Event, ...]:
    """Put a received notice into cases, and say how urgent it is. Only canonical equality attaches alone."""
    purged = {ref for ref, case in cases.items() if case.purged}
    alive = tuple(each for each in memory.known if each.case not in purged)
    memory = replace(memory, known=alive)
    placed = crossref.place(notice, memory, policy.opening(now), names, now)
    events = [*placed.events]
    for case in placed.cases:
        counted = placed.counted.get(case, ())
        found = _analysed(notice, counted, memory, policy.rules)
        before = cases.get(case)
        calmed = _calmed(notice, counted, memory, found) if before else None
        raised = case == placed.opened or found.priority > (before.priority if before else 0)
        if calmed and before and _differs(calmed, before):
            events.append(_prioritised(case, calmed, now))
        elif raised and not calmed:
            events.append(_prioritised(case, found, now))
        orphaned = any(each.is_orphan and each.case == case for each in memory.known)
        events += _reopened(notice, case, _state(case, cases, memory), (bool(counted), orphaned), now)
    events += _posted_again(notice, placed.cases, cases, memory, now)
    counted = tuple(each for mentions in placed.counted.values() for each in mentions)
    whole = _analysed(notice, counted, memory, policy.rules)
    events.append(
        NoticeTriaged(
            occurred_at=now,
            notice=notice.ref,
            priority=whole.priority,
            reasons=whole.reasons,
            cases=tuple(placed.cases),
        )
    )
    return tuple(events)


def _analysed(notice: Notice, mentions: Sequence[Mention], memory: Memory, rules: PriorityRules) -> Analysis:
    """The priority of these mentions with what the memory says of them."""
    pages = [each.canonical for each in mentions if each.canonical]
    brigaded = {page: len(memory.brigades[page].notices - {notice.ref}) for page in pages if page in memory.brigades}
    earlier = max((memory.reports.get(page, 0) - brigaded.get(page, 0) for page in pages), default=0)
    past = Past(brigade=bool(brigaded), qualified=max((_qualified(each, memory) for each in mentions), default=0))
    return analyse(notice, mentions, max(earlier, 0), rules, past)


def _qualified(mention: Mention, memory: Memory) -> int:
    is_empty = not memory.known and not memory.qualified
    return 0 if is_empty else reported_before(exact_keys(mention), memory).qualified


def _calmed(notice: Notice, mentions: Sequence[Mention], memory: Memory, found: Analysis) -> Analysis | None:
    """What a case is worth that a brigade reports: what the others make of it. Danger to a person always counts."""
    about = [memory.brigades[each.canonical] for each in mentions if each.canonical in memory.brigades]
    if not about or notice.danger or notice.exposed_person:
        return None
    of_it = next((each for each in about if notice.ref in each.notices), None)
    kept = of_it or max(about, key=lambda each: each.priority)
    if not of_it and (kept.is_alone or found.priority >= kept.priority):
        return found
    return calm(kept.priority, kept.reasons)


def _differs(calmed: Analysis, before: CaseNow) -> bool:
    """Another priority, or a brigade that nobody was told of yet."""
    told = {each["code"] for each in before.reasons}
    return calmed.priority != before.priority or not {each["code"] for each in calmed.reasons} <= told


def _prioritised(case: str, found: Analysis, now: datetime) -> CasePrioritised:
    return CasePrioritised(occurred_at=now, case=case, priority=found.priority, reasons=found.reasons)


def _state(case: str, cases: Mapping[str, CaseNow], memory: Memory) -> CaseState | None:
    if case in cases:
        return cases[case].state
    return next((each.case_state for each in memory.known if each.case == case), None)


def _posted_again(
    notice: Notice, placed: Collection[str], cases: Mapping[str, CaseNow], memory: Memory, now: datetime
) -> Sequence[Event]:
    """Settled cases elsewhere whose qualified content the same account posted again."""
    found = [
        ref
        for each in notice.mentions
        for ref in reported_before(exact_keys(each), memory, danger=notice.danger).reopen
        if ref not in placed and _state(ref, cases, memory) == CaseState.SETTLED
    ]
    return [CaseReopened(occurred_at=now, case=ref, why="posted_again", by="triage") for ref in dict.fromkeys(found)]


def _reopened(
    notice: Notice, case: str, state: CaseState | None, counts: tuple[bool, bool], now: datetime
) -> Sequence[Event]:
    """A settled case reopens when it is reported again; a dismissed one on danger, or where what it was the same as is gone."""
    again, orphaned = counts
    if notice.danger and state in (CaseState.SETTLED, CaseState.DISMISSED):
        return (CaseReopened(occurred_at=now, case=case, why="danger", by="triage"),)
    if again and (state == CaseState.SETTLED or (orphaned and state == CaseState.DISMISSED)):
        return (CaseReopened(occurred_at=now, case=case, why="reported_again", by="triage"),)
    return ()
