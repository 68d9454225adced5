"""What was noticed while an address was read, in words: why it does not look like what was pasted. It reads no address itself."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


class Noted(NamedTuple):
    """A note with its tone: info for what was mended, warn for what a person should look at."""

    words: str
    tone: str


_MENDED: Mapping[str, Promise] = {
    "tracking_removed": gettext_lazy("tracking parameters removed"),
    "mobile_host": gettext_lazy("mobile address turned into the usual one"),
    "short_link": gettext_lazy("short link followed"),
    "embed": gettext_lazy("embedded player turned into its page"),
    "wrapped": gettext_lazy("taken out of a redirection"),
    "app_link": gettext_lazy("link of the app turned into its page"),
    "userinfo_removed": gettext_lazy("name and password removed from the address"),
    "same_as_above": gettext_lazy("the same page as a line above"),
    "given_twice": gettext_lazy("given twice: counted once"),
    "direction_removed": gettext_lazy("characters that turn the reading direction removed"),
    "comment_of": gettext_lazy("a comment, not what it is written under"),
    "text_destroyed": gettext_lazy("the text is not kept, only the place"),
}
_TO_LOOK_AT: Mapping[str, Promise] = {
    "unresolved": gettext_lazy("short link not resolved: it may be the same page as another"),
    "redirect_refused": gettext_lazy("the short link leads nowhere we can read: it is kept as it is"),
    "login_wall": gettext_lazy("this is the platform's login page: check that the link is the right one"),
    "private": gettext_lazy("private place: we may not be able to look at it"),
    "remote_copy": gettext_lazy("a copy seen from another server: the original is elsewhere"),
    "idn_host": gettext_lazy("the site's name uses unusual letters: check it"),
    "no_dot_host": gettext_lazy("the site's name has no dot: check it"),
    "ip_host": gettext_lazy("a number instead of a site's name"),
    "mirror_host": gettext_lazy("a mirror of a platform, not the platform itself"),
    "lookalike_host": gettext_lazy("looks like a known platform, and is not"),
    "no_address": gettext_lazy("no address: nothing to look at later"),
}


def noted(codes: Iterable[str]) -> list[Noted]:
    """The notes of an address; a code of another version is left out, for it would say nothing to a person."""
    found = [Noted(str(_TO_LOOK_AT[each]), "warn") for each in codes if each in _TO_LOOK_AT]
    return found + [Noted(str(_MENDED[each]), "info") for each in codes if each in _MENDED]
