"""X, formerly Twitter: its addresses and its notice form; it knows no other platform."""

from fanal.platforms.base import NoticeForm, Platform, Rule, by_rules, form_fields

USER = (
    r"(?!(?:home|explore|search|settings|messages|notifications|login|logout|signup|tos|privacy|share|compose|jobs|about|i|intent|"
    r"hashtag)(?:/|$))(?P<user>\w{1,15})"
)
NUMBER = r"(?P<n>\d{1,20})"

target = by_rules(
    Rule(path=r"i/flow/login", kind="forward", url="https://x.com{to}", args={"redirect_after_login": r"(?P<to>/.+)"}),
    Rule(path=rf"i/(?:web/)?status(?:es)?/{NUMBER}(?:/.*)?", kind="post", id="{n}", url="https://x.com/i/status/{n}"),
    Rule(path=rf"statuses/{NUMBER}", kind="post", id="{n}", url="https://x.com/i/status/{n}"),
    Rule(
        path=rf"{USER}/status(?:es)?/{NUMBER}(?:/.*)?",
        kind="post",
        id="{n}",
        url="https://x.com/{user}/status/{n}",
        account="{user}",
    ),
    Rule(
        path=r"embed/Tweet\.html",
        kind="post",
        id="{id}",
        url="https://x.com/i/status/{id}",
        args={"id": r"\d+"},
        notes=("embed",),
    ),
    Rule(path=r"hashtag/(?P<tag>[^/]+)", kind="hashtag", id="{tag}", url="https://x.com/hashtag/{tag}"),
    Rule(
        path=r"search", kind="hashtag", id="{tag}", url="https://x.com/hashtag/{tag}", args={"q": r"#(?P<tag>[^\s#]+)"}
    ),
    Rule(path=rf"i/user/{NUMBER}", kind="account", id="id/{n}", url="https://x.com/i/user/{n}", account="id/{n}"),
    Rule(
        path=r"intent/(?:user|follow)",
        kind="account",
        id="{user}",
        url="https://x.com/{user}",
        account="{user}",
        args={"screen_name": r"(?P<user>\w{1,15})"},
    ),
    Rule(
        path=rf"i/communities/{NUMBER}(?:/.*)?",
        kind="group",
        id="communities/{n}",
        url="https://x.com/i/communities/{n}",
    ),
    Rule(path=rf"i/lists/{NUMBER}(?:/.*)?", kind="group", id="lists/{n}", url="https://x.com/i/lists/{n}"),
    Rule(
        path=r"i/(?P<what>spaces|broadcasts)/(?P<c>\w+)(?:/.*)?",
        kind="media",
        id="{what}/{c}",
        url="https://x.com/i/{what}/{c}",
    ),
    Rule(
        path=rf"{USER}(?:/(?:with_replies|media|likes|highlights|photo|header_photo|followers|following|verified_followers))?",
        kind="account",
        id="{user}",
        url="https://x.com/{user}",
        account="{user}",
    ),
)

PLUG = Platform(
    code="x",
    title={"fr": "X (Twitter)", "en": "X (Twitter)"},
    hosts=("x.com", "twitter.com", "platform.twitter.com"),
    short_hosts=("t.co",),
    mirror_hosts=(
        "vxtwitter.com",
        "fxtwitter.com",
        "fixupx.com",
        "fixvx.com",
        "twittpr.com",
        "nitter.net",
        "xcancel.com",
    ),
    tracking=frozenset({"s", "t", "cn", "cxt", "ref", "src", "lang"}),
    target=target,
    account_url=lambda name: f"https://x.com/{name}",
    hashtag_url=lambda tag: f"https://x.com/hashtag/{tag}",
    examples=(
        ("https://twitter.com/Lampe_Bleue/status/1700000000000000001?s=20", "x:post:1700000000000000001"),
        ("https://mobile.twitter.com/i/web/status/1700000000000000001", "x:post:1700000000000000001"),
        ("HTTPS://X.COM/lampe_bleue/status/1700000000000000001/photo/1", "x:post:1700000000000000001"),
        ("x.com/Lampe_Bleue/", "x:account:lampe_bleue"),
        ("https://x.com/i/user/4400001", "x:account:id/4400001"),
        ("https://twitter.com/hashtag/Phare%C3%89teint?src=hash", "x:hashtag:phareéteint"),
        ("https://x.com/search?q=%23phare&f=live", "x:hashtag:phare"),
        ("https://t.co/AbCd012345", "x:short_link:t.co/AbCd012345"),
        ("https://x.com/i/communities/1500000000000000009", "x:group:communities/1500000000000000009"),
        ("https://x.com/i/flow/login?redirect_after_login=%2Fphare%2Fstatus%2F17001", "x:post:17001"),
        ("https://x.com/home", "x:page:https://x.com/home"),
    ),
    notice_form=NoticeForm(
        url=None,
        confidence="C",
        fields=form_fields("location", "excerpt", "law", "reasons", "name", "email", "good_faith"),
    ),
    login_markers=("/login", "/i/flow/login"),
    gone_markers=(
        "This account has been suspended",
        "Ce compte a été suspendu",
        "this page doesn’t exist",
        "cette page n’existe pas",
        "This Post is from an account that no longer exists",
        "This Post was deleted",
    ),
)
