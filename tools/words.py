"""Knows the names that the house does not use, and the words that do not belong in its pages. It renames nothing."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.tree import files, python_files, read

# One word, one meaning: these say nothing by themselves (docs/glossary.md).
NEVER_ALONE = frozenset(
    word
    for singular in ("report", "flag", "decision", "item", "manager", "helper", "process")
    for word in (singular, singular + "s", singular + "es")
) | {"data", "datum", "util", "utils", "common", "misc"}
# A mapping's own method is called so by Python itself.
PYTHONS_OWN = frozenset({"items"})

PLUGS = Path("src/fanal/platforms")
IS_PLUG = re.compile(r"^PLUG\b", re.MULTILINE)
# Plug names that are also plain English, or nobody's product.
PLAIN_ENGLISH = frozenset({"threads", "web", "page", "x", "plain", "standin"})
# Sold or run by one house, and not a platform of ours.
OTHER_VENDORS = frozenset({"cinder", "osprey", "ozone", "hive", "sightengine", "perspectiveapi"})

PAGES = (
    ".md",
    ".html",
    ".txt",
    ".po",
    ".yaml",
    ".yml",
    ".toml",
    ".cfg",
    ".ini",
    ".sh",
    ".json",
    ".css",
    ".js",
    ".lock",
    ".py",
)
REFUSED = {
    "a path of one machine": re.compile(r"(?<![\w.:/-])/(?:root|Users|work|workspace)/\w|(?<![\w.:/-])/home/\w+/\w"),
    "the host of a package registry": re.compile(
        r"\b(?:py" + r"pi\.org|files\.python" + r"hosted\.org|registry\.npm" + r"js\.org)\b"
    ),
    "an index of packages": re.compile(r"--(?:extra-)?index-" + r"url|^\s*-i\s+https?:", re.MULTILINE),
    "a page left unfinished": re.compile(r"\blorem " + r"ipsum\b|\bTB" + r"D\b|\bFIX" + r"ME\b|\bX" + r"XX\b"),
}


def names(path: Path) -> Iterator[str]:
    """Names of modules, classes and functions that are never alone."""
    if path.stem.strip("_") in NEVER_ALONE or path.parent.name in NEVER_ALONE:
        yield f"{path}: a module needs a name that says more"
    for node in ast.walk(ast.parse(read(path))):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            word = node.name.strip("_").lower()
            if word in NEVER_ALONE - PYTHONS_OWN:
                yield f"{path}:{node.lineno}: {node.name} needs a name that says more (docs/glossary.md)"


def vendors() -> frozenset[str]:
    """The platforms' names, as their plugs are called, and those of a few sellers."""
    plugs = {path.stem for path in python_files("src") if path.parent == PLUGS and IS_PLUG.search(read(path))}
    return frozenset(plugs) - PLAIN_ENGLISH | OTHER_VENDORS


def vendor_names(path: Path, sold: frozenset[str]) -> Iterator[str]:
    """A vendor's name in an identifier, or as a whole string: the rule that depends on it belongs in its plug."""
    if path.parts[0] != "src" or path.is_relative_to(PLUGS):
        return
    for node in ast.walk(ast.parse(read(path))):
        for word in _said(node):
            if word in sold:
                yield f"{path}:{getattr(node, 'lineno', 0)}: {word} is named outside its plug"


def _said(node: ast.AST) -> list[str]:
    match node:
        case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return _parts(name)
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name) | ast.alias(name=name):
            return _parts(name)
        case ast.Constant(value=str(text)):
            return [text.strip().lower()]
    return []


def _parts(name: str) -> list[str]:
    """`postToTelegram`, `post_to_telegram`, `a.telegram`: the words of an identifier."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)]


def is_page(path: Path) -> bool:
    """Is this a file that a person may read?"""
    return path.suffix in PAGES or path.name in {"Makefile", ".importlinter"} or path.parts[0] == ".ci"


def pages(path: Path) -> Iterator[str]:
    """Words that do not belong in a file of the project."""
    text = read(path)
    for what, pattern in REFUSED.items():
        for hit in pattern.finditer(text):
            line = text.count("\n", 0, hit.start()) + 1
            yield f"{path}:{line}: {hit.group().strip()!r} is {what}"


def main() -> int:
    """Print every finding; 1 when there is one."""
    sold = vendors()
    found = [each for path in python_files() for each in names(path)]
    found += [each for path in python_files("src") for each in vendor_names(path, sold)]
    found += [each for path in files() if is_page(path) for each in pages(path)]
    print("\n".join(found) or "words: kept")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
