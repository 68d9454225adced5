"""My notices: what happened to each, the receipt, taking one back; nobody else's."""

import json

import pytest

from fanal.prove.check import Verdict, check
from fanal.words.lists import Ask, Channel, NoticeState, OrgKind, Role
from fanal_hub.ledger.models import NoticeRow
from fanal_hub.ledger.read import streams
from fanal_hub.people.models import Organisation
from fanal_hub.stations import door, seal
from fanal_hub.stations.rows import notifier_of
from tests.hub.desk.errands import client, lines, sending, text
from tests.hub.desk.scene import Scene, empty, notice, post
from tests.hubkit import World


@pytest.fixture
def scene(world: World, sos: Organisation) -> Scene:
    """An association, two analysts, a platform with an account."""
    return empty(world, sos)


def sent(scene: Scene, name: str, *addresses: str) -> str:
    """A notice that the association itself sent; its reference."""
    given = {**notice(*addresses), "notifier": None}
    entry = door.Entry(
        handler=scene.sos, channel=Channel.DESK, notifier=notifier_of(scene.sos), good_faith=True, sender="org:sos-test"
    )
    ref = door.receive(given, entry).ref
    scene.world.settle("triage")
    now = streams.notice_now(ref)
    assert now is not None
    scene.cases[name] = now.cases[0]
    return ref


def test_the_list_says_where_each_stands_and_can_be_filtered(scene: Scene) -> None:
    """In words: to qualify, referred, answered; withdrawn ones apart."""
    waits, went, back = sent(scene, "waits", post(1)), sent(scene, "went", post(2)), sent(scene, "back", post(3))
    scene.answer(scene.refer("went", Ask.REMOVE))
    browser = client(scene.world, scene.sos, Role.NOTIFIER)
    browser.post(f"/desk/notices/{back}/withdraw")
    shown = text(browser.get("/desk/notices"))
    assert all(each in shown for each in (waits, went, back, "To qualify", "Answered", "Withdrawn"))
    for stage, there, not_there in (
        ("waiting", waits, went),
        ("referred", went, waits),
        ("withdrawn", back, went),
    ):
        kept = text(browser.get(f"/desk/notices?stage={stage}"))
        assert there in kept, stage
        assert not_there not in kept, stage
    assert "No notice with these filters" in text(browser.get("/desk/notices?category=sexism"))


@pytest.mark.parametrize("query", ["before=x", "before=2026_1", "before=9999-99-99_1", "stage=zz", "before=_"])
def test_a_cursor_or_filter_that_is_not_ours_is_no_error(scene: Scene, query: str) -> None:
    """The first page is shown."""
    ref = sent(scene, "one", post(1))
    answer = client(scene.world, scene.sos, Role.NOTIFIER).get(f"/desk/notices?{query}")
    assert (answer.status_code, ref in text(answer)) == (200, True)


def test_pages_hold_every_notice_once(scene: Scene) -> None:
    """Walked by the cursor, newest first."""
    refs = [sent(scene, f"n{n}", post(n)) for n in range(43)]
    browser = client(scene.world, scene.sos, Role.NOTIFIER)
    first = browser.get("/desk/notices")
    second = browser.get(first.context["next"])
    found = [row["ref"] for page in (first, second) for row in page.context["rows"]]
    assert found == refs[::-1]
    assert second.context["next"] == ""


def test_a_notice_tells_its_story_and_the_case_is_linked_for_analysts_only(scene: Scene) -> None:
    """A notifier without the analyst's role is not sent to a page that would refuse them."""
    ref = sent(scene, "went", post(1), post(2))
    scene.answer(scene.refer("went", Ask.REMOVE))
    shown = client(scene.world, scene.sos, Role.NOTIFIER).get(f"/desk/notices/{ref}")
    assert shown.status_code == 200
    for words in ("Answer for", "Removed", "Plateforme X", "Qualified"):
        assert words in text(shown)
    case = f"/desk/cases/{scene.cases['went']}".encode()
    assert case not in shown.content
    assert b"/desk/referrals/" not in shown.content
    assert case in client(scene.world, scene.sos, Role.ANALYST, Role.READER).get(f"/desk/notices/{ref}").content


def test_the_receipt_verifies_before_and_after_the_checkpoint(scene: Scene) -> None:
    """As `fanal check` reads it."""
    ref = sent(scene, "one", post(1))
    browser = client(scene.world, scene.sos, Role.NOTIFIER)
    early = browser.get(f"/desk/notices/{ref}/receipt.json")
    assert "proof" not in json.loads(early.content)
    assert check(early.content).verdict is Verdict.VERIFIED
    seal.seal(scene.world.now)
    late = browser.get(f"/desk/notices/{ref}/receipt.json")
    assert {"receipt", "proof", "checkpoint", "vkey"} == json.loads(late.content).keys()
    assert check(late.content).verdict is Verdict.VERIFIED


def test_a_notice_is_taken_back_once_and_stays_in_the_record(scene: Scene) -> None:
    """GET changes nothing."""
    ref = sent(scene, "one", post(1))
    browser = client(scene.world, scene.sos, Role.NOTIFIER)
    assert browser.get(f"/desk/notices/{ref}/withdraw").status_code == 405
    for _ in range(2):
        assert browser.post(f"/desk/notices/{ref}/withdraw").status_code == 302
    now = streams.notice_now(ref)
    assert now is not None
    assert now.state == NoticeState.WITHDRAWN
    assert "This notice was a mistake" not in text(browser.get(f"/desk/notices/{ref}"))


def test_other_organisations_notices_and_citizens_notices_are_not_mine(scene: Scene) -> None:
    """404, and the notice stands."""
    mine = sent(scene, "one", post(1))
    scene.take_in("citizen", notice(post(2)))
    citizen = NoticeRow.objects.exclude(ref=mine).get().ref
    other = client(scene.world, scene.world.organisation("Autre", OrgKind.ASSOCIATION), Role.NOTIFIER, Role.ANALYST)
    own = client(scene.world, scene.sos, Role.NOTIFIER)
    for browser, ref in ((other, mine), (own, citizen), (own, "N-0000-0000"), (own, "x\x00y")):
        assert browser.get(f"/desk/notices/{ref}").status_code == 404
        assert browser.get(f"/desk/notices/{ref}/receipt.json").status_code == 404
        assert browser.post(f"/desk/notices/{ref}/withdraw").status_code == 404
    now = streams.notice_now(mine)
    assert now is not None
    assert now.state == NoticeState.TRIAGED


def test_a_locked_notice_shows_no_address(scene: Scene) -> None:
    """Child abuse: the locator is in the vault, and the page says nothing of it."""
    browser = client(scene.world, scene.sos, Role.NOTIFIER)
    page = browser.post("/desk/send", lines(post(9), category="child_abuse"))
    where = browser.post("/desk/send", sending(page))["Location"]
    scene.world.settle("triage")
    shown = browser.get(where)
    assert shown.status_code == 200
    assert post(9) not in text(shown)
    assert browser.get("/desk/notices").status_code == 200
