"""Cuts out of requirements.lock what some packages need, hashes and all: for a machine that runs a hub and develops nothing."""

import re
import sys
import tomllib
from collections.abc import Iterable

from tools.tree import ROOT

OURS = "fanal"
_ENTRY = re.compile(r"^[A-Za-z0-9]", re.MULTILINE)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def part(lock: str, wanted: Iterable[str]) -> str:
    """The entries of the lock that the wanted packages need, and what those need, as its own comments say."""
    entries: dict[str, str] = {}
    for each in _entries(lock):  # one package may stand twice, for an older Python and a newer one
        name = _plain(_NAME.findall(each)[0])
        entries[name] = entries.get(name, "") + each
    for_whom = {name: _via(each) for name, each in entries.items()}
    taken = {name for each in wanted if (name := _plain(each)) in entries}
    while more := {name for name, whose in for_whom.items() if name not in taken and whose & taken}:
        taken |= more
    return "".join(each for name, each in entries.items() if name in taken)


def of_project(*extras: str) -> list[str]:
    """The packages that the project itself asks for, with these extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *(line for each in extras for line in project["optional-dependencies"][each])]
    return [_NAME.findall(each)[0] for each in asked]


def _entries(lock: str) -> list[str]:
    starts = [each.start() for each in _ENTRY.finditer(lock)]
    return [lock[start:end] for start, end in zip(starts, [*starts[1:], len(lock)], strict=True)]


def _via(entry: str) -> set[str]:
    """Who needs an entry: the names in the comment below it."""
    told = " ".join(line.strip("# \n") for line in entry.splitlines() if line.strip().startswith("#"))
    return {_plain(each) for each in told.split() if each != "via" and not each.startswith("(")} - {OURS}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def main() -> int:
    """Print the part for some packages, or for the project's extras when they are named as `.[hub]`."""
    wanted: list[str] = []
    for each in sys.argv[1:]:
        wanted += of_project(*each[2:].strip("[]").split(",")) if each.startswith(".[") else [each]
    sys.stdout.write(part((ROOT / "requirements.lock").read_text(encoding="utf-8"), wanted))
    return 0


if __name__ == "__main__":
    sys.exit(main())
