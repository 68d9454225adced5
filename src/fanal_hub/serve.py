"""Starts the hub: schema, static files, demo, then one process with web and stations as threads of it."""

import sys
import threading
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from gunicorn.app.base import BaseApplication
from gunicorn.util import import_app

from fanal_hub import demo
from fanal_hub.desk import first_run
from fanal_hub.ledger.write import WRITER
from fanal_hub.manage import InUseError, alone, migrate
from fanal_hub.stations import purge
from fanal_hub.stations.all import STATIONS
from fanal_hub.stations.loop import Runner

NEVER_SHOWN = (
    "ninja",
    "django_htmx",
)  # files that libraries bring and no page of ours asks for: a second of each start


LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def run() -> int:
    """Set everything up and serve until Ctrl-C."""
    if settings.FANAL_DEMO and settings.FANAL_HOST not in LOOPBACK:
        print(
            "The demo has printed passwords: it is served on this machine alone. Set FANAL_DEMO=0 to open the hub.\n"
            "La démonstration a des mots de passe publics : elle reste sur cette machine. Mettez FANAL_DEMO=0.",
            file=sys.stderr,
        )
        return 2
    try:
        with alone():
            prepare()
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


def prepare() -> None:
    """Schema, static files, and the demo's organisations and notices when the hub is empty (all idempotent)."""
    migrate()
    purge.apply_list(datetime.now(UTC))
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=list(NEVER_SHOWN))
    if settings.FANAL_DEMO:
        demo.seed(datetime.now(UTC))
    else:
        demo.close()
    WRITER.stop()  # the serving process starts its own


class _Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn with one threaded worker: the process that holds the data."""

    def load_config(self) -> None:
        """One worker, threads, this port."""
        self.cfg.set("bind", [f"{settings.FANAL_HOST}:{settings.FANAL_PORT}"])
        self.cfg.set("workers", 1)
        self.cfg.set("worker_class", "gthread")
        self.cfg.set("threads", 16)
        self.cfg.set("keepalive", 15)
        self.cfg.set("timeout", 120)
        self.cfg.set("graceful_timeout", 10)
        self.cfg.set("loglevel", "warning")
        self.cfg.set("post_worker_init", _started)
        self.cfg.set("worker_exit", _ended)
        self.cfg.set("control_socket_disable", True)

    def load(self) -> Any:
        """The WSGI application: made now and not earlier, because it lists the static files when it is made."""
        return import_app("fanal_hub.wsgi:application")


_running: dict[str, Any] = {}


def _started(worker: Any) -> None:
    # In this fork alone: a browser's idle connections are waited for less long than the parent waits for us, or it
    # would kill the process before the stations and the writer have ended.
    worker.cfg.set("graceful_timeout", 2)
    if settings.FANAL_STATIONS:
        _running["stations"] = Runner(STATIONS)
        _running["stations"].start()
    if settings.FANAL_DEMO:
        _running["standin"] = demo.start_standin()


def _ended(_server: Any, _worker: Any) -> None:
    ending = [threading.Thread(target=each.stop) for each in _running.values()]
    for each in ending:
        each.start()
    for each in ending:
        each.join(8)
    WRITER.stop()
