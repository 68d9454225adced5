"""The platforms we can read, one file each, and the way in: `canonical` turns what a person gives into one Address."""

import pkgutil
import re
from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module

from fanal.address import KINDS, Address, Url, finished, looks_like, read, refuse, scheme_of, tidy
from fanal.platforms.base import Found, NoticeForm, Platform, hashtag
from fanal.words.errors import AddressError
from fanal.words.say import message

__all__ = ["PLATFORMS", "Address", "NoticeForm", "Platform", "canonical"]

DEPTH = 6
MOBILE = frozenset("m mobile mbasic touch lite amp".split())


def canonical(
    raw: str, *, platform: str | None = None, kind: str | None = None, redirects: Mapping[str, str] | None = None
) -> Address:
    """One thing online from its address, @account or #hashtag; raises AddressError and never anything else.

    `platform` and `kind` only tell where a bare account or hashtag lives: an address speaks for itself.
    `redirects` maps the `canonical` (or the `url`) of a known short link to where it leads.
    """
    _check_hints(platform, kind)
    text, notes = tidy(raw)
    bare = _bare(text, platform, kind)
    found = _follow(bare or text, notes, redirects or {}, ())
    if bare and found.kind not in ("account", "hashtag", "group"):
        refuse("address_account_bad", platform=PLATFORMS[platform or "mastodon"].title["en"])
    return found


def _check_hints(platform: str | None, kind: str | None) -> None:
    if platform is not None and (not isinstance(platform, str) or platform not in PLATFORMS):
        raise AddressError(message("address_platform_unknown", at="platform", known=", ".join(sorted(PLATFORMS))))
    if kind is not None and (not isinstance(kind, str) or kind not in KINDS):
        raise AddressError(message("address_kind_unknown", at="kind", known=", ".join(KINDS)))


# (1) A bare @account or #hashtag becomes the address of its page


def _bare(text: str, platform: str | None, kind: str | None) -> str | None:
    if text[0] == "@" and re.fullmatch(r"@[^@/?#]+@[^@/?#]+", text):
        return _account(text, "mastodon")
    if text[0] in "#＃" or (kind == "hashtag" and re.fullmatch(r"[^/:?#.]+", text)):
        return _hashtag(text[1:] if text[0] in "#＃" else text, platform)
    if text[0] == "@" or (kind == "account" and re.fullmatch(r"[^/:?#]+", text)):
        return _account(text, platform)
    return None


def _hashtag(tag: str, platform: str | None) -> str:
    plug = _needed(platform)
    if plug.hashtag_url is None:
        refuse("address_no_hashtag_page", platform=plug.title["en"])
    name = hashtag(tag)
    if name is None:
        refuse("address_hashtag_bad")
    return plug.hashtag_url(name)


def _account(text: str, platform: str | None) -> str:
    plug = _needed(platform)
    if plug.account_url is None:
        refuse("address_no_account_page", platform=plug.title["en"])
    name = text.removeprefix("@")
    url = plug.account_url(name) if re.fullmatch(r"[\w.\-~@:]{1,200}", name) else None
    return url or refuse("address_account_bad", platform=plug.title["en"])


def _needed(platform: str | None) -> Platform:
    if platform is None:
        refuse("address_platform_needed")
    return PLATFORMS[platform]


# (2) An address is read by the platform that owns its host; wrappers and known short links are followed


def _follow(text: str, notes: tuple[str, ...], redirects: Mapping[str, str], trail: tuple[str, ...]) -> Address:
    if len(trail) == DEPTH:
        refuse("address_too_deep")
    plug, found, seen = _read(text)
    notes = (*notes, *seen, *found.notes)
    if found.kind == "forward":
        return _follow(tidy(found.url)[0], notes, redirects, (*trail, found.url))
    address = Address(
        platform=plug.code,
        kind=found.kind,
        id=found.id,
        account=found.account,
        canonical=f"{plug.code}:{found.kind}:{found.id}",
        url=finished(found.url),
        notes=tuple(dict.fromkeys(notes)),
    )
    return _resolved(address, redirects, trail) if found.kind == "short_link" else address


def _resolved(short: Address, redirects: Mapping[str, str], trail: tuple[str, ...]) -> Address:
    to = redirects.get(short.canonical) or redirects.get(short.url)
    if to is None or short.canonical in trail:
        return replace(short, notes=tuple(dict.fromkeys((*short.notes, "unresolved"))))
    try:
        return _follow(tidy(to)[0], (*short.notes, "short_link"), redirects, (*trail, short.canonical))
    except AddressError:  # what it leads to is refused: the short link itself stays the thing notified
        return replace(short, notes=tuple(dict.fromkeys((*short.notes, "redirect_refused"))))


def _read(text: str) -> tuple[Platform, Found, tuple[str, ...]]:
    scheme = scheme_of(text)
    opener = SCHEMES.get(scheme or "")
    if opener and opener.opened:
        web = opener.opened(text)
        if web is None:
            refuse("address_not_one")
        return opener, Found(kind="forward", id="", url=web), ("app_link",)
    url = read(text)
    plug, front = owner(url)
    url = url.without_tracking(plug.tracking)
    notes = url.notes + (("mobile_host",) if front in MOBILE else ())
    if front in plug.short_hosts and len(url.path) > 1:
        return plug, _short(url), notes
    shown = front in plug.short_hosts or plug.any_host or re.fullmatch(plug.fronts, front)
    found = plug.target(url) if shown else None
    return plug, found or _page(url), notes + _warnings(url, plug)


def owner(url: Url) -> tuple[Platform, str]:
    """Whose host is it, and what stands before the platform's own name ("www", "m"; the whole host when it is a short one)?"""
    labels = url.host.split(".")
    for at in range(len(labels)):
        plug = HOSTS.get(".".join(labels[at:]))
        if plug and (url.port is None or plug.demo):
            return plug, url.host if url.host in plug.short_hosts else ".".join(labels[:at])
    if url.port is None and not {"ip_host", "no_dot_host"} & set(url.notes) and not looks_like(url.host, KNOWN):
        for plug in ANY_HOST:
            if plug.target(url):
                return plug, ""
    return PLATFORMS["web"], ""


def _short(url: Url) -> Found:
    clean = finished(replace(url, path=url.path.rstrip("/"), query=(), fragment="").text())
    return Found(kind="short_link", id=clean.partition("://")[2], url=clean)


def _page(url: Url) -> Found:
    clean = finished(replace(url, fragment="").text())
    return Found(kind="page", id=clean, url=clean)


def _warnings(url: Url, plug: Platform) -> tuple[str, ...]:
    if plug.code != "web":
        return ()
    shown_as = url.userinfo.partition(":")[0].lower()
    twin = looks_like(url.host, KNOWN) or shown_as in HOSTS or shown_as.removeprefix("www.") in HOSTS
    mirror = url.host.removeprefix("www.") in MIRRORS
    return (("mirror_host",) if mirror else ()) + (("lookalike_host",) if twin and not mirror else ())


# (3) The registry: every module of this package but `base` is one platform


def _gather() -> dict[str, Platform]:
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if module.name != "base")
    plugs: list[Platform] = [import_module(f"{__name__}.{name}").PLUG for name in names]
    return {plug.code: plug for plug in plugs}


PLATFORMS: Mapping[str, Platform] = _gather()
HOSTS: Mapping[str, Platform] = {host: plug for plug in PLATFORMS.values() for host in plug.hosts + plug.short_hosts}
SCHEMES: Mapping[str, Platform] = {scheme: plug for plug in PLATFORMS.values() for scheme in plug.schemes}
MIRRORS = frozenset(host for plug in PLATFORMS.values() for host in plug.mirror_hosts)
ANY_HOST = tuple(plug for plug in PLATFORMS.values() if plug.any_host)
KNOWN = frozenset(host for host, plug in HOSTS.items() if not plug.any_host and plug.code != "web")
