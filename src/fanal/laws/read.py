"""Reads the text of one law file: strict YAML, where a day stays text and a key said twice is refused; opens no file itself."""

from collections.abc import Hashable
from typing import Any

import yaml

from fanal.words.errors import LawError
from fanal.words.say import message

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MOST = 1_000_000  # characters of one file
_DEEPEST = 20


def read_yaml(file: str, text: str) -> Any:
    """The plain content of a law file; LawError names the file and the line."""
    if len(text) > _MOST:
        raise LawError(message("law_not_yaml", file=file, why=f"> {_MOST}"))
    try:
        _bounded(text)
        return yaml.load(text, Loader=_StrictLoader)  # noqa: S506 - a SafeLoader, stricter
    except yaml.YAMLError as wrong:
        raise LawError(message("law_not_yaml", file=file, why=_where(wrong))) from None


def _bounded(text: str) -> None:
    """Refuse depths that would exhaust the stack, and aliases, by which a small file grows without end."""
    depth = 0
    for event in yaml.parse(text, Loader=_Base):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST or isinstance(event, yaml.AliasEvent):
            mark: Any = event.start_mark
            raise yaml.constructor.ConstructorError(None, None, "alias, or too deep", mark)


class _StrictLoader(_Base):  # type: ignore[misc]
    """A safe loader without dates and without double keys."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
        keys = [key.value for key, _ in node.value]
        twice = sorted({key for key in keys if keys.count(key) > 1}) if len(set(map(str, keys))) < len(keys) else []
        if twice:
            raise yaml.constructor.ConstructorError(None, None, f"twice: {twice[0]}", node.start_mark)
        return super().construct_mapping(node, deep=deep)  # type: ignore[no-any-return]


_StrictLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in _Base.yaml_implicit_resolvers.items()
}


def _where(wrong: Exception) -> str:
    mark = getattr(wrong, "problem_mark", None)
    line = f"{mark.line + 1}: " if mark else ""
    return f"{line}{getattr(wrong, 'problem', None) or type(wrong).__name__}"
