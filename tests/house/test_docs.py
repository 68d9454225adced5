"""The pages say what the code does: commands, settings, words, events and examples, and the reverse."""

import argparse
import inspect
import json
import re
import shlex
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fanal import cli
from fanal.flow import Door, receive
from fanal.notice import facts, states
from fanal.notice.events import EVENTS
from fanal.notice.facts import Notifier
from fanal.words.errors import FanalError
from fanal.words.lists import Channel, NotifierKind
from fanal_hub import manage
from tools import pages_events, pages_lists
from tools.tree import ROOT, files, read

DOCS = [path for path in files() if path.suffix == ".md"]
READMES = (Path("README.md"), Path("README.fr.md"))
SETTINGS = Path("docs/settings.md")
COMMANDS = Path("docs/commands.md")
GLOSSARY = Path("docs/glossary.md")
SHOTS = Path("docs/shots")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[[^\]\n]*\]\(([^)\s]+)\)")


def _blocks(path: Path, *kinds: str) -> Iterator[str]:
    return (text for kind, text in BLOCK.findall(read(path)) if kind in kinds)


def _prose(path: Path) -> str:
    """A page without its code."""
    return BLOCK.sub("", read(path))


# --- links ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("page", DOCS, ids=str)
def test_a_link_leads_nowhere(page: Path) -> None:
    for link in LINK.findall(re.sub(r"`[^`\n]*`", "", _prose(page))):
        if link.startswith(("https://", "http://", "mailto:")):
            continue
        place, _, anchor = link.partition("#")
        found = (ROOT / page.parent / place).resolve() if place else ROOT / page
        assert found.is_relative_to(ROOT), f"{link} leaves the project"
        assert found.exists(), f"{link} is not there"
        if anchor and found.suffix == ".md":
            assert anchor in _anchors(found.read_text(encoding="utf-8")), f"{link}: no such heading"


def _anchors(text: str) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in heads}


def test_a_picture_nobody_shows_or_too_heavy() -> None:
    shown = {Path(link).name for page in DOCS for link in LINK.findall(read(page)) if "shots/" in link}
    taken = {path.name for path in files() if path.parent == SHOTS}
    assert taken == shown
    heavy = [path for path in files() if path.parent == SHOTS and (ROOT / path).stat().st_size > 120_000]
    assert heavy == []


# --- settings -------------------------------------------------------------------------------------------------------
IN_CODE = re.compile(r"""(?:environ(?:\.get)?[\[(]|switch\()\s*["'](FANAL_[A-Z_]+)""")


def _read_by_the_code() -> set[str]:
    return {name for path in files() if path.suffix == ".py" for name in IN_CODE.findall(read(path))}


def test_a_setting_without_a_page() -> None:
    rows = set(re.findall(r"^\| `(FANAL_\w+)` \|", read(SETTINGS), re.MULTILINE))
    assert rows == _read_by_the_code()


@pytest.mark.parametrize("page", DOCS, ids=str)
def test_a_page_names_a_setting_that_does_not_exist(page: Path) -> None:
    assert set(re.findall(r"\bFANAL_[A-Z_]*[A-Z]\b", read(page))) <= _read_by_the_code()


def test_a_setting_said_in_one_language_only() -> None:
    for row in re.findall(r"^\| `FANAL_.*$", read(SETTINGS), re.MULTILINE):
        assert len(row.strip("| ").split(" | ")) == 4, row


# --- commands -------------------------------------------------------------------------------------------------------
def _core_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="fanal", exit_on_error=False)
    commands = parser.add_subparsers(dest="command", required=True)
    for add_to in cli.COMMANDS:
        add_to(commands)
    return parser


PARSERS = {"fanal": _core_parser(), "fanal-hub": manage._parser()}


def _subcommands(parser: argparse.ArgumentParser, head: str) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    inner = [each for each in parser._actions if isinstance(each, argparse._SubParsersAction)]
    if not inner:
        yield head, parser
    for action in inner:
        for name, child in action.choices.items():
            yield from _subcommands(child, f"{head} {name}")


COMMAND_PARSERS = dict(pair for name, parser in PARSERS.items() for pair in _subcommands(parser, name))


def test_a_command_without_a_line_or_a_line_without_a_command() -> None:
    rows = set(re.findall(r"^\| `((?:fanal|fanal-hub) [a-z -]+)` \|", read(COMMANDS), re.MULTILINE))
    assert rows == set(COMMAND_PARSERS)


@pytest.mark.parametrize("command", COMMAND_PARSERS)
def test_an_option_nobody_can_find(command: str) -> None:
    own = {name for each in COMMAND_PARSERS[command]._actions for name in each.option_strings if name.startswith("--")}
    section = read(COMMANDS)
    assert {name for name in own - {"--help"} if name not in section} == set()


def _called() -> list[tuple[str, str]]:
    """Every `fanal ...` and `fanal-hub ...` that a page shows in a block of code, with the page."""
    found = []
    for page in DOCS:
        for block in _blocks(page, "console", "sh", ""):
            for line in block.splitlines():
                words = line.strip().removeprefix("$ ").removeprefix(".venv/bin/")
                if words.startswith(("fanal ", "fanal-hub ")):
                    found.append((str(page), words))
    return found


@pytest.mark.parametrize(("page", "line"), _called(), ids=lambda each: each)
def test_an_example_that_the_command_refuses(page: str, line: str) -> None:
    program, *given = shlex.split(line, comments=True)
    PARSERS[program].parse_args(given)


def _examples() -> list[tuple[str, str, str]]:
    """Each `$ fanal ...` of a console block, with what the page says it prints."""
    found = []
    for page in DOCS:
        for block in _blocks(page, "console"):
            for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                line, _, printed = part.partition("\n")
                if line.startswith("fanal "):
                    found.append((str(page), line, printed))
    return found


def test_no_example_is_run() -> None:
    """A page of commands without an example would make the next test pass for nothing."""
    assert len(_examples()) >= 4


@pytest.mark.parametrize(("page", "line", "printed"), _examples(), ids=lambda each: each[:60])
def test_an_example_prints_something_else(
    page: str, line: str, printed: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    cli.main(shlex.split(line)[1:])
    said = capsys.readouterr()
    assert said.out + said.err == printed


@pytest.mark.parametrize("page", DOCS, ids=str)
def test_a_python_example_that_does_not_run(page: Path) -> None:
    for block in _blocks(page, "python"):
        exec(compile(block, str(page), "exec"), {})  # noqa: S102  our own pages


@pytest.mark.parametrize("page", READMES, ids=str)
def test_the_notice_of_the_readme_is_refused(page: Path) -> None:
    (body,) = re.findall(r"-d '(\{.*?\})'", read(page), re.DOTALL)
    notifier = Notifier(kind=NotifierKind.ASSOCIATION, name="Vigie Démo", email="contact@vigie-demo.example")
    door = Door(
        handler="h", channel=Channel.API, ref="N-1", received_at=NOON, lang="fr", notifier=notifier, redirects={}
    )
    assert receive(json.loads(body), door).mentions[0].platform == "standin"


def test_make_targets_have_a_line_of_their_own() -> None:
    targets = set(re.findall(r"^([a-z]+):", read(Path("Makefile")), re.MULTILINE))
    for page in (COMMANDS, Path("CONTRIBUTING.md")):
        rows = set(re.findall(r"^\| `make ([a-z]+)` \|", read(page), re.MULTILINE))
        assert rows == targets, page


def _commands_in(page: Path) -> set[str]:
    code = "\n".join((*_blocks(page, "sh", "console", ""), *re.findall(r"`([^`\n]+)`", _prose(page))))
    return set(re.findall(r"\b(?:make [a-z]+|fanal-hub [a-z-]+|fanal [a-z]+)\b", code))


def test_the_two_readmes_show_other_commands() -> None:
    english, french = (_commands_in(page) for page in READMES)
    assert english == french
    assert {"make run", "make test", "make story", "fanal-hub import", "fanal check"} <= english


def test_the_two_readmes_have_other_parts() -> None:
    heads = [re.findall(r"^(#+) ", _prose(page), re.MULTILINE) for page in READMES]
    assert heads[0] == heads[1]


def test_the_two_readmes_show_other_pictures() -> None:
    pictures = [
        {re.sub(r"-(?:en|fr)\.png$", "", each) for each in LINK.findall(read(page)) if "shots/" in each}
        for page in READMES
    ]
    assert pictures[0] == pictures[1]
    assert pictures[0]


# --- words and events -----------------------------------------------------------------------------------------------
def _classes(module: object) -> list[str]:
    return [
        name
        for name, each in inspect.getmembers(module, inspect.isclass)
        if each.__module__ == module.__name__ and not issubclass(each, FanalError)  # type: ignore[attr-defined]
    ]


def test_a_fact_or_a_state_without_a_word() -> None:
    known = set(re.findall(r"`(\w+)`", read(GLOSSARY)))
    assert {*_classes(facts), *_classes(states)} - known == set()


def test_a_closed_list_without_a_word() -> None:
    known = set(re.findall(r"`(\w+)`", read(GLOSSARY)))
    assert {each.__name__ for each in pages_lists.words()} - known == set()


def test_a_word_of_the_glossary_said_in_one_language_only() -> None:
    for row in re.findall(r"^\| (?!Word|List|Record|-).*$", read(GLOSSARY), re.MULTILINE):
        cells = [each.strip() for each in row.strip("|").split("|")]
        assert all(cells), row


def test_one_word_with_two_meanings() -> None:
    """A word stands in one table of words; the tables of lists and of records may name it again."""
    tables = _prose(GLOSSARY).split("## The records of the core")[0]
    words = re.findall(r"^\| (.+?) \|", tables, re.MULTILINE)
    words = [each for each in words if each not in {"Word", "---"}]
    assert sorted(words) == sorted(set(words))


def test_a_code_of_a_list_without_a_line() -> None:
    text = read(Path(pages_lists.PAGE))
    assert {word for each in pages_lists.words() for word in each if f"| `{word}` |" not in text} == set()


def test_an_event_without_a_line_or_a_line_without_an_event() -> None:
    assert set(re.findall(r"^### `(\w+)`$", read(Path(pages_events.PAGE)), re.MULTILINE)) == set(EVENTS)


@pytest.mark.parametrize("module", [pages_events, pages_lists], ids=["events", "lists"])
def test_a_generated_page_is_older_than_the_code(module: object) -> None:
    assert read(Path(module.PAGE)) == module.page(), "run `make pages`"  # type: ignore[attr-defined]


def test_a_field_explained_that_no_event_has() -> None:
    fields = {f"{kind}.{name}" for kind, cls in EVENTS.items() for name in cls.__dataclass_fields__}
    names = {each.partition(".")[2] for each in fields}
    assert {each for each in pages_events.MEANING if each not in (fields if "." in each else names)} == set()


@pytest.mark.parametrize("page", DOCS, ids=str)
def test_a_page_names_an_event_that_does_not_exist(page: Path) -> None:
    """What looks like an event, between backticks, is one."""
    shape = r"`((?:notice|case|referral|target|checkpoint|hold)_[a-z]+(?:ed|en|told|sent|read))`"
    assert set(re.findall(shape, read(page))) <= set(EVENTS)


# --- style ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("page", [each for each in DOCS if each.name != "CHANGELOG.md"], ids=str)
def test_two_sentences_on_one_line(page: Path) -> None:
    """One sentence a line, so that a change shows what it changed; tables, lists and quotations are free."""
    for line in _prose(page).splitlines():
        if line.lstrip().startswith(("|", "#", ">", "!", "- ")) or not line.strip():
            continue
        bare = re.sub(r"`[^`]*`|\([^()]*\)|«[^»]*»|\"[^\"]*\"", "", line)
        assert not re.search(r"(?<!\bArt)(?<!\bart)(?<!\d)\. +[A-ZÉÀÊ]", bare), line
