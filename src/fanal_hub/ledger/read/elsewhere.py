"""Matching between organisations: agreements, questions, answers. `reported` alone is for a person's request: yes or no, for its asker.

What it may ask and say is the core's (`fanal.crossref.elsewhere`); the others are for the station that works the answers out.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Exists, OuterRef, Q, Sum

from fanal.crossref import elsewhere
from fanal.crossref.elsewhere import Standing, Step
from fanal.notice.codec import load
from fanal.notice.states import CaseNow, TargetNow
from fanal.words.lists import AgreementAct, AgreementState, Category, Judgement, OrgKind
from fanal_hub.ledger.models import AskedRow, CaseRow, ElsewhereRow, NoticeRow, TargetContent, TargetRow
from fanal_hub.ledger.read.matching import page_of
from fanal_hub.people.models import AgreementStep, Organisation

CHUNK = 400  # cases or pages of one question to the database


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """An agreement as one of its two sides sees it."""

    other: str
    steps: tuple[Step, ...]
    standing: Standing

    @property
    def has_spoken(self) -> bool:
        """Did the other side take a step of its own? Until then it is a reference that somebody typed, and no more."""
        return any(each.by == self.other for each in self.steps)


@dataclass(frozen=True, slots=True)
class Pair:
    """One direction of an agreement in force."""

    asker: str
    answerer: str


# --- agreements -----------------------------------------------------------------------------------------------------
def agreements_of(ref: str) -> list[Agreement]:
    """Every agreement that an organisation proposed or was asked for, by the other's reference."""
    rows = AgreementStep.objects.filter(Q(one=ref) | Q(other=ref))
    return [
        _agreement(other if one == ref else one, steps)
        for (one, other), steps in _by_pair(rows.order_by("one", "other", "number"))
    ]


def agreement(ref: str, other: str) -> Agreement:
    """The agreement between the two, from the first one's side; without steps when there is none."""
    one, two = sorted((ref, other))
    return _agreement(other, list(AgreementStep.objects.filter(one=one, other=two).order_by("number")))


def _by_pair(rows: Collection[AgreementStep]) -> Iterator[tuple[tuple[str, str], list[AgreementStep]]]:
    for pair, steps in groupby(rows, key=lambda each: (each.one, each.other)):
        yield pair, list(steps)


def _agreement(other: str, rows: Sequence[AgreementStep]) -> Agreement:
    steps = tuple(Step(act=AgreementAct(each.act), by=each.by, person=each.person, at=each.at) for each in rows)
    return Agreement(other=other, steps=steps, standing=elsewhere.standing(steps))


def kinds(refs: Collection[str]) -> dict[str, OrgKind]:
    """The kind of each organisation that is there."""
    rows = Organisation.objects.filter(ref__in=list(refs)).values_list("ref", "kind")
    return {ref: OrgKind(kind) for ref, kind in rows}


def _answerers(asker: str) -> list[str]:
    """Whom an organisation may ask now."""
    partners = [each.other for each in agreements_of(asker) if each.standing.is_in_force]
    known = kinds([asker, *partners])
    return [each for each in partners if each in known and elsewhere.may_ask(known[asker], known[each])]


def due(slot: datetime) -> list[Pair]:
    """Directions of agreements in force since before `slot` whose questions of that day were not answered yet."""
    found = []
    for (one, other), steps in _by_pair(AgreementStep.objects.order_by("one", "other", "number")):
        now = _agreement(other, steps).standing
        if now.is_in_force and now.since is not None and now.since <= slot:
            found += [Pair(one, other), Pair(other, one)]
    known = kinds({each.asker for each in found})
    done = set(AskedRow.objects.filter(day=slot.date()).values_list("asker", "answerer"))
    return [
        each
        for each in found
        if (each.asker, each.answerer) not in done
        and {each.asker, each.answerer} <= set(known)
        and elsewhere.may_ask(known[each.asker], known[each.answerer])
    ]


def asked(answerer: str, asker: str, today: date) -> tuple[int, int]:
    """How many questions came from the other side: in the last seven days, and in all. Never which."""
    rows = AskedRow.objects.filter(answerer=answerer, asker=asker)
    week = rows.filter(day__gt=today - timedelta(days=7))
    return tuple(each.aggregate(sum=Sum("questions"))["sum"] or 0 for each in (week, rows))  # type: ignore[return-value]


def open_proposals(ref: str) -> int:
    """How many of its proposals wait for an answer."""
    mine = (each.standing for each in agreements_of(ref))
    return sum(each.state == AgreementState.PROPOSED and each.proposer == ref for each in mine)


# --- for the asker's screens ----------------------------------------------------------------------------------------
def reported(case: CaseNow, contents: Mapping[str, TargetContent]) -> frozenset[str]:
    """The targets of a case of which may be said "also reported elsewhere".

    What was agreed, and that the other page still stands in plain, is asked now: an end or an erasure shows at once.
    """
    ids = _askable([case], contents)
    standing = TargetContent.objects.filter(target=OuterRef("other")).exclude(canonical="")
    rows = ElsewhereRow.objects.filter(asker=case.handler, target__in=ids, answerer__in=_answerers(case.handler))
    return frozenset(rows.exclude(other="").filter(Exists(standing)).values_list("target", flat=True))


def _askable(cases: Sequence[CaseNow], contents: Mapping[str, TargetContent]) -> list[str]:
    """The targets of these cases, all of one handler, that it may ask about; what a notice calls child abuse is not."""
    locked = set(_child_abuse({ref for case in cases for target in case.targets for ref in _notices(target)}))
    return [
        target.id
        for case in cases
        for target in case.targets
        if elsewhere.is_question(case, target, contents[target.id].canonical if target.id in contents else "")
        and not locked & _notices(target)
    ]


def _child_abuse(refs: Collection[str]) -> Iterator[str]:
    """Those of the notices that say so."""
    wanted = list(refs)
    for start in range(0, len(wanted), CHUNK):
        rows = NoticeRow.objects.filter(ref__in=wanted[start : start + CHUNK], category=Category.CHILD_ABUSE)
        yield from rows.values_list("ref", flat=True)


# --- for the station ------------------------------------------------------------------------------------------------
def questions(asker: str) -> dict[str, str]:
    """What it may ask about: its target -> the page, the oldest cases first."""
    judged = TargetRow.objects.filter(handler=asker, judgement=Judgement.QUALIFIED).values("case")
    rows = CaseRow.objects.filter(handler=asker, purged=False, ref__in=judged).order_by("opened_at", "ref")
    refs = list(rows.values_list("ref", flat=True))
    found: dict[str, str] = {}
    for start in range(0, len(refs), CHUNK):
        found |= _questions(refs[start : start + CHUNK])
    return found


def _questions(refs: Sequence[str]) -> dict[str, str]:
    known = {each.target: each for each in TargetContent.objects.filter(case__in=refs)}
    held = _cases(refs)
    cases = [held[each] for each in refs if each in held]
    return {each: page_of(known[each].canonical) for each in _askable(cases, known)}


def answers(answerer: str, pages: Collection[str]) -> dict[str, str]:
    """Which of the pages an organisation's own targets are about, and may say so: page -> one such target."""
    wanted = list(pages)
    found: dict[str, str] = {}
    for start in range(0, len(wanted), CHUNK):
        rows = TargetContent.objects.filter(handler=answerer, page__in=wanted[start : start + CHUNK])
        found.update(_answers(list(rows)))
    return found


def _answers(rows: Sequence[TargetContent]) -> Iterator[tuple[str, str]]:
    cases = _cases({each.case for each in rows})
    held = [(each, case, case.target(each.target)) for each in rows if (case := cases.get(each.case)) is not None]
    locked = set(_child_abuse({ref for _, _, target in held if target is not None for ref in _notices(target)}))
    for each, case, target in held:
        if target is not None and not locked & _notices(target) and elsewhere.is_answer(case, target, each.canonical):
            yield each.page, each.target


def _cases(refs: Collection[str]) -> dict[str, CaseNow]:
    rows = CaseRow.objects.filter(ref__in=refs).values_list("ref", "now")
    return {ref: now for ref, now in ((ref, load("case", text)) for ref, text in rows) if isinstance(now, CaseNow)}


def _notices(target: TargetNow) -> set[str]:
    return {each.partition("/")[0] for each in target.mentions}


def asked_before(pair: Pair) -> frozenset[str]:
    """The asker's targets that it asked this answerer about already."""
    rows = ElsewhereRow.objects.filter(asker=pair.asker, answerer=pair.answerer)
    return frozenset(rows.values_list("target", flat=True))
