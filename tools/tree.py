"""Knows which files of the checkout are ours: tracked, or new and not ignored. It judges none of them."""

import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CODE = ("src", "tools", "bench", "tests")


@cache
def files() -> tuple[Path, ...]:
    """Every file of the project, relative to its root, as git sees it."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = listed.stdout.decode("utf-8").split("\0")
    return tuple(sorted({Path(name) for name in names if name and (ROOT / name).is_file()}))


def python_files(*rooms: str) -> Iterator[Path]:
    """The Python files that people wrote, in the given rooms (all of them by default); migrations are generated."""
    for path in files():
        if path.suffix == ".py" and path.parts[0] in (rooms or CODE) and "migrations" not in path.parts:
            yield path


def read(path: Path) -> str:
    """The text of a file that this module listed; bytes that are no text (an example of bad input) show as U+FFFD."""
    return (ROOT / path).read_text(encoding="utf-8", errors="replace")
