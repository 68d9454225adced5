"""Questions of the purge station: which cases have expired, and whose keys go with them."""

import json
from datetime import datetime

from fanal_hub.ledger.models import CaseRow, NoticeRow, VaultRow


def expired(now: datetime, most: int = 200) -> list[str]:
    """Cases whose term has passed, that nobody holds and that were not purged."""
    rows = CaseRow.objects.filter(purged=False, held=False, expires_at__lte=now).order_by("expires_at")
    return list(rows.values_list("ref", flat=True)[:most])


def lives_elsewhere(notice: str, but: str) -> bool:
    """True when another case that still stands rests on this notice."""
    text = NoticeRow.objects.filter(ref=notice).values_list("now", flat=True).first()
    others = [each for each in json.loads(text)["cases"] if each != but] if text else []
    return CaseRow.objects.filter(ref__in=others, purged=False).exists()


def subjects_of(notice: str) -> list[str]:
    """The vault subjects of a notice."""
    return sorted(set(VaultRow.objects.filter(about=f"notice:{notice}").values_list("subject", flat=True)))
