"""The waves that touch your cases: facts about time, counted anew every minute. It counts nothing and names no author."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Router

from fanal.words.say import say
from fanal_hub.api.problems import lang_of
from fanal_hub.api.shapes_out import WavePage
from fanal_hub.api.tokens import HANDLERS, READERS, Bearer, organisation_of
from fanal_hub.api.told import asked
from fanal_hub.ledger.models import WaveRow
from fanal_hub.ledger.read import waves

router = Router(tags=["cases"])
READ = Bearer(READERS, HANDLERS)


@router.get("/waves", auth=READ, response=WavePage, openapi_extra=asked(401, 403), operation_id="list_waves")
def list_waves(request: HttpRequest) -> dict[str, object]:
    """What came many at a time, the newest first: raids, copies, links, too common points, concerted notices."""
    return {"waves": [_line(each) for each in waves.waves_of(organisation_of(request).ref)]}


def _line(wave: WaveRow) -> dict[str, object]:
    return {
        "kind": wave.kind,
        "size": wave.size,
        "authors": wave.authors,
        "first_at": _hour(wave.first_at),  # the second of a post is enough to find it again
        "last_at": _hour(wave.last_at),
        "reasons": [{"code": each.code, "text": say(each, lang_of())} for each in waves.messages(wave)],
        "cases": waves.cases_of(wave),
    }


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)
