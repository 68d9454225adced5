"""Mastodon, on any host: addresses by their shape; each host has its own moderators, so there is no single notice form."""

import re
from dataclasses import replace

from fanal.address import Url
from fanal.platforms.base import BY_LAW, Found, NoticeForm, Platform, Rule, by_rules

USER = r"(?P<user>\w(?:[\w.\-]*\w)?)"
FAR = r"(?P<far>@[a-z0-9.\-]+\.[a-z0-9\-]+)"  # the account lives on another host; this is this host's copy
N = r"(?P<n>\d{15,20})"
WEB = r"(?:web/|deck/)?"

_posts = by_rules(
    Rule(
        path=rf"{WEB}@{USER}/{N}/embed", kind="post", id="{n}", url="/@{user}/{n}", account="{user}", notes=("embed",)
    ),
    Rule(
        path=rf"{WEB}@{USER}/{N}(?:/(?:reblogs|favourites|quotes))?",
        kind="post",
        id="{n}",
        url="/@{user}/{n}",
        account="{user}",
    ),
    Rule(
        path=rf"{WEB}@{USER}{FAR}/{N}",
        kind="post",
        id="{n}",
        url="/@{user}{far}/{n}",
        account="{user}{far}",
        notes=("remote_copy",),
        folded=("user", "far"),
    ),
    Rule(
        path=rf"users/{USER}/statuses/{N}(?:/activity|/embed)?",
        kind="post",
        id="{n}",
        url="/@{user}/{n}",
        account="{user}",
    ),
    Rule(path=rf"{WEB}statuses/{N}", kind="post", id="{n}", url="/web/statuses/{n}"),
)
_accounts = by_rules(
    Rule(
        path=rf"{WEB}@{USER}(?:/(?:with_replies|media|followers|following|featured))?",
        kind="account",
        id="{user}",
        url="/@{user}",
        account="{user}",
    ),
    Rule(path=rf"users/{USER}", kind="account", id="{user}", url="/@{user}", account="{user}"),
    Rule(
        path=rf"{WEB}@{USER}{FAR}",
        kind="account",
        id="{user}{far}",
        url="/@{user}{far}",
        account="{user}{far}",
        notes=("remote_copy",),
        folded=("user", "far"),
    ),
    Rule(path=r"(?:web/)?(?:tags|timelines/tag)/(?P<tag>[^/]+)", kind="hashtag", id="{tag}", url="/tags/{tag}"),
)

KNOWN = (
    "mastodon.social",
    "mastodon.online",
    "mamot.fr",
    "mstdn.fr",
    "piaille.fr",
    "mastodon.xyz",
    "mstdn.social",
    "masto.ai",
    "framapiaf.org",
    "toot.aquilenet.fr",
    "social.vivaldi.net",
    "hachyderm.io",
    "fosstodon.org",
    "infosec.exchange",
    "mas.to",
    "mastodon.world",
    "mastodon.zaclys.com",
    "social.numerique.gouv.fr",
    "pouet.chapril.org",
    "eldritch.cafe",
)
OTHERS = re.compile(
    r"(?:.*\.)?(?:medium\.com|substack\.com|ko-fi\.com|flipboard\.com|rumble\.com|odysee\.com|notion\.site|replit\.com|"
    r"npmjs\.com|unpkg\.com|jsdelivr\.net|google\.com|kick\.com|beacons\.ai|vero\.co|vsco\.co|note\.com|hashnode\.com)"
)


def target(url: Url) -> Found | None:
    """What the shape of the address names; on an unknown host only shapes that Mastodon alone uses are believed."""
    short = url.host.removeprefix("www.")
    host = short if "." in short else url.host
    if OTHERS.fullmatch(host):
        return None
    found = _posts(url) or (_accounts(url) if host in KNOWN or url.path.startswith("/@") else None)
    if found is None:
        return None
    account = _at(found.account, host)
    key = {"post": f"{host}/{found.id}", "account": account or ""}.get(found.kind, found.id)
    return replace(found, id=key, account=account, url=f"https://{host}{found.url}")


def _at(account: str | None, host: str) -> str | None:
    return f"{account}@{host}" if account and "@" not in account else account


def _account_url(name: str) -> str | None:
    user, _, host = name.partition("@")
    return f"https://{host}/@{user}" if host else None


PLUG = Platform(
    code="mastodon",
    title={"fr": "Mastodon", "en": "Mastodon"},
    hosts=KNOWN,
    any_host=True,
    target=target,
    account_url=_account_url,
    hashtag_url=lambda tag: f"https://mastodon.social/tags/{tag}",
    examples=(
        (
            "https://mamot.fr/@La_Lanterne/110000000000000042?utm_source=share",
            "mastodon:post:mamot.fr/110000000000000042",
        ),
        ("https://mamot.fr/users/la_lanterne/statuses/110000000000000042", "mastodon:post:mamot.fr/110000000000000042"),
        ("https://mamot.fr/web/@la_lanterne/110000000000000042", "mastodon:post:mamot.fr/110000000000000042"),
        ("https://mamot.fr/@la_lanterne/110000000000000042/embed", "mastodon:post:mamot.fr/110000000000000042"),
        ("https://phare.example/@la_lanterne/110000000000000042", "mastodon:post:phare.example/110000000000000042"),
        ("https://mamot.fr/@la_lanterne@phare.example/110000000000000043", "mastodon:post:mamot.fr/110000000000000043"),
        ("mastodon.social/@La_Lanterne", "mastodon:account:la_lanterne@mastodon.social"),
        ("@La_Lanterne@phare.example", "mastodon:account:la_lanterne@phare.example"),
        ("https://mastodon.social/tags/Phare", "mastodon:hashtag:phare"),
    ),
    notice_form=NoticeForm(url=None, confidence="C", fields=BY_LAW),
    login_markers=("/auth/sign_in",),
    gone_markers=(
        "The page you are looking for isn't here",
        "La page que vous recherchez n’existe pas",
        "This resource could not be found",
    ),
)
