"""How each metric is read from a look at the hub; their names and meanings are in `counted`."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

from prometheus_client.metrics_core import Metric

from fanal_hub.counted import OF_A_PROCESS, OF_THE_HUB, Named
from fanal_hub.stations.health import Health

Labelled = tuple[dict[str, str], float]
Read = Callable[[Health], Iterable[Labelled]]
SUFFIXES = ("", "_total", "_bucket", "_count", "_sum")


def families(seen: Health) -> Iterator[Metric]:
    """Every metric of the hub and of each of its processes."""
    made = _empty(OF_THE_HUB)
    for name, read in READ.items():
        suffix = "_total" if OF_THE_HUB[name].kind == "counter" else ""
        for labels, value in read(seen):
            made[name].add_sample(name + suffix, labels, value)
    yield from made.values()
    yield from _of_processes(seen)


def _empty(named: Mapping[str, Named]) -> dict[str, Metric]:
    return {name: Metric(name, each.says, each.kind) for name, each in named.items()}


def _of_processes(seen: Health) -> Iterable[Metric]:
    made = _empty(OF_A_PROCESS)
    for heart in seen.hearts:
        whose = {"process": heart.name}
        heard = max(0.0, (seen.now - heart.seen_at).total_seconds())
        made["fanal_process_seen_seconds"].add_sample("fanal_process_seen_seconds", whose, heard)
        for point in heart.points:
            family = made.get(family_of(point.name))
            if family is not None:  # another release's process may say more
                family.add_sample(point.name, {**point.labels, **whose}, point.value)
    return made.values()


@cache
def family_of(sample: str) -> str:
    """The family of a process that a sample belongs to; empty when it is none that we know."""
    names = (sample.removesuffix(each) for each in SUFFIXES if sample.endswith(each))
    return next((name for name in names if name in OF_A_PROCESS), "")


def _one(read: Callable[[Health], float]) -> Read:
    return lambda seen: [({}, float(read(seen)))]


def _by(label: str, read: Callable[[Health], Mapping[str, float]]) -> Read:
    return lambda seen: [({label: name}, number) for name, number in sorted(read(seen).items())]


def _jobs(seen: Health) -> Iterator[Labelled]:
    for station, each in sorted(seen.jobs.items()):
        for state, number in (("pending", each.pending), ("due", each.due), ("dead", each.dead)):
            yield {"station": station, "state": state}, number


def _age(seen: Health) -> float:
    return (seen.now - seen.sealed_at).total_seconds() if seen.sealed_at else 0.0


def _backup(seen: Health) -> Iterable[Labelled]:
    return [({}, (seen.now - seen.backup_at).total_seconds())] if seen.backup_at else []


READ: dict[str, Read] = {
    "fanal_notices_received": _by("channel", lambda seen: seen.counts.channels),
    "fanal_events": _by("kind", lambda seen: seen.counts.events),
    "fanal_log_size": _one(lambda seen: seen.events),
    "fanal_log_unplaced": _one(lambda seen: seen.unplaced),
    "fanal_checkpoint_size": _one(lambda seen: seen.sealed),
    "fanal_checkpoint_age_seconds": _one(_age),
    "fanal_unsealed_seconds": _one(lambda seen: seen.unsealed_seconds),
    "fanal_notices_waiting": _one(lambda seen: seen.notices.count),
    "fanal_notices_oldest_seconds": _one(lambda seen: seen.notices.age(seen.now)),
    "fanal_cases_waiting": _one(lambda seen: seen.cases.count),
    "fanal_cases_oldest_seconds": _one(lambda seen: seen.cases.age(seen.now)),
    "fanal_station_behind_events": _by("station", lambda seen: {n: e.count for n, e in seen.behind.items()}),
    "fanal_station_behind_seconds": _by("station", lambda seen: {n: e.age(seen.now) for n, e in seen.behind.items()}),
    "fanal_jobs": _jobs,
    "fanal_jobs_late_seconds": _by("station", lambda seen: {n: e.late(seen.now) for n, e in seen.jobs.items()}),
    "fanal_backup_age_seconds": _backup,
    "fanal_disk_free_bytes": _one(lambda seen: seen.disk_free),
    "fanal_disk_size_bytes": _one(lambda seen: seen.disk_size),
}
