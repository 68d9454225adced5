"""Looks at the work: what waits, what failed, which processes were heard. It reads, and claims nothing."""

import json
import os
import socket
from datetime import UTC, datetime, timedelta

from django.conf import settings

from fanal_hub import demo
from fanal_hub.doctor.facts import Heart, Work
from fanal_hub.ledger.jobs import LEASE, TURNS
from fanal_hub.ledger.models import JobRow, PulseRow, SampleRow
from fanal_hub.ledger.read import vitals
from fanal_hub.people.models import Person
from fanal_hub.stations.all import STATIONS

HEARD = timedelta(seconds=60)
WORKERS = frozenset({"run", "work"})
THREADS = "fanal_process_threads"


def work(now: datetime) -> Work:
    """What waits, what is late, what failed, and who works."""
    behind = {each.name: vitals.behind(each.name, each.kinds) for each in STATIONS if each.handle is not None}
    farthest = max(behind, key=lambda name: behind[name].age(now), default="")
    jobs, notices = vitals.jobs(now), vitals.notices_waiting()
    hearts = tuple(_heart(each) for each in vitals.pulses(now - HEARD))
    emails = [email for email, *_ in demo.ACCOUNTS]
    return Work(
        behind=farthest,
        behind_since=behind[farthest].since if farthest else None,
        dead=sum(each.dead for each in jobs.values()),
        late_since=min((each.since for each in jobs.values() if each.since), default=None),
        notices=notices.count,
        notices_since=notices.since,
        hearts=hearts,
        stations_at=_stations_at(hearts),
        demo_open=0 if settings.FANAL_DEMO else Person.objects.filter(email__in=emails, is_active=True).count(),
    )


def _heart(row: PulseRow) -> Heart:
    threads = sum(float(value) for name, _, value in json.loads(row.series) if name == THREADS)
    mine, _, pid = row.name.rpartition("-")
    is_here = mine == f"{row.role}-{socket.gethostname()[:60]}" and pid.isdigit() and int(pid) != os.getpid()
    return Heart(role=row.role, seen_at=row.seen_at, threads=int(threads), pid=int(pid) if is_here else None)


def _stations_at(hearts: tuple[Heart, ...]) -> datetime | None:
    """The last sign of life: a pulse of a worker, the turn of a station, the sample of a minute."""
    signs = [each.seen_at for each in hearts if each.role in WORKERS]
    turn = JobRow.objects.filter(station=TURNS).order_by("-available_at").values_list("available_at", flat=True).first()
    minute = SampleRow.objects.order_by("-minute").values_list("minute", flat=True).first()
    signs += [turn - LEASE] if turn else []
    signs += [datetime.fromtimestamp(minute * 60, UTC)] if minute else []
    return max(signs, default=None)
