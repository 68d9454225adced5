"""A hub of its own for a bench: a temporary folder, a migrated database, organisations and a token. It measures nothing."""

import atexit
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

FIRST = 1_900_000_000_000_000  # the number of the first post that anything is about
HOME = Path(tempfile.mkdtemp(prefix="fanal-bench-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ.pop("FANAL_DATABASE_URL", None)  # a bench fills and empties databases: never somebody's own
os.environ.update(
    FANAL_HOME=str(HOME), FANAL_DEMO="0", FANAL_EGRESS="closed", DJANGO_SETTINGS_MODULE="fanal_hub.settings"
)

import django  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

django.setup()
settings.ALLOWED_HOSTS.append("testserver")

from django.db import connections  # noqa: E402

from fanal.words.lists import OrgKind, Role  # noqa: E402
from fanal_hub.database import database  # noqa: E402
from fanal_hub.ledger import write  # noqa: E402
from fanal_hub.manage import migrate  # noqa: E402
from fanal_hub.people import enrol  # noqa: E402
from fanal_hub.people.models import Organisation  # noqa: E402

NOW = datetime.now(UTC)


def notice(place: int) -> dict[str, object]:
    """A complete notice about a post of its own."""
    return {
        "targets": [
            {
                "address": f"https://x.com/someone{place % 97}/status/{FIRST + place}?s=20",
                "text": f"Texte signalé numéro {FIRST + place}, assez long pour ressembler à une vraie publication en ligne.",
            }
        ],
        "reasons": "Cette publication appelle à la haine contre un groupe de personnes en raison de leur origine.",
        "category": "racism",
        "good_faith": True,
        "notifier": {"kind": "citizen", "name": "Dominique Exemple", "email": "dominique@example.org"},
    }


def organisation(name: str, kind: OrgKind, **more: object) -> Organisation:
    """An organisation, saved."""
    made = enrol.organisation(name, kind, NOW, email=f"{enrol.slug(name)}@example.org", **more)
    write.run(made.save)
    return made


def token(where: Organisation, *roles: Role) -> str:
    """A token's secret."""
    made = enrol.api_token(where, "bench", [str(each) for each in roles], NOW, 30)
    write.run(made.row.save)
    return made.secret


def fresh(url: str = "") -> None:
    """An empty, migrated hub: on SQLite in the bench's folder, or on the (empty) PostgreSQL database of this address."""
    rest()
    for each in HOME.glob("fanal.db*"):
        each.unlink()
    chosen = database(url, HOME)
    settings.DATABASES["default"] = chosen
    connections.settings = connections.configure_settings({"default": dict(chosen)})
    del connections["default"]
    os.environ["FANAL_DATABASE_URL"] = url
    migrate()
    call_command("collectstatic", interactive=False, verbosity=0)


def rest() -> None:
    """Let go of the database: nobody writes, no connection is open."""
    write.WRITER.stop()
    connections.close_all()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass(frozen=True, slots=True)
class Served:
    """A hub that serves: its port, and its process with children."""

    port: int
    pid: int

    def cpu(self) -> float:
        """Seconds of CPU that its processes have used so far."""
        return cpu_of(self.pid)


@contextmanager
def served(*command: str, stations: bool) -> Iterator[Served]:
    """The hub served as it is for people: `fanal-hub run` on this folder, unless another command is given."""
    port = free_port()
    with running(*(command or ("run",)), FANAL_PORT=str(port), FANAL_STATIONS="1" if stations else "0") as pid:
        _wait(port)
        yield Served(port, pid)


@contextmanager
def running(*command: str, **environment: str) -> Iterator[int]:
    """A command of the hub in a process of its own; its id."""
    rest()
    words = [sys.executable, "-m", "fanal_hub.manage", *command]
    with (HOME / "said.log").open("ab") as said:  # a file: what a hub says costs it something
        child = subprocess.Popen(words, env={**os.environ, **environment}, stdout=said, stderr=said)
    try:
        yield child.pid
    finally:
        child.terminate()
        child.wait(20)


def cpu_of(*pids: int) -> float:
    """Seconds of CPU of these processes and of all below them, those that have ended not counted."""
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = place.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        pid = int(place.parent.name)
        parents[pid], ticks[pid] = int(told[1]), int(told[11]) + int(told[12])
    counted = set(pids)
    while more := {pid for pid, parent in parents.items() if parent in counted} - counted:
        counted |= more
    return sum(ticks.get(pid, 0) for pid in counted) / os.sysconf("SC_CLK_TCK")


def _wait(port: int) -> None:
    for _ in range(300):
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"the hub did not start: {(HOME / 'said.log').read_text()[-2000:]}")


def clean() -> None:
    """Empty the bench's folder but for the hub's own keys, which this process has read."""
    rest()
    for each in (*HOME.glob("*.db*"), *HOME.glob("*.sql")):
        each.unlink()
