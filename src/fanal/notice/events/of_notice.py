"""The events of a notice."""

from dataclasses import dataclass
from typing import ClassVar

from fanal.notice.events.base import Event, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeEvent(Event):
    """Something that happened to a notice."""

    STREAM: ClassVar[str] = "notice"
    notice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeReceived(NoticeEvent):
    """A complete notice came through a door. `mentions`: n, platform, kind, digest of the content."""

    KIND: ClassVar[str] = "notice_received"
    handler: str
    channel: str
    category: str
    notifier_kind: str
    subject: str  # the vault's opaque name for the notifier
    mentions: tuple[Row, ...]
    content: str  # salted digest of the whole notice
    danger: bool = False
    exposed_person: bool = False
    counter_speech: bool = False
    lang: str = "fr"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeTriaged(NoticeEvent):
    """The notice was analysed and put into cases. `reasons`: code and points, all of them."""

    KIND: ClassVar[str] = "notice_triaged"
    priority: int
    reasons: tuple[Row, ...]
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRejected(NoticeEvent):
    """The notice goes no further, for one of the closed reasons."""

    KIND: ClassVar[str] = "notice_rejected"
    reason: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeWithdrawn(NoticeEvent):
    """The notifier took the notice back."""

    KIND: ClassVar[str] = "notice_withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifierTold(NoticeEvent):
    """The notifier was told of something; `key` makes the telling happen once."""

    KIND: ClassVar[str] = "notifier_told"
    about: str
    way: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityRead(NoticeEvent):
    """A member read who the notifier is: a trace, with the purpose."""

    KIND: ClassVar[str] = "identity_read"
    by: str
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeErased(NoticeEvent):
    """The contents and identities of the notice were destroyed; the event chain stays."""

    KIND: ClassVar[str] = "notice_erased"
    why: str
