"""Questions about short links, each within one organisation's memory and the hub's own list. What another one resolved is not used."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from fanal import flow
from fanal.notice.events import RelationNoted
from fanal.words.errors import RefusedError
from fanal.words.lists import Judgement
from fanal_hub.ledger.models import EventRow, MentionContent, ShortLinkRow, TargetContent, TargetRow
from fanal_hub.ledger.read.matching import page_of
from fanal_hub.ledger.read.streams import recorded
from fanal_hub.people.models import Organisation

CHUNK = 400
SHORT_LINK = "short_link"  # the evidence of such a relation
_AHEAD = 400  # links looked at, to find some of different hosts


def known(handler: str, canonicals: Collection[str]) -> dict[str, str]:
    """Where short links lead, as this organisation or the hub's own list knows: canonical key -> address."""
    pages = {page_of(each): each for each in canonicals}
    rows = ShortLinkRow.objects.filter(handler__in=("", handler), short__in=list(pages)).exclude(leads="")
    # One's own word after the hub's, and over it.
    return {pages[each.short]: each.leads_to for each in rows.order_by("handler")}


def of_mention(mention: MentionContent) -> ShortLinkRow | None:
    """The short link that a mention was given as, when its end is still known here."""
    if not {"short_link", "unresolved"} & set(mention.notes):
        return None
    try:
        page = page_of(flow.canonical(mention.address).canonical)
    except RefusedError:
        return None
    rows = ShortLinkRow.objects.filter(handler__in=("", mention.handler), short=page).exclude(leads="")
    return rows.order_by("-handler").first()


def due(now: datetime, most: int) -> list[ShortLinkRow]:
    """Links to try now, the longest due first and one of each host."""
    chosen: dict[str, ShortLinkRow] = {}
    rows = ShortLinkRow.objects.filter(again_at__lte=now, leads="").order_by("again_at", "id")
    while len(chosen) < most:  # a crowd of one host is stepped over, so that it holds nobody else back
        ahead = list(rows[:_AHEAD])
        for each in ahead:
            chosen.setdefault(_host(each), each)
        if len(ahead) < _AHEAD:
            break
        for host in {_host(each) for each in ahead}:
            rows = rows.exclude(url__contains=f"//{host}/")
    return list(chosen.values())[:most]


def _host(row: ShortLinkRow) -> str:
    return urlsplit(row.url).hostname or ""


def any_older(before_resolved: datetime, before: datetime) -> bool:
    """Is there anything to let go of?"""
    rows = ShortLinkRow.objects
    return rows.filter(way="resolved", at__lt=before_resolved).exists() or rows.filter(at__lt=before).exists()


@dataclass(frozen=True, slots=True)
class Twins:
    """Two targets of one handler: a short link that was not resolved when it came in, and the page it turned out to lead to."""

    case: str
    target: str
    other_case: str
    other_target: str


def twins() -> Iterator[Twins]:
    """Every such pair that no relation tells of yet, neither of them set aside."""
    links = list(ShortLinkRow.objects.exclude(leads="").values_list("handler", "short", "leads"))
    everybody = list(Organisation.objects.values_list("ref", flat=True)) if any(not each[0] for each in links) else []
    for start in range(0, len(links), CHUNK):
        by_handler: dict[str, list[tuple[str, str]]] = {}
        for handler, short, leads in links[start : start + CHUNK]:
            for each in [handler] if handler else everybody:
                by_handler.setdefault(each, []).append((short, leads))
        for handler, pairs in by_handler.items():
            yield from _twins(handler, pairs)


def _twins(handler: str, pairs: list[tuple[str, str]]) -> Iterator[Twins]:
    pages = {page for pair in pairs for page in pair}
    rows = TargetContent.objects.filter(handler=handler, page__in=pages).exclude(canonical="")
    held = {page: (case, target) for page, case, target in rows.values_list("page", "case", "target")}
    aside = TargetRow.objects.filter(pk__in=[target for _, target in held.values()], judgement=Judgement.SET_ASIDE)
    left_out = set(aside.values_list("pk", flat=True))
    for short, leads in dict.fromkeys(pairs):
        if short not in held or leads not in held:
            continue
        found = Twins(*held[short], *held[leads])
        if not left_out & {found.target, found.other_target} and not _is_noted(found):
            yield found


def _is_noted(twins: Twins) -> bool:
    rows = EventRow.objects.filter(stream=f"case:{twins.case}", kind=RelationNoted.KIND)
    wanted = (twins.target, twins.other_target)
    events = (recorded(row).event for row in rows.iterator())
    return any(
        isinstance(each, RelationNoted)
        and (each.target, each.other_target) == wanted
        and SHORT_LINK in each.evidence  # another reason does not say what this one does
        for each in events
    )
