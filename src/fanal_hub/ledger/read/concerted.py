"""Who reported a page, told apart and never named: what the rule of concerted notices is asked with. It judges nobody."""

import json
from collections.abc import Iterable, Mapping

from django.db.models import Count

from fanal.crossref import Brigaded, Reported, Triaged, Wave, brigade, brigaded
from fanal.words.lists import Judgement, NoticeState, NotifierKind
from fanal_hub.ledger.models import MentionContent, NoticeRow, TargetRow

LEAST = 10  # notices about one page below which nobody is called concerted: they are not even read
MOST = 400  # the newest of a page that are read: a surge must not slow down what comes after it


def brigades(handler: str, pages: Mapping[str, str]) -> dict[str, Brigaded]:
    """The concerted notices about some pages (digest -> canonical), by canonical, and what the others make of each."""
    found: dict[str, Brigaded] = {}
    for page in _often(handler, pages):
        wave = of_page(handler, page)
        if wave is not None:
            found[pages[page]] = brigaded(wave, _triaged(handler, page))
    return found


def of_page(handler: str, page: str) -> Wave | None:
    """The concerted notices about one page; its key is the page's digest."""
    rows = MentionContent.objects.filter(handler=handler, page=page)
    newest = list(rows.order_by("-id").values_list("notice", "voice", "target")[:MOST])
    others = _others(handler, page, {voice for _, voice, _ in newest if voice})
    facts = _notices(ref for ref, _, _ in newest)
    told = [
        Reported(
            ref=ref,
            target=page,
            at=facts[ref].received_at,
            notifier=voice,
            kind=NotifierKind(facts[ref].notifier_kind),
            others=others.get(voice, 0),
            reasons=facts[ref].category,
        )
        for ref, voice, _ in newest
        if ref in facts
    ]
    judged = TargetRow.objects.filter(id__in={target for _, _, target in newest if target})
    return brigade(told, is_qualified=judged.filter(judgement=Judgement.QUALIFIED).exists())


def often_reported(handler: str) -> list[str]:
    """The pages that many notices are about."""
    return _often(handler, None)


def _often(handler: str, pages: Iterable[str] | None) -> list[str]:
    rows = MentionContent.objects.filter(handler=handler)
    rows = rows if pages is None else rows.filter(page__in=list(pages))
    counted = rows.values("page").annotate(times=Count("notice")).filter(times__gte=LEAST)
    return list(counted.values_list("page", flat=True))


def _others(handler: str, page: str, voices: Iterable[str]) -> dict[str, int]:
    """How many other pages each of these notifiers reported."""
    rows = MentionContent.objects.filter(handler=handler, voice__in=list(voices)).exclude(page=page)
    return dict(rows.values("voice").annotate(pages=Count("page", distinct=True)).values_list("voice", "pages"))


def _notices(refs: Iterable[str]) -> dict[str, NoticeRow]:
    rows = NoticeRow.objects.filter(ref__in=list(refs))
    return {each.ref: each for each in rows.only("ref", "received_at", "notifier_kind", "category")}


def _triaged(handler: str, page: str) -> list[Triaged]:
    """What triage made of each notice about a page, in order of receipt."""
    about = MentionContent.objects.filter(handler=handler, page=page).order_by("-id").values_list("notice", flat=True)
    rows = NoticeRow.objects.filter(ref__in=list(about[:MOST]), state=NoticeState.TRIAGED).order_by(
        "received_at", "ref"
    )
    return [
        Triaged(notice=ref, priority=priority, reasons=tuple(json.loads(now)["reasons"]))
        for ref, priority, now in rows.values_list("ref", "priority", "now")
    ]
