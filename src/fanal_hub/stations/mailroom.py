"""The mailroom: matches a mail reply with its referral and seals it as a claim that a person confirms. It believes nothing.

The mail server pipes each message into `fanal-hub mail-in`. Who wrote is not checked here: a person reads before anything
counts as an answer. Attachments are listed and not kept.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from django.conf import settings

from fanal.notice.facts import MOST_SHORT, MOST_TEXT
from fanal.notice.states import ReferralNow
from fanal_hub.courier.keys import clean_ref, keyed_digest
from fanal_hub.courier.letters import handler_letter
from fanal_hub.courier.post import UndeliveredError, deliver, of_message_id
from fanal_hub.ledger import vault, write
from fanal_hub.ledger.plan import Plan, TakenError
from fanal_hub.ledger.read import orgs, referrals
from fanal_hub.ledger.rows import when

MOST_MAIL = 30 * 1024 * 1024  # bytes of one message
MOST_HTML = 1_000_000  # characters that are read for their words
MOST_ATTACHMENTS = 50  # that are listed
_REF = r"R-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}"
_DELIVERED_TO = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "Resent-To")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What became of a message: waiting (for a person), again (it was taken before), unmatched, too_large."""

    verdict: str
    referral: str = ""
    claim: str = ""
    automatic: bool = False  # an absence notice or a bounce, by its own headers

    def __bool__(self) -> bool:
        """Is it known what it answers?"""
        return bool(self.referral)

    def __str__(self) -> str:
        return f"{self.verdict} {self.referral} {self.claim}".strip()


def take_reply(raw_email: bytes) -> Reply:
    """Take one message as the mail server received it; nothing is written when it matches no referral."""
    if len(raw_email) > MOST_MAIL:
        return Reply(verdict="too_large")
    message = message_from_bytes(raw_email, policy=policy.default)
    assert isinstance(message, EmailMessage)
    referral = next((now for ref in _references(message) if (now := _delivered(ref)) is not None), None)
    if referral is None:
        return Reply(verdict="unmatched")
    return _kept(message, raw_email, referral)


def _delivered(ref: str) -> ReferralNow | None:
    now = referrals.any_referral(ref)
    return now if now is not None and now.state in referrals.DELIVERED else None


def _kept(message: EmailMessage, raw: bytes, referral: ReferralNow) -> Reply:
    at, automatic = datetime.now(UTC), _is_automatic(message)
    sealer = vault.Sealer(f"case-{referral.case}")
    value = {
        "sender": _header(message, "From"),
        "subject": _header(message, "Subject"),
        "text": _text(message),
        "attachments": list(_attachments(message))[:MOST_ATTACHMENTS],
        "automatic": automatic,
    }
    record = sealer.add(about=f"referral:{referral.ref}", kind="mail", value=value, at=at)
    claim = keyed_digest(f"mail:{referral.ref}:{_header(message, 'Message-ID') or raw!r}")[:40]
    row = {
        "id": claim,
        "referral": referral.ref,
        "handler": referral.handler,
        "vault": record,
        "state": "waiting",
        "made_at": when(at),
    }
    made = Reply(verdict="waiting", referral=referral.ref, claim=claim, automatic=automatic)
    try:
        write.submit(Plan(beside=(*sealer.effects, lambda tx: tx.insert("ledger_claimrow", [row]))))
    except TakenError:
        return Reply(verdict="again", referral=referral.ref, claim=claim, automatic=automatic)
    if not automatic:  # two machines that write to each other never end
        _tell_handler(referral, claim)
    return made


def _tell_handler(referral: ReferralNow, claim: str) -> None:
    handler = orgs.organisation(referral.handler)
    if handler is None or not handler.email:
        return
    try:
        deliver(handler_letter(handler, "mail", referral.ref, f"handler:mail:{claim}"))
    except UndeliveredError:
        return  # the claim waits on the desk all the same


# --- which referral -------------------------------------------------------------------------------------------------
def _references(message: EmailMessage) -> Iterator[str]:
    """The references it may be about, the surest first: the address, the letter it replies to, the subject."""
    local = re.escape(settings.FANAL_MAIL_FROM.rpartition("@")[0])
    for name in _DELIVERED_TO:
        for each in _as_written(message, name):
            yield from _found(rf"\b{local}\+({_REF})@", each)
    for name in ("In-Reply-To", "References"):
        for identity in re.findall(r"<[^<>\s]{1,300}>", _header(message, name, most=10_000)):
            yield from _found(rf"\b({_REF})\b", of_message_id(identity))
    yield from _found(rf"\b({_REF})\b", _header(message, "Subject"))


def _as_written(message: EmailMessage, name: str) -> list[str]:
    """The headers of that name, unread: Python's own parser of addresses stumbles on what real mail holds."""
    return [str(value) for each, value in message.raw_items() if each.lower() == name.lower()]


def _found(pattern: str, text: str) -> list[str]:
    return [clean_ref(each) for each in re.findall(pattern, text, re.IGNORECASE)]


def _is_automatic(message: EmailMessage) -> bool:
    """By its own headers (RFC 3834; RFC 3464): a machine wrote it, or the letter came back."""
    submitted = _header(message, "Auto-Submitted").partition(";")[0].strip().lower()
    precedence = _header(message, "Precedence").strip().lower()
    return (
        submitted not in ("", "no")
        or precedence in ("bulk", "auto_reply", "junk")
        or _header(message, "Return-Path").strip() == "<>"
        or message.get_content_type() == "multipart/report"
    )


# --- what it says ---------------------------------------------------------------------------------------------------
def _header(message: EmailMessage, name: str, *, most: int = MOST_SHORT) -> str:
    try:
        return _plain(str(message.get(name, "")))[:most]
    except (
        ValueError,
        IndexError,
        LookupError,
        AttributeError,
        TypeError,
    ):  # headers that Python's own parser stumbles on
        return ""


def _text(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    text = _decoded(part)
    if part.get_content_type() == "text/html":
        text = _without_tags(text)
    # The reply quotes our letter: its one-time link is the recipient's alone.
    text = re.sub(rf"{re.escape(settings.FANAL_URL)}/a/[\w-]+", "[…]", text)
    return _plain(text)[:MOST_TEXT]


def _decoded(part: Any) -> str:
    raw = part.get_payload(decode=True) or b""
    try:
        return str(raw.decode(part.get_content_charset("utf-8"), "replace"))
    except (LookupError, ValueError):  # a charset that nobody knows, or that is none of a mail (idna, undefined)
        return str(raw.decode("utf-8", "replace"))


def _attachments(message: EmailMessage) -> Iterator[dict[str, str | int]]:
    for part in message.walk():
        name = part.get_filename()
        if name or part.get_content_disposition() == "attachment":
            size = len(part.get_payload(decode=True) or b"")
            yield {"name": _plain(str(name or ""))[:MOST_SHORT], "bytes": size}


def _plain(text: str) -> str:
    """Without control characters, but for line breaks and tabs; and without half characters."""
    whole = text.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n")
    return "".join(each for each in whole if each >= " " or each in "\n\t")


_NOT_SHOWN = re.compile(
    r"<(script|style|title|template)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL
)
_BREAK = re.compile(r"<(?:p|br|div|li|tr|blockquote|h[1-6])\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


def _without_tags(text: str) -> str:
    """The words that a browser would show; tags are dropped, never interpreted."""
    seen = _TAG.sub("", _BREAK.sub("\n", _NOT_SHOWN.sub(" ", text[:MOST_HTML])))
    lines = (" ".join(line.split()) for line in html.unescape(seen).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
