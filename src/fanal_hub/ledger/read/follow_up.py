"""What a notifier who holds the secret of a notice may see of it: its own targets and what happened to them, nothing else."""

from collections.abc import Collection
from dataclasses import dataclass

from fanal.notice.states import CaseNow, NoticeNow, ReferralNow, TargetNow
from fanal_hub.ledger.models import EventRow, TargetContent
from fanal_hub.ledger.read.notices import cases_of
from fanal_hub.ledger.read.streams import Recorded, case_now, recorded, referrals_of

# Of a case: what concerns a target itself, or the whole. Never who else reported, nor how it was ranked.
OF_CASE = frozenset(
    (
        "target_qualified",
        "target_set_aside",
        "target_sighted",
        "case_dismissed",
        "case_settled",
        "case_reopened",
    )
)
OF_NOTICE = frozenset(("notice_received", "notice_triaged", "notice_rejected", "notice_withdrawn", "notice_erased"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """One target of a notice, in its case, with the referrals that carry it and what happened to them."""

    n: int
    target: TargetNow
    case: CaseNow
    content: TargetContent | None
    referrals: tuple[ReferralNow, ...]
    events: tuple[Recorded, ...]


def followed(notice: NoticeNow) -> list[Followed]:
    """The targets of a notice in the order the notifier gave them."""
    found: list[Followed] = []
    for case in (now for ref in cases_of(notice) if (now := case_now(ref)) is not None):
        mine = {each.id: each for each in case.targets if _place(each, notice.ref)}
        contents = {each.target: each for each in TargetContent.objects.filter(target__in=list(mine))}
        referrals = referrals_of(case.ref)
        for each in mine.values():
            carrying = tuple(one for one in referrals if one.target(each.id))
            found.append(
                Followed(
                    n=_place(each, notice.ref),
                    target=each,
                    case=case,
                    content=contents.get(each.id),
                    referrals=carrying,
                    events=_events(case.ref, each.id, [one.ref for one in carrying]),
                )
            )
    return sorted(found, key=lambda one: one.n)


def own_events(ref: str) -> list[Recorded]:
    """What happened to the notice itself."""
    rows = EventRow.objects.filter(stream=f"notice:{ref}", kind__in=OF_NOTICE).order_by("position")
    return [recorded(each) for each in rows]


def _place(target: TargetNow, notice: str) -> int:
    """The number that the notifier gave the target; 0 when it is not of this notice."""
    mine = [each.partition("/") for each in target.mentions]
    return next((int(n) for ref, _, n in mine if ref == notice), 0)


def _events(case: str, target: str, referrals: Collection[str]) -> tuple[Recorded, ...]:
    of_case = EventRow.objects.filter(stream=f"case:{case}", kind__in=OF_CASE)
    of_referrals = EventRow.objects.filter(stream__in=[f"referral:{each}" for each in referrals])
    rows = sorted([*of_case, *of_referrals], key=lambda each: each.position or 0)
    return tuple(each for each in map(recorded, rows) if getattr(each.event, "target", target) == target)
