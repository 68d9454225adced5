"""Who reported a page, told apart and never named: what the rule of concerted notices is asked with. It judges nobody."""

import json
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Count

from fanal.crossref import Brigaded, Reported, Triaged, Wave, brigade, brigaded
from fanal.words.lists import Judgement, NoticeState, NotifierKind
from fanal_hub.ledger.models import MentionContent, NoticeRow, TargetRow

LEAST = 10  # notices about one page below which nobody is called concerted: they are not even read
MOST_EARLIER = 4_000  # earlier notices of these notifiers that are looked through
MOST = 400  # the newest of a page that are read: a surge must not slow down what comes after it


def brigades(handler: str, pages: Mapping[str, str]) -> dict[str, Brigaded]:
    """The concerted notices about some pages (digest -> canonical), by canonical, and what the others make of each."""
    found: dict[str, Brigaded] = {}
    for page, canonical in pages.items():
        wave = of_page(handler, page)
        if wave is not None:
            found[canonical] = brigaded(wave, _triaged(handler, page, wave))
    return found


def of_page(handler: str, page: str) -> Wave | None:
    """The concerted notices about one page; its key is the page's digest."""
    rows = MentionContent.objects.filter(handler=handler, page=page).order_by("-id")
    newest = list(rows.only("notice", "voice", "target", "account")[:MOST])
    others = _others(handler, page, newest)
    facts = _notices(each.notice for each in newest)
    told = [
        Reported(
            ref=each.notice,
            target=page,
            at=facts[each.notice].received_at,
            notifier=each.voice,
            kind=NotifierKind(facts[each.notice].notifier_kind),
            others=others.get(each.voice, 0),
            reasons=facts[each.notice].category,
        )
        for each in newest
        if each.notice in facts
    ]
    judged = TargetRow.objects.filter(id__in={each.target for each in newest if each.target})
    return brigade(told, is_qualified=judged.filter(judgement=Judgement.QUALIFIED).exists())


def often_reported(handler: str) -> list[str]:
    """The pages that many notices are about."""
    rows = MentionContent.objects.filter(handler=handler).exclude(canonical="").values("page")  # a message has no page
    return list(rows.annotate(times=Count("notice")).filter(times__gte=LEAST).values_list("page", flat=True))


def _others(handler: str, page: str, newest: Sequence[MentionContent]) -> dict[str, int]:
    """How many pages of other authors each of these notifiers had reported before they came to this one."""
    came = {each.voice: each.pk for each in newest if each.voice}  # the last of a voice here is its first notice
    authors = {each.account for each in newest}
    rows = MentionContent.objects.filter(handler=handler, voice__in=list(came)).exclude(page=page)
    found: dict[str, set[str]] = {}
    for pk, voice, other, account in rows.values_list("pk", "voice", "page", "account").order_by("-pk")[:MOST_EARLIER]:
        if pk < came[voice] and not (account and account in authors):
            found.setdefault(voice, set()).add(other)
    return {voice: len(pages) for voice, pages in found.items()}


def _notices(refs: Iterable[str]) -> dict[str, NoticeRow]:
    rows = NoticeRow.objects.filter(ref__in=list(refs))
    return {each.ref: each for each in rows.only("ref", "received_at", "notifier_kind", "category")}


def _triaged(handler: str, page: str, wave: Wave) -> list[Triaged]:
    """Of the notices of the case that a page is in: the first, the highest, and the highest that is not concerted."""
    target = MentionContent.objects.filter(handler=handler, page=page).exclude(target="").values("target")[:1]
    case = TargetRow.objects.filter(id__in=target).values("case")
    within = TargetRow.objects.filter(case__in=case).values("id")
    about = MentionContent.objects.filter(target__in=within).values("notice")
    rows = NoticeRow.objects.filter(ref__in=about, state=NoticeState.TRIAGED)
    others = rows.exclude(ref__in=wave.members)
    found = [
        rows.order_by("received_at", "ref").first(),
        rows.order_by("-priority", "received_at").first(),
        others.order_by("-priority", "received_at").first(),
    ]
    told = {each.ref: each for each in found if each is not None}
    return [
        Triaged(notice=each.ref, priority=each.priority, reasons=tuple(json.loads(each.now)["reasons"]))
        for each in sorted(told.values(), key=lambda each: (each.received_at, each.ref))
    ]
