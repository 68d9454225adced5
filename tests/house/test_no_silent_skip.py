"""Under CI a skipped test is a failed test: the suite's own conftest is tried on a small suite that skips."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.tree import ROOT

SKIPS = """
import pytest

@pytest.fixture
def browser(): pytest.skip("none")

def test_in_the_test(): pytest.skip("no browser")

@pytest.mark.skip(reason="later")
def test_by_a_mark(): ...

@pytest.mark.skipif(True, reason="later")
def test_by_a_condition(): ...

def test_in_a_fixture(browser): ...

@pytest.mark.xfail(reason="known", strict=True)
def test_expected_failure_did_run(): assert False

def test_that_passes(): ...
"""
WHOLE_FILE = 'import pytest\n\npytest.importorskip("no_such_module")\n\ndef test_a(): ...\n'


def _closing_line(folder: Path, text: str, ci: str) -> str:
    shutil.copy(ROOT / "tests/conftest.py", folder / "conftest.py")
    (folder / "test_small.py").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir=.", "."]
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    env |= {"CI": ci, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    result = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    return result.stdout.strip().splitlines()[-1]


def test_skip_at_one_desk_is_a_skip(tmp_path: Path) -> None:
    """Without CI a person may work without a browser."""
    assert "1 passed, 4 skipped, 1 xfailed" in _closing_line(tmp_path, SKIPS, ci="")


def test_every_way_to_skip_fails_under_ci(tmp_path: Path) -> None:
    """By call, mark, condition or fixture; an expected failure did run, and stays one."""
    # A skip by mark or fixture happens while the test is set up, which pytest counts as an error.
    assert "1 failed, 1 passed, 1 xfailed, 3 errors" in _closing_line(tmp_path, SKIPS, ci="true")


def test_skip_of_a_whole_file_fails_under_ci(tmp_path: Path) -> None:
    """importorskip at the head of a file hides every test in it."""
    assert "1 error" in _closing_line(tmp_path, WHOLE_FILE, ci="true")


def test_two_modules_of_one_name_of_which_one_is_never_run() -> None:
    """Without packages, pytest refuses the second; it says so only when both are collected."""
    names = [each.name for each in (ROOT / "tests").rglob("test_*.py")]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []
