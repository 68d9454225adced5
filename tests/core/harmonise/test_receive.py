"""Notices that lack something, lie about something, or hide something: each element has its own message, all at once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from fanal import flow
from fanal.notice.facts import MOST_TARGETS, MOST_TEXT, Notice
from fanal.words.errors import IncompleteNoticeError, MisuseError
from fanal.words.lists import Category, Consent, NotifierKind, TargetKind
from fanal.words.say import say
from tests.core.flow.journey import ASSOCIATION, NOW, OTHER_POST, POST, door, given, notice, public_door


def refused(what: Any, at_door: flow.Door) -> set[tuple[str, str]]:
    with pytest.raises(IncompleteNoticeError) as caught:
        flow.receive(what, at_door)
    for each in caught.value.messages:
        assert say(each, "fr")
        assert say(each, "en")
    return {(each.at, each.code) for each in caught.value.messages}


def test_nothing_at_all_is_given() -> None:
    assert refused({}, public_door()) == {
        ("category", "category_missing"),
        ("reasons", "reasons_missing"),
        ("targets", "targets_missing"),
        ("notifier.name", "notifier_name_missing"),
        ("notifier.email", "notifier_email_missing"),
        ("good_faith", "good_faith_missing"),
    }


def target(**changes: Any) -> dict[str, Any]:
    return {"targets": [{"address": POST, **changes}]}


LATER = (NOW + timedelta(minutes=6)).isoformat()
WRONG: list[tuple[str, dict[str, Any], str, str]] = [
    ("too few letters", {"reasons": "non !!! 123456789"}, "reasons", "reasons_too_short"),
    ("spaces for reasons", {"reasons": "  \n "}, "reasons", "reasons_missing"),
    ("a text of 10 MB", {"reasons": "a" * 10_000_000}, "reasons", "too_long"),
    ("a null byte", {"reasons": "assez de lettres\0"}, "reasons", "nul_byte"),
    ("half a character", {"reasons": "assez de lettres \ud800"}, "reasons", "half_character"),
    ("reasons as a list", {"reasons": ["a"]}, "reasons", "not_text"),
    ("an unknown category", {"category": "spam"}, "category", "not_in_list"),
    ("a category that is a number", {"category": 3}, "category", "not_in_list"),
    ("danger said in words", {"danger": "oui"}, "danger", "not_yes_no"),
    ("good faith denied", {"good_faith": False}, "good_faith", "good_faith_missing"),
    ("a misspelt field", {"reason": "x"}, "reason", "unknown_field"),
    ("an unknown language", {"lang": "xx"}, "lang", "not_in_list"),
    ("no target", {"targets": []}, "targets", "targets_missing"),
    ("10,000 targets", {"targets": [{"address": POST}] * 10_000}, "targets", "targets_too_many"),
    ("a target that is a text", {"targets": [POST]}, "targets.0", "not_fields"),
    ("a misspelt field of a target", target(adress="x"), "targets.0.adress", "unknown_field"),
    ("no address", {"targets": [{"text": "un texte"}]}, "targets.0.address", "address_missing"),
    ("a handle without a platform", {"targets": [{"account": "@bob"}]}, "targets.0.address", "address_missing"),
    ("an unknown platform", target(platform="myspace"), "targets.0.platform", "platform_unknown"),
    ("an unknown kind", target(kind="story"), "targets.0.kind", "not_in_list"),
    ("javascript", target(address="javascript:alert(1)"), "targets.0.address", "address_scheme_dangerous"),
    ("data", target(address="data:text/html,x"), "targets.0.address", "address_scheme_dangerous"),
    (
        "a hidden turn of direction",
        target(address="https://exam\u202eple.org"),
        "targets.0.address",
        "address_hidden_character",
    ),
    ("a naive date", target(posted_at="2026-03-01T10:00:00"), "targets.0.posted_at", "date_naive"),
    ("a day without a zone", target(posted_at="2026-03-01"), "targets.0.posted_at", "date_naive"),
    ("a date to come", target(posted_at=LATER), "targets.0.posted_at", "date_future"),
    ("a date before the web", target(posted_at="1789-07-14T12:00:00Z"), "targets.0.posted_at", "date_too_old"),
    (
        "a date off the calendar",
        target(posted_at="0001-01-01T00:00:00+23:59"),
        "targets.0.posted_at",
        "date_unreadable",
    ),
    ("a date in words", target(posted_at="hier"), "targets.0.posted_at", "date_unreadable"),
    (
        "a message without text",
        {"targets": [{"kind": "message", "platform": "x"}]},
        "targets.0.text",
        "message_without_text",
    ),
    (
        "a message from nowhere",
        {"targets": [{"kind": "message", "text": "un message"}]},
        "targets.0.platform",
        "message_without_platform",
    ),
    ("no name", {"notifier": {"email": "a@b.fr"}}, "notifier.name", "notifier_name_missing"),
    ("no e-mail", {"notifier": {"name": "Ana"}}, "notifier.email", "notifier_email_missing"),
    ("not an e-mail", {"notifier": {"name": "Ana", "email": "ana at home"}}, "notifier.email", "email_unreadable"),
    (
        "an e-mail with a second header",
        {"notifier": {"name": "Ana", "email": "a@b.fr\nBcc: c@d.fr"}},
        "notifier.email",
        "email_unreadable",
    ),
    (
        "an authority that nobody checked",
        {"notifier": {"kind": "authority", "name": "Ana", "email": "a@b.fr"}},
        "notifier.kind",
        "standing_unproven",
    ),
    (
        "an unknown consent",
        {"notifier": {"name": "Ana", "email": "a@b.fr", "consents": ["press"]}},
        "notifier.consents.0",
        "not_in_list",
    ),
]


@pytest.mark.parametrize(("changes", "at", "code"), [each[1:] for each in WRONG], ids=[each[0] for each in WRONG])
def test_one_thing_is_wrong(changes: dict[str, Any], at: str, code: str) -> None:
    assert refused(given(**changes), public_door()) == {(at, code)}


def test_a_wrong_third_target_is_named_by_its_place() -> None:
    targets = [{"address": POST}, {"address": OTHER_POST}, {"address": "??"}]
    assert {at for at, _ in refused(given(targets=targets), public_door())} == {"targets.2.address"}


def test_a_notice_that_is_not_an_object() -> None:
    assert ("", "not_fields") in refused(["a"], public_door())


def test_a_hundred_targets_are_taken() -> None:
    targets = [{"address": f"https://x.com/a/status/{n}"} for n in range(1, MOST_TARGETS + 1)]
    assert [each.n for each in notice(targets=targets).mentions] == [*range(1, MOST_TARGETS + 1)]


def test_the_same_page_twice_is_one_mention_and_says_so() -> None:
    shared = [{"address": POST}, {"address": OTHER_POST}, {"address": POST + "?s=20", "text": "copie du texte"}]
    first, second = notice(targets=shared).mentions
    assert (first.n, first.text, "given_twice" in first.notes) == (1, "copie du texte", True)
    assert (second.n, second.canonical) == (2, "x:post:1234567891")


@pytest.mark.parametrize(
    ("place", "canonical"),
    [
        ({"address": "@someone", "platform": "x"}, "x:account:someone"),
        ({"account": "@someone", "platform": "x"}, "x:account:someone"),
        ({"account": "someone", "platform": "X (Twitter)"}, "x:account:someone"),
        ({"address": "#fleurs", "platform": "x"}, "x:hashtag:fleurs"),
    ],
)
def test_a_handle_or_a_hashtag_with_its_platform_is_a_place(place: dict[str, str], canonical: str) -> None:
    if place["platform"] not in flow.platforms():
        place = {**place, "platform": flow.platform_title("x", "fr")}
    assert notice(targets=[place]).mentions[0].canonical == canonical


def test_a_private_message_needs_no_address() -> None:
    message = {"kind": "message", "platform": "x", "text": "un message privé", "no_address_reason": "reçu en privé"}
    received = notice(targets=[message])
    (mention,) = received.mentions
    assert (mention.kind, mention.canonical, mention.platform) == (TargetKind.MESSAGE, "", "x")
    assert "no_address" in mention.notes
    assert received.reasons.endswith("[1] reçu en privé")


def test_an_organisation_stands_for_its_notices() -> None:
    received = flow.receive({k: v for k, v in given().items() if k not in ("notifier", "good_faith")}, door())
    assert received.notifier == ASSOCIATION
    assert received.good_faith


def test_child_abuse_needs_no_name_and_keeps_no_text() -> None:
    """Directive 2011/93: the exception of Art. 16(2)(c); DESIGN section 7: only the locator is kept."""
    whole = given(
        category="child_abuse", notifier={}, targets=[{"address": POST, "text": "texte"}, {"address": OTHER_POST}]
    )
    received = flow.receive(whole, public_door())
    assert received.notifier.name is None
    assert [(each.text, "text_destroyed" in each.notes) for each in received.mentions] == [("", True), ("", False)]


def test_the_category_danger_is_a_danger() -> None:
    assert notice(category="danger").danger


def test_direction_tricks_are_taken_out_of_a_text_and_said() -> None:
    (mention,) = notice(targets=[{"address": POST, "text": "bon\u202ejour \u2067vous\u0007"}]).mentions
    assert mention.text == "bonjour vous"
    assert "direction_removed" in mention.notes


def test_arabic_marks_of_direction_stay() -> None:
    (mention,) = notice(targets=[{"address": POST, "text": "سلام\u200f!"}]).mentions
    assert mention.text == "سلام\u200f!"


def test_a_name_on_two_lines_is_one_line() -> None:
    who = {"name": "Ana\r\n\tMartin\u200b", "email": "ana@example.org", "consents": ["police", "platform", "police"]}
    received = flow.receive(given(notifier=who), public_door())
    assert received.notifier.name == "Ana Martin"
    assert received.notifier.consents == (Consent.PLATFORM, Consent.POLICE)
    assert received.notifier.kind == NotifierKind.CITIZEN


def test_a_known_short_link_is_followed() -> None:
    short = flow.canonical("https://bit.ly/abc")
    received = flow.receive(given(targets=[{"address": "https://bit.ly/abc"}]), door(redirects={short.url: POST}))
    assert received.mentions[0].canonical == "x:post:1234567890"


def test_a_date_is_kept_in_utc() -> None:
    (mention,) = notice(targets=[{"address": POST, "posted_at": "2026-03-01T10:00:00+01:00"}]).mentions
    assert mention.posted_at == datetime(2026, 3, 1, 9, tzinfo=UTC)


def test_a_door_without_a_time_zone_is_the_programmers_fault() -> None:
    with pytest.raises(MisuseError):
        flow.receive(given(), door(received_at=datetime(2026, 1, 1)))  # noqa: DTZ001


def test_the_first_event_holds_no_text_and_no_name() -> None:
    received = flow.receive(given(), public_door())
    event = flow.received_event(received, subject="s-1", content="c", mention_digests=["d"])
    said = str(event.body())
    assert "Ana" not in said
    assert "haine" not in said
    assert "1234567890" not in said


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.sampled_from([POST, "x", "@a"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
_TARGET = st.fixed_dictionaries(
    {},
    optional={
        "address": _JSON | st.text(max_size=60).map("https://x.com/".__add__),
        "platform": _JSON,
        "kind": _JSON | st.sampled_from([*TargetKind]).map(str),
        "account": _JSON,
        "text": _JSON,
        "posted_at": _JSON | st.datetimes().map(datetime.isoformat),
        "no_address_reason": _JSON,
    },
)
_GIVEN = st.fixed_dictionaries(
    {},
    optional={
        "targets": _JSON | st.lists(_TARGET | _JSON, max_size=3),
        "reasons": _JSON | st.just("Des raisons assez longues"),
        "category": _JSON | st.sampled_from([*Category]).map(str),
        "danger": _JSON,
        "counter_speech": _JSON,
        "good_faith": _JSON,
        "notifier": _JSON
        | st.fixed_dictionaries({}, optional={"kind": _JSON, "name": _JSON, "email": _JSON, "consents": _JSON}),
        "lang": _JSON,
        "reference": _JSON,
    },
)


def outcome(what: Any, at_door: flow.Door) -> Notice | tuple[Any, ...]:
    """A whole notice, or the messages; whatever else is raised is a defect."""
    try:
        return flow.receive(what, at_door)
    except IncompleteNoticeError as refusal:
        return refusal.messages


@settings(max_examples=100)
@drawn(what=_JSON | _GIVEN, stands=st.booleans())
def test_anything_gives_a_whole_notice_or_messages(what: Any, stands: bool) -> None:
    found = outcome(what, door() if stands else public_door())
    if not isinstance(found, Notice):
        assert found
        assert all(say(each, lang) for each in found for lang in ("fr", "en"))
        return
    assert found.good_faith
    assert 1 <= len(found.mentions) <= MOST_TARGETS
    assert all(each.canonical or each.kind == TargetKind.MESSAGE for each in found.mentions)
    assert all(len(each.text) <= MOST_TEXT for each in found.mentions)


_COLUMNS = st.sampled_from(["url", "Texte", "compte", "Publié le", "catégorie", "id", "bonne foi", "langue"])


@settings(max_examples=80)
@drawn(row=st.dictionaries(_COLUMNS | st.text(max_size=6), _JSON))
def test_any_row_gives_a_whole_notice_or_messages(row: dict[str, Any]) -> None:
    assert outcome(flow.from_row(row), door())
