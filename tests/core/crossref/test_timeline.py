"""Names that come out where they may not: without a trial, of a minor, by the second of a post."""

from datetime import timedelta
from typing import Any

import pytest

from fanal.crossref import Naming, Posting, naming, timeline
from fanal.words.errors import MisuseError
from fanal.words.lists import OrgKind
from fanal.words.say import LANGS, say
from tests.core.flow.journey import NOW

MINUTE = timedelta(minutes=1)


def post(n: int, minutes: float, author: str = "", **changes: Any) -> Posting:
    return Posting(**{"ref": f"P-{n}", "at": NOW + minutes * MINUTE, "author": author, **changes})


POSTS = [post(3, 130, "x:bob"), post(1, 1.5, "x:ana"), post(2, 20, "x:bob"), post(4, 131, "x:kim")]
NAMED = naming("litigation", OrgKind.ASSOCIATION)
NUMBERS = naming("aid", OrgKind.ASSOCIATION)


def names(may: Naming, posts: list[Posting] = POSTS) -> list[str]:
    return [each.name for each in timeline(posts, may).spreaders]


@pytest.mark.parametrize(
    ("purpose", "handler", "allowed"),
    [
        ("litigation", OrgKind.ASSOCIATION, True),
        ("aid", OrgKind.AUTHORITY, True),
        ("aid", OrgKind.ASSOCIATION, False),
        ("statistics", OrgKind.AUDITOR, False),
        ("", OrgKind.PLATFORM, False),
    ],
)
def test_who_may_be_named_and_why(purpose: str, handler: OrgKind, allowed: bool) -> None:
    may = naming(purpose, handler)
    assert may.allowed == allowed
    assert all(say(may.reason, lang) for lang in LANGS)


def test_authors_are_numbers_unless_there_is_a_trial() -> None:
    assert names(NAMED) == ["x:ana", "x:bob", "x:kim"]
    assert names(NUMBERS) == ["", "", ""]
    shown = timeline(POSTS, NUMBERS).spreaders
    assert [(each.number, each.postings) for each in shown] == [(1, 1), (2, 2), (3, 1)]
    assert all((each.first_at.minute, each.first_at.second) == (0, 0) for each in shown)


@pytest.mark.parametrize("handler", OrgKind)
def test_a_minor_is_never_named(handler: OrgKind) -> None:
    may = naming("litigation", handler, minors=["x:bob"])
    found = timeline(POSTS, may)
    assert "x:bob" not in [each.name for each in found.spreaders]
    assert [each.code for each in found.reasons][-1] == "naming_minor"


def test_the_drawing_has_its_empty_hours() -> None:
    steps = timeline(POSTS, NUMBERS).steps
    assert [(each.postings, each.authors, each.authors_so_far) for each in steps] == [(2, 2, 2), (0, 0, 2), (2, 2, 3)]


def test_a_content_that_comes_back_after_months_is_not_drawn_hour_by_hour() -> None:
    found = timeline([post(1, 0, "x:ana"), post(2, 60 * 24 * 200, "x:bob")], NUMBERS)
    assert len(found.steps) == 2


def test_who_denounces_spread_nothing() -> None:
    assert names(NAMED, [*POSTS, post(9, -5, "x:zoe", denounces=True)]) == names(NAMED)


def test_an_unknown_author_has_no_name() -> None:
    assert names(NAMED, [post(1, 0), post(2, 1)]) == ["", ""]


def test_nothing_to_draw_and_no_time_zone() -> None:
    assert timeline([], NUMBERS, undated=3).undated == 3
    with pytest.raises(MisuseError):
        timeline([post(1, 0, at=NOW.replace(tzinfo=None))], NUMBERS)
