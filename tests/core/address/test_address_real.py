"""Canonical equality on real-shaped notices: never two things as one, and nearly always one thing as one."""

import csv
import gzip
import itertools
import json
import os
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

from fanal.platforms import canonical

FOLDER = Path(os.environ.get("FANAL_SHARED", Path(__file__).parents[4] / "shared")) / "data/notices-fr"


def _pairs(groups: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    together = defaultdict(list)
    for group, member in groups:
        together[group].append(member)
    return {pair for members in together.values() for pair in itertools.combinations(sorted(members), 2)}


def _table(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def test_same_things_meet_and_no_others() -> None:
    """Precision 1.00 and recall of at least 0.93 over pairs of the developers' half, known short links resolved."""
    if not FOLDER.is_dir():
        pytest.skip("the notices are not here: set FANAL_SHARED to the folder that holds them")
    with gzip.open(FOLDER / "notices.jsonl.gz", "rt", encoding="utf-8") as opened:
        notices = {notice["id"]: notice for notice in map(json.loads, opened)}
    known = {canonical(row["short_url"]).canonical: row["resolves_to"] for row in _table("redirects.csv")}
    truth = _table("truth-duplicates.dev-half.csv")
    keys = {
        row["notice_id"]: canonical(
            notices[row["notice_id"]]["url"], platform=notices[row["notice_id"]]["platform"], redirects=known
        ).canonical
        for row in truth
    }
    expected = _pairs((row["item_cluster"], row["notice_id"]) for row in truth)
    found = _pairs((key, notice) for notice, key in keys.items())
    precision, recall = len(found & expected) / len(found), len(found & expected) / len(expected)
    print(f"same thing: precision {precision:.4f} recall {recall:.4f} over {len(expected)} pairs, {len(found)} found")
    assert precision == 1.0
    assert recall >= 0.93
