"""Mark: takes the fingerprints of pictures and films that were sealed as evidence, and notes where their like is. It shows none.

A station and not the upload: reading a film takes minutes that no web thread has, and happens in a process of its own.
Nothing of child abuse material is read, and no fingerprint outlives the file that it was taken of (DESIGN section 7).
"""

import logging
from collections.abc import Sequence
from datetime import datetime

from fanal.crossref.media import Mark, resembling
from fanal.notice.events import EvidenceAdded, EvidenceFingerprinted, RelationNoted
from fanal.notice.states import CaseNow
from fanal.prove.receipt import content_digest
from fanal.words.errors import RefusedError
from fanal.words.lists import EvidenceKind, RelationKind, Strength
from fanal_hub.courier import media
from fanal_hub.ledger import nearby, vault
from fanal_hub.ledger.models import VaultRow
from fanal_hub.ledger.plan import Plan
from fanal_hub.ledger.read import lookalikes, notices, relations, streams
from fanal_hub.stations import locked
from fanal_hub.stations.station import Station

log = logging.getLogger("fanal_hub.stations")
NAME = "mark"
KINDS = frozenset({"evidence_added"})


def handle(seen: streams.Recorded, now: datetime) -> Plan | None:
    """The fingerprints of one piece of evidence, or None when it has none (safe to do twice)."""
    event = seen.event
    assert isinstance(event, EvidenceAdded)
    record = _readable(event, streams.case_now(event.case))
    content = vault.open_record(record) if record else None
    if content is None or not media.medium(content):
        return None
    try:
        marks = media.fingerprints_of(content)
    except RefusedError as refused:
        log.info("no fingerprint of a file of %s: %s", event.stream, refused.messages[0].code)
        return None
    return _plan(event, marks, now)


def _plan(event: EvidenceAdded, marks: Sequence[Mark], now: datetime) -> Plan | None:
    """Written if the file may still be read: whatever changes that meanwhile is an event of the case, and it is decided again."""
    stand = streams.stand(event.stream)
    case = stand.now
    if not isinstance(case, CaseNow) or _readable(event, case) is None:
        return None
    prints = [(each.kind, each.code, each.place, each.quality) for each in marks]
    taken = EvidenceFingerprinted(
        case=event.case,
        target=event.target,
        fingerprint=marks[0].kind,
        count=len(marks),
        digest=event.digest,
        occurred_at=now,
    )
    write = nearby.fingerprints(case.handler, event.target, prints)
    noted = _related(event, case.handler, marks, now)
    return Plan(events=[taken, *noted], stands={event.stream: stand}, beside=(write,))


def _related(event: EvidenceAdded, handler: str, marks: Sequence[Mark], now: datetime) -> list[RelationNoted]:
    """Targets of the same handler that hold nearly the same picture or film: suggested once, never merged."""
    others = lookalikes.holders(handler, marks, but=event.target)
    found = resembling(marks, {target: theirs for target, (_, theirs) in others.items()})
    before, _ = relations.about([event.target])
    kind = RelationKind.SAME_CONTENT
    return [
        RelationNoted(
            case=event.case,
            target=event.target,
            other_case=others[target][0],
            other_target=target,
            relation=kind,
            strength=Strength.FINGERPRINT,
            evidence=evidence,
            occurred_at=now,
        )
        for target, evidence in found.items()
        if not before & {(event.target, target, kind), (target, event.target, kind)}
    ]


def _readable(event: EvidenceAdded, case: CaseNow | None) -> VaultRow | None:
    """The sealed file, if it is there and may be read."""
    target = case.target(event.target) if case else None
    if event.evidence != EvidenceKind.UPLOAD or case is None or target is None or locked.is_locked(case, target):
        return None
    return _sealed(event)


def _sealed(event: EvidenceAdded) -> VaultRow | None:
    """The sealed file that the event is about: the one whose facts have its digest."""
    for row in notices.sealed(f"case:{event.case}", "file_facts"):
        said = vault.open_json(row)
        if said and content_digest(bytes.fromhex(said.pop("salt")), said) == event.digest:
            return next((each for each in notices.sealed(row.about, "file") if each.pk == said["file"]), None)
    return None


STATION = Station(name=NAME, kinds=KINDS, handle=handle, most=4)
