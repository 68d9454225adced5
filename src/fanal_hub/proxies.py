"""Who a visitor is when a proxy stands before the hub: what a trusted proxy says, and nobody else. It counts nobody."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from django.core.exceptions import ImproperlyConfigured

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address


def networks(text: str) -> tuple[Network, ...]:
    """The networks of FANAL_TRUSTED_PROXIES: addresses or CIDR, separated by commas."""
    try:
        return tuple(ip_network(each.strip()) for each in text.split(",") if each.strip())
    except ValueError as error:
        raise ImproperlyConfigured(f"FANAL_TRUSTED_PROXIES: {error}") from None


def seen_through(environ: dict[str, Any], trusted: Sequence[Network]) -> dict[str, Any]:
    """The request as the trusted proxies saw it: the visitor's address and scheme. Without trusted ones, as it came.

    X-Forwarded-For grows to the right, so its right-most address that is no proxy of ours is the last one that somebody
    we trust has seen; whatever stands left of it, the visitor may have written.
    """
    if not trusted:
        return environ
    near = _address(str(environ.get("REMOTE_ADDR", "")))
    if near is None or not _is_in(near, trusted):
        return {**environ, "wsgi.url_scheme": "http"}  # the hub itself speaks no TLS
    scheme = str(environ.get("HTTP_X_FORWARDED_PROTO", "")).rpartition(",")[2].strip().lower()
    visitor = _visitor(near, str(environ.get("HTTP_X_FORWARDED_FOR", "")), trusted)
    return {**environ, "REMOTE_ADDR": str(visitor), "wsgi.url_scheme": "https" if scheme == "https" else "http"}


def _visitor(near: Address, forwarded: str, trusted: Sequence[Network]) -> Address:
    last = near
    for each in reversed(forwarded.split(",")):
        found = _address(each.strip())
        if found is None:
            return last
        last = found
        if not _is_in(found, trusted):
            return found
    return last


def _address(text: str) -> Address | None:
    """An address, with or without a port; an IPv4 address within an IPv6 one is the IPv4 one."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def _is_in(address: Address, trusted: Sequence[Network]) -> bool:
    return any(address in each for each in trusted)
