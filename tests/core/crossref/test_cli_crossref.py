"""`fanal crossref` as a person runs it: broken lines, gzipped, piped in, too large, and never a word of who reported."""

import gzip
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from fanal import cli, cli_crossref

WORDS = "vous ne valez rien et personne ne vous regrettera le jour où vous partirez enfin"
ROWS: list[dict[str, Any]] = [
    {"id": "a", "url": "https://x.com/ana/status/1001?s=20", "text": WORDS, "received_at": "2026-03-02T09:00:00+01:00"},
    {"id": "b", "url": "https://twitter.com/ana/status/1001", "text": ""},
    {"id": "c", "url": "https://t.co/Abc", "account": {"platform": "x", "handle": "ana", "id": "77"}, "text": WORDS},
    {"id": "d", "url": "https://x.com/bob/status/2002", "text": f"LOL {WORDS}", "posted_at": "2026-03-01T09:00:00Z"},
    {"id": "e", "url": "https://x.com/eve/status/3003", "text": f"Je signale ceci : « {WORDS} »"},
]


def write(place: Path, rows: list[Any]) -> Path:
    lines = (each if isinstance(each, str) else json.dumps(each) for each in rows)
    place.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return place


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[dict[str, Any]], str]:
    status = cli.main(["crossref", *words])
    said = capsys.readouterr()
    return status, [json.loads(line) for line in said.out.splitlines()], said.err


def test_groups_and_their_reasons(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, lines, told = run(capsys, str(write(tmp_path / "rows.jsonl", ROWS)), "--lang", "en")
    assert (status, told) == (0, "")
    group = lines[0]
    assert group["members"] == ["a", "b", "c", "d"]
    assert group["targets"][0]["suggested"] == ["c"]
    assert group["relations"][0]["why"][0].startswith("The same content")
    quoting = [each["between"] for each in lines[1:] if each["relation"] == "quotes"]
    assert quoting
    assert all(pair[0] == "e" for pair in quoting)


def test_a_short_link_that_was_followed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    links = tmp_path / "links.csv"
    links.write_text("short_url,resolves_to\nhttps://t.co/Abc,https://x.com/ana/status/1001\n", encoding="utf-8")
    _, lines, _ = run(capsys, str(write(tmp_path / "rows.jsonl", ROWS)), "--redirects", str(links))
    assert "suggested" not in lines[0]["targets"][0]


def test_broken_lines_are_named_and_the_others_grouped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = [
        ROWS[0],
        "not json",
        '["a list"]',
        {"id": "x", "text": "nowhere"},
        "",
        ROWS[1],
        {**ROWS[1]},
        {**ROWS[1], "id": "f", "received_at": "yesterday"},
        {**ROWS[1], "id": "g", "posted_at": "2026-03-09T09:00:00Z", "received_at": "2026-03-02T09:00:00Z"},
    ]
    status, lines, told = run(capsys, str(write(tmp_path / "rows.jsonl", broken)), "--lang", "en")
    assert status == 1
    assert lines[0]["members"] == ["a", "b"]
    assert [line.split()[1] for line in told.splitlines()] == ["2", "3", "4", "7", "8", "9"]


def test_gzipped_and_piped_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = write(tmp_path / "rows.jsonl", ROWS).read_bytes()
    packed = tmp_path / "rows.jsonl.gz"
    packed.write_bytes(gzip.compress(plain, mtime=0))
    expected = run(capsys, str(tmp_path / "rows.jsonl"))
    assert run(capsys, str(packed)) == expected
    for given in (plain, packed.read_bytes()):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(given))))  # type: ignore[arg-type]
        assert run(capsys, "-") == expected


@pytest.mark.parametrize("content", [b"\x1f\x8b\x08\x00broken", gzip.compress(b'{"id": 1}\n' * 50, mtime=0)[:-20]])
def test_a_damaged_gzip(content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "rows.gz"
    place.write_bytes(content)
    status, lines, told = run(capsys, str(place))
    assert (status, lines) == (2, [])
    assert ".gz" in told


def test_what_does_not_fit_in_memory_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = str(write(tmp_path / "rows.jsonl", ROWS))
    for limit, size in (("MOST_ROWS", 2), ("MOST_LINE", 40), ("MOST_BYTES", 300)):
        with monkeypatch.context() as smaller:
            smaller.setattr(cli_crossref, limit, size)
            assert run(capsys, place)[0] == 2


def test_files_that_are_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = str(write(tmp_path / "rows.jsonl", ROWS))
    other = str(write(tmp_path / "links.csv", ["short,long", "a,b"]))
    assert run(capsys, str(tmp_path / "nothing.jsonl"))[0] == 2
    assert run(capsys, rows, "--redirects", other)[0] == 2
    assert run(capsys, rows, "--redirects", str(tmp_path / "nothing.csv"))[0] == 2


def test_waves_and_no_word_of_who_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mob = [
        {**ROWS[0], "id": f"m{n}", "received_at": f"2026-03-02T{n:02}:00:00Z", "reporter": {"type": "citizen", "id": f"secret-{n}"}}
        for n in range(12)
    ]  # fmt: skip
    status, lines, _ = run(capsys, str(write(tmp_path / "rows.jsonl", mob)), "--waves")
    assert status == 0
    assert [(each["wave"], each["size"]) for each in lines if "wave" in each] == [("brigade", 12)]
    assert "secret" not in json.dumps(lines)


def test_everything_shows_single_notices_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = str(write(tmp_path / "rows.jsonl", ROWS))
    assert sum("group" in each for each in run(capsys, place)[1]) == 1
    assert sum("group" in each for each in run(capsys, place, "--all")[1]) == 2


@pytest.mark.parametrize(
    "odd",
    [
        {"category": ["x"]},
        {"notifier": {"kind": ["citizen"], "id": "n"}},
        {"id": "\ud800"},
        {"received_at": "0001-01-01T00:00:00+14:00"},
        {"received_at": "9999-12-31T23:59:59-12:00"},
    ],
)
def test_one_odd_row_does_not_take_the_others_along(
    odd: dict[str, Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [*ROWS, {**ROWS[1], "id": "z", **odd}]
    status, lines, told = run(capsys, str(write(tmp_path / "rows.jsonl", rows)), "--waves")
    assert status in (0, 1), told
    assert {"a", "b", "c", "d"} <= set(lines[0]["members"])


def test_a_redirect_that_no_reader_of_tables_takes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    links = tmp_path / "links.csv"
    links.write_text(f"short_url,resolves_to\nhttps://t.co/Abc,{'a' * 140_000}\n", encoding="utf-8")
    assert run(capsys, str(write(tmp_path / "rows.jsonl", ROWS)), "--redirects", str(links))[0] == 2
