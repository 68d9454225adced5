"""Facebook: its addresses and its notice form; it knows no other platform."""

import base64
import binascii
import re
from dataclasses import replace

from fanal.address import Url
from fanal.platforms.base import BY_LAW, Found, NoticeForm, Platform, Rule, by_rules

HOME = "https://www.facebook.com"
POST = r"(?P<p>\d{5,25}|pfbid\w{20,120})"
NUMBER = r"(?P<n>\d{5,25})"
NAME = r"(?P<name>[\w.\-]{1,80})"
TAKEN = (
    r"(?!(?:login|watch|reel|reels|groups|events|marketplace|gaming|help|policies|privacy|stories|story\.php|photo|photo\.php|"
    r"profile\.php|permalink\.php|video\.php|share|sharer|sharer\.php|hashtag|search|pages|people|public|settings|messages|"
    r"notifications|friends|bookmarks|home\.php|l\.php|ads|business|dialog|plugins|media|directory|legal|recover|r\.php|"
    r"checkpoint|live|notes|fundraisers|donate)(?:/|$))"
)
GROUP = r"groups/(?P<group>[\w.\-]+)"

_rules = by_rules(
    Rule(path=r"(?:l|lm)\.php|flx/warn", kind="forward", url="{u}", args={"u": r".+"}, notes=("wrapped",)),
    Rule(
        path=r"login(?:\.php|/.*)?", kind="forward", url="{next}", args={"next": r"https?://.+"}, notes=("login_wall",)
    ),
    Rule(
        path=r"share/(?P<c>(?:[pvrg]/)?\w{5,40})",
        kind="short_link",
        id="share/{c}",
        url=HOME + "/share/{c}/",
        folded=(),
    ),
    Rule(
        path=r"(?:permalink|story)\.php",
        kind="post",
        id="{p}",
        account="{id}",
        url=HOME + "/permalink.php?story_fbid={p}&id={id}",
        args={"story_fbid": POST, "id": r"\d{1,25}"},
    ),
    Rule(
        path=rf"{GROUP}/(?:posts|permalink)/{POST}(?:/.*)?",
        kind="post",
        id="{p}",
        url=HOME + "/groups/{group}/posts/{p}/",
        folded=("group",),
    ),
    Rule(
        path=GROUP,
        kind="post",
        id="{p}",
        url=HOME + "/groups/{group}/posts/{p}/",
        args={"multi_permalinks": POST},
        folded=("group",),
    ),
    Rule(
        path=rf"groups/[\w.\-]+/user/{NUMBER}",
        kind="account",
        id="{n}",
        url=HOME + "/profile.php?id={n}",
        account="{n}",
    ),
    Rule(
        path=rf"{GROUP}(?:/(?:about|media|members|discussion|announcements))?",
        kind="group",
        id="{group}",
        url=HOME + "/groups/{group}/",
        folded=("group",),
    ),
    Rule(
        path=rf"{TAKEN}{NAME}/posts/(?:[^/]+/)?{POST}",
        kind="post",
        id="{p}",
        account="{name}",
        url=HOME + "/{name}/posts/{p}",
        folded=("name",),
    ),
    Rule(
        path=r"watch(?:/live)?|video\.php", kind="media", id="{v}", url=HOME + "/watch/?v={v}", args={"v": r"\d{5,25}"}
    ),
    Rule(path=rf"(?:reel|reels|watch/live)/{NUMBER}(?:/.*)?", kind="media", id="{n}", url=HOME + "/watch/?v={n}"),
    Rule(
        path=rf"{TAKEN}{NAME}/videos/(?:[^/]+/){{0,2}}{NUMBER}",
        kind="media",
        id="{n}",
        account="{name}",
        url=HOME + "/{name}/videos/{n}/",
        folded=("name",),
    ),
    Rule(
        path=r"photo(?:\.php|s)?",
        kind="media",
        id="{fbid}",
        url=HOME + "/photo/?fbid={fbid}",
        args={"fbid": r"\d{5,25}"},
    ),
    Rule(
        path=rf"{TAKEN}{NAME}/photos/(?:[^/]+/){{0,2}}{NUMBER}",
        kind="media",
        id="{n}",
        account="{name}",
        url=HOME + "/photo/?fbid={n}",
        folded=("name",),
    ),
    Rule(path=r"media/set", kind="media", id="set/{set}", url=HOME + "/media/set/?set={set}", args={"set": r"[\w.]+"}),
    Rule(
        path=r"stories/(?P<n>\d+)/(?P<c>[\w=\-]+)",
        kind="media",
        id="stories/{n}/{c}",
        account="{n}",
        url=HOME + "/stories/{n}/{c}/",
        folded=(),
    ),
    Rule(path=rf"marketplace/item/{NUMBER}", kind="post", id="{n}", url=HOME + "/marketplace/item/{n}/"),
    Rule(path=rf"events/(?:[^/]+/)?{NUMBER}(?:/.*)?", kind="page", id="events/{n}", url=HOME + "/events/{n}/"),
    Rule(path=r"hashtag/(?P<tag>[^/]+)", kind="hashtag", id="{tag}", url=HOME + "/hashtag/{tag}"),
    Rule(
        path=r"profile\.php",
        kind="account",
        id="{id}",
        account="{id}",
        url=HOME + "/profile.php?id={id}",
        args={"id": r"\d{1,25}"},
    ),
    Rule(
        path=r"(?:people|pages)/[^/]+/(?:[^/]+/)?(?P<n>\d{1,25})",
        kind="account",
        id="{n}",
        account="{n}",
        url=HOME + "/profile.php?id={n}",
    ),
    Rule(
        path=rf"(?:pg/)?{TAKEN}{NAME}(?:/(?:about|photos|videos|reels|posts|mentions|followers|friends)(?:/.*)?)?",
        kind="account",
        id="{name}",
        account="{name}",
        url=HOME + "/{name}",
        folded=("name",),
    ),
)


def target(url: Url) -> Found | None:
    """What a Facebook address names: a comment is not its post."""
    found = _rules(url)
    if found is None:
        return None
    found = _plain_name(found)
    comment = _comment(url.arg("comment_id"))
    if found.kind not in ("post", "media") or not comment:
        return found
    reply = _comment(url.arg("reply_comment_id"))
    mark = "&" if "?" in found.url else "?"
    more = f"{mark}comment_id={comment}" + (f"&reply_comment_id={reply}" if reply else "")
    key = "/".join(part for part in (found.id, comment, reply) if part)
    return replace(found, kind="comment", id=key, url=found.url + more, notes=(*found.notes, "comment_of"))


def _comment(raw: str | None) -> str:
    """The number of a comment; the site also writes it as base64 of "comment:POST_NUMBER"."""
    if raw and not raw.isascii():
        return ""
    if raw and not raw.isdigit():
        try:
            plain = base64.b64decode(raw + "=" * (-len(raw) % 4), validate=True).decode("ascii")
        except (binascii.Error, ValueError):
            return ""
        found = re.fullmatch(r"comment:\w+?_(\d{1,25})", plain)
        return found[1] if found else ""
    return raw if raw and len(raw) <= 25 else ""


def _plain_name(found: Found) -> Found:
    """User names ignore dots as well as case (Facebook help, "Create a username")."""
    name = found.account
    if not name or name.isdigit():
        return found
    plain = name.replace(".", "") or name
    return replace(found, account=plain, id=plain if found.kind == "account" else found.id)


PLUG = Platform(
    code="facebook",
    title={"fr": "Facebook", "en": "Facebook"},
    hosts=("facebook.com", "fb.com"),
    short_hosts=("fb.watch", "fb.me"),
    fronts=r"(?:www|m|mbasic|touch|mobile|web|free|business|l|lm|[a-z]{2}-[a-z]{2,3}|[a-z]{2})?",
    tracking=frozenset(
        {
            "ref",
            "refid",
            "refsrc",
            "_rdr",
            "_rdc",
            "sfnsn",
            "paipv",
            "eav",
            "ref_type",
            "locale",
            "hc_ref",
            "fref",
            "acontext",
            "comment_tracking",
            "notif_t",
            "notif_id",
            "app",
        }
    ),
    target=target,
    account_url=lambda name: f"{HOME}/profile.php?id={name}" if name.isdigit() else f"{HOME}/{name}",
    hashtag_url=lambda tag: f"{HOME}/hashtag/{tag}",
    examples=(
        (
            "https://m.facebook.com/story.php?story_fbid=1234567890123&id=100000000000042&mibextid=aBc",
            "facebook:post:1234567890123",
        ),
        ("facebook.com/permalink.php?story_fbid=1234567890123&id=100000000000042", "facebook:post:1234567890123"),
        ("https://fr-fr.facebook.com/la.lanterne/posts/1234567890123?__cft__[0]=AZX", "facebook:post:1234567890123"),
        (
            "https://www.facebook.com/lalanterne/posts/pfbid0LanterneLanterneLanterne42",
            "facebook:post:pfbid0LanterneLanterneLanterne42",
        ),
        (
            "https://www.facebook.com/lalanterne/posts/1234567890123?comment_id=777000111",
            "facebook:comment:1234567890123/777000111",
        ),
        (
            "https://www.facebook.com/permalink.php?story_fbid=1234567890123&id=42&comment_id=Y29tbWVudDoxMjM0NTY3ODkwMTIzXzc3NzAwMDExMQ%3D%3D",
            "facebook:comment:1234567890123/777000111",
        ),
        ("https://www.facebook.com/groups/phares.bretons/permalink/55500011122/", "facebook:post:55500011122"),
        ("https://www.facebook.com/groups/phares.bretons", "facebook:group:phares.bretons"),
        ("https://www.facebook.com/watch/?v=900800700600", "facebook:media:900800700600"),
        ("https://www.facebook.com/reel/900800700600", "facebook:media:900800700600"),
        ("https://www.facebook.com/photo.php?fbid=400300200100&set=a.1", "facebook:media:400300200100"),
        ("https://www.facebook.com/La.Lanterne", "facebook:account:lalanterne"),
        ("https://www.facebook.com/profile.php?id=100000000000042", "facebook:account:100000000000042"),
        (
            "https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.facebook.com%2Fhashtag%2FPhare&h=AT0",
            "facebook:hashtag:phare",
        ),
        ("https://www.facebook.com/share/p/AbCdEf012345/", "facebook:short_link:share/p/AbCdEf012345"),
        ("https://fb.watch/aBcDeF0123/", "facebook:short_link:fb.watch/aBcDeF0123"),
    ),
    notice_form=NoticeForm(url=None, confidence="C", fields=BY_LAW),
    login_markers=("/login", "/login.php", "/checkpoint"),
    gone_markers=(
        "This content isn't available",
        "Ce contenu n’est pas disponible",
        "Ce contenu n'est pas disponible",
        "The link you followed may be broken",
    ),
)
