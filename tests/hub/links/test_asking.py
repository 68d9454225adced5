"""Asking short hosts, on a real server on loopback: only where allowed, never to the end, later and later."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from fanal_hub.ledger import write
from fanal_hub.ledger.models import ShortLinkRow
from fanal_hub.ledger.read.links import due
from fanal_hub.people.models import Organisation
from fanal_hub.stations import links
from tests.hub.courier.knobs import Settings
from tests.hub.links.errands import only, take_in, tick
from tests.hub.links.short_host import POST
from tests.hubkit import World


# --- asking ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["post", "twice", "nohead"])
def test_a_link_is_followed_and_the_page_at_its_end_is_never_asked(
    world: World,
    sos: Organisation,
    resolving: Settings,
    link: Callable[[str], str],
    seen: list[tuple[str, str]],
    name: str,
) -> None:
    take_in(world, sos, link(name))
    assert seen == []
    assert tick() == 1
    row = only()
    assert (row.leads_to, row.way, row.error, row.again_at) == (POST, "resolved", "", None)
    assert {path for _, path in seen} <= {"/post", "/twice", "/nohead"}
    assert tick() == 0


@pytest.mark.parametrize(
    ("name", "error", "again"),
    [
        ("ring", "loop", False),
        ("script", "redirect_refused", False),
        ("file", "redirect_refused", False),
        ("long", "redirect_refused", False),
        ("inside", "not_public", False),
        ("elsewhere", "not_public", False),
        ("giant", "broken", True),
        ("busy", "busy", True),
        ("endless", "no_redirect", True),
        ("gone", "gone", False),
    ],
)
def test_a_link_that_leads_nowhere_is_remembered_so(
    world: World,
    sos: Organisation,
    resolving: Settings,
    link: Callable[[str], str],
    seen: list[tuple[str, str]],
    name: str,
    error: str,
    again: bool,
) -> None:
    take_in(world, sos, link(name))
    tick()
    row = only()
    assert (row.leads_to, row.error, row.again_at is not None) == ("", error, again)
    assert not any("secret" in path for _, path in seen)


def test_a_server_that_drips_is_left(
    world: World, sos: Organisation, resolving: Settings, link: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "SECONDS", 0.5)
    take_in(world, sos, link("slow"))
    tick()
    assert only().error == "timeout"


@pytest.mark.parametrize(("setting", "egress"), [("off", "listed"), ("resolve", "closed"), ("", "listed")])
def test_nothing_is_asked_unless_somebody_opened_it(
    world: World,
    sos: Organisation,
    resolving: Settings,
    link: Callable[[str], str],
    seen: list[tuple[str, str]],
    setting: str,
    egress: str,
) -> None:
    resolving.FANAL_SHORT_LINKS, resolving.FANAL_EGRESS = setting, egress
    take_in(world, sos, link("post"))
    assert tick() == 0
    assert seen == []
    assert only().again_at is not None, "it is tried once somebody does"


def test_a_host_that_the_way_out_does_not_let_through_costs_no_try(
    world: World, sos: Organisation, resolving: Settings, link: Callable[[str], str], seen: list[tuple[str, str]]
) -> None:
    resolving.FANAL_EGRESS_ALLOW = ("s.standin.localhost:1",)
    take_in(world, sos, link("post"))
    tick()
    assert (only().error, only().tries, seen) == ("egress_denied", 0, [])
    assert only().again_at is not None


def test_one_link_of_a_host_at_a_time(
    world: World, sos: Organisation, resolving: Settings, link: Callable[[str], str], seen: list[tuple[str, str]]
) -> None:
    take_in(world, sos, link("post"), link("twice"))
    assert [tick(), tick(), tick()] == [1, 1, 0]


def test_a_failure_is_tried_again_later_and_later_and_then_no_more(
    world: World, sos: Organisation, resolving: Settings, link: Callable[[str], str]
) -> None:
    take_in(world, sos, link("busy"))
    tries, later = 0, timedelta()
    while tries < 10 and tick(later):
        tries += 1
        row = only()
        assert row.tries == tries
        if row.again_at is None:
            break
        assert tick(row.again_at - datetime.now(UTC) - timedelta(minutes=1)) == 0
        later = row.again_at - datetime.now(UTC)
    assert tries == 6


def test_a_crowd_of_links_of_one_host_holds_nobody_else_back(world: World) -> None:
    now = datetime.now(UTC)
    urls = [*(f"https://bit.ly/{n:06}" for n in range(450)), "https://tinyurl.com/abc"]
    rows = [
        ShortLinkRow(
            handler="sos-test", short=f"{n:064}", canonical=url, url=url, at=now, again_at=now + timedelta(0, n)
        )
        for n, url in enumerate(urls)
    ]
    write.run(lambda: ShortLinkRow.objects.bulk_create(rows))
    found = due(now + timedelta(days=1), 10)
    assert [each.url for each in found] == [urls[0], urls[-1]]
