"""The API as it is served: the WSGI application itself, which has less middleware for it than for pages."""

import json
from importlib import import_module
from io import BytesIO
from typing import Any

import pytest

from tests.hub.api.callers import Hub


def served(path: str, lang: str) -> tuple[dict[str, str], bytes]:
    """The headers and the body of one GET."""
    said: dict[str, str] = {}
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1",
        "HTTP_ACCEPT_LANGUAGE": lang,
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
    }

    def start(_: str, headers: list[tuple[str, str]], *__: Any) -> None:
        said.update(headers)

    # Imported when the static files are there: the handlers look for them as they are made.
    return said, b"".join(import_module("fanal_hub.wsgi").application(environ, start))


@pytest.mark.parametrize("page_lang", ["fr", "en"])
def test_the_api_speaks_the_callers_language_not_that_of_the_page_before(hub: Hub, page_lang: str) -> None:
    """One thread answers both: a page in another language must not be heard in the next problem."""
    served("/report", page_lang)
    titles = [json.loads(served("/api/v1/cases", lang)[1])["title"] for lang in ("fr", "en-GB,en;q=0.8", "")]
    assert titles == ["Il manque le jeton", "The token is missing", "Il manque le jeton"]


def test_the_api_has_the_headers_of_every_answer(hub: Hub) -> None:
    """Nobody guesses the type of an answer, stores it or is told where it came from."""
    headers, _ = served("/api/v1/figures", "fr")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
