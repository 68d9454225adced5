"""A short host on loopback, with everything a bad one may do, chosen by path. It asserts nothing."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

POST = "https://x.com/abc/status/1967442965691440001"


class Short(BaseHTTPRequestHandler):
    """A short host: what each path does; `seen` keeps the requests."""

    seen: list[tuple[str, str]]

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def do_HEAD(self) -> None:
        """Answer by path."""
        self.seen.append((self.command, self.path))
        getattr(self, "at_" + self.path.strip("/"), self.at_missing)()

    def do_GET(self) -> None:
        """The same."""
        self.do_HEAD()

    def send(self, status: int, **headers: str) -> None:
        """A response without a body."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def at_missing(self) -> None:
        self.send(404)

    def at_post(self) -> None:
        self.send(301, Location=POST)

    def at_twice(self) -> None:
        self.send(302, Location="/post")

    def at_ring(self) -> None:
        self.send(302, Location="/ring2")

    def at_ring2(self) -> None:
        self.send(302, Location="/ring")

    def at_script(self) -> None:
        self.send(302, Location="javascript:alert(1)")

    def at_file(self) -> None:
        self.send(302, Location="file:///etc/passwd")

    def at_inside(self) -> None:
        self.send(302, Location=f"http://127.0.0.1:{self.server.server_address[1]}/secret")

    def at_elsewhere(self) -> None:
        self.send(302, Location=f"http://localhost:{self.server.server_address[1]}/secret")

    def at_giant(self) -> None:
        self.send(302, Location=POST, **{f"X-{n}": "x" * 5000 for n in range(60)})

    def at_long(self) -> None:
        self.send(302, Location="https://example.org/" + "x" * 9000)

    def at_busy(self) -> None:
        self.send(429)

    def at_nohead(self) -> None:
        if self.command == "HEAD":
            self.send(405)
        else:
            self.send(301, Location=POST)

    def at_endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        if self.command == "GET":
            for _ in range(2_000):
                try:
                    self.wfile.write(b"0" * 1_000)
                except OSError:
                    return
                time.sleep(0.005)

    def at_slow(self) -> None:
        for letter in b"HTTP/1.1 301 Moved\r\nLocation: https://x.com/\r\n":
            try:
                self.wfile.write(bytes([letter]))
            except OSError:
                return
            time.sleep(0.1)


@contextmanager
def serving() -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """The server's port, and what it was asked."""
    seen: list[tuple[str, str]] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Here", (Short,), {"seen": seen}))
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # who hangs up is part of the tests
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.server_address[1], seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
