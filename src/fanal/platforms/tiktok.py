"""TikTok: its addresses and its notice form; it knows no other platform."""

from fanal.platforms.base import NoticeForm, Platform, Rule, by_rules, form_fields

HOME = "https://www.tiktok.com"
USER = r"@(?P<user>[\w.]{2,24})"
NUMBER = r"(?P<n>\d{6,20})"

target = by_rules(
    Rule(
        path=r"login(?:/.*)?",
        kind="forward",
        url="{u}",
        args={"redirect_url": r"(?P<u>https?://.+)"},
        notes=("login_wall",),
    ),
    Rule(path=r"t/(?P<s>\w{5,20})", kind="short_link", id="www.tiktok.com/t/{s}", url=HOME + "/t/{s}/"),
    *(
        Rule(
            path=rf"{USER}/(?:video|photo)/{NUMBER}",
            kind="comment",
            id="{n}/{c}",
            account="{user}",
            notes=("comment_of",),
            url=HOME + "/@{user}/video/{n}?comment_id={c}",
            args={name: r"(?P<c>\d{6,20})"},
        )
        for name in ("comment_id", "share_comment_id")
    ),
    Rule(
        path=rf"{USER}/(?P<form>video|photo)/{NUMBER}(?:/.*)?",
        kind="media",
        id="{n}",
        url=HOME + "/@{user}/{form}/{n}",
        account="{user}",
    ),
    Rule(
        path=rf"(?:@/video|v|share/video|i18n/share/video)/{NUMBER}(?:\.html)?",
        kind="media",
        id="{n}",
        url="https://m.tiktok.com/v/{n}.html",
    ),
    Rule(
        path=rf"(?:embed(?:/v[23])?|player/v1)/{NUMBER}",
        kind="media",
        id="{n}",
        url="https://m.tiktok.com/v/{n}.html",
        notes=("embed",),
    ),
    Rule(path=r"tag/(?P<tag>[^/]+)", kind="hashtag", id="{tag}", url=HOME + "/tag/{tag}"),
    Rule(path=rf"music/(?:[^/]*-)?{NUMBER}", kind="media", id="music/{n}", url=HOME + "/music/-{n}"),
    Rule(path=rf"{USER}(?:/live)?", kind="account", id="{user}", url=HOME + "/@{user}", account="{user}"),
    Rule(path=rf"embed/{USER}", kind="account", id="{user}", url=HOME + "/@{user}", account="{user}", notes=("embed",)),
)

PLUG = Platform(
    code="tiktok",
    title={"fr": "TikTok", "en": "TikTok"},
    hosts=("tiktok.com",),
    short_hosts=("vm.tiktok.com", "vt.tiktok.com"),
    mirror_hosts=("vxtiktok.com", "tnktok.com", "tikwm.com"),
    tracking=frozenset(
        {
            "_r",
            "_t",
            "is_from_webapp",
            "sender_device",
            "lang",
            "share_app_id",
            "share_link_id",
            "share_item_id",
            "u_code",
            "web_id",
            "is_copy_url",
            "source",
            "timestamp",
            "user_id",
            "sec_user_id",
            "checksum",
            "tt_from",
            "refer",
            "q",
        }
    ),
    target=target,
    account_url=lambda name: f"{HOME}/@{name}",
    hashtag_url=lambda tag: f"{HOME}/tag/{tag}",
    examples=(
        (
            "https://www.tiktok.com/@la.lanterne/video/7500000000000000001?is_from_webapp=1&sender_device=pc",
            "tiktok:media:7500000000000000001",
        ),
        ("https://m.tiktok.com/v/7500000000000000001.html", "tiktok:media:7500000000000000001"),
        ("tiktok.com/@La.Lanterne/photo/7500000000000000001?_r=1&_t=ZN-1", "tiktok:media:7500000000000000001"),
        ("https://www.tiktok.com/embed/v2/7500000000000000001", "tiktok:media:7500000000000000001"),
        (
            "https://www.tiktok.com/@la.lanterne/video/7500000000000000001?comment_id=7600000000000000002",
            "tiktok:comment:7500000000000000001/7600000000000000002",
        ),
        ("https://www.tiktok.com/@La.Lanterne?lang=fr", "tiktok:account:la.lanterne"),
        ("https://www.tiktok.com/tag/Phare", "tiktok:hashtag:phare"),
        ("https://www.tiktok.com/music/son-original-7500000000000000009", "tiktok:media:music/7500000000000000009"),
        ("https://vm.tiktok.com/ZNabcDEF1/", "tiktok:short_link:vm.tiktok.com/ZNabcDEF1"),
        ("https://www.tiktok.com/t/ZTabcDEF1/", "tiktok:short_link:www.tiktok.com/t/ZTabcDEF1"),
    ),
    notice_form=NoticeForm(
        url="https://www.tiktok.com/legal/page/global/reporting-illegal-content/en",
        confidence="B",
        fields=form_fields("location", "law", "reasons", "name", "email", "good_faith"),
    ),
    login_markers=("/login",),
    gone_markers=(
        "Video currently unavailable",
        "Vidéo actuellement indisponible",
        "Couldn't find this account",
        "Impossible de trouver ce compte",
    ),
)
