"""Texts worded alike: what is shown side by side, and what never is."""

import pytest

from fanal.crossref.similar import LEAST, SLIP, Closeness, Wording, closeness, radii, wording
from fanal.text.fold import SHORT

LONG = "Retourne dans ton pays, on ne veut pas de toi ici, tu n'as rien à faire chez nous"


def alike(one, other):
    return closeness(wording(one), wording(other))


@pytest.mark.parametrize(
    ("what", "other"),
    [
        ("a disguise", "R3t0urn€ d@ns ton p4ys, on ne veut p4s de t0i ici, tu n'as rien à fa1re ch3z nous"),
        ("letters apart", " ".join(LONG)),
        ("passed on", f"RT @user: {LONG} https://t.co/abc 😡😡"),
        ("cut short", LONG[:70]),
        ("slips", LONG.replace("pays", "pay").replace("veut", "vuet").replace("rien", "rein")),
    ],
)
def test_a_long_text_is_found_again(what, other):
    assert alike(LONG, other).kind == "similar"


def test_two_texts_on_the_same_subject_are_not_alike():
    assert (
        alike(LONG, "Le conseil municipal a voté la nouvelle ligne de bus, on en avait besoin ici depuis longtemps")
        is None
    )


def test_a_slip_in_a_short_text_is_shown_and_is_called_a_slip():
    assert alike("Sale bande de fachos", "Sale bande de fahcos").kind == "slip"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("va mourir", "va mourrir"),  # shorter than LEAST: only equality says something
        ("les belges dehors", "les turcs dehors"),
        ("", ""),
        ("🔥🔥🔥", "🔥🔥🔥"),
        ("@user https://t.co/abc", "@user https://t.co/abc"),
    ],
)
def test_short_or_empty_texts_are_not_alike(one, other):
    assert alike(one, other) is None


def test_short_texts_are_never_similar_however_near_their_folded_codes():
    near = Wording(length=SHORT - 1, text=bytes(32), light=None)
    assert closeness(near, near) is None
    assert closeness(near, Wording(length=SHORT, text=bytes(32), light=None)) is None


def test_the_radius_itself_is_near_and_one_bit_more_is_not():
    def at(bits, length=SHORT):
        return Wording(length=length, text=None, light=((1 << bits) - 1).to_bytes(32))

    assert closeness(at(0), at(64)) == Closeness(kind="similar", by="text_light", distance=64)
    assert closeness(at(0), at(65)) is None
    assert closeness(at(0, LEAST), at(SLIP)).kind == "slip"
    assert closeness(at(0, LEAST), at(SLIP + 1)) is None


@pytest.mark.parametrize(
    ("length", "kinds"), [(LEAST - 1, set()), (LEAST, {"text_light"}), (SHORT, {"text", "text_light"})]
)
def test_which_codes_are_searched(length, kinds):
    assert set(radii(length)) == kinds


def test_likeness_is_symmetric():
    one, other = wording(LONG), wording(LONG[:60])
    assert closeness(one, other) == closeness(other, one)
