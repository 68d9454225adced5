"""Referrals, from both ends: the recipient's inbox and answers, the handler's own. It believes and judges nothing."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.params.functions import Query

from fanal import flow
from fanal.notice.states import ReferralNow
from fanal.words.lists import OrgKind, ReferralState, Role
from fanal_hub.api.body import json_body, refuse_unreadable
from fanal_hub.api.cases import nothing
from fanal_hub.api.lines import referral_line
from fanal_hub.api.once import once
from fanal_hub.api.pages import USUAL, codes_of, limit_of, opaque, referral_cursor
from fanal_hub.api.problems import ProblemError
from fanal_hub.api.reading import Reading
from fanal_hub.api.shapes_in import AnswersIn, NothingIn
from fanal_hub.api.shapes_out import ReferralOut, ReferralPage
from fanal_hub.api.tokens import HANDLERS, READERS, RECIPIENTS, Bearer, organisation_of
from fanal_hub.api.told import asked, posted
from fanal_hub.courier.keys import clean_ref
from fanal_hub.ledger.read import referrals
from fanal_hub.people.models import Organisation
from fanal_hub.stations import reply

router = Router(tags=["referrals"])
EITHER_END = (OrgKind.ASSOCIATION, OrgKind.AUTHORITY, OrgKind.PLATFORM)
READ = Bearer(READERS, EITHER_END)
ACT = Bearer((Role.ANALYST,), RECIPIENTS)
_STATES = [str(each) for each in ReferralState]


@router.get(
    "/referrals",
    auth=READ,
    response=ReferralPage,
    openapi_extra=asked(400, 401, 403, 422),
    operation_id="list_referrals",
)
def list_referrals(
    request: HttpRequest,
    box: str = Query("", description="inbox (put before you; platforms and authorities) or sent (yours, as handler)."),
    state: str = Query("", description=f"States, between commas: {', '.join(_STATES)}. Default: all."),
    cursor: str = Query("", description="The field `next` of the page before."),
    limit: str = Query(str(USUAL), description="Rows of a page, 1 to 200."),
) -> dict[str, object]:
    """Referrals put before your organisation, or sent by it; the oldest first."""
    mine = organisation_of(request)
    states, after, most = codes_of(state, "state", _STATES), referral_cursor(cursor), limit_of(limit)
    if _box(box, mine) == "inbox":
        page = referrals.inbox(mine.ref, states or referrals.DELIVERED, after, most)
    else:
        page = referrals.sent_page(mine.ref, states, after, most)
    return {"referrals": [referral_line(each) for each in page.rows], "next": opaque(page.next)}


def _box(given: str, mine: Organisation) -> str:
    """The box asked for, if the organisation has it: platforms handle no case, associations receive no referral."""
    boxes = [*(["inbox"] if mine.kind in RECIPIENTS else []), *(["sent"] if mine.kind in HANDLERS else [])]
    found = codes_of(given, "box", boxes)
    return found[0] if found else boxes[0]


@router.get(
    "/referrals/{ref}",
    auth=READ,
    response=ReferralOut,
    openapi_extra=asked(401, 403, 404),
    operation_id="show_referral",
)
def show_referral(request: HttpRequest, ref: str) -> dict[str, object]:
    """A referral with its signed envelope, for its recipient and its handler."""
    mine, wanted = organisation_of(request).ref, clean_ref(ref)
    now = referrals.put_before(mine, wanted) or referrals.sent_by(mine, wanted)
    if now is None:
        raise ProblemError("not_found")
    return whole(now)


@router.post(
    "/referrals/{ref}/acknowledge",
    auth=ACT,
    response=ReferralOut,
    openapi_extra=posted(NothingIn, 404, body_needed=False),
    operation_id="acknowledge_referral",
)
def acknowledge_referral(request: HttpRequest, response: HttpResponse, ref: str) -> dict[str, object]:
    """Confirm receipt (DSA Art. 16(4)); saying it twice changes nothing."""
    now = _before_me(request, ref)
    once(request, nothing(request), lambda hand: reply.acknowledge(hand, now.ref, way="api"), response)
    return whole(_before_me(request, ref))


@router.post(
    "/referrals/{ref}/answer",
    auth=ACT,
    response=ReferralOut,
    openapi_extra=posted(AnswersIn, 404),
    operation_id="answer_referral",
)
def answer_referral(request: HttpRequest, response: HttpResponse, ref: str) -> dict[str, object]:
    """Say what you did about each target, with a statement of reasons (DSA Art. 17)."""
    now = _before_me(request, ref)
    given = json_body(request)
    refuse_unreadable(given)
    reading = Reading()
    reading.fields(given, "", ("answers",))
    reading.done()
    answers: Any = given.get("answers")
    said = flow.read_answers(answers, now)
    once(request, given, lambda hand: reply.answer(hand, now.ref, said, way="api"), response)
    return whole(_before_me(request, ref))


def whole(now: ReferralNow) -> dict[str, object]:
    """A referral as it is answered alone."""
    raw = referrals.letter(now.ref)
    return {
        **referral_line(now, referrals.answers(now.ref)),
        "envelope": None if raw is None else json.loads(raw),
    }


def _before_me(request: HttpRequest, ref: str) -> ReferralNow:
    now = referrals.put_before(organisation_of(request).ref, clean_ref(ref))
    if now is None:
        raise ProblemError("not_found")
    return now
