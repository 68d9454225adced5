"""Triage: reads received notices, asks the memory, has the core decide, and writes cases, targets and relations."""

from collections.abc import Collection
from datetime import datetime

from fanal import flow
from fanal.crossref import forget_texts
from fanal.notice.events import CaseOpened, Event, NoticeReceived, TargetAttached
from fanal.notice.facts import Mention, Notice
from fanal.notice.states import CaseNow, NoticeNow
from fanal.words.lists import Category, NoticeState
from fanal_hub.courier.keys import new_ref
from fanal_hub.ledger import links, nearby
from fanal_hub.ledger.models import MentionContent, TargetContent
from fanal_hub.ledger.plan import Effect, Plan, Tx, Words
from fanal_hub.ledger.read import matching, notices, orgs, streams
from fanal_hub.ledger.rows import Columns, when

NAME = "triage"
TEXTS = ("text", "text_light")  # kinds of fingerprints that are made of words
KINDS = frozenset({"notice_received"})


def handle(seen: streams.Recorded, now: datetime) -> Plan | None:
    """The plan for one received notice, or None when it was triaged before (safe to do twice)."""
    event = seen.event
    assert isinstance(event, NoticeReceived)
    stand = streams.stand(f"notice:{event.notice}")
    if not isinstance(stand.now, NoticeNow) or stand.now.state != NoticeState.RECEIVED:
        return None
    handler = orgs.organisation(event.handler)
    if handler is None:
        return None
    notice = notices.whole_notice(stand.now)
    policy = orgs.policy_of(handler)
    forget_texts()  # what earlier notices said does not outlive them here
    found, stands = matching.memory(notice.handler, flow.keys(notice))
    cases = {ref: each.now for ref, each in stands.items() if isinstance(each.now, CaseNow)}
    names = flow.Names(case=new_ref("C"), targets=tuple(new_ref("T") for _ in notice.mentions))
    events = flow.triage(notice, cases, found, policy, names, now)
    decided_on = {f"notice:{notice.ref}": stand, **{f"case:{ref}": each for ref, each in stands.items()}}
    return Plan(events=events, stands=decided_on, beside=_contents(notice, events))


def _contents(notice: Notice, events: tuple[Event, ...]) -> list[Effect]:
    cases = {each.case for each in events if isinstance(each, CaseOpened)}
    attached = [each for each in events if isinstance(each, TargetAttached)]
    mentions = {each.n: each for each in notice.mentions}
    effects: list[Effect] = []
    for each in attached:
        mention = mentions[each.n]
        if each.why == "new" and each.case in cases:
            effects.append(claim(notice, mention, each.target, each.case))
        elif mention.text:  # the first notices may have given an address alone
            effects.append(keyed(notice, mention, each.target))
        effects.append(point(notice, mention, each.target, each.case))
    return effects


def claim(notice: Notice, mention: Mention, target: str, case: str) -> Effect:
    """What is publicly known of a new target; inserting it claims (handler, canonical)."""
    row = target_content(notice, mention, target, case)
    keys = keyed(notice, mention, target)

    def effect(tx: Tx) -> None:
        tx.insert("ledger_targetcontent", [row])
        keys(tx)

    return effect


def keyed(notice: Notice, mention: Mention, target: str) -> Effect:
    """The keys and codes by which a mention lets its target be found again; none of child abuse material."""
    locked = notice.category == Category.CHILD_ABUSE
    return (lambda _tx: None) if locked else kept(notice.handler, mention, target)


def kept(handler: str, mention: Mention, target: str) -> Effect:
    """Keep the keys and codes of a mention with its target; those that are there already stay as they are."""
    keys = [
        {"handler": handler, "kind": kind, "key": matching.key_digest(kind, key), "target": target}
        for kind, key in matching.kept_pairs(mention)
    ]
    prints = [(kind, code, 0, 0) for kind, codes in flow.mention_keys(mention).codes.items() for code in codes]
    printed = nearby.fingerprints(handler, target, prints)

    def effect(tx: Tx) -> None:
        tx.insert("ledger_keyrow", keys, ignore=True)
        if prints:
            printed(tx)

    return effect


def target_content(notice: Notice, mention: Mention, target: str, case: str) -> Columns:
    """The row of a target's public content; for child abuse material only a keyed digest of the locator."""
    locked = notice.category == Category.CHILD_ABUSE
    page = (matching.locked_page_of if locked else matching.page_of)(mention.canonical or f"private {target}")
    return {
        "target": target,
        "handler": notice.handler,
        "case": case,
        "page": page,
        "canonical": "" if locked else mention.canonical,
        "url": "" if locked else mention.url,
        "platform": mention.platform,
        "kind": str(mention.kind),
        "account": "" if locked else (mention.account or ""),
        "text": "" if locked else mention.text,
        "posted_at": when(mention.posted_at),
    }


def point(notice: Notice, mention: Mention, target: str, case: str) -> Effect:
    """The mention now belongs to its target, keeps what the target lacked, and can be found by its words."""
    words = Words(mention.text, f"{mention.address} {mention.url}", mention.account or "", f"{notice.ref} {case}")
    locked = notice.category == Category.CHILD_ABUSE
    content = TargetContent.objects.filter(target=target).first()
    if content is not None and not locked and matching.is_blanked(content):
        # Somebody reports again, in plain, what a person already judged to be child abuse material.
        return blanked(target, content.page, (notice.ref, mention.n))

    def effect(tx: Tx) -> None:
        tx.run(
            "UPDATE ledger_mentioncontent SET target = %s WHERE notice = %s AND n = %s", [target, notice.ref, mention.n]
        )
        if locked:
            return
        if mention.text:
            tx.run("UPDATE ledger_targetcontent SET text = %s WHERE target = %s AND text = ''", [mention.text, target])
        tx.find_by(handler=notice.handler, target=target, notice=notice.ref, words=words)

    return effect


def left(handler: str, target: str, gone: Collection[tuple[str, int]]) -> Effect:
    """Mentions left a target: it is found by the words, keys and codes of those that stay, and of those alone."""
    rows = [
        each
        for each in MentionContent.objects.filter(handler=handler, target=target)
        if (each.notice, each.n) not in gone
    ]
    staying = [kept(handler, notices.mention_of(each), target) for each in rows if each.canonical or each.text]
    unheard = {ref for ref, _ in gone} - {each.notice for each in rows}

    def effect(tx: Tx) -> None:
        for ref in sorted(unheard):
            tx.run("DELETE FROM ledger_words WHERE target = %s AND notice = %s", [target, ref])
        tx.run("DELETE FROM ledger_keyrow WHERE target = %s", [target])
        nearby.forget(target, TEXTS)(tx)
        for each in staying:
            each(tx)

    return effect


def blanked(target: str, page: str, mention: tuple[str, int] | None = None) -> Effect:
    """Take every plain word of a target away, and of a mention that comes to it; the claim on its page stays, keyed."""

    def effect(tx: Tx) -> None:
        if mention:
            tx.run("UPDATE ledger_mentioncontent SET target = %s WHERE notice = %s AND n = %s", [target, *mention])
        links.forget_target(target, everywhere=True)(tx)
        empty = "page = %s, canonical = '', url = '', account = '', text = ''"
        tx.run(f"UPDATE ledger_targetcontent SET {empty} WHERE target = %s", [page, target])  # noqa: S608
        tx.run(f"UPDATE ledger_mentioncontent SET {empty}, address = '' WHERE target = %s", [page, target])  # noqa: S608
        tx.run("DELETE FROM ledger_keyrow WHERE target = %s", [target])
        nearby.forget(target)(tx)
        tx.forget_words(target)
        tx.settle_words()

    return effect
