"""The five-minute walk of the README, in a real browser against the hub as `make run` starts it.

Report, qualify, answer, the page is gone, the sighting agrees, the notifier is told.
"""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.ports import free_port

PASSWORD = "fanal-demo-2026"  # printed by the demo itself
BROWSER = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[tuple[str, str, Path]]:
    """The demo hub in a process of its own: its address, the stand-in's address, its folder."""
    port, standin = free_port(), free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("FANAL_", "DJANGO_"))},
        "FANAL_HOME": str(tmp_path / "home"),
        "FANAL_PORT": str(port),
        "FANAL_STANDIN_PORT": str(standin),
    }
    with (tmp_path / "server.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "fanal_hub.manage", "run"], env=environment, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            _wait(port, tmp_path / "server.log")
            yield f"http://127.0.0.1:{port}", f"http://standin.localhost:{standin}", tmp_path / "home"
        finally:
            server.send_signal(2)  # Ctrl-C
            assert server.wait(30) == 0, "Ctrl-C stops it cleanly"


def _wait(port: int, log: Path) -> None:
    for _ in range(600):
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(log.read_text())


@pytest.fixture
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(BROWSER))
        yield made
        made.close()


def _next(page: Page) -> None:
    page.locator("main").get_by_role("button", name=re.compile("Continuer|Envoyer")).first.click()


def _log_in(browser: Browser, hub: str, email: str) -> Page:
    page = browser.new_context(locale="fr").new_page()
    page.goto(f"{hub}/desk/login")
    page.get_by_label("Adresse électronique").fill(email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.locator("main").get_by_role("button").click()
    expect(page).not_to_have_url(re.compile("login"))
    return page


def _until(page: Page, words: str | re.Pattern[str], *, seconds: int = 40) -> None:
    """Reload until the page says so: stations work beside the screen."""
    for _ in range(seconds):
        if page.get_by_text(words).count():
            return
        time.sleep(1)
        page.reload()
    raise AssertionError(f"never said {words!r}: {page.locator('main').inner_text()[:2000]}")


@pytest.mark.browser
@pytest.mark.slow
def test_newcomer_sees_the_whole_loop(hub: tuple[str, str, Path], browser: Browser) -> None:
    here, standin, home = hub
    post = f"{standin}/@grincheux/post/5"

    # (1) a person reports a post of the stand-in platform
    citizen = browser.new_context(locale="fr").new_page()
    number, follow = _send_notice(citizen, here, post)

    # (2) the association finds it, judges it and sends it
    analyst = _log_in(browser, here, "association@demo.example")
    _judge(analyst, here, number)

    # (3) the platform answers "removed"
    platform = _log_in(browser, here, "plateforme@demo.example")
    _answer(platform, here)

    # (4) the post is really removed at the source
    citizen.goto(f"{standin}/")
    citizen.locator("form[action*='/@grincheux/post/5'] button").click()
    gone = citizen.goto(post)
    assert gone is not None
    assert gone.status == 410

    # (5) the sighting agrees, and the notifier is told
    citizen.goto(follow)
    _until(citizen, re.compile("disparu|Disparu|plus en ligne|vérifi", re.I))
    letters = "\n".join(each.read_text() for each in (home / "outbox").glob("*.eml"))
    assert number in letters
    assert "Syldavie" not in letters


def _send_notice(page: Page, here: str, post: str) -> tuple[str, str]:
    page.goto(f"{here}/report")
    page.get_by_label("Non, ou je ne sais pas").check()
    _next(page)
    page.get_by_label("Haine : origine, couleur, nationalité").check()
    _next(page)
    page.locator("textarea").first.fill(post)
    _next(page)
    page.locator("textarea").first.fill("Ce message appelle à chasser des habitants en raison de leur origine.")
    _next(page)
    _next(page)
    page.locator("input[name=name]").fill("Dominique Exemple")
    page.locator("input[name=email]").fill("dominique@exemple.example")
    page.locator("input[name=side]").first.check()
    _next(page)
    page.locator("input[name=good_faith]").check()
    page.locator("main").get_by_role("button", name=re.compile("Envoyer")).click()
    expect(page.get_by_text(re.compile(r"N-[0-9A-Z]{4}-[0-9A-Z]{4}")).first).to_be_visible()
    number = re.search(r"N-[0-9A-Z]{4}-[0-9A-Z]{4}", page.locator("main").inner_text())
    assert number is not None
    return number.group(), page.url.removesuffix("/receipt")


def _judge(page: Page, here: str, number: str) -> None:
    page.goto(f"{here}/desk/search?q={number}")
    for _ in range(20):
        if page.locator("a[href*='/desk/cases/C-']").count() or "/cases/" in page.url:
            break
        time.sleep(0.5)
        page.goto(f"{here}/desk/search?q={number}")
    if "/cases/" not in page.url:
        page.locator("main a[href*='/desk/cases/C-']").first.click()
    case = re.search(r"C-[0-9A-Z]{4}-[0-9A-Z]{4}", page.url)
    assert case is not None
    page.goto(f"{here}/desk/cases/{case.group()}/evidence")
    page.locator("textarea").first.fill("Démonstration : la page reste visible pendant l’examen.")
    page.locator("main form button").last.click()
    page.goto(f"{here}/desk/cases/{case.group()}/qualify")
    page.locator("input[name=verdict]").first.check()
    page.locator("input[name=offences]").first.check()
    page.get_by_label("Retirer", exact=True).check()
    page.locator("textarea[name=note]").fill("Provocation à la haine en raison de l’origine.")
    page.locator("main form button.button").last.click()
    page.goto(f"{here}/desk/cases/{case.group()}/refer")
    expect(page.get_by_text("Plateforme fictive").first).to_be_visible()
    page.locator("main form button.button").last.click()
    page.goto(f"{here}/desk/cases/{case.group()}")
    _until(page, re.compile("Envoyée|envoyée"))


def _answer(page: Page, here: str) -> None:
    page.goto(f"{here}/desk/inbox")
    page.locator("main a[href*='/desk/inbox/R-']").first.click()
    page.locator("a[href*='/desk/inbox/answer']").first.click()
    page.locator("input[name=kind][value=decided]").check()
    page.locator("[name=measure]").select_option("removed")
    page.locator("textarea[name=facts]").fill("La publication appelle à chasser des habitants.")
    page.locator("[name=legal_ground]").fill("Loi du 29 juillet 1881, art. 24")
    page.locator("main form button.button").last.click()
    _until(page, re.compile("Répondue|Décidé"))
