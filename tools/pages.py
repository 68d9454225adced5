"""Writes the pages that are generated from the code, or checks that they are current. It knows no page itself.

A generator is a module `tools/pages_<name>.py` with `pages() -> Mapping[str, str]`: a path from the project's root, its text.
"""

import argparse
import importlib
import pkgutil
import sys
from collections.abc import Mapping

import tools
from tools.tree import ROOT


def written() -> Mapping[str, str]:
    """Every generated page, as the code would write it now."""
    found: dict[str, str] = {}
    for module in pkgutil.iter_modules(tools.__path__):
        if module.name.startswith("pages_"):
            found.update(importlib.import_module(f"tools.{module.name}").pages())
    return found


def stale() -> list[str]:
    """The pages whose file on disk says something else than the code."""
    return [name for name, text in written().items() if _on_disk(name) != text]


def _on_disk(name: str) -> str | None:
    path = ROOT / name
    return path.read_text(encoding="utf-8") if path.exists() else None


def write() -> list[str]:
    """Write the stale pages; says which."""
    names = stale()
    for name in names:
        path = ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(written()[name], encoding="utf-8")
    return names


def main() -> int:
    """`--write` mends, `--check` only tells."""
    parser = argparse.ArgumentParser(description=__doc__)
    choice = parser.add_mutually_exclusive_group(required=True)
    choice.add_argument("--write", action="store_true")
    choice.add_argument("--check", action="store_true")
    if parser.parse_args().write:
        print("\n".join(f"written: {name}" for name in write()) or "pages: current")
        return 0
    old = stale()
    print("\n".join(f"{name} is older than the code: run `make pages`" for name in old) or "pages: current")
    return int(bool(old))


if __name__ == "__main__":
    sys.exit(main())
