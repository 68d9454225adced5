"""What a text points to: addresses, tags, handles, contact details, terms; and what only looks like one."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal.text.find import excerpt, find_contacts, find_handles, find_hashtags, find_links, terms_in, words

TEXTS = st.text(max_size=80) | st.text(alphabet="@#a.b/:0+33 6-w«)(_é\u202e", max_size=40)


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("vu (https://a.example/x?y=1).", ("https://a.example/x?y=1",)),
        ("https://fr.wikipedia.org/wiki/Phare_(homonymie) !", ("https://fr.wikipedia.org/wiki/Phare_(homonymie)",)),
        ("www.a.example, HTTP://B.example/", ("www.a.example", "HTTP://B.example/")),
        ("« https://a.example/1 » et https://a.example/1", ("https://a.example/1",)),
        ("a://b ftp://c www. rien", ()),
        ("javascript:alert(1)", ()),
    ],
)
def test_links_are_read_without_the_sentence_around_them(text, links):
    assert find_links(text) == links


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#Stop #stop ＃été2025 #100% #", ("stop", "été2025")),
        ("https://a.example/#ancre", ()),
        ("&#39; a#b", ()),
        ("#حرية, #non.", ("حرية", "non")),
    ],
)
def test_hashtags_are_not_anchors_numbers_or_entities(text, tags):
    assert find_hashtags(text) == tags


@pytest.mark.parametrize(
    ("text", "handles"),
    [
        ("@Anna.B et @anna.b.", ("anna.b",)),
        ("@anna@mastodon.example bonjour", ("anna@mastodon.example",)),
        ("anna@poste.example", ()),
        ("https://mastodon.example/@anna/12", ()),
    ],
)
def test_handles_are_not_mail_addresses_or_links(text, handles):
    assert find_handles(text) == handles


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Appelle le 06 12 34 56 78 !", [("phone", "06 12 34 56 78", "+33612345678")]),
        ("06.12.34.56.78", [("phone", "06.12.34.56.78", "+33612345678")]),
        ("+33 (0)6 12 34 56 78", [("phone", "+33 (0)6 12 34 56 78", "+33612345678")]),
        ("0033612345678", [("phone", "0033612345678", "+33612345678")]),
        ("+32 470 12 34 56", [("phone", "+32 470 12 34 56", "+32470123456")]),
        ("écrire à Anna.B@Poste.example.", [("email", "Anna.B@Poste.example", "anna.b@poste.example")]),
        ("faites le 17, le 112 ou le 3018", []),
        ("https://x.example/0612345678", []),
        ("n° 12061234567890", []),
        ("@anna@mastodon.example", []),
        ("le 14/07/2025 à 10 000 €", []),
    ],
)
def test_contact_details_are_found_with_their_place(text, found):
    assert [(each.kind, text[each.start : each.end], each.normal) for each in find_contacts(text)] == found


def test_terms_are_whole_folded_words():
    terms = ("je vais te tuer", "otage", "été", "")
    assert terms_in("JE  VAIS t€ TUER", terms) == ()
    assert terms_in("J3 vais te… TUER, l'0tage", terms) == ("je vais te tuer", "otage")
    assert terms_in("otages", terms) == ()


def test_words_leave_masks_out():
    assert words("@anna Regarde ÇA https://a.example/1 !") == ["regarde", "ca"]


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        ("court", 10, "court"),
        ("un deux trois quatre", 14, "un deux trois…"),
        ("un deux troiiiis", 12, "un deux…"),
        ("anticonstitutionnellement", 10, "anticonst…"),
        ("a\u202eb\x00c\n d", 10, "abc d"),
        ("👩‍👧 oui", 10, "👩‍👧 oui"),
        ("abc", 1, "…"),
    ],
)
def test_an_excerpt_is_one_safe_line(text, most, shown):
    assert excerpt(text, most) == shown


@given(st.text(max_size=200), st.integers(1, 60))
def test_an_excerpt_never_exceeds_its_room_nor_hides_direction_marks(text, most):
    shown = excerpt(text, most)
    assert len(shown) <= most
    assert not any(unicodedata.category(char) in {"Cc", "Cs", "Co", "Cn"} for char in shown)
    assert not any("\u202a" <= char <= "\u202e" for char in shown)


@given(TEXTS)
def test_nothing_raises_and_every_span_is_inside(text):
    find_links(text), find_hashtags(text), find_handles(text), words(text)
    for each in find_contacts(text):
        assert 0 <= each.start < each.end <= len(text)


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "hostile",
    [
        "a" * 200_000,
        "@a." * 60_000,
        "0 6 " * 50_000,
        "www." * 50_000,
        "a.b-" * 50_000,
        '"' * 100_000,
        "#" * 100_000,
        "+1 23" * 40_000,
        "a@" + "b." * 60_000,
    ],
)
def test_hostile_texts_take_little_time(hostile):
    assert isinstance(find_links(hostile) + find_hashtags(hostile) + find_handles(hostile), tuple)
    assert isinstance(find_contacts(hostile), tuple)
    assert isinstance(words(hostile), list)
