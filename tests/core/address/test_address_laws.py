"""Laws of addresses: whatever comes in, only AddressError goes out; and what we write reads back as the same thing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal.address import MOST
from fanal.platforms import PLATFORMS, canonical
from fanal.words.errors import AddressError

SHARED = sorted({shared for plug in PLATFORMS.values() for shared, _ in plug.examples})
JUNK = st.text(alphabet="/?#&=%.@:;,!'\"()[]{}<> \\+-_~aZ09éßİ％\u202e\u200d\ud800", max_size=6)
HINTS = st.sampled_from([None, *PLATFORMS])
KINDS = st.sampled_from([None, "account", "hashtag", "post"])


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """An example that was cut, spliced with another, dirtied or put in the other letter case."""
    raw = draw(st.sampled_from(SHARED))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(raw)))
        tail = draw(st.sampled_from([raw[at:], raw[at + 2 :], raw[at:].swapcase(), draw(st.sampled_from(SHARED))[at:]]))
        raw = raw[:at] + draw(JUNK) + tail
    return raw


@given(raw=st.text(), platform=HINTS, kind=KINDS)
def test_any_text_is_read_or_refused(raw: str, platform: str | None, kind: str | None) -> None:
    """No other exception, and never an empty key."""
    _stable(raw, platform, kind)


@given(raw=damaged(), platform=HINTS, kind=KINDS)
def test_damaged_address_is_stable_or_refused(raw: str, platform: str | None, kind: str | None) -> None:
    """canonical(canonical(u).url) is canonical(u)."""
    _stable(raw, platform, kind)


@given(
    host=st.from_regex(r"[a-zа-яé0-9\-.]{1,20}\.[a-z]{2,6}", fullmatch=True),
    path=st.text(max_size=30),
    scheme=st.sampled_from(["https://", "http://", "HTTPS://", "//", ""]),
)
def test_any_page_is_stable_or_refused(host: str, path: str, scheme: str) -> None:
    """The same for the open web, with hosts of every script."""
    _stable(f"{scheme}{host}/{path}", None, None)


@given(tag=st.text(min_size=1, max_size=30), platform=st.sampled_from(sorted(PLATFORMS)))
def test_any_hashtag_is_stable_or_refused(tag: str, platform: str) -> None:
    """Letter case folds once and for all, in every script."""
    _stable("#" + tag, platform, None)


@settings(max_examples=15)
@given(more=st.text(alphabet="abc%/", min_size=MOST))
def test_nothing_long_gets_in(more: str) -> None:
    """The bound is on the text as given."""
    with pytest.raises(AddressError, match="the most is"):
        canonical("https://example.org/" + more)


def _stable(raw: str, platform: str | None, kind: str | None) -> None:
    try:
        first = canonical(raw, platform=platform, kind=kind)
    except AddressError:
        return
    again = canonical(first.url)
    assert (again.canonical, again.url) == (first.canonical, first.url)
    assert first.id
    assert first.url.isascii()
