"""A key on paper, and what a tired person does to it with two fingers."""

import random
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal_hub import restoring
from fanal_hub.backups import sheet, typed
from fanal_hub.backups.sealed import BackupError

KEYS = {"V": bytes(range(32)), "B": bytes(range(100, 132))}
LINES = [line for letter, key in KEYS.items() for line in typed.lines_of(letter, key)]
TEXT = "\n".join(LINES)
keys = st.binary(min_size=32, max_size=32)


@given(keys, keys)
def test_every_key_survives_paper(one: bytes, other: bytes) -> None:
    lines = [*typed.lines_of("V", one), *typed.lines_of("B", other)]
    assert typed.keys_of("\n".join(lines)) == {"V": one, "B": other}


def test_a_line_is_short_and_has_no_letter_that_looks_like_a_digit() -> None:
    for line in LINES:
        assert re.fullmatch(r"[VB][1-4] [0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){4}", line), line


@pytest.mark.parametrize(
    "mend",
    [
        str.lower,
        lambda text: text.replace("-", " "),
        lambda text: text.replace("-", ""),
        lambda text: re.sub(r"(?<=.{3})0", "O", re.sub(r"(?<=.{3})1", "l", text)),
        lambda text: re.sub(r"(?<=.{3})0", "o", re.sub(r"(?<=.{3})1", "I", text)),
        lambda text: re.sub(r"(?m)^(..) ", r"  \1: ", text),
        lambda text: re.sub(r"(?m)^(..) ", r"\1", text),
        lambda text: text.replace("\n", "\r\n\r\n"),
        lambda text: "\n".join(reversed(text.splitlines())),
        lambda text: text.replace("-", "–"),
        lambda text: f"<html><pre>{text}</pre></html>",
    ],
)
def test_what_does_not_matter_does_not_matter(mend: object) -> None:
    assert typed.keys_of(mend(TEXT)) == KEYS  # type: ignore[operator]


def told(text: str) -> list[tuple[str, object]]:
    """What is said of it."""
    with pytest.raises(BackupError) as refused:
        typed.keys_of(text)
    return [(each.code, each.params.get("line", each.params.get("letter"))) for each in refused.value.messages]


@given(st.integers(0, 7), st.integers(0, 23), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_one_wrong_sign_is_pointed_at_with_its_line(n: int, at: int, sign: str) -> None:
    line = LINES[n]
    place = 3 + at
    if line[place] in f"-{sign}":
        return
    wrong = f"{line[:place]}{sign}{line[place + 1 :]}"
    assert told("\n".join([*LINES[:n], wrong, *LINES[n + 1 :]])) == [("sheet_line_mistyped", line[:2])]


@given(st.integers(0, 7), st.randoms(use_true_random=False))
def test_two_signs_swapped_are_pointed_at(n: int, chance: random.Random) -> None:
    bare = LINES[n][3:].replace("-", "")
    at = chance.randrange(len(bare) - 1)
    swapped = f"{bare[:at]}{bare[at + 1]}{bare[at]}{bare[at + 2 :]}"
    if swapped == bare:
        return
    line = f"{LINES[n][:2]} {swapped}"
    assert told("\n".join([*LINES[:n], line, *LINES[n + 1 :]])) == [("sheet_line_mistyped", line[:2])]


@pytest.mark.parametrize("change", ["too short", "too long", "letter u", "empty", "other line", "other key"])
def test_a_line_that_is_not_one_is_pointed_at(change: str) -> None:
    line = {
        "too short": LINES[1][:-1],
        "too long": LINES[1] + "0",
        "letter u": LINES[1][:-1] + "U",
        "empty": "V2 -",
        "other line": "V2" + LINES[2][2:],
        "other key": "V2" + LINES[5][2:],
    }[change]
    assert told("\n".join([LINES[0], line, *LINES[2:]])) == [("sheet_line_mistyped", "V2")]


def test_every_missing_line_is_named_at_once() -> None:
    assert told("\n".join(LINES[2:7])) == [
        ("sheet_line_missing", "V1"),
        ("sheet_line_missing", "V2"),
        ("sheet_line_missing", "B4"),
    ]


def test_lines_of_two_sheets_are_not_put_together() -> None:
    """Each line is right by itself: only the key as a whole is wrong."""
    old = typed.lines_of("V", bytes(32))
    assert told("\n".join([old[0], *LINES[1:]])) == [("sheet_key_mixed", "V")]


def test_the_sheet_of_another_hub_is_told_from_this_one() -> None:
    other = {**KEYS, "B": bytes(32)}
    assert [each.code for each in typed.differences(TEXT, other)] == ["sheet_other_key"]
    assert typed.differences(TEXT, KEYS) == []


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_printed_sheet_can_be_read_back_and_says_what_to_do(lang: str) -> None:
    made = sheet.Sheet(hub="hub.<test>", at=datetime(2026, 3, 2, tzinfo=UTC), keys=KEYS)
    for text in (sheet.as_text(made, lang), sheet.as_page(made, lang)):
        assert typed.keys_of(text) == KEYS
        assert "fanal-hub restore" in text
        assert made.numbers["B"] in text
        assert "2026-03-02" in text
    assert "hub.&lt;test&gt;" in sheet.as_page(made, lang)
    assert "http" not in sheet.as_page(made, lang)


def test_a_showing_leaves_its_trace_first_and_an_old_sheet_does_not_count(tmp_path: Path) -> None:
    assert sheet.showings(tmp_path) == []
    at = datetime(2026, 3, 2, tzinfo=UTC)
    sheet.shown(tmp_path, "hub.test", at, by="p-1", how="desk")
    assert [(each.at, each.by, each.how) for each in sheet.showings(tmp_path)] == [(at, "p-1", "desk")]
    (tmp_path / "keys" / "backup.key").write_bytes(bytes(32))
    assert sheet.showings(tmp_path) == []
    assert "V1" not in (tmp_path / sheet.TRACE).read_text()


def test_a_slip_is_asked_for_again_at_once(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Each line is typed with its label or without; the wrong one is typed a second time."""
    typed_lines = [line if n % 2 else line[3:].lower() for n, line in enumerate(LINES)]
    typed_lines.insert(2, LINES[2][:-1] + ("0" if LINES[2][-1] != "0" else "2"))
    waiting = iter(typed_lines)
    monkeypatch.setattr("builtins.input", lambda _: next(waiting))
    assert typed.keys_of(restoring.ask_lines("en")) == KEYS
    assert capsys.readouterr().err.count("Line V3 is mistyped") == 1
