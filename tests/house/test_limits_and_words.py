"""The limits, names and words of STYLE hold everywhere, and each rule is shown to bite."""

from pathlib import Path

import pytest

from tools import limits, words
from tools.tree import files, python_files


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A root of its own, in which a file can break the rules."""
    monkeypatch.setattr("tools.tree.ROOT", tmp_path)
    return tmp_path


def _written(room: Path, name: str, text: str) -> Path:
    (room / name).parent.mkdir(parents=True, exist_ok=True)
    (room / name).write_text(text, encoding="utf-8")
    return Path(name)


def test_there_is_something_to_check() -> None:
    """A check of no file would pass for ever."""
    assert Path("src/fanal/words/say.py") in set(python_files())
    assert Path("requirements.lock") in files()


def test_limits_are_kept() -> None:
    """Files, functions, opening sentences, imports at the top."""
    assert [each for path in python_files() for each in limits.findings(path)] == []


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ('"""A."""\n' + "A = 1\n" * 400, "401 lines"),
        ('"""A."""\n\n\ndef long() -> None:\n' + "    pass\n" * 50, "long() has 51 lines"),
        ("A = 1\n", "opens without a sentence"),
        ('"""A."""\n\n\ndef late() -> None:\n    import os\n', "import inside late()"),
    ],
)
def test_broken_limit_is_seen(room: Path, text: str, finding: str) -> None:
    """Each limit, one step beyond it."""
    assert finding in "".join(limits.findings(_written(room, "src/fanal/a.py", text)))


def test_longest_allowed_file_and_function_pass(room: Path) -> None:
    """Exactly at the limit is within it."""
    function = "def long() -> None:\n" + "    pass\n" * 49
    text = '"""A."""\n\n\n' + function + "\n" * 347
    assert list(limits.findings(_written(room, "src/fanal/a.py", text))) == []


def test_names_say_something() -> None:
    """No module, class or function is called by a word that means nothing alone."""
    assert [each for path in python_files() for each in words.names(path)] == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("src/fanal/helpers.py", ""),
        ("src/fanal/utils/words.py", ""),
        ("src/fanal/a.py", "class Manager: ..."),
        ("src/fanal/a.py", "def process(): ..."),
        ("src/fanal/a.py", "async def _report(): ..."),
        ("src/fanal/a.py", "class A:\n    def data(self): ..."),
    ],
)
def test_empty_name_is_seen(room: Path, name: str, text: str) -> None:
    """Never alone: report, flag, decision, data, item, manager, helper, utils, common, misc, process."""
    assert list(words.names(_written(room, name, text)))


@pytest.mark.parametrize("text", ["def report_form(): ...", "class A:\n    def items(self): ...", "DATA = 1"])
def test_name_that_says_more_passes(room: Path, text: str) -> None:
    """In company the words are fine, and a mapping's own method is Python's."""
    assert list(words.names(_written(room, "src/fanal/a.py", text))) == []


def test_no_vendor_is_named_outside_its_plug() -> None:
    """A rule that depends on one platform stands in that platform's file."""
    sold = words.vendors()
    assert [each for path in python_files("src") for each in words.vendor_names(path, sold)] == []


@pytest.mark.parametrize(
    "text",
    [
        'if platform == "telegram": ...',
        "def post_to_telegram(): ...",
        "class TelegramClient: ...",
        "import telegram",
        "client.fromTelegram",
    ],
)
def test_vendor_out_of_place_is_seen(room: Path, text: str) -> None:
    """In an identifier or as a whole string; in its own plug it is at home."""
    sold = frozenset({"telegram"})
    assert list(words.vendor_names(_written(room, "src/fanal_hub/desk/a.py", text), sold))
    assert list(words.vendor_names(_written(room, "src/fanal/platforms/telegram.py", text), sold)) == []


def test_files_hold_no_word_that_does_not_belong() -> None:
    """No path of one machine, no registry host, no page left unfinished."""
    assert [each for path in files() if words.is_page(path) for each in words.pages(path)] == []


@pytest.mark.parametrize(
    "text",
    [
        "see /root" + "/fanal",
        'open("/home/' + 'anna/fanal")',
        "https://py" + "pi.org/simple",
        "--index-" + "url x",
        "a\n-i " + "https://example.org",
        "TB" + "D",
    ],
)
def test_word_that_does_not_belong_is_seen(room: Path, text: str) -> None:
    """Each refused word, where it would slip in."""
    assert list(words.pages(_written(room, "docs/a.md", text)))


def test_lock_is_hashed_and_names_no_host() -> None:
    """Every pinned package has a hash, and nothing says where it came from."""
    lock = Path("requirements.lock").read_text(encoding="utf-8")
    pins = [entry for entry in lock.split("\n") if entry and not entry.startswith((" ", "#"))]
    assert len(pins) > 50
    assert all("==" in pin and pin.endswith("\\") for pin in pins)
    assert "://" not in lock
