"""What the API answers: the shapes of every response. They hold no rule and show no more than they are given."""

from datetime import datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import Field


class ProblemEntry(Schema):
    """One thing to put right, beside its field."""

    code: str
    at: str = Field(description='Path of the field ("targets.3.address"); empty for the whole.')
    message: str = Field(description="In the reader's language (Accept-Language; French by default).")
    fr: str
    en: str


class Problem(Schema):
    """Problem details (RFC 9457)."""

    type: str = Field(examples=["/docs/problems#refused"])
    title: str
    status: int
    detail: str
    errors: list[ProblemEntry] = Field(min_length=1)


class Note(Schema):
    """What was noted while a target was read: nothing to put right."""

    target: int
    codes: list[str]


class Taken(Schema):
    """A notice taken in. Keep the receipt: it is signed, and proves what was received and when."""

    ref: str
    received_at: datetime
    targets: int
    follow_url: str = Field(description="The follow-up page, without account. Who has the link can read it.")
    receipt: dict[str, Any] = Field(description="Signed receipt (spec/receipt.schema.json).")
    notes: list[Note]


class RowVerdict(Schema):
    """What became of one row of a batch; `again`: it was taken before with the same key."""

    row: int
    verdict: Literal["taken", "refused"]
    again: bool = False
    ref: str = ""
    follow_url: str = ""
    receipt: dict[str, Any] | None = None
    notes: list[Note] = []
    errors: list[ProblemEntry] = []


class BatchTaken(Schema):
    """What became of a batch, row by row in the order sent (from 0)."""

    taken: int
    refused: int
    verdicts: list[RowVerdict]


class Inclusion(Schema):
    """Binds a receipt to a checkpoint of the log (`fanal check`)."""

    proof: dict[str, Any]
    checkpoint: str
    vkey: str


class ReferralOfTarget(Schema):
    """A referral that carries a target, and what came of it."""

    recipient: str
    ask: str
    state: str
    outcome: str
    sent_at: datetime | None
    acknowledged_at: datetime | None
    answered_at: datetime | None
    answer: str
    measure: str
    verdict: str


class NoticeTarget(Schema):
    """A target of a notice and what happened to it."""

    n: int
    platform: str
    kind: str
    url: str
    case: str = Field(description="The case it is in; empty unless your organisation handles it.")
    judgement: str
    set_aside: str
    sighting: str
    sighted_at: datetime | None
    referrals: list[ReferralOfTarget]


class NoticeOut(Schema):
    """A notice as it stands."""

    ref: str
    state: str
    handler: str
    category: str
    received_at: datetime
    targets: list[NoticeTarget] = Field(description="Empty until the notice is triaged.")
    receipt: dict[str, Any]
    inclusion: Inclusion | None = Field(description="Absent until the next checkpoint.")


class Why(Schema):
    """One reason of a priority."""

    code: str
    points: int
    text: str


class CaseLine(Schema):
    """A case in the queue."""

    ref: str
    state: str
    category: str
    priority: int
    reasons: list[Why]
    targets: int
    outcome: str
    opened_at: datetime
    expires_at: datetime


class CasePage(Schema):
    """A page of the queue, the most urgent first."""

    cases: list[CaseLine]
    next: str = Field(description="Cursor of the next page; empty on the last.")


class CaseTarget(Schema):
    """A target of a case."""

    id: str
    platform: str
    kind: str
    url: str
    account: str
    text: str
    posted_at: datetime | None
    judgement: str
    offences: list[str]
    asks: list[str]
    set_aside: str
    evidence: list[str]
    mentions: list[str]
    sighting: str
    sighted_at: datetime | None
    reported_elsewhere: bool = Field(
        description="An organisation with which yours agreed to match has a target at the same address; nothing more is said."
    )


class TargetAnswer(Schema):
    """A target of a referral, what was answered and what was seen."""

    id: str
    answer: str
    measure: str
    sighting: str
    verdict: str
    statement: dict[str, Any] | None = Field(default=None, description="The statement of reasons, as last given.")


class ReferralLine(Schema):
    """A referral."""

    ref: str
    state: str
    outcome: str
    handler: str
    recipient: str
    platform: str
    ask: str
    lane: str
    basis: str
    offences: list[str]
    clocks: list[str]
    passed: list[str] = Field(description="Clocks that ran out.")
    way: str
    grade: str = Field(description="How much is known of the delivery.")
    needs_second: bool = Field(description="A second person must approve it before it leaves.")
    prepared_at: datetime
    sent_at: datetime | None
    acknowledged_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    due_at: datetime | None = Field(description="Fixed by law.")
    target_at: datetime | None = Field(description="The handler's own wish, where the law fixes no time.")
    targets: list[TargetAnswer]


class ReferralPage(Schema):
    """A page of referrals, the oldest first."""

    referrals: list[ReferralLine]
    next: str


class ReferralOut(ReferralLine):
    """A referral with its signed envelope."""

    envelope: dict[str, Any] | None = Field(description="Signed (spec/envelope.schema.json); absent until it is sent.")


class RelationLine(Schema):
    """What two targets have in common: a suggestion until a person says something of it."""

    case: str = Field(
        description="The case that holds the relation: the one that came later. Say something of it there."
    )
    target: str
    other_case: str
    other_target: str
    relation: str
    strength: str = Field(description="How sure the sameness is: canonical, normal, fingerprint. It never decides.")
    evidence: list[str]
    noted_at: datetime
    state: str = Field(description="suggested, confirmed or refused.")


class CaseOut(CaseLine):
    """A case with its targets and referrals."""

    purpose: str
    legal_basis: str
    held: bool
    said: str = Field(
        description="Why it is alleged to be illegal, in the words of the last note, else of the first notice."
    )
    notices: list[str]
    case_targets: list[CaseTarget]
    relations: list[RelationLine] = Field(description="Of its targets with those of other cases, from both sides.")
    referrals: list[ReferralLine]


class WaveWhy(Schema):
    """One reason why it is called a wave."""

    code: str
    text: str


class WaveOut(Schema):
    """Many posts, or notices, that belong together in time."""

    kind: str = Field(description="raid, copies, links, common_key or brigade.")
    size: int = Field(description="Posts; of a brigade, notices.")
    authors: int = Field(description="Different authors; of a brigade, different notifiers.")
    first_at: datetime
    last_at: datetime
    reasons: list[WaveWhy]
    cases: list[str]


class WavePage(Schema):
    """The waves of the organisation, the newest first, 200 at the most."""

    waves: list[WaveOut]


class FigureOut(Schema):
    """A figure with its definition, numerator, denominator and interval. Whole numbers only."""

    code: str
    title: str
    definition: str
    platform: str
    lane: str
    week: str = Field(description="ISO week; empty for the total.")
    unit: Literal["count", "milli", "seconds"]
    numerator: int
    denominator: int | None
    value: int | None
    low: int | None
    high: int | None
    provisional: bool
    notes: list[str]


class Figures(Schema):
    """The figures of the whole hub, as last counted."""

    counted_at: datetime | None
    figures: list[FigureOut]


class CheckpointOut(Schema):
    """The signed head of the log (C2SP signed note)."""

    size: int
    root: str
    note: str
    vkey: str
    published_at: datetime


class HashOpinion(Schema):
    """What somebody says of a hash: the handler that published it (its reference), or you (your first key)."""

    source: str
    feedbackValue: str  # noqa: N815
    tags: list[str]


class HashRecord(Schema):
    """One published fingerprint as it stands; it replaces what you knew of the same hash."""

    lastModtimestamp: int  # noqa: N815
    signalType: str = Field(examples=["ImagePDQ"])  # noqa: N815
    hashValue: str  # noqa: N815
    hashStatus: Literal["Active", "Withdrawn"] = Field(description="Withdrawn: delete it.")  # noqa: N815
    caseNumbers: dict[str, str] = Field(description="Opaque ids, each active or withdrawn.")  # noqa: N815
    CSPFeedbacks: list[HashOpinion]


class HashesOut(Schema):
    """A page of published fingerprints."""

    count: int
    nextPageToken: str | None  # noqa: N815
    nextSetTimestamp: int = Field(description="`startTimestamp` of the next fetch.")  # noqa: N815
    hasMoreRecords: bool  # noqa: N815
    hashRecords: list[HashRecord]  # noqa: N815


class HashFeedbackTaken(Schema):
    """How many of the hashes are of your list; what you said of others is let go."""

    count: int
