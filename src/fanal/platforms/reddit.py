"""Reddit: its addresses and its notice form; it knows no other platform."""

from fanal.platforms.base import BY_LAW, NoticeForm, Platform, Rule, by_rules

HOME = "https://www.reddit.com"
POST = r"(?P<p>[A-Za-z0-9]{4,10})"
REPLY = r"(?P<c>[A-Za-z0-9]{5,10})"
PLACE = r"(?:r/[\w:]{2,30}/|u(?:ser)?/[\w\-]{2,30}/)?"

target = by_rules(
    Rule(path=r"login(?:/.*)?", kind="forward", url="{dest}", args={"dest": r"https?://.+"}, notes=("login_wall",)),
    Rule(path=r"over18", kind="forward", url="{dest}", args={"dest": r"https?://.+"}, notes=("login_wall",)),
    Rule(path=r".*", host=r"out\.reddit\.com", kind="forward", url="{url}", args={"url": r".+"}, notes=("wrapped",)),
    Rule(path=r"media", kind="forward", url="{url}", args={"url": r"https?://.+"}, notes=("wrapped",)),
    Rule(path=r"(?P<s>(?:r|u|user)/[\w\-]+/s/\w{5,20})", kind="short_link", id="{s}", url=HOME + "/{s}"),
    Rule(path=POST, host=r"(?:www\.)?redd\.it", kind="post", id="{p}", url=HOME + "/comments/{p}/", folded=("p",)),
    Rule(path=r"(?P<v>\w+)(?:/.*)?", host=r"v\.redd\.it", kind="media", id="v/{v}", url="https://v.redd.it/{v}"),
    Rule(
        path=r"(?P<v>\w+\.\w+)", host=r"(?:i|preview)\.redd\.it", kind="media", id="i/{v}", url="https://i.redd.it/{v}"
    ),
    Rule(
        path=rf"{PLACE}comments/{POST}/[^/]*/{REPLY}(?:/.*)?",
        kind="comment",
        id="{p}/{c}",
        url=HOME + "/comments/{p}/comment/{c}/",
        folded=("p", "c"),
        notes=("comment_of",),
    ),
    Rule(path=rf"{PLACE}comments/{POST}(?:/.*)?", kind="post", id="{p}", url=HOME + "/comments/{p}/", folded=("p",)),
    Rule(path=rf"(?:gallery|tb|video)/{POST}", kind="post", id="{p}", url=HOME + "/comments/{p}/", folded=("p",)),
    Rule(
        path=r"r/u_(?P<user>[\w\-]{2,30})(?:/.*)?",
        kind="account",
        id="{user}",
        url=HOME + "/user/{user}/",
        account="{user}",
    ),
    Rule(
        path=r"(?:u|user)/(?P<user>[\w\-]{2,30})(?:/(?:comments|submitted|overview|about))?",
        kind="account",
        id="{user}",
        url=HOME + "/user/{user}/",
        account="{user}",
    ),
    Rule(
        path=r"r/(?P<user>[\w:]{2,30})(?:/(?:hot|new|top|rising|about|controversial))?",
        kind="group",
        id="{user}",
        url=HOME + "/r/{user}/",
    ),
)

PLUG = Platform(
    code="reddit",
    title={"fr": "Reddit", "en": "Reddit"},
    hosts=("reddit.com", "redd.it"),
    short_hosts=("reddit.app.link",),
    fronts=r"(?:www|old|new|np|m|i|v|amp|sh|pay|out|preview|embed|[a-z]{2})?",
    mirror_hosts=("rxddit.com", "vxreddit.com", "redlib.org", "libreddit.org", "removeddit.com", "reveddit.com"),
    tracking=frozenset(
        {"share_id", "context", "rdt", "share", "sort", "depth", "correlation_id", "post_fullname", "st", "sh"}
    ),
    target=target,
    account_url=lambda name: f"{HOME}/user/{name}/",
    examples=(
        ("https://old.reddit.com/r/phares/comments/1AbCdE/un_titre/?context=3", "reddit:post:1abcde"),
        ("https://redd.it/1abcde", "reddit:post:1abcde"),
        ("np.reddit.com/comments/1abcde", "reddit:post:1abcde"),
        ("https://www.reddit.com/gallery/1abcde", "reddit:post:1abcde"),
        ("https://www.reddit.com/r/phares/comments/1abcde/un_titre/kfghij9/", "reddit:comment:1abcde/kfghij9"),
        (
            "https://www.reddit.com/r/phares/comments/1abcde/comment/kfghij9/?share_id=Zz",
            "reddit:comment:1abcde/kfghij9",
        ),
        ("https://www.reddit.com/u/La-Lanterne", "reddit:account:la-lanterne"),
        ("https://www.reddit.com/r/Phares/top", "reddit:group:phares"),
        ("https://www.reddit.com/r/phares/s/AbCdEfGhIj", "reddit:short_link:r/phares/s/AbCdEfGhIj"),
    ),
    notice_form=NoticeForm(url=None, confidence="C", fields=BY_LAW),
    login_markers=("/login", "/over18"),
    gone_markers=(
        "this post was removed",
        "page not found",
        "This account has been suspended",
        "has been banned",
        "page introuvable",
    ),
)
