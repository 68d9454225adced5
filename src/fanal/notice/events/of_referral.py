"""The events of a referral."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from fanal.notice.events.base import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralEvent(Event):
    """Something that happened to a referral."""

    STREAM: ClassVar[str] = "referral"
    referral: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralPrepared(ReferralEvent):
    """Targets of a case are to be put before one recipient, with one ask, on one legal basis. `clocks`: see route."""

    KIND: ClassVar[str] = "referral_prepared"
    case: str
    handler: str
    recipient: str
    recipient_kind: str
    platform: str
    lane: str
    ask: str
    offences: tuple[str, ...]
    targets: tuple[str, ...]
    clocks: tuple[str, ...]  # clock ids; the first is the main one
    why: tuple[str, ...]
    needs_second: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralApproved(ReferralEvent):
    """A second person approved a grave ask."""

    KIND: ClassVar[str] = "referral_approved"
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralSent(ReferralEvent):
    """The envelope left, by which way, with what is known of it; the clocks that started."""

    KIND: ClassVar[str] = "referral_sent"
    way: str
    grade: str
    envelope: str  # SHA-256 of its bytes
    due_at: datetime | None  # fixed by law
    target_at: datetime | None  # the handler's own target
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralUndeliverable(ReferralEvent):
    """It could not leave, and why."""

    KIND: ClassVar[str] = "referral_undeliverable"
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryNoted(ReferralEvent):
    """More is known of the delivery, such as the platform's own reference (kept beside, digest here)."""

    KIND: ClassVar[str] = "delivery_noted"
    grade: str
    by: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralAcknowledged(ReferralEvent):
    """The recipient confirmed receipt."""

    KIND: ClassVar[str] = "referral_acknowledged"
    by: str
    way: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetAnswered(ReferralEvent):
    """The recipient said what it did about one target; the statement of reasons is in the vault (digest here)."""

    KIND: ClassVar[str] = "target_answered"
    target: str
    answer: str
    measure: str
    automated: bool
    by: str
    way: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralAnswered(ReferralEvent):
    """Every target of the referral has been answered."""

    KIND: ClassVar[str] = "referral_answered"
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralAskedBack(ReferralEvent):
    """The recipient asked a question."""

    KIND: ClassVar[str] = "referral_asked_back"
    target: str
    by: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetVerified(ReferralEvent):
    """A sighting was held against the answer for one target: agrees, contradicted, silent_removal or unknown."""

    KIND: ClassVar[str] = "target_verified"
    target: str
    verdict: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralVerified(ReferralEvent):
    """Every target was held against a sighting."""

    KIND: ClassVar[str] = "referral_verified"
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralContested(ReferralEvent):
    """The handler contests the answer."""

    KIND: ClassVar[str] = "referral_contested"
    by: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralClosed(ReferralEvent):
    """Ended without an answer."""

    KIND: ClassVar[str] = "referral_closed"
    by: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralWithdrawn(ReferralEvent):
    """The handler took the referral back."""

    KIND: ClassVar[str] = "referral_withdrawn"
    by: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlinePassed(ReferralEvent):
    """A clock ran out: of law, or the handler's own target."""

    KIND: ClassVar[str] = "deadline_passed"
    clock: str
    standing: str  # "law" or "target"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralReminded(ReferralEvent):
    """A reminder left."""

    KIND: ClassVar[str] = "referral_reminded"
    key: str
