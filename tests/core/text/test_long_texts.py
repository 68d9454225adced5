"""Texts that were written to keep a machine busy: each is read once. A step that is quadratic never ends within the suite's limit."""

import pytest

from fanal.crossref import denounces, likeness
from fanal.fingerprints.text import code_of
from fanal.text.fold import fold_key

LONG = 400_000


@pytest.mark.parametrize("unit", ["$", "@", "4", "a$", "$ ", '" ', "¶", "é", "#a", "«"])
def test_one_thing_over_and_over(unit: str) -> None:
    text = unit * (LONG // len(unit))
    assert fold_key(text) == fold_key(text)
    assert code_of(text[:20_000]) == code_of(text[:20_000])


@pytest.mark.parametrize("text", ['" "a' * 100_000, '"' * LONG, 'a "b' * 100_000], ids=["pairs", "marks", "open"])
def test_quotation_marks_that_never_close(text: str) -> None:
    assert not denounces(text)


def test_words_that_are_no_words() -> None:
    found = likeness("abc" * 60_000, "abcabd" * 30_000)
    assert found is None or found.evidence
