"""A plain web page, whatever no platform owns: shorteners and wrappers of the open web, and comments an address names."""

import re
from dataclasses import replace

from fanal.address import Url, finished
from fanal.platforms.base import BY_LAW, Found, NoticeForm, Platform

SHORT = (
    "bit.ly tinyurl.com ow.ly buff.ly cutt.ly is.gd v.gd t.ly rb.gy goo.gl rebrand.ly shorturl.at dlvr.it trib.al ift.tt tiny.cc "
    "urlr.me urlz.fr lc.cx bl.ink s.id amzn.to apple.co j.mp adf.ly shorte.st soo.gd qr.ae l.lc vu.fr 1url.com"
).split()
COMMENT = re.compile(r"(?:comment|comments|reply|respond|issuecomment|commentaire)[-_]?(\d{1,20})", re.IGNORECASE)
POST = re.compile(r"(?:post|p|msg|message)[-_]?(\d{1,20})", re.IGNORECASE)
SEARCH = re.compile(r"(?:www\.)?google\.[a-z.]{2,6}")


def target(url: Url) -> Found | None:
    """A page, or the comment or message in it that the fragment names; wrappers lead to what they wrap."""
    return _wrapped(url) or _page(url)


def _wrapped(url: Url) -> Found | None:
    to, notes = "", ("wrapped",)
    if SEARCH.fullmatch(url.host) and url.path == "/url":
        to = url.arg("q") or url.arg("url") or ""
    elif url.host.endswith(".safelinks.protection.outlook.com"):
        to = url.arg("url") or ""
    elif url.host == "translate.google.com" and url.path == "/translate":
        to, notes = url.arg("u") or "", ("translated",)
    elif url.host.endswith(".translate.goog"):
        to, notes = _translated(url), ("translated",)
    return Found(kind="forward", id="", url=to, notes=notes) if re.match(r"https?://", to) else None


def _translated(url: Url) -> str:
    label = url.host.removesuffix(".translate.goog")
    host = label.replace("--", "\0").replace("-", ".").replace("\0", "-")
    query = tuple(pair for pair in url.query if not pair.startswith("_x_"))
    return replace(url, host=host, query=query).text()


def _page(url: Url) -> Found:
    fragment, kind = url.fragment, "page"
    if COMMENT.fullmatch(fragment):
        kind = "comment"
    elif POST.fullmatch(fragment):
        kind = "post"
    elif not fragment.startswith(("!", "/")) or len(fragment) == 1:
        fragment = ""
    clean = finished(replace(url, fragment=fragment).text())
    return Found(kind=kind, id=clean, url=clean, notes=("comment_of",) if kind == "comment" else ())


PLUG = Platform(
    code="web",
    title={"fr": "Page web", "en": "Web page"},
    hosts=(),
    short_hosts=tuple(SHORT),
    fronts=r".*",
    target=target,
    examples=(
        ("https://example.org/a?b=1&utm_source=mail", "web:page:https://example.org/a?b=1"),
        ("HTTP://Example.ORG:80/a/./b/../c%7e#", "web:page:https://example.org/a/c~"),
        ("example.org", "web:page:https://example.org/"),
        ("<https://example.org/un%20titre>.", "web:page:https://example.org/un%20titre"),
        ("https://phare.example/billet#comment-42", "web:comment:https://phare.example/billet#comment-42"),
        ("https://phare.example/#!/salle/7", "web:page:https://phare.example/#!/salle/7"),
        ("https://bit.ly/AbCdEf1", "web:short_link:bit.ly/AbCdEf1"),
        ("https://www.google.com/url?q=https://example.org/a&sa=D", "web:page:https://example.org/a"),
        ("https://phare-example.translate.goog/a?_x_tr_sl=fr&_x_tr_tl=en", "web:page:https://phare.example/a"),
        ("http://phare.example:8080/", "web:page:http://phare.example:8080/"),
    ),
    notice_form=NoticeForm(url=None, confidence="C", fields=BY_LAW),
    login_markers=("/login", "/signin", "/connexion", "/wp-login.php"),
    gone_markers=("404 Not Found", "410 Gone", "Page introuvable", "Page not found", "Page non trouvée"),
)
