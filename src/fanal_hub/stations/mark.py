"""Mark: takes the fingerprints of pictures and films that were sealed as evidence. It shows none, and compares nothing.

A station and not the upload: reading a film takes minutes that no web thread has, and happens in a process of its own.
Nothing of child abuse material is read, and no fingerprint outlives the file that it was taken of (DESIGN section 7).
"""

import logging
from datetime import datetime

from fanal.notice.events import EvidenceAdded
from fanal.prove.receipt import content_digest
from fanal.words.errors import RefusedError
from fanal.words.lists import EvidenceKind
from fanal_hub.courier import media
from fanal_hub.ledger import fingerprints, vault
from fanal_hub.ledger.models import VaultRow
from fanal_hub.ledger.plan import Effect, Plan, Tx
from fanal_hub.ledger.read import notices, streams
from fanal_hub.stations import locked
from fanal_hub.stations.station import Station

log = logging.getLogger("fanal_hub.stations")
NAME = "mark"
KINDS = frozenset({"evidence_added"})


def handle(seen: streams.Recorded, now: datetime) -> Plan | None:
    """The fingerprints of one piece of evidence, or None when it has none (safe to do twice)."""
    event = seen.event
    assert isinstance(event, EvidenceAdded)
    case = streams.case_now(event.case)
    target = case.target(event.target) if case else None
    if event.evidence != EvidenceKind.UPLOAD or case is None or target is None or locked.is_locked(case, target):
        return None
    record = _sealed(event)
    content = vault.open_record(record) if record else None
    if record is None or content is None or not media.medium(content):
        return None
    try:
        marks = media.fingerprints_of(content)
    except RefusedError as refused:
        log.info("no fingerprint of a file of %s: %s", event.stream, refused.messages[0].code)
        return None
    prints = [(each.kind, each.code, each.place, each.quality) for each in marks]
    return Plan(beside=(_while_kept(record.pk, fingerprints.remember(case.handler, target.id, prints)),))


def _sealed(event: EvidenceAdded) -> VaultRow | None:
    """The sealed file that the event is about: the one whose facts have its digest."""
    for row in notices.sealed(f"case:{event.case}", "file_facts"):
        said = vault.open_json(row)
        if said and content_digest(bytes.fromhex(said.pop("salt")), said) == event.digest:
            return next((each for each in notices.sealed(row.about, "file") if each.pk == said["file"]), None)
    return None


def _while_kept(record: str, write: Effect) -> Effect:
    """Only while the file is there: it may have been destroyed, or its case purged, while it was read."""

    def effect(tx: Tx) -> None:
        if tx.one("SELECT 1 FROM ledger_vaultrow WHERE id = %s", [record]) is not None:
            write(tx)

    return effect


STATION = Station(name=NAME, kinds=KINDS, handle=handle, most=4)
