"""Questions of an organisation about the notices it sent itself: which, and where each stands now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from fanal.notice.codec import load
from fanal.notice.states import NoticeNow
from fanal_hub.ledger.models import CaseRow, MentionContent, NoticeRow, ReferralRow, SentRow, TargetRow

# Where a notice stands, for its sender: a stage is the union of states of the cases that its targets are in.
STAGES = {"waiting": ("open",), "judged": ("qualified",), "referred": ("referred",), "ended": ("settled", "dismissed")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which of the notices: a stage, a category, withdrawn ones; all when nothing is named."""

    stage: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """A notice that was sent, and where its matter stands."""

    notice: NoticeNow
    cases: tuple[str, ...]  # states of the cases its targets are in
    platforms: tuple[str, ...]
    referrals: tuple[str, ...]  # states of the referrals of those cases that carry its targets
    sightings: tuple[str, ...]
    address: str


def sent(sender: str, wanted: Wanted, before: str = "", most: int = 50) -> tuple[list[Fate], str]:
    """Notices of a sender, newest first, and the cursor of the next page; ValueError when the cursor is none of ours."""
    rows = _wanted(SentRow.objects.filter(sender=sender), wanted)
    if before:
        at, _, last = before.rpartition("_")
        rows = rows.filter(made_at__lte=datetime.fromisoformat(at)).exclude(
            made_at=datetime.fromisoformat(at), id__gte=int(last)
        )
    found = list(rows.order_by("-made_at", "-id")[: most + 1])
    more = f"{found[most - 1].made_at.isoformat()}_{found[most - 1].pk}" if len(found) > most else ""
    return fates([each.notice for each in found[:most]]), more


def is_sent_by(sender: str, ref: str) -> bool:
    """Did this sender send the notice?"""
    return SentRow.objects.filter(sender=sender, notice=ref).exists()


def _wanted(rows: QuerySet[SentRow], wanted: Wanted) -> QuerySet[SentRow]:
    notices = NoticeRow.objects.filter(ref=OuterRef("notice"))
    if wanted.category:
        rows = rows.filter(Exists(notices.filter(category=wanted.category)))
    if wanted.stage == "withdrawn":
        return rows.filter(Exists(notices.filter(state="withdrawn")))
    if wanted.stage in STAGES:
        cases = CaseRow.objects.filter(state__in=STAGES[wanted.stage]).values("ref")
        targets = TargetRow.objects.filter(case__in=cases).values("id")
        return rows.filter(Exists(MentionContent.objects.filter(notice=OuterRef("notice"), target__in=targets)))
    return rows


def fates(refs: Sequence[str]) -> list[Fate]:
    """The notices of some references, in that order, with what became of their targets."""
    known = {row.ref: load("notice", row.now) for row in NoticeRow.objects.filter(ref__in=refs)}
    notices = {ref: now for ref, now in known.items() if isinstance(now, NoticeNow)}
    mentions: dict[str, list[MentionContent]] = {}
    for each in MentionContent.objects.filter(notice__in=refs).order_by("notice", "n"):
        mentions.setdefault(each.notice, []).append(each)
    cases = _states([case for now in notices.values() for case in now.cases])
    ids = [each.target for rows in mentions.values() for each in rows if each.target]
    targets = {each.id: each for each in TargetRow.objects.filter(id__in=ids)}
    referrals = _referrals(list(cases))
    return [_fate(notices[ref], mentions.get(ref, []), cases, targets, referrals) for ref in refs if ref in notices]


def _states(refs: Sequence[str]) -> dict[str, str]:
    return dict(CaseRow.objects.filter(ref__in=refs).values_list("ref", "state"))


def _referrals(cases: Sequence[str]) -> dict[str, list[tuple[str, frozenset[str]]]]:
    found: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for row in ReferralRow.objects.filter(case__in=cases).order_by("prepared_at"):
        now = load("referral", row.now)
        carried = frozenset(each.target for each in getattr(now, "targets", ()))
        found.setdefault(row.case, []).append((row.state, carried))
    return found


def _fate(
    notice: NoticeNow,
    mentions: Sequence[MentionContent],
    cases: dict[str, str],
    targets: dict[str, TargetRow],
    referrals: dict[str, list[tuple[str, frozenset[str]]]],
) -> Fate:
    mine = [targets[each.target] for each in mentions if each.target in targets]
    ids = {each.id for each in mine}
    carrying = [state for case in notice.cases for state, carried in referrals.get(case, ()) if carried & ids]
    return Fate(
        notice=notice,
        cases=tuple(dict.fromkeys(cases[each] for each in notice.cases if each in cases)),
        platforms=tuple(dict.fromkeys(each.platform for each in mentions)),
        referrals=tuple(dict.fromkeys(carrying)),
        sightings=tuple(dict.fromkeys(each.sighting for each in mine if each.sighting)),
        address=mentions[0].address if mentions else "",
    )
