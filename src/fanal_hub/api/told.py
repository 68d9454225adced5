"""What the OpenAPI document says of an endpoint beside its answer: problems, body, headers. It is written, never executed."""

from collections.abc import Collection, Sequence
from typing import Any

from ninja import NinjaAPI
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from fanal_hub.api import shapes_in
from fanal_hub.api.body import MOST_KEY
from fanal_hub.api.problem_words import PROBLEMS
from fanal_hub.api.problems import MEDIA_TYPE
from fanal_hub.api.shapes_out import Problem

ROOT = "/api/v1/"
REF = "#/components/schemas/{model}"
_POSTED = (400, 401, 403, 409, 413, 415, 422, 503)
_ONLY_ASKED = frozenset(("bad_cursor", "no_checkpoint"))
_ONLY_POSTED = frozenset(("bad_json", "too_deep", "bad_key", "cut_short"))
_HEADERS: dict[int, str] = {401: "WWW-Authenticate", 503: "Retry-After"}
_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "The same key with the same body does nothing twice, and is answered as it was.",
    "schema": {"type": "string", "minLength": 1, "maxLength": MOST_KEY, "pattern": "^[!-~]+$"},
}
_BODIES = (
    shapes_in.NoticeIn,
    shapes_in.BatchIn,
    shapes_in.QualifyIn,
    shapes_in.RelationSaidIn,
    shapes_in.AnswersIn,
    shapes_in.NothingIn,
    shapes_in.HashFeedbacksIn,
)


def asked(*problems: int) -> dict[str, Any]:
    """Of a GET: the problems it can state."""
    return {"responses": _problems(problems, _ONLY_POSTED)}


def posted(body: type[BaseModel], *more: int, body_needed: bool = True) -> dict[str, Any]:
    """Of a POST: its body, its idempotency key, and the problems that every POST can state."""
    schema = {"$ref": REF.format(model=body.__name__)}
    made: dict[str, Any] = {
        "parameters": [_KEY],
        "requestBody": {"required": body_needed, "content": {"application/json": {"schema": schema}}},
        "responses": _problems((*_POSTED, *more), _ONLY_ASKED),
    }
    made["responses"][200] = {"headers": {"Idempotent-Replay": {"schema": {"const": "true"}, "required": False}}}
    return made


def sent(body: type[BaseModel], *problems: int) -> dict[str, Any]:
    """Of a POST that another shape than ours fixed, without an idempotency key: its body and its problems."""
    schema = {"$ref": REF.format(model=body.__name__)}
    content = {"application/json": {"schema": schema}}
    return {
        "requestBody": {"required": True, "content": content},
        "responses": _problems(problems, (*_ONLY_ASKED, "bad_key")),
    }


def _problems(statuses: Sequence[int], never: Collection[str]) -> dict[Any, Any]:
    return {status: _problem(status, never) for status in sorted(set(statuses))}


def _problem(status: int, never: Collection[str]) -> dict[str, Any]:
    kinds = {code: kind for code, kind in PROBLEMS.items() if kind.status == status and code not in never}
    said: dict[str, Any] = {
        "description": " ".join(f"`{code}`: {kind.title['en']}." for code, kind in kinds.items()),
        "content": {MEDIA_TYPE: {"schema": {"$ref": REF.format(model="Problem")}}},
    }
    if status in _HEADERS:
        said["headers"] = {_HEADERS[status]: {"schema": {"type": "string"}, "required": True}}
    return said


class DocumentedAPI(NinjaAPI):
    """The API, with the shapes that are only shown among the components of its document."""

    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None) -> Any:
        """The OpenAPI document; written once."""
        if self._document is None:
            self._document = super().get_openapi_schema(path_prefix=path_prefix or ROOT, path_params=path_params)
            sent = [(each, "validation") for each in _BODIES]
            _, shown = models_json_schema([*sent, (Problem, "serialization")], ref_template=REF)  # type: ignore[list-item]
            self._document["components"]["schemas"].update(shown["$defs"])
        return self._document

    _document: Any = None
