"""The checker gives every verdict of spec/conformance, says its steps in both languages, and never stumbles."""

import argparse
import io
import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal.cli_check import EXIT, add_to, lines_of
from fanal.prove.canon import canonical
from fanal.prove.check import Verdict, check
from tests.core.prove.world import HUB, KEYS, SPEC, example, example_json

FOLDER = SPEC / "conformance"
CASES = json.loads((FOLDER / "cases.json").read_text())["cases"]
VKEY = HUB.verifier.text()


def command(*words: str) -> int:
    parser = argparse.ArgumentParser()
    add_to(parser.add_subparsers())
    told = parser.parse_args(["check", *words])
    code: int = told.run(told)
    return code


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["file"])
def test_a_conformance_case_gets_its_verdict(case: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    key = ["--key", KEYS[case["key"]]["vkey"]] if case["key"] else []
    for lang in ("fr", "en"):
        assert command(str(FOLDER / case["file"]), "--lang", lang, *key) == EXIT[Verdict(case["verdict"])], case["why"]
        assert "(0) " in capsys.readouterr().out


def test_every_conformance_file_is_a_case() -> None:
    files = {path.name for path in FOLDER.iterdir()} - {"cases.json", "canonical.json"}
    assert files == {case["file"] for case in CASES}
    assert {case["verdict"] for case in CASES} == {each.value for each in Verdict}


def test_a_good_receipt_shows_all_its_steps(capsys: pytest.CaptureFixture[str]) -> None:
    assert command(str(SPEC / "examples" / "receipt-with-proof.json"), "--key", VKEY, "--lang", "en") == 0
    out = capsys.readouterr().out.splitlines()
    assert [line[:3] for line in out[:7]] == [f"({number})" for number in range(7)]
    assert all(line.endswith(": yes") for line in out[:7])
    assert "N-2026-000001" in out[7]
    assert out[8] == "VERIFIED"


def test_the_failing_step_is_the_last_and_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert command(str(FOLDER / "receipt-more-targets.json"), "--key", VKEY, "--lang", "fr") == 1
    out = capsys.readouterr().out.splitlines()
    assert out[4].startswith("(4) ")
    assert out[4].endswith("NON")
    assert "demandez-en un neuf" in out[5]
    assert out[-1].startswith("NE SE VÉRIFIE PAS")


def test_a_key_that_comes_from_the_file_is_never_passed_over_in_silence(capsys: pytest.CaptureFixture[str]) -> None:
    assert command(str(FOLDER / "receipt-valid-own-key.json"), "--lang", "en") == 0
    out = capsys.readouterr().out
    assert VKEY in out
    assert out.splitlines()[-1] == "VERIFIED, provided that the key is the issuer’s own"


def test_a_forgers_key_beside_the_forgery_does_not_count() -> None:
    forged = (FOLDER / "receipt-stranger-own-key.json").read_bytes()
    assert check(forged).is_key_chosen is False
    assert check(forged, key=VKEY).verdict is Verdict.DOES_NOT_VERIFY


def test_a_receipt_without_proof_says_what_is_not_shown() -> None:
    checked = check(example("receipt.json"), key=VKEY)
    assert [(step.number, step.state) for step in checked.steps][-1] == (6, "absent")
    assert checked.verdict is Verdict.VERIFIED


def test_a_file_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert command(str(tmp_path / "none.json"), "--lang", "en") == 2
    assert "cannot be opened" in capsys.readouterr().err


def test_what_is_piped_in_is_checked(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(example("checkpoint.txt"))))
    assert command("-", "--key", VKEY) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "VÉRIFIÉ"


def test_a_file_cannot_paint_a_verdict_on_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lying = {**example_json("receipt.json"), "\x1b[2J\u202eVERIFIED\n": 1}
    path = tmp_path / "lying.json"
    path.write_bytes(canonical(lying))
    assert command(str(path), "--key", VKEY, "--lang", "en") == 2
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert not any(line.startswith("VERIFIED") for line in out.splitlines())


WHOLE = example("receipt-with-proof.json")


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_no_file_makes_the_checker_stumble(raw: bytes) -> None:
    assert check(raw, key=VKEY).verdict is Verdict.CANNOT_BE_READ


@given(st.integers(0, len(WHOLE) - 1), st.integers(0, len(WHOLE)), st.binary(max_size=6))
def test_no_spoilt_file_makes_the_checker_stumble(start: int, end: int, instead: bytes) -> None:
    checked = check(WHOLE[:start] + instead + WHOLE[end:], key=VKEY)
    assert all(line for lang in ("fr", "en") for line in lines_of(checked, lang))


@given(
    st.recursive(st.none() | st.integers(-2, 2) | st.text(max_size=5), lambda inner: st.lists(inner), max_leaves=5),
    st.data(),
)
def test_no_strange_value_in_the_wrapper_makes_the_checker_stumble(value: object, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["receipt", "proof", "checkpoint", "vkey"]))
    strange = canonical({**json.loads(WHOLE), name: value})
    assert check(strange).verdict is not Verdict.VERIFIED
