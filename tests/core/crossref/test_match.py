"""What must not attach alone, what must not be related, and what must not be counted against anyone."""

from typing import Any

import pytest

from fanal import flow
from fanal.crossref import MOST_RELATIONS, Known, Memory, match, mention_keys
from fanal.words.errors import MisuseError, MoveError
from fanal.words.lists import CaseState, Judgement, RelationKind
from tests.core.flow.journey import NAMES, NOW, OTHER_POST, POLICY, POST, notice, open_case, triaged

TEXT = "ce texte est bien assez long pour être reconnu"


def found(text: str = TEXT, address: str = POST) -> Any:
    return mention_keys(notice(targets=[{"address": address, "text": text}]).mentions[0])


def known(n: int = 1, **changes: Any) -> Known:
    facts: dict[str, Any] = {
        "case": f"C-{n}",
        "target": f"K-{n}",
        "case_state": CaseState.OPEN,
        "judgement": Judgement.PENDING,
    }
    return Known(**{**facts, **changes})


def kinds(*others: Known, common: frozenset[str] = frozenset(), text: str = TEXT) -> list[RelationKind]:
    return [each.kind for each in match(found(text), Memory(known=others, common=common)).relations]


FOLDED = found().folded[0]
ALIKE = {"account": "x:someone", "folded": FOLDED}


def test_the_same_page_attaches() -> None:
    same = known(canonical="x:post:1234567890")
    matched = match(found(), Memory(known=(known(2, **ALIKE), same)))
    assert matched.same == same


@pytest.mark.parametrize(
    "near", [{**ALIKE}, {"folded": FOLDED}, {"account": "x:someone"}, {"canonical": "x:post:1234567891"}]
)
def test_anything_less_than_the_same_page_does_not_attach(near: dict[str, str]) -> None:
    assert match(found(), Memory(known=(known(**near),))).same is None


def test_same_author_and_same_words_is_one_suggestion() -> None:
    assert kinds(known(**ALIKE)) == [RelationKind.SAME_ITEM_LIKELY]


@pytest.mark.parametrize(
    ("shared", "text", "kind"),
    [
        ({"folded": FOLDED}, TEXT, RelationKind.SAME_TEXT),
        ({"account": "x:someone"}, TEXT, RelationKind.SAME_ACCOUNT),
        ({"hashtags": ("fleurs",)}, "voici #Fleurs partout", RelationKind.SAME_HASHTAG),
        ({"links": ("x:post:5",)}, "lisez https://twitter.com/a/status/5", RelationKind.SAME_LINK),
    ],
)
def test_each_thing_in_common_is_its_own_relation(shared: dict[str, Any], text: str, kind: RelationKind) -> None:
    assert kinds(known(**shared), text=text) == [kind]


def test_what_was_set_aside_is_related_to_nothing() -> None:
    assert kinds(known(judgement=Judgement.SET_ASIDE, **ALIKE)) == []


def test_a_key_that_everybody_shares_makes_no_relation() -> None:
    assert kinds(known(account="x:someone"), common=frozenset({"x:someone"})) == []
    assert kinds(known(**ALIKE), common=frozenset({"x:someone"})) == [RelationKind.SAME_TEXT]


def test_a_wave_is_cut_and_keeps_its_strongest() -> None:
    wave = [known(n, account="x:someone") for n in range(1, 60)]
    cut = kinds(*wave, known(99, **ALIKE))
    assert len(cut) == MOST_RELATIONS
    assert cut[0] == RelationKind.SAME_ITEM_LIKELY


def test_short_texts_are_no_key() -> None:
    assert found("va mourir").folded == ()


def test_an_account_without_a_platform_or_an_empty_key_is_no_key() -> None:
    message = notice(targets=[{"kind": "message", "platform": "x", "text": TEXT}]).mentions[0]
    assert mention_keys(message).accounts == ()
    assert match(mention_keys(message), Memory(known=(known(canonical=""),))).same is None


def test_keys_of_a_notice_are_each_once() -> None:
    both = notice(targets=[{"address": POST, "text": TEXT}, {"address": OTHER_POST, "text": TEXT}])
    assert flow.keys(both).folded == (FOLDED,)
    assert len(flow.keys(both).canonical) == 2


def test_case_letters_of_a_handle_are_one_account() -> None:
    mention = notice(targets=[{"address": "https://x.com/SomeOne"}]).mentions[0]
    assert mention_keys(mention).accounts == ("x:someone",)


def test_too_few_fresh_names_are_the_programmers_fault() -> None:
    with pytest.raises(MisuseError):
        triaged(notice(), names=flow.Names(case="C-1", targets=()))


def test_a_wrong_attachment_is_undone() -> None:
    case = open_case()
    again = flow.Known(
        case="C-new",
        target="T-1",
        case_state=CaseState.OPEN,
        judgement=Judgement.PENDING,
        canonical="x:post:1234567890",
    )
    case = triaged(notice("N-2"), memory=Memory(known=(again,)), cases={"C-new": case})["case:C-new"]
    assert case.targets[0].mentions == ("N-1/1", "N-2/1")
    fresh = flow.Names(case="C-2", targets=("T-2",))
    events = flow.detach(case, "T-1", "N-2/1", by="m-1", names=fresh, policy=POLICY, now=NOW)
    assert [each.KIND for each in events] == ["target_detached", "case_opened", "target_attached"]
    assert flow.after(case, events).targets[0].mentions == ("N-1/1",)


@pytest.mark.parametrize(
    ("target", "mention", "code"),
    [("T-9", "N-1/1", "no_such_target"), ("T-1", "N-7/1", "detach_no_mention"), ("T-1", "N-1/1", "detach_last")],
)
def test_what_cannot_be_detached(target: str, mention: str, code: str) -> None:
    with pytest.raises(MoveError) as caught:
        flow.detach(open_case(), target, mention, by="m-1", names=NAMES, policy=POLICY, now=NOW)
    assert caught.value.messages[0].code == code
