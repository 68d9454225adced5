"""Differences shown to a person: nothing is hidden, nothing is invented."""

from hypothesis import given
from hypothesis import strategies as st

from fanal.text.differ import MOST, Difference, token_diff


def test_only_the_changed_word_is_shown_as_changed():
    assert token_diff("Dehors les Belges !", "dehors les turcs !") == (
        Difference(kind="alike", left="Dehors les", right="dehors les"),
        Difference(kind="changed", left="Belges", right="turcs"),
        Difference(kind="alike", left="!", right="!"),
    )


def test_what_is_not_compared_is_said():
    runs = token_diff("mot " * (MOST + 1), "mot " * MOST)
    assert [each.kind for each in runs] == ["alike", "not_compared"]


@given(st.text(max_size=80), st.text(max_size=80))
def test_both_texts_can_be_read_back(one, other):
    runs = token_diff(one, other)
    assert " ".join(each.left for each in runs if each.left).split() == one.split()
    assert " ".join(each.right for each in runs if each.right).split() == other.split()


@given(st.text(max_size=80))
def test_a_text_does_not_differ_from_itself(text):
    assert {each.kind for each in token_diff(text, text)} <= {"alike"}
