"""The queue and the search: order, filters, cursors that are none of ours, words that are no words."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fanal.words.lists import Category
from fanal_hub.desk import queue
from fanal_hub.ledger.read import cases
from fanal_hub.people.models import Organisation
from tests.hub.desk.scene import TEXT, Scene, empty, notice, post
from tests.hubkit import World


def refs(page: bytes) -> list[str]:
    return list(dict.fromkeys(re.findall(r"/desk/cases/(C-[0-9A-Z-]+)\"", page.decode())))


def test_danger_comes_first_with_its_reasons_and_settled_cases_are_not_there(scene: Scene) -> None:
    page = scene.client(scene.analyst).get("/desk/queue")
    found = refs(page.content)
    assert found[0] == scene.cases["danger"]
    assert set(found) == {scene.cases[name] for name in ("danger", "open", "forty", "judged")}
    first = page.context["rows"][0]
    assert first["level"] == "danger"
    assert first["reasons"]
    assert next(each for each in page.context["rows"] if each["ref"] == scene.cases["open"])["notices"] == 2


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"danger": "1"}, {"danger"}),
        ({"category": "threat"}, {"danger"}),
        ({"category": "lgbt"}, set()),
        ({"state": "referred"}, {"answered", "assisted"}),
        ({"state": "qualified", "category": "racism"}, {"judged"}),
        ({"state": "nonsense"}, {"danger", "open", "forty", "judged"}),
    ],
)
def test_filters(scene: Scene, asked: dict[str, str], names: set[str]) -> None:
    page = scene.client(scene.analyst).get("/desk/queue", asked)
    assert page.status_code == 200
    assert set(refs(page.content)) == {scene.cases[name] for name in names}


@pytest.mark.parametrize(
    "cursor", ["x", "1_2_3", "99999999999999999999_2026-01-01T00:00:00+00:00_C", "__", "\0", "1_2026-01-01_C"]
)
def test_cursor_that_is_none_of_ours_shows_the_first_page(scene: Scene, cursor: str) -> None:
    page = scene.client(scene.analyst).get("/desk/queue", {"after": cursor})
    assert page.status_code == 200


def test_pages_follow_each_other_and_lose_nothing(
    world: World, sos: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = empty(world, sos)
    for n in range(7):
        category = Category.THREAT if n % 3 == 0 else Category.RACISM
        scene.take_in(
            f"c{n}", notice(post(n, f"user{n}"), category=category, text=f"Texte numéro {n} tout à fait différent")
        )
    monkeypatch.setattr(queue, "ON_A_PAGE", 2)
    client, seen, place = scene.client(scene.analyst), [], "/desk/queue"
    while place:
        page = client.get(place)
        seen += refs(page.content)
        place = page.context["next"]
    assert len(seen) == len(set(seen)) == 7
    whole = [each.ref for each in cases.queue(sos.ref).rows]
    assert seen == whole


def test_page_counts_nothing_beyond_its_bound(scene: Scene) -> None:
    client = scene.client(scene.analyst)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get("/desk/queue")
    counts = [each["sql"] for each in asked if "COUNT(" in each["sql"].upper()]
    assert counts
    assert all("LIMIT" in each for each in counts)
    assert len(asked) < 20


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("marché Syldavie", "open"),
        ("@grincheux", "open"),
        ("https://x.com/grincheux/status/1726000000000000002?utm_source=x", "open"),
        ("https://twitter.com/grincheux/status/1726000000000000002", "open"),
        ("https://www.facebook.com/grincheux/posts/123456789", "open"),
    ],
)
def test_search_finds_by_words_account_and_any_form_of_an_address(scene: Scene, asked: str, name: str) -> None:
    page = scene.client(scene.analyst).get("/desk/search", {"q": asked})
    assert scene.cases[name] in page.content.decode()


def test_reference_jumps_to_its_page_however_it_is_typed(scene: Scene) -> None:
    client = scene.client(scene.analyst)
    case = scene.cases["open"]
    first = scene.case("open").targets[0].mentions[0].split("/")[0]
    referral = scene.case("answered").referrals[0]
    for asked, place in (
        (case.lower(), f"cases/{case}"),
        (first, f"cases/{case}"),
        (referral, f"referrals/{referral}"),
    ):
        assert client.get("/desk/search", {"q": f" {asked} "})["Location"] == f"/desk/{place}"


@pytest.mark.parametrize(
    "asked", ["", "   ", "\0", '"', '" OR "', "NEAR(", "*", "a" * 5_000, "#", "@", "C-ZZZZ-ZZZZ", "http://[", "‮مرحبا"]
)
def test_questions_that_are_no_questions(scene: Scene, asked: str) -> None:
    assert scene.client(scene.analyst).get("/desk/search", {"q": asked}).status_code == 200


def test_text_of_a_hit_is_hidden_until_asked_for(scene: Scene) -> None:
    page = scene.client(scene.analyst).get("/desk/search", {"q": "marché"}).content.decode()
    before, _, _ = page.partition(TEXT[:30])
    assert before.rindex('<details class="veil"') > before.rindex("</article>") if "</article>" in before else True
    assert TEXT[:30] in page


def test_limitation_counts_from_the_publication(scene: Scene) -> None:
    row = next(
        each
        for each in scene.client(scene.analyst).get("/desk/queue").context["rows"]
        if each["ref"] == scene.cases["open"]
    )
    left = row["limitation"]["due_at"] - datetime.now(UTC)
    assert timedelta(days=310) < left < timedelta(days=326)
