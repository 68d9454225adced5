"""What the telling station asks: which notices a target came from, who may be written to, what was told already."""

import json
from collections.abc import Collection

from fanal.notice.states import CaseNow, NoticeNow
from fanal_hub.ledger import vault
from fanal_hub.ledger.models import EventRow
from fanal_hub.ledger.read.notices import sealed
from fanal_hub.ledger.read.streams import stands


def notices_about(case: CaseNow, targets: Collection[str]) -> list[NoticeNow]:
    """The notices that reported these targets of a case."""
    refs = {mention.partition("/")[0] for each in case.targets if each.id in targets for mention in each.mentions}
    found = stands([f"notice:{ref}" for ref in sorted(refs)]).values()
    return [each.now for each in found if isinstance(each.now, NoticeNow)]


def address_of(notice: str) -> str:
    """The notifier's own e-mail; empty for a notice that an organisation sent under its standing declaration."""
    said = vault.open_json(next(iter(sealed(f"notice:{notice}", "identity")), None)) or {}
    return "" if said.get("standing") else str(said.get("email") or "")


def was_told(notice: str, key: str) -> bool:
    """Was this told before?"""
    rows = EventRow.objects.filter(stream=f"notice:{notice}", kind="notifier_told").values_list("body", flat=True)
    return any(json.loads(each)["key"] == key for each in rows)


def is_first_contest_event(case: str, contest: str, target: str) -> bool:
    """A contest has one event a target: the first of them speaks for all."""
    rows = EventRow.objects.filter(stream=f"case:{case}", kind="contest_received").order_by("version")
    return next(
        (json.loads(each.body)["target"] == target for each in rows if json.loads(each.body)["contest"] == contest),
        True,
    )
