"""What waves are made of, from keys and contents, and the waves that were counted. Always of one handler."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from fanal.crossref import Posting, denounces
from fanal.words.lists import Judgement, WaveKind
from fanal.words.say import Message
from fanal_hub.ledger.models import CaseRow, KeyRow, TargetContent, TargetRow, WaveRow
from fanal_hub.ledger.read.matching import AIMED, key_digest, pairs_of

KINDS: Mapping[str, WaveKind] = {AIMED: WaveKind.RAID, "folded": WaveKind.COPIES, "link": WaveKind.LINKS}
COMMON = ("account", "hashtag", "folded", "link")
MOST = 2_000  # postings of one key that are read
MOST_SHOWN = 200


def shared_keys(handler: str, kinds: Iterable[str], least: int) -> list[tuple[str, str, int]]:
    """(kind, key, how many targets) of the keys that at least so many targets share."""
    rows = KeyRow.objects.filter(handler=handler, kind__in=list(kinds)).values("kind", "key")
    counted = rows.annotate(targets=Count("target")).filter(targets__gte=least)
    return list(counted.values_list("kind", "key", "targets"))


def postings(handler: str, kind: str, key: str, *, reads: bool = True) -> list[Posting]:
    """The targets that share a key, as postings; what a person set aside takes no part. Without `reads` no text is read."""
    targets = list(
        KeyRow.objects.filter(handler=handler, kind=kind, key=key)
        .order_by("-id")
        .values_list("target", flat=True)[:MOST]
    )
    aside = set(TargetRow.objects.filter(id__in=targets, judgement=Judgement.SET_ASIDE).values_list("id", flat=True))
    rows = TargetContent.objects.filter(handler=handler, target__in=[each for each in targets if each not in aside])
    opened = dict(CaseRow.objects.filter(ref__in={each.case for each in rows}).values_list("ref", "opened_at"))
    return [_posting(each, opened, (kind, key), reads=reads) for each in rows if each.posted_at or each.case in opened]


def _posting(
    content: TargetContent, opened: Mapping[str, datetime], shared: tuple[str, str], *, reads: bool
) -> Posting:
    """Its keys are digests: to a wave they are only equal or not."""
    kind, key = shared
    return Posting(
        ref=content.target,
        at=content.posted_at or opened[content.case],
        author=f"{content.platform}:{content.account.casefold()}" if content.account else "",
        folded=key if kind == "folded" else "",
        links=(key,) if kind == "link" else (),
        aimed_at=(key,) if kind == AIMED else (),
        denounces=reads and denounces(content.text),
    )


def waves_of(handler: str, since: datetime | None = None) -> list[WaveRow]:
    """The waves of a handler, the newest first."""
    rows = WaveRow.objects.filter(handler=handler).order_by("-last_at", "id")
    return list((rows.filter(last_at__gte=since) if since else rows)[:MOST_SHOWN])


def wave_for(handler: str, wave: int) -> WaveRow | None:
    """One wave of this handler; None for any other."""
    return WaveRow.objects.filter(handler=handler, pk=wave).first()


def of_targets(handler: str, targets: Sequence[str]) -> list[WaveRow]:
    """The waves that some targets take part in, by their keys or their page."""
    keys = KeyRow.objects.filter(handler=handler, target__in=targets).values("key")
    pages = TargetContent.objects.filter(handler=handler, target__in=targets).values("page")
    rows = WaveRow.objects.filter(Q(key__in=keys) | Q(key__in=pages), handler=handler)
    return list(rows.order_by("-last_at", "id")[:MOST_SHOWN])


def members(wave: WaveRow) -> list[Posting]:
    """The postings of a wave, in order of time; those of a common key, whenever they were posted."""
    kinds = {each: kind for kind, each in KINDS.items()}
    named = [kinds[WaveKind(wave.kind)]] if wave.kind in kinds else list(COMMON)
    found = [each for kind in named for each in postings(wave.handler, kind, wave.key)]
    return sorted(
        (each for each in found if wave.first_at <= each.at <= wave.last_at), key=lambda each: (each.at, each.ref)
    )


def about(wave: WaveRow) -> str:
    """What a wave is about, in words: the person, the text, the link; empty when nothing of it is left."""
    for content in TargetContent.objects.filter(target__in=[each.ref for each in members(wave)[:20]]):
        for kind, key in pairs_of(content):
            if kind != "account" and key_digest(kind, key) == wave.key:  # an author is named by `naming` alone
                return content.text if kind == "folded" else key
    page = TargetContent.objects.filter(handler=wave.handler, page=wave.key).first()
    return page.url if page and wave.kind == WaveKind.BRIGADE else ""


def cases_of(wave: WaveRow) -> list[str]:
    """The cases that a wave touches: those with a target that has its key, or its page."""
    rows = TargetContent.objects.filter(handler=wave.handler)
    if wave.kind == WaveKind.BRIGADE:
        rows = rows.filter(page=wave.key)
    else:
        rows = rows.filter(target__in=KeyRow.objects.filter(handler=wave.handler, key=wave.key).values("target"))
    return list(rows.values_list("case", flat=True).distinct()[:MOST_SHOWN])


def messages(wave: WaveRow) -> list[Message]:
    """Why it is called a wave."""
    said: list[dict[str, Any]] = json.loads(wave.reasons)
    return [Message(code=each["code"], params=each["params"]) for each in said]
