"""Where a contested content is handled, across organisations. For the contest page alone, which never says what was found."""

from fanal_hub.ledger.models import CaseRow, ReferralRow, TargetContent, TargetRow
from fanal_hub.ledger.read.matching import page_of

MOST = 50  # cases that one contest may reach


def by_page(canonical: str) -> list[tuple[str, str]]:
    """(case, target) of every handler that has this canonical target."""
    rows = TargetContent.objects.filter(page=page_of(canonical)).order_by("target")
    return _alive(list(rows.values_list("case", "target")[:MOST]))


def by_reference(ref: str) -> list[tuple[str, str]]:
    """(case, target) of a case or a referral that its recipient named to the author."""
    case = ReferralRow.objects.filter(ref=ref).values_list("case", flat=True).first() or ref
    rows = TargetRow.objects.filter(case=case).order_by("place")
    return _alive(list(rows.values_list("case", "id")[:MOST]))


def _alive(found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    cases = {case for case, _ in found}
    alive = set(CaseRow.objects.filter(ref__in=cases, purged=False).values_list("ref", flat=True))
    return [(case, target) for case, target in found if case in alive]
