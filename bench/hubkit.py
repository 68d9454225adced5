"""A hub of its own for a bench: a temporary folder, a migrated database, organisations and a token. It measures nothing."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

HOME = Path(tempfile.mkdtemp(prefix="fanal-bench-"))
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
                "address": f"https://x.com/someone{place % 97}/status/{1_900_000_000_000_000_000 + place}?s=20",
                "text": f"Texte signalé numéro {place}, assez long pour ressembler à une vraie publication en ligne.",
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


def fresh() -> None:
    """An empty, migrated hub in the bench's folder."""
    write.WRITER.stop()
    connections.close_all()
    for each in HOME.glob("fanal.db*"):
        each.unlink()
    migrate()
    call_command("collectstatic", interactive=False, verbosity=0)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def served(*, stations: bool) -> Iterator[int]:
    """The hub served as it is for people: `fanal-hub run` on this folder; the port."""
    write.WRITER.stop()
    connections.close_all()
    port = free_port()
    environment = {**os.environ, "FANAL_PORT": str(port), "FANAL_STATIONS": "1" if stations else "0"}
    command = [sys.executable, "-m", "fanal_hub.manage", "run"]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait(port)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def _wait(port: int) -> None:
    for _ in range(300):
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("the hub did not start")


def clean() -> None:
    """Remove the bench's folder."""
    connections.close_all()
    shutil.rmtree(HOME, ignore_errors=True)
