"""The API against its own description: whatever is sent, no 5xx, and every answer has the shape that the document promises."""

import threading
import warnings
import zlib
from collections.abc import Iterator
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from schemathesis.engine import events, from_schema

from fanal.words.lists import OrgKind
from tests.hub.api.callers import ROLES, Hub

EXAMPLES = 8  # of each endpoint, beside the systematic cases of the coverage phase
# At the most, for each kind of organisation: those that may do little need little.
SECONDS = {OrgKind.ASSOCIATION: 25, OrgKind.AUTHORITY: 25, OrgKind.PLATFORM: 20, OrgKind.AUDITOR: 10}
LEAST_CALLS = 100
# What a document cannot say: that an address is of a known platform, that a step fits the state.
NOT_PROMISED = ("positive_data_acceptance",)


@pytest.fixture
def real_references(hub: Hub) -> Iterator[None]:
    """A notice, its case, its referral, in two paths out of three: else every call would end with 404."""
    referral = hub.referral()
    case = hub.caller(hub.sos).get("/cases", state="referred").body["cases"][0]["ref"]
    notice = hub.caller(hub.sos).get(f"/cases/{case}").body["notices"][0]
    refs = {"notices": notice, "cases": case, "referrals": referral["ref"]}

    def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
        given = str((case.path_parameters or {}).get("ref", ""))
        if given and zlib.crc32(given.encode("utf-8", "replace")) % 3:
            case.path_parameters["ref"] = refs[case.operation.path.split("/")[3]]

    schemathesis.hook(before_call)
    yield
    schemathesis.hooks.unregister(before_call)


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@pytest.fixture
def address(hub: Hub) -> Iterator[str]:
    """The hub, served over HTTP on the loopback."""
    with make_server("127.0.0.1", 0, get_wsgi_application(), _Server, _Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def _document(address: str, token: str) -> Any:
    """The API's document, with a token."""
    document = schemathesis.openapi.from_url(f"{address}/api/v1/openapi.json")
    document.config.update(headers={"Authorization": f"Bearer {token}"}, workers=1)
    document.config.generation.update(max_examples=EXAMPLES)
    document.config.phases.update(phases=["examples", "coverage", "fuzzing"])
    document.config.checks.update(excluded_check_names=list(NOT_PROMISED))
    document.config.seed = 20260401
    return document


def _failures(document: Any) -> Iterator[str]:
    calls = 0
    for event in from_schema(document).execute():
        if isinstance(event, events.NonFatalError | events.FatalError):
            yield repr(getattr(event, "value", None) or getattr(event, "exception", None))
        elif isinstance(event, events.ScenarioFinished):
            calls += len(event.recorder.interactions)
            for found in event.recorder.checks.values():
                yield from (f"{event.recorder.label}: {each.failure_info}" for each in found if each.failure_info)
    if calls < LEAST_CALLS:
        yield f"only {calls} calls were made"


@pytest.mark.slow
@pytest.mark.usefixtures("real_references")
@pytest.mark.parametrize("kind", list(OrgKind))
def test_every_answer_is_as_documented(hub: Hub, address: str, kind: OrgKind) -> None:
    """Documented statuses, headers and shapes, and no 5xx; what breaks the documented shapes is refused."""
    owner = {"association": hub.sos, "authority": hub.police, "platform": hub.host, "auditor": hub.auditor}[kind]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tool's own
        document = _document(address, hub.world.token(owner, *ROLES))
        document.config.max_time = SECONDS[kind]
        found = list(_failures(document))
    assert found == [], "\n\n".join(found[:5])
