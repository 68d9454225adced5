"""Published fingerprints: what leaves that should not, keys that should open nothing, withdrawals that nobody hears of."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from fanal.notice.facts import SetAside, Verdict
from fanal.words.errors import MoveError, RefusedError
from fanal.words.lists import Ask, SetAsideReason, WithdrawnWhy
from fanal_hub.ledger import write
from fanal_hub.ledger.models import FingerprintRow
from fanal_hub.ledger.models_shared import FeedbackRow, SharedHashRow, SubscriberRow
from fanal_hub.stations import judge, locked, purge, sharing, unshare
from fanal_hub.stations.judge import Hand, UnknownError
from fanal_hub.stations.replay import replay
from tests.hub.api.callers import ADDRESS, Hub
from tests.hub.api.hash_list import FEEDBACK, List, headers


@pytest.fixture
def shared_list(hub: Hub) -> List:
    return List(hub)


def codes() -> set[str]:
    return {bytes(each.code).hex() for each in FingerprintRow.objects.filter(kind="image")}


def test_only_hashes_leave_under_opaque_numbers(shared_list: List) -> None:
    shared_list.publish()
    answer = shared_list.fetch()
    body = answer.json()
    assert (body["count"], body["hasMoreRecords"], body["nextPageToken"]) == (2, False, None)
    assert {each["hashValue"] for each in body["hashRecords"]} == codes()
    for each in body["hashRecords"]:
        assert (each["signalType"], each["hashStatus"]) == ("ImagePDQ", "Active")
        [(number, state)] = each["caseNumbers"].items()
        assert re.fullmatch(r"H-[0-9A-Z]{4}-[0-9A-Z]{4}", number)
        assert state == "Active"
        assert each["CSPFeedbacks"] == [{"source": "sos-test", "feedbackValue": "Blocked", "tags": []}]
    for secret in (shared_list.case, shared_list.target, ADDRESS, "Plateforme amie", "capture", "SOS Test"):
        assert secret not in answer.content.decode()


def test_events_hold_no_fingerprint_and_move_nothing(shared_list: List) -> None:
    shared_list.publish()
    told = shared_list.events("fingerprint_shared")
    assert len(told) == 2
    assert not any(code in json.dumps(each.body()) for each in told for code in codes())
    assert replay().differences == ()


def test_nothing_is_published_of_what_nobody_qualified(shared_list: List) -> None:
    with pytest.raises(MoveError) as refused:
        sharing.publish(shared_list.hand, shared_list.case, shared_list.target)
    assert refused.value.messages[0].code == "share_not_qualified"
    assert SharedHashRow.objects.count() == 0


def test_nothing_is_published_twice(shared_list: List) -> None:
    shared_list.publish()
    with pytest.raises(RefusedError) as refused:
        sharing.publish(shared_list.hand, shared_list.case, shared_list.target)
    assert refused.value.messages[0].code == "share_already"
    assert SharedHashRow.objects.count() == 2


def test_target_without_a_picture_has_nothing_to_publish(shared_list: List) -> None:
    shared_list.qualify()
    write.run(lambda: FingerprintRow.objects.all().delete())
    with pytest.raises(RefusedError) as refused:
        sharing.publish(shared_list.hand, shared_list.case, shared_list.target)
    assert refused.value.messages[0].code == "share_no_picture"


def test_nothing_is_published_of_child_abuse(shared_list: List) -> None:
    offence = min(locked.offences())
    judge.qualify(
        shared_list.hand,
        shared_list.case,
        [Verdict(target=shared_list.target, offences=(offence,), asks=(Ask.REMOVE,), note="")],
    )
    with pytest.raises(RefusedError) as refused:
        sharing.publish(shared_list.hand, shared_list.case, shared_list.target)
    assert refused.value.messages[0].code == "share_locked"


def test_another_organisation_publishes_and_withdraws_nothing_of_ours(shared_list: List) -> None:
    shared_list.publish()
    stranger = Hand(organisation=shared_list.hub.other, by="p-2")
    shared = SharedHashRow.objects.order_by("id")[0].id
    for act in (
        lambda: sharing.publish(stranger, shared_list.case, shared_list.target),
        lambda: sharing.withdraw(stranger, shared, WithdrawnWhy.MISTAKE),
        lambda: sharing.revoke(stranger, shared_list.keys.first_key),
    ):
        with pytest.raises(UnknownError):
            act()


# --- keys -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("wrong", ["none", "first", "second", "swapped", "revoked", "another"])
def test_wrong_keys_open_nothing_and_are_all_answered_alike(shared_list: List, wrong: str) -> None:
    shared_list.publish()
    keys = shared_list.keys
    other = sharing.subscribe(Hand(organisation=shared_list.hub.other, by="p-2"), "Ailleurs")
    if wrong == "revoked":
        sharing.revoke(shared_list.hand, keys.first_key)
    given = {
        "none": sharing.NewSubscriber("", ""),
        "first": sharing.NewSubscriber("S-0000-0000", keys.second_key),
        "second": sharing.NewSubscriber(keys.first_key, "x"),
        "swapped": sharing.NewSubscriber(keys.second_key, keys.first_key),
        "revoked": keys,
        "another": sharing.NewSubscriber(other.first_key, keys.second_key),
    }[wrong]
    for answer in (shared_list.fetch(given), shared_list.says(keys=given)):
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("ApiKey")
        assert answer.json()["type"] == "/docs/problems#keys_refused"


def test_keys_are_kept_as_a_digest(shared_list: List) -> None:
    row = SubscriberRow.objects.get()
    assert shared_list.keys.second_key not in json.dumps([str(each) for each in vars(row).values()])
    assert row.fetched_at is None
    shared_list.fetch()
    assert SubscriberRow.objects.get().fetched_at is not None


def test_a_subscriber_reads_the_list_of_one_organisation(shared_list: List) -> None:
    shared_list.publish()
    other = sharing.subscribe(Hand(organisation=shared_list.hub.other, by="p-2"), "Ailleurs")
    assert shared_list.fetch(other).json()["hashRecords"] == []


# --- pages ----------------------------------------------------------------------------------------------------------
def test_page_after_page_shows_every_hash(shared_list: List) -> None:
    shared_list.publish()
    first = shared_list.fetch(pageSize=1).json()
    assert (first["count"], first["hasMoreRecords"]) == (1, True)
    second = shared_list.fetch(pageSize=1, nextPageToken=first["nextPageToken"]).json()
    assert (second["count"], second["hasMoreRecords"]) == (1, False)
    assert {each["hashValue"] for page in (first, second) for each in page["hashRecords"]} == codes()
    assert first["nextSetTimestamp"] <= second["nextSetTimestamp"]


def test_the_next_fetch_begins_a_little_before_the_last_change_and_never_goes_back(shared_list: List) -> None:
    shared_list.publish()
    body = shared_list.fetch(startTimestamp=10).json()
    changed = max(each["lastModtimestamp"] for each in body["hashRecords"])
    assert changed - 61 <= body["nextSetTimestamp"] < changed
    late = int(datetime.now(UTC).timestamp()) + 3600
    body = shared_list.fetch(startTimestamp=late).json()
    assert (body["count"], body["nextSetTimestamp"]) == (0, late)


@pytest.mark.parametrize(
    "query",
    [
        {"startTimestamp": "x"},
        {"startTimestamp": "-1"},
        {"startTimestamp": "99999999999"},
        {"pageSize": "many"},
        {"nextPageToken": "x"},
        {"nextPageToken": "999999999999999999-H-7K3M-2Q9D"},
    ],
)
def test_what_cannot_be_read_is_refused(shared_list: List, query: dict[str, str]) -> None:
    assert shared_list.fetch(**query).status_code == 400


# --- withdrawal -----------------------------------------------------------------------------------------------------
def test_a_withdrawal_reaches_the_next_fetch(shared_list: List) -> None:
    shared_list.publish()
    shared_list.since = shared_list.fetch().json()["nextSetTimestamp"]
    gone = SharedHashRow.objects.order_by("id")[0]
    sharing.withdraw(shared_list.hand, gone.id, WithdrawnWhy.MISTAKE)
    found = {each["hashValue"]: each for each in shared_list.records()}
    record = found[bytes(gone.code).hex()]
    assert (record["hashStatus"], record["caseNumbers"]) == ("Withdrawn", {gone.id: "Withdrawn"})
    assert record["CSPFeedbacks"][0]["feedbackValue"] == "NotBlocked"
    assert shared_list.story().count("fingerprint_withdrawn") == 1
    sharing.withdraw(shared_list.hand, gone.id, WithdrawnWhy.MISTAKE)
    assert shared_list.story().count("fingerprint_withdrawn") == 1


def test_who_begins_after_a_withdrawal_gets_nothing_of_it(shared_list: List) -> None:
    shared_list.publish()
    gone = SharedHashRow.objects.order_by("id")[0]
    sharing.withdraw(shared_list.hand, gone.id, WithdrawnWhy.MISTAKE)
    found = shared_list.fetch(startTimestamp=10).json()["hashRecords"]
    assert [each["hashStatus"] for each in found] == ["Active"]
    assert bytes(gone.code).hex() not in {each["hashValue"] for each in found}


def test_setting_a_target_aside_takes_its_fingerprints_back(shared_list: List) -> None:
    shared_list.publish()
    judge.qualify(
        shared_list.hand, shared_list.case, [SetAside(target=shared_list.target, reason=SetAsideReason.LEGAL, note="")]
    )
    assert {each["hashStatus"] for each in shared_list.records()} == {"Withdrawn"}
    assert shared_list.story().count("fingerprint_withdrawn") == 2


def test_a_judgement_of_child_abuse_takes_them_back(shared_list: List) -> None:
    shared_list.publish()
    offence = min(locked.offences())
    judge.qualify(
        shared_list.hand,
        shared_list.case,
        [Verdict(target=shared_list.target, offences=(offence,), asks=(Ask.REMOVE,), note="")],
    )
    assert {each["hashStatus"] for each in shared_list.records()} == {"Withdrawn"}


def test_the_purge_takes_them_back_and_nothing_says_any_more_of_what_they_were(shared_list: List) -> None:
    shared_list.publish()
    later = datetime.now(UTC) + timedelta(days=shared_list.hub.sos.keep_days + 1)
    assert purge.purge(later) == 1
    assert {(each.target, each.case, each.salt) for each in SharedHashRow.objects.all()} == {("", "", "")}
    assert {each["hashStatus"] for each in shared_list.records()} == {"Withdrawn"}
    assert shared_list.says((min(each["hashValue"] for each in shared_list.records()), "Blocked")).status_code == 200
    purge.purge(later + unshare.TOLD_FOR + timedelta(days=1))
    assert SharedHashRow.objects.count() == 0
    assert shared_list.records() == []


# --- what subscribers say -------------------------------------------------------------------------------------------
def test_feedback_comes_into_the_case_once(shared_list: List) -> None:
    shared_list.publish()
    code = shared_list.records()[0]["hashValue"]
    for value in ("PendingReview", "PendingReview", "NotBlocked"):
        answer = shared_list.says((code, value), ("0" * 64, value))
        assert (answer.status_code, answer.json()) == (200, {"count": 1})
    told = shared_list.events("match_fed_back")
    assert [each.body()["feedback"] for each in told] == ["seen", "disputed"]
    assert {each.body()["subscriber"] for each in told} == {shared_list.keys.first_key}
    assert FeedbackRow.objects.count() == 1
    assert replay().differences == ()


def test_a_subscriber_reads_its_own_feedback_and_no_other(shared_list: List) -> None:
    shared_list.publish()
    other = sharing.subscribe(shared_list.hand, "Une autre")
    code = shared_list.records()[0]["hashValue"]
    shared_list.says((code, "NotBlocked"))
    mine, theirs = (
        next(each for each in shared_list.fetch(keys).json()["hashRecords"] if each["hashValue"] == code)
        for keys in (shared_list.keys, other)
    )
    assert [each["feedbackValue"] for each in mine["CSPFeedbacks"]] == ["Blocked", "NotBlocked"]
    assert [each["feedbackValue"] for each in theirs["CSPFeedbacks"]] == ["Blocked"]


def test_feedback_on_what_is_not_of_the_list_is_let_go(shared_list: List) -> None:
    shared_list.publish()
    other = sharing.subscribe(Hand(organisation=shared_list.hub.other, by="p-2"), "Ailleurs")
    code = shared_list.records()[0]["hashValue"]
    assert shared_list.says((code, "Blocked"), keys=other).json() == {"count": 0}
    assert "match_fed_back" not in shared_list.story()


@pytest.mark.parametrize(
    ("rows", "at"),
    [
        ([{"hashValue": "zz", "feedbackValue": "Blocked"}], "hashFeedbacks.0.hashValue"),
        ([{"hashValue": "0" * 64, "feedbackValue": "Maybe"}], "hashFeedbacks.0.feedbackValue"),
        ([{"hashValue": "0" * 64}], "hashFeedbacks.0.feedbackValue"),
        (["x"], "hashFeedbacks.0"),
        ({}, "hashFeedbacks"),
        ([{"hashValue": "0" * 64, "feedbackValue": "Blocked"}] * 501, "hashFeedbacks"),
    ],
)
def test_feedback_that_cannot_be_read_is_refused_whole(shared_list: List, rows: Any, at: str) -> None:
    body = {"count": 1, "hashFeedbacks": rows}
    answer = Client().post(FEEDBACK, body, content_type="application/json", headers=headers(shared_list.keys))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["at"] == at
