"""The contract of a platform's file: enough examples, each right, each stable, labels in both languages, honest form."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from fanal import platforms
from fanal.address import KINDS
from fanal.platforms import PLATFORMS, Platform, canonical
from fanal.platforms.base import LABELS

EXAMPLES = [(code, *example) for code, plug in PLATFORMS.items() for example in plug.examples]
PLUGS = pytest.mark.parametrize("plug", PLATFORMS.values(), ids=PLATFORMS.keys())


@pytest.mark.parametrize(("code", "shared", "expected"), EXAMPLES)
def test_example_is_read_as_its_file_says(code: str, shared: str, expected: str) -> None:
    """The shared form leads to the canonical key, and the key is made of what the address says."""
    found = canonical(shared)
    assert found.canonical == expected
    assert found.canonical == f"{found.platform}:{found.kind}:{found.id}"
    assert found.kind in KINDS
    assert found.url.startswith(("https://", "http://"))


@pytest.mark.parametrize(("code", "shared", "expected"), EXAMPLES)
def test_clean_url_leads_back_to_the_same_thing(code: str, shared: str, expected: str) -> None:
    """Reading what we write changes nothing."""
    first = canonical(shared)
    again = canonical(first.url)
    assert (again.canonical, again.url, again.platform) == (first.canonical, first.url, first.platform)


@pytest.mark.parametrize("hint", PLATFORMS)
def test_hint_never_moves_an_address(hint: str) -> None:
    """A notifier who names the wrong platform does not change what the address says."""
    links = [(shared, expected) for _, shared, expected in EXAMPLES if not shared.startswith("@")]
    moved = [shared for shared, expected in links if canonical(shared, platform=hint).canonical != expected]
    assert moved == []


@pytest.mark.parametrize("dress", [" {} ", "<{}>", "({}).", "«\u00a0{}\u00a0»", "{}\n", "{},"])
def test_what_surrounds_an_address_does_not_count(dress: str) -> None:
    """Mails and chats wrap addresses in brackets, quotes and punctuation."""
    moved = [shared for _, shared, expected in EXAMPLES if canonical(dress.format(shared)).canonical != expected]
    assert moved == []


@PLUGS
def test_plug_shows_six_examples_of_its_own(plug: Platform) -> None:
    """Fewer examples prove nothing; at least half must stay on the platform."""
    assert len(plug.examples) >= 6
    assert 2 * sum(key.startswith(f"{plug.code}:") for _, key in plug.examples) >= len(plug.examples)


@PLUGS
def test_plug_speaks_both_languages(plug: Platform) -> None:
    """French and English, everywhere a person reads."""
    assert set(plug.title) == {"fr", "en"}
    assert all(fr and en for _, fr, en in plug.notice_form.fields)


@PLUGS
def test_notice_form_claims_no_more_than_is_known(plug: Platform) -> None:
    """Elements of DSA Art. 16(2) are there; without an address the confidence is C, with one it is on https."""
    form = plug.notice_form
    codes = [code for code, _, _ in form.fields]
    assert {"location", "reasons", "name", "email", "good_faith"} <= set(codes) <= set(LABELS)
    assert len(set(codes)) == len(codes)
    assert form.confidence in {"A", "B", "C"}
    assert (form.url is None) == (form.confidence == "C")
    assert form.url is None or urlsplit(form.url).scheme == "https"


@PLUGS
def test_plug_knows_how_its_pages_say_no(plug: Platform) -> None:
    """The verify step needs words of a tombstone page."""
    assert plug.gone_markers


def test_no_host_has_two_owners() -> None:
    """Two files that claim one host would make the answer depend on their order."""
    hosts = [host for plug in PLATFORMS.values() for host in plug.hosts + plug.short_hosts + plug.mirror_hosts]
    assert sorted(set(hosts)) == sorted(hosts)


def test_every_file_is_one_platform_named_after_it() -> None:
    """Adding a platform is adding one file: the registry finds it, nothing else names it."""
    folder = Path(platforms.__file__).parent
    files = {path.stem for path in folder.glob("*.py")} - {"__init__", "base"}
    assert files == set(PLATFORMS)


def test_promised_platforms_are_there() -> None:
    """The closed list of the first release."""
    promised = (
        "x facebook instagram threads youtube tiktok snapchat telegram whatsapp bluesky mastodon reddit discord twitch vk "
        "linkedin pinterest wikipedia dailymotion leetchi lepotcommun web"
    )
    assert set(promised.split()) == {code for code, plug in PLATFORMS.items() if not plug.demo}
