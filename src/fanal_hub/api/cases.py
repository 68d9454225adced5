"""Cases of the handler: the queue, one case, a person's judgement, the referrals that follow. It judges nothing."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.params.functions import Query

from fanal.notice.facts import MOST_TEXT, SetAside, Verdict
from fanal.notice.states import CaseNow
from fanal.words.lists import Ask, CaseState, SetAsideReason
from fanal_hub.api.body import json_body, refuse_unreadable
from fanal_hub.api.lines import case_line, case_target, referral_line, relation_line
from fanal_hub.api.once import once
from fanal_hub.api.pages import USUAL, case_cursor, codes_of, limit_of, opaque
from fanal_hub.api.problems import ProblemError
from fanal_hub.api.reading import Reading
from fanal_hub.api.shapes_in import MOST_CODES, NothingIn, QualifyIn
from fanal_hub.api.shapes_out import CaseOut, CasePage
from fanal_hub.api.tokens import HANDLERS, READERS, Bearer, organisation_of
from fanal_hub.api.told import asked, posted
from fanal_hub.courier.keys import clean_ref
from fanal_hub.ledger.read import cases, elsewhere, referrals, relations, streams
from fanal_hub.stations import judge

router = Router(tags=["cases"])
READ = Bearer(READERS, HANDLERS)
ACT = Bearer(READERS[:1], HANDLERS)
_STATES = [str(each) for each in CaseState]


@router.get("/cases", auth=READ, response=CasePage, openapi_extra=asked(400, 401, 403, 422), operation_id="list_cases")
def list_cases(
    request: HttpRequest,
    state: str = Query("", description=f"States, between commas: {', '.join(_STATES)}. Default: what waits."),
    cursor: str = Query("", description="The field `next` of the page before."),
    limit: str = Query(str(USUAL), description="Rows of a page, 1 to 200."),
) -> dict[str, object]:
    """Your queue: the most urgent first, with the reasons of each priority."""
    states = codes_of(state, "state", _STATES) or list(cases.WAITING)
    page = cases.queue(organisation_of(request).ref, states, case_cursor(cursor), limit_of(limit))
    return {"cases": [case_line(each) for each in page.rows], "next": opaque(page.next)}


@router.get("/cases/{ref}", auth=READ, response=CaseOut, openapi_extra=asked(401, 403, 404), operation_id="show_case")
def show_case(request: HttpRequest, ref: str) -> dict[str, object]:
    """One of your cases: its targets, its notices, its referrals."""
    return whole(mine(request, ref))


@router.post(
    "/cases/{ref}/qualify",
    auth=ACT,
    response=CaseOut,
    openapi_extra=posted(QualifyIn, 404),
    operation_id="qualify_case",
)
def qualify_case(request: HttpRequest, response: HttpResponse, ref: str) -> dict[str, object]:
    """A person's judgement on targets of a case; with `refer`, the referrals too. All of it is written, or nothing."""
    now = mine(request, ref)
    given = json_body(request)
    refuse_unreadable(given)
    judgements, reason, refers = _read(given, len(now.targets))
    once(
        request,
        given,
        lambda hand: judge.judge(hand, now.ref, judgements, evidence_reason=reason, refers=refers),
        response,
    )
    return whole(mine(request, ref))


@router.post(
    "/cases/{ref}/refer",
    auth=ACT,
    response=CaseOut,
    openapi_extra=posted(NothingIn, 404, body_needed=False),
    operation_id="refer_case",
)
def refer_case(request: HttpRequest, response: HttpResponse, ref: str) -> dict[str, object]:
    """Prepare the referrals of the present judgement; they leave by themselves, grave asks after a second person agreed."""
    now = mine(request, ref)
    given = nothing(request)
    once(request, given, lambda hand: judge.refer(hand, now.ref), response)
    return whole(mine(request, ref))


def nothing(request: HttpRequest) -> dict[str, Any]:
    """The body of a POST that takes no field."""
    given = json_body(request, may_be_empty=True)
    reading = Reading()
    reading.fields(given, "", ())
    reading.done()
    return given


def whole(now: CaseNow) -> dict[str, object]:
    """A case as it is answered."""
    known = cases.contents(now.ref)
    told = elsewhere.reported(now, known)
    return {
        **case_line(now),
        "purpose": now.purpose,
        "legal_basis": now.legal_basis,
        "held": now.held,
        "said": referrals.stated_reasons(now, [each.id for each in now.targets]),
        "notices": cases.notices_of(now),
        "case_targets": [case_target(each, known.get(each.id), elsewhere=each.id in told) for each in now.targets],
        "relations": [
            relation_line(each) for each in (*relations.of_case(now.ref), *relations.towards(now.handler, now.ref))
        ],
        "referrals": [referral_line(each) for each in streams.referrals_of(now.ref)],
    }


def mine(request: HttpRequest, ref: str) -> CaseNow:
    """A case of the caller's organisation, or the problem that there is none."""
    now = cases.case_for(organisation_of(request).ref, clean_ref(ref))
    if now is None:
        raise ProblemError("not_found")
    return now


def _read(given: Mapping[str, Any], targets: int) -> tuple[list[Verdict | SetAside], str, bool]:
    reading = Reading()
    reading.fields(given, "", ("judgements", "evidence_reason", "refer"))
    rows = given.get("judgements")
    if not isinstance(rows, list) or not rows:
        reading.tell("judgements_missing", "judgements")
        rows = []
    elif len(rows) > targets:
        reading.tell("judgements_too_many", "judgements", size=len(rows), most=targets)
        rows = []
    made = [_judgement(each, f"judgements.{n}", reading) for n, each in enumerate(rows)]
    reason = reading.text(given.get("evidence_reason"), "evidence_reason", MOST_TEXT)
    refers = reading.yes_no(given.get("refer"), "refer")
    reading.done()
    return made, reason, refers


def _judgement(value: Any, at: str, reading: Reading) -> Verdict | SetAside:
    given = reading.fields(value, at, ("target", "offences", "asks", "note", "set_aside"))
    target = reading.text(given.get("target"), f"{at}.target", 200)
    note = reading.text(given.get("note"), f"{at}.note", MOST_TEXT)
    offences = reading.texts(given.get("offences"), f"{at}.offences", MOST_CODES)
    asks = _asks(given.get("asks"), f"{at}.asks", reading)
    aside = reading.choice(given.get("set_aside"), f"{at}.set_aside", SetAsideReason)
    if aside is None:
        return Verdict(target=target, offences=tuple(offences), asks=tuple(asks), note=note)
    if offences or asks:
        reading.tell("judgement_both", f"{at}.set_aside")
    return SetAside(target=target, reason=aside, note=note)


def _asks(value: Any, at: str, reading: Reading) -> list[Ask]:
    codes = reading.texts(value, at, MOST_CODES)
    found = [reading.choice(code, f"{at}.{n}", Ask) for n, code in enumerate(codes)]
    return [each for each in found if each is not None]
