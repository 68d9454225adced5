"""What an organisation owns, as lines of the export: rows of the ledger and of people, one generator a file. It reads only."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from fanal_hub.ledger.models import (
    AccessRow,
    CheckpointRow,
    ClaimRow,
    EventRow,
    MentionContent,
    PaperRow,
    ReferralRow,
    SentRow,
    TargetContent,
)
from fanal_hub.ledger.read.matching import locked_page_of, page_of
from fanal_hub.people.models import ApiToken, Member, Organisation, RecipientRow, SavedTemplate
from fanal_hub.stations import tally
from fanal_hub.stations.carry import papers
from fanal_hub.stations.carry.form import time_of

Line = Mapping[str, Any]
CHUNK = 1_000  # rows that are in memory at a time
_SETTINGS = (
    "ref", "kind", "name", "lang", "email", "trusted_flagger", "areas", "platform", "is_default", "takes_public",
    "about_fr", "about_en", "purpose", "legal_basis", "keep_days", "policy",
)  # fmt: skip


def events_of(organisation: str) -> QuerySet[EventRow]:
    """Every event of the streams that it handles, in the order of the log."""
    return EventRow.objects.filter(handler=organisation).order_by(F("position").asc(nulls_last=True), "id")


def streams_of(organisation: str) -> QuerySet[Any, Any]:
    """The names of the streams that it handles, as a question inside another one."""
    return EventRow.objects.filter(handler=organisation, version=1).values("stream")


# --- people and settings --------------------------------------------------------------------------------------------
def _settings(ref: str, _: datetime) -> Iterator[Line]:
    row = Organisation.objects.get(ref=ref)
    yield {**{name: getattr(row, name) for name in _SETTINGS}, "created_at": time_of(row.created_at)}


def _members(ref: str, _: datetime) -> Iterator[Line]:
    for each in Member.objects.filter(organisation=ref).select_related("person").order_by("person__ref"):
        who = each.person
        said = {"ref": who.ref, "name": who.name, "email": who.email, "lang": who.lang}
        yield {**said, "active": who.is_active, "roles": list(each.roles)}


def _tokens(ref: str, _: datetime) -> Iterator[Line]:
    for each in ApiToken.objects.filter(organisation=ref).order_by("pk"):
        yield {
            "number": each.pk,
            "name": each.name,
            "by": each.by,
            "roles": list(each.scopes),
            "created_at": time_of(each.created_at),
            "expires_at": time_of(each.expires_at),
            "revoked_at": time_of(each.revoked_at),
        }


def _recipients(ref: str, _: datetime) -> Iterator[Line]:
    names = ("code", "kind", "title_fr", "title_en", "platform", "email")
    for each in RecipientRow.objects.filter(handler=ref).order_by("code"):
        yield {**{name: getattr(each, name) for name in names}, "organisation": each.organisation_id or ""}


def _templates(ref: str, _: datetime) -> Iterator[Line]:
    yield from SavedTemplate.objects.filter(organisation=ref).order_by("name").values("name", "category", "reasons")


# --- the record -----------------------------------------------------------------------------------------------------
def _events(ref: str, _: datetime) -> Iterator[Line]:
    for each in events_of(ref).iterator(chunk_size=CHUNK):
        yield {
            "position": each.position or 0,  # 0: committed a moment ago, without a place in the log yet
            "stream": each.stream,
            "version": each.version,
            "kind": each.kind,
            "occurred_at": time_of(each.occurred_at),
            "recorded_at": time_of(each.recorded_at),
            "body": json.loads(each.body),
            "leaf": each.leaf,
        }


def _mentions(ref: str, _: datetime) -> Iterator[Line]:
    names = ("notice", "n", "target", "address", "url", "canonical", "platform", "kind", "account", "text")
    for each in MentionContent.objects.filter(handler=ref).order_by("notice", "n").iterator(chunk_size=CHUNK):
        said = {name: getattr(each, name) for name in names}
        claim = "page" if each.page == page_of(each.canonical) else "target"
        yield {**said, "claim": claim, "posted_at": time_of(each.posted_at), "notes": each.notes, "salt": each.salt}


def _targets(ref: str, _: datetime) -> Iterator[Line]:
    names = ("target", "case", "url", "canonical", "platform", "kind", "account", "text")
    for each in TargetContent.objects.filter(handler=ref).order_by("target").iterator(chunk_size=CHUNK):
        said = {name: getattr(each, name) for name in names}
        yield {**said, "claim": claim_of(each), "posted_at": time_of(each.posted_at)}


def claim_of(content: TargetContent) -> str:
    """How the target claims its page: the new hub makes the claim again, with its own secret where one is needed."""
    canonical, target = content.canonical, content.target
    made = {
        page_of(canonical): "page",
        page_of(f"private {target}"): "private",
        locked_page_of(f"{canonical} apart {target}"): "apart",
    }
    return made.get(content.page, "locked")


def _claims(ref: str, _: datetime) -> Iterator[Line]:
    for each in ClaimRow.objects.filter(handler=ref).order_by("id"):
        said = {"id": each.id, "referral": each.referral, "vault": each.vault, "state": each.state}
        yield {**said, "made_at": time_of(each.made_at)}


def _senders(ref: str, _: datetime) -> Iterator[Line]:
    streams = EventRow.objects.filter(handler=ref, kind="notice_received").values_list("stream", flat=True)
    for start in _chunks([each.partition(":")[2] for each in streams]):
        for each in SentRow.objects.filter(sender=f"org:{ref}", notice__in=start).order_by("notice"):
            yield {"notice": each.notice, "sender": each.sender, "made_at": time_of(each.made_at)}


def _chunks(refs: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(refs), 500):
        yield refs[start : start + 500]


def _links(ref: str, _: datetime) -> Iterator[Line]:
    rows = AccessRow.objects.filter(about__in=streams_of(ref), purpose="answer").order_by("about", "digest")
    for each in rows.iterator(chunk_size=CHUNK):
        said = {"about": each.about, "purpose": each.purpose}
        yield {**said, "expires_at": time_of(each.expires_at), "used_at": time_of(each.used_at)}


def _figures(ref: str, at: datetime) -> Iterator[Line]:
    yield from ({"figure": each.plain()} for each in tally.counted(ref, at))


# --- proofs and the inbox -------------------------------------------------------------------------------------------
def _checkpoints(_: str, __: datetime) -> Iterator[Line]:
    for each in CheckpointRow.objects.order_by("-size")[:1]:
        said = {"size": each.size, "root": each.root, "note": each.note}
        yield {**said, "published_at": time_of(each.published_at)}


def _earlier(ref: str, _: datetime) -> Iterator[Line]:
    rows = PaperRow.objects.filter(organisation=ref).order_by("hub", "kind", "about")
    for each in rows.iterator(chunk_size=CHUNK):
        yield {"hub": each.hub, "about": each.about, "kind": each.kind, "content": each.content}


def _asked(ref: str, _: datetime) -> Iterator[Line]:
    for each in papers.inbox_rows(ref).iterator(chunk_size=CHUNK):
        yield papers.inbox_line(each)


def _reported(ref: str, _: datetime) -> Iterator[Line]:
    yield from papers.reported_elsewhere(ref)


WRITERS: Mapping[str, Callable[[str, datetime], Iterator[Line]]] = {
    "truth/organisation.jsonl": _settings,
    "truth/members.jsonl": _members,
    "truth/tokens.jsonl": _tokens,
    "truth/recipients.jsonl": _recipients,
    "truth/templates.jsonl": _templates,
    "truth/events.jsonl": _events,
    "truth/mentions.jsonl": _mentions,
    "truth/targets.jsonl": _targets,
    "truth/claims.jsonl": _claims,
    "truth/senders.jsonl": _senders,
    "truth/links.jsonl": _links,
    "truth/figures.jsonl": _figures,
    "proof/checkpoints.jsonl": _checkpoints,
    "proof/earlier.jsonl": _earlier,
    "inbox/referrals.jsonl": _asked,
    "inbox/notices.jsonl": _reported,
}


def counts(ref: str) -> dict[str, int]:
    """How much there is, for the manifest."""
    firsts = {"notices": "notice_received", "cases": "case_opened", "referrals": "referral_prepared"}
    events = events_of(ref)
    made = {name: events.filter(kind=kind).count() for name, kind in firsts.items()}
    asked = ReferralRow.objects.filter(organisation=ref).count()
    return {"events": events.count(), **made, "inbox": asked}
