"""Telegram: its addresses, web and app, and its notice path; it knows no other platform."""

import re
from urllib.parse import parse_qs, quote, urlsplit

from fanal.address import Url, decoded
from fanal.platforms.base import Found, NoticeForm, Platform, Rule, by_rules, form_fields

HOME = "https://t.me"
USER = (
    r"(?!(?:joinchat|addstickers|addemoji|addtheme|addlist|share|socks|proxy|setlanguage|confirmphone|login|bg|invoice|iv|"
    r"contact|giftcode|boost|nft|m|c|s|a|k)(?:/|$))(?P<user>[A-Za-z]\w{2,31})"
)
CHAN = r"(?:s/)?" + USER
N = r"(?P<n>\d{1,12})"
TOPIC = r"(?:\d{1,12}/)?"  # the topic of a group stands before the message
OWN_HOST = r"(?P<user>[a-z]\w{3,31})\.t\.me"
GROUP = r"(?P<g>[\w\-]{8,40})"  # letter case counts in an invitation

_rules = by_rules(
    Rule(path=r"iv", kind="forward", url="{url}", args={"url": r"https?://.+"}, notes=("wrapped",)),
    Rule(
        path=rf"{CHAN}/{TOPIC}{N}",
        kind="comment",
        id="{user}/{n}/{comment}",
        url=HOME + "/{user}/{n}?comment={comment}",
        account="{user}",
        args={"comment": r"\d{1,12}"},
        notes=("comment_of",),
    ),
    Rule(path=rf"{CHAN}/{TOPIC}{N}", kind="post", id="{user}/{n}", url=HOME + "/{user}/{n}", account="{user}"),
    Rule(path=rf"{CHAN}/s/{N}", kind="post", id="{user}/s/{n}", url=HOME + "/{user}/s/{n}", account="{user}"),
    Rule(
        path=rf"(?:s/)?{TOPIC}{N}",
        host=OWN_HOST,
        kind="post",
        id="{user}/{n}",
        url=HOME + "/{user}/{n}",
        account="{user}",
    ),
    Rule(path=r"s?", host=OWN_HOST, kind="account", id="{user}", url=HOME + "/{user}", account="{user}"),
    Rule(
        path=rf"c/(?P<g>\d{{5,14}})/{TOPIC}{N}",
        kind="comment",
        id="c/{g}/{n}/{comment}",
        url=HOME + "/c/{g}/{n}?comment={comment}",
        account="c/{g}",
        args={"comment": r"\d{1,12}"},
        notes=("comment_of", "private"),
    ),
    Rule(
        path=rf"c/(?P<g>\d{{5,14}})/{TOPIC}{N}",
        kind="post",
        id="c/{g}/{n}",
        url=HOME + "/c/{g}/{n}",
        account="c/{g}",
        notes=("private",),
    ),
    Rule(path=r"c/(?P<g>\d{5,14})", kind="group", id="c/{g}", url=HOME + "/c/{g}", notes=("private",)),
    Rule(path=r"(?:\+|\s)(?P<g>\d{7,15})", kind="account", id="+{g}", url=HOME + "/+{g}", account="+{g}"),
    Rule(path=rf"joinchat/{GROUP}|(?:\+|\s)(?P<h>[\w\-]{{8,40}})", kind="group", id="+{g}{h}", url=HOME + "/+{g}{h}"),
    Rule(
        path=r"(?P<what>addstickers|addemoji|addlist)/(?P<c>[\w\-]+)",
        kind="media",
        id="{what}/{c}",
        url=HOME + "/{what}/{c}",
    ),
    Rule(path=rf"(?:boost/)?{CHAN}", kind="account", id="{user}", url=HOME + "/{user}", account="{user}"),
)


def target(url: Url) -> Found | None:
    """What a Telegram address names; its web client keeps the name behind the #."""
    if not url.host.endswith("telegram.org"):
        return _rules(url)
    fragment = decoded(url.fragment)
    link = re.fullmatch(r"(?:/im)?\?(?:tgaddr|p)=(.+)", fragment)
    place = re.fullmatch(r"-100(\d{5,14})", fragment)
    name = re.fullmatch(r"@(\w{3,32})", link[1] if link else fragment)
    if url.host != "web.telegram.org":
        return None
    if link and link[1].lower().startswith("tg:"):
        return Found(kind="forward", id="", url=decoded(link[1]))
    if name or place:
        return Found(
            kind="forward", id="", url=f"{HOME}/{name[1]}" if name else f"{HOME}/c/{place[1] if place else ''}"
        )
    return None


def opened(text: str) -> str | None:
    """An app address ("tg://resolve?domain=..." or "tg:resolve?...") as the web address of the same thing."""
    parts = urlsplit(text.partition(":")[2].lstrip("/"))
    args = {name: quote(values[0], safe="") for name, values in parse_qs(parts.query).items()}
    post, more = args.get("post"), "?comment=" + args["comment"] if "comment" in args else ""
    tail = f"/{post}{more}" if post else ""
    shapes = {
        "resolve": ("domain", HOME + "/{}" + tail),
        "privatepost": ("channel", HOME + "/c/{}" + tail),
        "join": ("invite", HOME + "/+{}"),
    }
    name, shape = shapes.get(parts.path.strip("/").lower(), ("", ""))
    if name in args:
        return shape.format(args[name])
    return f"{HOME}/+{args['phone']}" if parts.path.startswith("resolve") and "phone" in args else None


PLUG = Platform(
    code="telegram",
    title={"fr": "Telegram", "en": "Telegram"},
    hosts=("t.me", "telegram.me", "telegram.dog", "telegram.org"),
    fronts=r"(?:www|web|[a-z]\w{3,31})?",
    mirror_hosts=("tgstat.com", "tgstat.ru", "telemetr.io", "tgme.org"),
    tracking=frozenset(
        {
            "single",
            "embed",
            "thread",
            "before",
            "after",
            "start",
            "startapp",
            "startgroup",
            "mode",
            "userpic",
            "color",
            "dark",
            "q",
        }
    ),
    schemes=("tg",),
    opened=opened,
    target=target,
    account_url=lambda name: f"{HOME}/{name}",
    examples=(
        ("https://t.me/s/La_Lanterne/12?single", "telegram:post:la_lanterne/12"),
        ("telegram.me/la_lanterne/12?embed=1#comments", "telegram:post:la_lanterne/12"),
        ("http://telegram.dog/la_lanterne/12", "telegram:post:la_lanterne/12"),
        ("https://la_lanterne.t.me/12", "telegram:post:la_lanterne/12"),
        ("tg://resolve?domain=La_Lanterne&post=12&single", "telegram:post:la_lanterne/12"),
        ("tg:resolve?domain=la_lanterne&post=12", "telegram:post:la_lanterne/12"),
        ("https://t.me/la_lanterne/3/12", "telegram:post:la_lanterne/12"),
        ("https://t.me/la_lanterne/12?comment=99", "telegram:comment:la_lanterne/12/99"),
        ("https://t.me/c/1234567890/12", "telegram:post:c/1234567890/12"),
        ("tg://privatepost?channel=1234567890&post=12", "telegram:post:c/1234567890/12"),
        ("https://t.me/joinchat/AbCdEfGhIjKlMnOp", "telegram:group:+AbCdEfGhIjKlMnOp"),
        ("https://t.me/+AbCdEfGhIjKlMnOp", "telegram:group:+AbCdEfGhIjKlMnOp"),
        ("https://t.me/La_Lanterne", "telegram:account:la_lanterne"),
        ("https://la_lanterne.t.me", "telegram:account:la_lanterne"),
        ("https://web.telegram.org/k/#@La_Lanterne", "telegram:account:la_lanterne"),
        (
            "https://web.telegram.org/k/#?tgaddr=tg%3A%2F%2Fresolve%3Fdomain%3Dla_lanterne%26post%3D12",
            "telegram:post:la_lanterne/12",
        ),
    ),
    notice_form=NoticeForm(
        url="https://telegram.org/tos/eu-dsa",
        confidence="B",
        fields=form_fields("location", "excerpt", "reasons", "law", "name", "email", "good_faith"),
    ),
    login_markers=("web.telegram.org", "/login"),
    gone_markers=(
        "This channel can’t be displayed",
        "Post not found",
        "Message introuvable",
        "If you have Telegram, you can contact",
    ),
)
