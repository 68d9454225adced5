"""Clients of the API in a process of their own: keep-alive sockets and bytes made beforehand, for they share the cores."""

import json
import multiprocessing
import selectors
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count, cycle
from typing import Any

from bench import hubkit

CLIENTS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What the clients saw: answers a second, and the seconds of each answer."""

    rate: float
    times: list[float]


def singles(served: hubkit.Served, secret: str, seconds: float) -> Load:
    """CLIENTS clients that each send a notice as soon as the receipt of the one before is there."""
    return _apart(_clients, served.port, secret, seconds)


def batch(served: hubkit.Served, secret: str, bodies: list[bytes]) -> Load:
    """One client that sends batches of notices one after another; `rate` counts batches."""
    return _apart(_sender, served.port, [_request("notices/batch", secret, each) for each in bodies])


def _apart(work: Callable[..., Load], *args: Any) -> Load:
    context = multiprocessing.get_context("fork")
    answers = context.SimpleQueue()
    child = context.Process(target=lambda: answers.put(work(*args)))
    child.start()
    load: Load = answers.get()
    child.join()
    return load


def _clients(port: int, secret: str, seconds: float) -> Load:
    chosen = selectors.DefaultSelector()
    bodies = _notices(secret)
    sent: dict[socket.socket, float] = {}
    times: list[float] = []
    links = [_link(port) for _ in range(CLIENTS)]
    started = time.perf_counter()
    for link in links:
        chosen.register(link, selectors.EVENT_READ)
        sent[link] = time.perf_counter()
        link.sendall(next(bodies))
    while time.perf_counter() - started < seconds:
        for key, _ in chosen.select(1):
            link = key.fileobj  # type: ignore[assignment]
            _read(link, b"201")
            now = time.perf_counter()
            times.append(now - sent[link])
            sent[link] = now
            link.sendall(next(bodies))
    took = time.perf_counter() - started
    for link in links:
        _read(link, b"201")
        link.close()
    return Load(rate=len(times) / took, times=times)


def _sender(port: int, requests: list[bytes]) -> Load:
    link = _link(port)
    times = []
    for each in requests:
        started = time.perf_counter()
        link.sendall(each)
        _read(link, b"200")
        times.append(time.perf_counter() - started)
    link.close()
    return Load(rate=len(times) / sum(times), times=times)


def _link(port: int) -> socket.socket:
    made = socket.create_connection(("127.0.0.1", port))
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made


def _notices(secret: str) -> Iterator[bytes]:
    """Requests of notices, each about a post of its own: bytes made beforehand but for the number of the post."""
    shapes = []
    for place in range(97):
        request = _request("notices", secret, json.dumps(hubkit.notice(place)).encode())
        shapes.append(request.split(str(hubkit.FIRST + place).encode()))
    for number, shape in zip(count(time.time_ns() // 1000), cycle(shapes), strict=False):
        yield str(number).encode().join(shape)


def _request(path: str, secret: str, body: bytes) -> bytes:
    return (
        f"POST /api/v1/{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {secret}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body


def _read(link: socket.socket, status: bytes) -> None:
    raw = b""
    while b"\r\n\r\n" not in raw:
        raw += link.recv(1 << 20)
    head, _, rest = raw.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 " + status):
        raise RuntimeError(raw[:600])
    length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
    missing = length - len(rest)
    while missing > 0:
        missing -= len(link.recv(1 << 20))
