"""VK: its addresses and its notice form; it knows no other platform."""

from fanal.platforms.base import BY_LAW, NoticeForm, Platform, Rule, by_rules

HOME = "https://vk.com"
OBJECT = r"(?P<what>photo|video|clip|story|album|audio|doc|topic|market)(?P<o>-?\d{1,12})_(?P<n>\d{1,12})"
WALL = r"wall(?P<o>-?\d{1,12})_(?P<n>\d{1,12})"
REPLY = r"(?P<r>\d{1,12})"
USER = (
    r"(?!(?:feed|im|login|join|search|away\.php|share\.php|video|videos|audio|docs|apps|games|market|clips|groups|friends|settings|"
    r"support|about|terms|privacy|restore|wall\d|badbrowser\.php|video_ext\.php)(?:/|$))(?P<user>[A-Za-z][\w.]{1,40})"
)


def _comment(path: str, **args: str) -> Rule:
    return Rule(
        path=path,
        kind="comment",
        id="wall{o}_{n}/{r}",
        url=HOME + "/wall{o}_{n}?reply={r}",
        args=args,
        notes=("comment_of",),
    )


target = by_rules(
    Rule(path=r"away\.php", kind="forward", url="{to}", args={"to": r".+"}, notes=("wrapped",)),
    Rule(
        path=r"login(?:\.php)?",
        kind="forward",
        url=HOME + "/{u}",
        args={"to": r"/?(?P<u>[\w.\-/?=&%]+)"},
        notes=("login_wall",),
    ),
    _comment(rf"{WALL}_r{REPLY}"),
    _comment(WALL, reply=REPLY),
    _comment(r".*", w=rf"{WALL}_r{REPLY}"),
    _comment(r".*", w=WALL, reply=REPLY),
    Rule(
        path=OBJECT,
        kind="comment",
        id="{what}{o}_{n}/{r}",
        url=HOME + "/{what}{o}_{n}?reply={r}",
        args={"reply": REPLY},
        notes=("comment_of",),
    ),
    Rule(
        path=r"topic(?P<o>-\d{1,12})_(?P<n>\d{1,12})",
        kind="comment",
        id="topic{o}_{n}/{r}",
        url=HOME + "/topic{o}_{n}?post={r}",
        args={"post": REPLY},
        notes=("comment_of",),
    ),
    Rule(path=WALL, kind="post", id="wall{o}_{n}", url=HOME + "/wall{o}_{n}"),
    Rule(path=r".*", kind="post", id="wall{o}_{n}", url=HOME + "/wall{o}_{n}", args={"w": WALL}),
    Rule(
        path=r".*", kind="media", id="{what}{o}_{n}", url=HOME + "/{what}{o}_{n}", args={"z": OBJECT + r"(?:[/%].*)?"}
    ),
    Rule(
        path=r"video_ext\.php",
        kind="media",
        id="video{oid}_{id}",
        url=HOME + "/video{oid}_{id}",
        args={"oid": r"-?\d{1,12}", "id": r"\d{1,12}"},
        notes=("embed",),
    ),
    Rule(path=OBJECT + r"(?:/.*)?", kind="media", id="{what}{o}_{n}", url=HOME + "/{what}{o}_{n}"),
    Rule(path=r"id(?P<n>\d{1,12})", kind="account", id="id{n}", url=HOME + "/id{n}", account="id{n}"),
    Rule(path=r"(?:club|public|event)(?P<n>\d{1,12})", kind="group", id="club{n}", url=HOME + "/club{n}"),
    Rule(
        path=r"feed|search",
        kind="hashtag",
        id="{tag}",
        url=HOME + "/feed?section=search&q=%23{tag}",
        args={"q": r"#(?P<tag>[^\s#@]+)"},
    ),
    Rule(path=r"hashtag/(?P<tag>[^/]+)", kind="hashtag", id="{tag}", url=HOME + "/feed?section=search&q=%23{tag}"),
    Rule(
        path=r"@(?P<user>[\w.]+)-(?P<c>[\w\-]+)",
        kind="post",
        id="@{user}-{c}",
        url=HOME + "/@{user}-{c}",
        account="{user}",
    ),
    Rule(path=USER, kind="account", id="{user}", url=HOME + "/{user}", account="{user}"),
)

PLUG = Platform(
    code="vk",
    title={"fr": "VK", "en": "VK"},
    hosts=("vk.com", "vk.ru", "vkontakte.ru", "vkvideo.ru"),
    short_hosts=("vk.cc",),
    fronts=r"(?:www|m|new|0)?",
    tracking=frozenset({"from", "hash", "access_key", "ref", "trackcode", "t", "list", "thread"}),
    target=target,
    account_url=lambda name: f"{HOME}/{name}",
    hashtag_url=lambda tag: f"{HOME}/hashtag/{tag}",
    examples=(
        ("https://m.vk.com/wall-100200300_42", "vk:post:wall-100200300_42"),
        ("https://vk.com/la_lanterne?w=wall-100200300_42", "vk:post:wall-100200300_42"),
        ("vk.ru/wall-100200300_42?from=feed", "vk:post:wall-100200300_42"),
        ("https://vk.com/wall-100200300_42?reply=77&thread=70", "vk:comment:wall-100200300_42/77"),
        ("https://vk.com/feed?w=wall-100200300_42_r77", "vk:comment:wall-100200300_42/77"),
        ("https://vk.com/photo-100200300_456", "vk:media:photo-100200300_456"),
        ("https://vk.com/la_lanterne?z=video-100200300_456%2Fpl_wall", "vk:media:video-100200300_456"),
        ("https://vk.com/clip-100200300_456", "vk:media:clip-100200300_456"),
        ("https://vk.com/public100200300", "vk:group:club100200300"),
        ("https://vk.com/La_Lanterne", "vk:account:la_lanterne"),
        ("https://vk.com/feed?section=search&q=%23Phare", "vk:hashtag:phare"),
        ("https://vk.cc/AbCd12", "vk:short_link:vk.cc/AbCd12"),
    ),
    notice_form=NoticeForm(url=None, confidence="C", fields=BY_LAW),
    login_markers=("/login", "id.vk.com", "login.vk.com"),
    gone_markers=(
        "Post deleted",
        "Page deleted or does not exist yet",
        "Запись удалена",
        "Страница удалена либо ещё не создана",
    ),
)
