"""Looks at how the hub meets the world: address, proxy, mail, and whether its pages answer. It sends no letter."""

import http.client
import json
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from fanal_hub.courier import post
from fanal_hub.doctor.facts import Outside

PATIENCE = 3.0  # seconds
LOOPBACK_NAMES = frozenset({"localhost", "ip6-localhost"})
ANY = frozenset({"0.0.0.0", "::", ""})  # noqa: S104  what it may be told to listen on


def outside(*, mail: bool, far: bool) -> Outside:
    """What the settings say and what answers; `mail`: greet the mail server; `far`: ask at FANAL_URL too."""
    url = urlsplit(settings.FANAL_URL)
    asked = url if far else urlsplit(f"http://{_bracketed(_near())}:{settings.FANAL_PORT}")
    answers, not_ready = ask(asked)
    server = urlsplit(settings.FANAL_MAIL).hostname or "" if settings.FANAL_MAIL else ""
    return Outside(
        url=settings.FANAL_URL,
        url_host=(url.hostname or "").lower(),
        is_https=url.scheme == "https",
        is_local=is_loopback(url.hostname or ""),
        listens=settings.FANAL_HOST,
        listens_locally=is_loopback(settings.FANAL_HOST),
        hosts=tuple(each.strip("[]") for each in settings.ALLOWED_HOSTS),
        has_proxies=bool(settings.FANAL_TRUSTED_PROXIES),
        demo=settings.FANAL_DEMO,
        mail=server,
        mail_said=post.greeted() if server and mail else None,
        outbox=sum(1 for _ in (Path(settings.HOME) / post.OUTBOX).glob("*.eml")),
        asked=asked.geturl(),
        answers=answers,
        not_ready=not_ready,
    )


def is_loopback(host: str) -> bool:
    """Does this name or address lead to this machine alone?"""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() in LOOPBACK_NAMES or host.lower().endswith(".localhost")


def ask(where: SplitResult) -> tuple[bool, tuple[str, ...]]:
    """Does a hub answer there, and what is it not ready for?"""
    kind = http.client.HTTPSConnection if where.scheme == "https" else http.client.HTTPConnection
    line = kind(where.hostname or "", where.port, timeout=PATIENCE)
    try:
        line.request("GET", "/readyz")
        said = json.loads(line.getresponse().read(65_536))
        return isinstance(said["ready"], bool), tuple(map(str, said["not_ready"]))
    except (OSError, http.client.HTTPException, ValueError, TypeError, KeyError):
        return False, ()
    finally:
        line.close()


def _near() -> str:
    return "127.0.0.1" if settings.FANAL_HOST in ANY else str(settings.FANAL_HOST)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
