"""The name, kind and meaning of every metric, in one table, and how each is read from a look at the hub."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from prometheus_client.metrics_core import Metric

from fanal_hub import counted
from fanal_hub.stations.health import Health

Labelled = tuple[dict[str, str], float]


@dataclass(frozen=True, slots=True)
class Family:
    """A metric of the whole hub: the same number from any of its processes."""

    name: str
    kind: str  # counter | gauge
    says: str
    read: Callable[[Health], Iterable[Labelled]]


def _one(read: Callable[[Health], float]) -> Callable[[Health], list[Labelled]]:
    return lambda seen: [({}, float(read(seen)))]


def _backlog(seen: Health) -> Iterable[Labelled]:
    return [({"station": name}, each.count) for name, each in seen.behind.items()]


def _backlog_age(seen: Health) -> Iterable[Labelled]:
    return [({"station": name}, each.age(seen.now)) for name, each in seen.behind.items()]


def _by_channel(seen: Health) -> Iterable[Labelled]:
    return [({"channel": channel}, number) for channel, number in sorted(seen.counts.channels.items())]


def _by_kind(seen: Health) -> Iterable[Labelled]:
    return [({"kind": kind}, number) for kind, number in sorted(seen.counts.events.items())]


def _jobs(seen: Health) -> Iterable[Labelled]:
    for station, each in sorted(seen.jobs.items()):
        for state, number in (("pending", each.pending), ("due", each.due), ("dead", each.dead)):
            yield {"station": station, "state": state}, number


def _late(seen: Health) -> Iterable[Labelled]:
    return [({"station": station}, each.late(seen.now)) for station, each in sorted(seen.jobs.items())]


def _sealed_age(seen: Health) -> float:
    return (seen.now - seen.sealed_at).total_seconds() if seen.sealed_at else 0.0


OF_THE_HUB: tuple[Family, ...] = (
    Family("fanal_notices_received", "counter", "Notices received since the log began, by channel.", _by_channel),
    Family("fanal_events", "counter", "Events of the log by kind.", _by_kind),
    Family("fanal_log_size", "gauge", "Events that have a position in the log.", _one(lambda seen: seen.events)),
    Family("fanal_log_unplaced", "gauge", "Events that wait for their position.", _one(lambda seen: seen.unplaced)),
    Family("fanal_checkpoint_size", "gauge", "Events under the last checkpoint.", _one(lambda seen: seen.sealed)),
    Family("fanal_checkpoint_age_seconds", "gauge", "Age of the last checkpoint.", _one(_sealed_age)),
    Family(
        "fanal_unsealed_seconds",
        "gauge",
        "Age of the last checkpoint while events wait for the next one; else 0.",
        _one(lambda seen: seen.unsealed_seconds),
    ),
    Family("fanal_notices_waiting", "gauge", "Notices not yet examined.", _one(lambda seen: seen.notices.count)),
    Family(
        "fanal_notices_oldest_seconds",
        "gauge",
        "Age of the oldest notice not yet examined.",
        _one(lambda seen: seen.notices.age(seen.now)),
    ),
    Family("fanal_cases_waiting", "gauge", "Cases that wait for a person.", _one(lambda seen: seen.cases.count)),
    Family(
        "fanal_cases_oldest_seconds",
        "gauge",
        "Age of the oldest case that waits for a person.",
        _one(lambda seen: seen.cases.age(seen.now)),
    ),
    Family("fanal_station_behind_events", "gauge", "Events that a station has still to read.", _backlog),
    Family(
        "fanal_station_behind_seconds", "gauge", "Age of the oldest event that a station has to read.", _backlog_age
    ),
    Family("fanal_jobs", "gauge", "Planned work by station and state: pending (all), due, dead (given up).", _jobs),
    Family("fanal_jobs_late_seconds", "gauge", "How late the latest due work of a station is.", _late),
    Family("fanal_disk_free_bytes", "gauge", "Free on the disk of FANAL_HOME.", _one(lambda seen: seen.disk_free)),
    Family("fanal_disk_size_bytes", "gauge", "Size of the disk of FANAL_HOME.", _one(lambda seen: seen.disk_size)),
)

# Of each process: said with its name, and heard at most ten seconds ago when another one answers.
OF_A_PROCESS: dict[str, tuple[str, str]] = {
    "fanal_process_seen_seconds": ("gauge", "Seconds since the process was last heard."),
    "fanal_writer_depth": ("gauge", "Jobs that wait for the writer."),
    "fanal_writer_commits": ("counter", "Transactions of the writer."),
    "fanal_writer_jobs": ("counter", "Jobs that the writer committed; by its commits: jobs per commit."),
    "fanal_writer_refused": ("counter", "Jobs refused because the writer's queue was full (503)."),
    "fanal_writer_wait_seconds": ("gauge", "How long the process's last pulse waited for its COMMIT."),
    "fanal_process_cpu_seconds": ("counter", "Processor time."),
    "fanal_process_memory_bytes": ("gauge", "Resident memory."),
    "fanal_process_threads": ("gauge", "Threads."),
    "fanal_process_start_time_seconds": ("gauge", "When the process began, since 1970."),
}


def families(seen: Health) -> Iterator[Metric]:
    """Every metric of the hub and of each of its processes."""
    for each in OF_THE_HUB:
        family = Metric(each.name, each.says, each.kind)
        suffix = "_total" if each.kind == "counter" else ""
        for labels, value in each.read(seen):
            family.add_sample(each.name + suffix, labels, value)
        yield family
    yield from _of_processes(seen)


def _of_processes(seen: Health) -> Iterator[Metric]:
    made = {name: Metric(name, says, kind) for name, (kind, says) in kinds().items()}
    for heart in seen.hearts:
        whose = {"process": heart.name}
        made["fanal_process_seen_seconds"].add_sample(
            "fanal_process_seen_seconds", whose, max(0.0, (seen.now - heart.seen_at).total_seconds())
        )
        for point in heart.points:
            family = made.get(family_of(point.name))
            if family is not None:  # another release's process may say more
                family.add_sample(point.name, {**point.labels, **whose}, point.value)
    yield from made.values()


def kinds() -> dict[str, tuple[str, str]]:
    """Kind and meaning of each metric of a process, those that it counts while serving included."""
    return {**{each.name: (each.type, each.documentation) for each in counted.LOCAL.collect()}, **OF_A_PROCESS}


def family_of(sample: str) -> str:
    """The family that a sample belongs to."""
    known = kinds()
    for suffix in ("", "_total", "_bucket", "_count", "_sum"):
        name = sample.removesuffix(suffix) if suffix else sample
        if name in known:
            return name
    return sample
