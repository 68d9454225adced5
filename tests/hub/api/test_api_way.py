"""The whole way through the API: sent, judged, referred, answered, sealed, counted; each side sees its end and nothing else."""

import json
import threading
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from ninja.responses import NinjaJSONEncoder

from fanal.prove.checkpoint import verify_checkpoint
from fanal.prove.envelope import verify_envelope
from fanal.prove.keys import parse_vkey
from fanal.prove.receipt import read_proof, verify_receipt, verify_receipt_in_log
from fanal_hub.api.problem_words import PROBLEMS
from fanal_hub.api.shapes_out import BatchTaken, Taken
from fanal_hub.courier.keys import signer
from fanal_hub.ledger import write
from fanal_hub.ledger.models import NoticeRow
from fanal_hub.stations import seal, tally
from tests.hub.api.callers import ADDRESS, Answer, Caller, Hub, judgement, notice, removal


def test_notice_is_receipted_judged_referred_answered_and_told(hub: Hub) -> None:
    """One notice, both ends, by HTTP alone."""
    sos, host = hub.caller(hub.sos), hub.caller(hub.host)
    sent = sos.post("/notices", notice(reference="2026-17"))
    assert sent.status == 201
    assert sent.headers["Location"] == f"/api/v1/notices/{sent.body['ref']}"
    assert verify_receipt(sent.body["receipt"], signer().verifier).notice == sent.body["ref"]
    hub.settle()

    queued = sos.get("/cases").body["cases"]
    assert [each["state"] for each in queued] == ["open"]
    case = sos.get(f"/cases/{queued[0]['ref']}").body
    assert case["notices"] == [sent.body["ref"]]
    assert case["case_targets"][0]["url"] == ADDRESS

    done = sos.post(f"/cases/{case['ref']}/qualify", judgement(case, refer=True))
    assert (done.status, done.body.get("state")) == (200, "referred"), done.body
    hub.settle()

    inbox = host.get("/referrals").body["referrals"]
    assert [each["state"] for each in inbox] == ["sent"]
    ref = inbox[0]["ref"]
    whole = host.get(f"/referrals/{ref}").body
    stated = verify_envelope(json.dumps(whole["envelope"]), signer().verifier)
    assert stated.body["targets"][0]["url"] == ADDRESS  # type: ignore[index]

    assert host.post(f"/referrals/{ref}/acknowledge").body["state"] == "acknowledged"
    answered = host.post(f"/referrals/{ref}/answer", removal(whole))
    assert (answered.status, answered.body["state"], answered.body["outcome"]) == (200, "answered", "removed")
    assert answered.body["targets"][0]["statement"]["facts"] == "Le texte vise un groupe de personnes."

    told = sos.get(f"/notices/{sent.body['ref']}").body
    assert told["state"] == "triaged"
    assert told["targets"][0]["referrals"][0]["measure"] == "removed"
    assert sos.get("/referrals", box="sent").body["referrals"][0]["outcome"] == "removed"


def test_receipt_is_proven_by_the_public_checkpoint(hub: Hub) -> None:
    """What the API hands out is enough to check that the notice is in the log, without trusting the hub."""
    sos, anybody = hub.caller(hub.sos), Caller()
    ref = sos.post("/notices", notice()).body["ref"]
    assert sos.get(f"/notices/{ref}").body["inclusion"] is None
    assert anybody.get("/log/checkpoint").codes == [("", "no_checkpoint")]
    seal.seal(datetime.now(UTC))

    published = anybody.get("/log/checkpoint").body
    key = parse_vkey(published["vkey"])
    seen = sos.get(f"/notices/{ref}").body
    checkpoint = verify_checkpoint(published["note"], key)
    receipt = verify_receipt(seen["receipt"], key)
    verify_receipt_in_log(receipt, read_proof(seen["inclusion"]["proof"]), checkpoint)
    assert seen["inclusion"]["checkpoint"] == published["note"]


def test_figures_are_public_and_say_what_they_are(hub: Hub) -> None:
    """Numerator, denominator, interval and definition, in the reader's language, without a token."""
    hub.referral()
    tally.tally(datetime.now(UTC))
    french, english = Caller().get("/figures"), Caller(**{"Accept-Language": "en"}).get("/figures")
    assert french.status == 200
    assert french.body["counted_at"]
    assert french.body["figures"]
    assert all(each["title"] and each["definition"] for each in french.body["figures"])
    assert french.body["figures"][0]["definition"] != english.body["figures"][0]["definition"]
    assert {each["platform"] for each in Caller().get("/figures", platform="x").body["figures"]} == {"x"}
    assert Caller().get("/figures", platform="nobody").body["figures"] == []
    assert len(Caller().get("/figures", week="all").body["figures"]) > len(french.body["figures"])


def test_set_aside_case_is_dismissed(hub: Hub) -> None:
    """A person may say that nothing is to be done, and why."""
    case, sos = hub.case(), hub.caller(hub.sos)
    body = {"judgements": [{"target": case["case_targets"][0]["id"], "set_aside": "legal", "note": "Opinion."}]}
    done = sos.post(f"/cases/{case['ref']}/qualify", body)
    assert (done.status, done.body["state"]) == (200, "dismissed")
    assert done.body["case_targets"][0]["set_aside"] == "legal"


def test_document_is_public_and_every_problem_has_its_place(hub: Hub) -> None:
    """The OpenAPI document, and the page that the `type` of a problem points to."""
    document = Caller().get("/openapi.json")
    assert (document.status, document.body["openapi"]) == (200, "3.1.0")
    page = Client().get("/docs/problems").content.decode()
    assert [code for code in PROBLEMS if f'id="{code}"' not in page] == []


def test_notice_costs_two_questions_at_first_and_then_none(hub: Hub) -> None:
    """The token and its organisation, until some configuration is written: nothing else is asked before the notice is."""
    sos = hub.caller(hub.sos)
    for questions in (2, 0, 0):
        with CaptureQueriesContext(connection) as asked:
            assert sos.post("/notices", notice("https://x.com/someone/status/2")).status == 201
        assert len(asked) == questions, [each["sql"] for each in asked]
    hub.caller(hub.sos)  # a new token: what was known may have changed
    with CaptureQueriesContext(connection) as asked:
        assert sos.post("/notices", notice("https://x.com/someone/status/2")).status == 201
    assert len(asked) == 2


def test_full_queue_is_said_with_when_to_come_back(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """503 with Retry-After, and nothing is written."""
    sos = hub.caller(hub.sos)
    busy, go_on = threading.Event(), threading.Event()

    def hold(_: object) -> None:
        busy.set()
        go_on.wait(20)

    monkeypatch.setattr(write, "MOST_WAITING", 1)
    jobs = [threading.Thread(target=write.WRITER.ask, args=(hold,)) for _ in range(2)]
    jobs[0].start()
    assert busy.wait(20)
    jobs[1].start()
    while write.WRITER.depth < 1:
        pass
    answer: Answer = sos.post("/notices", notice())
    go_on.set()
    for each in jobs:
        each.join()
    assert (answer.status, answer.codes, answer.headers["Retry-After"]) == (503, [("", "busy")], "2")
    assert NoticeRow.objects.count() == 0


def test_what_is_written_at_once_is_what_the_documented_shape_would_write(hub: Hub) -> None:
    """Notices are answered without a second check of the shape: here it is checked, to the byte."""
    sos = hub.caller(hub.sos)
    sent = sos.post("/notices", notice("https://x.com/someone/status/1900000000000000001?s=20"))
    assert sent.body["notes"] == [{"target": 1, "codes": ["tracking_removed"]}]
    rows = sos.post("/notices/batch", {"notices": [notice("https://x.com/someone/status/2"), notice(""), 3]})
    assert [each["verdict"] for each in rows.body["verdicts"]] == ["taken", "refused", "refused"]
    for shape, answer in ((Taken, sent), (BatchTaken, rows)):
        shaped = shape.model_validate(answer.body).model_dump()
        assert json.dumps(shaped, cls=NinjaJSONEncoder) == json.dumps(answer.body)
