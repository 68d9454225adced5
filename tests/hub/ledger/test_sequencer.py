"""Positions on PostgreSQL: no event skipped, none twice, no gap, whoever holds, dies or restores meanwhile."""

import random
import subprocess
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import DatabaseError, connection, connections

from fanal_hub.ledger import sequence, write
from fanal_hub.ledger.engine import writing
from fanal_hub.ledger.models import EventRow
from fanal_hub.ledger.plan import Plan, ready
from fanal_hub.ledger.read import streams
from tests.cluster import BIN, Cluster
from tests.hub.ledger.test_writer import received, told
from tests.hubkit import use

pytestmark = pytest.mark.one_engine("postgresql")


@pytest.fixture(autouse=True)
def _nobody_numbers(database: str) -> None:
    """Here the test says when."""
    write.WRITER.after_commit = None


def notice(ref: str) -> None:
    """One notice, committed."""
    write.submit(Plan(events=[received(ref)]))


def held(url: str, ref: str) -> psycopg.Connection:
    """A transaction that wrote the first event of a notice and stays open."""
    base = psycopg.connect(url)
    [row] = ready(Plan(events=[received(ref)]), datetime.now(UTC)).events
    names = ", ".join(f'"{name}"' for name in row)
    base.execute(f"INSERT INTO ledger_eventrow ({names}) VALUES ({', '.join(['%s'] * len(row))})", list(row.values()))
    return base


def placed() -> list[tuple[int, str]]:
    """(position, stream) in the order of positions."""
    rows = EventRow.objects.filter(position__isnull=False).order_by("position")
    return list(rows.values_list("position", "stream"))


def test_transaction_that_commits_late_is_numbered_late_and_read_once(database: str) -> None:
    late = held(database, "N-LATE")
    for ref in ("N-1", "N-2"):
        notice(ref)
    assert sequence.catch_up() == 2, "nobody waits for a transaction that is still open"
    assert streams.head() == 2
    first = streams.after(0)
    assert [each.stream for each in first] == ["notice:N-1", "notice:N-2"]
    late.commit()
    notice("N-3")
    assert streams.head() == 2, "what has no position yet is not the head"
    assert sequence.catch_up() == 2
    assert [each.stream for each in streams.after(first[-1].position)] == ["notice:N-LATE", "notice:N-3"]
    assert [place for place, _ in placed()] == [1, 2, 3, 4]


def test_transaction_that_is_rolled_back_leaves_no_gap(database: str) -> None:
    lost = held(database, "N-LOST")
    notice("N-1")
    lost.rollback()
    notice("N-2")
    sequence.catch_up()
    assert placed() == [(1, "notice:N-1"), (2, "notice:N-2")]


def test_sequencer_killed_half_way_numbers_nothing_and_holds_nobody_up(database: str) -> None:
    for n in range(3):
        notice(f"N-{n}")
    with psycopg.connect(database) as dying:
        dying.execute("SELECT pg_advisory_xact_lock(%s)", [sequence.LOCK])
        dying.execute(sequence._NUMBER, [2])
        assert sequence.number() == 0, "another one is at it"
        with psycopg.connect(database, autocommit=True) as killer:
            killer.execute("SELECT pg_terminate_backend(%s)", [dying.info.backend_pid])
        with pytest.raises(psycopg.OperationalError):
            dying.execute("SELECT 1")
    assert placed() == []
    assert sequence.catch_up() == 3
    assert [place for place, _ in placed()] == [1, 2, 3]


@pytest.mark.parametrize("statement", ["TRUNCATE ledger_eventrow", "UPDATE ledger_eventrow SET position = NULL"])
def test_numbered_log_cannot_be_emptied_or_renumbered(database: str, statement: str) -> None:
    notice("N-1")
    sequence.catch_up()

    def change() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    with pytest.raises(DatabaseError, match="append-only"):
        write.run(change)


def test_storm_of_writers_and_dying_sequencers_is_read_once_and_in_causal_order(database: str) -> None:
    """Eight writers of other processes, two sequencers that are killed now and then, one reader that only follows."""
    draw = random.Random(7)
    done = threading.Event()
    seen: list[tuple[int, str, int]] = []
    threads = [
        *(threading.Thread(target=_write_some, args=(database, n, draw.random())) for n in range(8)),
    ]
    others = [
        *(threading.Thread(target=_number_and_die, args=(done, draw.random())) for _ in range(2)),
        threading.Thread(target=_follow, args=(done, seen)),
    ]
    for each in threads + others:
        each.start()
    for each in threads:
        each.join()
    done.set()
    for each in others:
        each.join()
    sequence.catch_up()
    _read_on(seen)
    assert [place for place, _, _ in seen] == list(range(1, 8 * 30 * 2 + 1))
    assert len({(stream, version) for _, stream, version in seen}) == len(seen)
    where = {(stream, version): place for place, stream, version in seen}
    assert all(where[stream, 1] < where[stream, 2] for stream, _ in where)


def _write_some(url: str, who: int, seed: float) -> None:
    """Thirty notices, each with a second event decided after the first was committed; some transactions dawdle."""
    draw = random.Random(seed)
    with psycopg.connect(url) as base:
        for n in range(30):
            ref = f"N-{who}-{n}"
            first = ready(Plan(events=[received(ref), told(ref)]), datetime.now(UTC)).events
            for row in first:
                names = ", ".join(f'"{name}"' for name in row)
                marks = ", ".join(["%s"] * len(row))
                base.execute(f"INSERT INTO ledger_eventrow ({names}) VALUES ({marks})", list(row.values()))
                time.sleep(draw.choice((0, 0, 0.002, 0.01)))
                base.commit()


def _number_and_die(done: threading.Event, seed: float) -> None:
    draw = random.Random(seed)
    while not done.is_set():
        sequence.number(draw.choice((1, 7, 500)))
        if draw.random() < 0.2:
            with writing(), connection.cursor() as cursor:
                cursor.execute("BEGIN")
                cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [sequence.LOCK])
                if cursor.fetchone()[0]:
                    cursor.execute(sequence._NUMBER, [100])
            connection.close()  # as a kill would: the server rolls it back
    connection.close()


def _follow(done: threading.Event, seen: list[tuple[int, str, int]]) -> None:
    while not done.is_set():
        _read_on(seen)
    connection.close()


def _read_on(seen: list[tuple[int, str, int]]) -> None:
    for each in streams.after(seen[-1][0] if seen else 0):
        seen.append((each.position, each.stream, each.version))


def test_dump_with_events_that_have_no_position_goes_on_after_a_restore(
    database: str, template_cluster: Cluster, tmp_path: Path
) -> None:
    for n in range(3):
        notice(f"N-{n}")
    sequence.number(2)
    before = placed()
    dump = tmp_path / "dump"
    tools = max(BIN.glob("*/bin"), key=lambda each: int(each.parts[-2]))
    subprocess.run([tools / "pg_dump", "-Fc", "-f", dump, database], check=True)
    restored = template_cluster.create("restored")
    subprocess.run([tools / "pg_restore", "-d", restored, dump], check=True)
    use(restored)
    write.WRITER.after_commit = None
    assert placed() == before
    notice("N-NEW")
    sequence.catch_up()
    assert placed()[: len(before)] == before
    assert [stream for _, stream in placed()][2:] == ["notice:N-2", "notice:N-NEW"]
    write.WRITER.stop()
    connections.close_all()
    template_cluster.drop("restored")


def test_thread_numbers_soon_and_wakes_whoever_waits(database: str) -> None:
    sequencer = sequence.Sequencer()
    sequencer.start()
    try:
        notice("N-1")
        end = datetime.now(UTC) + timedelta(seconds=10)
        while not streams.after(0) and datetime.now(UTC) < end:
            with write.WRITER.committed:
                write.WRITER.committed.wait(0.2)
        assert placed() == [(1, "notice:N-1")]
    finally:
        sequencer.stop()


def test_thread_whose_connection_is_cut_comes_back(database: str) -> None:
    """Cut in its sleep, again and again: a thread that died of it would stop every station of its process."""
    mine = [_backend(), write.run(_backend)]
    sequencer = sequence.Sequencer()
    sequencer.start()
    try:
        for n in range(6):
            notice(f"N-{n}")
            _until_placed(n + 1)
            time.sleep(0.03 * n)  # it waits for news, or asks, or numbers
            with psycopg.connect(database, autocommit=True) as killer:
                killer.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid() AND pid <> ALL (%s)",
                    [mine],
                )
    finally:
        sequencer.stop()


def _until_placed(count: int) -> None:
    end = time.monotonic() + 20
    while len(placed()) < count and time.monotonic() < end:
        time.sleep(0.02)
    assert len(placed()) == count


def _backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        found: int = cursor.fetchone()[0]
        return found
