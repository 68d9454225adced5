"""An organisation's published list of fingerprints: publish, take back, who may fetch, what they say. The core decides.

Only hashes leave, under opaque ids: no text, address, name or reference of a case (docs/guide/sharing.en.md).
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from fanal import flow
from fanal.notice.events import Event
from fanal.notice.states import CaseNow
from fanal.prove.receipt import SALT_BYTES, content_digest
from fanal.words.errors import RefusedError
from fanal.words.lists import MatchFeedback, WithdrawnWhy
from fanal.words.say import message
from fanal_hub.courier.keys import new_ref, secret_digest
from fanal_hub.ledger import write
from fanal_hub.ledger.models_shared import SharedHashRow, SubscriberRow
from fanal_hub.ledger.plan import Effect, Rows, Tx
from fanal_hub.ledger.read import orgs, shared
from fanal_hub.ledger.rows import Columns, when
from fanal_hub.stations import locked, unshare
from fanal_hub.stations.judge import Hand, UnknownError, change

SEEN_EVERY = timedelta(minutes=10)  # how exactly one knows when a subscriber last fetched


@dataclass(frozen=True, slots=True)
class NewSubscriber:
    """Two keys to show once: the first is the row's id, of the second only a digest is kept."""

    first_key: str
    second_key: str


def publish(hand: Hand, case: str, target: str) -> CaseNow:
    """Publish the fingerprints of a qualified target's pictures."""

    def decide(now: CaseNow, at: datetime) -> tuple[Sequence[Event], Sequence[Effect]]:
        if locked.is_locked(now, flow.sharable(now, target)):
            raise RefusedError(message("share_locked", at="target"))
        rows = [_row(now, target, code, at) for code in shared.publishable(now.handler, target)]
        if not rows:
            raise RefusedError(message("share_already" if shared.of_targets([target]) else "share_no_picture"))
        events = [event for each in rows for event in _shared(now, each, hand.by, at)]
        return events, [Rows("ledger_sharedhashrow", rows)]

    return change(hand, case, decide)


def _row(now: CaseNow, target: str, code: bytes, at: datetime) -> Columns:
    what = {"id": new_ref("H"), "handler": now.handler, "kind": shared.KIND, "code": code}
    where = {"case": now.ref, "target": target, "salt": secrets.token_hex(SALT_BYTES)}
    return {**what, **where, "shared_at": when(at), "changed_at": when(at), "withdrawn_at": None}


def _shared(now: CaseNow, row: Columns, by: str, at: datetime) -> Sequence[Event]:
    digest = content_digest(bytes.fromhex(row["salt"]), row["code"].hex())
    return flow.share(now, row["target"], shared=row["id"], fingerprint=row["kind"], digest=digest, by=by, now=at)


def withdraw(hand: Hand, ref: str, why: WithdrawnWhy) -> None:
    """A person takes one published fingerprint back; saying it twice changes nothing."""
    row = shared.one(hand.organisation.ref, ref)
    if row is None or not row.case:
        raise UnknownError(ref)

    def decide(now: CaseNow, at: datetime) -> tuple[Sequence[Event], Sequence[Effect]]:
        standing = [each for each in shared.of_targets([row.target]) if each.id == ref]
        return unshare.of_rows(now, standing, why, hand.by, at)

    change(hand, row.case, decide)


# --- subscribers ----------------------------------------------------------------------------------------------------
def subscribe(hand: Hand, name: str) -> NewSubscriber:
    """Let somebody fetch the list; the keys, shown once."""
    made = NewSubscriber(new_ref("S"), secrets.token_urlsafe(32))
    row = SubscriberRow(
        id=made.first_key,
        handler=hand.organisation.ref,
        name=name,
        digest=secret_digest(made.second_key),
        made_at=datetime.now(UTC),
        by=hand.by,
    )
    write.run(lambda: row.save(force_insert=True))
    return made


def revoke(hand: Hand, ref: str) -> None:
    """The keys open nothing any more."""
    rows = SubscriberRow.objects.filter(id=ref, handler=hand.organisation.ref)
    if not rows.exists():
        raise UnknownError(ref)
    write.run(lambda: rows.filter(revoked_at__isnull=True).update(revoked_at=datetime.now(UTC)))


def seen(who: SubscriberRow, now: datetime) -> None:
    """Remember, roughly, when a subscriber last fetched."""
    if who.fetched_at is None or now - who.fetched_at >= SEEN_EVERY:
        write.run(lambda: SubscriberRow.objects.filter(id=who.id).update(fetched_at=now))


# --- what they say --------------------------------------------------------------------------------------------------
def feed_back(who: SubscriberRow, said: Mapping[bytes, MatchFeedback]) -> int:
    """What a subscriber says of some codes of its list, into the case of each; how many were of the list.

    The same said twice is said once.
    """
    rows = shared.of_codes(who.handler, said.keys())
    handler = orgs.organisation(who.handler)
    if handler is None:
        raise UnknownError(who.handler)
    for row in rows:
        _said(Hand(organisation=handler, by=who.id), row, said[bytes(row.code)])
    return len({bytes(row.code) for row in rows})


def _said(hand: Hand, row: SharedHashRow, feedback: MatchFeedback) -> None:
    if not row.case:
        return

    def decide(now: CaseNow, at: datetime) -> tuple[Sequence[Event], Sequence[Effect]]:
        before = next((each.feedback for each in shared.feedback_on([row.id]) if each.subscriber == hand.by), "")
        if before == feedback:
            return (), ()
        kept = {"subscriber": hand.by, "shared": row.id, "feedback": str(feedback), "given_at": when(at)}

        def effect(tx: Tx) -> None:
            tx.run("DELETE FROM ledger_feedbackrow WHERE subscriber = %s AND shared = %s", [hand.by, row.id])
            tx.insert("ledger_feedbackrow", [kept])
            tx.run("UPDATE ledger_sharedhashrow SET changed_at = %s WHERE id = %s", [when(at), row.id])

        events = flow.feed_back(now, row.target, shared=row.id, subscriber=hand.by, feedback=feedback, now=at)
        return events, [effect]

    change(hand, row.case, decide)
