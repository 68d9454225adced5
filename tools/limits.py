"""Knows the limits of a file that ruff does not count: its lines, its functions' lines, its opening sentence. It mends nothing."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.tree import python_files, read

FILE_LINES = 400
FUNCTION_LINES = 50
# Django must be set up before its models can be imported: the hub's command line is the one door where that happens.
IMPORTS_LATE = Path("src/fanal_hub/manage.py")


def findings(path: Path) -> Iterator[str]:
    """Each way in which a Python file breaks a limit of the house."""
    text = read(path)
    tree = ast.parse(text)
    lines = text.count("\n")
    if lines > FILE_LINES:
        yield f"{path}: {lines} lines, the most is {FILE_LINES}: cut it where its story turns"
    if tree.body and not ast.get_docstring(tree):
        yield f"{path}: opens without a sentence that says what it knows and what it does not do"
    yield from _long_functions(path, tree)
    yield from _inner_imports(path, tree)


def _long_functions(path: Path, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            size = (node.end_lineno or node.lineno) - node.lineno + 1
            if size > FUNCTION_LINES:
                yield f"{path}:{node.lineno}: {node.name}() has {size} lines, the most is {FUNCTION_LINES}"


def _inner_imports(path: Path, tree: ast.Module) -> Iterator[str]:
    """A silenced linter is a hole in the wall: an import within a function stays visible here."""
    if path.parts[0] != "src" or path == IMPORTS_LATE:
        return
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield f"{path}:{node.lineno}: import inside {function.name}(): a word is in the wrong room, move it down"


def main() -> int:
    """Print every finding; 1 when there is one."""
    found = [each for path in python_files() for each in findings(path)]
    print("\n".join(found) or "limits: kept")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
