"""Shapes what is logged, as lines for people or as JSON: codes and places, never what people wrote. It knows no table.

Our own messages are trusted. Those of libraries may hold paths (and so one-time links), hosts, addresses: of them only
the sentence stays, without what filled it. Of an error the kind, the code and the places stay: its words may quote a row.
"""

import json
import logging
import re
import secrets
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from http.client import responses
from typing import Any

OURS = frozenset({"fanal", "fanal_hub"})
REQUESTS = "fanal_hub.requests"  # one line a request
MOST_FRAMES = 30
_SANE = re.compile(r"[A-Za-z0-9-]{1,64}")
_CODE = re.compile(r"[A-Za-z0-9_.-]{1,40}")
_FILLED = re.compile(r"%(?:\(\w+\))?[-+ #0]*\d*(?:\.\d+)?[sdrfxia]")
_TELLING = re.compile(r"\S*[/@\\]\S*|'[^']*'|\"[^\"]*\"|\S*\d+\.\d+\.\S*|\S*:\S*:\S*|\S*=\S*")
_where: ContextVar[Mapping[str, str | int]] = ContextVar("where", default={})  # noqa: B039  never changed in place


@contextmanager
def about(**facts: str | int) -> Iterator[None]:
    """Every line of this thread says this meanwhile: request, station, position."""
    token = _where.set({**_where.get(), **facts})
    try:
        yield
    finally:
        _where.reset(token)


def request_id(given: str) -> str:
    """The caller's own X-Request-ID when it is sane, else a fresh one."""
    return given if _SANE.fullmatch(given) else secrets.token_hex(8)


class Json(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return json.dumps(facts(record), ensure_ascii=False, default=str)


class Text(logging.Formatter):
    """A line for people, and the places of an error below it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        known = facts(record)
        head = [known.pop(name) for name in ("at", "level", "logger", "says")]
        error = known.pop("error", None)
        tail = " ".join(f"{name}={value}" for name, value in known.items())
        lines = [" ".join(str(each).replace("\n", " ") for each in (*head, tail) if each)]
        while error:
            lines.append(f"  {error['type']} {error.get('code', '')}".rstrip())
            lines += [f"    {place}" for place in error["places"]]
            error = error.get("because")
        return "\n".join(lines)


def facts(record: logging.LogRecord) -> dict[str, Any]:
    """What a line says: when, how grave, who, what, and in which request, station and event."""
    at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    made: dict[str, Any] = {"at": at, "level": record.levelname.lower(), "logger": record.name, "says": _says(record)}
    made.update(_where.get())
    if "station" not in made and record.threadName and record.threadName.startswith("fanal-"):
        made["station"] = record.threadName.removeprefix("fanal-")
    made.update(getattr(record, "facts", {}))
    if record.exc_info and record.exc_info[1] is not None:
        made["error"] = _error(record.exc_info[1])
    return made


def _says(record: logging.LogRecord) -> str:
    room = record.name.partition(".")[0]
    if room in OURS:
        return record.getMessage()
    if record.name.startswith("django.security"):
        return f"refused: {record.name.rpartition('.')[2]}"  # the words quote the host, the origin or the form
    if record.name == "django.request" and (status := getattr(record, "status_code", None)) in responses:
        return responses[status]  # its own sentence is the path
    if not isinstance(record.msg, str):
        return type(record.msg).__name__
    if record.args:
        return _unfilled(record.msg, record.args)
    return _TELLING.sub("…", record.msg.partition(":")[0])[:200]


def _unfilled(sentence: str, given: Any) -> str:
    """The sentence with its numbers, and without its words."""
    numbers = iter(given if isinstance(given, tuple) else ())

    def fill(_: re.Match[str]) -> str:
        one = next(numbers, None)
        return str(one) if isinstance(one, int | float) else "…"

    return _FILLED.sub(fill, sentence)


def _error(error: BaseException, depth: int = 0) -> dict[str, Any]:
    made: dict[str, Any] = {"type": f"{type(error).__module__}.{type(error).__qualname__}"}
    if code := _code(error):
        made["code"] = code
    frames = traceback.extract_tb(error.__traceback__)[-MOST_FRAMES:]
    made["places"] = [f"{_short(each.filename)}:{each.lineno} {each.name}" for each in frames]
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and depth < 4:
        made["because"] = _error(before, depth + 1)
    return made


def _code(error: BaseException) -> str:
    """A code that the error carries: SQLSTATE, SQLite's or the system's number, or those of our messages."""
    if isinstance(error, OSError) and error.errno is not None:
        return f"errno-{error.errno}"
    for name in ("sqlstate", "sqlite_errorname", "code"):
        found = getattr(error, name, None)
        if isinstance(found, str) and _CODE.fullmatch(found):
            return found
    said = getattr(error, "messages", ())
    return " ".join(each.code for each in said if isinstance(getattr(each, "code", None), str))


def _short(filename: str) -> str:
    """A file as it is named in the project or its library."""
    for mark in ("/site-packages/", "/src/"):
        _, found, tail = filename.rpartition(mark)
        if found:
            return tail
    return filename.rpartition("/")[2]


def settings(kind: str) -> dict[str, Any]:
    """Django's LOGGING: "text" for people, without a line a request; "json" for a collector, with them."""
    shape = f"{__name__}.{'Json' if kind == 'json' else 'Text'}"
    out = {"handlers": ["console"], "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": shape}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "fanal_hub": {**out, "level": "INFO"},
            REQUESTS: {**out, "level": "INFO" if kind == "json" else "WARNING"},
            "django": {**out, "level": "WARNING"},
            "django.request": {**out, "level": "ERROR"},
            "django.security.DisallowedHost": {**out, "level": "CRITICAL"},  # any scanner makes thousands
            "gunicorn.error": {**out, "level": "WARNING"},
            "gunicorn.access": {"handlers": [], "propagate": False},
        },
    }
