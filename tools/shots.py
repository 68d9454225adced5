"""Takes the screenshots of the documentation: a hub of its own, the five-minute walk of the README, each screen in both languages.

It reports, qualifies, refers, answers and removes through the screens alone, so a walk that a newcomer cannot make fails here.
"""

import argparse
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tools.tree import ROOT

OUT = ROOT / "docs/shots"
MOST_BYTES = 120_000
CHROMIUM = "/usr/bin/chromium"
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
PASSWORD = "fanal-demo-2026"  # noqa: S105  (printed at every start of the demo)
ASSOCIATION, PLATFORM = "association@demo.example", "plateforme@demo.example"
WIDE, PHONE, TALL = (1120, 800), (390, 780), (390, 1080)
SHRUNK = 0.8  # a wide picture, pixel by pixel, so that it stays light
LANGS = ("fr", "en")
POST = "/@grincheux/post/5"
TEXT = "Je le redis : les gens de Syldavie dehors, et faites passer ce message à vos voisins."
WHY = "Ce message appelle à chasser des gens de la ville en raison de leur origine."
OFFENCE = "FR-1881-24-HAINE-ORIGINE"
PATIENCE = 90  # seconds for the hub to start, for a station to act, and for the second look after an answer


def main() -> int:
    """Walk, and save each picture; 1 when one is too heavy."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT, help="where the pictures go (default: docs/shots)")
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    with hub() as running, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        walk(Walk(browser, running, out))
        browser.close()
    for each in sorted(out.glob("*.png")):
        _lighter(each)
    heavy = [each.name for each in sorted(out.glob("*.png")) if each.stat().st_size > MOST_BYTES]
    for each in sorted(out.glob("*.png")):
        print(f"{each.name:24} {each.stat().st_size // 1000:4} kB")
    print("\n".join(f"{name} weighs more than {MOST_BYTES // 1000} kB" for name in heavy))
    return int(bool(heavy))


def _lighter(place: Path) -> None:
    """A page has few colours: 256 of them show it as it is, in half the bytes."""
    with Image.open(place) as shot:
        few = shot.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    few.save(place, optimize=True)


# --- a hub of its own -----------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Running:
    """Where the hub and the stand-in platform answer."""

    url: str
    standin: str


@contextmanager
def hub() -> Iterator[Running]:
    """A fresh demo in a folder that disappears, on free ports."""
    with tempfile.TemporaryDirectory(prefix="fanal-shots-") as home:
        port, beside = _free(), _free()
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("FANAL_")},
            "FANAL_HOME": home,
            "FANAL_PORT": str(port),
            "FANAL_STANDIN_PORT": str(beside),
            "FANAL_HUB_NAME": "demo.fanal.example",
        }
        command = [sys.executable, "-m", "fanal_hub.manage", "run"]
        started = subprocess.Popen(command, env=environment, cwd=ROOT / "src", stdout=subprocess.DEVNULL)
        try:
            _wait(f"http://127.0.0.1:{port}/", started)
            yield Running(f"http://127.0.0.1:{port}", f"http://standin.localhost:{beside}")
        finally:
            started.send_signal(signal.SIGINT)
            started.wait(30)


def _free() -> int:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return int(place.getsockname()[1])


def _wait(url: str, started: "subprocess.Popen[bytes]") -> None:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends and started.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=2).close()  # noqa: S310  our own loopback address
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise RuntimeError(f"the hub did not answer at {url}")


# --- the walk -------------------------------------------------------------------------------------------------------
@dataclass(slots=True)
class Walk:
    """One visit: the browser, the hub, and where pictures go."""

    browser: Browser
    running: Running
    out: Path

    def context(self, size: tuple[int, int], lang: str = "fr") -> BrowserContext:
        """A visitor of its own, who reads this language."""
        made = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            device_scale_factor=SHRUNK if size == WIDE else 1,
            locale="fr-FR" if lang == "fr" else "en-GB",
        )
        made.add_cookies([{"name": "django_language", "value": lang, "url": self.running.url}])
        return made

    def desk(self, email: str, lang: str = "fr") -> Page:
        """Somebody who signed in."""
        page = self.context(WIDE, lang).new_page()
        page.goto(f"{self.running.url}/desk/login")
        page.fill("input[name=email]", email)
        page.fill("input[name=password]", PASSWORD)
        page.click("main form button.button")
        page.context.add_cookies([{"name": "django_language", "value": lang, "url": self.running.url}])
        return page

    def shoot(self, name: str, page: Page, address: str, *, start: str = "body") -> None:
        """One picture of what the window shows, from the first element of that kind on."""
        page.goto(self.running.url + address)
        page.wait_for_load_state("networkidle")
        page.locator(start).first.evaluate("each => each.scrollIntoView()")
        page.screenshot(path=self.out / f"{name}.png")

    def public(self, name: str, address: str, *, start: str = "body", size: tuple[int, int] = PHONE) -> None:
        """A public page, in both languages."""
        for lang in LANGS:
            page = self.context(size, lang).new_page()
            self.shoot(f"{name}-{lang}", page, address, start=start)
            page.context.close()

    def seen_by(self, name: str, email: str, address: str) -> None:
        """A page of the desk, in both languages."""
        for lang in LANGS:
            page = self.desk(email, lang)
            self.shoot(f"{name}-{lang}", page, address)
            page.context.close()


def walk(by: Walk) -> None:
    """The README's five minutes, a picture at each stop."""
    by.public("report", "/report")
    story = give_notice(by)
    analyst = by.desk(ASSOCIATION)
    case = _case(by, analyst)
    by.seen_by("queue", ASSOCIATION, "/desk/queue")
    qualify(by, analyst, case)
    platform = by.desk(PLATFORM)
    asked = _asked(by, platform)
    by.seen_by("inbox", PLATFORM, asked)
    answer(by, platform, asked)
    _remove(by, platform)
    _until(platform, by.running.url + story, "main", "disparu|gone")
    by.seen_by("case", ASSOCIATION, f"/desk/cases/{case}")
    by.public("story", story, start="main h2", size=TALL)


def give_notice(by: Walk) -> str:
    """A citizen reports a post of the stand-in platform; the address of the follow-up page."""
    page = by.context(PHONE).new_page()
    page.goto(f"{by.running.url}/report")
    page.check("input[name=now][value=no]")
    _next(page)
    page.check("input[name=category][value=racism]")
    _next(page)
    page.fill("textarea[name=addresses]", by.running.standin + POST)
    page.fill("textarea[name=text]", TEXT)
    _next(page)
    page.fill("textarea[name=reasons]", WHY)
    _next(page)
    page.check("input[name=handler][value=vigie-demo]")
    _next(page)
    page.fill("input[name=name]", "Dominique Exemple")
    page.fill("input[name=email]", "dominique@exemple.example")
    _next(page)
    page.check("input[name=good_faith]")
    _next(page)
    return page.url.removeprefix(by.running.url).removesuffix("/receipt")


def _next(page: Page) -> None:
    page.click("main .actions button[name=go][value=next], main .actions button.button")


def _case(by: Walk, page: Page) -> str:
    """The case of the post that was reported, once triage has opened it."""
    link = "main a[href*='/desk/cases/']"
    _until(page, f"{by.running.url}/desk/search?q={quote(by.running.standin + POST, safe='')}", link)
    return str(page.locator(link).first.get_attribute("href")).split("/cases/")[1].split("/")[0]


def qualify(by: Walk, page: Page, case: str) -> None:
    """An analyst judges it, says why no capture is kept, and refers it."""
    place = f"{by.running.url}/desk/cases/{case}"
    page.goto(f"{place}/qualify")
    page.check("input[name=targets]")
    page.check("input[name=verdict][value=qualify]")
    page.check(f"input[name=offences][value='{OFFENCE}']")
    page.check("input[name=asks][value=remove]")
    page.fill("textarea[name=note]", WHY)
    page.click("main form button.button")
    page.goto(f"{place}/evidence?to=refer")
    page.check("input[name=targets]")
    page.fill("textarea[name=reason]", "Démonstration : aucune capture n’est gardée.")
    page.click("main form button.button")
    page.click("main form button.button")


def _asked(by: Walk, page: Page) -> str:
    """The referral in the platform's inbox, once dispatch has sent it."""
    link = "main a[href*='/desk/inbox/R-']"
    _until(page, f"{by.running.url}/desk/inbox", link)
    return str(page.locator(link).first.get_attribute("href"))


def answer(by: Walk, page: Page, asked: str) -> None:
    """The platform answers "removed", with its statement of reasons."""
    ref = asked.rpartition("/")[2]
    page.goto(f"{by.running.url}/desk/inbox/answer?referral={ref}")
    page.check("input[name=kind][value=decided]")
    page.select_option("select[name=measure]", "removed")
    page.fill("textarea[name=facts]", "Le message appelle à chasser un groupe de personnes.")
    page.fill("textarea[name=legal_ground]", "Loi du 29 juillet 1881, art. 24 al. 7.")
    page.fill("textarea[name=redress]", "Réclamation interne, médiation extrajudiciaire, tribunal.")
    page.click("main form button.button")


def _remove(by: Walk, page: Page) -> None:
    """The operator of the stand-in platform removes the post."""
    page.goto(f"{by.running.standin}/")
    page.click(f"form[action='/remove{POST}'] button")


def _until(page: Page, address: str, where: str, words: str = "") -> None:
    """Ask for a page again until something stands on it."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        page.goto(address)
        if page.locator(where).filter(has_text=re.compile(words, re.IGNORECASE)).count():
            return
        time.sleep(0.5)
    raise RuntimeError(f"{address} never showed {where} {words}")


if __name__ == "__main__":
    sys.exit(main())
