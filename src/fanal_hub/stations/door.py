"""The door: takes what a form, the API or a file gives, has the core harmonise it, and hands back a signed receipt.

The receipt leaves after COMMIT. Nothing is written when the notice is refused.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from fanal import flow
from fanal.notice.events import plain
from fanal.notice.facts import Mention, Notice, Notifier
from fanal.prove.receipt import SALT_BYTES, Receipt, content_digest, sign_receipt
from fanal.words.errors import RefusedError
from fanal.words.lists import Category, Channel
from fanal_hub.courier.keys import follow_token, keyed_digest, new_ref, signer
from fanal_hub.ledger import vault, write
from fanal_hub.ledger.plan import Effect, Plan, Rows, TakenError
from fanal_hub.ledger.read.matching import page_of
from fanal_hub.ledger.read.notices import idempotent, idempotents, receipt_facts
from fanal_hub.ledger.rows import Columns, when
from fanal_hub.people.models import Organisation
from fanal_hub.stations import links


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Through which door, for which handler, on whose behalf; `key` is the caller's idempotency key."""

    handler: Organisation
    channel: Channel
    lang: str = "fr"
    notifier: Notifier | None = None
    good_faith: bool = False
    redirects: Mapping[str, str] | None = None
    sender: str = ""  # who is known to send: "org:sos" makes the notice appear among "my notices"
    owner: str = ""  # whose idempotency keys these are
    key: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A notice taken in: its reference, signed receipt, and the secret of its follow-up page."""

    ref: str
    receipt: dict[str, object]
    follow: str
    again: bool = False  # the idempotency key was known: nothing new was written
    notes: tuple[tuple[int, tuple[str, ...]], ...] = ()  # what was noted of a target, by its number


class OtherRequestError(Exception):
    """The idempotency key was used with another request."""


def receive(given: Mapping[str, Any], entry: Entry) -> Taken:
    """Take one notice; IncompleteNoticeError with every message at once, or the receipt after COMMIT."""
    return _answer(_submit_one(given, entry, tries=4))


def receive_many(rows: Sequence[Mapping[str, Any]], entry: Entry, *, first: int = 0) -> list[Taken | RefusedError]:
    """Take many notices in one transaction; a verdict for each row. With a key, row n (from `first`) uses "key/n"."""
    keys = [f"{entry.key}/{place}" if entry.key else "" for place in range(first, first + len(rows))]
    found = idempotents(entry.owner, [keyed_digest(each) for each in keys]) if entry.key else {}
    made: list[Taken | RefusedError | _Draft] = []
    for given, key in zip(rows, keys, strict=True):
        try:
            known = _again(given, found.get(keyed_digest(key))) if found else None
            made.append(known or _draft(given, replace(entry, key=key) if key else entry))
        except RefusedError as error:
            made.append(error)
    drafts = [each for each in made if isinstance(each, _Draft)]
    settled = iter(_written(drafts) if drafts else ())
    return [next(settled) if isinstance(each, _Draft) else each for each in made]


def _written(drafts: Sequence["_Draft"]) -> list[Taken | RefusedError]:
    """Receipts are signed while the database writes, and handed out after COMMIT."""
    signed: list[Taken] = []
    results = write.submit_all(
        [each.plan for each in drafts], lambda leaves: signed.extend(map(_taken, drafts, leaves))
    )
    return list(map(_settled, drafts, signed, results))


@dataclass(frozen=True, slots=True)
class _Draft:
    notice: Notice
    content: str
    plan: Plan
    given: Mapping[str, Any]
    entry: Entry


def _settled(draft: _Draft, signed: Taken, result: dict[str, str] | BaseException) -> Taken | RefusedError:
    if isinstance(result, dict):
        return signed
    if isinstance(result, TakenError):  # its reference or key was drawn at the same moment: alone, once more
        return _answer(_submit_one(draft.given, draft.entry, tries=4))
    raise result


def _submit_one(given: Mapping[str, Any], entry: Entry, tries: int) -> "Taken | tuple[_Draft, dict[str, str]]":
    for left in range(tries, 0, -1):
        known = _known(given, entry)
        if known is not None:
            return known
        draft = _draft(given, entry)
        try:
            return draft, write.submit(draft.plan)
        except TakenError:
            if left == 1:
                raise
    raise AssertionError("unreachable")


def _answer(made: "Taken | tuple[_Draft, dict[str, str]]") -> Taken:
    return made if isinstance(made, Taken) else _taken(*made)


def _taken(draft: _Draft, leaves: dict[str, str]) -> Taken:
    notice = draft.notice
    stated = Receipt(
        hub=settings.HUB["name"],
        notice=notice.ref,
        handler=notice.handler,
        received_at=notice.received_at,
        targets=len(notice.mentions),
        content=draft.content,
        leaf=leaves[f"notice:{notice.ref}@1"],
    )
    notes = tuple((each.n, each.notes) for each in notice.mentions if each.notes)
    return Taken(notice.ref, sign_receipt(stated, signer()), follow_token(notice.ref), notes=notes)


def receipt_of(ref: str) -> dict[str, object] | None:
    """The receipt of a notice taken before: the same bytes again (Ed25519 signatures do not vary)."""
    facts = receipt_facts(ref)
    return None if facts is None else sign_receipt(Receipt(hub=settings.HUB["name"], **facts), signer())


def _known(given: Mapping[str, Any], entry: Entry) -> Taken | None:
    return _again(given, idempotent(entry.owner, keyed_digest(entry.key))) if entry.key else None


def _again(given: Mapping[str, Any], found: tuple[str, str] | None) -> Taken | None:
    """The notice that a key made before: its request digest and reference were `found`."""
    if found is None:
        return None
    request, ref = found
    receipt = receipt_of(ref)
    if request != _request_digest(given) or receipt is None:
        raise OtherRequestError
    return Taken(ref, receipt, follow_token(ref), again=True)


def _request_digest(given: Mapping[str, Any]) -> str:
    return keyed_digest(repr(sorted(given.items(), key=lambda pair: pair[0])))


def _draft(given: Mapping[str, Any], entry: Entry) -> _Draft:
    door = flow.Door(
        handler=entry.handler.ref,
        channel=entry.channel,
        ref=new_ref("N"),
        received_at=datetime.now(UTC),
        lang=entry.lang,
        notifier=entry.notifier,
        good_faith=entry.good_faith,
        redirects=entry.redirects or {},
    )
    notice = links.received(given, door)
    sealer = vault.Sealer(vault.new_subject(), fresh=True)
    salts = [secrets.token_bytes(SALT_BYTES) for _ in notice.mentions]
    facts = notice_facts(notice)
    digests = [content_digest(salt, each) for salt, each in zip(salts, facts["targets"], strict=True)]
    whole = secrets.token_bytes(SALT_BYTES)
    content = content_digest(whole, facts)
    about = f"notice:{notice.ref}"
    at = notice.received_at
    sealer.add(about=about, kind="identity", value=_identity(notice), at=at)
    sealer.add(about=about, kind="reasons", value=_confidences(notice, whole), at=at)
    event = flow.received_event(notice, subject=sealer.subject, content=content, mention_digests=digests)
    beside = [*_contents(notice, salts), *sealer.effects, *_idempotency(given, entry, notice), *_sender(entry, notice)]
    beside += links.beside(notice)
    return _Draft(notice, content, Plan(events=[event], beside=beside), given, entry)


def mention_facts(mention: Mention) -> dict[str, Any]:
    """What the salted digest of a mention covers."""
    return {
        "n": mention.n,
        "address": mention.address,
        "platform": mention.platform,
        "kind": str(mention.kind),
        "account": mention.account,
        "text": mention.text,
        "posted_at": plain(mention.posted_at),
    }


def notice_facts(notice: Notice) -> dict[str, Any]:
    """What the salted digest of a whole notice covers: everything the notifier said but who they are."""
    return {
        "category": str(notice.category),
        "reasons": notice.reasons,
        "danger": notice.danger,
        "exposed_person": notice.exposed_person,
        "counter_speech": notice.counter_speech,
        "good_faith": notice.good_faith,
        "targets": [mention_facts(each) for each in notice.mentions],
    }


def _identity(notice: Notice) -> dict[str, Any]:
    who = notice.notifier
    return {
        "kind": str(who.kind),
        "name": who.name,
        "email": who.email,
        "consents": [str(each) for each in who.consents],
        "standing": who.standing,
    }


def _confidences(notice: Notice, salt: bytes) -> dict[str, Any]:
    return {
        "reasons": notice.reasons,
        "exposed_person": notice.exposed_person,
        "counter_speech": notice.counter_speech,
        "source_ref": notice.source_ref,
        "lang": notice.lang,
        "salt": salt.hex(),
    }


def _contents(notice: Notice, salts: Sequence[bytes]) -> list[Effect]:
    if notice.category == Category.CHILD_ABUSE:
        return _locked_contents(notice)
    rows = [_content_row(notice, each, salt) for each, salt in zip(notice.mentions, salts, strict=True)]
    return [Rows("ledger_mentioncontent", rows)]


def _locked_contents(notice: Notice) -> list[Effect]:
    """Child abuse material: the locator goes to the vault, nothing of it stands in plain (DESIGN section 7)."""
    sealer = vault.Sealer(vault.new_subject(), fresh=True)
    places = [
        {
            "n": each.n,
            "address": each.address,
            "canonical": each.canonical,
            "url": each.url,
            "platform": each.platform,
            "kind": str(each.kind),
            "account": each.account,
            "notes": list(each.notes),
        }
        for each in notice.mentions
    ]
    sealer.add(about=f"notice:{notice.ref}", kind="locator", value=places, at=notice.received_at)
    return sealer.effects


def _content_row(notice: Notice, mention: Mention, salt: bytes) -> Columns:
    return {
        "notice": notice.ref,
        "n": mention.n,
        "handler": notice.handler,
        "target": "",
        "address": mention.address,
        "url": mention.url,
        "page": page_of(mention.canonical),
        "canonical": mention.canonical,
        "platform": mention.platform,
        "kind": str(mention.kind),
        "account": mention.account or "",
        "text": mention.text,
        "posted_at": when(mention.posted_at),
        "notes": "[" + ",".join(f'"{each}"' for each in mention.notes) + "]",
        "salt": salt.hex(),
        "voice": _voice(notice),
    }


def _voice(notice: Notice) -> str:
    """Tells a handler's notifiers apart without naming them; empty for who gave no address, and for organisations."""
    if not notice.notifier.email or notice.notifier.standing:
        return ""
    return keyed_digest(f"voice\n{notice.handler}\n{notice.notifier.email.casefold()}")


def _idempotency(given: Mapping[str, Any], entry: Entry, notice: Notice) -> list[Effect]:
    if not entry.key:
        return []
    row = {
        "owner": entry.owner,
        "key": keyed_digest(entry.key),
        "request": _request_digest(given),
        "reference": notice.ref,
        "made_at": when(notice.received_at),
    }
    return [Rows("ledger_idempotencyrow", [row])]


def _sender(entry: Entry, notice: Notice) -> list[Effect]:
    if not entry.sender:
        return []
    row = {"sender": entry.sender, "notice": notice.ref, "made_at": when(notice.received_at)}
    return [Rows("ledger_sentrow", [row])]
