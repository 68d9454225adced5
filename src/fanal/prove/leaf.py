"""The leaf of an event: the bytes that the log seals, frozen in spec/leaf.md. It never sees what a person wrote."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from fanal.prove.canon import canonical, sha256_hex
from fanal.prove.merkle import leaf_hash
from fanal.prove.stamp import stamp

LEAF_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafFacts:
    """What a leaf says of one event; `body` is the event's own JSON (salted digests, codes; never personal data)."""

    hub: str
    stream: str
    version: int
    kind: str
    occurred_at: datetime
    recorded_at: datetime
    body: Mapping[str, object]


def event_leaf(facts: LeafFacts, body: bytes | None = None) -> bytes:
    """The leaf bytes of an event (spec/leaf.md, version 1: frozen); `body`: its canonical bytes, when they are there already."""
    return canonical(
        {
            "v": LEAF_VERSION,
            "hub": facts.hub,
            "stream": facts.stream,
            "version": facts.version,
            "kind": facts.kind,
            "occurred_at": stamp(facts.occurred_at),
            "recorded_at": stamp(facts.recorded_at),
            "body": sha256_hex(canonical(facts.body) if body is None else body),
        }
    )


def event_leaf_hash(facts: LeafFacts, body: bytes | None = None) -> bytes:
    """The hash of an event's leaf, as it stands in the tree (RFC 6962 section 2.1)."""
    return leaf_hash(event_leaf(facts, body))
