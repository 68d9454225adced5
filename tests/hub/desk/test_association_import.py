"""Importing a file: counted, refused row by row, never taken twice, never half taken."""

import csv
import gzip
import io
import json
import tracemalloc

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from fanal.words.lists import OrgKind, Role
from fanal_hub.desk import bring_file
from fanal_hub.desk.sheet import safe
from fanal_hub.ledger.models import NoticeRow, SentRow
from fanal_hub.people.models import Organisation
from tests.hub.desk.errands import client, text
from tests.hub.desk.scene import post
from tests.hubkit import World

HEAD = "lien;texte;catégorie;motifs;référence\n"
ROW = "{};Dehors !;racisme;Ce message vise des habitants pour leur origine.;{}\n"
GOOD = HEAD + "".join(ROW.format(post(n), f"r{n}") for n in range(3))


def given(content: str | bytes, name: str = "notices.csv", good_faith: str = "on") -> dict[str, object]:
    """An uploaded file."""
    raw = content.encode() if isinstance(content, str) else content
    return {"file": SimpleUploadedFile(name, raw), "good_faith": good_faith}


def test_rows_are_taken_once_and_refusals_can_be_downloaded(world: World, sos: Organisation) -> None:
    """Uploaded again: the rows that were taken are not taken again."""
    browser = client(world, sos, Role.NOTIFIER)
    content = GOOD + ROW.format("javascript:alert(1)", "r8") + ROW.format("=cmd|' /C calc'!A0", "r9")
    for taken, again in ((3, 0), (0, 3)):
        answer = browser.post("/desk/import", given(content), follow=True)
        assert answer.redirect_chain == [("/desk/import/last", 302)]
        assert f"5 rows read {taken} taken now {again} taken before, not again 2 refused" in text(answer)
    assert NoticeRow.objects.count() == 3
    assert set(SentRow.objects.values_list("sender", flat=True)) == {"org:sos-test"}
    sheet = browser.get("/desk/import/last/refused.csv")
    rows = list(csv.DictReader(io.StringIO(sheet.content.decode())))
    assert {row["row"] for row in rows} == {"4", "5"}
    assert not [cell for row in rows for cell in row.values() if cell[:1] in "=+-@"]


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@a", "\t=1", " =1", "|calc", "\r=1"])
def test_a_cell_is_never_a_formula(value: str) -> None:
    """It is shown, not computed."""
    assert safe(value) == f"'{value}"


@pytest.mark.parametrize("value", ["targets.0.address", "L’adresse manque.", "", 12])
def test_a_plain_cell_stays_as_it_is(value: object) -> None:
    """Only what looks like a formula is marked."""
    assert safe(value) == value


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (GOOD, "notices.xlsx", "must end in"),
        (GOOD.encode("latin-1"), "a.csv", "UTF-8"),
        ('{"url": "x"}\n{"url": \n', "a.jsonl", "Line 2"),
        ("[1]\n", "a.jsonl", "Line 1"),
        (b"no gzip", "a.csv.gz", "damaged"),
        (gzip.compress(GOOD.encode())[:-9], "a.csv.gz", "damaged"),
        ("", "a.csv", "holds no row"),
        (HEAD, "a.csv", "holds no row"),
        (HEAD + '"unfinished;a;b;c;d', "a.csv", "not a readable CSV"),
        (b"0" * (10 * 1024 * 1024 + 1), "a.csv", "larger than 10"),
        (GOOD + '{"', "a.jsonl", "Line 1"),
    ],
)
def test_a_file_that_cannot_be_read_is_not_half_taken(
    world: World, sos: Organisation, content: str | bytes, name: str, words: str
) -> None:
    """The message says what to do; no row of it is taken."""
    answer = client(world, sos, Role.NOTIFIER).post("/desk/import", given(content, name))
    assert answer.status_code == 422
    assert words in text(answer)
    assert NoticeRow.objects.count() == 0


def test_a_good_row_before_a_broken_one_is_not_taken(world: World, sos: Organisation) -> None:
    """The whole file is read first."""
    row = json.dumps({"url": post(1), "text": "Dehors", "category": "racism", "reasons": "Vise une origine."})
    answer = client(world, sos, Role.NOTIFIER).post("/desk/import", given(f"{row}\n{row}\nbroken\n", "a.jsonl"))
    assert (answer.status_code, "Line 3" in text(answer)) == (422, True)
    assert NoticeRow.objects.count() == 0


def test_a_gzip_bomb_stops_early_and_takes_little_memory(world: World, sos: Organisation) -> None:
    """A gigabyte of nothing in one megabyte."""
    bomb = io.BytesIO()
    with gzip.GzipFile(fileobj=bomb, mode="wb", compresslevel=9) as packed:
        packed.write(HEAD.encode())
        for _ in range(300):
            packed.write((b"x" * 1000 + b";;;;\n") * 1000)
    browser = client(world, sos, Role.NOTIFIER)
    tracemalloc.start()
    answer = browser.post("/desk/import", given(bomb.getvalue(), "bomb.csv.gz"))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert answer.status_code == 422
    assert "too large" in text(answer) or "more than" in text(answer)
    assert peak < 60 * 1024 * 1024
    assert NoticeRow.objects.count() == 0


def test_good_faith_is_asked_for(world: World, sos: Organisation) -> None:
    """Without it nothing is taken."""
    answer = client(world, sos, Role.NOTIFIER).post("/desk/import", given(GOOD, good_faith=""))
    assert answer.status_code == 422
    assert NoticeRow.objects.count() == 0


def test_too_many_rows_are_refused(world: World, sos: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command takes larger files."""
    monkeypatch.setattr(bring_file, "MOST_ROWS", 2)
    answer = client(world, sos, Role.NOTIFIER).post("/desk/import", given(GOOD))
    assert (answer.status_code, "fanal-hub import" in text(answer)) == (422, True)
    assert NoticeRow.objects.count() == 0


def test_another_organisation_sees_nothing_of_an_import(world: World, sos: Organisation) -> None:
    """404 until it imports something itself."""
    client(world, sos, Role.NOTIFIER).post("/desk/import", given(GOOD))
    other = client(world, world.organisation("Autre", OrgKind.ASSOCIATION), Role.NOTIFIER)
    assert other.get("/desk/import/last").status_code == 404
    assert other.get("/desk/import/last/refused.csv").status_code == 404
