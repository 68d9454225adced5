"""Folding: which disguises are undone, which differences must survive, and the laws it keeps."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal.text.fold import LINK, MENTION, SHORT, fold, fold_key, is_short, same_text
from fanal.text.fold.arabic import ARABIC
from fanal.text.fold.twins import TWINS

DISGUISES = [
    ("homoglyph", "@user tais toі gauсhistе", "@user tais toi gauchiste"),
    ("zero width", "ra\u200bci\u2060s\ufeffte", "raciste"),
    ("soft hyphen", "ra\u00adciste", "raciste"),
    ("direction marks", "\u202eraciste\u202c", "raciste"),
    ("Hangul filler", "raci\u3164ste", "raciste"),
    ("accents", "Je t'emmène, bien sûr", "je t'emmene, bien sur"),
    ("stacked accents", "r̷̛͓̖á̴̧c̶̈́iste", "raciste"),
    ("capitals", "RETOURNE CHEZ TOI", "retourne chez toi"),
    ("leet", "H1tler es7 rev3nu", "Hitler est revenu"),
    ("leet, a long run", "ins0l3nt, situation: s1tu4t10n, h4b174nt", "insolent, situation: situation, habitant"),
    ("dollar", "$ale ra$e", "sale rase"),
    ("at inside a word", "s@le", "sale"),
    ("elongated", "quelqueeee chooose", "quelque chose"),
    ("elongated double", "coool", "cool"),
    ("elongated double, other way", "cool", "col"),
    ("mathematical letters", "𝓻𝓪𝓬𝓲𝓼𝓽𝓮", "raciste"),
    ("full width", "ｒａｃｉｓｔｅ", "raciste"),
    ("letters in squares", "🅁🄰🅲🅸🆂🆃🅴", "raciste"),
    ("small capitals", "ʀᴀᴄɪꜱᴛᴇ", "raciste"),
    ("ligature", "ﬁls, cœur", "fils, coeur"),
    ("spaced", "r a c i s t e", "raciste"),
    ("spaced, double letter", "sale i m m o n d e pourri", "sale immonde pourri"),
    ("punctuated", "r.a-c_i*s/t'e", "raciste"),
    ("emoji inside", "ra🔥ciste 🔥🔥", "raciste"),
    ("emoji family and skin", "raciste 👩🏽‍👧‍👦 🇫🇷 1️⃣", "raciste 1"),
    ("quotes and dashes", "« il — dit »", '"il - dit"'),
    ("retweet", "RT @user: les gens", "les gens"),
    ("another handle", "@paul vois ça", "@anna.b vois ça"),
    ("another address", "lis https://a.example/x?y=1", "lis http://b.example/z"),
    ("more handles", "@a @b @c bonjour", "@d bonjour"),
    ("Arabic vowels", "كَتَبَ", "كتب"),
    ("Arabic stretching", "كتـــــاب", "كتاب"),
    ("Arabic letter forms", "إسلام على مدرسة", "اسلام علي مدرسه"),
    ("Persian letters", "کتاب", "كتاب"),
    ("Arabic digits", "٢٨", "28"),
]


@pytest.mark.parametrize(("trick", "disguised", "plain"), DISGUISES, ids=[row[0] for row in DISGUISES])
def test_a_disguise_is_undone(trick, disguised, plain):
    assert fold_key(disguised) == fold_key(plain) != ""
    assert same_text(disguised, plain)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("retourne chez toi", "retourne chez moi"),
        ("j'ai perdu 1000euros", "j'ai perdu 100euros"),
        ("page 1000", "page 10"),
        ("de1000à2000", "de100à2000"),
        ("les belges", "les turcs"),
        ("", ""),
        ("🔥🔥", "🔥"),
        ("@anna", "@anna"),
        ("https://a.example/1", "https://a.example/1"),
        ("@anna https://a.example/1 !!!", "@anna https://a.example/1 !!!"),
        ("ก่า", "กา"),  # Thai tone marks are part of the word
        ("कि", "का"),  # so are the vowels of Hindi
    ],
)
def test_different_or_empty_texts_never_meet(one, other):
    assert not same_text(one, other)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("RT @user: Hé, t'as VU ça ?! https://t.co/xYz 😡", f"he t as vu ca {LINK}"),
        ("@a @b Non.", f"{MENTION} non"),
        ("le 37 rue X, 75011", "le 37 rue x 75011"),
        ("rendez-vous 18h30", "rendez vous 18heo"),
        ("écris à a@b.example", "ecris a ab example"),
        ("\x00\ud800", ""),
    ],
)
def test_fold_keeps_words_apart(text, folded):
    assert fold(text) == folded


def test_short_is_counted_on_folded_characters():
    assert is_short("!" * 500 + "a" * 500)
    assert not is_short("ab" * (SHORT // 2))
    assert is_short("ab" * (SHORT // 2 - 1) + "a")


def test_every_twin_folds_to_its_letters_whatever_the_case():
    both = TWINS | ARABIC
    strays = {twin for twin, letters in both.items() if fold(twin) != fold(letters)}
    strays |= {twin for twin, letters in TWINS.items() if fold(twin.upper()) != fold(letters)}
    assert strays == set()


TRICKY = st.text(
    alphabet="aAbsSİıſßÅéœ@#¶$€ꓣ𐐬Ꭺѡقـیہﻬߊǝƍℓⅷ㎏🅱∣¢57130269 .\u200b\u0301\u0345\u202e\u00a0/:wht'«\"🔥👍🏽🅰카가ﷺΣς०ีि",
    max_size=30,
)
ANY = st.text(max_size=60) | TRICKY


@given(ANY)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(ANY)
def test_a_fold_holds_only_letters_digits_masks_and_single_spaces(text):
    folded = fold(text)
    assert "  " not in folded
    assert folded == folded.strip()
    assert all(unicodedata.category(char)[0] in "LNM" or char in f" {MENTION}{LINK}" for char in folded)


@given(
    ANY,
    st.lists(
        st.tuples(
            st.integers(0, 60), st.sampled_from("\u200b\u200c\u200d\u2060\ufeff\u00ad\u202e\u2066\ufe0f\u180e\x07")
        )
    ),
)
def test_invisible_insertions_change_nothing(text, insertions):
    disguised = text
    for place, char in insertions:
        disguised = disguised[:place] + char + disguised[place:]
    assert fold(disguised) == fold(text)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzéèàç ", max_size=60), st.data())
def test_twins_case_and_emoji_change_nothing(text, data):
    by_letter = {letter: twin for twin, letter in TWINS.items() if len(letter) == 1}
    disguised = "".join(data.draw(st.sampled_from([c, c.upper(), by_letter.get(c, c)])) for c in text)
    assert fold(f"🔥 {disguised} 🔥") == fold(text)


@given(ANY, ANY)
def test_sameness_is_symmetric_and_a_text_is_its_own_fold(one, other):
    assert same_text(one, other) == same_text(other, one)
    assert fold_key(one) in ("", fold_key(fold(one)))
