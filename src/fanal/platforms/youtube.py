"""YouTube: its addresses and its notice form; it knows no other platform."""

from fanal.platforms.base import NoticeForm, Platform, Rule, by_rules, form_fields

HOME = "https://www.youtube.com"
VIDEO = r"(?P<v>[\w\-]{11})"  # letter case counts
COMMENT = r"(?P<lc>U[\w\-]{9,60}(?:\.[\w\-]{5,60})?)"
CHANNEL = r"UC[\w\-]{22}"
ON_VIDEO = rf"(?:shorts|live|embed|v|e|vi|watch)/{VIDEO}(?:/.*)?"
TAB = r"(?:/(?:videos|shorts|streams|live|playlists|community|posts|about|featured|channels|search|podcasts|releases|store|join))?"


def _video(path: str, host: str | None = None, **args: str) -> tuple[Rule, Rule]:
    """A video, and before it the comment under it that `lc` names."""
    under = Rule(
        path=path,
        host=host,
        kind="comment",
        id="{v}/{lc}",
        url=HOME + "/watch?v={v}&lc={lc}",
        args={**args, "lc": COMMENT},
        notes=("comment_of",),
    )
    return under, Rule(path=path, host=host, kind="media", id="{v}", url=HOME + "/watch?v={v}", args=args)


target = by_rules(
    Rule(path=r"redirect", kind="forward", url="{q}", args={"q": r".+"}, notes=("wrapped",)),
    Rule(path=r"attribution_link", kind="forward", url=HOME + "{u}", args={"u": r"/.+"}, notes=("wrapped",)),
    Rule(path=r"oembed", kind="forward", url="{url}", args={"url": r".+"}, notes=("embed",)),
    Rule(
        path=r"m|ml",
        host=r"consent\.youtube\.com",
        kind="forward",
        url="{u}",
        args={"continue": r"(?P<u>https?://.+)"},
        notes=("wrapped",),
    ),
    Rule(path=r"signin", kind="forward", url=HOME + "{next}", args={"next": r"/.+"}, notes=("login_wall",)),
    Rule(
        path=r"embed/videoseries",
        kind="media",
        id="list/{list}",
        url=HOME + "/playlist?list={list}",
        args={"list": r"[\w\-]{5,80}"},
        notes=("embed",),
    ),
    Rule(
        path=r"embed/live_stream",
        kind="account",
        id="{channel}",
        url=HOME + "/channel/{channel}",
        account="{channel}",
        args={"channel": CHANNEL},
        notes=("embed",),
    ),
    *_video(rf"{VIDEO}(?:/.*)?", host=r"(?:www\.)?youtu\.be"),
    *_video(r"watch(?:_popup)?", v=r"[\w\-]{11}"),
    *_video(ON_VIDEO),
    *_video(rf"source/{VIDEO}/shorts"),
    Rule(
        path=r"playlist|watch",
        kind="media",
        id="list/{list}",
        url=HOME + "/playlist?list={list}",
        args={"list": r"[\w\-]{5,80}"},
    ),
    Rule(path=r"clip/(?P<c>Ug[\w\-]+)", kind="media", id="clip/{c}", url=HOME + "/clip/{c}"),
    Rule(
        path=r"post/(?P<c>Ug[\w\-]+)",
        kind="comment",
        id="post/{c}/{lc}",
        url=HOME + "/post/{c}?lc={lc}",
        args={"lc": COMMENT},
        notes=("comment_of",),
    ),
    Rule(path=r"post/(?P<c>Ug[\w\-]+)", kind="post", id="{c}", url=HOME + "/post/{c}"),
    Rule(
        path=rf"channel/(?P<a>{CHANNEL})/community",
        kind="post",
        id="{lb}",
        url=HOME + "/post/{lb}",
        account="{a}",
        args={"lb": r"Ug[\w\-]+"},
    ),
    Rule(path=rf"channel/(?P<a>{CHANNEL}){TAB}", kind="account", id="{a}", url=HOME + "/channel/{a}", account="{a}"),
    Rule(
        path=rf"@(?P<user>[^/@\s]{{1,60}}){TAB}", kind="account", id="@{user}", url=HOME + "/@{user}", account="@{user}"
    ),
    Rule(
        path=rf"(?P<how>c|user)/(?P<user>[^/\s]{{1,100}}){TAB}",
        kind="account",
        id="{how}/{user}",
        url=HOME + "/{how}/{user}",
        account="{how}/{user}",
    ),
    Rule(path=r"hashtag/(?P<tag>[^/]+)(?:/shorts)?", kind="hashtag", id="{tag}", url=HOME + "/hashtag/{tag}"),
)

PLUG = Platform(
    code="youtube",
    title={"fr": "YouTube", "en": "YouTube"},
    hosts=("youtube.com", "youtu.be", "youtube-nocookie.com", "youtubekids.com"),
    fronts=r"(?:www|m|music|gaming|consent)?",
    mirror_hosts=("yewtu.be", "invidious.io", "piped.video"),
    tracking=frozenset(
        {
            "si",
            "feature",
            "t",
            "start",
            "pp",
            "ab_channel",
            "app",
            "themerefresh",
            "cbrd",
            "ucbcb",
            "persist_app",
            "hl",
            "gl",
        }
    ),
    target=target,
    account_url=lambda name: (
        f"{HOME}/channel/{name}" if name.startswith("UC") and len(name) == 24 else f"{HOME}/@{name}"
    ),
    hashtag_url=lambda tag: f"{HOME}/hashtag/{tag}",
    examples=(
        ("https://youtu.be/aBcDeFgHiJ0?si=Zz&t=42s", "youtube:media:aBcDeFgHiJ0"),
        ("https://m.youtube.com/watch?app=desktop&v=aBcDeFgHiJ0&feature=share#comments", "youtube:media:aBcDeFgHiJ0"),
        ("https://music.youtube.com/watch?v=aBcDeFgHiJ0&list=RDabcdef", "youtube:media:aBcDeFgHiJ0"),
        ("https://www.youtube-nocookie.com/embed/aBcDeFgHiJ0?start=3", "youtube:media:aBcDeFgHiJ0"),
        ("youtube.com/shorts/aBcDeFgHiJ0", "youtube:media:aBcDeFgHiJ0"),
        ("https://www.youtube.com/live/abcdefghij0", "youtube:media:abcdefghij0"),
        (
            "https://www.youtube.com/watch?v=aBcDeFgHiJ0&lc=UgxLanternLantern0042AaABAg",
            "youtube:comment:aBcDeFgHiJ0/UgxLanternLantern0042AaABAg",
        ),
        (
            "https://youtu.be/aBcDeFgHiJ0?lc=UgxLanternLantern0042AaABAg.9abcDEF",
            "youtube:comment:aBcDeFgHiJ0/UgxLanternLantern0042AaABAg.9abcDEF",
        ),
        ("https://www.youtube.com/channel/UCabcdefghijklmnopqrstu0/videos", "youtube:account:UCabcdefghijklmnopqrstu0"),
        ("https://www.youtube.com/@La-Lanterne/featured", "youtube:account:@la-lanterne"),
        ("https://www.youtube.com/c/LaLanterne", "youtube:account:c/lalanterne"),
        ("https://www.youtube.com/playlist?list=PLabcdef0123456789", "youtube:media:list/PLabcdef0123456789"),
        ("https://www.youtube.com/post/UgkxLanterne0042", "youtube:post:UgkxLanterne0042"),
        ("https://www.youtube.com/hashtag/Phare", "youtube:hashtag:phare"),
        (
            "https://www.youtube.com/redirect?event=video&q=https%3A%2F%2Fexample.org%2Fa",
            "web:page:https://example.org/a",
        ),
    ),
    notice_form=NoticeForm(
        url="https://support.google.com/legal/answer/3110420",
        confidence="B",
        fields=form_fields("location", "law", "reasons", "excerpt", "name", "email", "good_faith"),
    ),
    login_markers=("accounts.google.com", "/signin", "consent.youtube.com"),
    gone_markers=(
        "Video unavailable",
        "Vidéo non disponible",
        "Cette vidéo n’est plus disponible",
        "Cette vidéo n'est plus disponible",
        "This video has been removed",
        "This account has been terminated",
        "Ce compte a été clôturé",
    ),
)
