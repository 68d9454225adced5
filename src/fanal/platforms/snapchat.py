"""Snapchat: its addresses and its notice form; it knows no other platform."""

from fanal.platforms.base import BY_LAW, NoticeForm, Platform, Rule, by_rules

HOME = "https://www.snapchat.com"
USER = r"(?P<user>[\w.\-]{3,30})"
CODE = r"(?P<c>[\w\-]{8,120})"

target = by_rules(
    Rule(path=r"t/(?P<s>\w{5,40})", kind="short_link", id="www.snapchat.com/t/{s}", url=HOME + "/t/{s}"),
    Rule(path=rf"(?:@{USER}/)?spotlight/{CODE}", kind="media", id="spotlight/{c}", url=HOME + "/spotlight/{c}"),
    Rule(
        path=rf"@{USER}/(?:highlight|story)/{CODE}(?:/.*)?",
        kind="media",
        id="story/{c}",
        url=HOME + "/@{user}/highlight/{c}",
        account="{user}",
    ),
    Rule(path=rf"p/{CODE}(?:/(?P<n>\d+))?(?:/.*)?", kind="media", id="p/{c}/{n}", url=HOME + "/p/{c}/{n}"),
    Rule(path=r"discover/[^/]+/(?P<n>\d+)", kind="media", id="discover/{n}", url=HOME + "/discover/-/{n}"),
    Rule(path=rf"lens/{CODE}", kind="media", id="lens/{c}", url=HOME + "/lens/{c}"),
    Rule(path=rf"(?:add/|@|u/|s/){USER}(?:/.*)?", kind="account", id="{user}", url=HOME + "/@{user}", account="{user}"),
    Rule(
        path=rf"(?:embed/)?(?:add|u|s)/{USER}",
        host=r"story\.snapchat\.com",
        kind="account",
        id="{user}",
        url=HOME + "/@{user}",
        account="{user}",
    ),
)

PLUG = Platform(
    code="snapchat",
    title={"fr": "Snapchat", "en": "Snapchat"},
    hosts=("snapchat.com",),
    short_hosts=("t.snapchat.com",),
    fronts=r"(?:www|m|story)?",
    tracking=frozenset({"share_id", "sid", "locale", "sender_web_id", "device_type", "is_copy_url", "invite_id"}),
    target=target,
    account_url=lambda name: f"{HOME}/@{name}",
    examples=(
        ("https://www.snapchat.com/add/La-Lanterne?share_id=AbC&locale=fr-FR", "snapchat:account:la-lanterne"),
        ("snapchat.com/@La-Lanterne", "snapchat:account:la-lanterne"),
        ("https://story.snapchat.com/@la-lanterne", "snapchat:account:la-lanterne"),
        (
            "https://www.snapchat.com/spotlight/W7_EDlXWTBiXAEEniNoMPwAAYabcdEFG",
            "snapchat:media:spotlight/W7_EDlXWTBiXAEEniNoMPwAAYabcdEFG",
        ),
        (
            "https://www.snapchat.com/@la-lanterne/spotlight/W7_EDlXWTBiXAEEniNoMPwAAYabcdEFG",
            "snapchat:media:spotlight/W7_EDlXWTBiXAEEniNoMPwAAYabcdEFG",
        ),
        ("https://t.snapchat.com/AbCd0123", "snapchat:short_link:t.snapchat.com/AbCd0123"),
        ("https://www.snapchat.com/t/AbCd0123", "snapchat:short_link:www.snapchat.com/t/AbCd0123"),
        ("https://www.snapchat.com/discover/La-Lanterne/4200000001", "snapchat:media:discover/4200000001"),
    ),
    notice_form=NoticeForm(url=None, confidence="C", fields=BY_LAW),
    login_markers=("accounts.snapchat.com", "/accounts/login"),
    gone_markers=("Sorry, this content is not available", "Ce contenu n’est pas disponible", "Content not found"),
)
