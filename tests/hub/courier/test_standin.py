"""The demo's stand-in platform, for real: its addresses are read, looked at, removed and put back, on loopback alone."""

import http.client
from collections.abc import Iterator
from pathlib import Path

import pytest

from fanal import flow
from fanal_hub import standin as stand_in
from fanal_hub.courier import fetch
from fanal_hub.standin import POSTS, Standin
from tests.hub.courier.knobs import Settings


@pytest.fixture
def running(settings: Settings, tmp_path: Path) -> Iterator[Standin]:
    """The stand-in on a free port, let through by the egress settings."""
    made = stand_in.start(0, tmp_path)
    settings.FANAL_EGRESS = "open"
    settings.FANAL_EGRESS_ALLOW = (f"standin.localhost:{made.port}",)
    yield made
    made.stop()


def _ask(port: int, method: str, path: str, **headers: str) -> tuple[int, str]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    line.request(method, path, headers={"Host": f"standin.localhost:{port}", **headers})
    answer = line.getresponse()
    text = answer.read().decode()
    line.close()
    return answer.status, text


def _state(url: str, text: str, history: tuple[flow.Sighting, ...] = ()) -> flow.Sighting:
    return flow.classify(fetch.look(url), flow.markers("standin"), history=history, known_text=text)


def test_every_post_is_read_as_a_post(running: Standin) -> None:
    """Address, key and account; the address to open keeps the port."""
    for post in POSTS:
        found = flow.canonical(post.url(running.port))
        assert (found.platform, found.kind, found.account) == ("standin", "post", post.name)
        assert found.canonical == f"standin:post:{post.key}"
        assert found.url == post.url(running.port)


def test_post_goes_and_comes_back(running: Standin) -> None:
    """Up, gone, back: the operator's two buttons, seen from outside."""
    post = POSTS[0]
    url = post.url(running.port)
    first = _state(url, post.text)
    assert (first.state, first.reasons) == ("up", ("known_text_seen",))
    assert _ask(running.port, "POST", f"/remove{post.path}")[0] == 303
    gone = _state(url, post.text, (first,))
    assert (gone.state, gone.reasons) == ("gone", ("status_410",))
    assert _ask(running.port, "POST", f"/restore{post.path}")[0] == 303
    assert _state(url, post.text, (first, gone)).state == "back"


def test_restart_forgets_nothing(settings: Settings, tmp_path: Path) -> None:
    """What was removed stays removed."""
    first = stand_in.start(0, tmp_path)
    first.set_removed(POSTS[1].key, gone=True)
    first.stop()
    again = stand_in.start(0, tmp_path)
    assert again.removed() == {POSTS[1].key}
    again.stop()


def test_it_says_what_it_is(running: Standin) -> None:
    """On every page, in both languages, whatever the status."""
    for path in ("/", POSTS[0].path, "/@grincheux", "/nowhere", "/@nobody.demo/post/1"):
        text = _ask(running.port, "GET", path)[1]
        assert "for the demo only" in text
        assert "Plateforme fictive" in text
    assert _ask(running.port, "GET", "/nowhere")[0] == 404


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/", {"Host": "evil.example:80"}, 421),
        ("POST", f"/remove{POSTS[0].path}", {"Host": "evil.example:80"}, 403),
        ("POST", f"/remove{POSTS[0].path}", {"Origin": "http://evil.example"}, 403),
        ("POST", "/remove/@nobody.demo/post/1", {}, 404),
        ("POST", f"/burn{POSTS[0].path}", {}, 404),
        ("POST", "/", {}, 404),
    ],
)
def test_button_pressed_from_elsewhere(
    running: Standin, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    """Another site, a rebound name, a page that is not there: nothing is removed."""
    assert _ask(running.port, method, path, **headers)[0] == status
    assert running.removed() == set()
