"""What a platform's file is made of: hosts, rules that read its addresses, its notice form; it holds no platform."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from fanal.address import Url

FormField = tuple[str, str, str]  # code, label in French, label in English


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What an address names on its platform; kind "forward" means: `url` wraps another address, read that one."""

    kind: str
    id: str
    url: str
    account: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One shape of address. Patterns match whole (ASCII, in any letter case; ids keep theirs) and name groups.

    `id`, `url` and `account` are filled from the groups.

    `path` is matched against the decoded path without its outer slashes, `args` against query parameters, `host` against
    the whole host. The groups in `folded` lose their case; the group `tag` must be a hashtag.
    """

    path: str
    kind: str
    id: str = ""
    url: str = ""
    account: str | None = None
    args: Mapping[str, str] = field(default_factory=dict)
    host: str | None = None
    notes: tuple[str, ...] = ()
    folded: tuple[str, ...] = ("user",)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeForm:
    """A platform's own public path for notices of illegal content, for assisted dispatch.

    `url` is the form, or the official page that leads to it; None when not surely known. `confidence`: A read at the
    source, B official page known but its form may differ by country or need a log-in, C only the law's elements are known.
    """

    url: str | None
    confidence: str
    fields: tuple[FormField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """One platform, whole: adding one is adding one file that sets PLUG to this."""

    code: str
    title: Mapping[str, str]
    hosts: tuple[str, ...]
    target: Callable[[Url], Found | None]
    examples: tuple[tuple[str, str], ...]
    notice_form: NoticeForm
    short_hosts: tuple[str, ...] = ()
    fronts: str = r"(?:www|m|mobile)?"  # what may stand before a host and still show the platform's content
    any_host: bool = False
    demo: bool = False  # a stand-in on this machine: read at any port, and named in no list
    mirror_hosts: tuple[str, ...] = ()
    tracking: frozenset[str] = frozenset()
    schemes: tuple[str, ...] = ()
    opened: Callable[[str], str | None] | None = None  # an address in one of `schemes`, as https
    account_url: Callable[[str], str | None] | None = None
    hashtag_url: Callable[[str], str] | None = None
    login_markers: tuple[str, ...] = ()
    gone_markers: tuple[str, ...] = ()


LABELS = {
    "location": ("Adresse exacte du contenu (URL)", "Exact address of the content (URL)"),
    "law": ("Loi ou article enfreint", "Law or article that is broken"),
    "reasons": ("Pourquoi ce contenu est illicite", "Why this content is illegal"),
    "excerpt": ("Passage en cause", "The passage concerned"),
    "name": ("Nom complet", "Full name"),
    "email": ("Adresse électronique", "E-mail address"),
    "good_faith": ("Déclaration de bonne foi", "Statement of good faith"),
    "ask": ("Mesure demandée", "Measure asked for"),
}


def form_fields(*codes: str) -> tuple[FormField, ...]:
    """The fields of a form in its order, with our plain labels; the elements come from DSA Art. 16(2)."""
    return tuple((code, *LABELS[code]) for code in codes)


BY_LAW = form_fields("location", "reasons", "law", "name", "email", "good_faith")


def by_rules(*rules: Rule) -> Callable[[Url], Found | None]:
    """A `target` that tries rules in order; the first that matches wins."""
    ready = [(rule, re.compile(rule.path, re.ASCII | re.IGNORECASE)) for rule in rules]

    def target(url: Url) -> Found | None:
        path = "/".join(url.segments())
        for rule, pattern in ready:
            by_path = pattern.fullmatch(path)
            found = _try(rule, by_path, url) if by_path else None
            if found:
                return found
        return None

    return target


_SAFE = re.compile(r"[A-Za-z0-9\-._~:@,()]*")  # what `quote` would leave as it is
FORMS = ("what", "how", "form")  # groups that hold a word of the address itself, never a name


def _try(rule: Rule, by_path: re.Match[str], url: Url) -> Found | None:
    groups = _groups(rule, by_path, url)
    if groups is None:
        return None
    for name in (*rule.folded, *FORMS):
        if name in groups:
            groups[name] = folded(groups[name])
    if "tag" in groups:
        tag = hashtag(groups["tag"])
        if tag is None:
            return None
        groups["tag"] = tag
    if rule.kind == "forward":
        return Found(kind="forward", id="", url=rule.url.format(**groups), notes=rule.notes)
    safe = {name: value if _SAFE.fullmatch(value) else quote(value, safe="-._~:@,()") for name, value in groups.items()}
    account = rule.account.format(**groups) if rule.account else None
    return Found(
        kind=rule.kind, id=rule.id.format(**groups), url=rule.url.format(**safe), account=account, notes=rule.notes
    )


def _groups(rule: Rule, by_path: re.Match[str], url: Url) -> dict[str, str] | None:
    by_host = re.fullmatch(rule.host, url.host) if rule.host else None
    if rule.host and not by_host:
        return None
    groups = by_path.groupdict("")
    if by_host:
        groups.update(by_host.groupdict(""))
    for name, shape in rule.args.items():
        value = re.fullmatch(shape, url.arg(name) or "", re.ASCII | re.DOTALL)
        if not value:
            return None
        groups |= {name: value[0], **value.groupdict("")}
    return groups


def folded(name: str) -> str:
    """A name without its case, for platforms that ignore it."""
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).lower())


def hashtag(text: str) -> str | None:
    """A hashtag without # and without case; None when it holds anything but letters, marks, digits and _ ."""
    tag = folded(text.removeprefix("#"))
    fine = all(unicodedata.category(c)[0] in "LMN" or c in "_·・\u200c\u200d" for c in tag)
    return tag if fine and 0 < len(tag) <= 140 and not tag.isdigit() else None
