"""WhatsApp, its channels above all: addresses and notice form; private messages have no address."""

from fanal.platforms.base import BY_LAW, NoticeForm, Platform, Rule, by_rules

HOME = "https://www.whatsapp.com"
CODE = r"(?P<c>[A-Za-z0-9]{10,40})"  # letter case counts
PHONE = r"\+?\s?(?P<phone>\d{6,15})"

target = by_rules(
    Rule(
        path=rf"(?:invite/)?{CODE}",
        host=r"chat\.whatsapp\.com",
        kind="group",
        id="{c}",
        url="https://chat.whatsapp.com/{c}",
    ),
    Rule(
        path=rf"channel/{CODE}/(?P<n>\d{{1,12}})",
        kind="post",
        id="{c}/{n}",
        url=HOME + "/channel/{c}/{n}",
        account="{c}",
    ),
    Rule(path=rf"channel/{CODE}", kind="account", id="{c}", url=HOME + "/channel/{c}", account="{c}"),
    Rule(
        path=r"message/(?P<c>\w{6,30})",
        kind="account",
        id="message/{c}",
        url="https://wa.me/message/{c}",
        account="message/{c}",
    ),
    Rule(
        path=PHONE,
        host=r"(?:www\.)?wa\.me",
        kind="account",
        id="+{phone}",
        url="https://wa.me/{phone}",
        account="+{phone}",
    ),
    Rule(
        path=r"send",
        kind="account",
        id="+{p}",
        url="https://wa.me/{p}",
        account="+{p}",
        args={"phone": r"\+?\s?(?P<p>\d{6,15})"},
    ),
    Rule(path=rf"c/{PHONE}", kind="account", id="+{phone}", url="https://wa.me/{phone}", account="+{phone}"),
)

PLUG = Platform(
    code="whatsapp",
    title={"fr": "WhatsApp", "en": "WhatsApp"},
    hosts=("whatsapp.com", "wa.me"),
    fronts=r"(?:www|m|chat|api|web)?",
    tracking=frozenset({"text", "type", "app_absent", "lang", "mode"}),
    target=target,
    account_url=lambda name: f"{HOME}/channel/{name}",
    examples=(
        (
            "https://whatsapp.com/channel/0029VaLanterneLanterne01?mode=ac_t",
            "whatsapp:account:0029VaLanterneLanterne01",
        ),
        ("https://www.whatsapp.com/channel/0029VaLanterneLanterne01", "whatsapp:account:0029VaLanterneLanterne01"),
        ("whatsapp.com/channel/0029VaLanterneLanterne01/142", "whatsapp:post:0029VaLanterneLanterne01/142"),
        ("https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv", "whatsapp:group:AbCdEfGhIjKlMnOpQrStUv"),
        ("https://chat.whatsapp.com/invite/AbCdEfGhIjKlMnOpQrStUv", "whatsapp:group:AbCdEfGhIjKlMnOpQrStUv"),
        ("https://wa.me/33100000000?text=Bonjour", "whatsapp:account:+33100000000"),
        ("https://api.whatsapp.com/send?phone=33100000000", "whatsapp:account:+33100000000"),
    ),
    notice_form=NoticeForm(url=None, confidence="C", fields=BY_LAW),
    login_markers=("web.whatsapp.com",),
    gone_markers=("This channel is no longer available", "Cette chaîne n’est plus disponible"),
)
