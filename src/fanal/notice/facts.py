"""Frozen records of what people said: a notice with its mentions, an answer, a judgement. They decide nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from fanal.words.lists import (
    AnswerKind,
    Ask,
    Category,
    Channel,
    Consent,
    EvidenceKind,
    Measure,
    NotifierKind,
    SetAsideReason,
    TargetKind,
)

MOST_TARGETS = 100  # of one notice
MOST_TEXT = 20_000  # characters of one free text or reported text
MOST_ADDRESS = 4_000  # characters of one address
MOST_SHORT = 200  # characters of a name, a handle, a hashtag


@dataclass(frozen=True, slots=True, kw_only=True)
class Notifier:
    """Who reports. `name` and `email` are identities: they go to the vault, never into an event."""

    kind: NotifierKind
    name: str | None = None
    email: str | None = None
    consents: tuple[Consent, ...] = ()
    standing: str = ""  # the organisation whose standing good-faith declaration covers the notice, if any


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One target as the notifier gave it, harmonised: number `n` (from 1) of its notice."""

    n: int
    address: str  # as given
    platform: str
    kind: TargetKind
    canonical: str  # the key of strength `canonical`; empty for a private message without an address
    url: str
    account: str | None = None
    text: str = ""
    posted_at: datetime | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What one notifier reported, about 1..100 targets; never edited. Complete in the sense of DSA Art. 16(2)."""

    ref: str
    handler: str
    channel: Channel
    category: Category
    notifier: Notifier
    mentions: tuple[Mention, ...]
    reasons: str
    good_faith: bool
    received_at: datetime
    danger: bool = False  # the notifier says somebody's life or safety is in danger now
    exposed_person: bool = False  # a named person's address, workplace or image is exposed
    counter_speech: bool = False  # the notifier says the target quotes hate in order to denounce it
    lang: str = "fr"
    source_ref: str = ""  # the notifier's own reference, if any


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A person's legal judgement on one target of a case: qualified, with offences and asks."""

    target: str
    offences: tuple[str, ...]
    asks: tuple[Ask, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A person's judgement that one target goes no further, and why."""

    target: str
    reason: SetAsideReason
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What was kept of a target: a sealed file, or the stated reason why there is none."""

    target: str
    kind: EvidenceKind
    digest: str  # salted, hex


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetAnswer:
    """What the recipient said about one target, with the elements of a statement of reasons (DSA Art. 17(3))."""

    target: str
    kind: AnswerKind
    measure: Measure = Measure.NONE
    territory: str = ""  # empty: everywhere
    facts: str = ""  # Art. 17(3)(b): facts and circumstances
    automated: bool = False  # Art. 17(3)(c): automated means used in the decision
    legal_ground: str = ""  # Art. 17(3)(d)
    contractual_ground: str = ""  # Art. 17(3)(e)
    redress: str = ""  # Art. 17(3)(f)
    question: str = ""  # when it asks back


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Somebody a referral can be put before, and by which ways it can be reached."""

    code: str
    kind: str  # RecipientKind
    title: Mapping[str, str]
    platform: str = ""  # the platform plug it answers for
    organisation: str = ""  # its account on this hub, if it has one
    email: str = ""
    has_form: bool = False
