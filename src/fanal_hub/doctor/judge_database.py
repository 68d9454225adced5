"""Judges the database and the log within it: engine, schema, durability, triggers, positions, seals. It asks nothing itself."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from fanal_hub.doctor.facts import Database, Log, Work
from fanal_hub.doctor.finding import Finding, broken, good, look

LEAST_POSTGRESQL = 150_000
WANTED = {
    "journal_mode": frozenset({"wal"}),
    "synchronous": frozenset({"full", "extra"}),
    "fsync": frozenset({"on"}),
    "full_page_writes": frozenset({"on"}),
    "synchronous_commit": frozenset({"on", "remote_apply", "remote_write", "local"}),  # each waits for our own disk
}
ODD, TOO_ODD = 2.0, 30.0  # seconds between two clocks
SLOW_NUMBER, NO_NUMBER = timedelta(seconds=5), timedelta(minutes=1)
UNSEALED, TOO_UNSEALED = timedelta(minutes=2), timedelta(minutes=15)
MANY = 0.8  # of the connections that there are


def of_database(seen: Database | None, said: str) -> Iterator[Finding]:
    """Reachable, fit, whole, and honest about who may write what."""
    if seen is None:
        yield broken("database", "away", said=said)
        return
    yield _engine(seen)
    if seen.encoding is not None:
        fits = seen.encoding == "UTF8"
        yield good("encoding") if fits else broken("encoding", "other", found=seen.encoding)
    if seen.missing:
        yield broken("schema", "behind", count=len(seen.missing), first=seen.missing[0])
    else:
        yield good("schema")
    yield _durable(seen)
    if seen.checked is not None:
        yield good("integrity") if seen.checked == "ok" else broken("integrity", "damaged", said=seen.checked[:200])
    if seen.triggers_missing:
        yield broken("triggers", "missing", which=", ".join(seen.triggers_missing))
    else:
        yield good("triggers")
    if seen.vendor == "postgresql":
        yield from _of_server(seen)


def _engine(seen: Database) -> Finding:
    if seen.vendor == "postgresql" and seen.number < LEAST_POSTGRESQL:
        return broken("database", "old", version=seen.version)
    return good("database", version=seen.version)


def _durable(seen: Database) -> Finding:
    wrong = {name: each for name, each in seen.durability.items() if each.lower() not in WANTED[name]}
    told = ", ".join(f"{name}={each}" for name, each in (wrong or seen.durability).items())
    return broken("durability", "off", which=told) if wrong else good("durability", which=told)


def _of_server(seen: Database) -> Iterator[Finding]:
    if seen.is_superuser:
        yield look("role", "superuser")
    else:
        yield good("role", "owner") if seen.owns_tables else good("role")
    apart = abs(seen.skew or 0.0)
    told = f"{apart:.1f}"
    if apart >= TOO_ODD:
        yield broken("clock", "wrong", seconds=told)
    else:
        yield look("clock", "odd", seconds=told) if apart >= ODD else good("clock", seconds=told)


def of_connections(seen: Database | None, work: Work | None) -> Iterator[Finding]:
    """Every thread of the hub may want a connection at once: are there as many?"""
    if seen is None or seen.vendor != "postgresql":
        return
    threads = sum(each.threads for each in work.hearts) if work else 0
    wanted = max(threads, seen.connections)
    params = {"used": seen.connections, "threads": threads, "most": seen.most_connections}
    if wanted > seen.most_connections:
        yield broken("connections", "few", **params)
    elif wanted > seen.most_connections * MANY:
        yield look("connections", "near", **params)
    else:
        yield good("connections", "good", **params)


def of_log(seen: Log, now: datetime) -> Iterator[Finding]:
    """Positions without a gap, numbered soon, under a checkpoint that says the truth."""
    gap = seen.looked_at - seen.counted
    yield broken("positions", "gap", count=gap, head=seen.head) if gap else good("positions", head=seen.head)
    waits = now - seen.unplaced_since if seen.unplaced_since else timedelta()
    params = {"count": seen.unplaced, "seconds": int(waits.total_seconds())}
    if waits >= NO_NUMBER:
        yield broken("sequencer", "stopped", **params)
    else:
        yield look("sequencer", "slow", **params) if waits >= SLOW_NUMBER else good("sequencer", count=seen.unplaced)
    yield _sealed(seen, now)
    yield _head(seen)


def _sealed(seen: Log, now: datetime) -> Finding:
    # A checkpoint is an event itself, and the next one does not seal it alone.
    waiting = seen.head - seen.sealed - (1 if seen.sealed else 0)
    if waiting <= 0 or seen.sealed_at is None:
        return good("seal", sealed=seen.sealed)
    age = now - seen.sealed_at
    params = {"count": waiting, "minutes": int(age.total_seconds() // 60)}
    if age >= TOO_UNSEALED:
        return broken("seal", "old", **params)
    return look("seal", "late", **params) if age >= UNSEALED else good("seal", sealed=seen.sealed)


def _head(seen: Log) -> Finding:
    if seen.sealed > seen.head:
        return broken("log_head", "shorter", sealed=seen.sealed, head=seen.head)
    if seen.note_fits is False or seen.root_fits is False:
        return broken("log_head", "forged", sealed=seen.sealed)
    if seen.note_fits is None:
        return good("log_head", "none")
    return good("log_head", "recomputed" if seen.root_fits else "good", sealed=seen.sealed)
