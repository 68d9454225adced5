"""Notices one by one: send one, and ask what happened to it. The core says what is complete; the door writes."""

import json
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix, reverse
from ninja import Router

from fanal.notice.states import CaseNow, NoticeNow, ReferralNow, TargetNow
from fanal_hub.api.body import json_body
from fanal_hub.api.once import REPLAY
from fanal_hub.api.problems import ProblemError
from fanal_hub.api.sending import entry_for
from fanal_hub.api.shapes_in import NoticeIn
from fanal_hub.api.shapes_out import NoticeOut, Taken
from fanal_hub.api.tokens import HANDLERS, READERS, SENDERS, Bearer, organisation_of
from fanal_hub.api.told import asked, posted
from fanal_hub.courier.keys import clean_ref
from fanal_hub.ledger.models import TargetContent
from fanal_hub.ledger.read import cases, notices, streams
from fanal_hub.stations import door, seal

router = Router(tags=["notices"])
_JSON = "application/json; charset=utf-8"
SENDING = Bearer(SENDERS, HANDLERS)  # who may send notices


@router.post(
    "/notices",
    auth=SENDING,
    response={201: Taken, 200: Taken},
    openapi_extra=posted(NoticeIn),
    operation_id="send_notice",
)
def send_notice(request: HttpRequest) -> HttpResponse:
    """Send one notice (DSA Art. 16); its signed receipt comes back after it is written."""
    given = json_body(request)
    taken = door.receive(given, entry_for(request, given.get("handler"), given))
    receipt = taken.receipt
    body = {
        "ref": taken.ref,
        "received_at": _short(str(receipt["received_at"])),
        "targets": receipt["targets"],
        **told(taken, story_place()),
    }
    if taken.again:
        return written(body, 200, **{REPLAY: "true"})
    return written(body, 201, Location=f"/api/v1/notices/{taken.ref}")


def written(body: dict[str, object], status: int, **headers: str) -> HttpResponse:
    """The answer in the shape that is documented: written at once, for to check it again costs as much as to sign it."""
    return HttpResponse(json.dumps(body), status=status, content_type=_JSON, headers=headers)


def story_place() -> str:
    """Where the follow-up pages are, REF and TOKEN standing for those of a notice."""
    return settings.FANAL_URL + _story_path(get_script_prefix())


@cache
def _story_path(_prefix: str) -> str:
    return reverse("story", args=("REF", "TOKEN"))


def told(taken: door.Taken, place: str) -> dict[str, object]:
    """What is answered of a notice taken in: where to follow it, its receipt, what was noted."""
    return {
        "follow_url": place.replace("TOKEN", taken.follow).replace("REF", taken.ref),
        "receipt": taken.receipt,
        "notes": _notes(taken),
    }


def _short(stamp: str) -> str:
    """A time as every answer writes it: milliseconds, none when they are naught."""
    return f"{stamp[:19]}Z" if stamp[19:26] == ".000000" else f"{stamp[:23]}Z"


def _notes(taken: door.Taken) -> list[dict[str, object]]:
    if not taken.again:
        return [{"target": n, "codes": codes} for n, codes in taken.notes]
    return [{"target": each.n, "codes": each.notes} for each in notices.mentions(taken.ref) if each.notes]


@router.get(
    "/notices/{ref}",
    auth=Bearer((*SENDERS, *READERS), HANDLERS),
    response=NoticeOut,
    openapi_extra=asked(401, 403, 404),
    operation_id="follow_notice",
)
def follow_notice(request: HttpRequest, ref: str) -> dict[str, object]:
    """Where a notice is, what happened to each of its targets, and its receipt with the proof that it is in the log."""
    mine = organisation_of(request).ref
    now = notices.notice_for(mine, clean_ref(ref))
    if now is None:
        raise ProblemError("not_found")
    return {
        "ref": now.ref,
        "state": now.state,
        "handler": now.handler,
        "category": now.category,
        "received_at": now.received_at,
        "targets": sorted(_targets(now, mine), key=lambda each: int(str(each["n"]))),
        "receipt": door.receipt_of(now.ref),
        "inclusion": seal.proof_of(now.ref),
    }


def _targets(notice: NoticeNow, mine: str) -> list[dict[str, object]]:
    found = []
    for case in (now for ref in notices.cases_of(notice) if (now := streams.case_now(ref)) is not None):
        known, referrals = cases.contents(case.ref), streams.referrals_of(case.ref)
        for target in case.targets:
            carrying = [each for each in referrals if each.target(target.id)]
            for n in _places(target, notice.ref):
                found.append(_target(n, target, known.get(target.id), carrying) | {"case": _case(case, mine)})
    return found


def _places(target: TargetNow, notice: str) -> list[int]:
    pairs = [each.partition("/") for each in target.mentions]
    return [int(n) for ref, _, n in pairs if ref == notice]


def _case(case: CaseNow, mine: str) -> str:
    """The case's reference is its handler's business."""
    return case.ref if case.handler == mine else ""


def _target(
    n: int, target: TargetNow, content: TargetContent | None, referrals: list[ReferralNow]
) -> dict[str, object]:
    return {
        "n": n,
        "platform": target.platform,
        "kind": target.kind,
        "url": content.url if content else "",
        "judgement": target.judgement,
        "set_aside": target.set_aside,
        "sighting": target.sighting,
        "sighted_at": target.sighted_at,
        "referrals": [_referral(each, target.id) for each in referrals],
    }


def _referral(now: ReferralNow, target: str) -> dict[str, object]:
    said = now.target(target)
    return {
        "recipient": now.recipient,
        "ask": now.ask,
        "state": now.state,
        "outcome": now.outcome,
        "sent_at": now.sent_at,
        "acknowledged_at": now.acknowledged_at,
        "answered_at": now.answered_at,
        "answer": said.answer if said else "",
        "measure": said.measure if said else "",
        "verdict": said.verdict if said else "",
    }
