"""What anybody may read: the figures of the whole hub, and the signed head of the log. No token, no person."""

from django.http import HttpRequest
from ninja import Router
from ninja.params.functions import Query

from fanal.measure import Figure
from fanal.words.say import say
from fanal_hub.api.problems import ProblemError, lang_of
from fanal_hub.api.shapes_out import CheckpointOut, Figures
from fanal_hub.api.told import asked
from fanal_hub.courier.keys import signer
from fanal_hub.ledger.read import figures, log

router = Router(tags=["public"])


@router.get("/figures", auth=None, response=Figures, operation_id="list_figures")
def list_figures(
    request: HttpRequest,
    platform: str = Query("", description="Figures of one platform only."),
    week: str = Query("", description="Figures of one ISO week, as 2026-W14, or `all`; default: the totals."),
) -> dict[str, object]:
    """The figures of the whole hub, each with its definition, numerator, denominator and interval."""
    lang = lang_of()
    found = figures.counted("", platform, None if week == "all" else week)
    return {"counted_at": figures.counted_at(), "figures": [_figure(each, lang) for each in found]}


def _figure(figure: Figure, lang: str) -> dict[str, object]:
    return {
        **figure.plain(),
        "title": say(figure.title, lang),
        "definition": say(figure.definition, lang),
        "notes": [say(each, lang) for each in figure.notes],
    }


@router.get(
    "/log/checkpoint", auth=None, response=CheckpointOut, openapi_extra=asked(404), operation_id="show_checkpoint"
)
def show_checkpoint(request: HttpRequest) -> dict[str, object]:
    """The latest signed checkpoint of the log: keep it, and hold later ones against it."""
    last = log.latest()
    if last is None:
        raise ProblemError("no_checkpoint")
    return {
        "size": last.size,
        "root": last.root,
        "note": last.note,
        "vkey": signer().verifier.text(),
        "published_at": last.published_at,
    }
