"""A visitor without scripts: fills in the report form page by page, with what each page itself carries."""

import html
import re
from typing import Any

from django.test import Client

GOOD: dict[str, dict[str, Any]] = {
    "danger": {"now": "no"},
    "what": {"category": "threat"},
    "where": {"addresses": "https://x.com/a/status/123", "text": "Je vais te retrouver.", "posted": "2026-01-02"},
    "why": {"reasons": "Il menace ma voisine et donne son adresse.", "exposed_person": "on"},
    "handler": {"handler": "sos-test"},
    "who": {"name": "Ana Exemple", "email": "ana@example.org", "side": "victim", "consents": ["police"]},
    "check": {"good_faith": "on"},
}
CHILD: dict[str, dict[str, Any]] = {
    "danger": GOOD["danger"],
    "what": {"category": "child_abuse"},
    "child": {"addresses": "https://bad.example/page"},
    "handler": GOOD["handler"],
    "who": {"name": "", "email": "", "side": "witness"},
    "check": GOOD["check"],
}


class Visitor:
    """Keeps the page on the screen; every act is what a form of that page sends."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.page: Any = self.begin()

    def begin(self, query: str = "") -> Any:
        """Open the form."""
        self.page = self.client.get(f"/report{query}")
        return self.page

    @property
    def text(self) -> str:
        """The page's source."""
        return str(self.page.content.decode())

    @property
    def state(self) -> str:
        """The signed draft that the page carries."""
        return self._hidden("state")

    @property
    def step(self) -> str:
        """The question on the screen; empty on another page."""
        return self._hidden("step") if 'name="step"' in self.text else ""

    def _hidden(self, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]*)"', self.text)
        assert found, self.text
        return html.unescape(found[1])

    def answer(self, go: str = "next", **given: Any) -> Any:
        """Press a button of the page on the screen."""
        self.page = self.client.post("/report", {"state": self.state, "step": self.step, "go": go, **given})
        return self.page

    def until(self, step: str, answers: dict[str, dict[str, Any]] = GOOD) -> Any:
        """Answer well until that question is on the screen."""
        while self.step != step:
            self.answer(**answers[self.step])
            assert self.page.status_code == 200, self.errors
        return self.page

    def send(self, answers: dict[str, dict[str, Any]] = GOOD, **more: Any) -> Any:
        """Answer everything and send."""
        self.until("check", answers)
        return self.answer(**answers["check"], **more)

    @property
    def errors(self) -> list[tuple[str, str]]:
        """The error summary: (field id, words)."""
        summary = re.search(r'<div class="errors".*?</div>', self.text, re.DOTALL)
        found = re.findall(r'<a href="#([^"]+)">(.*?)</a>', summary[0]) if summary else []
        return [(field, html.unescape(words)) for field, words in found]


def address_of(response: Any) -> tuple[str, str]:
    """(reference, code) out of the receipt's address."""
    found = re.match(r"/s/([^/]+)/([^/]+)/receipt$", response["Location"])
    assert found, response["Location"]
    return found[1], found[2]
