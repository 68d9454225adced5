"""Takes published fingerprints back: when a target is set aside, when its case ends, when a person says so. It publishes none.

A withdrawn fingerprint stays, without anything that says of what, until its subscribers must have read of it: whoever was
given personal data is told of their erasure (GDPR Art. 19). After that the purge destroys it.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from fanal import flow
from fanal.notice.events import Event
from fanal.notice.states import CaseNow
from fanal.words.lists import WithdrawnWhy
from fanal_hub.ledger.models_shared import SharedHashRow
from fanal_hub.ledger.plan import Effect, Tx
from fanal_hub.ledger.read import shared
from fanal_hub.ledger.rows import when

TOLD_FOR = timedelta(days=45)  # the usual client begins again from nothing after 30 days without a fetch


def of_targets(
    case: CaseNow, targets: Collection[str], why: WithdrawnWhy, by: str, now: datetime
) -> tuple[list[Event], list[Effect]]:
    """Everything that is published of these targets is taken back."""
    return of_rows(case, shared.of_targets(targets), why, by, now)


def of_rows(
    case: CaseNow, rows: Sequence[SharedHashRow], why: WithdrawnWhy, by: str, now: datetime
) -> tuple[list[Event], list[Effect]]:
    """These published fingerprints are taken back."""
    events: list[Event] = []
    for each in rows:
        events += flow.unshare(case, each.target, shared=each.id, why=why, by=by, now=now)
    return events, [_withdrawn([each.id for each in rows], now)] if rows else []


def _withdrawn(ids: Sequence[str], now: datetime) -> Effect:
    at = when(now)

    def effect(tx: Tx) -> None:
        for each in ids:
            tx.run("UPDATE ledger_sharedhashrow SET withdrawn_at = %s, changed_at = %s WHERE id = %s", [at, at, each])

    return effect


def forget(tx: Tx, case: str) -> None:
    """Of a case that is destroyed, nothing says any more what its published fingerprints were of."""
    tx.run("UPDATE ledger_sharedhashrow SET target = '', \"case\" = '', salt = '' WHERE \"case\" = %s", [case])


def is_owed(now: datetime) -> bool:
    """Was anything taken back so long ago that every subscriber has read of it?"""
    return SharedHashRow.objects.filter(withdrawn_at__lt=now - TOLD_FOR).exists()


def destroy(now: datetime) -> Effect:
    """Destroy withdrawn fingerprints whose time is over, and what was said of them."""
    until = when(now - TOLD_FOR)
    old = "SELECT id FROM ledger_sharedhashrow WHERE withdrawn_at < %s"

    def effect(tx: Tx) -> None:
        tx.run(f"DELETE FROM ledger_feedbackrow WHERE shared IN ({old})", [until])  # noqa: S608
        tx.run("DELETE FROM ledger_sharedhashrow WHERE withdrawn_at < %s", [until])

    return effect
