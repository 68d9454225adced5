"""Starts the hub: schema, static files, demo, then web and stations: one process, or several on PostgreSQL."""

import signal
import sys
import threading
import time
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection, connections
from gunicorn.app.base import BaseApplication
from gunicorn.util import import_app

from fanal_hub import demo
from fanal_hub.desk import first_run
from fanal_hub.ledger.sequence import Sequencer
from fanal_hub.ledger.write import WRITER, AwayError
from fanal_hub.manage import InUseError, alone, migrate
from fanal_hub.stations import purge
from fanal_hub.stations.all import STATIONS
from fanal_hub.stations.loop import Runner
from fanal_hub.stations.pulse import Pulse

NEVER_SHOWN = (
    "ninja",
    "django_htmx",
)  # files that libraries bring and no page of ours asks for: a second of each start


PATIENCE = 60  # seconds to wait for PostgreSQL at the start
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


ONE_PROCESS = (
    "SQLite is written by one process: use `fanal-hub run`, or set FANAL_DATABASE_URL to a PostgreSQL database.\n"
    "SQLite n’est écrit que par un processus : utilisez « fanal-hub run », ou donnez à FANAL_DATABASE_URL une base "
    "PostgreSQL."
)


def run() -> int:
    """Set everything up and serve, web and stations in one process, until Ctrl-C."""
    if settings.FANAL_DEMO and settings.FANAL_HOST not in LOOPBACK:
        print(
            "The demo has printed passwords: it is served on this machine alone. Set FANAL_DEMO=0 to open the hub.\n"
            "La démonstration a des mots de passe publics : elle reste sur cette machine. Mettez FANAL_DEMO=0.",
            file=sys.stderr,
        )
        return 2
    try:
        with alone():
            if not _is_prepared():
                return 1
            print(first_run.welcome() if first_run.is_waiting() else demo.welcome(), flush=True)
            connections.close_all()  # the serving process is a fork: SQLite's locks do not pass to it
            _Server().run()
    except InUseError:
        print(
            f"Another hub already uses {settings.HOME}. Stop it, or set FANAL_HOME to another folder.\n"
            f"Un autre serveur utilise déjà {settings.HOME}. Arrêtez-le, ou donnez un autre dossier à FANAL_HOME.",
            file=sys.stderr,
        )
        return 1
    return 0


def web(workers: int, threads: int) -> int:
    """Serve pages and the API with several processes, without stations (PostgreSQL)."""
    if not _is_served_apart():
        return 2
    if not _is_prepared():
        return 1
    if first_run.is_waiting():
        print(first_run.welcome(), flush=True)
    connections.close_all()
    _Server(workers, threads, with_stations=False).run()
    return 0


def work() -> int:
    """Run the stations in this process, without pages, until it is told to stop (PostgreSQL)."""
    if not _is_served_apart():
        return 2
    if not _is_prepared():
        return 1
    told = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: told.set())
    _start_pulse("work")
    _start_stations()
    print("fanal-hub work: the stations run.", flush=True)
    told.wait()
    _stop_all()
    return 0


def _wait_for_database() -> None:
    """A machine that starts up starts everything at once: PostgreSQL may answer a little later."""
    for left in range(PATIENCE, -1, -1):
        try:
            connection.ensure_connection()
            return
        except OperationalError as error:
            if left == 0:
                raise AwayError from error
            if left == PATIENCE:
                print(
                    f"{_said_of(error)}\nWaiting for the database. / En attente de la base de données.", file=sys.stderr
                )
            time.sleep(1)


def _said_of(error: OperationalError) -> str:
    return str(error).strip().splitlines()[0]


def _is_served_apart() -> bool:
    if connection.vendor == "sqlite":
        print(ONE_PROCESS, file=sys.stderr)
        return False
    if settings.FANAL_DEMO:
        print(
            "The demonstration is served by `fanal-hub run`. Set FANAL_DEMO=0 for a hub of several processes.\n"
            "La démonstration est servie par « fanal-hub run ». Mettez FANAL_DEMO=0 pour plusieurs processus.",
            file=sys.stderr,
        )
        return False
    return True


def _is_prepared() -> bool:
    try:
        prepare()
    except AwayError:
        print(
            "The database does not answer: check FANAL_DATABASE_URL, and that PostgreSQL runs.\n"
            "La base ne répond pas : vérifiez FANAL_DATABASE_URL, et que PostgreSQL tourne.",
            file=sys.stderr,
        )
        return False
    return True


def prepare() -> None:
    """Schema, static files, and the demo's organisations and notices when the hub is empty (all idempotent)."""
    _wait_for_database()
    migrate()
    purge.apply_list(datetime.now(UTC))
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=list(NEVER_SHOWN))
    if settings.FANAL_DEMO:
        demo.seed(datetime.now(UTC))
    else:
        demo.close()
    WRITER.stop()  # the serving process starts its own


class _Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn with threaded workers; the one of `run` holds the stations too."""

    def __init__(self, workers: int = 1, threads: int = 16, *, with_stations: bool = True) -> None:
        self._workers, self._threads, self._with_stations = workers, threads, with_stations
        super().__init__()

    def load_config(self) -> None:
        """Workers, threads, this port."""
        self.cfg.set("bind", [f"{settings.FANAL_HOST}:{settings.FANAL_PORT}"])
        self.cfg.set("workers", self._workers)
        self.cfg.set("worker_class", "gthread")
        self.cfg.set("threads", self._threads)
        self.cfg.set("keepalive", 15)
        self.cfg.set("timeout", 120)
        self.cfg.set("graceful_timeout", 10)
        self.cfg.set("loglevel", "warning")
        self.cfg.set("errorlog", None)  # its lines take the way of all others
        self.cfg.set("post_worker_init", _started_all if self._with_stations else _started)
        self.cfg.set("worker_exit", _ended)
        self.cfg.set("control_socket_disable", True)

    def load(self) -> Any:
        """The WSGI application: made now and not earlier, because it lists the static files when it is made."""
        return import_app("fanal_hub.wsgi:application")


_running: dict[str, Any] = {}


def _started(worker: Any) -> None:  # Gunicorn refuses a hook that could take more
    _begin(worker, "web")


def _begin(worker: Any, role: str) -> None:
    # In this fork alone: a browser's idle connections are waited for less long than the parent waits for us, or it
    # would kill the process before the stations and the writer have ended.
    worker.cfg.set("graceful_timeout", 2)
    _start_pulse(role)


def _start_pulse(role: str) -> None:
    _running["pulse"] = Pulse(role)
    _running["pulse"].start()


def _started_all(worker: Any) -> None:
    _begin(worker, "run")
    if settings.FANAL_STATIONS:
        _start_stations()
    if settings.FANAL_DEMO:
        _running["standin"] = demo.start_standin()


def _start_stations() -> None:
    _running["sequencer"] = Sequencer()
    _running["stations"] = Runner(STATIONS)
    for each in ("sequencer", "stations"):
        _running[each].start()


def _ended(_server: Any, _worker: Any) -> None:
    _stop_all()


def _stop_all() -> None:
    ending = [threading.Thread(target=each.stop) for each in _running.values()]
    for each in ending:
        each.start()
    for each in ending:
        each.join(8)
    WRITER.stop()
