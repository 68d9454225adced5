"""Wikipedia: its addresses in every language; each wiki has its own administrators, so there is no single notice form."""

import re
from unicodedata import category, normalize
from urllib.parse import quote

from fanal.address import Url, decoded
from fanal.platforms.base import BY_LAW, Found, NoticeForm, Platform

USER_SPACES = frozenset(
    "user utilisateur utilisatrice benutzer benutzerin usuario usuaria utente gebruiker usuário usuária".split()
)
NUMBER = re.compile(r"[1-9][0-9]{0,11}")
SPECIAL = frozenset("special spécial spezial especial speciale speciaal".split())


def target(url: Url) -> Found | None:
    """What a Wikipedia address names: a title, one revision, one difference, an account, or a comment on a talk page."""
    lang = url.host.removeprefix("www.").split(".")[0]
    if lang in ("wikipedia", "m"):
        return None
    home = f"https://{lang}.wikipedia.org"
    return _revision(url, lang, home) or _titled(url, lang, home)


def _revision(url: Url, lang: str, home: str) -> Found | None:
    diff, old, page = (url.arg(name) or "" for name in ("diff", "oldid", "curid"))
    if NUMBER.fullmatch(diff):
        return _numbered("diff", diff, lang, f"{home}/w/index.php?diff={diff}")
    if NUMBER.fullmatch(old):
        what = {"prev": "diff", "next": "diff-next", "cur": "diff-cur", "0": "diff-cur"}.get(diff, "oldid")
        more = {"diff": f"diff={old}", "oldid": f"oldid={old}"}.get(
            what, f"diff={diff}&oldid={old}".replace("diff=0", "diff=cur")
        )
        return _numbered(what, old, lang, f"{home}/w/index.php?{more}")
    if NUMBER.fullmatch(page):
        return _numbered("curid", page, lang, f"{home}/w/index.php?curid={page}")
    return None


def _numbered(what: str, number: str, lang: str, url: str) -> Found:
    return Found(kind="page", id=f"{lang}/{what}/{number}", url=url)


def _titled(url: Url, lang: str, home: str) -> Found | None:
    raw = decoded(url.path[6:]) if url.path.startswith("/wiki/") else url.arg("title")
    title = _title(raw or "")
    if not title:
        return None
    space, _, rest = title.partition(":")
    head, _, tail = rest.partition("/")
    if space.lower() in SPECIAL and tail:
        return _special(head.lower(), tail, lang, home)
    if space.lower() in USER_SPACES and rest:
        return _user(head, lang, home)
    comment = re.fullmatch(r"c-.{3,200}", decoded(url.fragment))
    if comment and all(category(c)[0] != "C" for c in comment[0]):
        found = f"{lang}/{title}/{comment[0]}"
        where = f"{home}/wiki/{quote(title, safe=':/()')}#{quote(comment[0], safe='')}"
        return Found(kind="comment", id=found, url=where, notes=("comment_of",))
    return Found(kind="page", id=f"{lang}/{title}", url=f"{home}/wiki/{quote(title, safe=':/()')}")


def _special(head: str, tail: str, lang: str, home: str) -> Found | None:
    number = re.fullmatch(r"(?:\d+/)?([1-9]\d{0,11})", tail)
    if number and head in ("diff", "permalink", "permanentlink"):
        what = "diff" if head == "diff" else "oldid"
        return _numbered(what, number[1], lang, f"{home}/w/index.php?{what}={number[1]}")
    return _user(tail, lang, home) if head in ("contributions", "contribs") else None


def _user(name: str, lang: str, home: str) -> Found:
    name = _title(name)
    where = f"{home}/wiki/User:{quote(name, safe='()')}"
    return Found(kind="account", id=f"{lang}/{name}", url=where, account=name)


def _title(raw: str) -> str:
    """A title as the wiki writes it: underscores, first letter in capitals; "" when it holds what no title can."""
    title = re.sub(r"[ _\u00a0]+", "_", normalize("NFC", raw)).strip("_")
    if not title or len(title) > 255 or any(category(c)[0] == "C" or c in "#<>[]|{}%" for c in title):
        return ""
    if {".", ".."} & set(title.split("/")):
        return ""
    first = title[0].upper()
    return (first if len(first) == 1 else title[0]) + title[1:]


PLUG = Platform(
    code="wikipedia",
    title={"fr": "Wikipédia", "en": "Wikipedia"},
    hosts=("wikipedia.org",),
    short_hosts=("w.wiki",),
    fronts=r"(?:[a-z\-]{2,16}(?:\.m)?)",
    tracking=frozenset({"wprov", "action", "veaction", "section", "useskin", "redirect", "searchtoken", "usemobile"}),
    target=target,
    account_url=lambda name: f"https://fr.wikipedia.org/wiki/User:{name}",
    examples=(
        (
            "https://fr.m.wikipedia.org/wiki/phare_de_la_Vieille?wprov=sfla1#Histoire",
            "wikipedia:page:fr/Phare_de_la_Vieille",
        ),
        (
            "https://fr.wikipedia.org/w/index.php?title=Phare_de_la_Vieille&action=edit",
            "wikipedia:page:fr/Phare_de_la_Vieille",
        ),
        ("en.wikipedia.org/wiki/Lighthouse", "wikipedia:page:en/Lighthouse"),
        ("https://fr.wikipedia.org/w/index.php?title=Phare&oldid=200000001", "wikipedia:page:fr/oldid/200000001"),
        (
            "https://fr.wikipedia.org/w/index.php?title=Phare&diff=prev&oldid=200000001",
            "wikipedia:page:fr/diff/200000001",
        ),
        ("https://fr.wikipedia.org/wiki/Sp%C3%A9cial:Diff/200000001", "wikipedia:page:fr/diff/200000001"),
        ("https://fr.wikipedia.org/wiki/Discussion:Phare", "wikipedia:page:fr/Discussion:Phare"),
        (
            "https://fr.wikipedia.org/wiki/Discussion:Phare#c-Lanterne-20250101120000-Titre",
            "wikipedia:comment:fr/Discussion:Phare/c-Lanterne-20250101120000-Titre",
        ),
        ("https://fr.wikipedia.org/wiki/Utilisateur:La_Lanterne", "wikipedia:account:fr/La_Lanterne"),
        ("https://w.wiki/AbC", "wikipedia:short_link:w.wiki/AbC"),
    ),
    notice_form=NoticeForm(url=None, confidence="C", fields=BY_LAW),
    login_markers=("/wiki/Special:UserLogin", "auth.wikimedia.org"),
    gone_markers=(
        "Wikipedia does not have an article with this exact name",
        "Wikipédia ne possède pas d'article",
        "This page has been deleted",
        "Cette page a été supprimée",
    ),
)
