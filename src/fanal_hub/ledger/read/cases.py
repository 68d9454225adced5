"""Questions about cases, scoped by their handler: the queue, one case with its story, search."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from fanal import flow
from fanal.notice.codec import load
from fanal.notice.states import CaseNow, TargetNow
from fanal.words.errors import RefusedError
from fanal.words.lists import CaseState, TargetKind
from fanal_hub.ledger import vault
from fanal_hub.ledger.engine import folded
from fanal_hub.ledger.models import (
    CaseRow,
    EventRow,
    KeyRow,
    MentionContent,
    NoticeRow,
    ReferralRow,
    TargetContent,
    VaultRow,
)
from fanal_hub.ledger.read.matching import key_digest, page_of
from fanal_hub.ledger.read.notices import Page, sealed
from fanal_hub.ledger.read.streams import Recorded, recorded

WAITING = (CaseState.OPEN, CaseState.QUALIFIED)


def case_for(handler: str, ref: str) -> CaseNow | None:
    """A case of this handler; None for any other (404)."""
    text = CaseRow.objects.filter(ref=ref, handler=handler).values_list("now", flat=True).first()
    return None if text is None else _case(text)


def _case(text: str) -> CaseNow:
    now = load("case", text)
    assert isinstance(now, CaseNow)
    return now


@dataclass(frozen=True, slots=True, kw_only=True)
class Sieve:
    """Which cases of a queue: states, a category (any when empty), a least priority."""

    states: Collection[str] = WAITING
    category: str = ""
    least: int = 0


def queue(handler: str, states: Collection[str] = WAITING, after: str = "", most: int = 50) -> Page:
    """Cases by priority, then age; `after` is the cursor of the page before ("priority_opened_ref")."""
    return sieved(handler, Sieve(states=states), after, most)


def sieved(handler: str, sieve: Sieve, after: str = "", most: int = 50) -> Page:
    """The same, of some cases only; ValueError when the cursor is none of ours."""
    rows: list[CaseRow] = []
    for state in sieve.states:
        rows += _beyond(_of(handler, state, sieve), after, most + 1)
    rows.sort(key=lambda each: (-each.priority, each.opened_at, each.ref))
    last = rows[most - 1] if len(rows) > most else None
    more = f"{last.priority}_{last.opened_at.isoformat()}_{last.ref}" if last else ""
    return Page([_case(each.now) for each in rows[:most]], more)


def count_up_to(handler: str, sieve: Sieve, most: int = 50) -> int:
    """How many cases, counted in the index and never beyond `most` + 1: a full count would slow the page down."""
    return sum(_of(handler, each, sieve)[: most + 1].count() for each in sieve.states)


def _of(handler: str, state: str, sieve: Sieve) -> QuerySet[CaseRow]:
    rows = CaseRow.objects.filter(handler=handler, state=state)
    rows = rows.filter(category=sieve.category) if sieve.category else rows
    return rows.filter(priority__gte=sieve.least) if sieve.least else rows


def _beyond(rows: QuerySet[CaseRow], after: str, most: int) -> list[CaseRow]:
    """The next rows after a cursor, by two walks of the index: the same priority first, then the lower ones."""
    ordered = rows.order_by("-priority", "opened_at", "ref")
    if not after:
        return list(ordered[:most])
    priority, opened, ref = after.split("_", 2)
    at = datetime.fromisoformat(opened)
    if at.tzinfo is None:
        raise ValueError(after)
    same = ordered.filter(priority=int(priority), opened_at__gte=at).exclude(opened_at=at, ref__lte=ref)
    found = list(same[:most])
    return (
        found if len(found) == most else found + list(ordered.filter(priority__lt=int(priority))[: most - len(found)])
    )


def contents(case: str) -> dict[str, TargetContent]:
    """What is publicly known of the targets of a case, by target."""
    return {each.target: each for each in TargetContent.objects.filter(case=case)}


def contents_of(refs: Collection[str]) -> list[TargetContent]:
    """The same for some cases, without the texts: what a list needs."""
    return list(TargetContent.objects.filter(case__in=refs).only("target", "case", "posted_at"))


def located(case: CaseNow) -> dict[str, TargetContent]:
    """The contents for a recipient who must act: where the address is in the vault alone, it is read from there."""
    known = contents(case.ref)
    for each in case.targets:
        content = known.get(each.id)
        if content is not None and not content.url and not content.canonical:
            content.url = _locator(case.ref, each)
    return known


def _locator(case: str, target: TargetNow) -> str:
    for said in map(vault.open_json, sealed(f"case:{case}", "locator")):
        if said and said["target"] == target.id:
            return str(said["address"])
    for ref, _, n in (mention.partition("/") for mention in target.mentions):
        for place in vault.open_json(next(iter(sealed(f"notice:{ref}", "locator")), None)) or []:
            if str(place["n"]) == n:
                return str(place["url"] or place["address"])
    return ""


def mentions_of(targets: Collection[str]) -> dict[str, list[MentionContent]]:
    """The mentions of some targets, by target."""
    found: dict[str, list[MentionContent]] = {}
    for each in MentionContent.objects.filter(target__in=targets).order_by("notice", "n"):
        found.setdefault(each.target, []).append(each)
    return found


def notices_of(case: CaseNow) -> list[str]:
    """The references of the notices of a case."""
    return sorted({mention.split("/")[0] for target in case.targets for mention in target.mentions})


def note_of(case: str, target: str) -> str:
    """What the last judgement of a target said in words, out of the vault."""
    for row in VaultRow.objects.filter(about=f"case:{case}", kind="note").order_by("-made_at", "-id"):
        said = (vault.open_json(row) or {}).get("said", {}).get(target)
        if said:
            return str(said["note"])
    return ""


def reopened_at(case: str) -> datetime | None:
    """When the case was last reopened, if it was."""
    rows = EventRow.objects.filter(stream=f"case:{case}", kind="case_reopened").order_by("-version")
    return rows.values_list("occurred_at", flat=True).first()


def is_danger(case: CaseNow) -> bool:
    """True when a notice of the case says that somebody is in danger now."""
    rows = NoticeRow.objects.filter(ref__in=notices_of(case)).values_list("now", flat=True)
    return any(json.loads(each).get("danger") for each in rows)


def story(case: CaseNow) -> list[Recorded]:
    """Everything that happened to a case, its notices and its referrals, in the order of the log."""
    streams = [f"case:{case.ref}", *(f"notice:{each}" for each in notices_of(case))]
    streams += [f"referral:{each}" for each in ReferralRow.objects.filter(case=case.ref).values_list("ref", flat=True)]
    found: list[EventRow] = []
    for start in range(0, len(streams), 500):
        found += list(EventRow.objects.filter(stream__in=streams[start : start + 500]))
    return [recorded(each) for each in sorted(found, key=lambda each: each.position or 0)]


@dataclass(frozen=True, slots=True)
class Hit:
    """A target that answers a search, with the case it is in."""

    case: str
    target: str
    platform: str
    kind: str
    url: str
    account: str
    text: str


def search(handler: str, query: str, most: int = 50) -> list[Hit]:
    """Targets of this handler by words, address, account, #hashtag or reference."""
    asked = query.strip()
    if not asked:
        return []
    targets = _by_key(handler, asked, most) or _by_words(handler, asked, most)
    rows = TargetContent.objects.filter(handler=handler, target__in=targets[:most])
    found = {each.target: each for each in rows}
    kept = [found[each] for each in targets[:most] if each in found]
    return [Hit(each.case, each.target, each.platform, each.kind, each.url, each.account, each.text) for each in kept]


def _by_key(handler: str, asked: str, most: int) -> list[str]:
    """By exact key: #hashtag, @account (of any platform), or an address in any of its forms."""
    if asked.startswith("#"):
        return _with_keys(handler, "hashtag", [asked[1:].casefold()], most)
    if asked.startswith("@") and " " not in asked:
        names = (asked[1:].casefold(), asked.casefold())
        return _with_keys(handler, "account", [f"{code}:{each}" for code in flow.platforms() for each in names], most)
    return _at_address(handler, asked, most) if "." in asked and " " not in asked else []


def _with_keys(handler: str, kind: str, keys: Sequence[str], most: int) -> list[str]:
    digests = [key_digest(kind, each) for each in keys]
    rows = KeyRow.objects.filter(handler=handler, kind=kind, key__in=digests)
    return list(dict.fromkeys(rows.values_list("target", flat=True)[:most]))


def _at_address(handler: str, asked: str, most: int) -> list[str]:
    try:
        place = flow.canonical(asked)
    except RefusedError:
        return []
    found = TargetContent.objects.filter(handler=handler, page=page_of(place.canonical)).values_list(
        "target", flat=True
    )
    if found:
        return list(found)
    if place.kind == TargetKind.ACCOUNT and place.account:
        return _with_keys(handler, "account", [f"{place.platform}:{place.account.casefold()}"], most)
    return []


def _by_words(handler: str, asked: str, most: int) -> list[str]:
    found, phrase = _search_sql(asked)
    if not phrase:
        return []
    with connection.cursor() as cursor:
        cursor.execute(found, [phrase, handler, most * 3])
        return list(dict.fromkeys(row[0] for row in cursor.fetchall()))


def _search_sql(asked: str) -> tuple[str, str]:
    """How this engine asks for all of some words, and the words as it wants them."""
    if connection.vendor == "sqlite":
        phrase = " ".join(f'"{word}"' for word in asked.replace('"', " ").split())
        return (
            "SELECT target FROM ledger_words WHERE ledger_words MATCH %s AND handler = %s ORDER BY rank LIMIT %s"
        ), phrase
    # The rank needs no second look at the words: the newest entries first.
    return (
        "SELECT target FROM ledger_words WHERE words @@ plainto_tsquery('simple', %s) AND handler = %s"
        " ORDER BY id DESC LIMIT %s"
    ), folded(asked)


def by_refs(handler: str, refs: Sequence[str]) -> list[CaseNow]:
    """Some cases of a handler."""
    return [_case(each.now) for each in CaseRow.objects.filter(handler=handler, ref__in=refs)]
