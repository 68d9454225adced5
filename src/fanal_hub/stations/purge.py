"""Purge: enforces the expiry of cases. Contents, identities and keys are destroyed; the chain of events stays."""

import json
import os
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import connection

from fanal.notice.events import CasePurged, Event, NoticeErased
from fanal.notice.states import CaseNow
from fanal_hub.ledger import write
from fanal_hub.ledger.plan import Effect, Plan, Stand, Tx
from fanal_hub.ledger.read import cases, expiry, streams
from fanal_hub.stations.loop import Station

NAME = "purge"


def purge(now: datetime) -> int:
    """Purge every case whose term has passed and that no litigation hold keeps; how many."""
    refs = expiry.expired(now)
    for ref in refs:
        stand = streams.stand(f"case:{ref}")
        if isinstance(stand.now, CaseNow) and not stand.now.held and not stand.now.purged:
            _purge_case(stand.now, stand, now)
    if refs:
        _forget()
    return len(refs)


def _purge_case(case: CaseNow, stand: Stand, now: datetime) -> None:
    events: list[Event] = [CasePurged(case=case.ref, occurred_at=now)]
    stands = {f"case:{case.ref}": stand}
    erased = [ref for ref in cases.notices_of(case) if not expiry.lives_elsewhere(ref, case.ref)]
    subjects = [f"case-{case.ref}"]
    for ref in erased:
        stands[f"notice:{ref}"] = streams.stand(f"notice:{ref}")
        subjects += expiry.subjects_of(ref)
        events.append(NoticeErased(notice=ref, why="expiry", occurred_at=now))
    _remember(case.ref, erased, subjects, now)
    write.submit(Plan(events=events, stands=stands, beside=(_destroy(case, erased, subjects),)))


def _destroy(case: CaseNow, notices: Sequence[str], subjects: Sequence[str]) -> Effect:
    targets = [each.id for each in case.targets]

    def effect(tx: Tx) -> None:
        for subject in subjects:
            tx.run("DELETE FROM ledger_vaultkeyrow WHERE subject = %s", [subject])
            tx.run("DELETE FROM ledger_vaultrow WHERE subject = %s", [subject])
        for target in targets:
            tx.run("DELETE FROM ledger_keyrow WHERE target = %s", [target])
            tx.run("DELETE FROM ledger_words WHERE target = %s", [target])
            tx.run("DELETE FROM ledger_mentioncontent WHERE target = %s", [target])
            tx.run("DELETE FROM ledger_targetcontent WHERE target = %s", [target])
        for notice in notices:
            tx.run("DELETE FROM ledger_mentioncontent WHERE notice = %s", [notice])
        tx.run("INSERT INTO ledger_words(ledger_words) VALUES ('optimize')")

    return effect


def _remember(case: str, notices: Sequence[str], subjects: Sequence[str], now: datetime) -> None:
    """The erasure list, kept apart from the database: a restored hub applies it again before it serves."""
    line = {"at": now.isoformat(), "case": case, "notices": list(notices), "subjects": list(subjects)}
    with (settings.HOME / "erasures.jsonl").open("a", encoding="utf-8") as place:
        place.write(json.dumps(line) + "\n")
        place.flush()
        os.fsync(place.fileno())


def _forget() -> None:
    """Empty the write-ahead log, so that destroyed pages do not linger there."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


STATION = Station(name=NAME, tick=purge, every=60.0)
