"""Writes and erases the fingerprints of a target, in its handler's memory. It makes none, and asks no question."""

from collections.abc import Sequence

from fanal_hub.ledger.plan import Effect, Rows, Tx

Print = tuple[str, bytes, int, int]  # kind, code, place, quality


def remember(handler: str, target: str, prints: Sequence[Print]) -> Effect:
    """Rows for the fingerprints of a target; those that are there already stay as they are."""
    rows = [
        {"handler": handler, "kind": kind, "code": code, "target": target, "place": place, "quality": quality}
        for kind, code, place, quality in prints
    ]
    return Rows("ledger_fingerprintrow", rows, ignore=True)


def forget(tx: Tx, target: str) -> None:
    """Erase the fingerprints of a target, and the chunks that no other target of the same memory needs."""
    asked = "SELECT DISTINCT handler, kind, code FROM ledger_fingerprintrow WHERE target = %s"
    found = [(handler, kind, bytes(code)) for handler, kind, code in tx.all(asked, [target])]
    tx.run("DELETE FROM ledger_fingerprintrow WHERE target = %s", [target])
    for each in found:
        others = "SELECT 1 FROM ledger_fingerprintrow WHERE handler = %s AND kind = %s AND code = %s LIMIT 1"
        if tx.one(others, each) is None:
            _forget_chunks(tx, *each)


def _forget_chunks(tx: Tx, handler: str, kind: str, code: bytes) -> None:
    """By the values that a chunk of it may have, in either order of bytes: the rows are many, and found by value."""
    pairs = [code[at : at + 2] for at in range(0, len(code), 2)]
    values = sorted({int.from_bytes(pair, order) for pair in pairs for order in ("big", "little")})
    marks = ", ".join(["%s"] * len(values))
    where = f"handler = %s AND kind = %s AND chunk BETWEEN 0 AND 15 AND value IN ({marks}) AND code = %s"
    tx.run(f"DELETE FROM ledger_chunkrow WHERE {where}", [handler, kind, *values, code])  # noqa: S608
