"""What a person says of a suggested relation between two targets. It suggests none and judges nothing."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from fanal.notice.relations import Key
from fanal.words.lists import RelationKind, RelationSaid, Word
from fanal_hub.api.body import json_body, refuse_unreadable
from fanal_hub.api.cases import ACT, mine, whole
from fanal_hub.api.once import once
from fanal_hub.api.reading import Reading
from fanal_hub.api.shapes_in import RelationSaidIn
from fanal_hub.api.shapes_out import CaseOut
from fanal_hub.api.told import posted
from fanal_hub.stations import relate

router = Router(tags=["cases"])
_FIELDS = ("target", "other_target", "relation", "said")


@router.post(
    "/cases/{ref}/relations",
    auth=ACT,
    response=CaseOut,
    openapi_extra=posted(RelationSaidIn, 404),
    operation_id="say_relation",
)
def say_relation(request: HttpRequest, response: HttpResponse, ref: str) -> dict[str, object]:
    """Confirm a suggested relation of a case, refuse it, or take that back."""
    now = mine(request, ref)
    given = json_body(request)
    refuse_unreadable(given)
    key, said = _read(given)
    once(request, given, lambda hand: relate.say(hand, now.ref, key, said), response)
    return whole(mine(request, ref))


def _read(given: Mapping[str, Any]) -> tuple[Key, RelationSaid]:
    reading = Reading()
    reading.fields(given, "", _FIELDS)
    key = (
        reading.text(given.get("target"), "target", 200),
        reading.text(given.get("other_target"), "other_target", 200),
        str(_needed(given, "relation", RelationKind, reading)),
    )
    said = _needed(given, "said", RelationSaid, reading)
    reading.done()
    return key, RelationSaid(said)


def _needed(given: Mapping[str, Any], name: str, words: type[Word], reading: Reading) -> Any:
    """A code of a closed list that must be there."""
    found = reading.choice(given.get(name), name, words)
    if found is None and given.get(name) in (None, ""):
        reading.say("not_in_list", name, found="-", known=", ".join(words))
    return found or ""
