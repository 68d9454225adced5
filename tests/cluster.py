"""A throw-away PostgreSQL cluster: made by initdb, run as user postgres, deleted with its folder. It asserts nothing."""

import atexit
import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psycopg

BIN = Path("/usr/lib/postgresql")
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c jit=off"


class Cluster:
    """A running cluster with a socket in its own folder; `durable` keeps every promise of COMMIT."""

    def __init__(self, *, durable: bool = False, options: str = "") -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="fanal-pg-"))
        self._options = f"{'' if durable else FAST} -c max_connections=200 {options}"
        self._owned()
        self._run("initdb", "-D", str(self.place), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        self.start()

    @property
    def place(self) -> Path:
        """The data folder."""
        return self.folder / "data"

    def start(self) -> None:
        """Start the server and wait until it answers."""
        listen = f"-c listen_addresses='' -c unix_socket_directories={self.folder} {self._options}"
        self._run(
            "pg_ctl", "-D", str(self.place), "-l", str(self.folder / "log"), "-w", "-t", "60", "-o", listen, "start"
        )

    def kill(self) -> None:
        """Kill the postmaster and its children without a word, as a power cut would."""
        master = int((self.place / "postmaster.pid").read_text().split()[0])
        os.kill(master, signal.SIGSTOP)  # or it would start children again while they are killed
        children = subprocess.run(["pgrep", "-P", str(master)], capture_output=True, text=True, check=False).stdout
        for each in (*map(int, children.split()), master):
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        while any(_lives(each) for each in (*map(int, children.split()), master)):
            time.sleep(0.02)
        # Where nobody reaps the dead, the lock files would name a process that seems to live.
        (self.place / "postmaster.pid").unlink()
        for lock in self.folder.glob(".s.PGSQL.*.lock"):
            lock.unlink()

    def stop(self) -> None:
        """Stop it and delete everything."""
        subprocess.run(
            self._as_postgres("pg_ctl", "-D", str(self.place), "-m", "immediate", "stop"),
            capture_output=True,
            check=False,
        )
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, name: str) -> str:
        """The address of a database."""
        return f"postgresql://postgres@/{name}?host={self.folder}"

    def create(self, name: str, template: str = "template0") -> str:
        """Make a database as a copy of another; its address."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as base:
            base.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def drop(self, name: str) -> None:
        """Delete a database, whoever is still connected."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as base:
            base.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _owned(self) -> None:
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")

    def _as_postgres(self, command: str, *args: str) -> list[str]:
        program = str(max(BIN.glob(f"*/bin/{command}"), key=lambda each: int(each.parts[-3])))
        # Its own session: an interrupted test run must not take the server down before the tests have ended.
        if os.geteuid() == 0:
            return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", program, *args]
        return [program, *args]

    def _run(self, command: str, *args: str) -> None:
        environment = {**os.environ, "LC_ALL": "C.UTF-8"}
        done = subprocess.run(
            self._as_postgres(command, *args),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=environment,
            cwd=self.folder,
            check=False,
        )
        if done.returncode:
            said = (self.folder / "log").read_text()[-1500:] if (self.folder / "log").exists() else ""
            raise RuntimeError(f"{command} failed: {done.stderr.decode()}\n{said}")


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][:1] not in "ZX"
    except OSError:
        return False


_shared: list[Cluster] = []


def shared() -> Cluster:
    """The cluster of this process, started when first asked for and deleted at its end."""
    if not _shared:
        _shared.append(Cluster())
        atexit.register(_shared[0].stop)
    return _shared[0]
