"""What is known of short links: used at the door, suggested afterwards, kept apart for each organisation, erased."""

import argparse
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fanal.notice.events import RelationNoted
from fanal.notice.facts import SetAside, Verdict
from fanal.words.lists import Ask, Category, OrgKind, Role, SetAsideReason
from fanal_hub import bring
from fanal_hub.ledger.models import MentionContent, ShortLinkRow, TargetContent
from fanal_hub.ledger.read import cases, streams
from fanal_hub.people.models import Organisation
from fanal_hub.stations import judge, links, locked, purge
from tests.hub.courier.knobs import Settings
from tests.hub.desk.errands import client, text
from tests.hub.links.errands import command, listed, only, take_in, tick
from tests.hub.links.short_host import POST
from tests.hubkit import World

KEY = "x:post:1967442965691440001"


# --- using ----------------------------------------------------------------------------------------------------------
def test_the_next_notice_with_the_link_is_read_as_its_end(
    world: World, sos: Organisation, resolving: Settings, link: Callable[[str], str]
) -> None:
    take_in(world, sos, link("post"))
    tick()
    direct = take_in(world, sos, POST)
    again = take_in(world, sos, link("post"))
    assert again.ref == direct.ref, "canonical equality attaches by itself"
    mention = MentionContent.objects.order_by("id").last()
    assert mention is not None
    assert (mention.canonical, mention.address) == (KEY, link("post"))
    assert "short_link" in mention.notes
    page = text(client(world, sos, Role.READER).get(f"/desk/cases/{direct.ref}/targets/{direct.targets[0].id}"))
    assert "Short link. This hub followed it on" in page


@pytest.mark.parametrize("first", ["link", "page"])
def test_a_target_that_came_before_is_suggested_and_stays_where_it_is(
    world: World, sos: Organisation, resolving: Settings, link: Callable[[str], str], first: str
) -> None:
    given = [link("post"), POST] if first == "link" else [POST, link("post")]
    made = [take_in(world, sos, each) for each in given]
    short, page = made if first == "link" else made[::-1]
    assert links.relate(datetime.now(UTC)) == 0
    tick()
    assert links.relate(datetime.now(UTC)) == 1
    assert links.relate(datetime.now(UTC)) == 0, "once"
    now = streams.case_now(short.ref)
    assert now is not None
    [noted] = [
        each.event
        for each in cases.story(now)
        if isinstance(each.event, RelationNoted) and each.event.evidence == ("short_link",)
    ]
    assert (noted.other_case, noted.other_target) == (page.ref, page.targets[0].id)
    assert [len(each.targets) for each in (now, page)] == [1, 1]


def test_what_was_set_aside_is_not_suggested(
    world: World, sos: Organisation, resolving: Settings, link: Callable[[str], str]
) -> None:
    take_in(world, sos, link("post"))
    page = take_in(world, sos, POST)
    hand = judge.Hand(organisation=sos, by="p-x")
    judge.qualify(hand, page.ref, [SetAside(target=page.targets[0].id, reason=SetAsideReason.LEGAL, note="Licite.")])
    tick()
    assert links.relate(datetime.now(UTC)) == 0


def test_what_another_organisation_resolved_is_not_known_here(
    world: World, sos: Organisation, resolving: Settings, link: Callable[[str], str]
) -> None:
    """Otherwise a link that resolves at once would tell that somebody else has it."""
    other = world.organisation("Autre", OrgKind.ASSOCIATION)
    take_in(world, sos, link("post"))
    tick()
    take_in(world, other, link("post"))
    theirs = MentionContent.objects.get(handler=other.ref)
    assert theirs.canonical != KEY
    assert "unresolved" in theirs.notes
    assert ShortLinkRow.objects.get(handler=other.ref).leads == ""


def test_what_was_seen_long_ago_is_asked_again(
    world: World, sos: Organisation, resolving: Settings, link: Callable[[str], str]
) -> None:
    take_in(world, sos, link("post"))
    tick()
    tick(timedelta(days=31))
    assert not ShortLinkRow.objects.exists()


# --- given ----------------------------------------------------------------------------------------------------------
def test_a_list_for_the_whole_hub_serves_every_organisation(
    world: World, sos: Organisation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = listed(
        tmp_path / "l.csv", ("https://bit.ly/a", POST), ("https://example.org/", POST), ("bit.ly/b", "bit.ly/a")
    )
    assert command(place) == 1
    assert "2 short links kept, 1 refused" in capsys.readouterr().out
    other = world.organisation("Autre", OrgKind.ASSOCIATION)
    for where in (sos, other):
        case = take_in(world, where, "https://bit.ly/b")
        assert cases.contents(case.ref)[case.targets[0].id].canonical == KEY


def test_a_list_of_one_organisation_serves_nobody_else(world: World, sos: Organisation, tmp_path: Path) -> None:
    assert command(listed(tmp_path / "l.csv", ("https://bit.ly/a", POST)), sos.ref) == 0
    other = world.organisation("Autre", OrgKind.ASSOCIATION)
    mine, theirs = (take_in(world, where, "https://bit.ly/a") for where in (sos, other))
    assert cases.contents(mine.ref)[mine.targets[0].id].canonical == KEY
    assert cases.contents(theirs.ref)[theirs.targets[0].id].canonical != KEY


def test_a_link_given_again_leads_where_the_last_list_says(sos: Organisation, tmp_path: Path) -> None:
    command(listed(tmp_path / "l.csv", ("https://bit.ly/a", "https://example.org/1")), sos.ref)
    command(listed(tmp_path / "l.csv", ("https://bit.ly/a", POST)), sos.ref)
    assert only().leads_to == POST


@pytest.mark.parametrize(("organisation", "content"), [("nobody", "short_url,resolves_to\n"), ("", "a,b\n")])
def test_a_wrong_call_keeps_nothing(sos: Organisation, tmp_path: Path, organisation: str, content: str) -> None:
    place = tmp_path / "l.csv"
    place.write_text(content, encoding="utf-8")
    assert command(place, organisation) == 2
    assert command(tmp_path / "none.csv") == 2
    assert not ShortLinkRow.objects.exists()


def test_an_import_leaves_its_redirects_to_the_notices_that_follow(sos: Organisation, tmp_path: Path) -> None:
    row = {
        "url": "https://bit.ly/a",
        "category": "racism",
        "reasons": "Ce message appelle à la haine contre un groupe.",
    }
    place = tmp_path / "rows.jsonl"
    place.write_text(json.dumps(row) + "\n", encoding="utf-8")
    given = listed(tmp_path / "l.csv", ("https://bit.ly/a", POST), ("https://t.co/b", POST))
    named = {"file": str(place), "redirects": str(given), "refusals": None, "url": None, "token": "", "lang": "en"}
    assert bring.run(argparse.Namespace(**named, organisation=sos.ref, good_faith=True)) == 0
    assert MentionContent.objects.get().canonical == KEY
    assert list(ShortLinkRow.objects.values_list("handler", "way", "leads_to").distinct()) == [(sos.ref, "given", POST)]


# --- erasing --------------------------------------------------------------------------------------------------------
def test_a_purged_case_takes_its_links_along(
    world: World, sos: Organisation, resolving: Settings, link: Callable[[str], str]
) -> None:
    take_in(world, sos, link("post"))
    tick()
    direct = take_in(world, sos, POST)
    purge.purge(direct.expires_at + timedelta(seconds=1))
    assert not ShortLinkRow.objects.exists()
    assert not TargetContent.objects.exists()


def test_nothing_of_child_abuse_material_stays_in_the_store(
    world: World,
    sos: Organisation,
    resolving: Settings,
    link: Callable[[str], str],
    seen: list[tuple[str, str]],
    tmp_path: Path,
) -> None:
    """Neither a link that is reported as such, nor a list's word on where it leads; and it is never asked for."""
    take_in(world, sos, link("twice"), category=Category.CHILD_ABUSE)
    assert not ShortLinkRow.objects.exists()
    command(listed(tmp_path / "l.csv", ("https://bit.ly/a", POST)))
    take_in(world, sos, POST, category=Category.CHILD_ABUSE)
    assert not ShortLinkRow.objects.exists()
    assert tick() == 0
    assert seen == []


def test_what_a_person_judges_to_be_child_abuse_leaves_the_store(
    world: World, sos: Organisation, tmp_path: Path
) -> None:
    command(listed(tmp_path / "l.csv", ("https://bit.ly/a", POST)))
    case = take_in(world, sos, "https://bit.ly/a")
    said = [Verdict(target=case.targets[0].id, offences=(min(locked.offences()),), asks=(Ask.REMOVE,), note="Motif.")]
    judge.qualify(judge.Hand(organisation=sos, by="p-x"), case.ref, said)
    assert not ShortLinkRow.objects.exists()
