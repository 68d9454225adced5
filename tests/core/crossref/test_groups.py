"""Groups that swallow too much: a quotation, an author's other post, a place where many write, a template."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal.crossref import Compared, Entry, Grouping, compared, exact_keys, group, groups, targets_of
from fanal.crossref.lines import common_waves, grouping_lines, wave_lines
from fanal.crossref.sets import Sets
from fanal.crossref.targets import MOST_TEXTS
from fanal.crossref.waves import Posting
from fanal.notice.facts import Mention
from fanal.words.lists import RelationKind, TargetKind
from tests.core.flow.journey import NOW

K = RelationKind
WORDS = "vous ne valez rien et personne ne vous regrettera le jour où vous partirez enfin"
QUOTED = f"Voilà ce que je reçois tous les jours : « {WORDS} ». Je signale."
SHORT = TargetKind.SHORT_LINK


def entry(ref: str, place: str, text: str = WORDS, account: str = "a", kind: TargetKind = TargetKind.POST) -> Entry:
    canonical = f"x:{kind}:{place}" if place else ""
    facts: dict[str, Any] = {"n": 1, "address": "", "platform": "x", "kind": kind, "canonical": canonical, "url": ""}
    mention = Mention(**facts, account=account or None, text=text)
    return Entry(ref=ref, about=compared(mention, exact_keys(mention)))


def targets(*entries: Entry) -> list[list[str]]:
    return [[each.ref for each in target.members] for target in targets_of(entries)]


def grouped(*entries: Entry) -> list[list[str]]:
    return [list(each.members) for each in group(entries).groups]


def apart(found: Grouping) -> list[tuple[RelationKind, str, str]]:
    return [(each.tie.kind, each.one.ref, each.other.ref) for each in found.apart]


TARGETS = [
    ("the same page", [entry("1", "p"), entry("2", "p", "", "")], [["1", "2"]]),
    ("the same words by another account", [entry("1", "p"), entry("2", "q", account="b")], [["1"], ["2"]]),
    ("the same author posts it twice", [entry("1", "p"), entry("2", "q")], [["1"], ["2"]]),
    ("a link nobody followed", [entry("1", "p"), entry("2", "t.co/a", kind=SHORT)], [["1", "2"]]),
    ("it could be either of two posts", [entry("1", "p"), entry("2", "q"), entry("3", "t.co/a", kind=SHORT)], [["1"], ["2"], ["3"]]),
    ("a link by another account", [entry("1", "p"), entry("2", "t.co/a", account="b", kind=SHORT)], [["1"], ["2"]]),
    ("a link by nobody known", [entry("1", "p"), entry("2", "t.co/a", account="", kind=SHORT)], [["1"], ["2"]]),
    ("two links, no page", [entry("1", "t.co/b", kind=SHORT), entry("2", "t.co/a", kind=SHORT)], [["1", "2"]]),
    ("a link without words", [entry("1", "p"), entry("2", "t.co/a", "", kind=SHORT)], [["1"], ["2"]]),
    ("no address", [entry("1", "", ""), entry("2", "", "")], [["1"], ["2"]]),
]  # fmt: skip


@pytest.mark.parametrize(("entries", "found"), [each[1:] for each in TARGETS], ids=[each[0] for each in TARGETS])
def test_what_is_the_same_target(entries: list[Entry], found: list[list[str]]) -> None:
    assert targets(*entries) == found


def test_what_was_suggested_is_told_apart_from_what_is_sure() -> None:
    (target,) = targets_of([entry("2", "t.co/a", kind=SHORT), entry("1", "p"), entry("3", "p", "")])
    assert target.suggested == {"2"}
    assert target.canonical == "x:post:p"


GROUPS = [
    ("copied by another account", [entry("1", "p"), entry("2", "q", account="b")], [["1", "2"]]),
    ("copied with words before", [entry("1", "p"), entry("2", "q", f"LOL {WORDS}", "b")], [["1", "2"]]),
    ("one word exchanged", [entry("1", "p"), entry("2", "q", WORDS.replace("rien", "mieux"), "b")], [["1"], ["2"]]),
    ("quoted to denounce", [entry("1", "p"), entry("2", "q", QUOTED, "b")], [["1"], ["2"]]),
    ("same author, other words", [entry("1", "p"), entry("2", "q", "tout autre chose, vraiment")], [["1"], ["2"]]),
    ("no words", [entry("1", "p", ""), entry("2", "q", "")], [["1"], ["2"]]),
    # One notice about the quotation cut its frame off: the page still denounces.
    ("a frame cut off", [entry("1", "p"), entry("2", "q", QUOTED, "b"), entry("3", "q", WORDS, "b")], [["1"], ["2", "3"]]),
    ("copied, then copied again", [entry("1", "p"), entry("2", "q", account="b"), entry("3", "r", f"LOL {WORDS}", "c")], [["1", "2", "3"]]),
]  # fmt: skip


@pytest.mark.parametrize(("entries", "found"), [each[1:] for each in GROUPS], ids=[each[0] for each in GROUPS])
def test_what_is_the_same_content(entries: list[Entry], found: list[list[str]]) -> None:
    assert grouped(*entries) == found


def test_a_place_where_many_write_is_no_text() -> None:
    """Comments reported under the address of their video: its other comments are not copies of each other."""
    crowd = [
        entry(f"c{n}", "video", f"commentaire numéro {'abcdefgh'[n] * 3} sous la vidéo") for n in range(MOST_TEXTS)
    ]
    assert grouped(*crowd, entry("9", "p"), entry("10", "video", account="z"))[-1] == ["9"]


def test_who_quotes_comes_first_and_similar_wording_stays_apart() -> None:
    near = entry("3", "r", WORDS.replace("rien", "mieux"), "c")
    found = apart(group([entry("1", "p"), entry("2", "q", QUOTED, "b"), near]))
    assert (K.QUOTES, "2", "1") in found
    assert (K.SIMILAR_TEXT, "1", "3") in found


def test_short_words_quoted_are_tied_too() -> None:
    small = "sale engeance, dehors"
    found = group([entry("1", "p", small), entry("2", "q", f"Je signale ce message : « {small} »", "b")])
    assert apart(found) == [(K.QUOTES, "2", "1")]


def test_a_key_that_too_many_share_is_one_wave(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "MOST_PER_KEY", 3)
    many = [entry(str(n), str(n), f"{'abcdefgh'[n] * 2} une phrase sans rapport {n}") for n in range(5)]
    found = group(many)
    assert [each.is_common for each in found.shared] == [True]
    assert not [each for each in grouping_lines(found, "fr") if "relation" in each]
    postings = {each.ref: Posting(ref=each.ref, at=NOW, author="x:a") for each in many}
    (line,) = wave_lines(common_waves(found, postings), "en")
    assert (line["wave"], line["size"], line["authors"]) == ("common_key", 5, 1)


def test_an_account_relates_groups_and_merges_none() -> None:
    found = group([entry("1", "p"), entry("2", "q", "tout autre chose, vraiment")])
    assert [(each.kind, each.key) for each in found.shared] == [(K.SAME_ACCOUNT, "x:a")]
    lines = list(grouping_lines(found, "fr"))
    assert [each["relation"] for each in lines] == ["same_account"]
    assert len(list(grouping_lines(found, "fr", everything=True))) == 3


TEXTS = st.sampled_from(["", WORDS, f"LOL {WORDS}", QUOTED, "tout autre chose, vraiment", "va mourir"])
ENTRIES = st.lists(
    st.tuples(st.sampled_from("pqrs"), TEXTS, st.sampled_from("ab"), st.sampled_from([TargetKind.POST, SHORT])),
    max_size=9,
)


@settings(max_examples=25, deadline=None)
@given(rows=ENTRIES)
def test_no_notice_is_lost_and_no_quotation_joins_what_it_denounces(
    rows: list[tuple[str, str, str, TargetKind]],
) -> None:
    entries = [entry(str(n), *row) for n, row in enumerate(rows)]
    found = group(entries)
    assert sorted(ref for each in found.groups for ref in each.members) == sorted(each.ref for each in entries)
    for each in found.groups:
        assert len({target.denounces for target in each.targets}) == 1


@settings(max_examples=30, deadline=None)
@given(pairs=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=12))
def test_sets_that_forget_who_was_joined(pairs: list[tuple[int, int]]) -> None:
    joined = Sets(10)
    for one, other in pairs:
        joined.join(one, other)
    for one, other in pairs:
        assert joined.of(one) == joined.of(other)
    assert sorted(place for each in joined.all() for place in each) == list(range(10))


def test_nothing_at_all() -> None:
    assert group([]) == Grouping(groups=(), apart=(), shared=())
    assert Compared().is_sure
