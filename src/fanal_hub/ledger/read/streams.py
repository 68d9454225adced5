"""Streams, events and cursors: what the stations read. Not scoped: never call these for a person's request."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from fanal.notice.codec import load
from fanal.notice.events import Event, read_event
from fanal.notice.states import CaseNow, NoticeNow, ReferralNow
from fanal_hub.ledger import jobs
from fanal_hub.ledger.models import CursorRow, EventRow, ReferralRow
from fanal_hub.ledger.plan import NEW, ConflictError, Effect, Stand, Tx
from fanal_hub.ledger.rows import TABLES, when


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event with its place in the log."""

    position: int
    stream: str
    version: int
    recorded_at: datetime
    leaf: str
    event: Event
    tries: int = 1  # how often the station has tried it, this time included


def stand(stream: str) -> Stand:
    """Where a stream stands."""
    kind, ref = stream.split(":", 1) if ":" in stream else (stream, "")
    if kind == "log":
        row = _one("SELECT MAX(version) FROM ledger_eventrow WHERE stream = %s", stream)
        return Stand(None, (row and row[0]) or 0)
    row = _one(f"SELECT now, version FROM {TABLES[kind]} WHERE ref = %s", ref)  # noqa: S608
    return NEW if row is None else Stand(load(kind, row[0]), row[1])


def _one(sql: str, asked: str) -> tuple[Any, ...] | None:
    """Without the ORM: a station asks this several times an event, and building the question cost more than the answer."""
    with connection.cursor() as cursor:
        cursor.execute(sql, [asked])
        row: tuple[Any, ...] | None = cursor.fetchone()
        return row


def stands(streams: Collection[str]) -> dict[str, Stand]:
    """Where some streams stand."""
    return {name: stand(name) for name in streams}


def notice_now(ref: str) -> NoticeNow | None:
    """A notice as it stands."""
    now = stand(f"notice:{ref}").now
    return now if isinstance(now, NoticeNow) else None


def case_now(ref: str) -> CaseNow | None:
    """A case as it stands."""
    now = stand(f"case:{ref}").now
    return now if isinstance(now, CaseNow) else None


def referral_now(ref: str) -> ReferralNow | None:
    """A referral as it stands."""
    now = stand(f"referral:{ref}").now
    return now if isinstance(now, ReferralNow) else None


def referrals_of(case: str) -> list[ReferralNow]:
    """The referrals of a case, oldest first."""
    rows = ReferralRow.objects.filter(case=case).order_by("prepared_at", "ref").values_list("now", flat=True)
    return [now for now in (load("referral", each) for each in rows) if isinstance(now, ReferralNow)]


def recorded(row: EventRow) -> Recorded:
    """An event row as an event."""
    event = read_event(row.kind, json.loads(row.body), row.occurred_at)
    return Recorded(row.position or 0, row.stream, row.version, row.recorded_at, row.leaf, event)


def after(position: int, kinds: Collection[str] = (), most: int = 500) -> list[Recorded]:
    """The next events after a position, of some kinds (all when none is named)."""
    rows = EventRow.objects.filter(position__gt=position).order_by("position")
    if kinds:
        rows = rows.filter(kind__in=kinds)
    return [recorded(each) for each in rows[:most]]


def every_event(chunk: int = 2_000) -> Iterator[Recorded]:
    """All events in order, for replay."""
    position = 0
    while rows := after(position, most=chunk):
        yield from rows
        position = rows[-1].position


def head() -> int:
    """The last position of the log (its number of leaves)."""
    with connection.cursor() as cursor:  # asked before every search: without the ORM, as `stand`
        # PostgreSQL puts what has no position yet first.
        cursor.execute("SELECT position FROM ledger_eventrow WHERE position IS NOT NULL ORDER BY position DESC LIMIT 1")
        row = cursor.fetchone()
    return row[0] if row else 0


def leaves(start: int, end: int) -> list[bytes]:
    """The leaf hashes of positions start+1..end."""
    rows = EventRow.objects.filter(position__gt=start, position__lte=end).order_by("position")
    return [bytes.fromhex(each) for each in rows.values_list("leaf", flat=True)]


def cursor(name: str) -> int:
    """How far a station has read."""
    return CursorRow.objects.filter(name=name).values_list("position", flat=True).first() or 0


def advance(name: str, position: int) -> Effect:
    """An effect that moves a station's cursor in the same transaction as what it did."""
    return lambda tx: tx.upsert("ledger_cursorrow", "name", [{"name": name, "position": position}])


def set_wake(referral: str, at: datetime | None) -> Effect:
    """An effect that sets when a referral's clock is looked at again: the column, and the timer that rings then."""
    return lambda tx: _wake(tx, referral, at)


def _wake(tx: Tx, referral: str, at: datetime | None) -> None:
    tx.run("UPDATE ledger_referralrow SET wake_at = %s WHERE ref = %s", [when(at), referral])
    row = tx.one("SELECT handler FROM ledger_referralrow WHERE ref = %s", [referral])
    if at is None or row is None:
        jobs.disarm(tx, jobs.CLOCK, f"referral:{referral}")
    else:
        jobs.arm(tx, jobs.CLOCK, f"referral:{referral}", row[0], at)


def hold(stands: Mapping[str, Stand]) -> Effect:
    """An effect that refuses the plan when one of these streams has moved: it was decided on, and is not written."""

    def effect(tx: Tx) -> None:
        share = " FOR SHARE" if connection.vendor == "postgresql" else ""
        for name in sorted(stands):
            kind, ref = name.split(":", 1)
            row = tx.one(f"SELECT version FROM {TABLES[kind]} WHERE ref = %s{share}", [ref])  # noqa: S608
            if (row[0] if row else 0) != stands[name].version:
                raise ConflictError(name)

    return effect
