"""What this process counts while it serves: requests, refusals, rows of batches. It knows no table and no address."""

from prometheus_client import CollectorRegistry, Counter, Histogram

LOCAL = CollectorRegistry()
DOORS = ("notice", "batch", "form", "api", "page", "watch", "other")

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
