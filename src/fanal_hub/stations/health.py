"""How the hub does now: one look at what waits, what is late, what is behind, the disk and the processes. It judges nothing."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from fanal_hub.ledger.read import backups, vitals
from fanal_hub.stations import pulse
from fanal_hub.stations.loop import Station


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Every fact that the metrics and the operations page say."""

    now: datetime
    notices: vitals.Waiting
    cases: vitals.Waiting
    behind: Mapping[str, vitals.Waiting]  # by station: events still to read
    jobs: Mapping[str, vitals.Jobs]  # by station: work planned, due, given up
    counts: vitals.Counts
    events: int
    unplaced: int
    sealed: int  # events under the last checkpoint
    sealed_at: datetime | None  # of the first event, before the first checkpoint
    backup_wanted: bool
    backup_at: datetime | None
    disk_free: int
    disk_size: int
    hearts: tuple[pulse.Heart, ...]

    @property
    def behind_seconds(self) -> float:
        """How long the event waits that a station should have read first."""
        return max((each.age(self.now) for each in self.behind.values()), default=0.0)

    @property
    def late_seconds(self) -> float:
        """How late the latest due work is."""
        return max((each.late(self.now) for each in self.jobs.values()), default=0.0)

    @property
    def due(self) -> int:
        """How much work is due and not done."""
        return sum(each.due for each in self.jobs.values())

    @property
    def dead(self) -> int:
        """How much work failed for good, and waits for a person."""
        return sum(each.dead for each in self.jobs.values())

    @property
    def unsealed_seconds(self) -> float:
        """Seconds since the last checkpoint while events wait for the next; 0 when everything is under one."""
        if self.sealed_at is None or self.events <= self.sealed + bool(self.sealed):  # its own event comes after it
            return 0.0
        return max(0.0, (self.now - self.sealed_at).total_seconds())

    def of_processes(self, name: str) -> float:
        """The highest that any process says of itself."""
        return max((each.value(name) for each in self.hearts), default=0.0)


def look(stations: tuple[Station, ...], now: datetime) -> Health:
    """Look once: a dozen short questions, each answered by an index."""
    last, disk, backup = vitals.checkpoint(), shutil.disk_usage(settings.HOME), backups.last_good()
    return Health(
        now=now,
        notices=vitals.notices_waiting(),
        cases=vitals.cases_waiting(),
        behind={each.name: vitals.behind(each.name, each.kinds) for each in stations if each.handle is not None},
        jobs=vitals.jobs(now),
        counts=vitals.counts(),
        events=vitals.placed(),
        unplaced=vitals.unplaced(),
        sealed=last.size if last else 0,
        sealed_at=last.published_at if last else vitals.begun_at(),
        backup_wanted=bool(settings.FANAL_BACKUP_DIR) or not settings.FANAL_DEMO,
        backup_at=backup.at if backup else None,
        disk_free=disk.free,
        disk_size=disk.total,
        hearts=tuple(pulse.hearts(now)),
    )
