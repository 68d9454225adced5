"""Counter-speech: the frame must be outside the quotation, and a quotation must be there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal.languages import LANGUAGES, all_frames
from fanal.text.quotes import Frames, quotes_and_denounces
from fanal.words.say import say

EXAMPLES = [(code, text, expected) for code, each in LANGUAGES.items() for text, expected in each.examples]


@pytest.mark.parametrize(("code", "text", "expected"), EXAMPLES)
def test_each_language_keeps_its_own_examples(code, text, expected):
    assert bool(quotes_and_denounces(text, all_frames())) is expected


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES.keys())
def test_each_language_is_complete(language):
    assert set(language.title) == {"fr", "en"}
    assert language.danger_terms
    assert language.threat_terms
    assert {expected for _, expected in language.examples} == {True, False}


@pytest.mark.parametrize(
    "text",
    [
        "« je signale ce message » et alors, tu vas pleurer ?",
        "« non au racisme » disent les faibles",
        "Je signale ce message",
        "Je signale ce « zozo »",
        'Je signale l\'écran de 24" et celui de 27" pouces',
        "",
    ],
)
def test_a_frame_inside_the_quotation_or_no_quotation_is_not_counter_speech(text):
    assert quotes_and_denounces(text, all_frames()) == ()


def test_a_hint_counts_only_around_a_text_that_is_mostly_quotation():
    frames = [Frames(phrases=(), hints=("honteux",))]
    assert quotes_and_denounces("Honteux : « rentrez donc chez vous »", frames)
    assert not quotes_and_denounces("C'est honteux tous ces gens qui viennent ici, « allez ouste »", frames)


def test_the_evidence_is_told_in_both_languages():
    evidence = quotes_and_denounces("Je viens de signaler ce mot : « tu n’es rien »", all_frames())
    assert [each.code for each in evidence] == ["quote_found", "denounce_frame_found"]
    assert "je viens de signaler" in say(evidence[1], "fr")
    assert "tu n’es rien" in say(evidence[0], "en")


@given(st.text(max_size=80) | st.text(alphabet='«»“”„" ab', max_size=40))
def test_any_text_can_be_asked(text):
    assert isinstance(quotes_and_denounces(text, all_frames()), tuple)
