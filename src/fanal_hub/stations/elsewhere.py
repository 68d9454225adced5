"""Elsewhere: works out, once a day, the answers that organisations in agreement owe each other. No event, priority or order changes.

What may be asked and answered is the core's; what was answered is read by its asker alone (docs/adr/0014).
"""

from datetime import datetime

from fanal.crossref import elsewhere
from fanal_hub.ledger import write
from fanal_hub.ledger.plan import Effect, Plan, Tx
from fanal_hub.ledger.read import elsewhere as read
from fanal_hub.ledger.rows import Columns
from fanal_hub.stations.station import Station

NAME = "elsewhere"


def tick(now: datetime) -> int:
    """Answer every direction of an agreement that is due since the last fixed moment; how many there were."""
    slot = elsewhere.last_tick(now)
    pairs = read.due(slot)
    for pair in pairs:
        write.submit(Plan(beside=(_answered(pair, slot),)))
    return len(pairs)


def _answered(pair: read.Pair, slot: datetime) -> Effect:
    """All questions of one direction with their answers, in the place of yesterday's; and how many were new."""
    pages, before = read.questions(pair.asker), read.asked_before(pair)
    chosen = elsewhere.allowed(tuple(pages), before)
    found = read.answers(pair.answerer, {pages[each] for each in chosen})
    names = {"asker": pair.asker, "answerer": pair.answerer}
    rows: list[Columns] = [{**names, "target": each, "other": found.get(pages[each], "")} for each in chosen]
    counted = {**names, "day": slot.date().isoformat(), "questions": len(set(chosen) - before)}

    def effect(tx: Tx) -> None:
        tx.run("DELETE FROM ledger_elsewhererow WHERE asker = %s AND answerer = %s", [pair.asker, pair.answerer])
        tx.insert("ledger_elsewhererow", rows)
        tx.insert("ledger_askedrow", [counted])

    return effect


STATION = Station(name=NAME, tick=tick, every=60.0, alone=True)
