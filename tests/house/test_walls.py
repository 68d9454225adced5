"""The walls hold, and a breach is seen: import-linter and ruff run on the house, and on a copy with one brick out."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.tree import ROOT

BIN = Path(sys.executable).parent


def _run(*command: str, cwd: Path, **extra: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(BIN / command[0]), *command[1:]],
        cwd=cwd,
        env=os.environ | extra,
        capture_output=True,
        text=True,
        check=False,
    )


def _walls(root: Path) -> subprocess.CompletedProcess[str]:
    return _run("lint-imports", "--no-cache", cwd=root, PYTHONPATH=str(root / "src"))


def test_nobody_climbs_a_wall() -> None:
    """The rooms of the core and of the hub look down only."""
    result = _walls(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A small house with the same walls, whose rooms hold one empty file each."""
    for name in ("pyproject.toml", ".importlinter"):
        shutil.copy(ROOT / name, tmp_path / name)
    core, hub = tmp_path / "src/fanal", tmp_path / "src/fanal_hub"
    rooms = [
        "cli",
        "flow",
        "harmonise",
        "analyse",
        "route",
        "laws",
        "platforms",
        "text",
        "clocks",
        "prove",
        "notice",
        "words",
        "crossref",
    ]
    for room in [
        core,
        hub,
        *(core / name for name in rooms),
        *(hub / name for name in ("desk", "api", "ledger", "people")),
    ]:
        room.mkdir(parents=True)
        (room / "__init__.py").write_text('"""A room."""\n', encoding="utf-8")
    shutil.copy(ROOT / "src/fanal/ruff.toml", core / "ruff.toml")
    return tmp_path


def test_small_house_stands(copy: Path) -> None:
    """Without a breach the copy passes, so that the failures below mean something."""
    result = _walls(copy)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("fanal/harmonise/a.py", "import fanal.analyse"),  # a step imports another
        ("fanal/laws/a.py", "import fanal.route"),  # a plug looks up
        ("fanal/notice/a.py", "import fanal.clocks"),
        ("fanal/words/a.py", "import fanal.notice"),
        ("fanal/text/a.py", "import fanal.prove"),
        ("fanal/flow/a.py", "import fanal.cli"),
        ("fanal/notice/a.py", "import fanal_hub"),
        ("fanal/notice/a.py", "import django"),
        ("fanal/notice/a.py", "import sqlite3"),
        ("fanal/spare.py", ""),  # a room without a place
        ("fanal_hub/ledger/a.py", "import fanal_hub.desk"),
        ("fanal_hub/desk/a.py", "import fanal_hub.api"),
        ("fanal_hub/people/a.py", "import fanal_hub.ledger"),
        ("fanal_hub/desk/a.py", "import fanal.platforms"),  # not a door of the core
        ("fanal_hub/ledger/a.py", "from fanal import route"),
        ("fanal_hub/spare.py", ""),
    ],
)
def test_breach_is_seen(copy: Path, place: str, line: str) -> None:
    """One forbidden import, or one room without a place, turns the check red."""
    (copy / "src" / place).write_text(f"{line}\n", encoding="utf-8")
    result = _walls(copy)
    assert result.returncode == 1
    assert "BROKEN" in result.stdout, result.stdout


@pytest.mark.parametrize("door", ["flow", "notice", "words", "prove", "clocks", "crossref"])
def test_hub_enters_by_the_doors(copy: Path, door: str) -> None:
    """What DESIGN allows stays allowed."""
    (copy / "src/fanal_hub/desk/a.py").write_text(f"import fanal.{door}\n", encoding="utf-8")
    result = _walls(copy)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    "line",
    [
        "from datetime import UTC, datetime\n\nNOW = datetime.now(UTC)",
        "from datetime import date\n\nTODAY = date.today()",
        "import time\n\nNOW = time.time()",
        "import random\n\nDRAWN = random.random()",
        "from uuid import uuid4\n\nREF = uuid4()",
        "import secrets\n\nSALT = secrets.token_bytes(16)",
        "import os\n\nHOME = os.environ",
        'with open("a") as file:\n    TEXT = file.read()',
        "from pathlib import Path\n\nHERE = Path()",
        "import httpx\n\nCLIENT = httpx.Client()",
        'print("a")',
    ],
)
def test_impure_core_is_seen(copy: Path, line: str) -> None:
    """Clocks, chance, files, networks and printing are refused in the core; the same line may stand in the hub."""
    for package in ("fanal/notice", "fanal_hub/desk"):
        (copy / "src" / package / "a.py").write_text(f'"""A file."""\n\n{line}\n', encoding="utf-8")
    result = _run("ruff", "check", "--no-cache", "--output-format=concise", "src", cwd=copy)
    bans = [
        row for row in result.stdout.splitlines() if "banned-api" in row or "builtin-open" in row or "`print`" in row
    ]
    assert any("fanal/notice/a.py" in row for row in bans), result.stdout
    assert not any("fanal_hub/desk/a.py" in row for row in bans), result.stdout
