"""What may be sent: shapes, limits and examples for the OpenAPI document. They are shown, never used to refuse: the core refuses."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from fanal.notice.facts import MOST_ADDRESS, MOST_SHORT, MOST_TARGETS, MOST_TEXT
from fanal.words.lists import (
    AnswerKind,
    Ask,
    Category,
    Consent,
    Measure,
    NotifierKind,
    RelationKind,
    RelationSaid,
    SetAsideReason,
    TargetKind,
    Word,
)

MOST_ROWS = 1_000
MOST_CODES = 50  # offences or asks of one judgement


def _codes(words: type[Word], *, or_nothing: bool) -> Any:
    codes = [str(each) for each in words]
    return WithJsonSchema({"enum": [*codes, "", None]} if or_nothing else {"type": "string", "enum": codes})


def _text(most: int, what: str, example: str = "") -> Any:
    """A text that may be left out, be null or be empty."""
    shown: dict[str, Any] = {"type": ["string", "null"], "maxLength": most, "description": what}
    return WithJsonSchema({**shown, "examples": [example]} if example else shown)


def _yes_no(what: str) -> Any:
    return WithJsonSchema({"type": ["boolean", "null"], "description": what})


class Sent(BaseModel):
    """What is sent: an unknown field is refused, for nobody would read it."""

    model_config = ConfigDict(extra="forbid")


class TargetIn(Sent):
    """One thing online: an address, or an account or hashtag with its platform, or a private message with its text."""

    address: Annotated[Any, _text(MOST_ADDRESS, "Exact address (DSA Art. 16(2)(b)).", "https://x.com/a/status/1")] = (
        None
    )
    platform: Annotated[Any, _text(MOST_SHORT, "Code or name of the platform; needed without an address.", "x")] = None
    kind: Annotated[Any, _codes(TargetKind, or_nothing=True)] = None
    account: Annotated[Any, _text(MOST_SHORT, "Handle of the author.", "@someone")] = None
    text: Annotated[Any, _text(MOST_TEXT, "What the target says.")] = None
    posted_at: Annotated[
        Any, _text(MOST_TEXT, "When it was published (RFC 3339, with its time zone).", "2026-03-31T14:05:00+02:00")
    ] = None
    no_address_reason: Annotated[Any, _text(MOST_SHORT, "Why no exact address can be given.")] = None


class NotifierIn(Sent):
    """Who reports, when it is not the organisation itself; identities go to the vault."""

    kind: Annotated[Any, _codes(NotifierKind, or_nothing=True)] = None
    name: Annotated[Any, _text(MOST_SHORT, "Name (DSA Art. 16(2)(c)). Default: the organisation's.")] = None
    email: Annotated[Any, _text(MOST_SHORT, "E-mail address. Default: the organisation's.")] = None
    consents: Annotated[
        Any,
        WithJsonSchema(
            {
                "type": ["array", "null"],
                "maxItems": 2 * len(Consent),
                "items": {"enum": [*map(str, Consent), "", None]},
                "description": "To whom the identity may be told.",
            }
        ),
    ] = None


_NOTICE: dict[str, Any] = {
    "targets": [{"address": "https://x.com/someone/status/1234567890123456789"}],
    "category": "racism",
    "reasons": "Appelle à la haine contre les personnes nées dans un autre pays.",
    "good_faith": True,
}


class NoticeIn(Sent):
    """A notice, complete in the sense of DSA Art. 16(2)."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_NOTICE]})

    targets: list[TargetIn] = Field(min_length=1, max_length=MOST_TARGETS)
    category: Annotated[Any, _codes(Category, or_nothing=False)]
    reasons: str = Field(
        min_length=10, max_length=MOST_TEXT, description="Why it is alleged to be illegal: 10 letters or more."
    )
    danger: Annotated[Any, _yes_no("Somebody's life or safety is in danger now.")] = None
    exposed_person: Annotated[Any, _yes_no("A named person's address, workplace or image is exposed.")] = None
    counter_speech: Annotated[Any, _yes_no("The target quotes hate in order to denounce it.")] = None
    good_faith: Annotated[
        Any, _yes_no("Good-faith statement (DSA Art. 16(2)(d)); may be left out under a standing declaration.")
    ] = None
    notifier: NotifierIn | None = None
    lang: Annotated[
        Any,
        WithJsonSchema({"type": ["string", "null"], "pattern": "^([Ff][Rr]|[Ee][Nn])?$", "description": "fr or en."}),
    ] = None
    reference: Annotated[Any, _text(MOST_SHORT, "Your own reference.")] = None
    handler: Annotated[Any, _text(40, "Another organisation that is to handle it. Default: yours.", "sos-ecoute")] = (
        None
    )


class BatchIn(Sent):
    """Up to 1,000 notices, each with a verdict of its own."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"notices": [_NOTICE]}]})

    notices: Annotated[
        Any,
        WithJsonSchema(
            {
                "type": "array",
                "minItems": 1,
                "maxItems": MOST_ROWS,
                "items": {"anyOf": [{"$ref": "#/components/schemas/NoticeIn"}, {}]},
                "description": "Each as for POST /notices, without handler; one that is not gets its own refusal.",
            }
        ),
    ]
    handler: Annotated[Any, _text(40, "The organisation that is to handle all of them. Default: yours.")] = None


class QualifiedIn(Sent):
    """A target is qualified: which offences, what is asked."""

    target: str = Field(max_length=200, examples=["T-7K3M-2Q9D"])
    offences: list[Annotated[str, Field(max_length=200)]] = Field(
        min_length=1, max_length=MOST_CODES, examples=[["FR-1881-24-HAINE-ORIGINE"]]
    )
    asks: list[Annotated[Any, _codes(Ask, or_nothing=False)]] = Field(min_length=1, max_length=MOST_CODES)
    note: Annotated[Any, _text(MOST_TEXT, "Why, in your words; sealed in the vault.")] = None


class SetAsideIn(Sent):
    """A target goes no further, and why."""

    target: str = Field(max_length=200)
    set_aside: Annotated[Any, _codes(SetAsideReason, or_nothing=False)]
    note: Annotated[Any, _text(MOST_TEXT, "Why, in your words; sealed in the vault.")] = None


class QualifyIn(Sent):
    """A person's judgement on some targets of a case; with `refer`, the referrals follow in the same step."""

    judgements: list[QualifiedIn | SetAsideIn] = Field(min_length=1)
    evidence_reason: Annotated[Any, _text(MOST_TEXT, "Why no capture is kept of the targets qualified here.")] = None
    refer: Annotated[Any, _yes_no("Prepare the referrals too: all is written, or nothing.")] = None


class RelationSaidIn(Sent):
    """What a person says of one relation of the case: it is confirmed, refused, or what was said is taken back."""

    target: str = Field(max_length=200, examples=["T-7K3M-2Q9D"])
    other_target: str = Field(max_length=200, examples=["T-5H2J-8W4X"])
    relation: Annotated[Any, _codes(RelationKind, or_nothing=False)]
    said: Annotated[Any, _codes(RelationSaid, or_nothing=False)]


class AnswerIn(Sent):
    """What the recipient did about one target (elements of DSA Art. 17(3))."""

    target: str = Field(max_length=MOST_SHORT)
    kind: Annotated[Any, _codes(AnswerKind, or_nothing=False)]
    measure: Annotated[Any, _codes(Measure, or_nothing=True)] = None
    territory: Annotated[Any, _text(MOST_SHORT, "Where the measure holds; empty: everywhere.", "FR")] = None
    facts: Annotated[Any, _text(MOST_TEXT, "Facts and circumstances, or why it is refused.")] = None
    automated: Annotated[Any, _yes_no("Automated means were used in the decision.")] = None
    legal_ground: Annotated[Any, _text(MOST_TEXT, "The legal ground.")] = None
    contractual_ground: Annotated[Any, _text(MOST_TEXT, "The ground in your terms and conditions.")] = None
    redress: Annotated[Any, _text(MOST_TEXT, "How the author may contest.")] = None
    question: Annotated[Any, _text(MOST_TEXT, "What you need to know, when you ask back.")] = None


class AnswersIn(Sent):
    """Answers, one for each target."""

    answers: list[AnswerIn] = Field(min_length=1)


class NothingIn(Sent):
    """No field: the body may be left out."""


class HashFeedbackIn(Sent):
    """What came of one published fingerprint on your side; tags are read by nobody and kept nowhere."""

    hashValue: str = Field(pattern="^[0-9a-fA-F]{64}$")  # noqa: N815
    feedbackValue: Literal[  # noqa: N815
        "PendingReview", "QualityUnknown", "Blocked", "NotBlocked", "None", "Withdrawn", "Deleted"
    ]
    tags: Any = None


class HashFeedbacksIn(Sent):
    """Feedback on some published fingerprints."""

    count: Any = None
    hashFeedbacks: list[HashFeedbackIn] = Field(max_length=500)  # noqa: N815
