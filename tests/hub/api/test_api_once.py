"""Idempotency keys: the same request twice is done once and answered alike; another request under the same key is refused."""

import threading
from typing import Any

from django.db import connections

from fanal_hub.ledger.models import EventRow, IdempotencyRow, NoticeRow
from tests.hub.api.callers import Answer, Hub, judgement, notice, removal

REPLAY = "Idempotent-Replay"


def test_notice_sent_twice_is_one_notice(hub: Hub) -> None:
    """The same receipt, byte for byte."""
    sos = hub.caller(hub.sos)
    first, again = sos.post("/notices", notice(), key="k1"), sos.post("/notices", notice(), key="k1")
    assert (first.status, again.status) == (201, 200)
    assert (first.headers.get(REPLAY), again.headers[REPLAY]) == (None, "true")
    assert again.body == first.body
    assert NoticeRow.objects.count() == 1


def test_notes_are_told_again_on_replay(hub: Hub) -> None:
    """A replay is built from what was kept, and loses nothing."""
    sos = hub.caller(hub.sos)
    given = notice(targets=[{"address": "https://x.com/a/status/123", "text": "a\u202eb"}])
    first, again = sos.post("/notices", given, key="k"), sos.post("/notices", given, key="k")
    assert first.body["notes"]
    assert again.body == first.body


def test_key_with_another_body_is_refused(hub: Hub) -> None:
    """Nothing new is written under a key that was used."""
    sos = hub.caller(hub.sos)
    sos.post("/notices", notice(), key="k1")
    other = sos.post("/notices", notice(reasons="Une tout autre raison de signaler."), key="k1")
    assert (other.status, other.codes) == (409, [("", "other_request")])
    assert NoticeRow.objects.count() == 1


def test_key_belongs_to_its_organisation(hub: Hub) -> None:
    """Two organisations may use the same key."""
    assert hub.caller(hub.sos).post("/notices", notice(), key="k").status == 201
    assert hub.caller(hub.other).post("/notices", notice(), key="k").status == 201


def test_key_of_a_refused_notice_is_free(hub: Hub) -> None:
    """What was refused was not done: the mended notice may use the same key."""
    sos = hub.caller(hub.sos)
    assert sos.post("/notices", notice(reasons=""), key="k").status == 422
    assert sos.post("/notices", notice(), key="k").status == 201


def test_batch_sent_twice_is_taken_once(hub: Hub) -> None:
    """Every row says that it was taken before."""
    sos = hub.caller(hub.sos)
    body = {"notices": [notice(), {"reasons": "x"}, notice("https://x.com/a/status/77")]}
    first, again = sos.post("/notices/batch", body, key="b"), sos.post("/notices/batch", body, key="b")
    assert (first.headers.get(REPLAY), again.headers[REPLAY]) == (None, "true")
    assert [each["again"] for each in again.body["verdicts"]] == [True, False, True]
    assert [each["receipt"] for each in again.body["verdicts"]] == [each["receipt"] for each in first.body["verdicts"]]
    assert NoticeRow.objects.count() == 2


def test_batch_key_with_another_batch_is_refused(hub: Hub) -> None:
    """Even when it only has one row more."""
    sos = hub.caller(hub.sos)
    sos.post("/notices/batch", {"notices": [notice()]}, key="b")
    other = sos.post("/notices/batch", {"notices": [notice(), notice("https://x.com/a/status/77")]}, key="b")
    assert (other.status, other.codes) == (409, [("", "other_request")])
    assert NoticeRow.objects.count() == 1


def test_every_step_of_a_case_is_done_once(hub: Hub) -> None:
    """Qualify, refer, acknowledge, answer: repeated with the key, nothing is added to the log."""
    case, sos, host = hub.case(), hub.caller(hub.sos), hub.caller(hub.host)
    body = judgement(case)
    _twice(lambda: sos.post(f"/cases/{case['ref']}/qualify", body, key="q"))
    _twice(lambda: sos.post(f"/cases/{case['ref']}/refer", key="r"))
    later = hub.related()
    relation = {name: later["relations"][0][name] for name in ("target", "other_target", "relation")}
    _twice(lambda: sos.post(f"/cases/{later['ref']}/relations", {**relation, "said": "confirm"}, key="c"))
    hub.settle()
    referral = host.get("/referrals").body["referrals"][0]
    _twice(lambda: host.post(f"/referrals/{referral['ref']}/acknowledge", {}, key="a"))
    _twice(lambda: host.post(f"/referrals/{referral['ref']}/answer", removal(referral), key="s"))
    other = host.post(f"/referrals/{referral['ref']}/acknowledge", key="s")
    assert (other.status, other.codes) == (409, [("", "other_request")])


def _twice(act: Any) -> None:
    first = act()
    assert first.status == 200, first.body
    written = EventRow.objects.count()
    again = act()
    assert (again.status, again.headers[REPLAY]) == (200, "true")
    assert again.body == first.body
    assert EventRow.objects.count() == written


def test_acknowledging_twice_needs_no_key(hub: Hub) -> None:
    """Saying it again changes nothing."""
    referral, host = hub.referral(), hub.caller(hub.host)
    path = f"/referrals/{referral['ref']}/acknowledge"
    first = host.post(path)
    assert host.post(path).body == first.body


def test_same_key_at_the_same_moment_is_done_once(hub: Hub) -> None:
    """Eight threads, one key: one notice, one 201, seven replays."""
    sos = hub.caller(hub.sos)
    answers: list[Answer] = []

    def send() -> None:
        answers.append(hub_caller.post("/notices", notice(), key="race"))
        connections.close_all()

    hub_caller = sos
    threads = [threading.Thread(target=send) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(each.status for each in answers) == [200] * 7 + [201]
    assert len({each.body["ref"] for each in answers}) == 1
    assert NoticeRow.objects.count() == 1


def test_key_is_kept_as_a_digest_with_references_only(hub: Hub) -> None:
    """Neither the key nor a word of the notice stands in the table (DESIGN section 4)."""
    sent = hub.caller(hub.sos).post("/notices", notice(), key="a-secret-key")
    row = IdempotencyRow.objects.get()
    assert row.reference == sent.body["ref"]
    assert "a-secret-key" not in (row.key, row.request, row.owner)
