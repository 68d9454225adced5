"""Finds what is near by SQL alone, for processes that may keep no index: chunk rows up to radius 31, above that all codes.

Sixteen rows a distinct code are dear, so they are written only where FANAL_INDEX=sql says so. A mark says that none is
missing; who writes fingerprints without chunks takes it away, and the first search afterwards writes what is missing.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from django.db import connection

from fanal.crossref.hamming import as_bytes, kernels, ring, scanned, words
from fanal.crossref.hamming.codes import CHUNKS, Words
from fanal_hub.ledger import write
from fanal_hub.ledger.nearby import feed
from fanal_hub.ledger.plan import Rows, Tx
from fanal_hub.ledger.read import streams
from fanal_hub.ledger.rows import Columns

WHOLE = "nearby:chunks"  # the cursor row that is there while no chunk is missing
LARGEST = 31  # the largest radius that one flipped bit a chunk answers
TOGETHER = 400  # parameters of one question

Found = list[tuple[str, int]]


def near(handler: str, kind: str, codes: Words, radius: int) -> list[Found]:
    """(target, distance) of everything within the radius of each code, a target for each fingerprint."""
    if radius > LARGEST:
        return _by_scan(handler, kind, codes, radius)
    if not streams.cursor(WHOLE):
        fill()
    return [_by_chunks(handler, kind, each, radius) for each in codes.reshape(-1, 1, 4)]


def rows(handler: str, kind: str, code: bytes) -> list[Columns]:
    """The sixteen chunk rows of a code."""
    values = [int.from_bytes(code[at : at + 2], "big") for at in range(0, len(code), 2)]
    whose = {"handler": handler, "kind": kind}
    return [{**whose, "chunk": chunk, "value": value, "code": code} for chunk, value in enumerate(values)]


def fill() -> None:
    """Write the chunks of every fingerprint that has none, a piece in a transaction, then the mark that none is missing."""
    for handler, kind in _pairs("SELECT DISTINCT handler, kind FROM ledger_fingerprintrow", []):
        for codes in feed.distinct(handler, kind, 2_000):
            missing = [row for code in codes for row in rows(handler, kind, code)]
            write.WRITER.ask(Rows("ledger_chunkrow", missing, ignore=True))
    write.WRITER.ask(lambda tx: tx.upsert("ledger_cursorrow", "name", [{"name": WHOLE, "position": 1}]))


def incomplete(tx: Tx) -> None:
    """Fingerprints are written without their chunks: the mark goes."""
    tx.run("DELETE FROM ledger_cursorrow WHERE name = %s", [WHOLE])


def forget(tx: Tx, handler: str, kind: str, code: bytes) -> None:
    """Take the chunks of a code away, unless a fingerprint still has it."""
    kept = "SELECT 1 FROM ledger_fingerprintrow WHERE handler = %s AND kind = %s AND code = %s"
    if tx.one(kept, [handler, kind, code]) is None:
        where = " OR ".join(["(chunk = %s AND value = %s)"] * CHUNKS)
        places = [each[name] for each in rows(handler, kind, code) for name in ("chunk", "value")]
        sql = f"DELETE FROM ledger_chunkrow WHERE handler = %s AND kind = %s AND code = %s AND ({where})"  # noqa: S608
        tx.run(sql, [handler, kind, code, *places])


def _by_chunks(handler: str, kind: str, code: Words, radius: int) -> Found:
    """The codes that share a chunk, give or take what the radius allows (see `ring`), then those that are truly near."""
    where, values = [], []
    here = rows(handler, kind, as_bytes(code)[0])
    for each, allowed in zip(here, ring.allowances(radius).tolist(), strict=True):
        if allowed >= 0:
            near_by = (ring.flips()[: ring.ball(allowed)] ^ np.uint16(each["value"])).tolist()
            where.append(f"(chunk = {each['chunk']} AND value IN ({_marks(near_by)}))")
            values += near_by
    sql = f"SELECT DISTINCT code, kind FROM ledger_chunkrow WHERE handler = %s AND kind = %s AND ({' OR '.join(where)})"  # noqa: S608
    found = _pairs(sql, [handler, kind, *values])
    return _told(handler, kind, [bytes(each) for each, _ in found], code, radius)[0]


def _by_scan(handler: str, kind: str, codes: Words, radius: int) -> list[Found]:
    found: list[Found] = [[] for _ in codes]
    for piece in feed.distinct(handler, kind):
        for number, more in enumerate(_told(handler, kind, piece, codes, radius)):
            found[number] += more
    return found


def _told(handler: str, kind: str, among: Sequence[bytes], codes: Words, radius: int) -> list[Found]:
    answers = scanned(words(among), np.arange(len(among)), codes, radius, loops=kernels("numpy"))
    targets = _targets(handler, kind, [among[each] for each in sorted(set(answers.ids.tolist()))])
    return [
        [(target, distance) for at, distance in answers.pairs(number) for target in targets.get(among[at], [])]
        for number in range(len(codes))
    ]


def _targets(handler: str, kind: str, codes: Sequence[bytes]) -> dict[bytes, list[str]]:
    found: dict[bytes, list[str]] = {}
    for start in range(0, len(codes), TOGETHER):
        some = codes[start : start + TOGETHER]
        sql = f"SELECT code, target FROM ledger_fingerprintrow WHERE handler = %s AND kind = %s AND code IN ({_marks(some)})"  # noqa: S608
        for code, target in _pairs(sql, [handler, kind, *some]):
            found.setdefault(bytes(code), []).append(str(target))
    return found


def _marks(some: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(some))


def _pairs(sql: str, params: Sequence[Any]) -> list[tuple[Any, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())
