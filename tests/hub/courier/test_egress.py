"""The guard on the way out, by the names of the attacks it must stop; on a real server, with a resolver that is an argument."""

import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, repeat
from pathlib import Path

import pytest

from fanal.exchange import Request, Response
from fanal_hub.courier import egress, fetch
from fanal_hub.courier.egress import Guard, is_public
from tests.hub.courier.knobs import Settings
from tests.hub.courier.sink import self_signed
from tests.hub.courier.web import serving

Seen = list[tuple[str, dict[str, str]]]


@pytest.fixture(scope="module")
def web() -> Iterator[tuple[int, Seen]]:
    """A real web server on loopback."""
    with serving() as here:
        yield here


@pytest.fixture
def port(web: tuple[int, Seen]) -> int:
    """Its port."""
    return web[0]


@pytest.fixture
def seen(web: tuple[int, Seen]) -> Seen:
    """What it was asked during this test."""
    web[1].clear()
    return web[1]


def _get(url: str, by: Guard) -> tuple[str, Response]:
    return egress.fetch(Request("GET", url), by)


def _error(url: str, by: Guard | None = None) -> str:
    response = _get(url, by or Guard())[1]
    assert response.status is None
    return response.error


# --- addresses ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",  # a cloud's own service
        "168.63.129.16",  # another's, on a public number
        "100.64.0.1",  # shared between a carrier's customers
        "192.0.0.8",
        "192.0.2.1",
        "198.18.0.1",
        "192.88.99.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:a9fe:a9fe",
        "64:ff9b::127.0.0.1",
        "64:ff9b::a00:1",
        "64:ff9b:1::8.8.8.8",
        "2002:7f00:1::1",
        "2002:808:808::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "2606:4700::1%eth0",
        "fec0::1",
        "ff02::1",
        "2001:db8::1",
        "not an address",
        "",
    ],
)
def test_address_that_is_not_of_the_public_internet(address: str) -> None:
    """Loopback, private, link-local, shared, multicast, reserved; and every way to write one inside another."""
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "93.184.215.14", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]
)
def test_address_of_the_public_internet(address: str) -> None:
    """A guard that refuses everything would pass all the other tests."""
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://2130706433/",  # one decimal number
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://0/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://localhost/",
        "http://LOCALHOST./",
        "http://anything.localhost/",
        "http://169.254.169.254/latest/meta-data/",
        "http://①②⑦.⓪.⓪.①/",  # circled digits
        "http://192.168.1.1:80/",
    ],
)
def test_private_address_in_disguise(url: str) -> None:
    """Every spelling that the system's resolver reads as an address of this machine or its neighbours."""
    assert _error(url) in {"egress_denied", "bad_address"}


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("http://example.org:22/", "egress_denied"),
        ("http://example.org:8080/", "egress_denied"),
        ("https://example.org:80/", "egress_denied"),
        ("http://user@example.org/", "egress_denied"),
        ("http://example.org@93.184.215.14/", "egress_denied"),
        ("http://example.org:secret@93.184.215.14/", "egress_denied"),
        ("ftp://example.org/", "bad_address"),
        ("file:///etc/passwd", "bad_address"),
        ("gopher://example.org/_", "bad_address"),
        ("javascript:alert(1)", "bad_address"),
        ("data:text/html,hello", "bad_address"),
        ("//example.org/", "bad_address"),
        ("/etc/passwd", "bad_address"),
        ("http://", "bad_address"),
        ("http:///path", "bad_address"),
        ("http://exa mple.org/", "bad_address"),
        ("http://example.org:99999/", "egress_denied"),
        ("http://[::1/", "bad_address"),
        ("", "bad_address"),
    ],
)
def test_address_that_is_never_dialled(url: str, error: str) -> None:
    """The resolver is not even asked."""

    def never(host: str) -> list[str]:
        raise AssertionError(f"resolved {host}")

    assert _error(url, Guard(resolve=never)) == error


def test_one_private_address_among_public_ones() -> None:
    """All the addresses of a name must be fit, not one of them."""
    assert _error("http://mixed.example/", Guard(resolve=lambda _: ["93.184.215.14", "10.0.0.1"])) == "egress_denied"


def test_name_without_address() -> None:
    """A name that resolves to nothing, or a resolver that fails."""

    def fails(_: str) -> list[str]:
        raise OSError("no such host")

    assert _error("http://nowhere.example/", Guard(resolve=lambda _: [])) == "dns"
    assert _error("http://nowhere.example/", Guard(resolve=fails)) == "dns"


def test_resolver_that_hangs() -> None:
    """The system's resolver knows no time limit; the fetch does."""
    started = time.monotonic()

    def hangs(_: str) -> list[str]:
        time.sleep(3)
        return ["93.184.215.14"]

    assert _error("http://slow.example/", Guard(resolve=hangs, seconds=0.3)) == "timeout"
    assert time.monotonic() - started < 2


# --- what is dialled is what was checked ----------------------------------------------------------------------------
def test_dns_rebinding(port: int, seen: Seen) -> None:
    """A name that answers with a public address first and a private one next is asked once only."""
    answers = chain([["203.0.113.9"]], repeat(["127.0.0.1"]))
    asked: list[str] = []

    def changing(host: str) -> list[str]:
        asked.append(host)
        return next(answers)

    assert _error(f"http://rebind.example:{port}/page", Guard(resolve=changing)) == "egress_denied"
    assert _error("http://rebind.example/page", Guard(resolve=changing)) == "egress_denied"
    assert (asked, seen) == (["rebind.example"], [])


def test_name_is_resolved_once_and_that_address_is_dialled(port: int, seen: Seen) -> None:
    """The second answer of the resolver (nobody's address) never counts; the host stays the name."""
    asked: list[str] = []

    def once(host: str) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["203.0.113.9"]

    by = Guard(resolve=once, allow=frozenset({f"page.example:{port}"}))
    _, response = _get(f"http://page.example:{port}/page", by)
    assert response.status == 200
    assert asked == ["page.example"]
    assert seen[0][1]["host"] == f"page.example:{port}"


@pytest.mark.parametrize("pair", ["127.0.0.1:1", "localhost:{port}", "127.0.0.1", "127.0.0.1:{port}0", "*:{port}", ""])
def test_allowed_pair_is_exact(port: int, seen: Seen, pair: str) -> None:
    """Another host, another port, no port, a wildcard: not let through."""
    by = Guard(allow=frozenset({pair.format(port=port)}))
    assert _error(f"http://127.0.0.1:{port}/page", by) == "egress_denied"
    assert seen == []


# --- redirects ------------------------------------------------------------------------------------------------------
@pytest.fixture
def by(port: int) -> Guard:
    """A guard that lets the test's own server through, and nothing else."""
    return Guard(allow=frozenset({f"127.0.0.1:{port}"}), seconds=5)


@pytest.mark.parametrize(
    ("to", "error"),
    [
        ("http://169.254.169.254/latest/meta-data/", "egress_denied"),
        ("//169.254.169.254/", "egress_denied"),
        ("http://localhost:{port}/page", "egress_denied"),
        ("http://[::1]:{port}/page", "egress_denied"),
        ("http://user@127.0.0.1:{port}/page", "egress_denied"),
        ("file:///etc/passwd", "bad_address"),
        ("gopher://127.0.0.1:{port}/", "bad_address"),
        ("javascript:alert(1)", "bad_address"),
        ("http://[", "bad_address"),
    ],
)
def test_redirect_into_the_house(port: int, by: Guard, seen: Seen, to: str, error: str) -> None:
    """Each hop is checked like the first."""
    assert _error(f"http://127.0.0.1:{port}/to?{to.format(port=port)}", by) == error
    assert len(seen) == 1


def test_redirect_that_is_followed(port: int, by: Guard) -> None:
    """The last address is told."""
    final, response = _get(f"http://127.0.0.1:{port}/to?/page", by)
    assert (final, response.status) == (f"http://127.0.0.1:{port}/page", 200)


def test_redirect_for_ever(port: int, by: Guard, seen: Seen) -> None:
    """Five times, and no more."""
    assert _error(f"http://127.0.0.1:{port}/round", by) == "too_many_redirects"
    assert len(seen) == 6


# --- what is read ---------------------------------------------------------------------------------------------------
def test_no_cookie_is_kept_and_we_say_who_we_are(port: int, by: Guard, seen: Seen) -> None:
    """Two looks are two strangers; the agent is honest, and asks for no compression."""
    for _ in range(2):
        _get(f"http://127.0.0.1:{port}/page", by)
    assert [("cookie" in headers) for _, headers in seen] == [False, False]
    assert seen[0][1]["user-agent"].startswith("Fanal/")
    assert seen[0][1]["accept-encoding"] == "identity"


@pytest.mark.parametrize(("path", "most"), [("/endless", 10_000), ("/bomb", 10_000), ("/brotli", 0)])
def test_body_that_would_fill_the_memory(port: int, by: Guard, path: str, most: int) -> None:
    """Cut at the limit, after decompression; what we did not ask for and cannot read is left."""
    response = _get(f"http://127.0.0.1:{port}{path}", replace(by, most=10_000))[1]
    assert response.status == 200
    assert len(response.body) == most


@pytest.mark.parametrize("path", ["/drip", "/drip-headers"])
def test_server_that_drips(port: int, by: Guard, path: str) -> None:
    """The time counts for the whole fetch, not for each letter."""
    started = time.monotonic()
    assert _error(f"http://127.0.0.1:{port}{path}", replace(by, seconds=0.7)) == "timeout"
    assert time.monotonic() - started < 2


@pytest.mark.parametrize("path", ["/rubbish", "/broken-gzip"])
def test_server_that_talks_nonsense(port: int, by: Guard, path: str) -> None:
    """Not our fault, and no crash."""
    assert _error(f"http://127.0.0.1:{port}{path}", by) == "broken"


def test_nobody_listens() -> None:
    """A closed port."""
    assert _error("http://127.0.0.1:9/", Guard(allow=frozenset({"127.0.0.1:9"}))) == "refused"


def test_tls_with_somebody_who_speaks_none(port: int, by: Guard) -> None:
    """A handshake that fails is said as such."""
    assert _error(f"https://127.0.0.1:{port}/page", by) == "tls"


# --- one look -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/page", "<h1>Bonjour à tous</h1>"),
        ("/latin", "été"),
        ("/strange", "plain words"),
        ("/undefined", "plain words"),
        ("/idna", "plain words"),
        ("/picture", ""),
    ],
)
def test_look_reads_words(settings: Settings, port: int, by: Guard, path: str, text: str) -> None:
    """By the charset that the page names; a picture has no words."""
    settings.FANAL_EGRESS = "open"
    found = fetch.look(f"http://127.0.0.1:{port}{path}", by)
    assert (found.status, found.body_start, found.error) == (200, text, "")


@pytest.mark.parametrize("egress_setting", ["closed", "", "Open", "opened", "list"])
def test_closed_egress_fetches_nothing(settings: Settings, port: int, seen: Seen, egress_setting: str) -> None:
    """Only "open" opens."""
    settings.FANAL_EGRESS = egress_setting
    settings.FANAL_EGRESS_ALLOW = (f"127.0.0.1:{port}",)
    found = fetch.look(f"http://127.0.0.1:{port}/page")
    assert (found.status, found.error, seen) == (None, "egress_closed", [])


def test_settings_make_the_guard(settings: Settings, port: int) -> None:
    """The pairs of FANAL_EGRESS_ALLOW, and names under .localhost that stay on this machine (RFC 6761, 6.3)."""
    settings.FANAL_EGRESS = "open"
    settings.FANAL_EGRESS_ALLOW = (f"shop.localhost:{port}",)
    assert fetch.look(f"http://shop.localhost:{port}/page").status == 200
    assert fetch.look(f"http://127.0.0.1:{port}/page").error == "egress_denied"


def test_listed_egress_is_for_the_list_alone(settings: Settings, port: int, seen: Seen) -> None:
    """The demo fetches its own stand-in platform, and no public address at all."""
    settings.FANAL_EGRESS = "listed"
    settings.FANAL_EGRESS_ALLOW = (f"shop.localhost:{port}",)
    assert fetch.look(f"http://shop.localhost:{port}/page").status == 200
    for url in (
        "http://example.org/",
        "https://example.org/",
        "http://93.184.215.14/",
        f"http://127.0.0.1:{port}/page",
    ):
        assert fetch.look(url, replace(egress.guard(), resolve=_to_nobody)).error == "egress_denied"
    assert len(seen) == 1


def _to_nobody(host: str) -> list[str]:
    raise AssertionError(f"resolved {host}")


def test_certificate_is_never_waived(tmp_path: Path, seen: Seen) -> None:
    """A certificate that nobody vouches for: the page is not read."""
    with serving(self_signed(tmp_path)) as (port, asked):
        assert _error(f"https://127.0.0.1:{port}/page", Guard(allow=frozenset({f"127.0.0.1:{port}"}))) == "tls"
        assert asked == []
