"""The names of all metrics, and what this process counts while it serves. It knows no table and no address."""

from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Histogram

LOCAL = CollectorRegistry()

REQUESTS = Counter(
    "fanal_requests", "Requests answered, by door and class of status.", ["door", "status"], registry=LOCAL
)
SECONDS = Histogram(
    "fanal_request_seconds",
    "Seconds a request took, by door.",
    ["door"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
    registry=LOCAL,
)
REFUSED = Counter(
    "fanal_notices_refused", "Notices refused as incomplete or unreadable, by door.", ["door"], registry=LOCAL
)
ROWS = Counter("fanal_batch_rows", "Rows of batches, by verdict.", ["verdict"], registry=LOCAL)
for _verdict in ("taken", "refused"):
    ROWS.labels(_verdict)


@dataclass(frozen=True, slots=True)
class Named:
    """What a metric is called beside its name: its kind, its labels, its meaning."""

    kind: str  # counter | gauge | histogram
    labels: tuple[str, ...]
    says: str


# The same number from any process: read from the database at the moment of the scrape.
OF_THE_HUB: dict[str, Named] = {
    "fanal_notices_received": Named("counter", ("channel",), "Notices received since the log began, by channel."),
    "fanal_events": Named("counter", ("kind",), "Events of the log, by kind."),
    "fanal_log_size": Named("gauge", (), "Events that have a position in the log."),
    "fanal_log_unplaced": Named("gauge", (), "Events that wait for their position (PostgreSQL)."),
    "fanal_checkpoint_size": Named("gauge", (), "Events under the last checkpoint."),
    "fanal_checkpoint_age_seconds": Named("gauge", (), "Age of the last checkpoint."),
    "fanal_unsealed_seconds": Named("gauge", (), "Age of the last checkpoint while events wait for the next; else 0."),
    "fanal_notices_waiting": Named("gauge", (), "Notices not yet examined."),
    "fanal_notices_oldest_seconds": Named("gauge", (), "Age of the oldest notice not yet examined."),
    "fanal_cases_waiting": Named("gauge", (), "Cases that wait for a person."),
    "fanal_cases_oldest_seconds": Named("gauge", (), "Age of the oldest case that waits for a person."),
    "fanal_station_behind_events": Named("gauge", ("station",), "Events that a station has still to read."),
    "fanal_station_behind_seconds": Named("gauge", ("station",), "Age of the oldest event that a station has to read."),
    "fanal_jobs": Named(
        "gauge", ("station", "state"), "Work by state: pending (all that lives), due, dead (given up)."
    ),
    "fanal_jobs_late_seconds": Named("gauge", ("station",), "How late the latest due work of a station is."),
    "fanal_backup_age_seconds": Named("gauge", (), "Age of the last good backup; absent without one."),
    "fanal_disk_free_bytes": Named("gauge", (), "Free on the disk of `FANAL_HOME`."),
    "fanal_disk_size_bytes": Named("gauge", (), "Size of the disk of `FANAL_HOME`."),
}

_PROCESS = ("process",)
# Of each process: said with its name, and at most ten seconds old when another process answers.
OF_A_PROCESS: dict[str, Named] = {
    **{
        family.name: Named(family.type, (*metric._labelnames, "process"), family.documentation)  # noqa: SLF001
        for metric in (REQUESTS, SECONDS, REFUSED, ROWS)
        for family in metric.describe()
    },
    "fanal_process_seen_seconds": Named("gauge", _PROCESS, "Seconds since the process was last heard."),
    "fanal_writer_depth": Named("gauge", _PROCESS, "Jobs that wait for the writer."),
    "fanal_writer_commits": Named("counter", _PROCESS, "Transactions of the writer."),
    "fanal_writer_jobs": Named("counter", _PROCESS, "Jobs that it committed; divided by its commits: jobs per commit."),
    "fanal_writer_refused": Named("counter", _PROCESS, "Jobs refused because its queue was full (503)."),
    "fanal_writer_wait_seconds": Named(
        "gauge", _PROCESS, "How long the last pulse of the process waited for its COMMIT."
    ),
    "fanal_process_cpu_seconds": Named("counter", _PROCESS, "Processor time."),
    "fanal_process_memory_bytes": Named("gauge", _PROCESS, "Resident memory."),
    "fanal_process_threads": Named("gauge", _PROCESS, "Threads."),
    "fanal_process_start_time_seconds": Named("gauge", _PROCESS, "When the process began, since 1970."),
}
