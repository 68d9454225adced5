"""Rows of files other people made: their names of columns, their codes, their gaps."""

from typing import Any

import pytest

from fanal import flow
from fanal.harmonise.rows import COLUMNS
from tests.core.flow.journey import POST, door

FULL = {"url": POST, "texte": "un texte", "catégorie": "racisme", "Publié le": "2026-03-01T10:00:00Z", "id": "A-7"}


def test_a_french_row_is_read() -> None:
    received = flow.receive(flow.from_row(FULL), door())
    assert (received.category, received.source_ref) == ("racism", "A-7")
    assert received.mentions[0].posted_at is not None


def test_a_row_without_reasons_says_what_it_is_and_quotes() -> None:
    assert flow.from_row(FULL)["reasons"] == "Haine : origine, couleur, nationalité : « un texte »"
    assert flow.from_row({**FULL, "lang": "en"})["reasons"] == "Hate: origin, colour, nationality: “un texte”"


def test_reasons_given_are_not_composed() -> None:
    assert flow.from_row({**FULL, "motifs": "Parce que."})["reasons"] == "Parce que."


@pytest.mark.parametrize(
    ("said", "category"),
    [
        ("homophobia", "lgbt"),
        ("Terrorisme", "terrorism"),
        ("Autre chose", "other"),
        ("insult_harassment", "harassment"),
    ],
)
def test_other_peoples_categories(said: str, category: str) -> None:
    assert flow.from_row({**FULL, "catégorie": said})["category"] == category


@pytest.mark.parametrize(("said", "meant"), [("oui", True), ("FAUX", False), ("peut-être", "peut-être")])
def test_yes_and_no_in_words(said: str, meant: Any) -> None:
    assert flow.from_row({**FULL, "danger": said})["danger"] == meant


def test_an_account_given_as_an_object() -> None:
    row = {"account": {"platform": "x", "handle": "someone"}, "platform": None, "category": "other"}
    (target,) = flow.from_row(row)["targets"]
    assert target == {"account": "someone", "platform": "x"}


def test_columns_that_nobody_reads_are_named() -> None:
    assert flow.unread_columns({**FULL, "Note interne": "x", "gold": 1}) == ("Note interne", "gold")


def test_a_column_name_stands_for_two_fields() -> None:
    names = [name for columns in COLUMNS.values() for name in columns]
    assert len(names) == len(set(names))


def test_the_page_names_every_column() -> None:
    said = flow.from_row.__globals__["__doc__"]
    for names in COLUMNS.values():
        assert all(name in said for name in names), names
