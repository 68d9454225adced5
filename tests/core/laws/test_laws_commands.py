"""`fanal due` and `fanal laws`: what a person at a terminal sees, and the exit status a script sees."""

import argparse
import json
from pathlib import Path

import pytest

from fanal import cli_due, cli_laws
from fanal.laws.schema import SCHEMA


def fanal(*words: str) -> int:
    """The two commands in a table of their own."""
    parser = argparse.ArgumentParser()
    table = parser.add_subparsers(required=True)
    cli_due.add_to(table)
    cli_laws.add_to(table)
    given = parser.parse_args(words)
    return int(given.run(given))


def test_due_shows_both_readings_with_their_steps(capsys: pytest.CaptureFixture[str]) -> None:
    """14 May 2026 is Ascension Day."""
    assert fanal("due", "fr.reply.request", "2026-02-14T08:00:00+01:00", "--lang", "en") == 0
    said = capsys.readouterr().out
    assert "Due: Thursday 14 May 2026 at 23:59 UTC+02:00 (last day as counted)" in said
    assert "Due: Friday 15 May 2026 at 23:59 UTC+02:00 (moved to the first working day)" in said
    assert "Ascension Day" in said
    assert "validity unverified" in said


def test_due_calls_a_target_a_target(capsys: pytest.CaptureFixture[str]) -> None:
    """One circumstance is asked, one is answered."""
    assert fanal("due", "dsa.16.decision", "2026-03-02T09:00:00+01:00", "--for", "hate_or_threat") == 0
    said = capsys.readouterr().out
    assert said.count("Objectif, non échéance légale") == 1
    assert "Échéance" not in said


def test_due_of_a_bare_standard_says_there_is_no_date(capsys: pytest.CaptureFixture[str]) -> None:
    """And what to do."""
    assert fanal("due", "dsa.23.misuse", "2026-03-02T09:00:00+01:00", "--lang", "en") == 0
    assert "The law sets no time" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("clock", "start"),
    [("fr.no.such", "2026-03-02T09:00:00+01:00"), ("fr.40", "2026-03-02T09:00:00"), ("fr.40", "tomorrow")],
)
def test_due_refuses_on_the_error_stream(clock: str, start: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Unknown clock, naive start, no date at all."""
    assert fanal("due", clock, start) == 2
    seen = capsys.readouterr()
    assert seen.out == ""
    assert seen.err.strip()


def test_laws_of_the_package_pass(capsys: pytest.CaptureFixture[str]) -> None:
    """And are counted."""
    assert fanal("laws", "check", "--lang", "en") == 0
    assert capsys.readouterr().out.startswith("62 clocks, 54 offences, 7 lanes")


def test_broken_folder_is_told_file_and_path(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A lawyer sees where to mend."""
    (tmp_path / "mine.yaml").write_text("instrument: {code: mine, title: {fr: Le mien}}\n", "utf-8")
    assert fanal("laws", "check", str(tmp_path), "--lang", "en") == 1
    assert capsys.readouterr().err.strip() == "instrument.title: mine.yaml: “en” is missing. Add it."


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_folder_with_nothing_to_read_is_refused(
    tmp_path: Path, content: bytes | None, capsys: pytest.CaptureFixture[str]
) -> None:
    """Empty, or not text."""
    if content:
        (tmp_path / "a.yaml").write_bytes(content)
    assert fanal("laws", "check", str(tmp_path)) == (1 if content else 2)
    assert str(tmp_path) in capsys.readouterr().err


def test_schema_is_printed_as_published(capsys: pytest.CaptureFixture[str]) -> None:
    """Byte for byte."""
    assert fanal("laws", "schema") == 0
    printed = capsys.readouterr().out
    assert json.loads(printed) == SCHEMA
    assert printed == (Path(__file__).parents[3] / "spec/law.schema.json").read_text("utf-8")
