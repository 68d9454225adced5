"""Seal: signs the head of the log now and then, so that everything before it can be proven. It reads leaves only."""

import base64
import hashlib
import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from fanal.notice.events import CheckpointPublished
from fanal.prove.checkpoint import Checkpoint, sign_checkpoint
from fanal.prove.merkle import ProvingTree
from fanal.prove.receipt import InclusionProof
from fanal_hub.courier.keys import signer
from fanal_hub.ledger import write
from fanal_hub.ledger.plan import ConflictError, Plan, TakenError
from fanal_hub.ledger.read import log, notices, streams
from fanal_hub.ledger.rows import when
from fanal_hub.stations.station import Station

EVERY = timedelta(seconds=20)  # at the most this long after an event is it under a checkpoint
_trees: dict[str, ProvingTree] = {}
_growing = threading.Lock()


def tree(size: int) -> ProvingTree:
    """The tree over the first leaves, kept in memory and grown as the log grows."""
    with _growing:
        kept = _trees.setdefault(str(connection.settings_dict["NAME"]), ProvingTree())
        if kept.size < size:
            for leaf in streams.leaves(kept.size, size):
                kept.append(leaf)
        return kept


def seal(now: datetime) -> int:
    """Publish a checkpoint over everything recorded so far, unless nothing but checkpoints is new; how many it made."""
    last = log.latest()
    size = streams.head()
    if size == 0 or not streams.after(last.size + 1 if last else 0, most=1):
        return 0
    root = tree(size).root(size)
    note = sign_checkpoint(Checkpoint(origin=settings.HUB["name"], size=size, root=root), signer())
    b64 = base64.b64encode(root).decode()
    event = CheckpointPublished(size=size, root=b64, note=hashlib.sha256(note.encode()).hexdigest(), occurred_at=now)
    row = {"size": size, "root": b64, "note": note, "published_at": when(now)}
    try:
        write.submit(
            Plan(
                events=[event],
                stands={"log": streams.stand("log")},
                beside=(lambda tx: tx.insert("ledger_checkpointrow", [row]),),
            )
        )
    except (ConflictError, TakenError):
        return 0
    return 1


def tick(now: datetime) -> int:
    """Seal when the last checkpoint is old enough."""
    last = log.latest()
    if last is not None and now - last.published_at < EVERY:
        return 0
    return seal(now)


def proof_of(ref: str) -> dict[str, object] | None:
    """The inclusion proof of a notice's first event under the latest checkpoint that covers it, to hand over."""
    place, last = notices.place_of(ref), log.latest()
    if place is None or last is None or place > last.size:
        return None
    hashes: Sequence[bytes] = tree(last.size).inclusion_proof(place - 1, last.size)
    proof = InclusionProof(index=place - 1, size=last.size, hashes=tuple(hashes))
    return {"proof": proof.to_json(), "checkpoint": last.note, "vkey": signer().verifier.text()}


STATION = Station(name="seal", tick=tick, every=5.0, alone=True)
