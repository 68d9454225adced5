"""What a handler's own memory holds for a notice's keys. Another organisation's memory is never searched."""

import hashlib
import hmac
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from django.conf import settings

from fanal.crossref import MOST_RELATIONS, aimed_at, denounces, exact_keys, radius_of
from fanal.flow import Keys, Known, Memory
from fanal.notice.facts import Mention
from fanal.notice.relations import Key
from fanal.notice.states import CaseNow
from fanal.words.lists import CaseState, Judgement, TargetKind
from fanal_hub.ledger import nearby
from fanal_hub.ledger.models import KeyRow, MentionContent, TargetContent, TargetRow
from fanal_hub.ledger.plan import Stand
from fanal_hub.ledger.read import concerted, relations
from fanal_hub.ledger.read.streams import stand

MOST_HOPS = 8  # from one target to another that persons found to be the same
AIMED = "aimed"  # the kind of key of an account that a text speaks to: it relates nobody, it shows raids
MOST_PER_KEY = 50  # above that a key is too common to make a relation of


def key_digest(kind: str, key: str) -> str:
    """How a key is kept: SHA-256 over its kind and text."""
    return hashlib.sha256(f"{kind}\n{key}".encode()).hexdigest()


def sha256_hex(content: bytes) -> str:
    """SHA-256, hex."""
    return hashlib.sha256(content).hexdigest()


def page_of(canonical: str) -> str:
    """How a canonical key is claimed: its SHA-256."""
    return hashlib.sha256(canonical.encode()).hexdigest()


def locked_page_of(canonical: str) -> str:
    """How the page of child abuse material is claimed: a keyed digest, so that nobody can try addresses against it."""
    return hmac.new(settings.SECRET_KEY.encode(), f"page:{canonical}".encode(), hashlib.sha256).hexdigest()


def is_blanked(content: TargetContent) -> bool:
    """Was every plain word of it taken away, because it is child abuse material? A private message has no address either."""
    return not content.canonical and content.page != page_of(f"private {content.target}")


def key_pairs(keys: Keys) -> list[tuple[str, str]]:
    """(kind, key) of everything but the canonical keys."""
    named = {"account": keys.accounts, "hashtag": keys.hashtags, "link": keys.links, "folded": keys.folded}
    return [(kind, key) for kind, values in named.items() for key in values]


def kept_pairs(mention: Mention) -> list[tuple[str, str]]:
    """(kind, key) of all that is kept of a mention: its keys, and whom its text speaks to."""
    spoken_to = [(AIMED, each) for each in aimed_at(mention.text, mention.platform)]
    return [*key_pairs(exact_keys(mention)), *spoken_to]


def pairs_of(content: TargetContent) -> list[tuple[str, str]]:
    """The same of a target, from what is publicly known of it."""
    names = ("platform", "canonical", "url", "text", "posted_at")
    said = {name: getattr(content, name) for name in names}
    kind, account = TargetKind(content.kind), content.account or None
    return kept_pairs(Mention(n=1, address=content.url, kind=kind, account=account, notes=(), **said))


def memory(handler: str, keys: Keys) -> tuple[Memory, dict[str, Stand]]:
    """The handler's targets that share a key with the notice, and where their cases stand ("C-…" -> stand)."""
    found, common = _shared(handler, key_pairs(keys))
    pages = {named(each): each for each in keys.canonical for named in (page_of, locked_page_of)}
    same = dict(TargetContent.objects.filter(handler=handler, page__in=pages).values_list("target", "page"))
    noted, ends = _gone(same)
    near = _near(handler, keys)
    known_ids = {*same, *found, *ends.values(), *near}
    contents = list(TargetContent.objects.filter(handler=handler, target__in=known_ids))
    stands = {ref: stand(f"case:{ref}") for ref in {each.case for each in contents}}
    held = _keys_of(handler, known_ids, key_pairs(keys))
    known = [
        _known(each, case, held.get(each.target, {}), pages.get(each.page, each.canonical))
        for each in contents
        if isinstance(case := stands[each.case].now, CaseNow)
    ]
    reports, often = _mentioned(handler, keys.canonical)
    return Memory(
        known=_followed(known, ends),
        reports=reports,
        common=frozenset(common),
        noted=noted,
        near=near,
        qualified=_qualified(handler, keys.accounts, same) if found or common else {},
        brigades=concerted.brigades(handler, often),
    ), stands


def _near(handler: str, keys: Keys) -> dict[str, dict[str, int]]:
    """The nearest targets by each kind of fingerprint, with the distance in bits; more than a page of them is a wave."""
    found: dict[str, dict[str, int]] = {}
    for kind, codes in keys.codes.items():
        for nearest in nearby.near(handler, kind, codes, radius_of(kind), MOST_RELATIONS):
            for target, distance in nearest:
                distances = found.setdefault(target, {})
                distances[kind] = min(distance, distances.get(kind, distance))
    return found


def _qualified(handler: str, accounts: Sequence[str], but: Collection[str]) -> dict[str, int]:
    """How many targets of each account a person qualified, however many it has; the same page is no antecedent of itself."""
    found: dict[str, int] = {}
    for account in accounts:
        own = KeyRow.objects.filter(handler=handler, kind="account", key=key_digest("account", account))
        judged = TargetRow.objects.filter(id__in=own.values("target"), judgement=Judgement.QUALIFIED).exclude(
            id__in=but
        )
        if times := judged.count():
            found[account] = times
    return found


def _gone(targets: Collection[str]) -> tuple[frozenset[Key], dict[str, str]]:
    """The relations of some targets, and where the mentions of those went that a person found to be another one."""
    noted, gone = relations.about(targets)
    ends = {each: gone[each] for each in targets if each in gone}
    for _ in range(MOST_HOPS):
        further = relations.about(set(ends.values()))[1] if ends else {}
        if not any(end in further for end in ends.values()):
            break
        ends = {each: further.get(end, end) for each, end in ends.items()}
    return noted, ends


def _followed(known: Sequence[Known], ends: Mapping[str, str]) -> tuple[Known, ...]:
    """A page whose mentions went to another target stands for that one, as long as it is there."""
    by_target = {each.target: each for each in known}
    stands_for = [
        replace(by_target[end], canonical=each.canonical)
        for each in known
        if (end := ends.get(each.target, "")) in by_target
    ]
    left = [each for each in known if ends.get(each.target, "") not in by_target]
    return (*(replace(each, is_orphan=each.target in ends) for each in left), *stands_for)


def _shared(handler: str, pairs: Sequence[tuple[str, str]]) -> tuple[set[str], set[str]]:
    found: set[str] = set()
    common: set[str] = set()
    for kind, key in pairs:
        rows = KeyRow.objects.filter(handler=handler, kind=kind, key=key_digest(kind, key))
        targets = list(rows.values_list("target", flat=True)[: MOST_PER_KEY + 1])
        if len(targets) > MOST_PER_KEY:
            common.add(key)
        else:
            found.update(targets)
    return found, common


def _keys_of(
    handler: str, targets: Collection[str], pairs: Sequence[tuple[str, str]]
) -> dict[str, dict[str, list[str]]]:
    texts = {(kind, key_digest(kind, key)): key for kind, key in pairs}
    held: dict[str, dict[str, list[str]]] = {}
    rows = KeyRow.objects.filter(handler=handler, target__in=targets).values_list("target", "kind", "key")
    for target, kind, digest in rows:
        if (kind, digest) in texts:
            held.setdefault(target, {}).setdefault(kind, []).append(texts[kind, digest])
    return held


def _known(content: TargetContent, case: CaseNow, held: dict[str, list[str]], canonical: str) -> Known:
    target = case.target(content.target)
    return Known(
        case=content.case,
        target=content.target,
        case_state=CaseState(case.state),
        judgement=target.judgement if target else Judgement.PENDING,
        set_aside=target.set_aside if target else "",
        canonical=canonical,
        account=next(iter(held.get("account", [])), ""),
        folded=next(iter(held.get("folded", [])), ""),
        hashtags=tuple(held.get("hashtag", [])),
        links=tuple(held.get("link", [])),
        text=content.text,
        quotes=denounces(content.text),
    )


def _mentioned(handler: str, canonicals: Sequence[str]) -> tuple[dict[str, int], dict[str, str]]:
    """How many earlier notices each page has (canonical -> number), and the pages of many notices (digest -> canonical)."""
    pages = {page_of(each): each for each in canonicals}
    rows = MentionContent.objects.filter(handler=handler, page__in=pages).values_list("page", "target")
    every: Counter[str] = Counter()
    earlier: Counter[str] = Counter()
    for page, target in rows:
        every[page] += 1
        earlier[pages[page]] += bool(target)  # those without a target wait to be triaged
    often = {page: pages[page] for page, times in every.items() if times >= concerted.LEAST}
    return {page: times for page, times in earlier.items() if times}, often
