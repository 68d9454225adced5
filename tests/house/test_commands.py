"""The documented commands exist, and the reverse; the continuous check runs what a person runs."""

import re
import subprocess
from pathlib import Path

from tools.tree import ROOT, files, read

IN_CODE = re.compile(r"`make ([a-z]+)|^\s*(?:\$ )?make ([a-z]+)", re.MULTILINE)


def _targets() -> set[str]:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z]+):", text, re.MULTILINE))


def _named(text: str) -> set[str]:
    """What a page calls `make ...` in code: between backticks, or at the head of a line of a code block."""
    blocks = "\n".join(re.findall(r"```.*?```", text, re.DOTALL))
    return {one or other for one, other in IN_CODE.findall(blocks)} | set(re.findall(r"`make ([a-z]+)", text))


def _docs() -> list[Path]:
    return [path for path in files() if path.suffix == ".md"]


def test_promised_targets_exist() -> None:
    """The commands that the project promises."""
    assert {"run", "test", "check", "replay", "bench", "shots", "messages", "clean"} <= _targets()


def test_docs_name_only_targets_that_exist() -> None:
    """A documented command that does not exist sends a newcomer away."""
    wrong = {(str(path), name) for path in _docs() for name in _named(read(path)) - _targets()}
    assert wrong == set()


def test_every_target_is_documented() -> None:
    """And the reverse: a command nobody can find is not there."""
    named = {name for path in _docs() for name in _named(read(path))}
    assert _targets() - named == set()


def test_two_commands_open_the_readme() -> None:
    """The two commands that a newcomer needs are on the first page."""
    assert {"run", "test"} <= _named(read(Path("README.md")))


def test_every_target_can_be_planned() -> None:
    """make reads its own file, and knows how to reach each target (nothing is run)."""
    for target in sorted(_targets()):
        subprocess.run(["make", "--dry-run", target], cwd=ROOT, check=True, capture_output=True)


def test_continuous_check_runs_the_readme_command() -> None:
    """`.ci/run` ends with exactly `make test`, after `make check`, and lets nothing be skipped."""
    lines = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    assert lines[-2:] == ["make check", "make test"]
    assert "set -euo pipefail" in lines
    assert "export CI=true" in lines


def test_shell_files_are_runnable_and_well_formed() -> None:
    """bash reads them all, and `.ci/run` may be started."""
    shells = [path for path in files() if path.suffix == ".sh"] + [Path(".ci/run")]
    for path in shells:
        subprocess.run(["bash", "-n", str(path)], cwd=ROOT, check=True)
    assert (ROOT / ".ci/run").stat().st_mode & 0o111
