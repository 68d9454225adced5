"""One look at a page: the guarded fetch as the facts that a sighting is made of. It says nothing about what was seen."""

import re
from datetime import UTC, datetime

from fanal.exchange import Request, Response
from fanal.flow import Fetched
from fanal_hub.courier.egress import Guard, fetch, guard, is_open

SEEN_FROM = "hub"  # where we look from; a country code once a hub knows its own
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_READABLE = ("text/", "application/xhtml", "application/xml", "application/json", "application/activity")


def look(url: str, by: Guard | None = None) -> Fetched:
    """Fetch a public page once; when egress is closed nothing is fetched, and the error says so."""
    if not is_open():
        return _fetched(url, url, Response(status=None, error="egress_closed"))
    final, response = fetch(Request("GET", url), by or guard())
    return _fetched(url, final, response)


def _fetched(asked: str, final: str, response: Response) -> Fetched:
    return Fetched(
        asked_url=asked,
        final_url=final,
        status=response.status,
        fetched_at=datetime.now(UTC),
        seen_from=SEEN_FROM,
        headers=response.headers,
        body_start=_text(response),
        error=response.error,
    )


def _text(response: Response) -> str:
    """The words of a page, by the charset it names; a picture or a film has none."""
    kind = response.header("content-type").lower()
    if kind and not kind.startswith(_READABLE):
        return ""
    named = _CHARSET.search(kind) or _CHARSET.search(response.body[:1024].decode("latin-1"))
    try:
        return response.body.decode(named[1] if named else "utf-8", "replace")
    except (LookupError, ValueError):  # a charset that nobody knows, or that is none of a page (idna, undefined)
        return response.body.decode("utf-8", "replace")
