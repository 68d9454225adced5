"""Child abuse material: once reported or judged so, nothing of it stays in plain, and no file of it is taken or kept.

The locator goes to the vault, for the recipients who must act; texts and uploads are destroyed (DESIGN section 7).
"""

from collections.abc import Iterable
from datetime import datetime
from functools import cache

from fanal import flow
from fanal.notice.states import CaseNow, TargetNow
from fanal.words.errors import RefusedError
from fanal.words.lists import Category
from fanal.words.say import message
from fanal_hub.courier import post
from fanal_hub.ledger import vault
from fanal_hub.ledger.models import TargetContent
from fanal_hub.ledger.plan import Effect, Tx
from fanal_hub.ledger.read import matching, notices, relations, streams, watched
from fanal_hub.stations.triage import blanked


@cache
def offences() -> frozenset[str]:
    """The offences that make a target child abuse material."""
    return frozenset(each.code for each in flow.offences() if Category.CHILD_ABUSE in each.categories)


def is_locked(case: CaseNow, target: TargetNow) -> bool:
    """Was it reported as child abuse by anybody, or judged so by a person?"""
    if case.category == Category.CHILD_ABUSE or offences() & set(target.offences):
        return True
    return watched.is_reported_as_child_abuse(_notices(target))


def refuse_files(case: CaseNow, target_id: str) -> None:
    """Refuse any file about such a target."""
    target = case.target(target_id)
    if target is not None and is_locked(case, target):
        raise RefusedError(message("child_abuse_no_file", at="file"))


def lock(case: CaseNow, target_ids: Iterable[str], sealer: vault.Sealer, at: datetime) -> list[Effect]:
    """Effects that take every plain word of these targets away, and destroy the files about them."""
    effects: list[Effect] = []
    for target_id in target_ids:
        target, content = case.target(target_id), TargetContent.objects.filter(target=target_id).first()
        if target is None or content is None:
            continue
        _sealed(case, content, sealer, at)
        effects += [_blanked(content), _destroyed(_files(case, target))]
        for twin in TargetContent.objects.filter(handler=case.handler, target__in=relations.twins(target_id)):
            _sealed(case, twin, sealer, at)
            there = streams.case_now(twin.case)
            same = there.target(twin.target) if there else None
            effects += [_blanked(twin), *([_destroyed(_files(there, same))] if there and same else [])]
    if effects:  # letters that could not leave yet tell the address in plain
        letters = [each.ref for each in streams.referrals_of(case.ref)]
        effects.append(lambda _tx: post.burn(letters))
    return effects


def _sealed(case: CaseNow, content: TargetContent, sealer: vault.Sealer, at: datetime) -> None:
    if content.url or content.canonical:
        place = {"target": content.target, "address": content.url or content.canonical}
        sealer.add(about=f"case:{case.ref}", kind="locator", value=place, at=at)


def _blanked(content: TargetContent) -> Effect:
    """Its claim stays, keyed; one that is blanked already keeps the claim it has, and a message claims its own name."""
    if matching.is_blanked(content):
        return blanked(content.target, content.page)
    return blanked(content.target, matching.locked_page_of(content.canonical or f"private {content.target}"))


def _notices(target: TargetNow) -> list[str]:
    return [each.partition("/")[0] for each in target.mentions]


def _files(case: CaseNow, target: TargetNow) -> list[str]:
    """The vault records of files about the target: its evidence, and the testimony of the notices that mention it."""
    kept = [(row, vault.open_json(row)) for row in notices.sealed(f"case:{case.ref}", "file_facts")]
    found = [(row, said) for row, said in kept if said and said.get("target") == target.id]
    for ref in dict.fromkeys(_notices(target)):
        found += [(row, vault.open_json(row)) for row in notices.sealed(f"notice:{ref}", "file_facts")]
    return [record for row, said in found for record in (row.pk, (said or {}).get("file", ""))]


def _destroyed(records: list[str]) -> Effect:
    def effect(tx: Tx) -> None:
        for record in records:
            tx.run("DELETE FROM ledger_vaultrow WHERE id = %s", [record])

    return effect
