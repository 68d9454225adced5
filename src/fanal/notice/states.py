"""Where things stand: frozen records that are the sum of the events of one stream. They are changed by `apply` alone."""

from dataclasses import dataclass
from datetime import datetime

from fanal.notice.events import Row
from fanal.words.lists import CaseState, DeliveryGrade, Judgement, NoticeState, ReferralState


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeNow:
    """A notice as it stands."""

    ref: str
    state: NoticeState
    handler: str
    channel: str
    category: str
    notifier_kind: str
    subject: str
    lang: str
    received_at: datetime
    mentions: int
    danger: bool = False
    priority: int = 0
    reasons: tuple[Row, ...] = ()
    cases: tuple[str, ...] = ()
    erased: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetNow:
    """A target of a case as it stands."""

    id: str
    platform: str
    kind: str
    first_at: datetime
    judgement: Judgement = Judgement.PENDING
    offences: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    set_aside: str = ""
    evidence: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()  # "N-…/2"
    sighting: str = ""
    sighted_at: datetime | None = None
    looks: int = 0
    next_look_at: datetime | None = None
    contests: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseNow:
    """A case as it stands."""

    ref: str
    state: CaseState
    handler: str
    category: str
    purpose: str
    legal_basis: str
    opened_at: datetime
    expires_at: datetime
    priority: int = 0
    reasons: tuple[Row, ...] = ()
    targets: tuple[TargetNow, ...] = ()
    referrals: tuple[str, ...] = ()
    relations: int = 0
    outcome: str = ""
    held: bool = False
    purged: bool = False
    reopened: int = 0

    def target(self, target_id: str) -> TargetNow | None:
        """The target of that id, if it is in this case."""
        return next((each for each in self.targets if each.id == target_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralTarget:
    """A target of a referral as it stands."""

    target: str
    answer: str = ""
    measure: str = ""
    verdict: str = ""  # agrees | contradicted | silent_removal | unknown
    sighting: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralNow:
    """A referral as it stands."""

    ref: str
    state: ReferralState
    case: str
    handler: str
    recipient: str
    recipient_kind: str
    platform: str
    lane: str
    ask: str
    offences: tuple[str, ...]
    clocks: tuple[str, ...]
    prepared_at: datetime
    targets: tuple[ReferralTarget, ...]
    needs_second: bool = False
    approved_by: str = ""
    way: str = ""
    grade: str = DeliveryGrade.PREPARED
    outcome: str = ""
    sent_at: datetime | None = None
    acknowledged_at: datetime | None = None
    answered_at: datetime | None = None
    verified_at: datetime | None = None
    ended_at: datetime | None = None
    due_at: datetime | None = None
    target_at: datetime | None = None
    passed: tuple[str, ...] = ()
    reminders: int = 0
    questions: int = 0

    def target(self, target_id: str) -> ReferralTarget | None:
        """The target of that id, if this referral is about it."""
        return next((each for each in self.targets if each.target == target_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogNow:
    """The log as it stands: its last checkpoint."""

    size: int
    root: str
    note: str
    published_at: datetime


Now = NoticeNow | CaseNow | ReferralNow | LogNow
