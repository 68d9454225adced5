"""Waves: counts anew which targets belong together in time, for each handler, and which notices are concerted. It defines neither."""

import json
from collections.abc import Iterator
from datetime import datetime

from fanal.crossref import Wave, WaveRules, common_key, waves
from fanal_hub.ledger import write
from fanal_hub.ledger.models import WaveRow
from fanal_hub.ledger.plan import Effect, Plan, Tx
from fanal_hub.ledger.read import concerted, figures, streams
from fanal_hub.ledger.read import waves as read
from fanal_hub.ledger.read.matching import MOST_PER_KEY
from fanal_hub.ledger.rows import Columns, when
from fanal_hub.stations.station import Station

NAME = "waves"
RULES = WaveRules()


def count(now: datetime) -> int:
    """Count every handler's waves when something happened since the last count; how many there are."""
    head = streams.head()
    if head == streams.cursor(NAME):
        return 0
    rows = [_row(handler, each, now) for handler in figures.handlers() for each in of_handler(handler)]
    write.submit(Plan(beside=(_replace(rows), streams.advance(NAME, head))))
    return len(rows)


def of_handler(handler: str) -> Iterator[Wave]:
    """The waves of one handler: raids, copies, links, keys that too many share, concerted notices."""
    bursts: set[str] = set()
    for kind, key, _ in read.shared_keys(handler, read.KINDS, RULES.least_authors):
        for wave in waves(read.postings(handler, kind, key), RULES):
            bursts.add(key)
            yield wave
    for kind, key, _ in read.shared_keys(handler, read.COMMON, MOST_PER_KEY + 1):
        if key in bursts:
            continue
        about = read.postings(handler, kind, key, reads=False)
        if about:
            yield common_key(key, about)
    for page in concerted.often_reported(handler):
        concerted_here = concerted.of_page(handler, page)
        if concerted_here is not None:
            yield concerted_here


def _row(handler: str, wave: Wave, now: datetime) -> Columns:
    return {
        "handler": handler,
        "kind": str(wave.kind),
        "key": wave.key,
        "size": wave.size,
        "authors": wave.authors,
        "first_at": when(wave.first_at),
        "last_at": when(wave.last_at),
        "reasons": json.dumps([{"code": each.code, "params": dict(each.params)} for each in wave.reasons]),
        "made_at": when(now),
    }


def _replace(rows: list[Columns]) -> Effect:
    """A wave that goes on keeps its row, and so its address on the desk."""

    def effect(tx: Tx) -> None:
        old = {
            each[1:]: each[0] for each in tx.all("SELECT id, handler, kind, key FROM ledger_waverow ORDER BY id DESC")
        }
        tx.run("DELETE FROM ledger_waverow")
        taken: set[int] = set()
        fresh: list[Columns] = []
        for row in rows:
            kept = old.get((row["handler"], row["kind"], row["key"]))
            if kept is None or kept in taken:
                fresh.append(row)
            else:
                taken.add(kept)
                tx.insert(WaveRow._meta.db_table, [{"id": kept, **row}], ignore=True)
        tx.insert(WaveRow._meta.db_table, fresh, ignore=True)

    return effect


STATION = Station(name=NAME, tick=count, every=60.0, alone=True)
