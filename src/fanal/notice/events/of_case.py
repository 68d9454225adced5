"""The events of a case and its targets."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from fanal.notice.events.base import Event, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent(Event):
    """Something that happened to a case."""

    STREAM: ClassVar[str] = "case"
    case: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened(CaseEvent):
    """A case was opened for its handler, with its purpose, legal basis and expiry."""

    KIND: ClassVar[str] = "case_opened"
    handler: str
    category: str
    purpose: str
    legal_basis: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetAttached(CaseEvent):
    """Mention `n` of a notice is about this target; the first attachment brings the target into the case."""

    KIND: ClassVar[str] = "target_attached"
    target: str
    notice: str
    n: int
    platform: str
    kind: str
    why: str  # "new", "canonical", "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetDetached(CaseEvent):
    """A person undid an attachment; the mention went to another case."""

    KIND: ClassVar[str] = "target_detached"
    target: str
    notice: str
    n: int
    to_case: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationNoted(CaseEvent):
    """A target of this case relates to another one: a suggestion with its evidence, never an attachment."""

    KIND: ClassVar[str] = "relation_noted"
    target: str
    other_case: str
    other_target: str
    relation: str
    strength: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationEvent(CaseEvent):
    """Something a person said of a relation that was suggested."""

    target: str
    other_case: str
    other_target: str
    relation: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationConfirmed(RelationEvent):
    """A person looked at both and confirmed the relation."""

    KIND: ClassVar[str] = "relation_confirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationRefused(RelationEvent):
    """A person looked at both and refused the relation: it is not suggested again."""

    KIND: ClassVar[str] = "relation_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationUndone(RelationEvent):
    """A person took a confirmation or a refusal back: it is a suggestion again."""

    KIND: ClassVar[str] = "relation_undone"
    frees: bool  # the confirmation had set the target aside: it waits to be judged again


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePrioritised(CaseEvent):
    """The case's priority changed, with every reason."""

    KIND: ClassVar[str] = "case_prioritised"
    priority: int
    reasons: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceAdded(CaseEvent):
    """A capture, an upload or a stated reason was sealed for a target."""

    KIND: ClassVar[str] = "evidence_added"
    target: str
    evidence: str
    digest: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFingerprinted(CaseEvent):
    """A sealed picture or film was read, and can be found by its fingerprints from now on."""

    KIND: ClassVar[str] = "evidence_fingerprinted"
    target: str
    fingerprint: str
    count: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetQualified(CaseEvent):
    """A person judged a target: offences (law codes), what to ask, and where the reasons are (digest)."""

    KIND: ClassVar[str] = "target_qualified"
    target: str
    by: str
    offences: tuple[str, ...]
    asks: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSetAside(CaseEvent):
    """A person judged that a target goes no further."""

    KIND: ClassVar[str] = "target_set_aside"
    target: str
    by: str
    reason: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDismissed(CaseEvent):
    """Every target was set aside."""

    KIND: ClassVar[str] = "case_dismissed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReferred(CaseEvent):
    """The referrals of the present qualification were prepared."""

    KIND: ClassVar[str] = "case_referred"
    referrals: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSettled(CaseEvent):
    """Every referral ended."""

    KIND: ClassVar[str] = "case_settled"
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReopened(CaseEvent):
    """The case is to be judged again, and why."""

    KIND: ClassVar[str] = "case_reopened"
    why: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSighted(CaseEvent):
    """What was seen at the source, when and from where."""

    KIND: ClassVar[str] = "target_sighted"
    target: str
    state: str
    reasons: tuple[str, ...]
    seen_from: str
    digest: str
    next_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestReceived(CaseEvent):
    """Somebody concerned, most often the author, contests what was done about a target."""

    KIND: ClassVar[str] = "contest_received"
    target: str
    contest: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldPlaced(CaseEvent):
    """A litigation hold suspends the expiry."""

    KIND: ClassVar[str] = "hold_placed"
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldLifted(CaseEvent):
    """The litigation hold ended."""

    KIND: ClassVar[str] = "hold_lifted"
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePurged(CaseEvent):
    """The case reached its expiry: contents destroyed, the event chain stays."""

    KIND: ClassVar[str] = "case_purged"
