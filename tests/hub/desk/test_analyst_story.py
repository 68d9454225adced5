"""A story that cannot be told: an event without its sentence, a sentence without its French."""

import ast
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils import translation

from fanal.notice.events import EVENTS
from fanal_hub.desk import story, story_words
from fanal_hub.desk.story import entries, names_for
from fanal_hub.ledger.read import cases
from fanal_hub.people.models import Organisation
from tests.hub.desk.scene import Scene

ROOT = Path(__file__).resolve().parents[3]
DESK = ROOT / "src/fanal_hub/desk"
PARTS = ROOT / "src/fanal_hub/locale/fr/LC_MESSAGES/parts"
MODULES = (
    "acts case clock_rows evidence first_run guard identity qualify qualify_form queue referral referral_acts replies"
    " said search session shown story story_words target"
).split()
PAGES = (
    "act answer assist case evidence first_run history identity login qualify queue refer referral referrals replies"
    " reply search target parts/nav parts/who parts/answer_form parts/referrals"
).split()


def test_every_event_has_a_sentence_and_no_sentence_is_about_nothing() -> None:
    assert set(story_words.SENTENCES) == set(EVENTS)
    assert set(EVENTS) >= story._NOT_TOLD
    assert set(EVENTS) >= story._TOLD_TOGETHER


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_whole_stories_are_told_in_both_languages(scene: Scene, lang: str) -> None:
    with translation.override(lang):
        names = names_for(scene.sos)
        told = [each for ref in scene.cases.values() for each in entries(cases.story(_case(scene.sos, ref)), names)]
    assert len(told) > 20
    assert [each for each in told if not each["title"] or "%(" in each["title"] + each["text"]] == []
    words = " ".join(each["title"] + each["text"] for each in told)
    assert scene.analyst.name in words
    assert scene.analyst.ref not in words
    assert ("Transmission" in words) == (lang == "fr")


def _case(handler: Organisation, ref: str):  # type: ignore[no-untyped-def]
    found = cases.case_for(handler.ref, ref)
    assert found is not None
    return found


def test_what_one_notice_brought_is_told_once(scene: Scene) -> None:
    told = entries(cases.story(scene.case("forty")), names_for(scene.sos))
    attached = [each for each in told if "40" in each["title"]]
    assert len(attached) >= 1
    assert len(told) < 15
    assert told[-1]["tone"] == "lit"


def test_a_string_of_these_screens_without_its_french() -> None:
    french = {
        message.id if isinstance(message.id, str) else message.id[0]
        for part in PARTS.glob("*.po")
        for message in read_po(BytesIO(part.read_bytes()), locale="fr")
        if message.id
    }
    assert set(_strings()) - french == set()


def _strings() -> Iterator[str]:
    for name in MODULES:
        for node in ast.walk(ast.parse((DESK / f"{name}.py").read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                first = node.args[0]
                marks = {"_", "gettext_lazy", "ngettext", "_noop"}
                if node.func.id in marks and isinstance(first, ast.Constant):
                    yield str(first.value)
    pages = [DESK / f"templates/desk/{name}.html" for name in PAGES]
    pages += [DESK / f"templates/{name}.html" for name in ("403", "403_csrf", "404", "refused")]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        yield from re.findall(r'{% translate "([^"]+)"', text)
        for block in re.findall(r"{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}", text, re.DOTALL):
            yield re.sub(r"{{ (\w+) }}", r"%(\1)s", block.partition("{% plural %}")[0])
