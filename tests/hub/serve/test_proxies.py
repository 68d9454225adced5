"""Who a visitor is behind a proxy: nobody may say so but a proxy that we trust, and only of what it has seen."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from fanal_hub.proxies import networks, seen_through
from tests.hub.courier.knobs import Settings

OURS = networks("127.0.0.1, 10.0.0.0/8, ::1")


def seen(near: str, forwarded: str, scheme: str = "", **more: str) -> tuple[str, str]:
    """Address and scheme, as the hub takes them."""
    environ = {"REMOTE_ADDR": near, "wsgi.url_scheme": "https", **more}
    environ |= {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    environ |= {"HTTP_X_FORWARDED_PROTO": scheme} if scheme else {}
    found = seen_through(environ, OURS)
    return found["REMOTE_ADDR"], found["wsgi.url_scheme"]


@pytest.mark.parametrize(
    ("near", "forwarded", "scheme", "expected"),
    [
        ("127.0.0.1", "203.0.113.7", "https", ("203.0.113.7", "https")),
        ("127.0.0.1", "203.0.113.7", "http", ("203.0.113.7", "http")),
        ("127.0.0.1", "203.0.113.7", "", ("203.0.113.7", "http")),
        # the visitor wrote the left ones
        ("127.0.0.1", "1.2.3.4, 203.0.113.7", "https", ("203.0.113.7", "https")),
        ("127.0.0.1", "127.0.0.1, 203.0.113.7", "https", ("203.0.113.7", "https")),
        # two proxies of ours
        ("127.0.0.1", "1.2.3.4, 203.0.113.7, 10.1.2.3", "https", ("203.0.113.7", "https")),
        # all of ours: the farthest
        ("127.0.0.1", "10.9.9.9, 10.1.2.3", "https", ("10.9.9.9", "https")),
        # a stranger who says that it is a proxy
        ("203.0.113.7", "127.0.0.1", "https", ("203.0.113.7", "http")),
        ("203.0.113.7", "1.2.3.4", "", ("203.0.113.7", "http")),
        # what is no address is believed no further
        ("127.0.0.1", "203.0.113.7, unknown", "https", ("127.0.0.1", "https")),
        ("127.0.0.1", "1.2.3.4, junk, 10.1.2.3", "https", ("10.1.2.3", "https")),
        ("127.0.0.1", "", "https", ("127.0.0.1", "https")),
        # the forms of an address
        ("::ffff:127.0.0.1", "203.0.113.7:5123", "https", ("203.0.113.7", "https")),
        ("::1", "[2001:db8::7]:443", "https", ("2001:db8::7", "https")),
        ("::1", "2001:db8::7", "https", ("2001:db8::7", "https")),
        # the scheme: the nearest proxy stands last
        ("127.0.0.1", "203.0.113.7", "https, http", ("203.0.113.7", "http")),
        ("", "203.0.113.7", "https", ("", "http")),
    ],
)
def test_address_that_the_visitor_made_up(near: str, forwarded: str, scheme: str, expected: tuple[str, str]) -> None:
    assert seen(near, forwarded, scheme) == expected


@given(st.text(max_size=60), st.ip_addresses(network="203.0.113.0/24").map(str))
def test_whatever_a_visitor_writes_the_proxy_has_the_last_word(written: str, visitor: str) -> None:
    """A proxy appends the address that it saw."""
    assert seen("127.0.0.1", f"{written}, {visitor}") == (visitor, "http")


def test_no_proxy_is_named() -> None:
    """Then everything stays as the server saw it."""
    environ = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.7", "wsgi.url_scheme": "http"}
    assert seen_through(environ, ()) is environ


@pytest.mark.parametrize("text", ["nginx", "10.0.0.1/8", "127.0.0.1;::1", "300.1.1.1"])
def test_setting_that_names_no_network(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="FANAL_TRUSTED_PROXIES"):
        networks(text)


@pytest.mark.parametrize("path", ["/healthz", "/nowhere"])
def test_request_that_passes_both_doors(path: str, monkeypatch: pytest.MonkeyPatch, static_files: None) -> None:
    """The pages and the API see the visitor, not the proxy."""
    from fanal_hub import wsgi

    Settings(monkeypatch).FANAL_TRUSTED_PROXIES = OURS
    asked: list[str] = []
    for handler in ("_api", "_pages"):
        monkeypatch.setattr(wsgi, handler, lambda environ, _: asked.append(environ["REMOTE_ADDR"]) or [b""])
    wsgi.application(
        {"PATH_INFO": path, "REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "1.2.3.4, 203.0.113.7"}, print
    )
    assert asked == ["203.0.113.7"]
