"""Twitch: its addresses and its notice form; it knows no other platform."""

from fanal.platforms.base import BY_LAW, NoticeForm, Platform, Rule, by_rules

HOME = "https://www.twitch.tv"
USER = (
    r"(?!(?:videos|directory|downloads|jobs|login|signup|settings|p|team|search|turbo|store|subs|wallet|drops|collections|embed|popout|"
    r"moderator)(?:/|$))(?P<user>\w{2,25})"
)
SLUG = r"(?P<c>[\w\-]{5,100})"
N = r"(?P<n>\d{5,15})"

target = by_rules(
    Rule(
        path=r"embed",
        host=r"clips\.twitch\.tv",
        kind="media",
        id="clip/{clip}",
        url="https://clips.twitch.tv/{clip}",
        args={"clip": r"[\w\-]{5,100}"},
        notes=("embed",),
    ),
    Rule(path=SLUG, host=r"clips\.twitch\.tv", kind="media", id="clip/{c}", url="https://clips.twitch.tv/{c}"),
    Rule(path=rf"{USER}/clip/{SLUG}", kind="media", id="clip/{c}", url="https://clips.twitch.tv/{c}", account="{user}"),
    Rule(path=rf"videos/{N}", kind="media", id="{n}", url=HOME + "/videos/{n}"),
    Rule(path=rf"{USER}/(?:v|video|videos)/{N}", kind="media", id="{n}", url=HOME + "/videos/{n}", account="{user}"),
    Rule(
        path=r"",
        host=r"player\.twitch\.tv",
        kind="media",
        id="{n}",
        url=HOME + "/videos/{n}",
        args={"video": r"v?(?P<n>\d{5,15})"},
        notes=("embed",),
    ),
    Rule(
        path=r"",
        host=r"player\.twitch\.tv",
        kind="account",
        id="{user}",
        url=HOME + "/{user}",
        account="{user}",
        args={"channel": r"(?P<user>\w{2,25})"},
        notes=("embed",),
    ),
    Rule(path=r"collections/(?P<c>[\w\-]+)", kind="media", id="collections/{c}", url=HOME + "/collections/{c}"),
    Rule(path=r"team/(?P<user>\w+)", kind="group", id="team/{user}", url=HOME + "/team/{user}"),
    Rule(
        path=rf"(?:(?:popout|moderator|embed)/)?{USER}(?:/(?:chat|about|schedule|videos|clips|followers))?",
        kind="account",
        id="{user}",
        url=HOME + "/{user}",
        account="{user}",
    ),
)

PLUG = Platform(
    code="twitch",
    title={"fr": "Twitch", "en": "Twitch"},
    hosts=("twitch.tv",),
    fronts=r"(?:www|m|go|clips|player)?",
    tracking=frozenset(
        {"t", "tt_medium", "tt_content", "filter", "sort", "featured", "parent", "autoplay", "range", "referrer"}
    ),
    target=target,
    account_url=lambda name: f"{HOME}/{name}",
    examples=(
        ("https://www.twitch.tv/videos/2100000001?t=1h2m3s", "twitch:media:2100000001"),
        ("https://m.twitch.tv/videos/2100000001", "twitch:media:2100000001"),
        ("https://www.twitch.tv/la_lanterne/v/2100000001", "twitch:media:2100000001"),
        ("https://player.twitch.tv/?video=v2100000001&parent=example.org", "twitch:media:2100000001"),
        (
            "https://clips.twitch.tv/BrightCalmLanternFound-AbCdEf01",
            "twitch:media:clip/BrightCalmLanternFound-AbCdEf01",
        ),
        (
            "twitch.tv/La_Lanterne/clip/BrightCalmLanternFound-AbCdEf01?filter=clips",
            "twitch:media:clip/BrightCalmLanternFound-AbCdEf01",
        ),
        ("https://www.twitch.tv/La_Lanterne/about", "twitch:account:la_lanterne"),
    ),
    notice_form=NoticeForm(url=None, confidence="C", fields=BY_LAW),
    login_markers=("/login",),
    gone_markers=(
        "Sorry. Unless you've got a time machine, that content is unavailable",
        "ce contenu n’est pas disponible",
        "This clip is no longer available",
    ),
)
