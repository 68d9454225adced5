"""The API's pages and its OpenAPI document say the same endpoints and the same statuses, in both languages."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from fanal.words.lists import AnswerKind, CaseState, Role, SetAsideReason
from fanal.words.say import MESSAGES
from fanal_hub.api.problem_words import FIELDS, PROBLEMS
from tools.tree import ROOT

PAGES = ("docs/api.md", "docs/api.fr.md")
_ENDPOINT = re.compile(r"^### (?P<method>[A-Z]+) (?P<path>/\S+)\n(?P<rest>.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
_STATUSES = re.compile(r"^(?:Statuses|Statuts) ?: (?P<list>[0-9, ]+)\.$", re.MULTILINE)

Endpoints = Mapping[tuple[str, str], set[str]]


def on_page(text: str) -> Endpoints:
    """(method, path) and statuses of every endpoint that a page documents."""
    found = {}
    for each in _ENDPOINT.finditer(text):
        said = _STATUSES.search(each["rest"])
        found[each["method"], each["path"]] = set(said["list"].split(", ")) if said else set()
    return found


def offered() -> Endpoints:
    """The same of the OpenAPI document."""
    import tests.hubkit  # noqa: F401  sets Django up, in a folder of its own
    from fanal_hub.api.urls import api

    return {
        (method.upper(), path): {str(status) for status in operation["responses"]}
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method, operation in methods.items()
    }


def _page(name: str) -> str:
    return (Path(ROOT) / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_page_documents_every_endpoint_and_no_other(name: str) -> None:
    """An endpoint without a page, or a page without its endpoint, is a lie."""
    assert on_page(_page(name)) == offered()


def test_page_that_lies_is_seen() -> None:
    """The comparison can fail: an endpoint too many, one too few, a status forgotten."""
    page = _page(PAGES[0])
    assert on_page(page + "\n### GET /api/v1/nothing\n\nStatuses: 200.\n") != offered()
    assert on_page(page.replace("### GET /api/v1/cases\n", "### Cases\n")) != offered()
    assert on_page(page.replace("Statuses: 200, 404.", "Statuses: 200.")) != offered()


@pytest.mark.parametrize("name", PAGES)
def test_page_explains_every_status(name: str) -> None:
    """Each error status that an endpoint names has its row in the table of errors."""
    explained = set(re.findall(r"^\| ([45][0-9]{2}) \|", _page(name), re.MULTILINE))
    named = {status for statuses in offered().values() for status in statuses if status >= "400"}
    assert named | {"405"} == explained
    assert explained == {str(each.status) for each in PROBLEMS.values()}


@pytest.mark.parametrize("name", PAGES)
def test_every_endpoint_has_an_example(name: str) -> None:
    """One command to try, at the endpoint's own address."""
    for each in _ENDPOINT.finditer(_page(name)):
        address = each["path"].removeprefix("/api/v1").split("{")[0]
        assert f"$FANAL{address}" in each["rest"], each["path"]
        assert ("-X POST" in each["rest"]) == (each["method"] == "POST"), each["path"]


@pytest.mark.parametrize("name", PAGES)
def test_page_names_the_closed_lists_as_they_are(name: str) -> None:
    """Roles, states, reasons and kinds of answer."""
    text = _page(name)
    for words in (Role, CaseState, SetAsideReason, AnswerKind):
        assert [each for each in words if f"`{each}`" not in text] == []


@pytest.mark.parametrize("name", PAGES)
def test_example_of_a_problem_is_what_the_hub_says(name: str) -> None:
    """The texts shown are the texts of the code."""
    shown = json.loads(re.search(r"```json\n(.*?)```", _page(name), re.DOTALL)[1])  # type: ignore[index]
    lang = "fr" if ".fr." in name else "en"
    kind, fault = PROBLEMS["refused"], shown["errors"][0]
    assert (shown["status"], shown["title"], shown["detail"]) == (kind.status, kind.title[lang], kind.detail[lang])
    assert {each: fault[each] for each in ("fr", "en")} == MESSAGES[fault["code"]]
    assert fault["message"] == fault[lang]


@pytest.mark.parametrize("code", sorted({*PROBLEMS, *FIELDS}))
def test_api_has_words_of_its_own_in_both_languages(code: str) -> None:
    """With the same parameters; and no code means two things."""
    assert code not in MESSAGES
    pairs = [PROBLEMS[code].title, PROBLEMS[code].detail] if code in PROBLEMS else [FIELDS[code]]
    for pair in pairs:
        asked = [set(re.findall(r"{(\w+)}", pair[lang])) for lang in ("fr", "en")]
        assert pair["fr"] != pair["en"]
        assert asked[0] == asked[1]
