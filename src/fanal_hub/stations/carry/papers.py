"""Documents of an organisation: signed receipts with their proofs, envelopes, what others put before it. It signs nothing new."""

import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from fanal.notice.codec import load
from fanal.notice.states import NoticeNow, ReferralNow
from fanal.prove.canon import canonical
from fanal.prove.receipt import InclusionProof, Receipt, sign_receipt
from fanal_hub.courier.keys import signer
from fanal_hub.ledger import vault
from fanal_hub.ledger.models import EventRow, MentionContent, NoticeRow, ReferralRow, SentRow, VaultRow
from fanal_hub.ledger.read import log, streams
from fanal_hub.ledger.read.referrals import DELIVERED, answers
from fanal_hub.stations import seal
from fanal_hub.stations.carry.form import time_of

_STATED = ("kind", "measure", "facts", "legal_ground", "contractual_ground", "redress", "question")


def receipts(organisation: str) -> Iterator[bytes]:
    """The receipt of each notice, with its proof of inclusion where a checkpoint covers it: what `fanal check` reads."""
    last, vkey = log.latest(), signer().verifier.text()
    rows = EventRow.objects.filter(handler=organisation, kind="notice_received", position__isnull=False)
    for row in rows.order_by("position").iterator(chunk_size=1_000):
        paper: dict[str, object] = {"receipt": _receipt(row), "vkey": vkey}
        place = row.position or 0
        if last is not None and place <= last.size:
            hashes = seal.tree(last.size).inclusion_proof(place - 1, last.size)
            proof = InclusionProof(index=place - 1, size=last.size, hashes=tuple(hashes))
            paper |= {"proof": proof.to_json(), "checkpoint": last.note}
        yield canonical(paper)


def _receipt(row: EventRow) -> dict[str, object]:
    body = json.loads(row.body)
    stated = Receipt(
        hub=settings.HUB["name"],
        notice=body["notice"],
        handler=body["handler"],
        received_at=row.occurred_at,
        targets=len(body["mentions"]),
        content=body["content"],
        leaf=row.leaf,
    )
    return sign_receipt(stated, signer())


def leaves(chunk: int = 20_000) -> Iterator[bytes]:
    """The hashes of every leaf under the last checkpoint, 32 bytes each: whoever adds them up finds its root."""
    last = log.latest()
    size = last.size if last else 0
    for start in range(0, size, chunk):
        yield b"".join(streams.leaves(start, min(start + chunk, size)))


def sealed_letter(referral: str) -> bytes | None:
    """The envelope of a referral, as it was sent last."""
    rows = VaultRow.objects.filter(about=f"referral:{referral}", kind="letter").order_by("-made_at", "-id")
    row = rows.first()
    return vault.open_record(row) if row else None


# --- what others put before it, and what it reported to others --------------------------------------------------------
def inbox_rows(organisation: str) -> QuerySet[ReferralRow]:
    """The referrals that others put before it."""
    rows = ReferralRow.objects.filter(organisation=organisation, state__in=DELIVERED)
    return rows.exclude(handler=organisation).order_by("sent_at", "ref")


def inbox_line(row: ReferralRow) -> dict[str, Any]:
    """One of them, with what the organisation itself answered."""
    now = load("referral", row.now)
    assert isinstance(now, ReferralNow)
    said = answers(row.ref)
    return {
        "referral": now.ref,
        "handler": now.handler,
        "state": str(now.state),
        "outcome": str(now.outcome),
        "ask": now.ask,
        "offences": list(now.offences),
        "platform": now.platform,
        "sent_at": time_of(now.sent_at),
        "due_at": time_of(now.due_at),
        "answered_at": time_of(now.answered_at),
        "targets": [each.target for each in now.targets],
        "answers": [
            {"target": target, **{name: each.get(name) for name in _STATED}} for target, each in sorted(said.items())
        ],
    }


def reported_elsewhere(organisation: str) -> Iterator[dict[str, Any]]:
    """The notices that it sent and that another organisation handles: what it gave, and where they stand."""
    refs = SentRow.objects.filter(sender=f"org:{organisation}").order_by("notice").values_list("notice", flat=True)
    for ref in refs.iterator(chunk_size=1_000):
        row = NoticeRow.objects.filter(ref=ref).exclude(handler=organisation).first()
        now = load("notice", row.now) if row else None
        if not isinstance(now, NoticeNow):
            continue
        given = MentionContent.objects.filter(notice=ref).order_by("n").values("n", "address", "url", "text")
        yield {
            "notice": ref,
            "handler": now.handler,
            "state": str(now.state),
            "received_at": time_of(now.received_at),
            "category": now.category,
            "targets": list(given),
        }
