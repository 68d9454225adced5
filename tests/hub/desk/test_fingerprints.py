"""The page of published fingerprints: who may publish, who may open the list to others, keys that are shown twice."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings

from fanal.words.lists import MatchFeedback, Role
from fanal_hub.ledger import nearby, write
from fanal_hub.ledger.models_shared import SharedHashRow, SubscriberRow
from fanal_hub.ledger.plan import Plan
from fanal_hub.people.models import Person
from fanal_hub.stations import sharing
from tests.hub.desk.scene import Scene
from tests.hub.desk.served import chromium, served, signed_in
from tests.hub.desk.test_analyst_browser import RULES

CODES = [bytes([n] * 32) for n in (1, 2)]
PAGE = "/desk/fingerprints"


@pytest.fixture
def target(scene: Scene) -> str:
    """A qualified target whose pictures have fingerprints."""
    case = scene.case("judged")
    found = case.targets[0].id
    prints = [("image", code, 0, 90) for code in CODES]
    write.submit(Plan(beside=(nearby.fingerprints(case.handler, found, prints),)))
    return found


@pytest.fixture
def admin(scene: Scene) -> Person:
    return scene.world.person("admin@sos.example", scene.sos, Role.ADMIN)


def place(scene: Scene, target: str) -> str:
    return f"/desk/cases/{scene.cases['judged']}/targets/{target}/publish"


def test_an_analyst_publishes_and_takes_back_and_the_history_tells(scene: Scene, target: str) -> None:
    client = scene.client(scene.analyst)
    assert scene.cases["judged"] in client.get(PAGE).content.decode()
    assert client.post(place(scene, target), follow=True).status_code == 200
    rows = list(SharedHashRow.objects.order_by("id"))
    assert len(rows) == 2
    page = client.get(PAGE).content.decode()
    assert all(each.id in page for each in rows)
    away = f"{PAGE}/{rows[0].id}/withdraw"
    assert client.post(away, {}).status_code == 422
    assert client.post(away, {"why": "expired"}).status_code == 422  # a reason of the hub's, and not of a person
    assert client.post(away, {"why": "too_broad"}).status_code == 302
    assert client.post(away, {"why": "too_broad"}).status_code == 404
    assert SharedHashRow.objects.filter(withdrawn_at__isnull=False).count() == 1
    story = client.get(f"/desk/cases/{scene.cases['judged']}/history").content.decode()
    assert "2 fingerprints were published by Analyst" in story
    assert "A published fingerprint was taken back" in story


def test_publishing_twice_says_why_not(scene: Scene, target: str) -> None:
    client = scene.client(scene.analyst)
    client.post(place(scene, target))
    page = client.post(place(scene, target), follow=True).content.decode()
    assert "published already" in page
    assert SharedHashRow.objects.count() == 2


def test_an_administrator_opens_the_list_and_an_analyst_does_not(scene: Scene, target: str, admin: Person) -> None:
    for who, allowed in ((admin, True), (scene.analyst, False)):
        client = scene.client(who)
        assert client.get(PAGE).status_code == 200
        assert (client.get(f"{PAGE}/subscribers/new").status_code == 200) is allowed
        assert (client.post(place(scene, target)).status_code == 403) is allowed
    assert SubscriberRow.objects.count() == 0


def test_keys_are_shown_once_and_revoked_for_good(scene: Scene, admin: Person) -> None:
    client = scene.client(admin)
    assert client.post(f"{PAGE}/subscribers/new", {"name": " "}).status_code == 422
    made = client.post(f"{PAGE}/subscribers/new", {"name": "Plateforme amie"})
    keys = made.context["made"]
    assert keys.second_key in made.content.decode()
    assert made.context["line"] == f"{keys.first_key},{keys.second_key},{settings.FANAL_URL}/api/v1/hashes"
    page = client.get(PAGE).content.decode()
    assert "Plateforme amie" in page
    assert keys.second_key not in page
    assert client.post(f"{PAGE}/subscribers/{keys.first_key}/revoke").status_code == 302
    assert SubscriberRow.objects.get().revoked_at is not None


def test_what_a_subscriber_says_stands_beside_the_fingerprint(scene: Scene, target: str) -> None:
    client = scene.client(scene.analyst)
    client.post(place(scene, target))
    keys = sharing.subscribe(scene.hand, "Plateforme amie")
    sharing.feed_back(SubscriberRow.objects.get(id=keys.first_key), {CODES[0]: MatchFeedback.DISPUTED})
    page = client.get(PAGE).content.decode()
    assert "Found, disputed" in page
    story = client.get(f"/desk/cases/{scene.cases['judged']}/history").content.decode()
    assert "Subscriber: Plateforme amie." in story


def test_a_platform_has_no_such_page(scene: Scene) -> None:
    host = scene.world.person("host@x.example", scene.platform, Role.ANALYST, Role.ADMIN)
    assert scene.client(host).get(PAGE).status_code == 403


@pytest.fixture
def full(scene: Scene, target: str) -> Scene:
    """Something in every part of the page."""
    scene.client(scene.analyst).post(place(scene, target))
    keys = sharing.subscribe(scene.hand, "Plateforme amie")
    sharing.feed_back(SubscriberRow.objects.get(id=keys.first_key), {CODES[0]: MatchFeedback.DISPUTED})
    return scene


@pytest.mark.browser
@pytest.mark.parametrize(("width", "lang"), [(1280, "en"), (390, "fr")])
def test_the_page_is_readable_by_everybody_and_no_wider_than_a_phone(
    full: Scene, admin: Person, width: int, lang: str
) -> None:
    client = full.client(admin, lang)
    with served() as home, chromium() as browser:
        page = signed_in(browser, home, client, width, lang).new_page()
        for address in (PAGE, f"{PAGE}/subscribers/new"):
            page.goto(home + address)
            faults = Axe().run(page, options=RULES).response["violations"]
            assert [each["id"] for each in faults] == [], address
            assert page.evaluate("document.documentElement.scrollWidth") <= width
