"""Questions about jobs: what a station has to read, when something is due, what failed. It claims nothing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from fanal_hub.ledger.jobs import NEXT, TURNS, Feed, Job
from fanal_hub.ledger.models import EventRow, JobRow
from fanal_hub.ledger.read import streams

STRIDE = 1_000  # events of other kinds that a cursor stays behind before it steps over them


@dataclass(frozen=True, slots=True)
class Timer:
    """A timer that rings: what it is about, and when it was due."""

    stream: str
    due_at: datetime


def feed(station: str, kinds: Collection[str], most: int = 500) -> Feed | None:
    """The next events for a station; None when its cursor need not move."""
    head, old = streams.head(), streams.cursor(station)
    if head <= old:
        return None
    rows = EventRow.objects.filter(position__gt=old, position__lte=head)
    if kinds:
        rows = rows.filter(kind__in=list(kinds))
    found = list(rows.order_by("position").values_list("position", "stream", "handler")[:most])
    if not found and head - old < STRIDE:
        return None
    new = found[-1][0] if len(found) == most else head
    return Feed(old, int(new or 0), [(int(position or 0), stream, handler) for position, stream, handler in found])


def next_at(station: str) -> datetime | None:
    """When the next job of a station may be claimed; a job behind another of its stream waits for that one."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [station] * 3)
        at = cursor.fetchone()[0]
    return datetime.fromisoformat(f"{at}+00:00") if isinstance(at, str) else at


def events(jobs: Sequence[Job]) -> dict[int, streams.Recorded]:
    """The events that jobs are about, by position."""
    rows = EventRow.objects.filter(position__in=[each.position for each in jobs])
    return {each.position: each for each in map(streams.recorded, rows)}


def timers(jobs: Sequence[Job]) -> dict[int, Timer]:
    """The timers that jobs are, by job."""
    rows = JobRow.objects.filter(pk__in=[each.id for each in jobs])
    return {each.pk: Timer(each.stream, each.due_at) for each in rows}


def failing_since(job: Job) -> datetime | None:
    """When a job failed first."""
    return JobRow.objects.filter(pk=job.id).values_list("failed_at", flat=True).first()


def turn_of(name: str) -> tuple[str, datetime] | None:
    """Which process has the turn of a station, and until when."""
    return JobRow.objects.filter(stream=name, station=TURNS).values_list("worker", "available_at").first()


# --- for people -----------------------------------------------------------------------------------------------------
def given_up(handler: str | None = None) -> QuerySet[JobRow]:
    """What was given up and waits for a person, the oldest trouble first; of one handler, or of all."""
    rows = JobRow.objects.filter(failed_at__isnull=False, dead_at__isnull=False, dropped="")
    return (rows if handler is None else rows.filter(handler=handler)).order_by("failed_at", "id")


def struggling(handler: str | None = None) -> QuerySet[JobRow]:
    """What failed and is tried again by itself."""
    rows = JobRow.objects.filter(failed_at__isnull=False, dead_at__isnull=True)
    return (rows if handler is None else rows.filter(handler=handler)).order_by("failed_at", "id")


def dropped(handler: str, most: int = 20) -> list[JobRow]:
    """What people dropped, the newest first."""
    rows = JobRow.objects.filter(handler=handler, failed_at__isnull=False).exclude(dropped="")
    return list(rows.order_by("-dead_at", "-id")[:most])
