"""What the writer does with fingerprints, in the transaction of the plan that makes or destroys them. It computes none.

A plan that writes or destroys fingerprints carries an event of `feed.KINDS` that names the target: by it, every process
hears of them. A search that finds nothing new where an event is missing is right to.
"""

from collections.abc import Collection, Sequence

from django.conf import settings

from fanal_hub.ledger.nearby import chunks, snapshot
from fanal_hub.ledger.nearby.numbers import number_of
from fanal_hub.ledger.plan import Effect, Tx

Print = tuple[str, bytes, int, int]  # kind, code of 32 bytes, place, quality


def fingerprints(handler: str, target: str, prints: Sequence[Print]) -> Effect:
    """Write fingerprints (kind, code, place, quality) of a target; those that are there already stay as they are."""
    number_of(target)  # an index can hold no other form: the programmer hears of it now
    made = [
        {"handler": handler, "kind": kind, "code": code, "target": target, "place": place, "quality": quality}
        for kind, code, place, quality in prints
    ]

    def effect(tx: Tx) -> None:
        tx.insert("ledger_fingerprintrow", made, ignore=True)
        if settings.FANAL_INDEX != "sql":
            chunks.incomplete(tx)
            return
        for kind, code in dict.fromkeys((kind, code) for kind, code, _, _ in prints):
            tx.insert("ledger_chunkrow", chunks.rows(handler, kind, code), ignore=True)

    return effect


def forget(target: str, kinds: Collection[str] = ()) -> Effect:
    """Destroy every fingerprint of a target (of some kinds alone), their chunks, and the snapshots that hold them."""

    def effect(tx: Tx) -> None:
        sql = "SELECT DISTINCT handler, kind, code FROM ledger_fingerprintrow WHERE target = %s"
        found = [(str(handler), str(kind), bytes(code)) for handler, kind, code in tx.all(sql, [target])]
        held = [each for each in found if not kinds or each[1] in kinds]
        for kind in sorted({kind for _, kind, _ in held}):
            tx.run("DELETE FROM ledger_fingerprintrow WHERE target = %s AND kind = %s", [target, kind])
        for handler, kind, code in held:
            chunks.forget(tx, handler, kind, code)
        for handler, kind in sorted({(handler, kind) for handler, kind, _ in held}):
            snapshot.drop(handler, kind)

    return effect
