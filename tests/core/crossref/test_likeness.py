"""Wordings that differ in one word and are not the same, and those that differ in spelling alone and are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fanal.crossref import likeness
from fanal.text.fold import fold_key
from fanal.words.lists import RelationKind, Strength

LONG = "je ne comprends pas pourquoi on laisse ces gens parler aussi fort dans le train du matin"
K = RelationKind

CASES = [
    ("spelling tricks", LONG, "JE N3 comprends pas pourquoi 0n laisse ces gens parler au5si fort dans le train du matin", K.SAME_TEXT),
    ("words before", LONG, f"À faire tourner 👉 {LONG}", K.SAME_CONTENT),
    ("words after", LONG, f"{LONG} #jesuis #partout", K.SAME_CONTENT),
    ("cut in the middle of a word", LONG, f"{LONG[:60]}…", K.SAME_CONTENT),
    ("one slip", LONG, LONG.replace("comprends", "conprends"), K.SAME_CONTENT),
    ("only the handles differ", f"@user {LONG}", f"RT @user: @user {LONG}", K.SAME_CONTENT),
    ("one word exchanged", LONG, LONG.replace("gens", "chiens"), K.SIMILAR_TEXT),
    ("one word exchanged for its opposite", LONG, LONG.replace("matin", "soir"), K.SIMILAR_TEXT),
    ("women for men", f"les femmes {LONG}", f"les hommes {LONG}", K.SIMILAR_TEXT),
    ("a word put in", LONG, LONG.replace("laisse", "laisse toujours absolument tous"), K.SIMILAR_TEXT),
    ("as much added as there was", LONG, f"{LONG} voilà pourtant une autre histoire, celle que personne ne raconte ici", K.SIMILAR_TEXT),
    ("more added than there was", LONG, f"{LONG} {LONG[::-1]} et encore une fois la même chose", None),
    ("short, one letter", "quelle belle journée", "quelle bele jornée", None),
    ("short and equal", "bonne journée à tous", "Bonne  journée à TOUS !", K.SAME_TEXT),
    ("everybody writes that", "va mourir", "va mourir", None),
    ("nothing but masks", "@user https://a.example", "@user https://a.example", None),
    ("nothing in common", LONG, "Le conseil municipal se réunit jeudi soir à la mairie pour voter le budget", None),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "kind"), [each[1:] for each in CASES], ids=[each[0] for each in CASES])
def test_what_two_wordings_are_to_each_other(one: str, other: str, kind: RelationKind | None) -> None:
    for found in (likeness(one, other), likeness(other, one)):
        assert (found and found.kind) == kind


def test_why_is_said() -> None:
    found = likeness(LONG, f"LOL {LONG.replace('comprends', 'conprends')}")
    assert found is not None
    assert found.evidence == ("near_text", "words_added", "respelt")
    assert found.strength == Strength.FINGERPRINT


WORDS = st.lists(
    st.sampled_from("la pluie tombe sur le toit rouge du vieux moulin abandonné depuis hier".split()), max_size=30
)


@settings(max_examples=25, deadline=None)
@given(one=WORDS, other=WORDS)
def test_likeness_that_depends_on_who_is_first_when_words_are_equal(one: list[str], other: list[str]) -> None:
    ours, theirs = likeness(" ".join(one), " ".join(other)), likeness(" ".join(other), " ".join(one))
    is_same = fold_key(" ".join(one)) == fold_key(" ".join(other))
    assert (ours is not None and ours.kind == K.SAME_TEXT) <= is_same
    assert (theirs is not None and theirs.kind == K.SAME_TEXT) <= is_same
