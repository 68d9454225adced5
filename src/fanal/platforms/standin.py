"""The stand-in platform of the demonstration, on this machine alone: not a real platform, and it knows no other one."""

from dataclasses import replace

from fanal.address import Url
from fanal.platforms.base import BY_LAW, Found, NoticeForm, Platform, Rule, by_rules

HOST = "standin.localhost"  # names under .localhost never leave the machine (RFC 6761, 6.3)
USER = r"@(?P<user>[\w.\-]{1,40})"

_by_path = by_rules(
    Rule(
        path=rf"{USER}/post/(?P<n>\d{{1,9}})", kind="post", id="{user}/{n}", url="/@{user}/post/{n}", account="{user}"
    ),
    Rule(path=USER, kind="account", id="{user}", url="/@{user}", account="{user}"),
)


def target(url: Url) -> Found | None:
    """A post or an account; the port stays in the address to open, and out of the key."""
    found = _by_path(url)
    if found is None:
        return None
    place = f"{url.scheme}://{HOST}:{url.port}" if url.port else f"https://{HOST}"
    return replace(found, url=place + found.url)


PLUG = Platform(
    code="standin",
    title={"fr": "Plateforme fictive (démonstration)", "en": "Stand-in platform (demo only)"},
    hosts=(HOST,),
    short_hosts=(f"s.{HOST}",),
    fronts="",
    demo=True,
    target=target,
    account_url=lambda name: f"http://{HOST}:8091/@{name}",
    examples=(
        ("http://standin.localhost:8091/@grincheux/post/5?utm_source=x", "standin:post:grincheux/5"),
        ("http://standin.localhost:8091/@Grincheux/post/5/", "standin:post:grincheux/5"),
        ("standin.localhost:9191/@grincheux", "standin:account:grincheux"),
        ("http://standin.localhost:8091/", "standin:page:http://standin.localhost:8091/"),
        ("http://standin.localhost:8091/@grincheux/post/5#comment", "standin:post:grincheux/5"),
        ("standin.localhost/@grincheux/post/5", "standin:post:grincheux/5"),
        ("http://s.standin.localhost:8091/aBc?x=1", "standin:short_link:s.standin.localhost:8091/aBc"),
    ),
    notice_form=NoticeForm(url=None, confidence="C", fields=BY_LAW),
    gone_markers=("Publication retirée par la plateforme fictive",),
)
