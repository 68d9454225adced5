"""The sequencer: on PostgreSQL, gives each committed event its gap-free position. It decides nothing and skips nothing.

It numbers what it can see, in the order in which the rows were drawn. An event decided after another one was read was
drawn after it, so causes come before effects; one that commits late is numbered late, and no reader has passed it yet.
One transaction numbers at a time (advisory lock); killed half-way, it leaves nothing. On SQLite the writer gives the
positions at COMMIT.
"""

import logging
import select
import threading

import psycopg
from django.db import Error, close_old_connections, connection, transaction

from fanal_hub.ledger.engine import writing
from fanal_hub.ledger.write import WRITER

log = logging.getLogger("fanal_hub.ledger")
LOCK = 0x46616E616C  # "Fanal": the advisory lock of whoever numbers
MOST = 5_000  # events in one transaction
SOON, IDLE = 0.02, 0.1  # seconds between two looks: just after something happened, and otherwise
CHANNEL = "fanal_events"
_NUMBER = """
WITH base AS (SELECT COALESCE(MAX(position), 0) AS top FROM ledger_eventrow),
     seen AS (SELECT id FROM ledger_eventrow WHERE position IS NULL ORDER BY id LIMIT %s),
     fresh AS (SELECT id, row_number() OVER (ORDER BY id) AS place FROM seen)
UPDATE ledger_eventrow AS event SET position = base.top + fresh.place FROM base, fresh WHERE event.id = fresh.id
"""


def number(most: int = MOST) -> int:
    """Give positions to the committed events that have none; how many (0 when another process is at it)."""
    if connection.vendor != "postgresql":
        return 0
    with writing(), transaction.atomic(), connection.cursor() as cursor:
        # The lock is let go after COMMIT, and each statement sees what was committed before it began.
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute("SELECT EXISTS (SELECT 1 FROM ledger_eventrow WHERE position IS NULL)")
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(_NUMBER, [most])
        done = int(cursor.rowcount)
        cursor.execute(f"NOTIFY {CHANNEL}")
        return done


def catch_up() -> int:
    """Number everything that is committed now; for commands, which must see it all."""
    done = 0
    while made := number():
        done += made
    return done


class Sequencer:
    """The thread that numbers, and wakes this process's stations when any process has numbered something."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._live, name="fanal-sequencer", daemon=True)

    def start(self) -> None:
        """Start numbering; nothing to do on SQLite."""
        if connection.vendor == "postgresql":
            self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(10)

    def _live(self) -> None:
        pause = SOON
        while not self._stop.is_set():
            close_old_connections()
            try:
                self._round(pause)
                pause = SOON if number() else min(pause * 1.3, IDLE)
            except (Error, psycopg.Error, OSError, ValueError) as error:  # ValueError: the socket was closed under us
                log.warning("the sequencer waits for the database: %s", type(error).__name__)
                connection.close()
                self._stop.wait(0.5)
        connection.close()

    def _round(self, pause: float) -> None:
        """Wait for news of other sequencers, at most `pause` seconds."""
        connection.ensure_connection()
        raw = connection.connection
        if getattr(self, "_listening", None) is not raw:
            with connection.cursor() as cursor:
                cursor.execute(f"LISTEN {CHANNEL}")
            self._listening = raw
        news = select.poll()
        news.register(raw.pgconn.socket, select.POLLIN)
        news.poll(pause * 1000)
        if any(True for _ in raw.notifies(timeout=0)):
            WRITER.wake()
