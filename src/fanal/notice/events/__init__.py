"""Every event there is. An event says what happened, in codes; never prose, never personal data, no floats.

Free text and identities appear only as salted digests (hex SHA-256); times are aware UTC datetimes.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, get_args, get_origin, get_type_hints

from fanal.notice.events.base import Event, Row, moment, plain, stamp
from fanal.notice.events.of_case import (
    CaseDismissed,
    CaseEvent,
    CaseOpened,
    CasePrioritised,
    CasePurged,
    CaseReferred,
    CaseReopened,
    CaseSettled,
    ContestReceived,
    EvidenceAdded,
    EvidenceFingerprinted,
    HoldLifted,
    HoldPlaced,
    RelationConfirmed,
    RelationEvent,
    RelationNoted,
    RelationRefused,
    RelationUndone,
    TargetAttached,
    TargetDetached,
    TargetQualified,
    TargetSetAside,
    TargetSighted,
)
from fanal.notice.events.of_log import (
    CheckpointPublished,
)
from fanal.notice.events.of_notice import (
    IdentityRead,
    NoticeErased,
    NoticeEvent,
    NoticeReceived,
    NoticeRejected,
    NoticeTriaged,
    NoticeWithdrawn,
    NotifierTold,
)
from fanal.notice.events.of_referral import (
    DeadlinePassed,
    DeliveryNoted,
    ReferralAcknowledged,
    ReferralAnswered,
    ReferralApproved,
    ReferralAskedBack,
    ReferralClosed,
    ReferralContested,
    ReferralEvent,
    ReferralPrepared,
    ReferralReminded,
    ReferralSent,
    ReferralUndeliverable,
    ReferralVerified,
    ReferralWithdrawn,
    TargetAnswered,
    TargetVerified,
)
from fanal.notice.events.of_sharing import FingerprintShared, FingerprintWithdrawn, MatchFedBack
from fanal.words.errors import MisuseError

__all__ = [
    "CaseDismissed",
    "CaseEvent",
    "CaseOpened",
    "CasePrioritised",
    "CasePurged",
    "CaseReferred",
    "CaseReopened",
    "CaseSettled",
    "CheckpointPublished",
    "ContestReceived",
    "DeadlinePassed",
    "DeliveryNoted",
    "EVENTS",
    "Event",
    "EvidenceAdded",
    "EvidenceFingerprinted",
    "FingerprintShared",
    "FingerprintWithdrawn",
    "HoldLifted",
    "HoldPlaced",
    "IdentityRead",
    "MatchFedBack",
    "NoticeErased",
    "NoticeEvent",
    "NoticeReceived",
    "NoticeRejected",
    "NoticeTriaged",
    "NoticeWithdrawn",
    "NotifierTold",
    "ReferralAcknowledged",
    "ReferralAnswered",
    "ReferralApproved",
    "ReferralAskedBack",
    "ReferralClosed",
    "ReferralContested",
    "ReferralEvent",
    "ReferralPrepared",
    "ReferralReminded",
    "ReferralSent",
    "ReferralUndeliverable",
    "ReferralVerified",
    "ReferralWithdrawn",
    "RelationConfirmed",
    "RelationEvent",
    "RelationNoted",
    "RelationRefused",
    "RelationUndone",
    "Row",
    "TargetAnswered",
    "TargetAttached",
    "TargetDetached",
    "TargetQualified",
    "TargetSetAside",
    "TargetSighted",
    "TargetVerified",
    "moment",
    "plain",
    "read_event",
    "stamp",
]


def _leaves(cls: type[Event]) -> list[type[Event]]:
    found = [cls] if cls.KIND else []
    for child in cls.__subclasses__():
        found += _leaves(child)
    return found


EVENTS: Mapping[str, type[Event]] = {cls.KIND: cls for cls in _leaves(Event)}


def read_event(kind: str, body: Mapping[str, Any], occurred_at: datetime) -> Event:
    """The event that `body()` came from; refuses an unknown kind or field."""
    if kind not in EVENTS:
        raise MisuseError(f"unknown event {kind!r}")
    cls = EVENTS[kind]
    hints = _HINTS[kind]
    unknown = body.keys() - hints.keys()
    if unknown:
        raise MisuseError(f"{kind}: unknown fields {sorted(unknown)}")
    return cls(**{name: _typed(value, hints[name]) for name, value in body.items()}, occurred_at=occurred_at)


def _typed(value: Any, hint: Any) -> Any:
    if value is not None and (hint is datetime or datetime in get_args(hint)) and get_origin(hint) is not tuple:
        return moment(value)
    return tuple(value) if get_origin(hint) is tuple else value


def _hints(cls: type[Event]) -> dict[str, Any]:
    return {name: hint for name, hint in get_type_hints(cls).items() if get_origin(hint) is not ClassVar}


_HINTS: Mapping[str, Mapping[str, Any]] = {kind: _hints(cls) for kind, cls in EVENTS.items()}
