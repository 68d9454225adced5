"""Questions about how the hub itself does: what waits, how far the stations are, what was counted. No contents, nobody's name."""

import json
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Max, Min, Q, QuerySet

from fanal.words.lists import NoticeState
from fanal_hub.ledger.models import CaseRow, CheckpointRow, EventRow, JobRow, NoticeRow, PulseRow, SampleRow
from fanal_hub.ledger.read import cases, streams
from fanal_hub.people.models import Organisation

MOST_COUNTED = 100_000  # of a backlog: beyond that the exact number helps nobody
TURNS = "turn"  # rows of the lease table that are no work: whose turn it is to tick
STEP = 100_000  # positions counted in one question
CHANNEL = {
    "sqlite": "json_extract(body, '$.channel')",
    "postgresql": "body::json ->> 'channel'",
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many wait, and since when the oldest does."""

    count: int
    since: datetime | None

    def age(self, now: datetime) -> float:
        """Seconds that the oldest waits; 0 when nothing does."""
        return max(0.0, (now - self.since).total_seconds()) if self.since else 0.0


def notices_waiting() -> Waiting:
    """Notices that were received and not yet examined."""
    return _waiting(NoticeRow.objects.filter(state=NoticeState.RECEIVED), "received_at")


def cases_waiting() -> Waiting:
    """Cases that wait for a person: to qualify, or to refer what was qualified."""
    # Naming the handlers lets the queue's own index answer, without the cases that are done.
    handlers = list(Organisation.objects.values_list("ref", flat=True))
    return _waiting(CaseRow.objects.filter(handler__in=handlers, state__in=cases.WAITING), "opened_at")


def _waiting(rows: QuerySet[Any], since: str) -> Waiting:
    found = rows.aggregate(count=Count("pk"), since=Min(since))
    return Waiting(found["count"], found["since"])


def behind(name: str, kinds: Collection[str]) -> Waiting:
    """The events that a station has still to read, up to a bound."""
    rows = EventRow.objects.filter(position__gt=streams.cursor(name))
    rows = rows.filter(kind__in=kinds) if kinds else rows
    count = rows.values("pk")[:MOST_COUNTED].count()
    oldest = rows.order_by("position").values_list("recorded_at", flat=True).first() if count else None
    return Waiting(count, oldest)


def placed() -> int:
    """The last position of the log; those that have none yet do not count."""
    return EventRow.objects.aggregate(last=Max("position"))["last"] or 0


def unplaced() -> int:
    """Events that were committed and have no position yet (PostgreSQL: the sequencer gives it a moment later)."""
    return EventRow.objects.filter(position__isnull=True).count()


def checkpoint() -> CheckpointRow | None:
    """The last checkpoint."""
    return CheckpointRow.objects.order_by("-size").first()


def begun_at() -> datetime | None:
    """When the first event was recorded."""
    return EventRow.objects.filter(position=1).values_list("recorded_at", flat=True).first()


# --- work -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Jobs:
    """The work of one station: how much is planned, due, given up; and since when the latest was to be done."""

    pending: int
    due: int
    dead: int
    since: datetime | None

    def late(self, now: datetime) -> float:
        """Seconds that the latest due work waits beyond its time."""
        return max(0.0, (now - self.since).total_seconds()) if self.since else 0.0


def jobs(now: datetime) -> dict[str, Jobs]:
    """The work of the lease table, by station. What is leased, put off or tried later is not due; what was dropped is done."""
    alive = Q(dead_at__isnull=True)
    ready = alive & Q(available_at__lte=now)
    rows = JobRow.objects.filter(dropped="").exclude(station=TURNS).values("station").order_by("station")
    found = rows.annotate(
        pending=Count("pk", filter=alive),
        due=Count("pk", filter=ready),
        dead=Count("pk", filter=~alive),
        since=Min("available_at", filter=ready),
    )
    return {each["station"]: Jobs(each["pending"], each["due"], each["dead"], each["since"]) for each in found}


# --- counts ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Counts:
    """Events by kind and notices by channel, in all, up to a position: the sum of the log."""

    position: int
    events: Counter[str]
    channels: Counter[str]

    def text(self) -> str:
        """As it is kept."""
        return json.dumps({"events": self.events, "channels": self.channels}, sort_keys=True)

    @property
    def notices(self) -> int:
        """Notices received in all."""
        return self.events["notice_received"]


def counts() -> Counts:
    """Everything counted up to now: what the last sample says, and what came since. The same from any process."""
    last = SampleRow.objects.order_by("-minute").first()
    return counted_on(counts_of(last) if last else Counts(0, Counter(), Counter()))


def counts_of(row: SampleRow) -> Counts:
    """What a sample says was counted."""
    kept = json.loads(row.counts)
    return Counts(row.position, Counter(kept["events"]), Counter(kept["channels"]))


def counted_on(known: Counts) -> Counts:
    """What came since, added."""
    events, channels, position, head = Counter(known.events), Counter(known.channels), known.position, placed()
    while position < head:
        upto = min(position + STEP, head)
        for kind, channel, number in _between(position, upto):
            events[kind] += number
            if channel:
                channels[channel] += number
        position = upto
    return Counts(position, events, channels)


def _between(start: int, end: int) -> list[tuple[str, str | None, int]]:
    sql = (
        f"SELECT kind, CASE WHEN kind = 'notice_received' THEN {CHANNEL[connection.vendor]} END AS channel, COUNT(*)"  # noqa: S608
        " FROM ledger_eventrow WHERE position > %s AND position <= %s GROUP BY kind, channel"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [start, end])
        return [(str(kind), channel, int(number)) for kind, channel, number in cursor.fetchall()]


# --- samples and pulses ---------------------------------------------------------------------------------------------
def minute_of(at: datetime) -> int:
    """The minute that a sample is of."""
    return int(at.timestamp()) // 60


def samples(since: datetime) -> list[SampleRow]:
    """The samples since then, oldest first."""
    return list(SampleRow.objects.filter(minute__gte=minute_of(since)).order_by("minute"))


def has_sample(minute: int) -> bool:
    """Is the sample of that minute there?"""
    return SampleRow.objects.filter(minute=minute).exists()


def received_by_hour(since: datetime, upto: int) -> Counter[int]:
    """Notices received since then and up to a position, by hour since 1970: read from the events themselves."""
    sql = (
        "SELECT SUBSTR(CAST(recorded_at AS TEXT), 1, 13) AS hour, COUNT(*) FROM ledger_eventrow"
        " WHERE kind = 'notice_received' AND position > %s AND position <= %s GROUP BY hour"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [_last_before(since), upto])
        found = [(datetime.fromisoformat(f"{hour}:00:00+00:00"), int(number)) for hour, number in cursor.fetchall()]
    return Counter({minute_of(hour) // 60: number for hour, number in found if hour > since - timedelta(hours=1)})


def _last_before(since: datetime) -> int:
    """The last position recorded before a time, found by halves: positions follow time closely enough for an hour."""
    low, high = 0, placed()
    while low < high:
        middle = (low + high + 1) // 2
        at = EventRow.objects.filter(position=middle).values_list("recorded_at", flat=True).first()
        low, high = (middle, high) if at is not None and at < since else (low, middle - 1)
    return low


def pulses(since: datetime) -> list[PulseRow]:
    """The processes that were heard since then."""
    return list(PulseRow.objects.filter(seen_at__gte=since).order_by("name"))
