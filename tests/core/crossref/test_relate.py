"""Relations that must not be drawn: between a quotation and an offence, from a word exchanged, from what everybody shares."""

from typing import Any

import pytest

from fanal.crossref import Compared, Known, Memory, compared, match, mention_keys, relate
from fanal.crossref.relate import reasons
from fanal.notice.facts import Mention
from fanal.words.lists import CaseState, Judgement, RelationKind, TargetKind
from fanal.words.say import LANGS, say

K = RelationKind
WORDS = "vous ne valez rien et personne ne vous regrettera le jour où vous partirez enfin"
QUOTED = f"Voilà ce que je reçois tous les jours : « {WORDS} ». Je signale."
NEAR = {"text": 9}


def mention(text: str = WORDS, account: str = "a", place: str = "1", **changes: Any) -> Mention:
    facts: dict[str, Any] = {
        "n": 1,
        "address": "",
        "platform": "x",
        "kind": TargetKind.POST,
        "canonical": f"x:post:{place}",
        "url": "",
        "account": account,
        "text": text,
    }
    return Mention(**{**facts, **changes})


def about(text: str = WORDS, account: str = "a", place: str = "1", **changes: Any) -> Compared:
    return compared(mention(text, account, place, **changes))


def kinds(one: Compared, other: Compared, near: dict[str, int] | None = None, common: str = "") -> list[RelationKind]:
    return [each.kind for each in relate(one, other, near, frozenset({common} - {""}))]


@pytest.mark.parametrize(
    ("one", "other", "near", "found"),
    [
        (about(), about(account="b"), None, []),  # the same page: it attaches, and needs no suggestion
        (about(), about(place="2"), None, [K.SAME_ITEM_LIKELY]),
        (about(), about(account="b", place="2"), None, [K.SAME_TEXT]),
        (about(), about(account="b", place="2", platform="y"), None, [K.SAME_TEXT]),
        (about(), about(f"LOL {WORDS}", "b", "2"), NEAR, [K.SAME_CONTENT]),
        (about(), about(f"LOL {WORDS}", "a", "2"), NEAR, [K.SAME_CONTENT, K.SAME_ACCOUNT]),
        (about(), about(WORDS.replace("rien", "mieux"), "b", "2"), NEAR, [K.SIMILAR_TEXT]),
        (about(), about(f"LOL {WORDS}", "b", "2"), None, []),  # nobody found it near
        (about(), about("autre chose, qui n’a rien à voir avec cela", "a", "2"), None, [K.SAME_ACCOUNT]),
        (about("lisez #Fleurs"), about("voici #fleurs", "b", "2"), None, [K.SAME_HASHTAG]),
        (about("https://youtu.be/dQw4w9WgXcQ oui"), about("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "b", "2"), None, [K.SAME_LINK]),
    ],
)  # fmt: skip
def test_which_relations_hold(
    one: Compared, other: Compared, near: dict[str, int] | None, found: list[RelationKind]
) -> None:
    assert kinds(one, other, near) == kinds(other, one, near) == found


@pytest.mark.parametrize("text", [WORDS, f"{WORDS} !!!", f"LOL {WORDS}"])
def test_a_quotation_is_never_the_same_content(text: str) -> None:
    for near in (None, NEAR):
        assert kinds(about(QUOTED, "b", "2"), about(text), near) == [K.QUOTES]


def test_a_quotation_of_the_same_words_by_the_same_account_is_no_item() -> None:
    assert kinds(about(QUOTED, "a", "2"), about()) == [K.QUOTES, K.SAME_ACCOUNT]


def test_two_people_who_denounce_in_the_same_words() -> None:
    assert kinds(about(QUOTED, "b", "2"), about(QUOTED, "c", "3")) == [K.SAME_TEXT]


def test_media_within_their_radius_are_the_same_content() -> None:
    """Kinds of fingerprint that are no text; unknown kinds say nothing of their medium, so they are read as wording."""
    assert kinds(about("", "b", "2"), about("", "c", "3"), {"a_kind_nobody_has": 3}) == [K.SIMILAR_TEXT]


def test_keys_that_everybody_shares() -> None:
    assert kinds(about(), about("rien à voir, mais du même compte", "a", "2"), common="x:a") == []
    assert kinds(about(), about(account="b", place="2"), common=about().folded) == []


@pytest.mark.parametrize(("bits", "found"), [(30, [K.SIMILAR_TEXT]), (49, [])])
def test_a_slip_in_a_short_text_is_shown_and_never_the_same(bits: int, found: list[RelationKind]) -> None:
    one, other = about("dégage de chez nous"), about("dégzge de chez nous", "b", "2")
    assert kinds(one, other, {"text_light": bits}) == found


def known(**changes: Any) -> Known:
    facts: dict[str, Any] = {
        "case": "C-1",
        "target": "K-1",
        "case_state": CaseState.OPEN,
        "judgement": Judgement.PENDING,
        "canonical": "x:post:9",
    }
    return Known(**{**facts, **changes})


def found(each: Known, text: str = WORDS, **memory: Any) -> list[RelationKind]:
    return [one.kind for one in match(mention_keys(mention(text)), Memory(known=(each,), **memory)).relations]


def test_near_in_memory_is_read_before_it_is_said() -> None:
    near = {"near": {"K-1": NEAR}}
    assert found(known(text=f"LOL {WORDS}"), **near) == [K.SAME_CONTENT]
    assert found(known(text=WORDS.replace("rien", "mieux")), **near) == [K.SIMILAR_TEXT]
    assert found(known(), **near) == [K.SIMILAR_TEXT]  # its words may not be read any more
    assert found(known(text=f"LOL {WORDS}")) == []
    assert found(known(text=f"LOL {WORDS}", judgement=Judgement.SET_ASIDE), **near) == []


def test_what_is_known_to_denounce_is_tied_as_a_quotation() -> None:
    assert found(known(text=QUOTED, quotes=True), near={"K-1": NEAR}) == [K.QUOTES]
    assert found(known(folded=mention_keys(mention()).folded[0]), text=QUOTED) == [K.QUOTES]


def test_codes_are_made_of_texts_that_are_long_enough() -> None:
    short = mention_keys(mention("bonjour à toutes et tous")).codes  # its light code shows a slip of the keyboard
    assert (short["text"], len(short["text_light"])) == ((), 1)
    assert mention_keys(mention("bonjour")).codes.get("text_light", ()) == ()
    whole, quoting = mention_keys(mention()).codes, mention_keys(mention(QUOTED)).codes
    assert whole["text"][0] in quoting["text"]
    assert len(quoting["text"]) == 2


def test_every_relation_and_its_evidence_has_its_words() -> None:
    for one, other in ((about(), about(place="2")), (about(QUOTED, "b", "2"), about())):
        for tie in relate(one, other):
            assert all(say(each, lang) for each in reasons(tie) for lang in LANGS)
