"""Reads the body of a request as one JSON object, and refuses what is not: form only, the core reads the meaning."""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest

from fanal.words.say import Message, message
from fanal_hub.api.problems import MOST_BODY, ProblemError, entries

MOST_DEEP = 16  # levels; a notice needs four
MOST_KEY = 200
_KEY = re.compile(rf"[\x21-\x7e]{{1,{MOST_KEY}}}")


def json_body(request: HttpRequest, *, may_be_empty: bool = False) -> dict[str, Any]:
    """The JSON object of a request (RFC 8259, UTF-8)."""
    stated = str(request.META.get("CONTENT_LENGTH") or "0")
    if stated.isdecimal() and int(stated) > MOST_BODY:
        raise ProblemError("too_large", {"most": MOST_BODY})
    raw = request.body
    if not raw and may_be_empty:
        return {}
    if (
        request.content_type != "application/json"
        or request.META.get("HTTP_CONTENT_ENCODING", "identity") != "identity"
    ):
        raise ProblemError("not_json")
    found = _parsed(raw)
    _refuse_deep(found)
    if not isinstance(found, dict):
        raise ProblemError("refused", errors=entries([message("not_fields")]))
    return found


def refuse_unreadable(found: dict[str, Any]) -> None:
    """Refuse null characters and half characters anywhere (the door of notices says so itself, field by field)."""
    faults = [fault for _, at, value in _walk(found) if isinstance(value, str) for fault in _faults(value, at)]
    if faults:
        raise ProblemError("refused", errors=entries(faults[:100]))


def key_of(request: HttpRequest) -> str:
    """The caller's idempotency key; empty when there is none."""
    given: str | None = request.META.get("HTTP_IDEMPOTENCY_KEY")
    if given is None:
        return ""
    if not _KEY.fullmatch(given):
        raise ProblemError("bad_key", {"most": MOST_KEY})
    return given


def _parsed(raw: bytes) -> Any:
    try:
        return _READER.decode(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ProblemError("bad_json", {"why": f"UTF-8, byte {error.start}"}) from None
    except json.JSONDecodeError as error:
        raise ProblemError("bad_json", {"why": f"line {error.lineno}, column {error.colno}"}) from None
    except RecursionError:
        raise ProblemError("too_deep", {"most": MOST_DEEP}) from None
    except ValueError as error:  # NaN, a name given twice, a number of thousands of digits
        raise ProblemError("bad_json", {"why": str(error)[:80].replace("\0", "")}) from None


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return made


_READER = json.JSONDecoder(parse_constant=_no_constant, object_pairs_hook=_once_each)


def _refuse_deep(found: Any) -> None:
    level = [found]
    for _ in range(MOST_DEEP):
        groups = [each.values() if isinstance(each, dict) else each for each in level if isinstance(each, dict | list)]
        level = [inner for group in groups for inner in group]
        if not level:
            return
    raise ProblemError("too_deep", {"most": MOST_DEEP})


def _walk(found: Any) -> Iterator[tuple[int, str, Any]]:
    """(level, path, value) of everything, without recursion: a deep body must not break the reader."""
    waiting: list[tuple[int, str, Any]] = [(1, "", found)]
    while waiting:
        deep, at, value = waiting.pop()
        yield deep, at, value
        if isinstance(value, dict):
            for name, inner in value.items():
                yield deep, at, name
                waiting.append((deep + 1, f"{at}.{name[:40]}" if at else name[:40], inner))
        elif isinstance(value, list):
            waiting += [(deep + 1, f"{at}.{n}", inner) for n, inner in enumerate(value)]


def _faults(value: str, at: str) -> Iterator[Message]:
    shown = "".join(char for char in at if char.isprintable())
    if "\0" in value:
        yield message("nul_byte", at=shown)
    if any("\ud800" <= char <= "\udfff" for char in value):
        yield message("half_character", at=shown)
