"""Addresses in general: reads one text as one web address and folds it; it knows no platform and fetches nothing."""

import ipaddress
import re
import unicodedata
from dataclasses import dataclass, field
from encodings import idna
from functools import lru_cache
from typing import NoReturn
from urllib.parse import quote, unquote, unquote_plus

from fanal.words.errors import AddressError
from fanal.words.say import message

MOST = 4000
KINDS = ("post", "comment", "account", "hashtag", "group", "media", "page", "short_link")
DANGEROUS = frozenset(
    "javascript vbscript data file blob filesystem about view-source jar chrome resource intent".split()
)
TRACKING = frozenset(
    "fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid twclid ttclid li_fat_id igsh igshid mibextid rdid ref_src ref_url "
    "mc_cid mc_eid _ga _gl _hsenc _hsmi mkt_tok vero_id srsltid xtor at_medium at_campaign at_custom wt_mc spm epik".split()
)
TRACKING_STARTS = ("utm_", "hsa_", "pk_", "mtm_", "matomo_", "oly_", "__cft__", "__tn__")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One thing online: `canonical` is the key of "same page for sure", `url` what a person can open."""

    platform: str
    kind: str
    id: str
    account: str | None
    canonical: str
    url: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Url:
    """The parts of a web address, folded: host in ASCII, path and query with one spelling, tracking still there."""

    scheme: str
    host: str
    port: int | None
    path: str
    query: tuple[str, ...]
    fragment: str
    userinfo: str = ""
    notes: tuple[str, ...] = field(default=())

    def segments(self) -> tuple[str, ...]:
        """The parts of the path, decoded, without the empty ones."""
        return tuple(decoded(part) if "%" in part else part for part in self.path.split("/") if part)

    def arg(self, name: str) -> str | None:
        """The first value of a query parameter, decoded; None when absent or empty."""
        for pair in self.query:
            key, _, value = pair.partition("=")
            if unquote_plus(key) == name and value:
                return decoded(value.replace("+", " "))
        return None

    def without_tracking(self, more: frozenset[str] = frozenset()) -> "Url":
        """The same address without the parameters that only follow readers around."""
        kept = tuple(pair for pair in self.query if not is_tracking(pair, more))
        if kept == self.query:
            return self
        return Url(  # each address of a share button passes here: `replace` takes four times as long
            scheme=self.scheme,
            host=self.host,
            port=self.port,
            path=self.path,
            query=kept,
            fragment=self.fragment,
            userinfo=self.userinfo,
            notes=(*self.notes, "tracking_removed"),
        )

    def text(self) -> str:
        """The address written out (RFC 3986 5.3); http survives only beside an unusual port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        start = f"https://{host}" if self.port is None else f"{self.scheme}://{host}:{self.port}"
        query = "?" + "&".join(self.query) if self.query else ""
        return start + self.path + query + (f"#{self.fragment}" if self.fragment else "")


def refuse(code: str, **params: str | int) -> NoReturn:
    """Refuse the address with a message for the person who gave it."""
    raise AddressError(message(code, at="address", **params))


# (1) One clean line of text


def tidy(raw: object) -> tuple[str, tuple[str, ...]]:
    """The text without what surrounds an address in a sentence; refuses hidden characters and more than one address."""
    if not isinstance(raw, str):
        refuse("not_text")
    if len(raw) > MOST:
        refuse("address_too_long", size=len(raw), most=MOST)
    if "\0" in raw:
        refuse("nul_byte")
    text = trimmed(raw)
    if not text:
        refuse("address_empty")
    if not _PLAIN.fullmatch(text):
        _refuse_hidden(text)
    plain = _DEFANGED.sub("http", text.replace("[.]", ".").replace("(.)", "."))
    return plain, (() if plain == text else ("defanged",))


def _refuse_hidden(text: str) -> None:
    for char in text:
        if char.isspace():
            refuse("address_several")
        if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") and char not in "\u200c\u200d":
            refuse("address_hidden_character", found=f"U+{ord(char):04X}")


_PLAIN = re.compile("[!-~]+")  # ASCII that is seen, without spaces: nothing to look for
_DEFANGED = re.compile("^hxxp", re.IGNORECASE)
_LEFT = "<([{\"'«“‘‹"
_RIGHT = ">.,;:!?…\"'»”’›"
_CLOSERS = {")": "(", "]": "[", "}": "{"}


def trimmed(text: str) -> str:
    """Without spaces, marks of direction at the edges, brackets around and the punctuation of the sentence."""
    if text and text[0].isalnum() and text[-1].isalnum():
        return text
    before = None
    while text != before:
        before = text
        text = text.strip().strip("\u200e\u200f\u2066\u2067\u2068\u2069\ufeff\u200b").lstrip(_LEFT).rstrip(_RIGHT)
        if text and text[-1] in _CLOSERS and text.count(text[-1]) > text.count(_CLOSERS[text[-1]]):
            text = text[:-1]
    return text


def finished(url: str) -> str:
    """The address with its last character encoded when a reader would take it for punctuation."""
    return url if trimmed(url) == url else f"{url[:-1]}%{ord(url[-1]):02X}"


# (2) Scheme, authority, path, query, fragment


_SCHEME = re.compile(r"([a-z][a-z0-9+.\-]*):", re.IGNORECASE)


def scheme_of(text: str) -> str | None:
    """The scheme written in the text, lower case; None when there is none ("example.org:8080/" has none)."""
    found = _SCHEME.match(text)
    if not found:
        return None
    scheme = found[1].lower()
    is_host_and_port = "." in scheme and re.match(r"\d{1,5}(?:[/?#]|$)", text[found.end() :])
    return None if is_host_and_port else scheme


_PARTS = re.compile(r"([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)


def read(text: str) -> Url:
    """A tidy text as a web address; raises AddressError with what to do (RFC 3986, WHATWG URL)."""
    scheme = scheme_of(text)
    if scheme in DANGEROUS:
        refuse("address_scheme_dangerous", scheme=scheme or "")
    if scheme not in (None, "http", "https"):
        refuse("address_scheme_unknown", scheme=(scheme or "")[:20])
    rest = (text[len(scheme) + 1 :] if scheme else text).lstrip("/")
    if "\\" in rest and "\\" in re.split(r"[?#]", rest)[0]:
        refuse("address_backslash")
    parts = _PARTS.fullmatch(rest)
    authority, path, query, fragment = (parts[n] or "" for n in range(1, 5)) if parts else ("", "", "", "")
    userinfo, _, place = authority.rpartition("@")
    if userinfo and scheme is None and not path:
        refuse("address_email")
    host, port, notes = _place(place, scheme)
    return Url(
        scheme=scheme or "https",
        host=host,
        port=port,
        path=_without_dots(spelled(path)) or "/",
        query=tuple(spelled(pair) for pair in query.split("&") if pair.strip("=")),
        fragment=spelled(fragment).split(":~:")[0],
        userinfo=userinfo,
        notes=(*notes, *(("userinfo_removed",) if userinfo else ())),
    )


def is_tracking(pair: str, more: frozenset[str] = frozenset()) -> bool:
    """Does this query parameter only say where the reader came from?"""
    name = unquote_plus(pair.partition("=")[0]).lower()
    return name in TRACKING or name in more or name.startswith(TRACKING_STARTS)


def decoded(text: str) -> str:
    """Percent-decoded when that is valid UTF-8; as it was otherwise, so that two addresses never become one."""
    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        return text


_ODD = re.compile(r"%([0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~!$&'()*+,;=:@/?]", re.DOTALL)


def spelled(text: str) -> str:
    """One spelling of percent-encoding (RFC 3986 6.2.2): unreserved characters plain, the rest encoded, hex in capitals."""
    return _ODD.sub(_spelled_once, text)


def _spelled_once(found: re.Match[str]) -> str:
    if not found[1]:
        return quote(found[0], safe="")
    char = chr(int(found[1], 16))
    return char if char.isascii() and (char.isalnum() or char in "-._~") else found[0].upper()


def _without_dots(path: str) -> str:
    kept: list[str] = []
    parts = path.split("/")
    for part in parts:
        if part == ".." and len(kept) > 1:
            kept.pop()
        elif part not in (".", ".."):
            kept.append(part)
    if parts[-1] in (".", ".."):
        kept.append("")
    return "/".join(kept)


# (3) The host


def _place(place: str, scheme: str | None) -> tuple[str, int | None, tuple[str, ...]]:
    name, port = place, ""
    if not place.endswith("]") and ":" in place:
        name, _, port = place.rpartition(":")
    host, notes = _host(name, written=scheme is not None)
    if port and not (re.fullmatch(r"[0-9]{1,5}", port) and 0 < int(port) <= 65535):
        refuse("address_port_bad")
    usual = {"http": "80"}.get(scheme or "", "443")
    return host, (int(port) if port and int(port) != int(usual) else None), notes


@lru_cache(maxsize=1024)
def _host(name: str, *, written: bool) -> tuple[str, tuple[str, ...]]:
    if name.startswith("["):
        return _ipv6(name), ("ip_host",)
    labels = [_label(part) for part in re.split("[.。．｡]", name.removesuffix("."))]
    host = ".".join(labels)
    if len(host) > 253 or not all(labels):
        refuse("address_host_bad" if written or "." in name else "address_not_one")
    if re.fullmatch(r"[0-9]+|0x[0-9a-f]*", labels[-1]):
        return _ipv4(labels, written=written), ("ip_host",)
    if len(labels) == 1 and not written:
        refuse("address_not_one")
    notes = ("idn_host",) if not name.isascii() or any(part.startswith("xn--") for part in labels) else ()
    return host, notes + (("no_dot_host",) if len(labels) == 1 else ())


def _label(part: str) -> str:
    if len(part) > 63 or "\u200c" in part or "\u200d" in part:
        refuse("address_host_bad")
    try:
        label = _ascii(unicodedata.normalize("NFC", part.lower()))
        readable(label)
    except UnicodeError:
        refuse("address_host_bad")
    if not re.fullmatch(r"(?:[a-z0-9_](?:[a-z0-9_\-]{0,61}[a-z0-9_])?)?", label):
        refuse("address_host_bad")
    return label


def _ascii(part: str) -> str:
    if part.isascii():
        return part
    if "ß" in part or "ς" in part:  # UTS 46: kept apart since 2010, where the 2003 tables fold them
        return "xn--" + unicodedata.normalize("NFKC", part).encode("punycode").decode("ascii")
    return idna.ToASCII(part).decode("ascii").lower()


def readable(host: str) -> str:
    """The host with its "xn--" labels in their own script; raises UnicodeError where one is broken."""
    parts = (
        p.removeprefix("xn--").encode("ascii").decode("punycode") if p.startswith("xn--") else p
        for p in host.split(".")
    )
    return ".".join(parts)


def _ipv6(name: str) -> str:
    try:
        if name.endswith("]") and "%" not in name:
            return ipaddress.IPv6Address(name[1:-1]).compressed
    except ValueError:
        pass
    refuse("address_host_bad")


def _ipv4(labels: list[str], *, written: bool) -> str:
    """The four numbers of an address that browsers also read in octal, hexadecimal or as one number (WHATWG URL 3.5)."""
    try:
        numbers = [_number(label) for label in labels]
    except ValueError:
        refuse("address_host_bad")
    *first, last = numbers
    room = 256 ** max(5 - len(labels), 0)
    if len(labels) > 4 or any(n > 255 for n in first) or last >= room or not (written or len(labels) == 4):
        refuse("address_host_bad")
    whole = sum(n << (8 * (3 - at)) for at, n in enumerate(first)) + last
    return str(ipaddress.IPv4Address(whole))


def _number(label: str) -> int:
    if label.startswith("0x"):
        return int(label[2:] or "0", 16)
    return int(label, 8 if label.startswith("0") else 10)


# (4) Hosts that look like another


_TWINS = {
    ord(pair[0]): pair[1]
    for pair in (
        "аa еe оo рp сc уy хx іi јj ѕs һh ԁd ԛq ԝw кk мm тt вb нh гr пn ёe ӏl αa οo ρp νv ιi κk τt υu χx ϲc ϳj "
        "əe ɑa ɡg ɩi ıi łl øo đd ħh 0o 1l 3e 5s"
    ).split()
}


@lru_cache(maxsize=1024)
def looks_like(host: str, known: frozenset[str]) -> bool:
    """Would a hurried reader take this host for one of the known ones (UTS 39 in spirit, by a short hand table)?"""
    shape = skeleton(readable(host.removeprefix("www.")))
    tail = shape.split(".")
    for name in known:
        twin = skeleton(name)
        brand = twin.split(".")[-2]
        as_tail = ".".join(tail[-len(twin.split(".")) :]) == twin or shape.replace(".", "") == twin.replace(".", "")
        inside = f".{twin}." in f".{shape}" or f".{twin}-" in f".{shape}"
        if as_tail or inside or (len(brand) >= 6 and len(tail) >= 2 and tail[-2] == brand):
            return True
    return False


@lru_cache(maxsize=1024)
def skeleton(host: str) -> str:
    """The host as it looks: accents gone, letters of other scripts and digits replaced by their Latin twins."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", host.lower()) if not unicodedata.combining(c))
    return plain.translate(_TWINS).replace("vv", "w").replace("rn", "m").replace("i", "l")
