"""Turns every error into problem details (RFC 9457), in both languages at once. It decides nothing and hides nothing."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.utils.translation import get_language
from ninja import NinjaAPI

from fanal.words.errors import MoveError, RefusedError
from fanal.words.say import Message, say
from fanal_hub.api.problem_words import FIELDS, PROBLEMS
from fanal_hub.ledger.plan import ConflictError, TakenError
from fanal_hub.ledger.write import AwayError, BusyError
from fanal_hub.stations.door import OtherRequestError
from fanal_hub.stations.judge import UnknownError

MEDIA_TYPE = "application/problem+json"
MOST_BODY = 12 * 1024 * 1024  # bytes; Django's DATA_UPLOAD_MAX_MEMORY_SIZE says the same
RETRY_AFTER = 2  # seconds
Entry = dict[str, str]
LANGS = ("fr", "en")


@dataclass(slots=True, eq=False)
class ProblemError(Exception):
    """A problem to state: its code in the table, what fills its braces, and an entry for each field."""

    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)
    errors: Sequence[Entry] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


def lang_of() -> str:
    """The reader's language: English when asked for by Accept-Language, else French."""
    return "en" if (get_language() or "fr").startswith("en") else "fr"


def entry(code: str, at: str = "", **params: str | int) -> Entry:
    """One thing the API itself says beside a field, in both languages."""
    return _entry(code, at, {lang: FIELDS[code][lang].format(**params) for lang in LANGS})


def entries(messages: Iterable[Message]) -> list[Entry]:
    """What the core says, in both languages."""
    return [_entry(each.code, each.at, {lang: say(each, lang) for lang in LANGS}) for each in messages]


def _entry(code: str, at: str, said: Mapping[str, str]) -> Entry:
    return {"code": code, "at": at, "message": said[lang_of()], "fr": said["fr"], "en": said["en"]}


def response(problem: ProblemError) -> HttpResponse:
    """The problem as an HTTP response."""
    kind, lang = PROBLEMS[problem.code], lang_of()
    said = {each: kind.detail[each].format(**problem.params) for each in LANGS}
    body = {
        "type": f"/docs/problems#{problem.code}",
        "title": kind.title[lang],
        "status": kind.status,
        "detail": said[lang],
        "errors": list(problem.errors) or [_entry(problem.code, "", said)],
    }
    return HttpResponse(json.dumps(body), status=kind.status, content_type=MEDIA_TYPE, headers=dict(problem.headers))


def not_found(_: HttpRequest, *__: Any, **___: Any) -> HttpResponse:
    """The view of every address of the API that does not exist."""
    return response(ProblemError("not_found"))


not_found.csrf_exempt = True  # type: ignore[attr-defined]  # the API knows no cookie


def register(api: NinjaAPI) -> None:
    """Give the API a problem for each error of the world; a programmer's fault stays Django's business."""
    for kind, tell in _TELL.items():
        api.add_exception_handler(kind, _handler(tell))


def _handler(tell: Callable[[Any], ProblemError]) -> Callable[[HttpRequest, Any], HttpResponse]:
    return lambda _request, error: response(tell(error))


def _refused(error: RefusedError) -> ProblemError:
    return ProblemError("refused", errors=entries(error.messages))


def _moved(error: MoveError) -> ProblemError:
    return ProblemError("move_refused", errors=entries(error.messages))


def _busy(error: Exception) -> ProblemError:
    code = "busy" if isinstance(error, BusyError) and not isinstance(error, AwayError) else "away"
    return ProblemError(code, {"seconds": RETRY_AFTER}, headers={"Retry-After": str(RETRY_AFTER)})


_TELL: Mapping[type[Exception], Callable[[Any], ProblemError]] = {
    ProblemError: lambda error: error,
    RefusedError: _refused,
    MoveError: _moved,
    UnknownError: lambda _: ProblemError("not_found"),
    Http404: lambda _: ProblemError("not_found"),
    OtherRequestError: lambda _: ProblemError("other_request"),
    ConflictError: lambda _: ProblemError("written_meanwhile"),
    TakenError: lambda _: ProblemError("written_meanwhile"),
    BusyError: _busy,
    OperationalError: _busy,
    InterfaceError: _busy,
    RequestDataTooBig: lambda _: ProblemError("too_large", {"most": MOST_BODY}),
    UnreadablePostError: lambda _: ProblemError("cut_short"),
}
STATED = tuple(_TELL)  # what is stated as a problem; everything else is the programmer's fault
