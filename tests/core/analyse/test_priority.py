"""The order of the queue: danger first, counter-speech never as hate, every point with its reason."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from fanal.analyse import REASONS, Analysis, PriorityRules, analyse, reason_text
from fanal.notice.facts import Notice
from fanal.words.errors import RefusedError
from fanal.words.lists import Category, NotifierKind, TargetKind
from tests.core.flow.journey import POST, notice

RULES = PriorityRules()
HATES = (Category.RACISM, Category.LGBT, Category.SEXISM, Category.RELIGION, Category.HARASSMENT)
QUOTED = "Voilà ce que je reçois : « sale truc, dégage de chez nous » — je signale."


def scored(about: Notice, earlier: int = 0, rules: PriorityRules = RULES) -> Analysis:
    return analyse(about, about.mentions, earlier, rules)


def codes(found: Analysis) -> dict[str, Any]:
    return {str(each["code"]): each["points"] for each in found.reasons}


def said(text: str, **changes: Any) -> Notice:
    return notice(targets=[{"address": POST, "text": text}], **changes)


NOTICES = st.builds(
    lambda category, kind, who, text, **marks: replace(
        (plain := said(text)),
        category=category,
        notifier=replace(plain.notifier, kind=who),
        mentions=tuple(replace(each, kind=kind) for each in plain.mentions),
        **marks,
    ),
    st.sampled_from(Category),
    st.sampled_from(TargetKind),
    st.sampled_from(NotifierKind),
    st.sampled_from(["", "bonjour", QUOTED, "je vais te tuer, je sais où tu habites", "une bombe, au secours"]),
    danger=st.booleans(),
    exposed_person=st.booleans(),
    counter_speech=st.booleans(),
)


@drawn(about=NOTICES, earlier=st.integers(0, 10**6))
def test_points_that_do_not_add_up(about: Notice, earlier: int) -> None:
    found = scored(about, earlier)
    assert 0 <= found.priority <= 100
    assert sum(codes(found).values()) == found.priority
    assert all(reason_text(code, lang) != code for code in codes(found) for lang in ("fr", "en"))


@drawn(calm=NOTICES, grave=NOTICES, earlier=st.integers(0, 10**6))
def test_danger_comes_behind_something_else(calm: Notice, grave: Notice, earlier: int) -> None:
    calm = replace(calm, danger=False, exposed_person=False)
    for first in ({"danger": True}, {"exposed_person": True}):
        assert scored(replace(grave, **first)).priority > scored(calm, earlier).priority


@drawn(about=NOTICES, earlier=st.integers(0, 1000), hate=st.sampled_from(HATES))
def test_counter_speech_outranks_the_same_text_reported_as_hate(about: Notice, earlier: int, hate: Category) -> None:
    as_hate = replace(about, category=hate, counter_speech=False)
    for denounced in (
        replace(about, category=hate, counter_speech=True),
        replace(as_hate, category=Category.OTHER, counter_speech=True),
    ):
        assert scored(denounced, earlier).priority <= scored(as_hate, earlier).priority


def test_counter_speech_keeps_no_category_points() -> None:
    found = codes(scored(said("bonjour à tous", counter_speech=True)))
    assert found["category_hate"] + found["counter_speech_said"] == 0


def test_a_quotation_that_denounces_is_not_ranked_as_hate() -> None:
    found = codes(scored(said(QUOTED)))
    assert found["counter_speech_seen"] == -found["category_hate"]


def test_a_quotation_is_no_shelter_for_a_threat() -> None:
    assert "counter_speech_seen" not in codes(scored(said(QUOTED, category="threat")))


def test_counter_speech_in_danger_is_still_danger() -> None:
    assert scored(said("bonjour", counter_speech=True, danger=True)).priority >= RULES.of("danger")


@drawn(fewer=st.integers(0, 10**6), more=st.integers(0, 10**6))
def test_repetition_that_counts_less_with_more_notices(fewer: int, more: int) -> None:
    assert RULES.repeated(min(fewer, more)) <= RULES.repeated(max(fewer, more))


def test_the_order_of_categories() -> None:
    order = ["danger", "terrorism", "threat", "racism", "harassment", "other"]
    ranks = [scored(said("bonjour", category=each)).priority for each in order]
    assert ranks == sorted(ranks, reverse=True)
    assert len(set(ranks)) == len(ranks)


@pytest.mark.parametrize(("text", "code"), [("JE VAIS TE TU3R", "term_threat"), ("Appelez la police !", "term_danger")])
def test_words_are_found_folded(text: str, code: str) -> None:
    assert code in codes(scored(said(text)))


def test_without_mentions_only_danger_counts() -> None:
    about = said("bonjour")
    assert analyse(about, (), 50, RULES).priority == 0
    assert analyse(replace(about, danger=True), (), 50, RULES).priority == RULES.of("danger")


def test_an_edited_rule_is_used() -> None:
    rules = PriorityRules(points={"category_hate": 50})
    assert codes(scored(said("bonjour"), rules=rules))["category_hate"] == 50


@pytest.mark.parametrize(
    "wrong",
    [
        {"points": {"sympathy": 3}},
        {"points": {"danger": 101}},
        {"points": {"danger": 3}},
        {"most_without_danger": 60},
        {"steps": ((1, -2),)},
    ],
)
def test_rules_that_break_the_queue_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(RefusedError):
        PriorityRules(**wrong)


def test_every_reason_has_its_text() -> None:
    assert all(reason_text(code, lang) != code for code in REASONS for lang in ("fr", "en"))
    assert reason_text("of_an_older_version", "fr") == "of_an_older_version"
