"""The log says what happened and where, and nothing of anybody: a whole story is played, and its lines are searched."""

import io
import json
import logging
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.client import ClientHandler

from fanal.words.lists import Role
from fanal_hub import logs
from fanal_hub.courier.keys import answer_secret, contest_secret, follow_token
from fanal_hub.ledger.models import CaseRow, NoticeRow, ReferralRow
from fanal_hub.people.models import Organisation
from fanal_hub.stations import mailbox
from fanal_hub.stations.station import LaterError
from tests.hub.public import scene
from tests.hub.public.visitor import GOOD, Visitor
from tests.hubkit import PASSWORD, World


class Served(ClientHandler):
    """Django's client on the handlers that the hub really serves with."""

    def get_response(self, request: HttpRequest) -> HttpResponse:
        """Pages with every middleware, the API with its own."""
        wsgi = import_module("fanal_hub.wsgi")
        wanted = wsgi._api if request.path.startswith(wsgi.API) or request.path in wsgi.WATCH else wsgi._pages
        answer: HttpResponse = wanted.get_response(request)
        return answer


def browser(**more: Any) -> Client:
    """A browser whose requests go the way that they go in production, and that does not raise what the hub catches."""
    made = Client(raise_request_exception=False, **more)
    made.handler = Served(made.handler.enforce_csrf_checks)
    return made


@contextmanager
def written(kind: str) -> Iterator[io.StringIO]:
    """Everything that is logged meanwhile, at every level, as the hub would write it."""
    import_module("fanal_hub.wsgi")  # the first time, it sets up the log as the settings say
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(logs.Json() if kind == "json" else logs.Text())
    names = (None, "fanal_hub", logs.REQUESTS, "django", "django.request", "django.security", "gunicorn.error", "httpx")
    before = [(each := logging.getLogger(name), each.level, each.propagate) for name in names]
    for name in names:
        logging.getLogger(name).setLevel(logging.DEBUG)
        logging.getLogger(name).propagate = name is not None
    logging.getLogger().addHandler(handler)
    try:
        yield out
    finally:
        logging.getLogger().removeHandler(handler)
        for each, level, propagate in before:
            each.setLevel(level)
            each.propagate = propagate


def lines(out: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(each) for each in out.getvalue().splitlines()]


SAID = (  # what people wrote, where they are, and who they are
    "Ana", "Secret", "ana.secret", "example.org", "Exemple", "forum.example", "abuse@", "x.com/a", "1967442965",
    "menaç", "Menace", "retrouver", "voisine", "Motif tenu", "Jeanne", "jeanne", "Lagrange", "203.0.113.77",
    "198.51.100.4", "Mozilla", "Palimpseste", "evil.example", "curieux", "smtp-secret", "127.0.0.1", PASSWORD,
)  # fmt: skip


@pytest.mark.parametrize("kind", ["json", "text"])
def test_a_name_an_address_or_a_secret_in_the_log(
    world: World, sos: Organisation, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """Form, login, API, one-time links, contest, mail, search, and everything that goes wrong on the way."""
    with written(kind) as out:
        secrets = play(world, sos)
        monkeypatch.setattr(settings, "FANAL_MAIL", "smtp://jeanne:smtp-secret@127.0.0.1:1")
        scene.send(sos, "https://forum.example/2")
        with pytest.raises(LaterError):
            world.settle("triage", "tell")
        trouble(monkeypatch)
    text = out.getvalue()
    assert len(text.splitlines()) > 30
    assert [each for each in (*SAID, *secrets) if each in text] == []
    assert "/s/<str:ref>/<str:token>" in text
    assert "/a/<str:secret>" in text


def play(world: World, sos: Organisation) -> set[str]:
    """The story; the secrets that were used in it."""
    scene.forum(sos)
    public = browser(HTTP_USER_AGENT="Mozilla/5.0 Palimpseste", REMOTE_ADDR="203.0.113.77")
    Visitor(public).send({**GOOD, "who": {**GOOD["who"], "name": "Ana Secret", "email": "ana.secret@example.org"}})
    referral = scene.put_before(world, sos, scene.send(sos, "https://forum.example/1"))
    notice, case = NoticeRow.objects.order_by("received_at").values_list("ref", flat=True)[0], CaseRow.objects.all()[0]
    secrets = {follow_token(notice), answer_secret(referral.ref), contest_secret(case.ref)}
    for path in (f"/s/{notice}/{follow_token(notice)}", f"/a/{answer_secret(referral.ref)}"):
        assert public.get(path).status_code == 200
    public.get(f"/s/{notice}/{follow_token(notice)}/receipt.json")
    public.post(f"/a/{answer_secret(referral.ref)}", {"go": "acknowledge"})
    public.post(f"/a/{answer_secret(referral.ref)}", {"go": "answer", "kind": "refused", "facts": "Motif tenu secret"})
    public.get(f"/contest/{contest_secret(case.ref)}")
    public.get("/s/N-0000-0000/Palimpseste")
    secrets |= at_the_desk(world, sos) | through_the_api(world, sos)
    mailbox.drop(b"From: jeanne@lagrange.example\r\nSubject: Jeanne Lagrange\r\n\r\nMotif tenu secret\r\n")
    world.tick(world.now)
    world.settle()
    assert ReferralRow.objects.exists()
    return secrets


def at_the_desk(world: World, sos: Organisation) -> set[str]:
    person = world.person("jeanne.lagrange@example.org", sos, *Role)
    desk = browser(REMOTE_ADDR="203.0.113.77")
    desk.post("/desk/login", {"email": person.email, "password": "curieux et faux"})
    desk.post("/desk/login", {"email": person.email, "password": PASSWORD})
    assert desk.get("/desk/queue").status_code == 200
    assert desk.get("/desk/search?q=Palimpseste+Jeanne").status_code == 200
    desk.get("/desk/cases/Palimpseste")
    return {desk.cookies["sessionid"].value}


def through_the_api(world: World, sos: Organisation) -> set[str]:
    secret = world.token(sos, Role.NOTIFIER)
    given = {
        "targets": [{"address": "https://x.com/abc/status/1967442965691440001", "text": "Je vais te retrouver."}],
        "reasons": "Il menace ma voisine.",
        "category": "threat",
        "good_faith": True,
        "notifier": {"kind": "citizen", "name": "Jeanne Lagrange", "email": "jeanne@example.org"},
    }
    program = browser(headers={"authorization": f"Bearer {secret}", "idempotency-key": "Palimpseste"})
    for body, status in ((given, 201), ({**given, "reasons": ""}, 409), ({"Palimpseste": 1}, 409)):
        answer = program.post("/api/v1/notices", json.dumps(body), content_type="application/json")
        assert answer.status_code in {status, 422}
    browser(headers={"authorization": "Bearer Palimpseste"}).get("/api/v1/cases/Palimpseste")
    return {secret}


def trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes wrong: a wrong host, a form without its token, a programmer's fault whose words quote a row."""
    browser(SERVER_NAME="evil.example", HTTP_HOST="evil.example").get("/report")
    strict = browser(enforce_csrf_checks=True)
    strict.post("/desk/login", {"email": "jeanne@example.org"}, HTTP_REFERER="https://evil.example/Palimpseste")
    strict.post("/desk/login", {"email": "jeanne@example.org"}, HTTP_ORIGIN="https://evil.example")

    def broken(_: HttpRequest) -> HttpResponse:
        curious = "curieux"
        try:
            raise IntegrityError(f"Key (email)=(jeanne.lagrange@example.org) {curious}")
        except IntegrityError as error:
            raise ValueError("Jeanne Lagrange, 203.0.113.77") from error

    monkeypatch.setattr(import_module("fanal_hub.public.health_pages"), "CHECKS", {"x": lambda: broken(HttpRequest())})
    assert browser().get("/readyz?Palimpseste").status_code == 500
    server = logging.getLogger("gunicorn.error")
    server.warning("Invalid request from ip=203.0.113.77: Invalid HTTP request line: 'GET /s/Palimpseste HTTP/1.1'")
    try:
        raise OSError(32, "Palimpseste")
    except OSError as error:
        server.exception("Error handling request %s %s", "GET", "/s/N-1/Palimpseste")
        server.exception(error)
    logging.getLogger("httpx").info('HTTP Request: %s %s "%s %d %s"', "GET", "https://x.com/a/1", "HTTP/1.1", 200, "OK")


def test_an_error_without_its_kind_or_its_place(static_files: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line without the words of the error is worth something only with the rest."""
    with written("json") as out:
        trouble(monkeypatch)
    failed = next(each for each in lines(out) if each["logger"] == "django.request" and "error" in each)
    assert failed["error"]["type"] == "builtins.ValueError"
    assert failed["error"]["because"]["type"] == "django.db.utils.IntegrityError"
    assert any(re.search(r"^fanal_hub/public/health_pages\.py:\d+ ready$", each) for each in failed["error"]["places"])
    broken = [each for each in lines(out) if each["logger"] == "gunicorn.error" and "error" in each]
    assert [each["error"]["code"] for each in broken] == ["errno-32", "errno-32"]
    assert broken[0]["says"] == "Error handling request … …"


# --- one line a request ---------------------------------------------------------------------------------------------
def requests(out: io.StringIO) -> list[dict[str, Any]]:
    return [each for each in lines(out) if each["logger"] == logs.REQUESTS]


@pytest.mark.one_engine("a line of a request is the same on both")
def test_a_request_without_its_line_or_with_two(world: World, sos: Organisation) -> None:
    token = world.token(sos, Role.READER)
    with written("json") as out:
        browser().get("/s/N-1/Palimpseste?q=1")
        browser(headers={"authorization": f"Bearer {token}"}).get("/api/v1/cases")
        browser().get("/nowhere/Palimpseste")
        browser().generic("PALIMPSESTE", "/report")
        browser().get("/healthz")
    told = [(each["method"], each["route"], each["status"], each.get("organisation")) for each in requests(out)]
    assert told == [
        ("GET", "/s/<str:ref>/<str:token>", 404, None),
        ("GET", "/api/v1/cases", 200, sos.ref),
        ("GET", "-", 404, None),
        ("other", "/report", told[3][2], None),
        ("GET", "/healthz", 200, None),
    ]
    assert set(requests(out)[0]) == {"at", "level", "logger", "says", "request", "method", "route", "status", "ms"}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("abc-123", True),
        ("A" * 64, True),
        ("A" * 65, False),
        ("", False),
        ("a b", False),
        ("Ana@example.org", False),
        ("a\nb", False),
        ("é", False),
    ],
)
def test_an_id_that_carries_something_else(static_files: None, given: str, kept: bool) -> None:
    with written("json") as out:
        answer = browser().get("/healthz", HTTP_X_REQUEST_ID=given)
    made = answer["X-Request-ID"]
    assert (made == given) is kept
    assert re.fullmatch(r"[A-Za-z0-9-]{1,64}", made)
    assert requests(out)[0]["request"] == made


def test_a_line_of_a_request_without_its_id(static_files: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """What Django says of a failure, after every middleware, carries the id too; and the next request has its own."""
    with written("json") as out:
        trouble(monkeypatch)
        browser().get("/nowhere", HTTP_X_REQUEST_ID="mine-1")
        browser().get("/healthz", HTTP_X_REQUEST_ID="mine-2")
    of_mine = [each["logger"] for each in lines(out) if each.get("request") == "mine-1"]
    assert sorted(of_mine) == ["django.request", logs.REQUESTS]
    failed = next(each for each in lines(out) if each["says"] == "Internal Server Error")
    assert failed["request"]
    assert [each["route"] for each in lines(out) if each.get("request") == "mine-2"] == ["/healthz"]


def test_a_station_whose_line_does_not_say_where() -> None:
    with written("json") as out:
        with logs.about(station="tell", position=12):
            logging.getLogger("fanal_hub.stations").warning("stumbled")
        logging.getLogger("fanal_hub.stations").warning("stumbled")
    first, second = lines(out)
    assert (first["station"], first["position"]) == ("tell", 12)
    assert "station" not in second


def test_a_line_that_breaks_in_two() -> None:
    with written("text") as out:
        logging.getLogger("fanal_hub").warning("one\ntwo")
    assert len(out.getvalue().splitlines()) == 1


@pytest.mark.parametrize("kind", ["json", "text"])
def test_a_configuration_that_python_refuses(kind: str) -> None:
    """In a process of its own, because configuring the log is for the whole process."""
    given = f"import logging.config as c; from fanal_hub import logs; c.dictConfig(logs.settings({kind!r}))"

    told = "import logging; logging.getLogger('gunicorn.error').error('Worker (pid:%s) exited with %s', 7, 'x')"
    made = subprocess.run(
        [sys.executable, "-c", f"{given}\n{told}"], capture_output=True, text=True, check=True, timeout=60,
        env={"PYTHONPATH": "src"},
    )  # fmt: skip
    assert "Worker (pid:7) exited with …" in made.stderr
    assert len(made.stderr.splitlines()) == 1
