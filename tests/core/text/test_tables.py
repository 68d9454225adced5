"""The tables made from Unicode's data: they cover every code point, keep everyday alphabets apart, and agree with Python's own."""

import sys
import unicodedata

import pytest

from fanal.text.fold import fold, fold_key
from fanal.text.fold.arabic import ARABIC
from fanal.text.fold.kinds import ACCENT, DIGIT, KEPT, SPACE, UNSEEN, kind_of
from fanal.text.fold.twins import HAND, TWINS

# Pairs of letters of one alphabet that the hand list lets meet, with the reason in src/fanal/text/fold/twins.py.
MEETING = {
    "abcdefghijklmnopqrstuvwxyz": set(),
    "αβγδεζηθικλμνξοπρστυφχψω": {"γυ"},
    "абвгдежзийклмнопрстуфхцчшщъыьэюя": {"вь", "ий"},
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويء": set(),
    "אבגדהוזחטיכלמנסעפצקרשת": set(),
}


@pytest.mark.parametrize(("alphabet", "meeting"), MEETING.items())
def test_letters_of_one_alphabet_do_not_meet(alphabet, meeting):
    shapes = {letter: fold(letter) for letter in alphabet}
    met = {a + b for a in alphabet for b in alphabet if a < b and shapes[a] == shapes[b]}
    assert met == meeting


@pytest.mark.parametrize(
    ("disguise", "plain"),
    [
        ("Lisu", "ꓣꓮꓚꓲꓢꓔꓰ"),
        ("Cherokee", "ᎡᎪᏟᎥᏚᎢᎬ"),
        ("Canadian syllabics", "ᖇᗅcisteᐯ"),
        ("Coptic", "raⲥⲓsⲧe"),
        ("Latin extensions", "ɾɑƈɨʂʈɇ"),
        ("Tifinagh and Deseret", "ⵔ𐐬"),
        ("palochka", "ma\u04cf"),
        ("signs", "¢℮"),
    ],
)
def test_scripts_that_disguise_latin_are_read_as_latin(disguise, plain):
    assert fold_key(plain).isascii()


@pytest.mark.parametrize(
    "word", ["שלום", "السلام", "สวัสดี", "नमस्ते", "გამარჯობა", "ሰላም", "こんにちは", "안녕하세요", "你好"]
)
def test_living_scripts_are_never_read_as_latin(word):
    assert not any(char.isascii() for char in fold_key(word))


def test_no_twin_leads_to_another_twin():
    assert not set("".join((TWINS | ARABIC).values())) & set(TWINS | ARABIC)
    assert all(TWINS[char] == letters for char, letters in HAND.items())


def test_a_kind_is_what_python_says_of_the_characters_of_its_oldest_version():
    """Where they differ, it is on purpose: characters that are younger, marks, and what is not seen."""
    for point in range(0, sys.maxunicode + 1, 7):
        char, kind = chr(point), kind_of(chr(point))
        category = unicodedata.category(char)
        if kind in (UNSEEN, ACCENT):
            continue
        assert (kind == DIGIT) == (category == "Nd")
        assert (kind == SPACE) == char.isspace()
        assert (kind in (KEPT, DIGIT)) == (category[0] in "LNM")


def test_a_character_younger_than_the_tables_is_unseen():
    assert kind_of("\U0001faf9") == UNSEEN  # Unicode 15.0: rightwards pushing hand is \U0001faf8
    assert kind_of("\U0001faf6") != UNSEEN  # Unicode 14.0: heart hands
    assert fold_key("rac\U0001faf8iste") == "raciste"
