"""Importing files: every row has a verdict, nothing is taken twice, and an unreadable file says where and what to do."""

import argparse
import csv
import gzip
import json
from pathlib import Path

import pytest

from fanal import flow
from fanal_hub import bring
from fanal_hub.ledger.models import ImportRow, NoticeRow
from fanal_hub.people.models import Organisation
from fanal_hub.stations import door, rows

GOOD = {
    "id": "A-1",
    "url": "https://x.com/abc/status/1967442965691440001",
    "text": "Un message",
    "category": "racism",
    "reasons": "Ce message appelle à la haine contre un groupe.",
}


def jsonl(place: Path, lines: list[dict[str, object]]) -> Path:
    """A JSONL file of rows."""
    place.write_text("".join(json.dumps(each) + "\n" for each in lines), encoding="utf-8")
    return place


def entry(sos: Organisation, place: Path) -> door.Entry:
    """The door of an import of this file."""
    return rows.entry_of(sos, rows.digest_of(place), lang="fr", redirects={})


def take(sos: Organisation, place: Path) -> rows.Summary:
    """Import a file quietly."""
    return bring.bring(place, rows.by_door(entry(sos, place)), "fr", owner=sos.ref, shows=False)


def test_refused_row_says_row_field_and_reason_and_its_neighbours_are_taken(sos: Organisation, tmp_path: Path) -> None:
    place = jsonl(
        tmp_path / "rows.jsonl", [GOOD, {**GOOD, "url": "javascript:alert(1)"}, {**GOOD, "category": "zz"}, GOOD]
    )
    found = take(sos, place)
    assert (found.rows, found.taken, found.refused) == (4, 2, 2)
    assert {(row, at) for row, at, _ in found.refusals} == {(2, "targets.0.address"), (3, "category")}
    assert all(reason for _, _, reason in found.refusals)
    assert NoticeRow.objects.count() == 2


def test_import_taken_up_again_takes_nothing_twice(sos: Organisation, tmp_path: Path) -> None:
    place = jsonl(tmp_path / "rows.jsonl", [{**GOOD, "id": f"A-{n}"} for n in range(30)])
    half = list(rows.rows_of(place))[:12]
    rows.by_door(entry(sos, place))([flow.from_row(each) for each in half], 0)  # the power failed here
    assert NoticeRow.objects.count() == 12
    found = take(sos, place)
    assert (found.taken, found.again) == (18, 12)
    assert NoticeRow.objects.count() == 30
    assert ImportRow.objects.get().taken == 30


@pytest.mark.parametrize("name", ["rows.csv", "rows.csv.gz"])
def test_csv_with_semicolons_french_names_and_a_formula_is_read_as_text(
    sos: Organisation, tmp_path: Path, name: str
) -> None:
    raw = (
        "référence;adresse;texte;catégorie;motifs\r\n"
        'B-1;https://x.com/abc/status/1967442965691440002;"=HYPERLINK(""http://evil.example"")";racisme;'
        '"Ce message appelle à la haine; il vise un groupe."\r\n'
    )
    place = tmp_path / name
    place.write_bytes(gzip.compress(raw.encode()) if name.endswith("gz") else raw.encode())
    found = take(sos, place)
    assert (found.taken, found.refused, found.refusals) == (1, 0, [])


@pytest.mark.parametrize(
    ("name", "raw", "says"),
    [
        ("rows.jsonl", b'{"a": 1}\n{broken\n', "Line 2"),
        ("rows.jsonl", b"[1, 2]\n", "Line 1"),
        ("rows.jsonl", b'{"a": "\xff"}\n', "UTF-8"),
        ("rows.jsonl", b"[" * 200_000 + b"\n", "Line 1"),
        ("rows.xlsx", b"PK", ".csv"),
        ("rows.jsonl.gz", b"not gzip at all", ""),
        ("rows.jsonl.gz", gzip.compress(b'{"a": 1}\n', mtime=0)[:-9], ""),
        ("rows.jsonl", b'"' + b"x" * (rows.MOST_LINE + 10), "too large"),
    ],
)
def test_unreadable_file_is_refused_with_what_to_do(
    sos: Organisation, tmp_path: Path, name: str, raw: bytes, says: str
) -> None:
    place = tmp_path / name
    place.write_bytes(raw)
    with pytest.raises(rows.UnreadableError) as refused:
        take(sos, place)
    assert says in str(refused.value)
    assert NoticeRow.objects.count() == 0


def test_gzip_bomb_stops_at_the_limit(tmp_path: Path) -> None:
    row = json.dumps({**GOOD, "text": "x" * 5000}) + "\n"
    place = tmp_path / "bomb.jsonl.gz"
    place.write_bytes(gzip.compress(row.encode() * 2_000))
    assert place.stat().st_size < 60_000
    read = rows.rows_of(place, most_bytes=300_000)
    with pytest.raises(rows.UnreadableError, match="too large"):
        list(read)


def test_nul_and_ten_megabytes_are_refused_row_by_row(sos: Organisation, tmp_path: Path) -> None:
    place = jsonl(
        tmp_path / "rows.jsonl", [{**GOOD, "text": "a\0b"}, {**GOOD, "text": "x" * 900_000}, {**GOOD, "url": "a\0b"}]
    )
    found = take(sos, place)
    assert (found.taken, found.refused) == (0, 3)


def test_command_without_good_faith_or_organisation_says_what_to_add(
    sos: Organisation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = jsonl(tmp_path / "rows.jsonl", [GOOD])
    base = {"file": str(place), "redirects": None, "refusals": None, "url": None, "token": "", "lang": "en"}
    args = argparse.Namespace(**base, organisation="nobody", good_faith=True)
    assert bring.run(args) == 2
    assert "nobody" in capsys.readouterr().err
    args = argparse.Namespace(**base, organisation="sos-test", good_faith=False)
    assert bring.run(args) == 2
    assert "--good-faith" in capsys.readouterr().err
    assert NoticeRow.objects.count() == 0
    args = argparse.Namespace(**base, organisation="sos-test", good_faith=True)
    assert bring.run(args) == 0


def test_command_writes_the_refusals_where_a_spreadsheet_can_read_them(
    sos: Organisation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = jsonl(tmp_path / "rows.jsonl", [{**GOOD, "category": "zz"}])
    args = argparse.Namespace(
        file=str(place),
        redirects=None,
        refusals=None,
        url=None,
        token="",
        lang="fr",
        organisation="sos-test",
        good_faith=True,
    )
    assert bring.run(args) == 1
    written = list(csv.reader((tmp_path / "rows.jsonl.refused.csv").read_text(encoding="utf-8").splitlines()))
    assert written[0] == ["row", "field", "reason"]
    assert written[1][:2] == ["1", "category"]
    assert "refus" in capsys.readouterr().out
