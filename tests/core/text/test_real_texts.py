"""The real texts of the developers' half: what folding alone finds, and what the quotation rule finds. Reads, never copies."""

import csv
import gzip
import json
import os
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import pytest

from fanal.languages import all_frames
from fanal.text.fold import fold, fold_key
from fanal.text.quotes import quotes_and_denounces

SHARED = Path(os.environ.get("FANAL_SHARED", Path(__file__).parents[4] / "shared"))
FOLDER = SHARED / "data" / "notices-fr"


@pytest.fixture(scope="module")
def rows():
    if not FOLDER.is_dir():
        pytest.skip("the shared texts are not here: set FANAL_SHARED to their folder")
    with gzip.open(FOLDER / "notices.jsonl.gz", "rt", encoding="utf-8") as lines:
        notices = {each["id"]: each for each in map(json.loads, lines)}
    with (FOLDER / "truth-duplicates.dev-half.csv").open(encoding="utf-8", newline="") as truth:
        return [(each, notices[each["notice_id"]]) for each in csv.DictReader(truth)]


def pairs(keys):
    groups = defaultdict(list)
    for notice, key in keys:
        groups[key].append(notice)
    groups.pop(None, None)
    return {pair for members in groups.values() for pair in combinations(sorted(members), 2)}


def account(notice):
    return (notice["account"]["platform"], notice["account"]["handle"]) if notice["account"] else None


def test_folded_text_alone_finds_the_same_content_and_nothing_else(rows):
    found = pairs((truth["notice_id"], fold_key(notice["text"] or "") or None) for truth, notice in rows)
    same = pairs((truth["notice_id"], truth["content_cluster"]) for truth, _ in rows)
    assert found <= same
    assert len(found) >= 408


def test_the_same_account_with_the_same_folded_text_is_the_same_target(rows):
    keys = ((truth["notice_id"], account(notice), fold_key(notice["text"] or "")) for truth, notice in rows)
    found = pairs((notice, (who, text) if who and text else None) for notice, who, text in keys)
    same = pairs((truth["notice_id"], truth["item_cluster"]) for truth, _ in rows)
    assert found <= same
    assert len(found) >= 202


def test_quotations_that_denounce_are_recognised_and_nothing_else(rows):
    found = {truth["notice_id"] for truth, notice in rows if quotes_and_denounces(notice["text"] or "", all_frames())}
    assert found == {truth["notice_id"] for truth, _ in rows if truth["kind"] == "quote_denounce"}


def test_a_quotation_never_folds_to_what_it_quotes(rows):
    texts = {truth["notice_id"]: fold_key(notice["text"] or "") for truth, notice in rows}
    for truth, _ in rows:
        if truth["kind"] == "quote_denounce":
            assert texts[truth["notice_id"]] != texts[truth["duplicate_of"]]


def test_real_texts_fold_once_and_for_all(rows):
    folds = [fold(notice["text"] or "") for _, notice in rows]
    assert folds == [fold(each) for each in folds]
