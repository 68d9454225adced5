"""An organisation's published fingerprints, in the shape of StopNCII's REST API, which hash-sharing clients speak already.

A subscriber fetches with its two keys what changed since it last did, and says what came of it. Only hashes leave.
"""

import re
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router
from ninja.params.functions import Query
from ninja.security import APIKeyHeader

from fanal.words.lists import MatchFeedback
from fanal_hub.api.body import json_body, refuse_unreadable
from fanal_hub.api.problems import ProblemError
from fanal_hub.api.reading import Reading
from fanal_hub.api.shapes_in import HashFeedbacksIn
from fanal_hub.api.shapes_out import HashesOut, HashFeedbackTaken
from fanal_hub.api.told import asked, sent
from fanal_hub.courier.keys import secret_digest
from fanal_hub.ledger.models_shared import SubscriberRow
from fanal_hub.ledger.read import shared
from fanal_hub.stations import sharing

router = Router(tags=["hashes"])
SIGNAL = "ImagePDQ"
ACTIVE, WITHDRAWN = "Active", "Withdrawn"
BLOCKED, NOT_BLOCKED = "Blocked", "NotBlocked"
MOST, USUAL = 1_000, 800
MOST_FEEDBACK = 500
_FEEDBACK = {
    "PendingReview": MatchFeedback.SEEN,
    "QualityUnknown": MatchFeedback.SEEN,
    BLOCKED: MatchFeedback.CONFIRMED,
    NOT_BLOCKED: MatchFeedback.DISPUTED,
    "None": MatchFeedback.TAKEN_BACK,
    "Withdrawn": MatchFeedback.TAKEN_BACK,
    "Deleted": MatchFeedback.TAKEN_BACK,
}
_SAID = {
    MatchFeedback.SEEN: "PendingReview",
    MatchFeedback.CONFIRMED: BLOCKED,
    MatchFeedback.DISPUTED: NOT_BLOCKED,
    MatchFeedback.TAKEN_BACK: "None",
}
_PLACE = re.compile(r"([0-9]{1,18})-(H-[0-9A-Z]{4}-[0-9A-Z]{4})")
_HEX = re.compile(r"[0-9a-fA-F]{64}")


class Subscription(APIKeyHeader):
    """The two keys of a subscriber: `x-functions-key` and `Ocp-Apim-Subscription-Key`."""

    param_name = "Ocp-Apim-Subscription-Key"

    def authenticate(self, request: HttpRequest, key: str | None) -> SubscriberRow:
        """The subscriber, or 401: the same whether a key is missing, unknown or revoked."""
        found = shared.subscriber(request.headers.get("x-functions-key", ""), secret_digest(key or ""))
        if found is None:
            raise ProblemError("keys_refused", headers={"WWW-Authenticate": 'ApiKey realm="fanal"'})
        return found


KEYS = Subscription()


@router.get(
    "/hashes/FetchHashes",
    auth=KEYS,
    response=HashesOut,
    openapi_extra=asked(400, 401),
    operation_id="fetch_hashes",
)
def fetch_hashes(
    request: HttpRequest,
    start: str = Query(
        "0",
        alias="startTimestamp",
        description="Unix seconds: what changed since; `nextSetTimestamp` of the last fetch.",
    ),
    size: str = Query(str(USUAL), alias="pageSize", description="Changes of a page, 1 to 1,000."),
    token: str = Query("", alias="nextPageToken", description="`nextPageToken` of the page before."),
) -> dict[str, object]:
    """The published fingerprints that changed since a moment, with what was taken back."""
    who: SubscriberRow = request.auth  # type: ignore[attr-defined]
    since, most = _number(start), min(max(_number(size), 1), MOST)
    page = shared.changed(who, shared.moment(since), _place(token), most)
    sharing.seen(who, datetime.now(UTC))
    records = [_record(who, each) for each in page.rows]
    return {
        "count": len(records),
        "nextPageToken": _token(page.last) if page.more and page.last else None,
        "nextSetTimestamp": _next(since, page),
        "hasMoreRecords": page.more,
        "hashRecords": records,
    }


def _record(who: SubscriberRow, found: shared.Shared) -> dict[str, object]:
    """One hash: the handler's own opinion first, then the subscriber's. Nobody reads what another subscriber said."""
    stands = any(found.cases.values())
    opinions = [{"source": who.handler, "feedbackValue": BLOCKED if stands else NOT_BLOCKED, "tags": []}]
    if found.feedback:
        value = _SAID[MatchFeedback(found.feedback)]
        opinions.append({"source": who.id, "feedbackValue": value, "tags": []})
    return {
        "lastModtimestamp": int(found.changed_at.timestamp()),
        "signalType": SIGNAL,
        "hashValue": found.code.hex(),
        "hashStatus": ACTIVE if stands else WITHDRAWN,
        "caseNumbers": {each: ACTIVE if stood else WITHDRAWN for each, stood in found.cases.items()},
        "CSPFeedbacks": opinions,
    }


def _next(since: int, page: shared.Page) -> int:
    """Where the next fetch begins: never before this one did, nor so late that a change could be missed."""
    if page.last is None:
        return since
    return max(since, int((page.last[0] - shared.OVERLAP).timestamp()))


def _number(given: str) -> int:
    if not re.fullmatch(r"[0-9]{1,10}", given):
        raise ProblemError("bad_cursor")
    return int(given)


def _token(last: tuple[datetime, str]) -> str:
    at, ref = last
    return f"{int(at.timestamp()) * 1_000_000 + at.microsecond}-{ref}"


def _place(given: str) -> tuple[datetime, str] | None:
    if not given:
        return None
    found = _PLACE.fullmatch(given)
    if found is None or int(found[1]) >= 253_402_300_800 * 1_000_000:  # the year 10000
        raise ProblemError("bad_cursor")
    seconds, micro = divmod(int(found[1]), 1_000_000)
    return shared.moment(seconds).replace(microsecond=micro), found[2]


# --- what subscribers say -------------------------------------------------------------------------------------------
@router.post(
    "/hashes/SubmitFeedback",
    auth=KEYS,
    response=HashFeedbackTaken,
    openapi_extra=sent(HashFeedbacksIn, 400, 401, 413, 415, 422, 503),
    operation_id="submit_hash_feedback",
)
def submit_feedback(request: HttpRequest) -> dict[str, object]:
    """What came of published fingerprints on the subscriber's side; saying it twice changes nothing."""
    who: SubscriberRow = request.auth  # type: ignore[attr-defined]
    given = json_body(request)
    refuse_unreadable(given)
    reading = Reading()
    reading.fields(given, "", ("count", "hashFeedbacks"))
    said = _feedbacks(given.get("hashFeedbacks"), reading)
    reading.done()
    return {"count": sharing.feed_back(who, said)}


def _feedbacks(given: Any, reading: Reading) -> dict[bytes, MatchFeedback]:
    if not isinstance(given, list):
        reading.say("not_list", "hashFeedbacks", known="hashValue, feedbackValue")
        return {}
    if len(given) > MOST_FEEDBACK:
        reading.tell("list_too_long", "hashFeedbacks", size=len(given), most=MOST_FEEDBACK)
        return {}
    made = {}
    for n, each in enumerate(given):
        at = f"hashFeedbacks.{n}"
        fields = reading.fields(each, at, ("hashValue", "feedbackValue", "tags"))
        code, value = fields.get("hashValue"), fields.get("feedbackValue")
        if not isinstance(code, str) or not _HEX.fullmatch(code):
            reading.tell("not_a_hash", f"{at}.hashValue")
        elif not isinstance(value, str) or value not in _FEEDBACK:
            reading.say("not_in_list", f"{at}.feedbackValue", found=str(value)[:40], known=", ".join(_FEEDBACK))
        else:
            made[bytes.fromhex(code)] = _FEEDBACK[value]
    return made
