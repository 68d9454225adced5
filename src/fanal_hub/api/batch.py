"""Many notices at once: a verdict for each row, in one transaction. A row that is refused never harms its neighbours."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from fanal.words.errors import RefusedError
from fanal_hub import counted
from fanal_hub.api.body import json_body
from fanal_hub.api.notices import SENDING, story_place, told, written
from fanal_hub.api.once import REPLAY, done_before, remember
from fanal_hub.api.problems import Entry, entries, entry
from fanal_hub.api.reading import Reading
from fanal_hub.api.sending import entry_for, not_fields
from fanal_hub.api.shapes_in import MOST_ROWS, BatchIn
from fanal_hub.api.shapes_out import BatchTaken
from fanal_hub.api.told import posted
from fanal_hub.courier.keys import keyed_digest
from fanal_hub.ledger import write
from fanal_hub.ledger.plan import Plan, TakenError
from fanal_hub.stations import door

router = Router(tags=["notices"])
_NOTHING: dict[str, object] = {"again": False, "ref": "", "follow_url": "", "receipt": None, "notes": []}


@router.post(
    "/notices/batch",
    auth=SENDING,
    response=BatchTaken,
    openapi_extra=posted(BatchIn),
    operation_id="send_notices",
)
def send_notices(request: HttpRequest) -> HttpResponse:
    """Send up to 1,000 notices; each row gets its own verdict, and its receipt when it is taken."""
    given = json_body(request)
    rows = _rows(given)
    entry_ = entry_for(request, given.get("handler"))
    replay = {REPLAY: "true"} if entry_.key and _claimed(entry_, given) else {}
    verdicts = _verdicts(rows, entry_)
    taken = sum(each["verdict"] == "taken" for each in verdicts)
    counted.ROWS.labels("taken").inc(taken)
    counted.ROWS.labels("refused").inc(len(verdicts) - taken)
    return written({"taken": taken, "refused": len(verdicts) - taken, "verdicts": verdicts}, 200, **replay)


def _rows(given: Mapping[str, Any]) -> list[Any]:
    reading = Reading()
    reading.fields(given, "", ("notices", "handler"))
    rows = given.get("notices")
    if not isinstance(rows, list) or not rows:
        reading.tell("notices_missing", "notices", most=MOST_ROWS)
    elif len(rows) > MOST_ROWS:
        reading.tell("notices_too_many", "notices", size=len(rows), most=MOST_ROWS)
    reading.done()
    return list(rows or [])


def _claimed(told_: door.Entry, given: Mapping[str, Any]) -> bool:
    """Note the key with this very batch first; the rows have keys of their own, so that a batch cut short can be sent again."""
    kept, digest = keyed_digest(told_.key), keyed_digest(f"batch\n{json.dumps(given, sort_keys=True)}")
    if done_before(told_.owner, kept, digest):
        return True
    try:
        write.submit(Plan(beside=(remember(told_.owner, kept, digest, "batch"),)))
    except TakenError:
        return done_before(told_.owner, kept, digest)
    return False


def _verdicts(rows: Sequence[Any], told_: door.Entry) -> list[dict[str, object]]:
    """Rows of the wrong shape are refused here; the others go through the door together, each under a key of its own."""
    wrong = {n: faults for n, row in enumerate(rows) if (faults := _misshapen(row))}
    made = iter(door.receive_many([row for n, row in enumerate(rows) if n not in wrong], told_))
    place = story_place()
    return [_refused(n, wrong[n]) if n in wrong else _verdict(n, next(made), place) for n in range(len(rows))]


def _misshapen(row: Any) -> list[Entry]:
    if not isinstance(row, dict):
        return not_fields("")
    return [entry("handler_in_row", "handler")] if row.get("handler") not in (None, "") else []


def _verdict(n: int, made: door.Taken | RefusedError, place: str) -> dict[str, object]:
    if isinstance(made, RefusedError):
        return _refused(n, entries(made.messages))
    return {"row": n, "verdict": "taken", "again": made.again, "ref": made.ref, **told(made, place), "errors": []}


def _refused(n: int, errors: list[Entry]) -> dict[str, object]:
    return {"row": n, "verdict": "refused", **_NOTHING, "errors": errors}
