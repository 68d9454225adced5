"""The public pages in a real Chromium: nothing for axe to say, the form by keyboard alone and without scripts, no way lost."""

import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from fanal.words.lists import OrgKind
from fanal_hub.ledger.models import NoticeRow
from fanal_hub.people.models import Organisation
from tests.hub.public import scene
from tests.hubkit import World

pytestmark = pytest.mark.browser
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
WIDTHS = (390, 1280)


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    block_on_close = False


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Say nothing."""

    def finish(self) -> None:
        """A thread of the server leaves no open database behind."""
        super().finish()
        connections.close_all()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium as the system has it, without a network of its own."""
    os.environ.setdefault(
        "DJANGO_ALLOW_ASYNC_UNSAFE", "true"
    )  # playwright keeps a loop in this thread; our pages are sync
    call_command("collectstatic", interactive=False, verbosity=0)
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield started
        started.close()


@dataclass
class Hub:
    """A hub at its own address."""

    url: str
    browser: Browser

    def open(
        self, width: int = 1280, *, script: bool = True, dark: bool = False, lang: str = "fr-FR"
    ) -> BrowserContext:
        """A fresh window; a script error or a refused resource is an error of the test."""
        context = self.browser.new_context(
            base_url=self.url,
            viewport={"width": width, "height": 844},
            java_script_enabled=script,
            color_scheme="dark" if dark else "light",
            locale=lang,
            service_workers="block",
        )
        context.set_default_timeout(8_000)
        return context


@pytest.fixture
def hub(browser: Browser, client: Client, world: World, sos: Organisation) -> Iterator[Hub]:
    """The hub of this test, served on a port of its own."""
    server = make_server("127.0.0.1", 0, get_wsgi_application(), _Server, _Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield Hub(f"http://127.0.0.1:{server.server_port}", browser)
    server.shutdown()
    server.server_close()
    thread.join(5)
    connections.close_all()


def violations(page: Page) -> list[str]:
    """What axe finds, one line each."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{each['id']}: {node['html'][:120]}" for each in found for node in each["nodes"]]


def fill_in(page: Page) -> None:
    """Answer every question by mouse, up to the last page."""
    page.goto("/report")
    for box in ("input[value=no]", "input[value=threat]"):
        page.check(box)
        page.click(".actions .button")
    page.fill("#id_addresses", "https://x.com/a/status/12")
    page.click(".actions .button")
    page.fill("#id_reasons", "Il menace ma voisine et donne son adresse.")
    page.click(".actions .button")
    page.click(".actions .button")
    page.fill("#id_name", "Ana Exemple")
    page.fill("#id_email", "ana@example.org")
    page.click(".actions .button")
    page.wait_for_selector("#id_good_faith")  # a click only begins to move: the browser refuses to reload half-way
    page.wait_for_load_state()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_has_nothing_to_say(hub: Hub, world: World, sos: Organisation, width: int, dark: bool) -> None:
    world.organisation("Ma Plateforme", OrgKind.PLATFORM, platform="x")
    scene.forum(sos)
    taken = scene.send(sos, "https://forum.example/1")
    referral = scene.put_before(world, sos, taken)
    world.tick(world.now)
    mine, link = f"/s/{taken.ref}/{taken.follow}", f"/a/{scene.link_of(referral.ref)}"
    context = hub.open(width, dark=dark)
    page = context.new_page()
    for address in (
        "/",
        "/report",
        mine,
        f"{mine}/receipt",
        link,
        "/contest",
        "/figures",
        "/log",
        "/verify",
        "/about/privacy",
    ):
        page.goto(address)
        assert (address, violations(page)) == (address, [])
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    fill_in(page)
    assert violations(page) == []
    page.click(".actions .button")  # the declaration is missing: the summary shows, and has the focus
    assert violations(page) == []
    assert page.evaluate("document.activeElement.classList.contains('errors')")
    context.close()


def test_the_form_without_scripts(hub: Hub) -> None:
    context = hub.open(390, script=False)
    page = context.new_page()
    fill_in(page)
    page.click("button[value='edit:why']")
    page.fill("#id_reasons", "Il menace ma voisine, chaque jour.")
    page.click(".back")
    page.click(".actions .button")  # back and on again: what was typed is still there
    assert "chaque jour" in page.content()
    page.check("#id_good_faith")
    page.set_input_files("#id_file", {"name": "a.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n0"})
    page.click(".actions .button")
    assert "/receipt" in page.url
    assert NoticeRow.objects.count() == 1
    page.click("text=Suivre mon signalement")
    assert "a.png" in page.content()
    context.close()


def test_the_browsers_own_back_and_reload_lose_nothing(hub: Hub) -> None:
    context = hub.open()
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    fill_in(page)
    page.reload()
    assert "Ana Exemple" in page.content()
    page.go_back()
    assert page.input_value("#id_name") == "Ana Exemple"
    page.go_back()
    page.go_back()
    assert page.input_value("#id_reasons") == "Il menace ma voisine et donne son adresse."
    context.close()


def test_the_form_by_keyboard_alone(hub: Hub) -> None:
    """Tab, arrows, space, letters and Enter; never the mouse. Enter in a field goes on, and never switches the language."""
    context = hub.open()
    page = context.new_page()
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    keyboard_to(page, ".hero a.button:not(.second)")
    page.keyboard.press("Enter")
    page.wait_for_url("**/report")
    for value in ("no", "threat"):
        keyboard_to(page, "input[type=radio]")
        page.keyboard.press("Space")
        for _ in range(20):
            if page.evaluate("document.activeElement.value") == value:
                break
            page.keyboard.press("ArrowDown")
        with page.expect_navigation():
            page.keyboard.press("Enter")
    type_in(page, "#id_addresses", "https://x.com/a/status/12")
    press(page, ".actions .button")
    type_in(page, "#id_reasons", "Il menace ma voisine et donne son adresse.")
    press(page, ".actions .button")
    press(page, ".actions .button")
    type_in(page, "#id_name", "Ana Exemple")
    type_in(page, "#id_email", "ana@example.org")
    page.keyboard.press("Enter")
    page.wait_for_selector("#id_good_faith")
    assert page.evaluate("document.documentElement.lang") == "fr"
    keyboard_to(page, "#id_good_faith")
    page.keyboard.press("Space")
    press(page, ".actions .button")
    page.wait_for_url("**/receipt")
    assert NoticeRow.objects.count() == 1
    context.close()


def keyboard_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there, and see that it shows."""
    for _ in range(60):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached by keyboard")


def type_in(page: Page, selector: str, text: str) -> None:
    """Go there by keyboard and type."""
    keyboard_to(page, selector)
    page.keyboard.type(text)


def press(page: Page, selector: str) -> None:
    """Go there by keyboard and press Enter."""
    keyboard_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_language_chosen_in_the_middle_keeps_the_answers(hub: Hub) -> None:
    context = hub.open(390)
    page = context.new_page()
    fill_in(page)
    page.click("button[value='lang:en']")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert "Check your answers" in page.content()
    assert "Ana Exemple" in page.content()
    context.close()


def test_nothing_is_asked_of_a_third_party_and_the_page_is_light(hub: Hub) -> None:
    context = hub.open()
    page = context.new_page()
    asked: list[str] = []
    weight: list[int] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("response", lambda response: weight.append(len(response.body())))
    for address in ("/", "/report", "/figures", "/log"):
        weight.clear()
        page.goto(address, wait_until="networkidle")
        assert 0 < sum(weight) < 150_000, address
    assert all(each.startswith((hub.url, "data:")) for each in asked), asked
    context.close()
