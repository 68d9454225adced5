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
    digest = sha256_hex(canonical(facts.body) if body is None else body)
    # Written out as RFC 8785 sorts it: neither a digest nor a stamp holds anything to escape.
    return b'{"body":"%b","hub":%b,"kind":%b,"occurred_at":"%b","recorded_at":"%b","stream":%b,"v":%d,"version":%b}' % (
        digest.encode(),
        canonical(facts.hub),
        canonical(facts.kind),
        stamp(facts.occurred_at).encode(),
        stamp(facts.recorded_at).encode(),
        canonical(facts.stream),
        LEAF_VERSION,
        canonical(facts.version),
    )


def event_leaf_hash(facts: LeafFacts, body: bytes | None = None) -> bytes:
    """The hash of an event's leaf, as it stands in the tree (RFC 6962 section 2.1)."""
    return leaf_hash(event_leaf(facts, body))
