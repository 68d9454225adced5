"""Checks one file against the schema and says every fault with its file and path; knows the few schema words our schema uses."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from fanal.laws.schema import Schema
from fanal.words.say import Message, message

_TYPES: dict[str, type] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
}


def shape_faults(file: str, found: object, schema: Schema, at: str = "") -> Iterator[Message]:
    """Every place where `found` departs from the schema; the same verdict as any JSON Schema validator."""
    if "anyOf" in schema:
        verdicts = [[*shape_faults(file, found, each, at)] for each in schema["anyOf"]]
        if all(verdicts):
            yield from min(verdicts, key=len)
    elif "enum" in schema:
        if found not in schema["enum"]:
            allowed = ", ".join(map(str, schema["enum"]))
            yield message("law_not_in_list", at=at, file=file, found=_short(found), allowed=allowed)
    elif _is(found, schema["type"]):
        yield from _inside(file, found, schema, at)
    else:
        yield message("law_wrong_type", at=at, file=file, expected=_names(schema["type"]), found=_short(found))


def _inside(file: str, found: object, schema: Schema, at: str) -> Iterator[Message]:
    if isinstance(found, dict):
        yield from _object(file, found, schema, at)
    elif isinstance(found, list):
        yield from _array(file, found, schema, at)
    elif found is not None:
        yield from _scalar(file, found, schema, at)


def _object(file: str, found: Mapping[str, Any], schema: Schema, at: str) -> Iterator[Message]:
    known = schema.get("properties", {})
    extra = schema.get("additionalProperties", True)
    for key in schema.get("required", ()):
        if key not in found:
            yield message("law_key_missing", at=at, file=file, key=key)
    for key, value in found.items():
        if key in known:
            yield from shape_faults(file, value, known[key], f"{at}.{key}".lstrip("."))
        elif isinstance(extra, dict):
            yield from shape_faults(file, value, extra, f"{at}.{key}".lstrip("."))
        elif extra is False:
            yield message("law_key_unknown", at=at, file=file, key=str(key))
    if len(found) < schema.get("minProperties", 0):
        yield message("law_too_short", at=at, file=file, least=schema["minProperties"])


def _array(file: str, found: list[Any], schema: Schema, at: str) -> Iterator[Message]:
    for n, each in enumerate(found):
        yield from shape_faults(file, each, schema["items"], f"{at}.{_name(each, n)}".lstrip("."))
    if len(found) < schema.get("minItems", 0):
        yield message("law_too_short", at=at, file=file, least=schema["minItems"])


def _scalar(file: str, found: object, schema: Schema, at: str) -> Iterator[Message]:
    if isinstance(found, str):
        if len(found) < schema.get("minLength", 0):
            yield message("law_too_short", at=at, file=file, least=schema["minLength"])
        pattern = schema.get("pattern")
        if pattern and not re.search(pattern, found):
            yield message("law_wrong_pattern", at=at, file=file, found=_short(found), pattern=pattern)
    elif isinstance(found, int) and found < schema.get("minimum", found):
        yield message("law_wrong_type", at=at, file=file, expected=f">= {schema['minimum']}", found=str(found))


def _is(found: object, types: str | list[str]) -> bool:
    wanted = [types] if isinstance(types, str) else types
    if isinstance(found, bool):
        return "boolean" in wanted
    return any(isinstance(found, _TYPES[each]) for each in wanted)


def _names(types: str | list[str]) -> str:
    return types if isinstance(types, str) else " / ".join(types)


def _name(each: object, n: int) -> str:
    """A path a lawyer can follow: the code of the datum where it has one, else its number."""
    if isinstance(each, dict):
        for key in ("id", "code", "key"):
            if isinstance(each.get(key), str):
                return str(each[key])
    return str(n)


def _short(found: object) -> str:
    return type(found).__name__ if isinstance(found, (dict, list)) else str(found)[:60]
