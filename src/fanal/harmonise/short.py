"""Short links: which of a notice lead nowhere known, and how one is followed by its redirections alone. No network here.

(1) Only hosts that a platform's file names as short ones are asked, the shorteners of the open web among them.
(2) Only the Location of a redirection is read; the page at the end is never asked for.
(3) An end that is no public address is no end.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from urllib.parse import urljoin, urlsplit

from fanal.exchange import Exchange, Request
from fanal.notice.facts import Notice
from fanal.platforms import PLATFORMS, Address, canonical
from fanal.words.errors import AddressError
from fanal.words.lists import TargetKind

MOST_HOPS = 5
WAITS = (timedelta(minutes=15), timedelta(hours=1), timedelta(hours=6), timedelta(days=1), timedelta(days=7))
HOSTS = frozenset(host for plug in PLATFORMS.values() for host in plug.short_hosts)
_MOVED = frozenset((301, 302, 303, 307, 308))
_BUSY = frozenset((429, 503))
_GONE = frozenset((404, 410))
# Nothing that another try would change.
_FINAL = frozenset(("gone", "other_host", "loop", "too_many_hops", "redirect_refused", "not_public", "login_wall"))
_INSIDE = (".localhost", ".local", ".internal", ".lan", ".home.arpa", ".test", ".invalid")


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkEnd:
    """Where a short link leads, or a code of why that is not known."""

    address: Address | None = None
    error: str = ""


def unresolved_links(notice: Notice) -> dict[str, str]:
    """The short links of a notice whose end is not known: canonical key -> address."""
    return {each.canonical: each.url for each in notice.mentions if each.kind == TargetKind.SHORT_LINK}


def may_be_asked(url: str) -> bool:
    """Is this a short link on a host that is known to be one?"""
    return (urlsplit(url).hostname or "") in HOSTS


def resolve_link(url: str) -> Exchange[LinkEnd]:
    """Follow a short link, one request at a time, and never to the page at its end."""
    trail: list[str] = []
    try:
        here = canonical(url)
        while here.kind == TargetKind.SHORT_LINK and may_be_asked(here.url):
            if here.canonical in trail or len(trail) == MOST_HOPS:
                return LinkEnd(error="loop" if here.canonical in trail else "too_many_hops")
            trail.append(here.canonical)
            onward, error = yield from _onward(here.url)
            if error:
                return LinkEnd(error=error)
            here = canonical(urljoin(here.url, onward))
    except (AddressError, ValueError):  # javascript:, file:, too long, not an address at all
        return LinkEnd(error="redirect_refused")
    return _fit(here) if trail else LinkEnd(error="other_host")


def _onward(url: str) -> Exchange[tuple[str, str]]:
    """Where the server sends us on, or why it does not; asked without a body first."""
    status: int | None = None
    for method in ("HEAD", "GET"):
        response = yield Request(method, url)
        status, onward = response.status, response.header("location")
        if status in _MOVED and onward:
            return onward, ""
        if status is None or status in _BUSY:
            return "", response.error or "busy"
    return "", "gone" if status in _GONE else "no_redirect"


def _fit(end: Address) -> LinkEnd:
    if end.kind == TargetKind.PAGE and _is_login(end):
        return LinkEnd(error="login_wall")
    return LinkEnd(address=end) if _is_public(end) else LinkEnd(error="not_public")


def _is_login(end: Address) -> bool:
    """A platform that asks for a log-in, where the wrapped page cannot be read out of the address."""
    plug = PLATFORMS.get(end.platform)
    marks = () if plug is None else plug.login_markers
    path = urlsplit(end.url).path.lower()
    return any(each.startswith("/") and path.startswith(each) for each in marks)


def _is_public(end: Address) -> bool:
    host = urlsplit(end.url).hostname or ""
    plug = PLATFORMS.get(end.platform)
    if plug is not None and plug.demo:
        return True
    if "ip_host" in end.notes:
        return ip_address(host).is_global
    return "no_dot_host" not in end.notes and not host.endswith(_INSIDE)


def given_link(short: str, to: str, others: Mapping[str, str]) -> tuple[Address, Address]:
    """A short link and its end, as a person gave them; AddressError when either cannot be read, or the first is none.

    `others`: canonical keys of the other links given with it, to where they lead.
    """
    link = canonical(short)
    end = canonical(to, redirects=others)
    if link.kind != TargetKind.SHORT_LINK or link.canonical == end.canonical or not _is_public(end):
        raise AddressError
    return link, end


def link_wait(tries: int, error: str) -> timedelta | None:
    """How long to wait after so many failed tries; None when no other try would help, or enough were made."""
    return None if error in _FINAL or not 0 < tries <= len(WAITS) else WAITS[tries - 1]
