"""Discord: its addresses and its notice path; it knows no other platform."""

from fanal.platforms.base import BY_LAW, NoticeForm, Platform, Rule, by_rules

HOME = "https://discord.com"
CODE = r"(?P<c>[\w\-]{2,40})"  # letter case counts in an invitation

target = by_rules(
    Rule(
        path=r"login", kind="forward", url=HOME + "{redirect_to}", args={"redirect_to": r"/.+"}, notes=("login_wall",)
    ),
    Rule(
        path=r"channels/(?P<g>\d{15,20}|@me)/(?P<ch>\d{15,20})/(?P<m>\d{15,20})",
        kind="post",
        id="{ch}/{m}",
        url=HOME + "/channels/{g}/{ch}/{m}",
    ),
    Rule(
        path=r"channels/(?P<g>\d{15,20}|@me)/(?P<ch>\d{15,20})",
        kind="group",
        id="{g}/{ch}",
        url=HOME + "/channels/{g}/{ch}",
    ),
    Rule(path=r"(?:channels|servers)/(?:[^/]*-)?(?P<g>\d{15,20})", kind="group", id="{g}", url=HOME + "/channels/{g}"),
    Rule(
        path=rf"(?:invite/)?{CODE}",
        host=r"(?:www\.)?discord\.gg",
        kind="group",
        id="invite/{c}",
        url="https://discord.gg/{c}",
    ),
    Rule(path=rf"invite/{CODE}", kind="group", id="invite/{c}", url="https://discord.gg/{c}"),
    Rule(path=r"users/(?P<u>\d{15,20})", kind="account", id="{u}", url=HOME + "/users/{u}", account="{u}"),
    Rule(
        path=r"attachments/(?P<ch>\d{15,20})/(?P<a>\d{15,20})/(?P<f>[^/]+)",
        kind="media",
        id="{ch}/{a}",
        url="https://cdn.discordapp.com/attachments/{ch}/{a}/{f}",
    ),
)

PLUG = Platform(
    code="discord",
    title={"fr": "Discord", "en": "Discord"},
    hosts=("discord.com", "discordapp.com", "discord.gg", "discordapp.net"),
    fronts=r"(?:www|ptb|canary|m|cdn|media)?",
    tracking=frozenset({"ex", "is", "hm", "width", "height", "format", "quality", "event"}),
    target=target,
    account_url=lambda name: f"{HOME}/users/{name}",
    examples=(
        (
            "https://discord.com/channels/100000000000000001/200000000000000002/300000000000000003",
            "discord:post:200000000000000002/300000000000000003",
        ),
        (
            "https://ptb.discord.com/channels/100000000000000001/200000000000000002/300000000000000003",
            "discord:post:200000000000000002/300000000000000003",
        ),
        (
            "canary.discordapp.com/channels/100000000000000001/200000000000000002/300000000000000003",
            "discord:post:200000000000000002/300000000000000003",
        ),
        (
            "https://discord.com/channels/@me/200000000000000002/300000000000000003",
            "discord:post:200000000000000002/300000000000000003",
        ),
        (
            "https://discord.com/channels/100000000000000001/200000000000000002",
            "discord:group:100000000000000001/200000000000000002",
        ),
        ("https://discord.gg/LaLanterne", "discord:group:invite/LaLanterne"),
        ("https://discord.com/invite/LaLanterne?event=1", "discord:group:invite/LaLanterne"),
        ("https://discord.com/users/400000000000000004", "discord:account:400000000000000004"),
    ),
    notice_form=NoticeForm(
        url="https://support.discord.com/hc/en-us/articles/17861767909527-EU-DSA-Dispute-Resolution-Options",
        confidence="B",
        fields=BY_LAW,
    ),
    login_markers=("/login",),
    gone_markers=("Invite Invalid", "Invitation invalide", "No Text Channels"),
)
