"""Questions of the purge station: which cases have expired, and whose keys go with them."""

from datetime import datetime, timedelta

from django.db.models import Value
from django.db.models.functions import Concat

from fanal.notice.codec import load
from fanal.notice.states import CaseNow, NoticeNow
from fanal.words.lists import NoticeState
from fanal_hub.ledger.models import CaseRow, NoticeRow, VaultKeyRow, VaultRow
from fanal_hub.ledger.read.cases import notices_of
from fanal_hub.ledger.read.notices import cases_of
from fanal_hub.people.models import Organisation


def expired(now: datetime, most: int = 200) -> list[str]:
    """Cases whose term has passed, that nobody holds and that were not purged."""
    rows = CaseRow.objects.filter(purged=False, held=False, expires_at__lte=now).order_by("expires_at")
    return list(rows.values_list("ref", flat=True)[:most])


def lives_elsewhere(notice: str, but: str) -> bool:
    """True when another case that still stands rests on this notice."""
    text = NoticeRow.objects.filter(ref=notice).values_list("now", flat=True).first()
    now = load("notice", text) if text else None
    others = [each for each in cases_of(now) if each != but] if isinstance(now, NoticeNow) else []
    rows = CaseRow.objects.filter(ref__in=others, purged=False).values_list("now", flat=True)
    # A mention may have been detached: the case that it left no longer rests on it.
    return any(isinstance(case := load("case", each), CaseNow) and notice in notices_of(case) for each in rows)


def subjects_of(notice: str) -> list[str]:
    """The vault subjects of a notice."""
    return sorted(set(VaultRow.objects.filter(about=f"notice:{notice}").values_list("subject", flat=True)))


def strays(now: datetime, most: int = 200) -> list[str]:
    """Notices that ended before any case took them, and whose handler's term has passed: no case's end erases them."""
    found: list[str] = []
    for handler, days in Organisation.objects.values_list("ref", "keep_days"):
        rows = NoticeRow.objects.filter(handler=handler, received_at__lte=now - timedelta(days=days))
        ended = rows.filter(state__in=(NoticeState.WITHDRAWN, NoticeState.REJECTED)).order_by("received_at")
        found += [ref for ref, text in ended.values_list("ref", "now").iterator() if _is_stray(text)][:most]
    return found[:most]


def _is_stray(text: str) -> bool:
    now = load("notice", text)
    return isinstance(now, NoticeNow) and not now.cases and not now.erased


def subjects_left(most: int = 200) -> list[str]:
    """Vault subjects of purged cases: something came in after the end."""
    gone = CaseRow.objects.filter(purged=True).values_list(Concat(Value("case-"), "ref"))
    return list(VaultKeyRow.objects.filter(subject__in=gone).values_list("subject", flat=True)[:most])
