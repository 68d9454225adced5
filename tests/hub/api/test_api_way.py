"""The whole way through the API: sent, judged, referred, answered, settled; each side sees its end and nothing else."""

import json

from fanal.prove.envelope import verify_envelope
from fanal.prove.receipt import verify_receipt
from fanal_hub.courier.keys import signer
from tests.hub.api.callers import ADDRESS, Hub, judgement, notice, removal


def test_notice_is_receipted_judged_referred_answered_and_told(hub: Hub) -> None:
    """One notice, both ends, by HTTP alone."""
    sos, host = hub.caller(hub.sos), hub.caller(hub.host)
    sent = sos.post("/notices", notice(reference="2026-17"))
    assert sent.status == 201
    assert sent.headers["Location"] == f"/api/v1/notices/{sent.body['ref']}"
    assert verify_receipt(sent.body["receipt"], signer().verifier).notice == sent.body["ref"]
    hub.settle()

    queue = sos.get("/cases").body["cases"]
    assert [each["state"] for each in queue] == ["open"]
    case = sos.get(f"/cases/{queue[0]['ref']}").body
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
    assert stated.body["targets"][0]["url"] == ADDRESS

    assert host.post(f"/referrals/{ref}/acknowledge").body["state"] == "acknowledged"
    answered = host.post(f"/referrals/{ref}/answer", removal(whole))
    assert (answered.status, answered.body["state"], answered.body["outcome"]) == (200, "answered", "removed")
    assert answered.body["targets"][0]["statement"]["facts"] == "Le texte vise un groupe de personnes."

    told = sos.get(f"/notices/{sent.body['ref']}").body
    assert told["state"] == "triaged"
    assert told["targets"][0]["referrals"][0]["measure"] == "removed"
    assert sos.get("/referrals", box="sent").body["referrals"][0]["outcome"] == "removed"
