"""The page of events, as `make pages` writes it: every kind with its stream, fields and meaning. It knows no event itself."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any, get_args, get_origin, get_type_hints

from fanal.notice.events import EVENTS, Event, Row

PAGE = "docs/events.md"
STREAMS = ("notice", "case", "referral", "log")
_OPENING = """# Events

Generated from `src/fanal/notice/events/` by `make pages`: do not edit by hand.

An event says what happened, in codes; it holds no prose and no personal data.
Free text and identities appear only as salted SHA-256 digests, in hexadecimal.
Every event also has `occurred_at`: when it happened in the world.
The ledger adds `recorded_at`, the stream, its version, the position and the leaf.
A time is written `YYYY-MM-DDTHH:MM:SS.ffffffZ`, and a body is canonical JSON (RFC 8785): see [the leaf's bytes](../spec/leaf.md).
Which event may follow which is drawn in [states.md](states.md).
"""
# What a field holds. A field that means something else in one event has its own line: "kind.field".
MEANING: Mapping[str, str] = {
    "frees": "whether the confirmation had set the target aside, so that it waits to be judged again",
    "answer": "what was said: `AnswerKind`",
    "ask": "what is asked: `Ask`",
    "asks": "what to ask, each an `Ask`",
    "automated": "true when the recipient says that automated means were used (DSA Art. 17(3)(c))",
    "by": "who acted: the opaque name of a person or a token, or the station's",
    "case": "the reference of the case",
    "cases": "the cases that hold a target of the notice",
    "category": "what the notifier chose: `Category`",
    "channel": "the door it came through: `Channel`",
    "clock": "the id of the clock",
    "clocks": "clock ids; the first is the main one",
    "content": "salted digest of the whole notice",
    "contest": "the number of the contest, as its author was given it",
    "count": "how many",
    "counter_speech": "true when the notifier says that the target quotes hate in order to denounce it",
    "danger": "true when the notifier says that somebody is in danger now",
    "digest": "salted digest of what is sealed in the vault",
    "due_at": "the date fixed by law, or null when the law gives no number",
    "feedback": "what a subscriber said: `MatchFeedback`",
    "fingerprint": "the kind of fingerprint",
    "shared": "the opaque id under which it is published",
    "subscriber": "the opaque id of the subscriber",
    "envelope": "SHA-256 of the signed envelope's bytes",
    "evidence": "what was kept: `EvidenceKind`",
    "expires_at": "when the purge station destroys the contents, unless a hold is placed",
    "exposed_person": "true when a named person's address, workplace or image is exposed",
    "grade": "how much is known of the delivery: `DeliveryGrade`",
    "handler": "the organisation that handles it",
    "key": "makes the sending happen once",
    "kind": "what kind of thing: `TargetKind`",
    "lane": "the lane of law it goes by",
    "lang": "the notifier's language",
    "legal_basis": "the handler's legal basis, as it stood then",
    "measure": "what the recipient did: `Measure`",
    "mentions": "for each mention its number `n`, platform, kind and salted digest",
    "n": "the number of the mention in its notice, from 1",
    "needs_second": "true when a second person must approve before it leaves",
    "next_at": "when to look again, or null for never",
    "note": "salted digest of the reasons that the person wrote",
    "notice": "the reference of the notice",
    "notifier_kind": "who reports: `NotifierKind`",
    "offences": "codes of offences, from `src/fanal/laws/`",
    "other_case": "the case of the other target",
    "other_target": "the other target",
    "outcome": "how it ended: `Outcome`",
    "platform": "the code of the platform",
    "priority": "the points that order the queue",
    "purpose": "the handler's purpose, as it stood then",
    "reasons": "every reason with its code and its points",
    "recipient": "the code of the recipient; `org:` and a reference when it has an account on this hub",
    "recipient_kind": "to whom it goes: `RecipientKind`",
    "referral": "the reference of the referral",
    "referrals": "the referrals that were prepared",
    "relation": "how they relate: `RelationKind`",
    "root": "the root of the tree, in base64",
    "seen_from": "from where it was looked at",
    "size": "the number of leaves that the checkpoint covers",
    "standing": "`law` when the law fixed it, `target` when it is the handler's own",
    "state": "what was seen: `SightingState`",
    "strength": "`Strength`: never `canonical` here, for equality attaches and does not relate",
    "subject": "the vault's opaque name for the notifier",
    "target": "the id of the target",
    "target_at": "the handler's own target, or null",
    "targets": "the ids of the targets it is about",
    "to_case": "the case that the mention went to",
    "verdict": "`agrees`, `contradicted`, `silent_removal` or `unknown`",
    "way": "by which way: `DeliveryWay`",
    "why": "the code of the reason",
    "case_purged.case": "the reference of the case",
    "checkpoint_published.note": "SHA-256 of the signed note",
    "evidence_fingerprinted.digest": "the digest of the evidence, as `evidence_added` has it",
    "fingerprint_shared.digest": "salted digest of the fingerprint",
    "fingerprint_withdrawn.why": "the code of the reason: `WithdrawnWhy`",
    "hold_placed.reason": "salted digest of the reason",
    "identity_read.purpose": "why the identity was read, as a code or a short phrase",
    "notice_rejected.reason": "the code of the reason: `RejectReason`",
    "notifier_told.about": "what the notifier was told of",
    "notifier_told.way": "by which way the notifier was told",
    "referral_acknowledged.way": "by which way it came: `hub`, `link`, `mail` or `noted`",
    "relation_noted.evidence": "what they share, as codes",
    "target_answered.way": "by which way it came: `hub`, `link`, `mail` or `noted`",
    "target_attached.why": "`new`, `canonical` (the same page for sure) or `person` (somebody decided)",
    "target_set_aside.reason": "the code of the reason: `SetAsideReason`",
    "target_sighted.reasons": "codes of what was seen",
}


def pages() -> Mapping[str, str]:
    """The generated page."""
    return {PAGE: page()}


def page() -> str:
    """The whole page."""
    return "\n".join([_OPENING, *(line for stream in STREAMS for line in _stream(stream))])


def _stream(stream: str) -> Iterator[str]:
    kinds = [kind for kind, cls in EVENTS.items() if stream == cls.STREAM]
    yield f"## {stream.capitalize()}"
    yield ""
    yield f"The stream is `{stream}:` and the reference." if stream != "log" else "The stream is `log`: a hub has one."
    yield ""
    for kind in kinds:
        yield from _event(kind, EVENTS[kind])


def _event(kind: str, cls: type[Event]) -> Iterator[str]:
    yield f"### `{kind}`"
    yield ""
    yield (cls.__doc__ or "").strip().replace(". ", ".\n")
    yield ""
    yield "| Field | Type | Meaning |"
    yield "|---|---|---|"
    hints = get_type_hints(cls)
    for each in fields(cls):
        if each.name != "occurred_at":
            yield f"| `{each.name}` | {_type(hints[each.name])} | {meaning(kind, each.name)} |"
    yield ""


def meaning(kind: str, name: str) -> str:
    """What the field of an event holds; KeyError asks for a sentence in MEANING."""
    return MEANING[f"{kind}.{name}"] if f"{kind}.{name}" in MEANING else MEANING[name]


_TYPES: Mapping[Any, str] = {str: "text", int: "integer", bool: "true or false", Row: "object"}


def _type(hint: Any) -> str:
    if get_origin(hint) is tuple:
        return f"list of {_type(get_args(hint)[0])}s"
    if type(None) in get_args(hint):
        return f"{_type(get_args(hint)[0])} or null"
    return _TYPES.get(hint, "time")
