"""Reporting, inbox and administration in a real Chromium: pages fit, are light, please axe, and work by keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from fanal.words.lists import Ask, Role
from fanal_hub.people.models import Organisation
from tests.hub.desk import served
from tests.hub.desk.errands import client, lines
from tests.hub.desk.scene import Scene, empty, notice, post
from tests.hubkit import World

pytestmark = pytest.mark.browser
MOST_BYTES = 150_000
OURS = (
    "send",
    "import",
    "templates",
    "notices",
    "settings/organisation",
    "settings/policy",
    "settings/members",
    "settings/organisations",
    "settings/organisations/new",
    "settings/recipients",
    "settings/export",
    "settings/agreements",
    "settings/agreements/new",
)


@pytest.fixture
def scene(world: World, sos: Organisation) -> Scene:
    """Something to answer."""
    made = empty(world, sos)
    made.take_in("two", notice(post(2), post(3)))
    made.refer("two", Ask.REMOVE)
    return made


def faults(page: Page, address: str, width: int, lang: str) -> list[str]:
    """What is wrong with one page."""
    weight: list[int] = []
    wrong: list[str] = []
    page.on("response", lambda seen: weight.append(len(seen.body()) if seen.ok else 0))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.goto(address)
    wide = page.evaluate("document.documentElement.scrollWidth")
    found = Axe().run(page).response["violations"]
    wrong += [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]
    wrong += [f"{wide} px wide"] if wide > width else []
    wrong += [f"{sum(weight)} bytes"] if sum(weight) > MOST_BYTES else []
    wrong += [] if page.get_attribute("html", "lang") == lang else ["wrong language"]
    page.close()
    return [f"{address} {width} {lang}: {each}" for each in wrong]


@pytest.mark.parametrize(("width", "lang"), [(390, "fr"), (1280, "en")])
def test_the_pages_fit_and_axe_finds_nothing(scene: Scene, width: int, lang: str) -> None:
    """Association, administration and platform."""
    ours = client(scene.world, scene.sos, *Role)
    theirs = client(scene.world, scene.platform, Role.ANALYST)
    ref = scene.case("two").referrals[0]
    pages = {
        ours: [*OURS, "profile", "settings/tokens/new", "settings/members/new"],
        theirs: ["inbox", f"inbox/{ref}", f"inbox/answer?referral={ref}"],
    }
    wrong: list[str] = []
    with served.served() as home, served.chromium() as browser:
        for who, paths in pages.items():
            window = served.signed_in(browser, home, who, width, lang)
            for path in paths:
                wrong += faults(window.new_page(), f"{home}/desk/{path}", width, lang)
    assert wrong == []


def test_lines_are_pasted_looked_at_and_sent_by_keyboard(scene: Scene) -> None:
    """Without a mouse, and the focus is on what is to correct."""
    who = client(scene.world, scene.sos, Role.NOTIFIER)
    with served.served() as home, served.chromium() as browser:
        context = served.signed_in(browser, home, who, 390, "fr")
        page = context.new_page()
        page.goto(f"{home}/desk/send")
        page.fill("#id_lines", "javascript:alert(1)")
        page.select_option("#id_category", "racism")
        page.fill("#id_reasons", str(lines()["reasons"]))
        page.focus("button[value=look]")
        page.keyboard.press("Enter")
        page.wait_for_selector(".errors")
        assert "La ligne 1 est illisible" in page.inner_text(".errors")
        page.fill("#id_lines", f"{post(1)}?s=20\n@grincheux tiktok")
        page.focus("button[value=look]")
        page.keyboard.press("Enter")
        page.wait_for_selector("button[value=send]")
        assert "paramètres de suivi retirés" in page.inner_text("main")
        assert not Axe().run(page).response["violations"]
        page.focus("#id_good_faith")
        page.keyboard.press("Space")
        page.focus("button[value=send]")
        page.keyboard.press("Enter")
        page.wait_for_url("**/desk/notices/N-*")
        assert "Envoyé. Le récépissé" in page.inner_text("main")
        assert not Axe().run(page).response["violations"]
        context.close()
