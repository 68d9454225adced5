"""Processes are killed without a word under load: every receipted notice stands exactly once, every timer rings once,
nothing is told twice, replay agrees and the log verifies. On SQLite one process dies; on PostgreSQL all of them do in turn,
the server too.
"""

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.cluster import Cluster
from tests.hub.courier.sink import Sink, listening
from tests.ports import free_port
from tests.stories.outside import notice

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
BATCH = 30  # rows, so that PostgreSQL takes them by COPY


@dataclass
class Hub:
    """The processes of a hub, its address and what it printed."""

    environment: dict[str, str]
    port: int
    log: Path
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, *command: str) -> None:
        """Start one process of the hub, in a group of its own."""
        with self.log.open("ab") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, "-m", "fanal_hub.manage", *command],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self, name: str) -> None:
        """Kill a process and all its children without a word."""
        killed = self.running.pop(name)
        os.killpg(killed.pid, signal.SIGKILL)
        killed.wait()

    def kill_child(self, name: str) -> None:
        """Kill one child of a process: its parent lives on."""
        children = subprocess.run(
            ["pgrep", "-P", str(self.running[name].pid)], capture_output=True, text=True, check=False
        ).stdout.split()
        if children:
            os.kill(int(random.choice(children)), signal.SIGKILL)

    def stop(self) -> None:
        """End what runs, politely."""
        for each in self.running.values():
            each.terminate()
        for each in self.running.values():
            assert each.wait(40) in (0, -signal.SIGTERM), self.log.read_text()
        self.running.clear()

    def outside(self, what: str) -> dict[str, object]:
        """Run `tests.stories.outside` in this hub's environment."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.stories.outside", what],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        found: dict[str, object] = json.loads(done.stdout)
        return found

    def wait(self) -> None:
        """Until it answers."""
        for _ in range(600):
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise TimeoutError(self.log.read_text())


class Load:
    """Clients that send the same thing again, with the same key, until it is receipted."""

    def __init__(self, port: int, token: str) -> None:
        self.receipts: dict[str, str] = {}  # key -> reference
        self.troubles: Counter[str] = Counter()
        self.sent = 0
        self._port, self._token = port, token
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._one_by_one, args=(n,)) for n in range(6)]
        self._threads.append(threading.Thread(target=self._batches))

    def start(self) -> None:
        """Begin."""
        for each in self._threads:
            each.start()

    def end(self) -> None:
        """Let everybody finish what they are at."""
        self._over.set()
        for each in self._threads:
            each.join(60)

    def _one_by_one(self, who: int) -> None:
        for n in range(1, 100_000):
            if self._over.is_set():
                return
            key = f"one-{who}-{n}"
            answer = self._until_taken("/api/v1/notices", notice(1_000_000 * (who + 1) + n), key)
            if answer is not None:
                self._keep(key, str(answer["ref"]))
            self._over.wait(0.2)

    def _batches(self) -> None:
        for n in range(1, 100_000):
            if self._over.is_set():
                return
            rows = [notice(50_000_000 + n * BATCH + row) for row in range(BATCH)]
            answer = self._until_taken("/api/v1/notices/batch", {"notices": rows}, f"many-{n}")
            for row, each in enumerate(answer["verdicts"] if answer else ()):
                self._keep(f"many-{n}/{row}", each["ref"])
            self._over.wait(2)

    def _keep(self, key: str, ref: str) -> None:
        with self._lock:
            assert self.receipts.setdefault(key, ref) == ref

    def _until_taken(self, path: str, body: object, key: str) -> dict[str, object] | None:
        raw = json.dumps(body)
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json", "Idempotency-Key": key}
        patience = time.monotonic() + 40
        while time.monotonic() < patience:
            try:
                with closing(http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)) as asked:
                    asked.request("POST", path, raw, headers)
                    answer = asked.getresponse()
                    said = answer.read()
            except (OSError, http.client.HTTPException) as error:
                self._note(type(error).__name__)
                time.sleep(0.05)
                continue
            if answer.status in (200, 201, 207):
                return json.loads(said)  # type: ignore[no-any-return]
            self._note(f"{answer.status}")
            if answer.status < 500 and answer.status != 429:
                raise AssertionError(said)
            time.sleep(0.05)
        raise TimeoutError(f"{key} was never taken: {self.troubles}")

    def _note(self, trouble: str) -> None:
        with self._lock:
            self.troubles[trouble] += 1


def _environment(home: Path, port: int, smtp: int, url: str) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(("FANAL_", "DJANGO_"))},
        "DJANGO_SETTINGS_MODULE": "fanal_hub.settings",
        "FANAL_HOME": str(home),
        "FANAL_PORT": str(port),
        "FANAL_DEMO": "0",
        "FANAL_EGRESS": "closed",
        "FANAL_MAIL": f"smtp://127.0.0.1:{smtp}",
        "FANAL_DATABASE_URL": url,
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }


@pytest.fixture(params=["sqlite", "postgresql"])
def cluster(request: pytest.FixtureRequest) -> Iterator[Cluster | None]:
    """A server that keeps every promise of COMMIT, or none at all."""
    if request.param == "sqlite":
        yield None
        return
    made = Cluster(durable=True)
    yield made
    made.stop()


def _storms(hub: Hub, cluster: Cluster | None) -> list[Callable[[], None]]:
    """What goes wrong, in turn."""
    if cluster is None:

        def power_cut() -> None:
            hub.kill("run")
            hub.start("run", "run")

        return [lambda: hub.kill_child("run"), power_cut, lambda: hub.kill_child("run"), power_cut]

    def worker_dies() -> None:
        name = random.choice(["work-1", "work-2"])
        hub.kill(name)
        hub.start(name, "work")

    def web_dies() -> None:
        hub.kill("web")
        hub.start("web", "web", "--workers", "2", "--threads", "4")

    def server_dies() -> None:
        cluster.kill()
        time.sleep(0.5)
        cluster.start()

    return [worker_dies, lambda: hub.kill_child("web"), server_dies, worker_dies, web_dies, server_dies]


@pytest.fixture
def sink() -> Sink:
    """What the mail server took."""
    return Sink()


@pytest.fixture
def hub(cluster: Cluster | None, sink: Sink, tmp_path: Path) -> Iterator[Hub]:
    """A hub whose processes end with the test, however it ends."""
    with listening(sink) as smtp:
        port = free_port()
        url = cluster.create("crash") if cluster else ""
        made = Hub(_environment(tmp_path / "home", port, smtp, url), port, tmp_path / "hub.log")
        yield made
        for name in list(made.running):
            made.kill(name)


def test_nothing_that_was_receipted_is_lost_or_done_twice(cluster: Cluster | None, hub: Hub, sink: Sink) -> None:
    seeded = hub.outside("seed")
    if cluster:
        hub.start("web", "web", "--workers", "2", "--threads", "4")
        for name in ("work-1", "work-2"):
            hub.start(name, "work")
    else:
        hub.start("run", "run")
    hub.wait()
    load = Load(hub.port, str(seeded["token"]))
    load.start()
    for storm in _storms(hub, cluster):
        time.sleep(random.uniform(2, 4))
        storm()
        hub.wait()
    time.sleep(2)
    load.end()
    hub.wait()
    waited = hub.outside("wait")
    hub.stop()
    found = hub.outside("check")
    letters = Counter(str(each["Message-ID"]) for each in sink.taken)
    print(
        hub.log.parent,
        {**{k: v for k, v in found.items() if k not in ("notices", "timers")}, "troubles": dict(load.troubles)},
    )
    assert len(load.receipts) > 100, load.troubles
    assert set(load.receipts.values()) <= set(found["notices"]), "a receipt was given for nothing"
    assert (found["twice"], found["rows"]) == ([], len(found["notices"]))
    # Every notice of the load has its key: none was taken a second time under another reference.
    assert len(set(load.receipts.values())) == len(load.receipts)
    assert (found["differences"], found["log"], found["untriaged"]) == ([], True, 0), waited
    timers = {ref: sorted(found["timers"].get(ref, [])) for ref in seeded["referrals"]}
    assert timers == dict.fromkeys(seeded["referrals"], ["deadline_passed", "referral_reminded"])
    assert found["told_twice"] == []
    assert found["told"] >= len(load.receipts)
    # A letter may leave twice when its sender dies between the two; it is the same letter then, by its key.
    assert len(letters) == found["told"]
