"""LinkedIn: its addresses and its notice form; it knows no other platform."""

import re
from dataclasses import replace

from fanal.address import Url
from fanal.platforms.base import BY_LAW, Found, NoticeForm, Platform, Rule, by_rules

HOME = "https://www.linkedin.com"
URN = r"urn:li:(?P<t>(?-i:activity|ugcPost|share)):(?P<n>\d{10,25})"
NAME = r"(?P<user>[^/\s]{1,120})"
FEED = HOME + "/feed/update/urn:li:{t}:{n}/"

_rules = by_rules(
    Rule(
        path=r"authwall",
        kind="forward",
        url="{u}",
        args={"sessionRedirect": r"(?P<u>https?://.+)"},
        notes=("login_wall",),
    ),
    Rule(
        path=r"(?:uas/)?login(?:/.*)?",
        kind="forward",
        url="{u}",
        args={"session_redirect": r"(?P<u>https?://.+)"},
        notes=("login_wall",),
    ),
    Rule(
        path=r"(?:uas/)?login(?:/.*)?",
        kind="forward",
        url=HOME + "{u}",
        args={"session_redirect": r"(?P<u>/.+)"},
        notes=("login_wall",),
    ),
    Rule(path=r"safety/go|redir/redirect", kind="forward", url="{url}", args={"url": r".+"}, notes=("wrapped",)),
    Rule(
        path=r"posts/.*[-_](?P<t>(?-i:activity|ugcPost|share))-(?P<n>\d{10,25})(?:-.*)?",
        kind="post",
        id="{t}/{n}",
        url=FEED,
    ),
    Rule(path=rf"embed/feed/update/{URN}", kind="post", id="{t}/{n}", url=FEED, notes=("embed",)),
    Rule(path=rf"feed/update/{URN}(?:/.*)?", kind="post", id="{t}/{n}", url=FEED),
    Rule(path=r"pulse/(?P<c>[^/\s]{3,200})", kind="post", id="pulse/{c}", url=HOME + "/pulse/{c}/", folded=("c",)),
    Rule(path=r"(?:feed/)?hashtag/(?P<tag>[^/]+)", kind="hashtag", id="{tag}", url=HOME + "/feed/hashtag/{tag}/"),
    Rule(
        path=r"feed/hashtag",
        kind="hashtag",
        id="{tag}",
        url=HOME + "/feed/hashtag/{tag}/",
        args={"keywords": r"#?(?P<tag>[^\s#]+)"},
    ),
    Rule(path=r"groups/(?P<n>\d{3,15})(?:/.*)?", kind="group", id="{n}", url=HOME + "/groups/{n}/"),
    Rule(path=rf"in/{NAME}(?:/.*)?", kind="account", id="in/{user}", url=HOME + "/in/{user}/", account="in/{user}"),
    Rule(
        path=rf"(?P<how>company|school|showcase)/{NAME}(?:/.*)?",
        kind="account",
        id="{how}/{user}",
        url=HOME + "/{how}/{user}/",
        account="{how}/{user}",
    ),
)

_COMMENT = re.compile(
    r"urn:li:comment:\((?:urn:li:)?(?:activity|ugcPost|share):\d+,(?P<a>\d{10,25})\)"
    r"|urn:li:fsd_comment:\((?P<b>\d{10,25}),(?:urn:li:)?(?:activity|ugcPost|share):\d+\)"
)


def target(url: Url) -> Found | None:
    """What a LinkedIn address names: a comment is not its post."""
    found = _rules(url)
    if found is None or found.kind != "post":
        return found
    names = ("replyUrn", "dashReplyUrn", "commentUrn", "dashCommentUrn")
    urn = next((match for name in names if (match := _COMMENT.fullmatch(url.arg(name) or ""))), None)
    if urn is None:
        return found
    number, (kind, post) = urn["a"] or urn["b"], found.id.split("/", 1)
    under = f"?commentUrn=urn:li:comment:({kind}:{post},{number})"
    return replace(
        found, kind="comment", id=f"{found.id}/{number}", url=found.url + under, notes=(*found.notes, "comment_of")
    )


PLUG = Platform(
    code="linkedin",
    title={"fr": "LinkedIn", "en": "LinkedIn"},
    hosts=("linkedin.com",),
    short_hosts=("lnkd.in",),
    fronts=r"(?:www|m|touch|[a-z]{2})?",
    tracking=frozenset(
        {
            "trk",
            "trackingid",
            "refid",
            "lipi",
            "lici",
            "rcm",
            "originalsubdomain",
            "midtoken",
            "midsig",
            "trkemail",
            "eid",
            "locale",
        }
    ),
    target=target,
    account_url=lambda name: f"{HOME}/in/{name}/",
    hashtag_url=lambda tag: f"{HOME}/feed/hashtag/{tag}/",
    examples=(
        (
            "https://www.linkedin.com/posts/la-lanterne_phare-nuit-activity-7100000000000000001-AbCd?utm_source=share&rcm=ACo",
            "linkedin:post:activity/7100000000000000001",
        ),
        (
            "https://fr.linkedin.com/posts/la-lanterne_activity-7100000000000000001-AbCd",
            "linkedin:post:activity/7100000000000000001",
        ),
        (
            "https://www.linkedin.com/feed/update/urn:li:activity:7100000000000000001/",
            "linkedin:post:activity/7100000000000000001",
        ),
        (
            "linkedin.com/feed/update/urn%3Ali%3Aactivity%3A7100000000000000001",
            "linkedin:post:activity/7100000000000000001",
        ),
        (
            "https://www.linkedin.com/embed/feed/update/urn:li:ugcPost:7100000000000000002",
            "linkedin:post:ugcPost/7100000000000000002",
        ),
        (
            "https://www.linkedin.com/feed/update/urn:li:activity:7100000000000000001?commentUrn=urn%3Ali%3Acomment%3A%28activity%3A7100000000000000001%2C7100000000000000009%29",
            "linkedin:comment:activity/7100000000000000001/7100000000000000009",
        ),
        ("https://fr.linkedin.com/in/La-Lanterne-42/?trk=people", "linkedin:account:in/la-lanterne-42"),
        ("https://www.linkedin.com/company/la-lanterne/posts/", "linkedin:account:company/la-lanterne"),
        ("https://lnkd.in/eAbCdEfG", "linkedin:short_link:lnkd.in/eAbCdEfG"),
    ),
    notice_form=NoticeForm(url=None, confidence="C", fields=BY_LAW),
    login_markers=("/authwall", "/login", "/uas/login", "/checkpoint"),
    gone_markers=(
        "This post cannot be displayed",
        "Ce post ne peut pas être affiché",
        "Page not found",
        "Page introuvable",
        "This LinkedIn Page isn’t available",
    ),
)
