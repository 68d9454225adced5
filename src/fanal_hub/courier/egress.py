"""The guard on the way out: names are resolved once, only public addresses are dialled, and only at the usual ports.

It fetches one address after another and reads no page. What it refuses comes back as a Response without status:
egress_closed, egress_denied, bad_address, dns, refused, timeout, tls, broken, too_many_redirects.
"""

import ipaddress
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpcore
import httpx
from django.conf import settings

from fanal import __version__
from fanal.exchange import Request, Response

SECONDS = 15.0  # for the whole fetch, redirects included
MOST = 512 * 1024  # bytes of a body that are read; what follows is left on the wire
MOST_REDIRECTS = 5
PORTS = {"http": 80, "https": 443}
Resolver = Callable[[str], Iterable[str]]

_MOVED = frozenset({301, 302, 303, 307, 308})
# Public by their number, and not by what answers there: relays into other nets, a cloud's own service address.
_DENIED = tuple(
    map(
        ipaddress.ip_network,
        (
            "192.0.0.0/24",
            "192.88.99.0/24",
            "168.63.129.16/32",
            "2002::/16",
            "2001::/32",
            "::/96",
            "64:ff9b:1::/48",
            "fec0::/10",
        ),
    )
)
_HOST = re.compile(r"[a-z0-9_.:-]+")  # a name in ASCII, or the numbers of an address
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class DeniedError(Exception):
    """The guard refused; `code` says what of."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def system_addresses(host: str) -> list[str]:
    """What the system resolves a host to; names under .localhost never leave the machine (RFC 6761, 6.3)."""
    if host == "localhost" or host.endswith(".localhost"):
        return ["127.0.0.1"]
    return [str(each[4][0]) for each in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """What may be dialled. `allow`: exact "host:port" pairs that are let through unchecked (the demo's own platform)."""

    allow: frozenset[str] = frozenset()
    only_allowed: bool = False  # nothing but those pairs, public addresses included
    resolve: Resolver = system_addresses
    seconds: float = SECONDS
    most: int = MOST


def is_open() -> bool:
    """True when this hub may fetch at all (FANAL_EGRESS: open, or listed for the allowed pairs alone)."""
    return settings.FANAL_EGRESS in {"open", "listed"}


def guard() -> Guard:
    """The guard that the settings describe."""
    return Guard(allow=frozenset(settings.FANAL_EGRESS_ALLOW), only_allowed=settings.FANAL_EGRESS != "open")


def fetch(request: Request, by: Guard) -> tuple[str, Response]:
    """Send a request and follow where it is sent on, each hop checked like the first; the last address and its response."""
    ends = time.monotonic() + by.seconds
    for _ in range(MOST_REDIRECTS + 1):
        response = _hop(request, by, ends)
        onward = response.header("location") if response.status in _MOVED else ""
        if not onward:
            return request.url, response
        # Nothing that was sent to the first address is sent on to another one.
        request = Request("GET", _joined(request.url, onward))
    return request.url, Response(status=None, error="too_many_redirects")


def once(request: Request, by: Guard, ends: float) -> Response:
    """Send one request, checked like every other, and follow nothing; `ends` is when the time is over (time.monotonic)."""
    return _hop(request, by, ends)


def is_public(text: str) -> bool:
    """Is it an address of the public internet, and nothing that stands for another address (RFC 6890, 6052, 3056)?"""
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if found.scope_id:
            return False
        if found.ipv4_mapped is not None:
            return is_public(str(found.ipv4_mapped))
        if found in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)))
    if any(found in net for net in _DENIED):
        return False
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


# --- one hop --------------------------------------------------------------------------------------------------------
def _hop(request: Request, by: Guard, ends: float) -> Response:
    try:
        url = _checked(request.url, by)
        return _send(request, url, _Dialler(by, ends))
    except DeniedError as denied:
        return Response(status=None, error=denied.code)
    except httpcore.TimeoutException:
        return Response(status=None, error="timeout")
    except httpcore.ConnectError as error:
        return Response(status=None, error="tls" if _is_tls(error) else "refused")
    except (httpcore.NetworkError, httpcore.ProtocolError, zlib.error):
        return Response(status=None, error="broken")


def _is_tls(error: BaseException | None) -> bool:
    while error is not None and not isinstance(error, ssl.SSLError):
        error = error.__cause__ or error.__context__
    return error is not None


def _checked(text: str, by: Guard) -> httpx.URL:
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL:
        raise DeniedError("bad_address") from None
    if url.scheme not in PORTS or not _HOST.fullmatch(_host(url)):
        raise DeniedError("bad_address")
    if url.userinfo:  # "https://bank.example@evil.example/": nobody reports such an address as it is
        raise DeniedError("egress_denied")
    port = _port(url)
    if _pair(_host(url), port) not in by.allow and (by.only_allowed or port != PORTS[url.scheme]):
        raise DeniedError("egress_denied")
    return url


def _port(url: httpx.URL) -> int:
    return PORTS[url.scheme] if url.port is None else url.port


def _host(url: httpx.URL) -> str:
    return url.raw_host.decode("ascii").lower().strip("[]").rstrip(".")


def _pair(host: str, port: int) -> str:
    return f"{host}:{port}"


def _joined(base: str, onward: str) -> str:
    try:
        return str(httpx.URL(base).join(onward))
    except (httpx.InvalidURL, ValueError):
        return onward


def _send(request: Request, url: httpx.URL, dialler: "_Dialler") -> Response:
    headers = {
        "Host": url.netloc.decode("ascii"),
        "User-Agent": f"Fanal/{__version__} (+{settings.FANAL_URL}; looks at reported public pages)",
        "Accept": "text/html, application/json;q=0.9, */*;q=0.5",
        "Accept-Encoding": "identity",
        "Connection": "close",
        **request.headers,
    }
    target = httpcore.URL(scheme=url.raw_scheme, host=_host(url).encode(), port=_port(url), target=url.raw_path)
    pool = httpcore.ConnectionPool(ssl_context=httpx.create_ssl_context(), network_backend=dialler)
    with pool, pool.stream(request.method, target, headers=list(headers.items()), content=request.body) as answer:
        raw, given = bytearray(), _headers(answer.headers)
        for chunk in answer.iter_stream() if dialler.by.most else ():
            raw += chunk
            if len(raw) >= dialler.by.most:
                break
        body = _opened(bytes(raw[: dialler.by.most]), given, dialler.by.most)
        return Response(status=answer.status, headers=given, body=body)


def _headers(pairs: Iterable[tuple[bytes, bytes]]) -> Mapping[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in pairs}


def _opened(raw: bytes, headers: Mapping[str, str], most: int) -> bytes:
    """The body, decompressed when it was compressed although we did not ask, and never beyond the limit."""
    coding = headers.get("content-encoding", "identity").strip().lower()
    if coding in ("identity", ""):
        return raw
    if coding in ("gzip", "x-gzip", "deflate"):
        return zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(raw, most)
    return b""


# --- dialling -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class _Dialler(httpcore.NetworkBackend):
    """Resolves once, checks every address, dials the first one: the name is never asked again. TLS still names the host."""

    by: Guard
    ends: float
    plain: httpcore.SyncBackend = field(default_factory=httpcore.SyncBackend)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Dial the checked address."""
        addresses = _within(lambda: list(self.by.resolve(host)), _left(self.ends))
        if not addresses:
            raise DeniedError("dns")
        # One private address among public ones is no accident: all must be fit.
        if _pair(host, port) not in self.by.allow and not all(is_public(each) for each in addresses):
            raise DeniedError("egress_denied")
        stream = self.plain.connect_tcp(addresses[0], port, _left(self.ends), local_address, socket_options)
        return _Timed(stream, self.ends)


class _Timed(httpcore.NetworkStream):
    """A stream that ends when the time of the whole fetch is over, however slowly the other side drips."""

    def __init__(self, stream: httpcore.NetworkStream, ends: float) -> None:
        self._stream, self._ends = stream, ends

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read within the time that is left."""
        return self._stream.read(max_bytes, _left(self._ends))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write within the time that is left."""
        self._stream.write(buffer, _left(self._ends))

    def close(self) -> None:
        """Close it."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Speak TLS within the time that is left."""
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, _left(self._ends)), self._ends)

    def get_extra_info(self, info: str) -> Any:
        """What the stream says of itself."""
        return self._stream.get_extra_info(info)


def _left(ends: float) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return left


def _within(ask: Callable[[], list[str]], seconds: float) -> list[str]:
    """The addresses of a name, or none; the system's resolver knows no time limit, so it runs aside."""
    found: list[str] = []

    def run() -> None:
        try:
            found.extend(ask())
        except (OSError, UnicodeError):
            return

    aside = threading.Thread(target=run, daemon=True)
    aside.start()
    aside.join(seconds)
    if aside.is_alive():
        raise httpcore.ConnectTimeout
    return list(found)
