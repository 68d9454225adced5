"""Questions about notices, scoped by the organisation that handles or sent them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fanal.notice.codec import load
from fanal.notice.facts import Mention, Notice, Notifier
from fanal.notice.states import NoticeNow
from fanal.words.lists import Category, Channel, Consent, NotifierKind, TargetKind
from fanal_hub.ledger import vault
from fanal_hub.ledger.models import EventRow, IdempotencyRow, MentionContent, NoticeRow, SentRow, TargetRow, VaultRow


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and the cursor of the next page (empty on the last)."""

    rows: list[Any]
    next: str


def idempotent(owner: str, key: str) -> tuple[str, str] | None:
    """The request digest and the reference that an idempotency key made."""
    row = IdempotencyRow.objects.filter(owner=owner, key=key).first()
    return None if row is None else (row.request, row.reference)


def idempotents(owner: str, keys: Sequence[str]) -> dict[str, tuple[str, str]]:
    """The same for many keys at once, by key; those that made nothing are left out."""
    rows = IdempotencyRow.objects.filter(owner=owner, key__in=keys).values_list("key", "request", "reference")
    return {key: (request, reference) for key, request, reference in rows}


def receipt_facts(ref: str) -> dict[str, Any] | None:
    """What the receipt of a notice states, from its first event."""
    row = EventRow.objects.filter(stream=f"notice:{ref}", version=1).first()
    if row is None:
        return None
    body = json.loads(row.body)
    return {
        "notice": ref,
        "handler": body["handler"],
        "received_at": row.occurred_at,
        "targets": len(body["mentions"]),
        "content": body["content"],
        "leaf": row.leaf,
    }


def place_of(ref: str) -> int | None:
    """The position of a notice's first event in the log."""
    return EventRow.objects.filter(stream=f"notice:{ref}", version=1).values_list("position", flat=True).first()


def notice_for(organisation: str, ref: str) -> NoticeNow | None:
    """A notice that this organisation handles or sent; None for any other (404)."""
    row = NoticeRow.objects.filter(ref=ref).values_list("now", flat=True).first()
    if row is None:
        return None
    now = load("notice", row)
    assert isinstance(now, NoticeNow)
    if now.handler == organisation or SentRow.objects.filter(sender=f"org:{organisation}", notice=ref).exists():
        return now
    return None


def mentions(ref: str) -> list[MentionContent]:
    """The reported public content of a notice, in order."""
    return list(MentionContent.objects.filter(notice=ref).order_by("n"))


def cases_of(now: NoticeNow) -> list[str]:
    """The cases of a notice: those that triage put it into, and those that a person moved a mention of it to."""
    moved = MentionContent.objects.filter(notice=now.ref).exclude(target="").values("target")
    return list(dict.fromkeys((*now.cases, *TargetRow.objects.filter(id__in=moved).values_list("case", flat=True))))


def sealed(about: str, kind: str) -> list[VaultRow]:
    """Sealed records of a kind about a stream, oldest first."""
    return list(VaultRow.objects.filter(about=about, kind=kind).order_by("made_at", "id"))


def whole_notice(now: NoticeNow) -> Notice:
    """The notice as it was given, put together from contents and vault; identities stay in the vault."""
    said = vault.open_json(next(iter(sealed(f"notice:{now.ref}", "reasons")), None)) or {}
    return Notice(
        ref=now.ref,
        handler=now.handler,
        channel=Channel(now.channel),
        category=Category(now.category),
        notifier=Notifier(kind=NotifierKind(now.notifier_kind)),
        mentions=tuple(mention_of(each) for each in mentions(now.ref)) or _locked(now.ref),
        reasons=said.get("reasons", ""),
        good_faith=True,
        received_at=now.received_at,
        danger=now.danger,
        exposed_person=said.get("exposed_person", False),
        counter_speech=said.get("counter_speech", False),
        lang=now.lang,
        source_ref=said.get("source_ref", ""),
    )


def _locked(ref: str) -> tuple[Mention, ...]:
    """The mentions of a notice of child abuse material: their locators stand in the vault alone (DESIGN section 7)."""
    places = vault.open_json(next(iter(sealed(f"notice:{ref}", "locator")), None)) or []
    return tuple(
        Mention(**{**each, "kind": TargetKind(each["kind"]), "notes": tuple(each["notes"])}) for each in places
    )


def mention_of(row: MentionContent) -> Mention:
    """One mention as it was given."""
    return Mention(
        n=row.n,
        address=row.address,
        platform=row.platform,
        kind=TargetKind(row.kind),
        canonical=row.canonical,
        url=row.url,
        account=row.account or None,
        text=row.text,
        posted_at=row.posted_at,
        notes=tuple(row.notes),
    )


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a notifier is: read with a role and a trace only."""

    name: str | None
    email: str | None
    kind: str
    consents: tuple[Consent, ...]


def identity(ref: str) -> Identity | None:
    """The notifier's identity out of the vault; the caller leaves the trace."""
    said = vault.open_json(next(iter(sealed(f"notice:{ref}", "identity")), None))
    if said is None:
        return None
    consents = tuple(Consent(each) for each in said["consents"])
    return Identity(said["name"], said["email"], said["kind"], consents)


def sent_by(sender: str, before: str = "", most: int = 50) -> Page:
    """The notices of a sender, newest first; `before` is a cursor of the page before."""
    rows = SentRow.objects.filter(sender=sender).order_by("-made_at", "-id")
    if before:
        at, last = _cursor(before)
        rows = rows.filter(made_at__lte=at).exclude(made_at=at, id__gte=last)
    found = list(rows[: most + 1])
    refs = [each.notice for each in found[:most]]
    states = {row.ref: load("notice", row.now) for row in NoticeRow.objects.filter(ref__in=refs)}
    more = f"{found[most - 1].made_at.isoformat()}_{found[most - 1].pk}" if len(found) > most else ""
    return Page([states[ref] for ref in refs if ref in states], more)


def _cursor(text: str) -> tuple[datetime, int]:
    at, _, last = text.rpartition("_")
    return datetime.fromisoformat(at), int(last)
