"""What a reader would see of a fetched page: its words and its own summary. It runs no script and judges nothing."""

import hashlib
import html
import re

from fanal.text.fold import fold_key

MOST = 300_000  # characters of a page that are looked at
_UNSEEN = re.compile(
    r"<(script|style|template|noscript)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL
)
_TITLE = re.compile(r"<title\b[^<>]*>([^<]*)", re.IGNORECASE)
_META = re.compile(r"<meta\b[^<>]*>", re.IGNORECASE)
_META_NAME = re.compile(
    r"""(?:name|property)\s*=\s*["']?(?:og:title|og:description|description)["'\s/>]""", re.IGNORECASE
)
_META_CONTENT = re.compile(r"""content\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


def visible_text(body: str) -> str:
    """The title, the page's own summary and its words, on one line; scripts, styles and comments left out.

    NOTE: platforms carry all their messages, "this page is gone" included, in the scripts of every page.
    """
    seen = _UNSEEN.sub(" ", body[:MOST])
    return " ".join(html.unescape(f"{_summary(seen)} {_TAG.sub(' ', seen)}").split())


def page_digest(body: str, salt: bytes) -> str:
    """A salted SHA-256 of what the page says it shows (title and summary, else its words), digits left out.

    Counters, dates and session marks change at every load: a digest of the bytes would always say "changed".
    """
    seen = _UNSEEN.sub(" ", body[:MOST])
    said = html.unescape(_summary(seen)).strip() or visible_text(body)
    plain = re.sub(r"[0-9]", "", fold_key(said))
    return hashlib.sha256(salt + plain.encode()).hexdigest()


def _summary(seen: str) -> str:
    title = _TITLE.search(seen)
    parts = [title[1] if title else ""]
    for meta in _META.findall(seen):
        content = _META_CONTENT.search(meta)
        if content and _META_NAME.search(meta):
            parts.append(content[1] or content[2] or "")
    return " ".join(parts)
