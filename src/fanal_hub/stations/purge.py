"""Purge: enforces the expiry of cases. Contents, identities and keys are destroyed; the chain of events stays."""

import json
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import connection

from fanal.notice.events import CasePurged, NoticeErased
from fanal.notice.states import CaseNow, NoticeNow
from fanal.words.lists import WithdrawnWhy
from fanal_hub import jsonl
from fanal_hub.courier import post
from fanal_hub.ledger import jobs, links, nearby, write
from fanal_hub.ledger.engine import writing
from fanal_hub.ledger.plan import ConflictError, Effect, Plan, TakenError, Tx
from fanal_hub.ledger.read import cases, expiry, streams
from fanal_hub.stations import unshare
from fanal_hub.stations.station import Station

NAME = "purge"
ERASED = (
    "ledger_vaultkeyrow",
    "ledger_vaultrow",
    "ledger_mentioncontent",
    "ledger_targetcontent",
    "ledger_keyrow",
    "ledger_fingerprintrow",
    "ledger_chunkrow",
    "ledger_sharedhashrow",
    "ledger_feedbackrow",
    "ledger_shortlinkrow",
    "ledger_words",
)
_owed: set[str] = set()  # databases whose write-ahead log could not be emptied yet


def purge(now: datetime) -> int:
    """Purge every case whose term has passed and that no litigation hold keeps; how many."""
    refs = expiry.expired(now)
    done = sum(_purge_case(ref, now) for ref in refs)
    strays = [ref for ref in expiry.strays(now) if _erase_stray(ref, now)]
    subjects = expiry.subjects_left()
    if subjects:  # what still came in for a case after its end: a late answer, a mail
        write.submit(Plan(beside=(lambda tx: _forget_subjects(tx, subjects),)))
    if unshare.is_owed(now):
        write.submit(Plan(beside=(unshare.destroy(now),)))
    _owed.update({_database()} if done or strays or subjects else ())
    if _database() in _owed and _forget():
        _owed.discard(_database())
    return done


def apply_list(now: datetime) -> int:
    """Erase again what the erasure list names: a backup put back knows nothing of what was erased since; how many."""
    done = 0
    for line in jsonl.read(settings.HOME / "erasures.jsonl"):
        named = json.loads(line)
        if named["case"]:
            done += _purge_case(named["case"], now, again=True)
        done += sum(_erase_stray(each, now, again=True) for each in named["notices"])
    if done:
        _forget()
    return done


def _purge_case(ref: str, now: datetime, *, again: bool = False) -> bool:
    stand = streams.stand(f"case:{ref}")
    case = stand.now
    if not isinstance(case, CaseNow) or case.purged or (case.held and not again):
        return False
    erased = [each for each in cases.notices_of(case) if not expiry.lives_elsewhere(each, ref)]
    subjects = [f"case-{ref}", *(subject for each in erased for subject in expiry.subjects_of(each))]
    stands = {f"case:{ref}": stand, **streams.stands([f"notice:{each}" for each in erased])}
    targets = [each.id for each in case.targets]
    events, unshared = unshare.of_targets(case, targets, WithdrawnWhy.EXPIRED, NAME, now)
    events += [CasePurged(case=ref, occurred_at=now)]
    events += [NoticeErased(notice=each, why="expiry", occurred_at=now) for each in erased]
    referrals = [each.ref for each in streams.referrals_of(ref)]
    letters = [ref, *erased, *referrals]
    remember = () if again else (_remember(ref, erased, subjects, now),)
    destroy = (*unshared, _destroy(case, erased, subjects), jobs.forget(_streams(case, erased, referrals)))
    if not _written(Plan(events=events, stands=stands, beside=(*destroy, *remember))):
        return False
    post.burn(letters)
    return True


def _streams(case: CaseNow, notices: Sequence[str], referrals: Sequence[str]) -> list[str]:
    """What jobs may be about when a case goes."""
    return [
        f"case:{case.ref}",
        *(f"notice:{each}" for each in notices),
        *(f"referral:{each}" for each in referrals),
        *(f"target:{each.id}" for each in case.targets),
    ]


def _erase_stray(ref: str, now: datetime, *, again: bool = False) -> bool:
    """A notice that no case holds: it was withdrawn or rejected before it came to one."""
    stand = streams.stand(f"notice:{ref}")
    if not isinstance(stand.now, NoticeNow) or stand.now.erased:
        return False
    stands = {f"notice:{ref}": stand}
    subjects = expiry.subjects_of(ref)

    def destroy(tx: Tx) -> None:
        _forget_subjects(tx, subjects)
        links.forget_notice(ref)(tx)
        tx.run("DELETE FROM ledger_mentioncontent WHERE notice = %s", [ref])
        jobs.forget([f"notice:{ref}"])(tx)

    events = [NoticeErased(notice=ref, why="expiry", occurred_at=now)]
    remember = () if again else (_remember("", [ref], subjects, now),)
    if not _written(Plan(events=events, stands=stands, beside=(destroy, *remember))):
        return False
    post.burn([ref])
    return True


def _written(plan: Plan) -> bool:
    """False when somebody wrote to it meanwhile (a hold, a late answer): it is looked at again at the next tick."""
    try:
        write.submit(plan)
        return True
    except (ConflictError, TakenError):
        return False


def _destroy(case: CaseNow, notices: Sequence[str], subjects: Sequence[str]) -> Effect:
    targets = [each.id for each in case.targets]

    def effect(tx: Tx) -> None:
        _forget_subjects(tx, subjects)
        for target in targets:
            links.forget_target(target)(tx)
            tx.run("DELETE FROM ledger_keyrow WHERE target = %s", [target])
            nearby.forget(target)(tx)
            tx.forget_words(target)
            tx.run("DELETE FROM ledger_mentioncontent WHERE target = %s", [target])
            tx.run("DELETE FROM ledger_targetcontent WHERE target = %s", [target])
        for notice in notices:
            tx.run("DELETE FROM ledger_mentioncontent WHERE notice = %s", [notice])
        unshare.forget(tx, case.ref)
        tx.settle_words()

    return effect


def _forget_subjects(tx: Tx, subjects: Sequence[str]) -> None:
    for subject in subjects:
        tx.run("DELETE FROM ledger_vaultkeyrow WHERE subject = %s", [subject])
        tx.run("DELETE FROM ledger_vaultrow WHERE subject = %s", [subject])


def _remember(case: str, notices: Sequence[str], subjects: Sequence[str], now: datetime) -> Effect:
    """The erasure list, kept apart from the database: a restored hub applies it again before it serves.

    Written just before COMMIT: neither is anything erased that is not on the list, nor is a case on it that was held.
    """
    line = {"at": now.isoformat(), "case": case, "notices": list(notices), "subjects": list(subjects)}

    def effect(_: Tx) -> None:
        jsonl.append(settings.HOME / "erasures.jsonl", line)

    return effect


def _database() -> str:
    return str(connection.settings_dict["NAME"])


def _forget() -> bool:
    """Empty the write-ahead log, so that destroyed pages do not linger there; False while somebody still reads in it."""
    if connection.vendor == "postgresql":
        return _vacuum()
    with connection.cursor() as cursor:
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute("PRAGMA busy_timeout=200")  # while it waits for readers, nobody writes
        try:
            return not cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            cursor.execute(f"PRAGMA busy_timeout={int(patience)}")


def _vacuum() -> bool:
    """Have PostgreSQL give up the deleted rows; their bytes go when the page is written again (docs/security.md)."""
    with writing(), connection.cursor() as cursor:
        cursor.execute(f"VACUUM {', '.join(ERASED)}")
    return True


STATION = Station(name=NAME, tick=purge, every=60.0, alone=True)
