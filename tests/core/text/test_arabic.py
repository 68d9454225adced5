"""Arabic writing: its real texts, written as other hands and keyboards write them, fold alike; and its letters stay apart."""

import csv
import gzip
import os
import unicodedata
from collections import defaultdict
from itertools import cycle, islice
from pathlib import Path

import pytest

from fanal.fingerprints import distance, text, text_light
from fanal.text.fold import fold, fold_key
from fanal.text.light import light

SHARED = Path(os.environ.get("FANAL_SHARED", Path(__file__).parents[4] / "shared"))
FILE = SHARED / "data" / "mlma" / "mlma-ar.dev.csv.gz"
VOWELS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670"


@pytest.fixture(scope="module")
def real():
    if not FILE.is_file():
        pytest.skip("the shared texts are not here: set FANAL_SHARED to their folder")
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as lines:
        return [row["text"] for row in islice(csv.DictReader(lines), 300)]


def vowelled(given):
    vowels = cycle(VOWELS)
    return "".join(char + next(vowels) if "\u0620" <= char <= "\u064a" else char for char in given)


def stretched(given):
    return "".join(f"{char}ــ" if char in "بتسشمنهيلك" else char for char in given)


def without_hamzas(given):
    return given.translate(str.maketrans("أإآىة", "ااايه"))


def by_a_persian_keyboard(given):
    return given.translate(str.maketrans("كيه", "کیہ"))


def _forms():
    """Each letter's shapes in the presentation blocks, where Unicode keeps one a place in the word."""
    found = defaultdict(list)
    for point in range(0xFE80, 0xFEFD):
        shape, _, code = unicodedata.decomposition(chr(point)).partition(" ")
        if shape in ("<isolated>", "<initial>", "<medial>", "<final>") and " " not in code:
            found[chr(int(code, 16))].append(chr(point))
    return found


FORMS = _forms()


def in_presentation_forms(given):
    return "".join(FORMS[char][place % len(FORMS[char])] if char in FORMS else char for place, char in enumerate(given))


@pytest.mark.parametrize(
    "habit",
    [vowelled, stretched, without_hamzas, by_a_persian_keyboard, in_presentation_forms],
    ids=lambda f: f.__name__,
)
def test_real_texts_written_by_another_hand_are_the_same(real, habit):
    changed = [(each, habit(each)) for each in real]
    assert sum(one != other for one, other in changed) > 150
    assert [one for one, other in changed if fold(one) != fold(other)] == []
    assert [one for one, other in changed if light(one) != light(other)] == []


def test_real_texts_keep_their_letters(real):
    """Nothing Arabic is read as Latin."""
    assert all(any("\u0620" <= char <= "\u064a" for char in fold(each)) for each in real)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("كلب", "قلب"),  # dog, heart
        ("سيف", "صيف"),  # sword, summer
        ("حمار", "خمار"),  # donkey, veil
        ("عرب", "غرب"),  # Arabs, west
        ("سماء", "سما"),
        ("چاي", "جاي"),
    ],
)
def test_different_words_stay_different(one, other):
    assert fold_key(one) != fold_key(other)


def test_the_codes_of_a_text_do_not_change_with_the_hand():
    plain = "هذا كلام مرفوض ولا نقبل به في مدرستنا أبدا مهما قلتم"
    other = by_a_persian_keyboard(stretched(vowelled(plain)))
    assert distance(text.code_of(plain), text.code_of(other)) == 0
    assert distance(text_light.code_of(plain), text_light.code_of(other)) == 0
