"""Dailymotion: its addresses and its notice path; it knows no other platform."""

from fanal.platforms.base import NoticeForm, Platform, Rule, by_rules, form_fields

HOME = "https://www.dailymotion.com"
VIDEO = r"(?P<v>[xk][A-Za-z0-9]{4,24})"
USER = (
    r"(?!(?:video|embed|playlist|legal|signin|register|settings|library|search|about|partner|topic|channel|hashtag|user|f|fr|en|feed|"
    r"explore|crawler)(?:/|$))(?P<user>[\w.\-]{2,60})"
)

target = by_rules(
    Rule(path=rf"{VIDEO}", host=r"(?:www\.)?dai\.ly", kind="media", id="{v}", url=HOME + "/video/{v}"),
    Rule(path=rf"(?:[a-z]{{2}}/)?video/{VIDEO}(?:_[^/]*)?", kind="media", id="{v}", url=HOME + "/video/{v}"),
    Rule(
        path=rf"(?:embed|swf)/video/{VIDEO}(?:_[^/]*)?",
        kind="media",
        id="{v}",
        url=HOME + "/video/{v}",
        notes=("embed",),
    ),
    Rule(
        path=r"player(?:/\w+)?\.html",
        kind="media",
        id="{v}",
        url=HOME + "/video/{v}",
        args={"video": VIDEO},
        notes=("embed",),
    ),
    Rule(
        path=r"playlist/(?P<p>x\w{3,15})(?:_[^/]*)?(?:/.*)?",
        kind="media",
        id="playlist/{p}",
        url=HOME + "/playlist/{p}",
    ),
    Rule(path=r"hashtag/(?P<tag>[^/]+)", kind="hashtag", id="{tag}", url=HOME + "/hashtag/{tag}"),
    Rule(
        path=rf"(?:user/)?{USER}(?:/(?:videos|playlists|about|\d+))?",
        kind="account",
        id="{user}",
        url=HOME + "/{user}",
        account="{user}",
    ),
)

PLUG = Platform(
    code="dailymotion",
    title={"fr": "Dailymotion", "en": "Dailymotion"},
    hosts=("dailymotion.com", "dai.ly"),
    fronts=r"(?:www|touch|m|geo)?",
    tracking=frozenset(
        {"start", "playlist", "autoplay", "mute", "syndication", "sharing-enable", "queue-enable", "mode", "urlback"}
    ),
    target=target,
    account_url=lambda name: f"{HOME}/{name}",
    hashtag_url=lambda tag: f"{HOME}/hashtag/{tag}",
    examples=(
        ("https://www.dailymotion.com/video/x8abcde?playlist=x7zzzz", "dailymotion:media:x8abcde"),
        ("https://www.dailymotion.com/video/x8abcde_un-phare-la-nuit_news", "dailymotion:media:x8abcde"),
        ("https://dai.ly/x8abcde", "dailymotion:media:x8abcde"),
        ("https://www.dailymotion.com/embed/video/x8abcde?autoplay=1", "dailymotion:media:x8abcde"),
        ("https://geo.dailymotion.com/player.html?video=x8abcde", "dailymotion:media:x8abcde"),
        ("dailymotion.com/La-Lanterne", "dailymotion:account:la-lanterne"),
        ("https://www.dailymotion.com/playlist/x7abcd", "dailymotion:media:playlist/x7abcd"),
    ),
    notice_form=NoticeForm(
        url="https://faq.dailymotion.com/hc/en-us/articles/360015745400-Report-inappropriate-content",
        confidence="B",
        fields=form_fields("name", "location", "excerpt", "reasons", "law", "email", "good_faith"),
    ),
    login_markers=("/signin",),
    gone_markers=(
        "This video is no longer available",
        "Cette vidéo n’est plus disponible",
        "Content deleted",
        "Contenu supprimé",
    ),
)
