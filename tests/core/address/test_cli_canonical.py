"""`fanal canonical` as a person runs it: a real process, JSON lines, exit status, the reader's language."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SRC = Path(__file__).parents[3] / "src"


def _fanal(*words: str, lang: str = "fr_FR.UTF-8") -> tuple[int, list[dict[str, Any]], str]:
    env = {**os.environ, "PYTHONPATH": str(SRC), "LANG": lang}
    done = subprocess.run(
        [sys.executable, "-m", "fanal.cli", *words], env=env, capture_output=True, encoding="utf-8", timeout=60
    )
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def test_one_line_each_in_order() -> None:
    """What was asked for comes back in the same order."""
    status, lines, _ = _fanal("canonical", "https://youtu.be/aBcDeFgHiJ0?si=Zz", "@La_Lanterne@phare.example")
    assert status == 0
    assert lines[0] == {
        "platform": "youtube",
        "kind": "media",
        "id": "aBcDeFgHiJ0",
        "account": None,
        "canonical": "youtube:media:aBcDeFgHiJ0",
        "url": "https://www.youtube.com/watch?v=aBcDeFgHiJ0",
        "notes": ["tracking_removed"],
    }
    assert lines[1]["canonical"] == "mastodon:account:la_lanterne@phare.example"


@pytest.mark.parametrize(
    ("words", "lang", "start"),
    [
        ((), "fr_FR.UTF-8", "Une adresse « javascript: »"),
        ((), "C", "Une adresse « javascript: »"),
        ((), "en_GB.UTF-8", "A “javascript:” address"),
        (("--lang", "en"), "fr_FR.UTF-8", "A “javascript:” address"),
    ],
)
def test_refusal_is_a_line_in_the_readers_language(words: tuple[str, ...], lang: str, start: str) -> None:
    """The others are still read; the exit status says that one was refused."""
    status, lines, shown = _fanal("canonical", *words, "javascript:alert(1)", "https://x.com/a/status/12", lang=lang)
    assert status == 2
    assert lines[0]["error"].startswith(start)
    assert lines[1]["canonical"] == "x:post:12"
    assert shown == ""


def test_bare_hashtag_takes_its_platform() -> None:
    """Accents come out as they are."""
    status, lines, _ = _fanal("canonical", "--platform", "x", "#Éteint")
    assert (status, lines[0]["id"]) == (0, "éteint")


def test_unknown_command_shows_the_table() -> None:
    """A typing mistake is told which commands there are."""
    status, _, shown = _fanal("canonicall")
    assert status == 2
    assert "canonical" in shown
