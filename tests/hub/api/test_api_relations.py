"""What is said of relations by API: whole, once, and only what can be said."""

from typing import Any

import pytest

from tests.hub.api.callers import Hub
from tests.hub.api.test_api_bad_input import refused_unwritten

SAID_WRONG: list[tuple[str, Any, int]] = [
    ("nothing", {}, 422),
    ("no saying", {"relation": "same_text", "target": "T-1", "other_target": "T-2"}, 422),
    ("unknown saying", {"relation": "same_text", "target": "T-1", "other_target": "T-2", "said": "merge"}, 422),
    ("unknown kind", {"relation": "cousins", "target": "T-1", "other_target": "T-2", "said": "confirm"}, 422),
    ("numbers", {"relation": 1, "target": 2, "other_target": [], "said": {}}, 422),
    (
        "unknown field",
        {"relation": "same_text", "target": "T-1", "other_target": "T-2", "said": "confirm", "x": 1},
        422,
    ),
    ("no such relation", {"relation": "same_text", "target": "T-1", "other_target": "T-2", "said": "confirm"}, 409),
]


@pytest.mark.parametrize(("body", "status"), [each[1:] for each in SAID_WRONG], ids=[each[0] for each in SAID_WRONG])
def test_saying_of_the_wrong_shape_is_refused(hub: Hub, body: Any, status: int) -> None:
    """A relation is named whole, and something that can be said of it."""
    case, sos = hub.case(), hub.caller(hub.sos)
    refused_unwritten(lambda: sos.post(f"/cases/{case['ref']}/relations", body), status)


def test_what_was_said_already_is_refused(hub: Hub) -> None:
    """Confirmed after it was refused: it must be taken back first."""
    hub.case()
    later, sos = hub.related(), hub.caller(hub.sos)
    relation = {name: later["relations"][0][name] for name in ("target", "other_target", "relation")}
    path = f"/cases/{later['ref']}/relations"
    assert sos.post(path, {**relation, "said": "refuse"}).body["relations"][0]["state"] == "refused"
    answer = refused_unwritten(lambda: sos.post(path, {**relation, "said": "confirm"}), 409)
    assert [code for _, code in answer.codes] == ["relation_move_forbidden"]
