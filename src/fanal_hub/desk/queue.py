"""The queue: what to judge first, and why. The order is the ledger's; nothing is decided here."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fanal.notice.states import CaseNow
from fanal.words.lists import CaseState, Category
from fanal_hub.desk import clock_rows, shown
from fanal_hub.desk.guard import HANDLERS, READS, seated
from fanal_hub.ledger.models import TargetContent
from fanal_hub.ledger.read import cases
from fanal_hub.people.desk import Seat
from fanal_hub.stations.judge import Hand

ON_A_PAGE = 40
COUNTED = 50  # nobody needs the exact length of a long queue, and counting it would slow the page down


class SieveForm(forms.Form):
    """The filters of the queue."""

    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    category = forms.ChoiceField(label=gettext_lazy("Category"), required=False)
    danger = forms.ChoiceField(label=gettext_lazy("Urgency"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lang = shown.lang()
        states = [("", _("To qualify or to refer")), *((str(each), each.label(lang)) for each in CaseState)]
        kinds = [("", _("All categories")), *((str(each), each.label(lang)) for each in Category)]
        urgent = [("", _("All")), ("1", _("Danger or exposed person only"))]
        for name, choices in (("state", states), ("category", kinds), ("danger", urgent)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def sieve(self) -> cases.Sieve:
        """What the filters mean; a filter that is not ours filters nothing."""
        given = self.cleaned_data if self.is_valid() else {}
        state = given.get("state")
        return cases.Sieve(
            states=(state,) if state else cases.WAITING,
            category=given.get("category", ""),
            least=shown.DANGER if given.get("danger") else 0,
        )


@seated(*READS, kinds=HANDLERS)
def queue(request: HttpRequest, seat: Seat, hand: Hand) -> HttpResponse:
    """The queue page."""
    asked = {name: request.GET[name] for name in ("state", "category", "danger") if request.GET.get(name)}
    form = SieveForm(asked or None)
    sieve = form.sieve()
    after = request.GET.get("after", "")
    try:
        page = cases.sieved(seat.organisation.ref, sieve, after, ON_A_PAGE)
    except (ValueError, OverflowError):
        after = ""
        page = cases.sieved(seat.organisation.ref, sieve, "", ON_A_PAGE)
    count = cases.count_up_to(seat.organisation.ref, sieve, COUNTED)
    context = {
        "form": form if asked else SieveForm(),
        "is_sieved": bool(asked),
        "rows": _rows(page.rows),
        "count": f"{COUNTED}+" if count > COUNTED else str(count),
        "next": _address(request, page.next) if page.next else "",
        "first": _address(request, "") if after else "",
        "now": datetime.now(UTC),
    }
    return render(request, "desk/queue.html", context)


def _address(request: HttpRequest, after: str) -> str:
    asked = request.GET.copy()
    asked.pop("after", None)
    if after:
        asked["after"] = after
    return f"{reverse('desk:queue')}?{asked.urlencode()}"


def _rows(found: list[CaseNow]) -> list[dict[str, Any]]:
    contents: dict[str, dict[str, TargetContent]] = {each.ref: {} for each in found}
    for row in cases.contents_of(contents):
        contents[row.case][row.target] = row
    return [_row(each, contents[each.ref]) for each in found]


def _row(case: CaseNow, contents: dict[str, TargetContent]) -> dict[str, Any]:
    platforms = shown.platforms(case)
    return {
        "ref": case.ref,
        "href": reverse("desk:case", args=[case.ref]),
        "qualify": reverse("desk:qualify", args=[case.ref]),
        "state": str(case.state),
        "level": shown.level(case.priority),
        "reasons": shown.reasons(case.reasons),
        "category": shown.category(case.category),
        "platforms": ", ".join(platforms[:3]) + (f" +{len(platforms) - 3}" if len(platforms) > 3 else ""),
        "opened_at": case.opened_at,
        "notices": len({mention.split("/")[0] for target in case.targets for mention in target.mentions}),
        "targets": len(case.targets),
        "contests": any(each.contests for each in case.targets),
        "held": case.held,
        "limitation": clock_rows.shortest_limitation(case, contents),
    }


urls = [path("queue", queue, name="queue")]
