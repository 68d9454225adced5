"""Threads: its addresses and its notice form; it knows no other platform."""

from fanal.platforms.base import BY_LAW, NoticeForm, Platform, Rule, by_rules

HOME = "https://www.threads.com"
USER = r"@(?P<user>[\w.]{1,30})"
CODE = r"(?P<c>[\w\-]{5,45})"  # the letter case of a code counts

target = by_rules(
    Rule(
        path=r"login(?:/.*)?",
        kind="forward",
        url=HOME + "{u}",
        args={"next": r"(?:https?://www\.threads\.(?:net|com))?(?P<u>/.+)"},
        notes=("login_wall",),
    ),
    Rule(
        path=rf"{USER}/post/{CODE}/embed",
        kind="post",
        id="{c}",
        url=HOME + "/@{user}/post/{c}",
        account="{user}",
        notes=("embed",),
    ),
    Rule(
        path=rf"{USER}/post/{CODE}(?:/media)?", kind="post", id="{c}", url=HOME + "/@{user}/post/{c}", account="{user}"
    ),
    Rule(path=rf"(?:t|post)/{CODE}", kind="post", id="{c}", url=HOME + "/t/{c}"),
    Rule(
        path=rf"{USER}(?:/(?:replies|media|reposts))?",
        kind="account",
        id="{user}",
        url=HOME + "/@{user}",
        account="{user}",
    ),
    Rule(
        path=r"(?:tag|hashtag)/(?P<tag>[^/]+)", kind="hashtag", id="{tag}", url=HOME + "/search?q={tag}&serp_type=tags"
    ),
    Rule(
        path=r"search",
        kind="hashtag",
        id="{tag}",
        url=HOME + "/search?q={tag}&serp_type=tags",
        args={"q": r"#?(?P<tag>[^\s#]+)", "serp_type": r"tags"},
    ),
    Rule(
        path=r"search",
        kind="hashtag",
        id="{tag}",
        url=HOME + "/search?q={tag}&serp_type=tags",
        args={"q": r"#(?P<tag>[^\s#]+)"},
    ),
)

PLUG = Platform(
    code="threads",
    title={"fr": "Threads", "en": "Threads"},
    hosts=("threads.net", "threads.com"),
    tracking=frozenset({"xmt", "slof", "hl"}),
    target=target,
    account_url=lambda name: f"{HOME}/@{name}",
    hashtag_url=lambda tag: f"{HOME}/tag/{tag}",
    examples=(
        ("https://www.threads.net/@la.lanterne/post/DAbc_dEfGhI?xmt=AQG0", "threads:post:DAbc_dEfGhI"),
        ("https://www.threads.com/@La.Lanterne/post/DAbc_dEfGhI", "threads:post:DAbc_dEfGhI"),
        ("threads.net/t/DAbc_dEfGhI", "threads:post:DAbc_dEfGhI"),
        ("https://www.threads.net/@la.lanterne/post/DAbc_dEfGhI/embed", "threads:post:DAbc_dEfGhI"),
        ("https://www.threads.net/@La.Lanterne/replies", "threads:account:la.lanterne"),
        ("https://www.threads.net/search?q=%23Phare", "threads:hashtag:phare"),
        ("https://www.threads.net/about", "threads:page:https://www.threads.net/about"),
    ),
    notice_form=NoticeForm(url=None, confidence="C", fields=BY_LAW),
    login_markers=("/login",),
    gone_markers=(
        "Sorry, this page isn't available",
        "Not all who wander are lost, but this page is",
        "Page introuvable",
    ),
)
