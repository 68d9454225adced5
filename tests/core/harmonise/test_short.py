"""Following short links, by what a hostile server may say; played from a script, without a network."""

from collections.abc import Mapping
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal.exchange import Request, Response, play
from fanal.harmonise import LinkEnd, given_link, link_wait, may_be_asked, resolve_link
from fanal.harmonise.short import HOSTS, MOST_HOPS
from fanal.words.errors import AddressError

POST = "https://x.com/abc/status/1967442965691440001"


class Script:
    """Servers that answer by address; `asked` keeps what they were asked."""

    def __init__(self, answers: Mapping[str, Response]) -> None:
        self.answers = answers
        self.asked: list[tuple[str, str]] = []

    def __call__(self, request: Request) -> Response:
        self.asked.append((request.method, request.url))
        return self.answers.get(request.url, Response(status=404))


def to(place: str, status: int = 301) -> Response:
    """A redirection."""
    return Response(status=status, headers={"Location": place})


def follow(url: str, answers: Mapping[str, Response]) -> tuple[LinkEnd, Script]:
    """The end, and what was asked on the way."""
    script = Script(answers)
    return play(resolve_link(url), script), script


@pytest.mark.parametrize(
    ("links", "end"),
    [
        ({"https://bit.ly/a": to(POST)}, "x:post:1967442965691440001"),
        ({"https://bit.ly/a": to("https://t.co/b"), "https://t.co/b": to(POST, 302)}, "x:post:1967442965691440001"),
        ({"https://bit.ly/a": to("/b"), "https://bit.ly/b": to(f"{POST}?s=20#top")}, "x:post:1967442965691440001"),
        ({"https://bit.ly/a": to("//example.org/un")}, "web:page:https://example.org/un"),
        ({"https://bit.ly/a": to("https://www.tiktok.com/t/ZMabcde/")}, "tiktok:short_link:www.tiktok.com/t/ZMabcde"),
    ],
    ids=["one", "two hosts", "relative", "without scheme", "a link that no short host owns"],
)
def test_a_link_leads_to_its_end_and_the_end_is_never_asked(links: Mapping[str, Response], end: str) -> None:
    found, script = follow("https://bit.ly/a", links)
    assert found.address is not None
    assert found.address.canonical == end
    assert {url for _, url in script.asked} == set(links)
    assert {method for method, _ in script.asked} == {"HEAD"}


@pytest.mark.parametrize(
    ("place", "error"),
    [
        ("javascript:alert(1)", "redirect_refused"),
        ("file:///etc/passwd", "redirect_refused"),
        ("data:text/html,x", "redirect_refused"),
        ("intent://x#Intent;end", "redirect_refused"),
        ("https://[", "redirect_refused"),
        ("https://exa mple.org/", "redirect_refused"),
        ("https://example.org/" + "x" * 5000, "redirect_refused"),
        ("http://127.0.0.1/admin", "not_public"),
        ("http://2130706433/", "not_public"),
        ("http://10.0.0.8:8080/", "not_public"),
        ("http://[::1]/", "not_public"),
        ("http://169.254.169.254/latest/meta-data/", "not_public"),
        ("http://localhost/", "not_public"),
        ("https://intranet/", "not_public"),
        ("https://printer.local/", "not_public"),
        ("https://wiki.internal/", "not_public"),
        ("https://bit.ly/a", "loop"),
    ],
    ids=lambda each: each[:40],
)
def test_an_end_that_is_none(place: str, error: str) -> None:
    found, _ = follow("https://bit.ly/a", {"https://bit.ly/a": to(place)})
    assert (found.address, found.error) == (None, error)


def test_a_ring_and_a_tower_are_given_up() -> None:
    ring = {f"https://bit.ly/{n}": to(f"https://bit.ly/{(n + 1) % 3}") for n in range(3)}
    found, script = follow("https://bit.ly/0", ring)
    assert (found.error, len(script.asked)) == ("loop", 3)
    tower = {f"https://bit.ly/{n}": to(f"https://bit.ly/{n + 1}") for n in range(99)}
    found, script = follow("https://bit.ly/0", tower)
    assert (found.error, len(script.asked)) == ("too_many_hops", MOST_HOPS)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a",
        POST,
        "https://www.tiktok.com/t/ZMabcde/",
        "https://bit.ly.example.org/a",
        "https://bit.ly@example.org/a",
        "https://bit.ly/",
        "http://127.0.0.1/a",
    ],
)
def test_no_other_host_is_ever_asked(url: str) -> None:
    found, script = follow(url, {})
    assert (found.error, script.asked) == ("other_host", [])


@pytest.mark.parametrize(
    ("head", "error", "methods"),
    [
        (Response(status=405), "no_redirect", ["HEAD", "GET"]),
        (Response(status=200), "no_redirect", ["HEAD", "GET"]),
        (Response(status=404), "gone", ["HEAD", "GET"]),
        (Response(status=301), "no_redirect", ["HEAD", "GET"]),
        (Response(status=429), "busy", ["HEAD"]),
        (Response(status=503), "busy", ["HEAD"]),
        (Response(status=None, error="timeout"), "timeout", ["HEAD"]),
        (Response(status=None, error="egress_denied"), "egress_denied", ["HEAD"]),
    ],
)
def test_a_server_that_does_not_send_us_on(head: Response, error: str, methods: list[str]) -> None:
    found, script = follow("https://bit.ly/a", {"https://bit.ly/a": head})
    assert (found.error, [method for method, _ in script.asked]) == (error, methods)


def test_a_server_that_knows_no_head_is_asked_again() -> None:
    def send(request: Request) -> Response:
        return Response(status=405) if request.method == "HEAD" else to(POST)

    found = play(resolve_link("https://bit.ly/a"), send)
    assert found.address is not None


def test_a_login_page_is_no_end_but_the_page_it_hides_is() -> None:
    place = "https://www.facebook.com/login/?next=https%3A%2F%2Fwww.facebook.com%2Fabc%2Fposts%2F12345"
    found, _ = follow("https://fb.me/a", {"https://fb.me/a": to(place)})
    assert found.address is not None
    assert found.address.canonical == "facebook:post:12345"
    found, _ = follow("https://bit.ly/a", {"https://bit.ly/a": to("https://example.org/login?next=/un")})
    assert (found.address, found.error) == (None, "login_wall")


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=60), st.sampled_from([301, 302, 307, 308]))
def test_whatever_a_server_says_only_short_hosts_are_asked(place: str, status: int) -> None:
    """No answer makes it raise, hang, or ask another host."""
    seen: list[str] = []

    def send(request: Request) -> Response:
        seen.append(request.url)
        return to(place, status)

    found = play(resolve_link("https://bit.ly/a"), send)
    assert bool(found.address) != bool(found.error)
    assert all(may_be_asked(each) for each in seen)
    assert len(seen) <= 2 * MOST_HOPS


def test_short_hosts_are_those_of_the_files() -> None:
    assert {"bit.ly", "t.co", "lnkd.in", "vm.tiktok.com"} <= HOSTS
    assert not any(host in HOSTS for host in ("x.com", "example.org", "localhost"))


@pytest.mark.parametrize(
    ("short", "end"),
    [
        ("https://example.org/a", POST),
        ("https://bit.ly/a", "https://bit.ly/a"),
        ("https://bit.ly/a", "javascript:alert(1)"),
        ("https://bit.ly/a", "http://192.168.0.1/"),
        ("https://bit.ly/a", ""),
        ("", POST),
    ],
)
def test_a_given_pair_that_is_none_is_refused(short: str, end: str) -> None:
    with pytest.raises(AddressError):
        given_link(short, end, {})


def test_given_links_are_kept_with_their_last_end() -> None:
    """A chain in one file: the first leads where the second does."""
    link, end = given_link("bit.ly/a", "https://t.co/b", {"x:short_link:t.co/b": POST})
    assert (link.canonical, end.canonical) == ("web:short_link:bit.ly/a", "x:post:1967442965691440001")


def test_waits_grow_and_end() -> None:
    waits = [link_wait(tries, "timeout") for tries in range(1, 7)]
    assert waits[:2] == [timedelta(minutes=15), timedelta(hours=1)]
    assert all(one < two for one, two in zip(waits, waits[1:], strict=False) if one and two)
    assert waits[-1] is None
    assert [link_wait(1, each) for each in ("gone", "loop", "not_public", "redirect_refused")] == [None] * 4
