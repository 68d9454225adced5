"""Knows where the real texts are, and which spelling of HateCheck belongs to which sentence; it compares no codes."""

import csv
import gzip
import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

from fanal.text.fold import SHORT, fold_key

SHARED = Path(os.environ.get("FANAL_SHARED", "../shared")) / "data"
POOLS = {
    "fr": ("ftr/ftr-fr.dev.csv.gz", "mlma/mlma-fr.dev.csv.gz", "tweets-fr-unlabelled/tweets-fr-unlabelled.dev.csv.gz"),
    "en": ("mlma/mlma-en.dev.csv.gz", "davidson/davidson-en.dev.csv.gz"),
    "ar": ("mlma/mlma-ar.dev.csv.gz", "multilingual-hatecheck-ar/multilingual-hatecheck-ar.dev.csv.gz"),
}
HATECHECK = "hatecheck-en/hatecheck-en.dev.csv.gz"
MOST_EDITS = 9  # a spelling farther than that from every sentence has its own elsewhere (the other third of the suite)
Row = Mapping[str, str]


def rows(file: str) -> list[Row]:
    """The rows of one file of texts."""
    with gzip.open(SHARED / file, "rt", encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def originals(language: str, count: int) -> list[str]:
    """Texts of a language, drawn by a fixed seed, long enough to be similar, no two folding alike."""
    texts = [row["text"] for file in POOLS[language] for row in rows(file)]
    found: dict[str, str] = {}
    for text in Random(4).sample(texts, len(texts)):
        key = fold_key(text)
        if len(key) >= SHORT:
            found.setdefault(key, text)
        if len(found) == count:
            break
    return list(found.values())


def spelling_pairs() -> list[tuple[str, str, str]]:
    """HateCheck's own pairs: the functional class, the misspelt sentence, and the sentence that it was made from.

    The suite does not name the sentence: it is the one about the same group at the fewest edits.
    """
    plain: dict[str, list[str]] = defaultdict(list)
    spelt: list[Row] = []
    for row in rows(HATECHECK):
        if row["functionality"].startswith("spell_"):
            spelt.append(row)
        else:
            plain[row["target"]].append(row["text"])
    nearest = ((row, _nearest(row["text"], plain[row["target"]])) for row in spelt)
    return [(row["functionality"], row["text"], found) for row, found in nearest if found is not None]


def _nearest(text: str, among: Sequence[str]) -> str | None:
    edits, found = min(((_edits(text.lower(), each.lower()), each) for each in among), default=(MOST_EDITS + 1, ""))
    return found if edits <= MOST_EDITS else None


def _edits(one: str, other: str) -> int:
    """Levenshtein's distance, or one more than MOST_EDITS as soon as it is greater."""
    if abs(len(one) - len(other)) > MOST_EDITS:
        return MOST_EDITS + 1
    line = list(range(len(other) + 1))
    for place, char in enumerate(one, 1):
        above, line = line, [place]
        for column, beside in enumerate(other):
            line.append(min(above[column] + (char != beside), above[column + 1] + 1, line[column] + 1))
        if min(line) > MOST_EDITS:
            return MOST_EDITS + 1
    return line[-1]
