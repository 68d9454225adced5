"""Pinterest: its addresses and its notice form; it knows no other platform."""

from fanal.platforms.base import BY_LAW, NoticeForm, Platform, Rule, by_rules

HOME = "https://www.pinterest.com"
COUNTRIES = (
    "com fr de es it pt nl be at ch se dk ie ca jp cl nz ru ph hu cz gr fi no pl ro "
    "co.uk co.kr com.au com.mx co.in com.br co"
).split()
USER = (
    r"(?!(?:pin|search|ideas|topics|explore|login|signup|settings|business|about|categories|today|videos|_|oauth|source)(?:/|$))"
    r"(?P<user>[\w\-]{2,40})"
)

target = by_rules(
    Rule(path=r"login", kind="forward", url=HOME + "{next}", args={"next": r"/.+"}, notes=("login_wall",)),
    Rule(path=r"offsite", kind="forward", url="{url}", args={"url": r".+"}, notes=("wrapped",)),
    Rule(path=r"pin/(?:[^/]*--)?(?P<n>\d{5,25}|A[\w\-]{10,80})(?:/.*)?", kind="post", id="{n}", url=HOME + "/pin/{n}/"),
    Rule(
        path=r"search/.*",
        kind="hashtag",
        id="{tag}",
        url=HOME + "/search/pins/?q=%23{tag}",
        args={"q": r"#(?P<tag>[^\s#]+)"},
    ),
    Rule(path=r"ideas/[^/]+/(?P<n>\d{5,20})", kind="page", id="ideas/{n}", url=HOME + "/ideas/-/{n}/"),
    Rule(
        path=rf"{USER}(?:/(?:_saved|_created|_profile|pins|boards|_tools)(?:/.*)?)?",
        kind="account",
        id="{user}",
        url=HOME + "/{user}/",
        account="{user}",
    ),
    Rule(
        path=rf"{USER}/(?P<b>[^/\s]{{1,100}})(?:/.*)?",
        kind="page",
        id="{user}/{b}",
        url=HOME + "/{user}/{b}/",
        account="{user}",
        folded=("user", "b"),
    ),
)

PLUG = Platform(
    code="pinterest",
    title={"fr": "Pinterest", "en": "Pinterest"},
    hosts=tuple(f"pinterest.{country}" for country in COUNTRIES),
    short_hosts=("pin.it",),
    fronts=r"(?:www|m|[a-z]{2}|br|uk)?",
    tracking=frozenset(
        {"invite_code", "sender", "sfo", "nic_v2", "nic_v3", "mt", "lp", "rs", "eq", "etslf", "source_app"}
    ),
    target=target,
    account_url=lambda name: f"{HOME}/{name}/",
    hashtag_url=lambda tag: f"{HOME}/search/pins/?q=%23{tag}",
    examples=(
        ("https://www.pinterest.fr/pin/100200300400500600/?nic_v3=1a2b", "pinterest:post:100200300400500600"),
        ("https://fr.pinterest.com/pin/un-phare-la-nuit--100200300400500600/", "pinterest:post:100200300400500600"),
        ("pinterest.co.uk/pin/100200300400500600", "pinterest:post:100200300400500600"),
        ("https://pin.it/AbCdEf123", "pinterest:short_link:pin.it/AbCdEf123"),
        ("https://www.pinterest.de/La_Lanterne/_saved/", "pinterest:account:la_lanterne"),
        ("https://www.pinterest.com/la_lanterne/phares-du-monde/", "pinterest:page:la_lanterne/phares-du-monde"),
        ("https://www.pinterest.com/search/pins/?q=%23Phare", "pinterest:hashtag:phare"),
    ),
    notice_form=NoticeForm(url=None, confidence="C", fields=BY_LAW),
    login_markers=("/login",),
    gone_markers=(
        "Sorry! We couldn't find that page",
        "Impossible de trouver cette page",
        "Cette épingle n’est plus disponible",
    ),
)
