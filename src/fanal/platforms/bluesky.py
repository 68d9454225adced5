"""Bluesky: its addresses, web and AT, and its notice path; it knows no other platform."""

import re

from fanal.platforms.base import NoticeForm, Platform, Rule, by_rules, form_fields

HOME = "https://bsky.app"
USER = r"@?(?P<user>did:(?:plc|web):[\w.\-:%]+|[\w\-]+(?:\.[\w\-]+)+)"
KEY = r"(?P<k>[\w\-~.:]{1,64})"

target = by_rules(
    Rule(
        path=rf"embed/{USER}/app\.bsky\.feed\.post/{KEY}",
        kind="post",
        id="{user}/{k}",
        url=HOME + "/profile/{user}/post/{k}",
        account="{user}",
        notes=("embed",),
    ),
    Rule(
        path=rf"profile/{USER}/post/{KEY}(?:/(?:liked-by|reposted-by|quotes))?",
        kind="post",
        id="{user}/{k}",
        url=HOME + "/profile/{user}/post/{k}",
        account="{user}",
    ),
    Rule(
        path=rf"profile/{USER}/feed/{KEY}(?:/.*)?",
        kind="group",
        id="feed/{user}/{k}",
        url=HOME + "/profile/{user}/feed/{k}",
        account="{user}",
    ),
    Rule(
        path=rf"profile/{USER}/lists/{KEY}",
        kind="group",
        id="lists/{user}/{k}",
        url=HOME + "/profile/{user}/lists/{k}",
        account="{user}",
    ),
    Rule(
        path=rf"(?:starter-pack|start)/{USER}/{KEY}",
        kind="group",
        id="starter-pack/{user}/{k}",
        url=HOME + "/starter-pack/{user}/{k}",
        account="{user}",
    ),
    Rule(
        path=rf"profile/{USER}(?:/(?:follows|followers|known-followers))?",
        kind="account",
        id="{user}",
        url=HOME + "/profile/{user}",
        account="{user}",
    ),
    Rule(path=r"hashtag/(?P<tag>[^/]+)", kind="hashtag", id="{tag}", url=HOME + "/hashtag/{tag}"),
    Rule(path=r"search", kind="hashtag", id="{tag}", url=HOME + "/hashtag/{tag}", args={"q": r"#(?P<tag>[^\s#]+)"}),
)

COLLECTIONS = {
    "app.bsky.feed.post": "profile/{}/post/{}",
    "app.bsky.feed.generator": "profile/{}/feed/{}",
    "app.bsky.graph.list": "profile/{}/lists/{}",
    "app.bsky.graph.starterpack": "starter-pack/{}/{}",
    "app.bsky.actor.profile": "profile/{}",
}


def opened(text: str) -> str | None:
    """An AT address ("at://handle/collection/key") or a bare DID as the web address of the same thing."""
    bare = re.sub(r"^at:/*", "", text, flags=re.IGNORECASE)
    who, *rest = bare.rstrip("/").split("/")
    if not rest:
        return f"{HOME}/profile/{who}"
    shape = COLLECTIONS.get(rest[0])
    return f"{HOME}/{shape.format(who, rest[1])}" if shape and len(rest) == 2 else None


PLUG = Platform(
    code="bluesky",
    title={"fr": "Bluesky", "en": "Bluesky"},
    hosts=("bsky.app", "main.bsky.dev"),
    short_hosts=("go.bsky.app",),
    fronts=r"(?:www|staging|embed)?",
    mirror_hosts=("bskx.app", "fxbsky.app", "vxbsky.app", "skyview.social"),
    schemes=("at", "did"),
    opened=opened,
    target=target,
    account_url=lambda name: f"{HOME}/profile/{name if '.' in name or ':' in name else name + '.bsky.social'}",
    hashtag_url=lambda tag: f"{HOME}/hashtag/{tag}",
    examples=(
        (
            "https://bsky.app/profile/Lanterne.bsky.social/post/3kabcdefghi2z?ref_src=embed",
            "bluesky:post:lanterne.bsky.social/3kabcdefghi2z",
        ),
        (
            "https://staging.bsky.app/profile/lanterne.bsky.social/post/3kabcdefghi2z",
            "bluesky:post:lanterne.bsky.social/3kabcdefghi2z",
        ),
        (
            "at://lanterne.bsky.social/app.bsky.feed.post/3kabcdefghi2z",
            "bluesky:post:lanterne.bsky.social/3kabcdefghi2z",
        ),
        (
            "at://did:plc:abcdefghijklmnopqrstuvwx/app.bsky.feed.post/3kabcdefghi2z",
            "bluesky:post:did:plc:abcdefghijklmnopqrstuvwx/3kabcdefghi2z",
        ),
        ("bsky.app/profile/did:plc:abcdefghijklmnopqrstuvwx", "bluesky:account:did:plc:abcdefghijklmnopqrstuvwx"),
        ("did:plc:abcdefghijklmnopqrstuvwx", "bluesky:account:did:plc:abcdefghijklmnopqrstuvwx"),
        ("https://bsky.app/hashtag/Phare", "bluesky:hashtag:phare"),
        ("https://go.bsky.app/AbCdEf1", "bluesky:short_link:go.bsky.app/AbCdEf1"),
    ),
    notice_form=NoticeForm(
        url="https://bsky.social/about/support/regulatory-compliance-report",
        confidence="B",
        fields=form_fields("law", "location", "reasons", "name", "email", "good_faith"),
    ),
    login_markers=(),
    gone_markers=(
        "Post not found",
        "Publication introuvable",
        "Profile not found",
        "Account has been suspended",
        "Account is deactivated",
    ),
)
