"""Single intake over HTTP with 16 clients, beside one commit per notice of the same rows on the same SQLite (FULL).

The reference writes the rows that the door writes for a notice (event, notice, mention, keys, sealed records), made
beforehand, one transaction each, in one thread: what SQLite can do when nothing else costs anything. Printed beside it,
without a goal: the same when as many threads as there are clients commit one by one, which is what group commit replaces.
"""

import json
import multiprocessing
import os
import socket
import sqlite3
import threading
import time
from collections.abc import Iterable
from pathlib import Path

from bench import hubkit
from bench.measure import Goal
from fanal.words.lists import Channel, OrgKind, Role
from fanal_hub.ledger.plan import quoted, ready
from fanal_hub.stations import door

CLIENTS = 16
SECONDS = 3.0
ROUNDS = 3


class _Rows:
    """Stands where the writer's transaction stands, and keeps the rows instead."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, list[object]]] = []

    def insert(self, table: str, rows: list[dict[str, object]], *, ignore: bool = False) -> None:
        for row in rows:
            sql = f"INSERT INTO {table} ({quoted(row)}) VALUES ({', '.join('?' * len(row))})"
            self.rows.append((sql, list(row.values())))


def run() -> Iterable[Goal]:
    """The goal of the intake."""
    hubkit.fresh()
    sos = hubkit.organisation("Bench", OrgKind.ASSOCIATION, is_default=True)
    secret = hubkit.token(sos, Role.NOTIFIER)
    prepared = _prepared(sos, 4000)
    ours: list[float] = []
    raw: list[float] = []
    crowd: list[float] = []
    with hubkit.served(stations=False) as port:
        _load(port, secret, 1.0)
        for turn in range(ROUNDS):
            ours.append(_load(port, secret, SECONDS))
            raw.append(_raw(prepared, turn))
            crowd.append(_crowd(prepared, turn))
    ratios = sorted(a / b for a, b in zip(ours, raw, strict=True))
    middle = [sorted(each)[ROUNDS // 2] for each in (ours, raw, crowd)]
    print(
        f"intake: over HTTP {middle[0]:.0f}/s, raw one commit per notice {middle[1]:.0f}/s, {CLIENTS} threads {middle[2]:.0f}/s"
    )
    hubkit.clean()
    yield Goal(name="intake_http_over_raw", value=ratios[ROUNDS // 2], must=1.2, aim=2, better="higher")


def _crowd(prepared: list[list[tuple[str, list[object]]]], turn: int) -> float:
    """Commits a second when CLIENTS threads, each with a connection of its own, commit one notice at a time."""
    place = hubkit.HOME / f"crowd-{turn}.db"
    _schema(place)
    done = [0] * CLIENTS
    ends = time.perf_counter() + SECONDS

    def one(mine: int) -> None:
        base = _open(place)
        for rows in prepared[mine::CLIENTS]:
            if time.perf_counter() > ends:
                break
            _commit(base, rows)
            done[mine] += 1
        base.close()

    threads = [threading.Thread(target=one, args=(each,)) for each in range(CLIENTS)]
    started = time.perf_counter()
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    rate = sum(done) / (time.perf_counter() - started)
    for file in hubkit.HOME.glob(f"crowd-{turn}.db*"):
        file.unlink()
    return rate


def _open(place: Path) -> sqlite3.Connection:
    base = sqlite3.connect(place, isolation_level=None, timeout=60)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "temp_store=MEMORY"):
        base.execute(f"PRAGMA {pragma}")
    return base


def _commit(base: sqlite3.Connection, rows: list[tuple[str, list[object]]]) -> None:
    base.execute("BEGIN IMMEDIATE")
    for sql, values in rows:
        base.execute(sql, values)
    base.execute("COMMIT")


def _prepared(sos: object, count: int) -> list[list[tuple[str, list[object]]]]:
    entry = door.Entry(handler=sos, channel=Channel.API)  # type: ignore[arg-type]
    made = []
    for place in range(count):
        draft = door._draft(hubkit.notice(place), entry)
        found = ready(draft.plan, hubkit.NOW)
        rows = _Rows()
        found.events[0]["position"] = place + 1
        rows.insert("ledger_eventrow", found.events)
        rows.insert("ledger_noticerow", [found.heads[0].row])
        for effect in found.beside:
            effect(rows)  # type: ignore[arg-type]
        made.append(rows.rows)
    return made


def _raw(prepared: list[list[tuple[str, list[object]]]], turn: int) -> float:
    place = hubkit.HOME / f"raw-{turn}.db"
    _schema(place)
    base = _open(place)
    started, done = time.perf_counter(), 0
    for rows in prepared:
        _commit(base, rows)
        done += 1
        if time.perf_counter() - started > SECONDS:
            break
    rate = done / (time.perf_counter() - started)
    base.close()
    for each in hubkit.HOME.glob(f"raw-{turn}.db*"):
        each.unlink()
    return rate


def _schema(place: Path) -> None:
    source = sqlite3.connect(hubkit.HOME / "fanal.db")
    statements = source.execute(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name LIKE 'ledger_%' AND name NOT LIKE 'ledger_words%'"
        " OR tbl_name LIKE 'ledger_%' AND type = 'index' AND sql IS NOT NULL"
    ).fetchall()
    source.close()
    base = sqlite3.connect(place)
    base.execute("PRAGMA journal_mode=WAL")
    for (sql,) in sorted(statements, key=lambda each: not each[0].startswith("CREATE TABLE")):
        base.execute(sql)
    base.commit()
    base.close()


def _load(port: int, secret: str, seconds: float) -> float:
    """Notices per second that CLIENTS clients in a process of their own get receipts for."""
    context = multiprocessing.get_context("fork")
    answers = context.Queue()
    child = context.Process(target=_clients, args=(port, secret, seconds, answers))
    child.start()
    rate: float = answers.get(timeout=60)
    child.join()
    return rate


def _clients(port: int, secret: str, seconds: float, answers: "multiprocessing.Queue[float]") -> None:
    import selectors  # noqa: PLC0415  (the child's own)

    chosen = selectors.DefaultSelector()
    number = os.getpid() * 1_000_000
    started, done = time.perf_counter(), 0
    for _ in range(CLIENTS):
        link = socket.create_connection(("127.0.0.1", port))
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        chosen.register(link, selectors.EVENT_READ)
        number += 1
        link.sendall(_request(number, secret))
    while time.perf_counter() - started < seconds:
        for key, _ in chosen.select(1):
            link = key.fileobj  # type: ignore[assignment]
            head = _answer(link)
            if b" 201 " not in head:
                raise RuntimeError(head[:300])
            done += 1
            number += 1
            link.sendall(_request(number, secret))
    answers.put(done / (time.perf_counter() - started))


def _request(number: int, secret: str) -> bytes:
    body = json.dumps(hubkit.notice(number)).encode()
    return (
        f"POST /api/v1/notices HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {secret}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body


def _answer(link: socket.socket) -> bytes:
    raw = b""
    while b"\r\n\r\n" not in raw:
        raw += link.recv(65536)
    head, _, rest = raw.partition(b"\r\n\r\n")
    sizes = [each for each in head.lower().split(b"\r\n") if each.startswith(b"content-length:")]
    length = int(sizes[0].split(b":")[1]) if sizes else 0
    while len(rest) < length:
        rest += link.recv(65536)
    return head
