"""The page that a problem's `type` points to: every problem the API can state, in French and English."""

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from fanal_hub.api.problem_words import PROBLEMS

_PAGE = (
    '<!doctype html><html lang="fr"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>Fanal – API</title></head>'
    "<body><main><h1>Problèmes de l’API <span lang='en'>/ Problems of the API</span></h1>{}</main></body></html>"
)


@require_safe
def problems(_: HttpRequest) -> HttpResponse:
    """Every problem, its status, and what to do next."""
    return HttpResponse(format_html(_PAGE, format_html_join("", "{}", ((_section(code),) for code in PROBLEMS))))


def _section(code: str) -> SafeString:
    kind = PROBLEMS[code]
    return format_html(
        '<section id="{}"><h2><code>{}</code> ({})</h2><p>{}. {}</p><p lang="en">{}. {}</p></section>',
        code,
        code,
        kind.status,
        kind.title["fr"],
        kind.detail["fr"],
        kind.title["en"],
        kind.detail["en"],
    )
