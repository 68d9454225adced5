"""What anybody may read: light pages, two languages, a strict content policy; figures and the log as they were counted."""

import csv
import html
import io
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from fanal.measure import Figure
from fanal_hub import desk
from fanal_hub.courier.keys import signer
from fanal_hub.ledger import write
from fanal_hub.ledger.models import FigureRow
from fanal_hub.people.models import Organisation
from fanal_hub.public.figure_pages import safe_cell
from fanal_hub.stations import seal
from tests.hub.public import scene
from tests.hub.public.visitor import Visitor
from tests.hubkit import World

PAGES = ("/", "/report", "/follow", "/contest", "/figures", "/log", "/verify", "/about", "/about/privacy", "/offline")
STATIC = Path(desk.__file__).parent / "static/fanal"
SHARED = [STATIC / name for name in ("fanal.css", "print.css", "fanal.js", "icon.svg")]
MOST = 150_000


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_light_and_loads_nothing_from_elsewhere(client: Client, page: str, lang: str) -> None:
    response = client.get(f"{page}?lang={lang}")
    text = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{lang}">' in text
    assert len(response.content) + sum(each.stat().st_size for each in SHARED) < MOST
    assert not re.search(r'<(?:script|img|link|iframe)[^>]*(?:src|href)="(?:https?:)?//', text)
    assert not re.search(r'\sstyle="|<style|<script(?![^>]*\ssrc=)|\son[a-z]+="', text)
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert text.count("<h1") == 1
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize(
    ("query", "header", "expected"),
    [
        ("", "", "fr"),
        ("", "de-DE,de", "fr"),
        ("", "en-GB,en;q=0.8,fr;q=0.5", "en"),
        ("?lang=en", "fr", "en"),
        ("?lang=xx", "en", "en"),
    ],
)
def test_the_language_follows_the_reader(client: Client, query: str, header: str, expected: str) -> None:
    response = client.get(f"/{query}", headers={"Accept-Language": header} if header else {})
    assert f'<html lang="{expected}">' in response.content.decode()


def test_a_language_asked_for_by_address_is_remembered(client: Client) -> None:
    client.get("/?lang=en&lang=en")
    page = client.get("/figures?platform=x").content.decode()
    assert '<html lang="en">' in page
    client.post("/lang", {"language": "fr", "next": "/log"})
    assert '<html lang="fr">' in client.get("/log").content.decode()


@pytest.mark.parametrize("page", [page for page in PAGES if page not in ("/report", "/follow", "/contest", "/verify")])
def test_a_page_to_read_cannot_be_posted_to(client: Client, page: str) -> None:
    assert client.post(page).status_code == 405


def test_the_app_can_be_installed_and_shared_into(client: Client) -> None:
    made = json.loads(client.get("/manifest.webmanifest").content)
    target = made["share_target"]
    assert (target["action"], target["method"]) == ("/report", "GET")
    assert set(target["params"].values()) == {"title", "text", "url"}
    worker = client.get("/sw.js")
    assert worker["Content-Type"].startswith("text/javascript")
    assert "/offline" in worker.content.decode()
    assert "Disallow: /s/" in client.get("/robots.txt").content.decode()


# --- figures --------------------------------------------------------------------------------------------------------
def counted(world: World, *made: Figure) -> None:
    """Figures as the tally left them."""
    rows = [
        FigureRow(
            platform=each.platform,
            lane=each.lane,
            week=each.week,
            code=each.code,
            value=dict(each.plain()),
            made_at=world.now,
        )
        for each in made
    ]
    write.run(lambda: FigureRow.objects.bulk_create(rows))


def share(platform: str, numerator: int, denominator: int, value: int | None) -> Figure:
    ends = {"low": value - 100, "high": value + 100} if value is not None else {}
    more = {"code": "share_answered", "lane": "", "week": "", "unit": "milli", "value": value, **ends}
    return Figure(platform=platform, numerator=numerator, denominator=denominator, **more)  # type: ignore[arg-type]


def test_figures_have_a_chart_a_table_a_definition_and_no_rate_below_five(client: Client, world: World) -> None:
    counted(world, share("x", 6, 9, 667), share("telegram", 1, 3, None))
    page = html.unescape(client.get("/figures").content.decode()).replace("\N{NO-BREAK SPACE}", " ")
    assert 'role="img"' in page
    assert "66,7 %" in page
    assert "Trop peu pour un taux" in page
    assert "Dénominateur" in page
    assert "33" not in re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL).split("<table")[-1]
    one = html.unescape(client.get("/figures?platform=x&lang=en").content.decode())
    assert "X (Twitter)" in one
    assert client.get("/figures?platform=%00&figure=__class__").status_code == 200


def test_the_csv_holds_every_figure_and_no_formula(client: Client, world: World) -> None:
    counted(world, share("=cmd|' /C calc'!A0", 6, 9, 667), share("x", 1, 3, None))
    response = client.get("/figures.csv?lang=en")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [row["platform"] for row in rows] == ["'=cmd|' /C calc'!A0", "x"]
    assert (rows[0]["value"], rows[1]["value"], rows[0]["provisional"]) == ("667", "", "false")


@given(st.text())
def test_a_cell_can_never_begin_a_formula(text: str) -> None:
    assert not safe_cell(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert safe_cell(text).endswith(text)
    assert safe_cell(-5) == "-5"


def test_what_really_happened_is_what_is_shown(client: Client, world: World, sos: Organisation) -> None:
    scene.forum(sos)
    scene.put_before(world, sos, scene.send(sos, "https://forum.example/1"))
    world.tick(datetime.now(UTC))
    page = client.get("/figures?figure=referrals_sent").content.decode()
    assert "Page web" in page
    assert client.get("/figures?platform=web").status_code == 200


# --- the log and the checker ----------------------------------------------------------------------------------------
def test_the_log_shows_its_head_and_its_key(client: Client, world: World, sos: Organisation) -> None:
    assert client.get("/log/checkpoint").status_code == 404
    scene.send(sos, "https://x.com/a/status/1")
    seal.seal(datetime.now(UTC))
    note = client.get("/log/checkpoint")
    assert note["Content-Type"].startswith("text/plain")
    page = html.unescape(client.get("/log").content.decode())
    assert note.content.decode().splitlines()[2] in page
    assert client.get("/log/key").content.decode().strip() == signer().verifier.text()


def test_a_receipt_is_checked_by_paste_and_by_file(client: Client, world: World, sos: Organisation) -> None:
    taken = scene.send(sos, "https://x.com/a/status/1")
    raw = json.dumps(taken.receipt)
    for given_ in ({"paper": raw}, {"file": SimpleUploadedFile("receipt.json", raw.encode())}):
        page = html.unescape(client.post("/verify", given_).content.decode())
        assert "Ce document est vérifié" in page
        assert taken.ref in page


def test_a_forged_receipt_does_not_verify_even_with_its_own_key_beside_it(
    client: Client, world: World, sos: Organisation
) -> None:
    taken = scene.send(sos, "https://x.com/a/status/1")
    forged = {**taken.receipt, "targets": 7}
    page = html.unescape(client.post("/verify?lang=en", {"paper": json.dumps({"receipt": forged})}).content.decode())
    assert "It does not verify" in page


@pytest.mark.parametrize(
    "paper", ["", "   ", "hello", "{", "{}", "[1]", "\0", '{"receipt": 5}', "{" * 5000, "é" * 3_000_000]
)
def test_what_is_no_receipt_is_refused_with_words(client: Client, paper: str) -> None:
    response = client.post("/verify", {"paper": paper})
    assert response.status_code == 422
    assert len(response.content) < MOST


def test_ten_megabytes_in_any_field_break_nothing(visitor: Visitor) -> None:
    big = "a" * 10_000_000
    for address in ("/contest", "/follow", "/verify"):
        response = visitor.client.post(
            address, {"about": big, "why": big, "ref": big, "code": big, "paper": big, "key": big}
        )
        assert response.status_code in (400, 413, 422), address
    assert visitor.client.post("/report", {"state": big}).status_code == 400
    assert visitor.client.post("/report", {"state": big + big}).status_code == 400
