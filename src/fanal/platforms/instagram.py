"""Instagram: its addresses and its notice form; it knows no other platform."""

from fanal.platforms.base import BY_LAW, NoticeForm, Platform, Rule, by_rules

HOME = "https://www.instagram.com"
CODE = r"(?P<c>[\w\-]{5,45})"  # the letter case of a short code counts
USER = (
    r"(?!(?:p|reel|reels|tv|stories|explore|accounts|direct|about|legal|developer|share|web|oauth|press|api|challenge)(?:/|$))"
    r"(?P<user>[\w.]{1,30})"
)
ITEM = rf"(?:[\w.]{{1,30}}/)?(?:p|reel|reels|tv)/{CODE}"

target = by_rules(
    Rule(
        path=r"accounts/login(?:/.*)?",
        kind="forward",
        url="{u}",
        args={"next": r"(?P<u>https?://.+)"},
        notes=("login_wall",),
    ),
    Rule(
        path=r"accounts/login(?:/.*)?",
        kind="forward",
        url=HOME + "{u}",
        args={"next": r"(?P<u>/.+)"},
        notes=("login_wall",),
    ),
    Rule(path=r"", host=r"l\.instagram\.com", kind="forward", url="{u}", args={"u": r".+"}, notes=("wrapped",)),
    Rule(
        path=r"share/(?P<s>(?:(?:p|reel|r)/)?[\w\-]{5,60})", kind="short_link", id="share/{s}", url=HOME + "/share/{s}/"
    ),
    Rule(
        path=rf"{ITEM}/c/(?P<n>\d+)/r/(?P<r>\d+)",
        kind="comment",
        id="{c}/{n}/{r}",
        url=HOME + "/p/{c}/c/{n}/r/{r}/",
        notes=("comment_of",),
    ),
    Rule(path=rf"{ITEM}/c/(?P<n>\d+)", kind="comment", id="{c}/{n}", url=HOME + "/p/{c}/c/{n}/", notes=("comment_of",)),
    Rule(
        path=rf"{ITEM}(?:/.*)?",
        kind="comment",
        id="{c}/{comment_id}",
        url=HOME + "/p/{c}/c/{comment_id}/",
        args={"comment_id": r"\d+"},
        notes=("comment_of",),
    ),
    Rule(path=rf"{ITEM}/embed(?:/.*)?", kind="post", id="{c}", url=HOME + "/p/{c}/", notes=("embed",)),
    Rule(
        path=rf"{USER}/(?:p|reel|reels|tv)/{CODE}(?:/(?:liked_by|comments|media))?",
        kind="post",
        id="{c}",
        url=HOME + "/p/{c}/",
        account="{user}",
    ),
    Rule(
        path=rf"(?:p|reel|reels|tv)/(?!audio/){CODE}(?:/(?:liked_by|comments|media))?",
        kind="post",
        id="{c}",
        url=HOME + "/p/{c}/",
    ),
    Rule(
        path=r"stories/highlights/(?P<n>\d+)", kind="media", id="highlight/{n}", url=HOME + "/stories/highlights/{n}/"
    ),
    Rule(
        path=r"stories/(?P<user>[\w.]{1,30})/(?P<n>\d+)",
        kind="media",
        id="story/{n}",
        url=HOME + "/stories/{user}/{n}/",
        account="{user}",
    ),
    Rule(path=r"stories/(?P<user>[\w.]{1,30})", kind="account", id="{user}", url=HOME + "/{user}/", account="{user}"),
    Rule(path=r"explore/tags/(?P<tag>[^/]+)(?:/.*)?", kind="hashtag", id="{tag}", url=HOME + "/explore/tags/{tag}/"),
    Rule(
        path=r"explore/search/keyword",
        kind="hashtag",
        id="{tag}",
        url=HOME + "/explore/tags/{tag}/",
        args={"q": r"#(?P<tag>[^\s#]+)"},
    ),
    Rule(
        path=rf"{USER}(?:/(?:reels|tagged|channel|guides|followers|following))?",
        kind="account",
        id="{user}",
        url=HOME + "/{user}/",
        account="{user}",
    ),
)

PLUG = Platform(
    code="instagram",
    title={"fr": "Instagram", "en": "Instagram"},
    hosts=("instagram.com", "instagr.am"),
    fronts=r"(?:www|m|l|[a-z]{2}-[a-z]{2})?",
    mirror_hosts=("ddinstagram.com", "imginn.com", "picuki.com"),
    tracking=frozenset({"img_index", "hl", "e", "g", "taken-by"}),
    target=target,
    account_url=lambda name: f"{HOME}/{name}/",
    hashtag_url=lambda tag: f"{HOME}/explore/tags/{tag}/",
    examples=(
        ("https://www.instagram.com/p/AbC-dEf_012/?igsh=QWERTY%3D%3D", "instagram:post:AbC-dEf_012"),
        ("https://m.instagram.com/reel/AbC-dEf_012", "instagram:post:AbC-dEf_012"),
        ("instagram.com/La.Lanterne/p/AbC-dEf_012/?img_index=2#", "instagram:post:AbC-dEf_012"),
        ("https://www.instagram.com/p/abc-def_012/", "instagram:post:abc-def_012"),
        ("https://www.instagram.com/p/AbC-dEf_012/embed/captioned/", "instagram:post:AbC-dEf_012"),
        (
            "https://www.instagram.com/p/AbC-dEf_012/c/17900000000000001/",
            "instagram:comment:AbC-dEf_012/17900000000000001",
        ),
        (
            "https://www.instagram.com/stories/la.lanterne/3100000000000000001/",
            "instagram:media:story/3100000000000000001",
        ),
        ("https://www.instagram.com/La.Lanterne/", "instagram:account:la.lanterne"),
        ("https://www.instagram.com/explore/tags/Phare/", "instagram:hashtag:phare"),
        ("https://www.instagram.com/accounts/login/?next=%2Fp%2FAbC-dEf_012%2F", "instagram:post:AbC-dEf_012"),
        ("https://www.instagram.com/share/reel/BAaBbCcDdEe", "instagram:short_link:share/reel/BAaBbCcDdEe"),
    ),
    notice_form=NoticeForm(url=None, confidence="C", fields=BY_LAW),
    login_markers=("/accounts/login", "/challenge"),
    gone_markers=(
        "Sorry, this page isn't available",
        "Cette page n’est malheureusement pas disponible",
        "Page non disponible",
        "The link you followed may be broken",
    ),
)
