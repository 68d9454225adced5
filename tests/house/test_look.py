"""The look keeps its promises: small, readable in both themes, strict about scripts, and spoken in French."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils import translation

import tests.hubkit  # noqa: F401  (sets Django up)
from fanal_hub.desk.templatetags.look_charts import chart
from fanal_hub.desk.templatetags.look_time import time_left
from fanal_hub.desk.templatetags.look_words import LOOKS, PRIORITIES

ROOT = Path(__file__).resolve().parents[2]
DESK = ROOT / "src/fanal_hub/desk"
CSS = (DESK / "static/fanal/fanal.css").read_text(encoding="utf-8")
PARTS = ROOT / "src/fanal_hub/locale/fr/LC_MESSAGES/parts/look.po"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    out = tmp_path_factory.mktemp("gallery")
    subprocess.run(
        [sys.executable, "-m", "tools.gallery", str(out)], cwd=ROOT, check=True, env={"PYTHONPATH": f"{ROOT}/src"}
    )
    return {page.name: page.read_text(encoding="utf-8") for page in out.glob("*.html")}


def test_a_component_given_a_missing_variable_is_seen(pages: dict[str, str]) -> None:
    assert len(pages) >= 6
    assert [name for name, html in pages.items() if "INVALID(" in html] == []


def test_inline_style_or_script_that_the_content_policy_would_drop(pages: dict[str, str]) -> None:
    forbidden = re.compile(r'\sstyle="|<style|<script(?![^>]*\ssrc=)|\son[a-z]+="|javascript:')
    assert {name: forbidden.findall(html) for name, html in pages.items() if forbidden.search(html)} == {}


def test_anything_loaded_from_elsewhere(pages: dict[str, str]) -> None:
    loaded = re.compile(r'<(?:script|img|link|iframe|source)[^>]*(?:src|href)="(https?:|//)')
    assert [name for name, html in pages.items() if loaded.search(html)] == []


def test_the_shared_weight_leaves_room_for_the_page(pages: dict[str, str]) -> None:
    script = (DESK / "static/fanal/fanal.js").stat().st_size
    assert script <= 6_000
    assert len(CSS.encode()) <= 32_000
    assert max(len(html.encode()) for html in pages.values()) + script + len(CSS.encode()) < 150_000


def test_ids_used_twice_on_a_page(pages: dict[str, str]) -> None:
    for name, html in pages.items():
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert sorted(ids) == sorted(set(ids)), name


def test_an_icon_that_is_not_drawn(pages: dict[str, str]) -> None:
    drawn = set(re.findall(r'id="i-([a-z-]+)"', (DESK / "templates/fanal/sprite.html").read_text(encoding="utf-8")))
    asked = {icon for html in pages.values() for icon in re.findall(r'href="#i-([a-z-]+)"', html)}
    asked |= {look.split()[1] for _, looks in LOOKS.values() for look in looks.values()}
    asked |= {shown.icon for shown in PRIORITIES.values()}
    assert asked - drawn == set()


@pytest.mark.parametrize("kind", sorted(LOOKS))
def test_a_word_of_a_closed_list_without_its_look(kind: str) -> None:
    words, looks = LOOKS[kind]
    assert {str(word) for word in words} == set(looks)


def test_a_string_without_its_french() -> None:
    french = {
        (message.context, _first(message.id))
        for message in read_po(BytesIO(PARTS.read_bytes()), locale="fr")
        if message.id
    }
    assert set(_strings()) - french == set()
    assert french - set(_strings()) == set()


def _first(message_id: str | tuple[str, ...] | list[str]) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]


def _strings() -> Iterator[tuple[str | None, str]]:
    for page in (DESK / "templates/fanal").rglob("*.html"):
        for text in re.findall(r'{% translate "([^"]+)" %}', page.read_text(encoding="utf-8")):
            yield None, text
    for module in [*(DESK / "templatetags").glob("look_*.py"), DESK / "templatetags/fanal_ui.py"]:
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                words = [one.value for one in node.args if isinstance(one, ast.Constant)]
                if node.func.id in {"gettext", "ngettext"}:
                    yield None, str(words[0])
                elif node.func.id == "pgettext_lazy":
                    yield str(words[0]), str(words[1])


PAIRS = [
    *((ink, ground) for ink in ("ink", "muted", "link") for ground in ("paper", "card", "sunk")),
    *((tone, ground) for tone in ("ok", "warn", "bad", "info", "quiet") for ground in (f"{tone}-bg", "card")),
    *(("ink", f"{tone}-bg") for tone in ("ok", "warn", "bad", "info", "quiet")),
    *(("link", f"{tone}-bg") for tone in ("ok", "warn", "bad", "info")),
    ("on-action", "action"), ("on-action", "action-over"), ("on-stop", "stop"), ("bad", "paper"),
    ("on-night", "header"), ("on-night-quiet", "header"), ("amber", "header"),
]  # fmt: skip
LINES = [("edge", "card"), ("edge", "paper"), ("edge", "sunk"), ("focus", "paper"), ("bar", "paper"), ("lit", "card")]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_too_pale_to_read(theme: str) -> None:
    tokens = _tokens(theme)
    assert {pair: round(_contrast(tokens, *pair), 2) for pair in PAIRS if _contrast(tokens, *pair) < 4.5} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_edges_too_pale_to_see(theme: str) -> None:
    tokens = _tokens(theme)
    assert {pair: round(_contrast(tokens, *pair), 2) for pair in LINES if _contrast(tokens, *pair) < 3} == {}


def test_the_dark_theme_by_hand_differs_from_the_dark_theme_by_the_system() -> None:
    by_system, by_hand = (re.findall(r"(--[a-z-]+:[^;]+)", block) for block in _dark_blocks())
    assert by_system == by_hand


def _dark_blocks() -> tuple[str, str]:
    system = re.search(r':root:not\(\[data-theme="light"\]\) {(.*?)}', CSS, re.S)
    hand = re.search(r':root\[data-theme="dark"\] {(.*?)}', CSS, re.S)
    assert system
    assert hand
    return system[1], hand[1]


def _tokens(theme: str) -> dict[str, str]:
    light = CSS[CSS.index(":root {") : CSS.index("}")]
    text = light + (_dark_blocks()[1] if theme == "dark" else "")
    return dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{3,6})", text))


def _contrast(tokens: dict[str, str], one: str, other: str) -> float:
    """WCAG 2.2, relative luminance and contrast ratio."""
    high, low = sorted((_luminance(tokens[one]), _luminance(tokens[other])), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * each for each in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("left", "state", "words"),
    [
        (timedelta(days=2, hours=23), "ok", "2 days left"),
        (timedelta(hours=47, minutes=59), "ok", "47 h left"),
        (timedelta(hours=23, minutes=59), "soon", "23 h left"),
        (timedelta(hours=3, minutes=12, seconds=59), "soon", "3 h 12 left"),
        (timedelta(seconds=59), "soon", "0 min left"),
        (timedelta(seconds=-1), "overdue", "overdue by 0 min"),
        (timedelta(days=-2), "overdue", "overdue by 2 days"),
    ],
)
def test_time_left_promises_more_than_there_is(left: timedelta, state: str, words: str) -> None:
    with translation.override("en"):
        said = time_left(NOW + left, NOW)
    assert (said.state, said.words) == (state, words)


@pytest.mark.parametrize("rows", [[], [("nothing", 0)], [("a", 0.001), ("b", 12_345_678)]])
def test_a_bar_longer_than_its_chart(rows: list[tuple[str, float]]) -> None:
    assert all(float(bar.width.rstrip("%")) <= 100 for bar in chart(rows).bars)
