"""Connectors played from a script: no network, no patching."""

import pytest

from fanal.exchange import Exchange, Request, Response, play


def connector() -> Exchange[str]:
    token = yield Request("POST", "/api/token", body=b"{}")
    answer = yield Request("POST", "/api/notices", headers={"Authorization": token.json["token"]})
    return answer.header("location") if answer.is_success else answer.error


def script(*responses: Response):
    left, seen = list(responses), []

    def send(request: Request) -> Response:
        seen.append(request)
        return left.pop(0)

    return send, seen


def test_each_request_gets_its_response_in_order():
    send, seen = script(
        Response(status=200, body=b'{"token": "t"}'), Response(status=201, headers={"Location": "/n/1"})
    )
    assert play(connector(), send) == "/n/1"
    assert [(each.method, each.url, each.headers.get("Authorization")) for each in seen] == [
        ("POST", "/api/token", None),
        ("POST", "/api/notices", "t"),
    ]


def test_a_failure_is_a_response_without_status():
    send, _ = script(Response(status=200, body=b'{"token": "t"}'), Response(status=None, error="timeout"))
    assert play(connector(), send) == "timeout"


def test_a_connector_without_requests_just_returns():
    def silent() -> Exchange[int]:
        return 7
        yield  # a generator that asks nothing

    assert play(silent(), lambda _: Response(status=500)) == 7


def test_what_sending_raises_reaches_the_connector_so_that_it_closes():
    closed = []

    def careful() -> Exchange[None]:
        try:
            yield Request("GET", "/")
        finally:
            closed.append(True)

    def broken(_: Request) -> Response:
        raise ConnectionError("cut")

    with pytest.raises(ConnectionError, match="cut"):
        play(careful(), broken)
    assert closed == [True]


@pytest.mark.parametrize(("status", "expected"), [(None, False), (199, False), (200, True), (299, True), (300, False)])
def test_success_is_two_hundred(status, expected):
    assert Response(status=status).is_success is expected
