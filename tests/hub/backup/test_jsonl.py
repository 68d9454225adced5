"""A file of lines that a full disk, a power cut or an editor left in a bad state."""

import errno
import json
from io import FileIO
from pathlib import Path

import pytest

from fanal_hub import jsonl

ONE, TWO = {"case": "C-1"}, {"case": "C-2", "why": "a\u2028b\x85c"}
LINE = json.dumps(ONE)


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        ("", [TWO]),
        (f"{LINE}\n", [ONE, TWO]),
        (f'{LINE}\n{{"case": "C', [ONE, TWO]),  # power cut
        (f"{LINE}\n\0\0\0\0", [ONE, TWO]),  # power cut, and a file system that had made room
        ('{"case": "C', [TWO]),
        (LINE, [ONE, TWO]),  # an editor that ends no line
    ],
)
def test_next_line_after_a_bad_end(tmp_path: Path, there: str, expected: list[dict[str, str]]) -> None:
    place = tmp_path / "x.jsonl"
    place.write_text(there)
    assert [json.loads(each) for each in jsonl.read(place)] == expected[:-1]
    jsonl.append(place, TWO)
    assert [json.loads(each) for each in jsonl.read(place)] == expected
    assert place.read_bytes().count(b"\n") == len(expected)


def test_full_disk_leaves_no_half_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "x.jsonl"
    jsonl.append(place, ONE)
    real = FileIO.write

    class Full(FileIO):
        """A disk with room for four bytes."""

        def write(self, raw: object) -> int:
            real(self, bytes(raw)[:4])  # type: ignore[call-overload]
            raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(jsonl, "FileIO", Full)
    with pytest.raises(OSError, match="full"):
        jsonl.append(place, TWO)
    assert place.read_text() == LINE + "\n"


def test_no_file_has_no_lines(tmp_path: Path) -> None:
    assert jsonl.read(tmp_path / "x.jsonl") == []
