"""Addresses that deceive, hide, or nearly meet: each table is named after what goes wrong."""

from typing import Any

import pytest

from fanal.platforms import canonical
from fanal.words.errors import AddressError
from fanal.words.say import LANGS, say

VIDEO = "https://www.youtube.com/watch?v=aBcDeFgHiJ0"
POST = "https://x.com/lampe_bleue/status/1700000000000000001"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("javascript:alert(1)", "address_scheme_dangerous"),
        ("  JavaScript:alert(1)", "address_scheme_dangerous"),
        ("vbscript:x", "address_scheme_dangerous"),
        ("data:text/html,<b>", "address_scheme_dangerous"),
        ("file:///etc/passwd", "address_scheme_dangerous"),
        ("blob:https://x.com/1-2", "address_scheme_dangerous"),
        ("view-source:https://x.com", "address_scheme_dangerous"),
        ("https://l.facebook.com/l.php?u=javascript%3Aalert(1)", "address_scheme_dangerous"),
        ("ftp://example.org/a", "address_scheme_unknown"),
        ("mailto:lanterne@example.org", "address_scheme_unknown"),
        ("lanterne@example.org", "address_email"),
        ("https://x.com\\@evil.example", "address_backslash"),
        ("https:\\\\x.com\\a", "address_backslash"),
        ("https://x.com/a\0b", "nul_byte"),
        ("\0", "nul_byte"),
        ("https://x.com/\u202egpj.a", "address_hidden_character"),
        ("https://x.com/a\u200bb", "address_hidden_character"),
        ("https://x.com/\ud800", "address_hidden_character"),
        ("https://x.com/\x1b[2J", "address_hidden_character"),
        ("https://x.com/a https://x.com/b", "address_several"),
        ("https://x.com/a\nhttps://x.com/b", "address_several"),
        ("voici le lien", "address_several"),
        ("https://example.org/" + "a" * 4000, "address_too_long"),
        ("", "address_empty"),
        (" \t<> ", "address_empty"),
        ("bonjour", "address_not_one"),
        ("https://", "address_host_bad"),
        ("https:///", "address_host_bad"),
        ("https://a..b/", "address_host_bad"),
        ("https://x%2Ecom/a", "address_host_bad"),
        ("https://xn--.com/", "address_host_bad"),
        ("https://ex\u200dample.org/", "address_host_bad"),
        ("https://1.2.3.4.5/", "address_host_bad"),
        ("https://1.2.3.999/", "address_host_bad"),
        ("https://[::1/", "address_host_bad"),
        ("https://[fe80::1%25eth0]/", "address_host_bad"),
        (f"https://{'a' * 64}.org/", "address_host_bad"),
        ("https://example.org:99999/", "address_port_bad"),
        ("https://example.org:٣/", "address_port_bad"),
        ("@la_lanterne", "address_platform_needed"),
        ("#phare", "address_platform_needed"),
        ("tg://settings", "address_not_one"),
        (None, "not_text"),
        (42, "not_text"),
        (b"https://x.com", "not_text"),
        (["https://x.com"], "not_text"),
    ],
)
def test_refused_with_what_to_do(raw: Any, code: str) -> None:
    """Each refusal is an AddressError with a message in both languages, at the address."""
    with pytest.raises(AddressError) as refusal:
        canonical(raw)
    (only,) = refusal.value.messages
    assert (only.code, only.at) == (code, "address")
    assert len({say(only, lang) for lang in LANGS}) == 2


@pytest.mark.parametrize(
    ("raw", "host"),
    [
        ("https://x.com.evil.example/a/status/1700000000000000001", "x.com.evil.example"),
        ("https://tvvitter.com/a/status/1700000000000000001", "tvvitter.com"),
        ("https://xn--u1a.com/a/status/1700000000000000001", "xn--u1a.com"),
        ("https://х.com/a/status/1700000000000000001", "xn--u1a.com"),
        ("https://хcom/a", "xn--com-kfd"),
        ("https://youtube.com@evil.example/watch?v=aBcDeFgHiJ0", "evil.example"),
        ("https://www.youtube.com:pass@evil.example/watch?v=aBcDeFgHiJ0", "evil.example"),
        ("https://faceb00k.com/groups/phares", "faceb00k.com"),
        ("https://lnstagram.com/p/AbC-dEf_012/", "lnstagram.com"),
        ("https://www.facebook.com-verify.example/login", "www.facebook.com-verify.example"),
        ("https://instagram.example/p/AbC-dEf_012/", "instagram.example"),
        ("https://tvvitter.com/@a/110000000000000042", "tvvitter.com"),
    ],
)
def test_host_that_looks_right_is_a_plain_page(raw: str, host: str) -> None:
    """A wrong host never becomes the platform, nor Mastodon by its shape."""
    found = canonical(raw)
    assert (found.platform, found.kind) == ("web", "page")
    assert found.url.split("/")[2] == host
    assert "lookalike_host" in found.notes


@pytest.mark.parametrize(
    "raw",
    [
        "https://vxtwitter.com/lampe_bleue/status/1700000000000000001",
        "https://nitter.net/lampe_bleue/status/1",
        "https://www.ddinstagram.com/p/AbC-dEf_012/",
    ],
)
def test_mirror_is_not_the_platform(raw: str) -> None:
    """Another company serves a mirror: the platform cannot remove what stands there."""
    found = canonical(raw)
    assert found.platform == "web"
    assert "mirror_host" in found.notes


@pytest.mark.parametrize(
    "raw",
    ["https://x.community.example/a", "https://netflix.com/a", "https://example.org/x.com", "https://mediavk.com/"],
)
def test_innocent_host_is_not_accused(raw: str) -> None:
    """A name that only contains letters of a platform is no disguise."""
    assert "lookalike_host" not in canonical(raw).notes


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (VIDEO, VIDEO + "&lc=UgxLanternLantern0042AaABAg"),
        (VIDEO + "&lc=UgxLanternLantern0042AaABAg", VIDEO + "&lc=UgxLanternLantern0043AaABAg"),
        (VIDEO + "&lc=UgxLanternLantern0042AaABAg", VIDEO + "&lc=UgxLanternLantern0042AaABAg.9abcDEF"),
        (VIDEO, "https://www.youtube.com/watch?v=abcdefghij0"),
        (POST, "https://x.com/lampe_bleue/status/1700000000000000002"),
        ("https://www.instagram.com/p/AbC-dEf_012/", "https://www.instagram.com/p/abc-def_012/"),
        ("https://www.instagram.com/p/AbC-dEf_012/", "https://www.instagram.com/p/AbC-dEf_012/c/17900000000000001/"),
        ("https://www.facebook.com/a/posts/1234567890123", "https://www.facebook.com/a/posts/1234567890123?comment_id=777000111"),
        ("https://www.reddit.com/comments/1abcde/t/", "https://www.reddit.com/comments/1abcde/t/kfghij9/"),
        ("https://t.me/la_lanterne/12", "https://t.me/la_lanterne/12?comment=99"),
        ("https://t.me/+AbCdEfGhIjKlMnOp", "https://t.me/+abCdEfGhIjKlMnOp"),
        ("https://mamot.fr/@a/110000000000000042", "https://piaille.fr/@a/110000000000000042"),
        ("https://vk.com/wall-1_2", "https://vk.com/wall-1_2?reply=3"),
        ("https://www.youtube.com/c/lanterne", "https://www.youtube.com/@lanterne"),
        ("https://example.org/a?b=1", "https://example.org/a?b=2"),
        ("https://example.org/A", "https://example.org/a"),
        ("https://example.org/%FF", "https://example.org/%EF%BF%BD"),
        ("https://example.org/a%2Fb", "https://example.org/a/b"),
        ("https://x.com/a/status/12", "https://x.com:8080/a/status/12"),
        ("https://phare.example/billet", "https://phare.example/billet#comment-42"),
        ("https://fr.wikipedia.org/wiki/Phare", "https://fr.wikipedia.org/wiki/Discussion:Phare"),
        ("https://fr.wikipedia.org/wiki/Phare", "https://en.wikipedia.org/wiki/Phare"),
        ("https://bit.ly/AbCdEf1", "https://bit.ly/abcdef1"),
        ("https://bit.ly/AbCdEf1", "https://bit.ly/AbCdEf1:/"),
    ],
)  # fmt: skip
def test_near_addresses_of_two_things_stay_apart(one: str, other: str) -> None:
    """A false merge would attach a notice to the wrong thing."""
    assert canonical(one).canonical != canonical(other).canonical


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (VIDEO, VIDEO + "&t=42s&si=Zz&utm_source=a&fbclid=b#comments"),
        (POST, "HTTP://MOBILE.TWITTER.COM/LAMPE_BLEUE/STATUS/1700000000000000001/?s=46&t=abc#"),
        (POST, "//x.com/i/status/1700000000000000001"),
        (POST, "hxxps://x[.]com/lampe_bleue/status/1700000000000000001"),
        (POST, "https://ｘ.com/lampe_bleue/status/1700000000000000001"),
        (POST, "https://x.com./lampe_bleue/status/1700000000000000001"),
        (POST, "https://user:secret@x.com:443/lampe_bleue/status/1700000000000000001"),
        ("https://example.org/a/b?x=1&y=%C3%A9", "http://EXAMPLE.org:80/a/./c/../b?utm_source=q&x=1&y=%c3%a9#"),
        ("https://example.org/~a", "https://example.org/%7Ea"),
        ("https://bücher.example/", "https://xn--bcher-kva.example"),
        ("http://127.0.0.1/", "http://0x7f.1/"),
        ("http://127.0.0.1/", "http://2130706433/"),
        ("https://www.facebook.com/La.Lanterne", "https://m.facebook.com/lalanterne/"),
        ("https://fr.wikipedia.org/wiki/Phare_(b%C3%A2timent)", "(https://fr.m.wikipedia.org/wiki/phare (bâtiment))".replace(" ", "_")),
        ("https://la_lanterne.t.me/12", "tg:resolve?domain=la_lanterne&post=12"),
    ],
)  # fmt: skip
def test_two_spellings_of_one_thing_meet(one: str, other: str) -> None:
    """Hosts, tracking, case, encodings and wrappers do not make another thing."""
    assert canonical(one).canonical == canonical(other).canonical


@pytest.mark.parametrize(
    ("raw", "platform", "kind", "expected"),
    [
        ("#Phare", "x", None, "x:hashtag:phare"),
        ("＃Phare", "instagram", None, "instagram:hashtag:phare"),
        ("#Éteint", "tiktok", None, "tiktok:hashtag:éteint"),
        ("#phare", "mastodon", None, "mastodon:hashtag:phare"),
        ("#phare", "threads", None, "threads:hashtag:phare"),
        ("#phare", "vk", None, "vk:hashtag:phare"),
        ("phare", "youtube", "hashtag", "youtube:hashtag:phare"),
        ("@La_Lanterne", "x", None, "x:account:la_lanterne"),
        ("La_Lanterne", "telegram", "account", "telegram:account:la_lanterne"),
        ("@La-Lanterne", "youtube", None, "youtube:account:@la-lanterne"),
        ("UCabcdefghijklmnopqrstu0", "youtube", "account", "youtube:account:UCabcdefghijklmnopqrstu0"),
        ("@Lanterne.bsky.social", "bluesky", None, "bluesky:account:lanterne.bsky.social"),
        ("@La_Lanterne@phare.example", None, None, "mastodon:account:la_lanterne@phare.example"),
        ("100000000000042", "facebook", "account", "facebook:account:100000000000042"),
    ],
)
def test_bare_account_or_hashtag_needs_only_its_platform(
    raw: str, platform: str | None, kind: str | None, expected: str
) -> None:
    """And it meets the same thing given by its address."""
    found = canonical(raw, platform=platform, kind=kind)
    assert found.canonical == expected
    assert canonical(found.url).canonical == expected


@pytest.mark.parametrize(
    ("raw", "platform", "kind", "code"),
    [
        ("#phare", "telegram", None, "address_no_hashtag_page"),
        ("#phare", "web", None, "address_no_hashtag_page"),
        ("#a b", "x", None, "address_several"),
        ("#a/b", "x", None, "address_hashtag_bad"),
        ("#2025", "x", None, "address_hashtag_bad"),
        ("@a", "web", None, "address_no_account_page"),
        ("@a/b", "x", None, "address_account_bad"),
        ("@home", "x", None, "address_account_bad"),
        ("@la_lanterne", "mastodon", None, "address_account_bad"),
        (POST, "twitterr", None, "address_platform_unknown"),
        (POST, None, "tweet", "address_kind_unknown"),
        (POST, ["x"], None, "address_platform_unknown"),
    ],
)
def test_bad_hints_are_refused(raw: str, platform: Any, kind: Any, code: str) -> None:
    """With the field that is wrong."""
    with pytest.raises(AddressError) as refusal:
        canonical(raw, platform=platform, kind=kind)
    assert [each.code for each in refusal.value.messages] == [code]


SHORT = "https://t.co/AbCd012345"


def test_known_short_link_leads_to_its_thing() -> None:
    """Through as many known short links as there are, and it says so."""
    known = {
        "web:short_link:bit.ly/AbCdEf1": SHORT + "?amp=1",
        "x:short_link:t.co/AbCd012345": POST + "?s=20",
    }
    found = canonical("http://bit.ly/AbCdEf1/", redirects=known)
    assert found.canonical == canonical(POST).canonical
    assert "short_link" in found.notes


@pytest.mark.parametrize(
    "known",
    [
        {},
        {"x:short_link:t.co/AbCd012345": SHORT},
        {"x:short_link:t.co/AbCd012345": "https://bit.ly/AbCdEf1", "web:short_link:bit.ly/AbCdEf1": SHORT},
        {"x:short_link:t.co/AbCd012345": "javascript:alert(1)"},
    ],
    ids=["unknown", "loop", "long loop", "dangerous"],
)
def test_short_link_that_leads_nowhere_stays_itself(known: dict[str, str]) -> None:
    """It is still the thing that was notified, and another short link is another thing."""
    found = canonical(SHORT, redirects=known)
    assert (found.kind, found.url) == ("short_link", SHORT)


def test_wrappers_in_wrappers_come_to_an_end() -> None:
    """A tower of redirects is refused, not followed for ever."""
    raw = POST
    for _ in range(8):
        raw = "https://www.google.com/url?q=" + raw.replace("%", "%25").replace("&", "%26")
    with pytest.raises(AddressError) as refusal:
        canonical(raw)
    assert refusal.value.messages[0].code == "address_too_deep"


@pytest.mark.parametrize(
    ("raw", "note"),
    [
        (POST + "?s=20", "tracking_removed"),
        ("https://m.facebook.com/lalanterne", "mobile_host"),
        ("https://bücher.example/", "idn_host"),
        ("http://10.0.0.1/", "ip_host"),
        ("http://[2001:db8::1]/", "ip_host"),
        ("http://intranet/", "no_dot_host"),
        ("https://a:b@example.org/", "userinfo_removed"),
        (VIDEO + "&lc=UgxLanternLantern0042AaABAg", "comment_of"),
        ("https://www.tiktok.com/embed/v2/7500000000000000001", "embed"),
        ("https://phare-example.translate.goog/a", "translated"),
        ("https://mamot.fr/@a@phare.example/110000000000000043", "remote_copy"),
        ("tg://resolve?domain=la_lanterne&post=12", "app_link"),
        (SHORT, "unresolved"),
    ],
)
def test_note_says_what_was_done(raw: str, note: str) -> None:
    """A person can see why the address changed."""
    assert note in canonical(raw).notes
