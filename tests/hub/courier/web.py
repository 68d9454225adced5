"""A real web server on loopback for the courier's tests: pages, redirects and misbehaviour, chosen by path."""

import gzip
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Pages(BaseHTTPRequestHandler):
    """What each path does; `seen` keeps the requests."""

    seen: list[tuple[str, dict[str, str]]]

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        """Answer by path."""
        self.seen.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        path, _, query = self.path.partition("?")
        getattr(self, "at_" + path.strip("/").replace("-", "_"), self.at_missing)(query)

    def say(self, status: int, body: bytes = b"", **headers: str) -> None:
        """One whole response."""
        self.send_response(status)
        for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def at_missing(self, _: str) -> None:
        self.say(404)

    def at_page(self, _: str) -> None:
        self.say(200, "<h1>Bonjour à tous</h1>".encode(), Set_Cookie="who=me")

    def at_latin(self, _: str) -> None:
        self.say(200, "été".encode("latin-1"), Content_Type="text/html; charset=ISO-8859-1")

    def at_strange(self, _: str) -> None:
        self.say(200, b"plain words", Content_Type="text/html; charset=x-nobody")

    def at_undefined(self, _: str) -> None:
        self.say(200, b"plain words", Content_Type="text/html; charset=undefined")

    def at_idna(self, _: str) -> None:
        self.say(200, b"plain words", Content_Type="text/html; charset=idna")

    def at_picture(self, _: str) -> None:
        self.say(200, b"\x89PNG words", Content_Type="image/png")

    def at_to(self, query: str) -> None:
        self.say(302, Location=query)

    def at_round(self, _: str) -> None:
        self.say(302, Location="/round")

    def at_bomb(self, _: str) -> None:
        self.say(200, gzip.compress(b"0" * 50_000_000), Content_Encoding="gzip")

    def at_broken_gzip(self, _: str) -> None:
        self.say(200, b"not gzip at all", Content_Encoding="gzip")

    def at_brotli(self, _: str) -> None:
        self.say(200, b"\x0b\x02\x80abc\x03", Content_Encoding="br")

    def at_endless(self, _: str) -> None:
        self.send_response(200)
        self.end_headers()
        for _n in range(4_000):
            try:
                self.wfile.write(b"0123456789abcdef" * 64)
            except OSError:
                return

    def at_drip(self, _: str) -> None:
        self.send_response(200)
        self.end_headers()
        self._slowly(b"one letter at a time, for ever and a day")

    def at_drip_headers(self, _: str) -> None:
        self._slowly(b"HTTP/1.1 200 OK\r\nX-One: letter at a time\r\n")

    def _slowly(self, text: bytes) -> None:
        for letter in text:
            try:
                self.wfile.write(bytes([letter]))
                self.wfile.flush()
            except OSError:
                return
            time.sleep(0.1)

    def at_rubbish(self, _: str) -> None:
        self.wfile.write(b"this is not HTTP\r\n\r\n")


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[tuple[int, list[tuple[str, dict[str, str]]]]]:
    """The server's port, and what it was asked."""
    seen: list[tuple[str, dict[str, str]]] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Here", (Pages,), {"seen": seen}))
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client that hangs up is part of the tests
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.server_address[1], seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
