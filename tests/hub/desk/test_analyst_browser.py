"""The analyst's pages in a real browser: readable by a screen reader, walked by keyboard, no wider than a phone."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from playwright.sync_api import Page

from tests.hub.desk.scene import Scene
from tests.hub.desk.served import chromium, served, signed_in

T = TypeVar("T")
pytestmark = pytest.mark.browser
# Rules of WCAG 2.2 A and AA.
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


def places(scene: Scene) -> list[str]:
    case, target = scene.case("open"), scene.case("open").targets[0].id
    answered, assisted = scene.case("answered"), scene.case("assisted")
    return [
        "/desk/queue",
        "/desk/search?q=marché",
        f"/desk/cases/{case.ref}",
        f"/desk/cases/{answered.ref}",
        f"/desk/cases/{case.ref}/targets/{target}",
        f"/desk/cases/{case.ref}/qualify",
        f"/desk/cases/{scene.cases['judged']}/refer",
        f"/desk/cases/{scene.cases['judged']}/evidence",
        f"/desk/referrals/{answered.referrals[0]}",
        f"/desk/referrals/{assisted.referrals[0]}/assist",
        f"/desk/referrals/{assisted.referrals[0]}/answer",
        f"/desk/cases/{case.ref}/hold",
    ]


def apart(read: Callable[[], T]) -> T:
    """Read the ledger in a thread of its own: Playwright keeps a loop, and another test's connection, in this one."""

    def closing() -> T:
        try:
            return read()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(closing).result()


@pytest.fixture
def open_page(scene: Scene, request: pytest.FixtureRequest) -> Iterator[tuple[Page, str]]:
    """A signed-in window."""
    width, lang = request.param
    client = scene.client(scene.analyst, lang)
    with served() as home, chromium() as browser:
        context = signed_in(browser, home, client, width, lang)
        yield context.new_page(), home
        context.close()


@pytest.mark.parametrize(("open_page", "most"), [((390, "fr"), 99), ((1280, "en"), 6)], indirect=["open_page"])
def test_pages_are_accessible_fit_and_load_nothing_from_elsewhere(
    scene: Scene, open_page: tuple[Page, str], most: int
) -> None:
    page, home = open_page
    asked: list[str] = []
    page.on("request", lambda each: asked.append(each.url))
    wrong: dict[str, list[str]] = {}
    for place in apart(lambda: places(scene))[:most]:
        answer = page.goto(home + place)
        assert answer is not None
        assert answer.status == 200, place
        found = [
            f"{each['id']}: {each['nodes'][0]['html'][:120]}"
            for each in Axe().run(page, options=RULES).response["violations"]
        ]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append("wider than the window")
        if found:
            wrong[place] = found
    assert wrong == {}
    assert [each for each in asked if not each.startswith((home, "data:"))] == []


@pytest.mark.parametrize("open_page", [(1280, "en")], indirect=True)
def test_queue_is_walked_by_keyboard_and_q_qualifies(scene: Scene, open_page: tuple[Page, str]) -> None:
    page, home = open_page
    page.goto(f"{home}/desk/queue")
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.evaluate("document.activeElement.href")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.href").endswith(scene.cases["danger"])
    assert second != page.evaluate("document.activeElement.href")
    page.keyboard.press("q")
    page.wait_for_url(f"**/{scene.cases['danger']}/qualify")
    page.go_back()
    page.keyboard.press("j")
    page.keyboard.press("d")
    page.wait_for_url(f"**/{scene.cases['danger']}/qualify?aside")
    assert page.locator("[name=verdict][value=aside]").is_checked()


@pytest.mark.parametrize("open_page", [(1280, "en")], indirect=True)
def test_a_whole_judgement_by_mouse_with_errors_on_the_way(scene: Scene, open_page: tuple[Page, str]) -> None:
    page, home = open_page
    page.goto(f"{home}/desk/cases/{scene.cases['danger']}/qualify")
    page.get_by_role("button", name="Record the judgement").click()
    assert page.locator(".errors").is_visible()
    assert page.evaluate("document.activeElement.className") == "errors"
    page.get_by_text("Qualify: this is illegal").click()
    page.locator("[name=offences]").first.check()
    page.locator("[name=asks][value=alert_danger]").check()
    page.get_by_role("button", name="Record the judgement").click()
    page.wait_for_url("**/refer")
    page.get_by_role("button", name="Confirm and refer").click()
    page.wait_for_url(f"**/cases/{scene.cases['danger']}")
    assert apart(lambda: scene.case("danger")).referrals


@pytest.mark.parametrize("open_page", [(1280, "fr")], indirect=True)
def test_text_is_not_read_before_it_is_asked_for(scene: Scene, open_page: tuple[Page, str]) -> None:
    page, home = open_page
    page.goto(f"{home}/desk/cases/{scene.cases['open']}")
    hidden = page.locator("details.veil > div").first
    assert not hidden.is_visible()
    page.locator("details.veil > summary").first.click()
    assert hidden.is_visible()
