"""Groups, waves and brigades on real input: the figures that must hold against the developers' half of the truth."""

import csv
import gzip
import os
from pathlib import Path

import pytest

from bench.groups_figures import figures
from fanal.crossref import likeness
from fanal.crossref.nearby import near_pairs
from fanal.fingerprints import text
from fanal.words.lists import RelationKind

SHARED = Path(os.environ.get("FANAL_SHARED", "../shared")) / "data"
FOLDER = SHARED / "notices-fr"
TEMPLATES = SHARED / "hatecheck-en" / "hatecheck-en.dev.csv.gz"


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the real notices are not beside the checkout")
def test_what_belongs_together_on_real_notices() -> None:
    found = figures(FOLDER)
    assert found["same_target_precision"] == 1.0
    assert found["same_target_recall"] >= 0.97
    assert found["any_link_precision"] >= 0.97
    assert found["any_link_recall"] >= 0.93
    assert found["counter_speech_attached"] == 0
    assert found["brigade_found"] == 1.0
    assert found["brigade_called"] == 42  # both brigades of the whole file, and nobody of the surge
    assert found["others_called_brigade"] == 0
    assert found["brigade_raised"] == 0


@pytest.mark.skipif(not TEMPLATES.is_file(), reason="the sentences are not beside the checkout")
def test_sentences_that_differ_in_whom_they_are_about_are_never_the_same_content() -> None:
    """Sentences of one template, hateful or not, about one group or another: thousands of pairs lie within the radius."""
    with gzip.open(TEMPLATES, "rt", encoding="utf-8", newline="") as content:
        said = {row["text"]: (row["target"], row["hate"]) for row in csv.DictReader(content)}
    texts = [each for each in said if text.code_of(each) is not None]
    codes = [code for each in texts if (code := text.code_of(each)) is not None]
    near = [(texts[one], texts[other]) for one, other, _ in near_pairs(codes, text.RADIUS)]
    differing = [(one, other) for one, other in near if said[one] != said[other]]
    assert len(differing) > 5_000
    same = (RelationKind.SAME_TEXT, RelationKind.SAME_CONTENT)
    merged = [(one, other) for one, other in differing if (found := likeness(one, other)) and found.kind in same]
    assert merged == []
