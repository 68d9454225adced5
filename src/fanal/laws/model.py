"""The law as frozen records: clocks, offences, lanes, duties, rules, sources; they hold what the files say and decide nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fanal.clocks import ClockRule
from fanal.words.lists import Ask, OrgKind, RecipientKind
from fanal.words.say import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """How far a datum may be relied upon: below confidence A a document carries a draft watermark."""

    source: str
    confidence: str  # A read in a stored copy, B secondary source, C from memory, M our mapping
    valid_from: str | None = None  # ISO day; None: unverified
    valid_to: str | None = None

    @property
    def is_sure(self) -> bool:
        """Was the text itself read?"""
        return self.confidence == "A"

    @property
    def is_unverified(self) -> bool:
        """Is the start of its validity unknown?"""
        return self.valid_from is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something more the source says of a clock: a sanction, an exception, what pauses or interrupts it."""

    kind: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A worked example: from this start the clock must give these dates, one per reading."""

    why: str
    start: str
    due: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A legal clock; `rule` is what the arithmetic needs, the rest is for people. `standard` is set where the law gives no number."""

    id: str
    label: Text
    basis: str
    kind: str
    actor: Text
    event: str
    starts: Text
    rule: ClockRule
    trust: Trust
    standard: Text | None = None
    hard: bool = False
    minimum: bool = False
    periods: Mapping[str, str] = field(default_factory=dict)
    quota_percent: Mapping[str, int] = field(default_factory=dict)
    offences: tuple[str, ...] = ()
    note: Text | None = None
    remarks: tuple[Remark, ...] = ()
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Penalty:
    """The most the law provides for a natural person; `when` names the aggravating circumstance."""

    prison_months: int = 0
    fine_eur: int = 0
    when: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading of the European transparency database: category and keywords."""

    category: str
    keywords: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Severity:
    """Our proposal of gravity, 1 to 5, and what raises it."""

    default: int
    imminent_danger: str
    raise_when: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offence:
    """An offence a person may qualify a target with. `trust.confidence` is that of the text; `mapping_confidence` of our headings."""

    code: str
    label: Text
    act: str
    article: str
    penalty: Penalty
    aggravated: tuple[Penalty, ...]
    limitation_clock: str
    heading: Heading
    heading_if_woman_or_girl: Heading | None
    heading_alternative: Text | None
    pharos: str
    severity: Severity
    flags: frozenset[str]
    prosecution: Text
    trust: Trust
    mapping_confidence: str
    association_standing: Text | None = None
    victim_consent: Text | None = None
    note: Text | None = None

    @property
    def basis(self) -> str:
        """Act and article, as cited."""
        return f"{self.act}, art. {self.article}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What must be true for a lane to be open; the code is for the rules, the text for people."""

    code: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """Something a referral in this lane must contain."""

    key: str
    text: Text
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """A legal way to put targets before a recipient: who may use it, to whom, what may be asked, which clocks run, and why."""

    code: str
    label: Text
    basis: str
    why: Text
    handlers: frozenset[OrgKind]
    recipients: frozenset[RecipientKind]
    conditions: tuple[Condition, ...]
    asks: frozenset[Ask]
    main_clock: str | None
    clocks: tuple[str, ...]
    elements: tuple[Element, ...]
    trust: Trust
    note: Text | None = None

    def requires(self, condition: str) -> bool:
        """Is this condition among those of the lane?"""
        return any(each.code == condition for each in self.conditions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A duty to report, or a guard against false reports."""

    code: str
    label: Text
    basis: str
    penalty: Penalty | None
    trust: Trust


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule told in words, with its source: to be read, not computed."""

    id: str
    text: Text
    basis: str
    trust: Trust


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientCategory:
    """A heading of a recipient's own form."""

    code: str
    label: Text
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicRecipient:
    """An authority that takes transmissions, with what it accepts, refuses, and its categories."""

    code: str
    kind: RecipientKind
    label: Text
    url: str
    accepts: tuple[Text, ...]
    refuses: tuple[Text, ...]
    categories: tuple[RecipientCategory, ...]
    trust: Trust


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a datum was read."""

    code: str
    title: Text
    read_in: str
    confidence: str
    celex: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """One law, one file."""

    code: str
    title: Text
    celex: str = ""
    note: Text | None = None
