"""Notices go round the router: whatever is sent, both ways give the same status, headers and body."""

import json
from importlib import import_module
from io import BytesIO
from typing import Any

import pytest

from fanal.words.lists import Role
from fanal_hub.ledger.write import WRITER, BusyError
from tests.hub.api.callers import ADDRESS, Hub, notice

PATHS = ("/api/v1/notices", "/api/v1/notices/batch")
GOOD = json.dumps({**notice(), "notices": [notice()]}).encode()  # an unknown field to both: refused with a word of each
BODIES: list[tuple[str, bytes, dict[str, str]]] = [
    ("broken", b"{", {}),
    ("no object", b"[]", {}),
    ("nothing", b"", {}),
    ("deep", b'{"a":' * 40 + b"1" + b"}" * 40, {}),
    ("incomplete", b"{}", {}),
    ("incomplete, in English", b"{}", {"HTTP_ACCEPT_LANGUAGE": "en-GB"}),
    ("incomplete, with the cookie of a page", b"{}", {"HTTP_COOKIE": "django_language=en"}),
    ("unknown handler", b'{"handler": "nobody", "notices": [{}]}', {}),
    ("unknown field", GOOD, {}),
    ("not JSON", GOOD, {"CONTENT_TYPE": "text/plain"}),
    ("compressed", GOOD, {"HTTP_CONTENT_ENCODING": "gzip"}),
    ("bad key", GOOD, {"HTTP_IDEMPOTENCY_KEY": "\xe9"}),
    ("too large", GOOD, {"CONTENT_LENGTH": "99999999"}),
    ("cut short", GOOD, {"wsgi.input": None}),
    ("no token", GOOD, {"HTTP_AUTHORIZATION": ""}),
    ("wrong token", GOOD, {"HTTP_AUTHORIZATION": "Bearer nobody"}),
    ("wrong scheme", GOOD, {"HTTP_AUTHORIZATION": "Basic abc"}),
    ("a slash too many", GOOD, {"PATH_INFO": "/api/v1/notices/"}),
    ("asked", b"", {"REQUEST_METHOD": "GET"}),
    ("put", GOOD, {"REQUEST_METHOD": "PUT"}),
]


class _Cut:
    """A connection that breaks while the body is read."""

    def read(self, *_: Any) -> bytes:
        raise OSError("cut")

    readline = read


def asked(quick: bool, path: str, raw: bytes, secret: str, **more: Any) -> tuple[str, dict[str, str], bytes]:
    """Status, headers and body of one call, straight or by the router."""
    wsgi = import_module("fanal_hub.wsgi")
    handler = wsgi.ApiHandler()
    handler.straight = wsgi._api.straight if quick else {}
    said: list[Any] = []
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(raw)),
        "HTTP_AUTHORIZATION": f"Bearer {secret}",
        "HTTP_X_REQUEST_ID": "one",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(raw),
        "wsgi.errors": BytesIO(),
        **{name: _Cut() if value is None else value for name, value in more.items()},
    }
    body = b"".join(handler(environ, lambda status, headers: said.extend((status, dict(headers)))))
    return said[0], said[1], body


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("raw", "more"), [each[1:] for each in BODIES], ids=[each[0] for each in BODIES])
def test_a_refusal_is_the_same_on_both_ways(hub: Hub, path: str, raw: bytes, more: dict[str, Any]) -> None:
    """One way that refused less, or in other words, would be another door."""
    secret = hub.world.token(hub.sos, Role.NOTIFIER)
    straight = asked(True, path, raw, secret, **more)
    assert straight == asked(False, path, raw, secret, **more)
    assert straight[0][0] == "4"


@pytest.mark.parametrize("path", PATHS)
def test_who_may_not_send_is_refused_on_both_ways(hub: Hub, path: str) -> None:
    """A reader, and a platform."""
    for secret in (hub.world.token(hub.sos, Role.READER), hub.world.token(hub.host, Role.NOTIFIER)):
        straight = asked(True, path, GOOD, secret)
        assert straight == asked(False, path, GOOD, secret)
        assert straight[0] == "403 Forbidden"


def test_a_notice_is_taken_alike_and_its_key_is_known_to_the_other_way(hub: Hub) -> None:
    """The same answer again from either way, to the byte; another notice under the key is refused."""
    secret = hub.world.token(hub.sos, Role.NOTIFIER)
    sent = [(PATHS[0], notice()), (PATHS[1], {"notices": [notice(), {}, notice(f"{ADDRESS}5")]})]
    for path, given in sent:
        raw, key = json.dumps(given).encode(), {"HTTP_IDEMPOTENCY_KEY": f"key-of-{path}"}
        first = asked(True, path, raw, secret, **key)
        again = [asked(quick, path, raw, secret, **key) for quick in (False, True)]
        assert again[0] == again[1]
        assert first[0] in ("201 Created", "200 OK")
        known = [json.loads(each[2]) for each in (first, again[0])]
        assert known[0].get("receipt") == known[1].get("receipt")
        other = [asked(quick, path, b"{}" if path == PATHS[0] else GOOD, secret, **key) for quick in (False, True)]
        assert other[0] == other[1]
        assert set(first[1]) >= {"X-Request-ID", "Content-Length", "Cache-Control", "Content-Security-Policy"}


@pytest.mark.parametrize("path", PATHS)
def test_a_full_writer_and_a_fault_of_ours_are_said_alike(
    hub: Hub, path: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """503 with Retry-After; and a 500 that says nothing of the fault, but in the log."""
    secret = hub.world.token(hub.sos, Role.NOTIFIER)
    raw = json.dumps(notice() if path == PATHS[0] else {"notices": [notice()]}).encode()
    for error, status in ((BusyError, "503 Service Unavailable"), (ZeroDivisionError, "500 Internal Server Error")):

        def fail(*_: Any, error: type[Exception] = error, **__: Any) -> Any:
            raise error

        monkeypatch.setattr(WRITER, "ask", fail)
        given = []
        for quick in (True, False):
            caplog.clear()
            said = asked(quick, path, raw, secret)
            given.append((said, [(each.name, each.levelname) for each in caplog.records]))
        assert given[0] == given[1]
        assert given[0][0][0] == status
