"""The events of a case whose fingerprints its handler publishes to subscribers. The fingerprint itself is never in them."""

from dataclasses import dataclass
from typing import ClassVar

from fanal.notice.events.of_case import CaseEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class FingerprintShared(CaseEvent):
    """A person published a fingerprint of a qualified target in the organisation's list."""

    KIND: ClassVar[str] = "fingerprint_shared"
    target: str
    shared: str
    fingerprint: str
    digest: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FingerprintWithdrawn(CaseEvent):
    """A published fingerprint was taken back; subscribers are told so at their next fetch."""

    KIND: ClassVar[str] = "fingerprint_withdrawn"
    target: str
    shared: str
    why: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchFedBack(CaseEvent):
    """A subscriber said what came of a published fingerprint on its side."""

    KIND: ClassVar[str] = "match_fed_back"
    target: str
    shared: str
    subscriber: str
    feedback: str
