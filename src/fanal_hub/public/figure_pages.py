"""Public figures per platform: chart, table, definition and CSV. It shows what was counted and counts nothing."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from fanal import flow
from fanal.measure import FIGURES, Figure
from fanal.words.say import message, say
from fanal_hub.ledger.read import figures
from fanal_hub.public.lang import lang_of

FIRST = "share_answered"
OVERALL = tuple(code for code in FIGURES if code != "notices_received")
HOUR, DAY = 3600, 86_400
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
COLUMNS = (
    "platform",
    "lane",
    "week",
    "code",
    "unit",
    "numerator",
    "denominator",
    "value",
    "low",
    "high",
    "provisional",
)


class Choice(forms.Form):
    """Which figure, of which platform."""

    use_required_attribute = False
    figure = forms.ChoiceField(label=_("Figure"), required=False)
    platform = forms.ChoiceField(label=_("Platform"), required=False)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The figures of every platform, or of one with its weeks."""
    lang, whole = lang_of(request), figures.counted(week="")
    known = sorted({each.platform for each in whole})
    code = request.GET.get("figure", "") if request.GET.get("figure") in OVERALL else FIRST
    platform = request.GET.get("platform", "") if request.GET.get("platform") in known else ""
    form = Choice(initial={"figure": code, "platform": platform})
    form.fields["figure"].choices = [(each, _title(each, lang)) for each in OVERALL]  # type: ignore[attr-defined]
    names = [(each, flow.platform_title(each, lang)) for each in known]
    form.fields["platform"].choices = [("", gettext("All")), *names]  # type: ignore[attr-defined]
    context = {
        "form": form,
        "counted_at": figures.counted_at(),
        "title": _title(code, lang),
        "definition": say(message(f"figure_{code}_definition"), lang),
        "platform": platform,
        "platform_name": flow.platform_title(platform, lang) if platform else "",
        "shares": code.startswith("share_"),
        **(_of_one(whole, platform, code, lang) if platform else _of_all(whole, code, lang)),
    }
    return render(request, "public/figures.html", context)


def _of_all(whole: Iterable[Figure], code: str, lang: str) -> dict[str, Any]:
    chosen = [each for each in whole if each.code == code]
    shown = sorted((each for each in chosen if each.value is not None), key=lambda each: -(each.value or 0))
    return {
        "rows": [_bar(each, flow.platform_title(each.platform, lang)) for each in shown],
        "table": _table(chosen, lang),
    }


def _of_one(whole: Iterable[Figure], platform: str, code: str, lang: str) -> dict[str, Any]:
    mine = sorted((each for each in whole if each.platform == platform), key=lambda each: FIGURES.index(each.code))
    weekly = [each for each in figures.counted(platform=platform) if each.week]
    received = [each for each in weekly if each.code == "notices_received"]
    return {
        "cards": [_card(each, lang) for each in mine],
        "weeks": [(each.week, each.value or 0) for each in received[-26:]],
        "weekly": [
            {
                "week": each.week,
                "lane": flow.lane_label(each.lane, lang),
                "title": say(each.title, lang),
                "value": _value(each),
                "numerator": each.numerator,
                "denominator": each.denominator,
            }
            for each in weekly
            if each.code in ("referrals_sent", code)
        ][-100:],
    }


def _table(chosen: Sequence[Figure], lang: str) -> list[dict[str, Any]]:
    return [
        {
            "platform": each.platform,
            "name": flow.platform_title(each.platform, lang),
            "value": _value(each),
            "between": _between(each),
            "numerator": each.numerator,
            "denominator": "" if each.denominator is None else each.denominator,
            "notes": " ".join(say(note, lang) for note in each.notes),
        }
        for each in chosen
    ]


def _card(each: Figure, lang: str) -> dict[str, Any]:
    notes = " ".join(say(note, lang) for note in each.notes)
    return {
        "value": _value(each) or "–",
        "label": say(each.title, lang),
        "between": " ".join(filter(None, (_between(each), notes))),
        "definition": say(each.definition, lang),
        "numerator": each.numerator,
        "denominator": gettext("nothing: it is a plain count") if each.denominator is None else each.denominator,
    }


def _bar(each: Figure, label: str) -> dict[str, Any]:
    scale = {"milli": 10, "seconds": HOUR, "count": 1}[each.unit]
    spans = {name: end / scale for name in ("low", "high") if (end := getattr(each, name)) is not None}
    whole = spans if len(spans) == 2 else {}
    return {"label": label, "value": (each.value or 0) / scale, "text": _value(each), **whole}


def _value(each: Figure) -> str:
    return "" if each.value is None else _said(each.unit, each.value)


def _between(each: Figure) -> str:
    if each.low is None or each.high is None or each.value is None:
        return ""
    ends = {"low": _said(each.unit, each.low), "high": _said(each.unit, each.high)}
    return gettext("between %(low)s and %(high)s") % ends


def _said(unit: str, value: int) -> str:
    """A value as people read it: per cent, hours or days, or the number alone."""
    if unit == "milli":
        return f"{number_format(value / 10, 1)}\N{NO-BREAK SPACE}%"
    if unit == "count":
        return str(number_format(value))
    if value >= 2 * DAY:
        return gettext("%(n)s days") % {"n": number_format(value / DAY, 1)}
    if value >= HOUR:
        return gettext("%(n)s hours") % {"n": number_format(value / HOUR, 1)}
    return gettext("%(n)s minutes") % {"n": number_format(value // 60)}


def _title(code: str, lang: str) -> str:
    return say(message(f"figure_{code}"), lang)


@require_safe
def table_file(request: HttpRequest) -> HttpResponse:
    """Every public figure as CSV; a cell can never begin a formula in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow((*COLUMNS, "title"))
    for each in figures.counted():
        cells = [getattr(each, name) for name in COLUMNS]
        writer.writerow([safe_cell(cell) for cell in (*cells, say(each.title, lang_of(request)))])
    response = HttpResponse("\N{BYTE ORDER MARK}" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="fanal-figures.csv"'
    return response


def safe_cell(value: object) -> str:
    """A cell that a spreadsheet takes for text: an apostrophe before what would begin a formula (OWASP)."""
    if value is None:
        return ""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) and not isinstance(value, int) else text
