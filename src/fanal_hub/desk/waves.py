"""Waves on the desk: what came many at a time, why it is called a wave, how it spread, and which cases it touches. It counts nothing."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fanal.crossref import Naming, Timeline, naming, timeline
from fanal.crossref.timeline import LITIGATION, Step
from fanal.notice.states import CaseNow
from fanal.words.lists import WaveKind
from fanal.words.say import say
from fanal_hub.desk import shown
from fanal_hub.desk.guard import HANDLERS, READS, seated
from fanal_hub.desk.story_words import label
from fanal_hub.ledger.models import WaveRow
from fanal_hub.ledger.read import cases, waves
from fanal_hub.people.desk import Seat
from fanal_hub.stations.judge import Hand

MOST_CASES = 50
MOST_BARS = 48
MOST_NAMED = 20


@seated(*READS, kinds=HANDLERS)
def every(request: HttpRequest, seat: Seat, hand: Hand) -> HttpResponse:
    """All waves of the organisation, the newest first."""
    found = waves.waves_of(seat.organisation.ref)
    return render(request, "desk/waves.html", {"waves": [line(each) for each in found]})


@seated(*READS, kinds=HANDLERS)
def one(request: HttpRequest, seat: Seat, hand: Hand, number: int) -> HttpResponse:
    """One wave: its reasons, its spread, its cases."""
    wave = waves.wave_for(seat.organisation.ref, number)
    if wave is None:
        raise Http404(str(number))
    touched = _cases(seat, wave)
    spread = None if wave.kind == WaveKind.BRIGADE else timeline(waves.members(wave), may_name(seat, touched))
    context = {
        "wave": line(wave),
        "reasons": [say(each, shown.lang()) for each in waves.messages(wave)],
        "about": waves.about(wave),
        "is_words": wave.kind == WaveKind.COPIES,
        **(_spread(spread) if spread else {}),
        "cases": [_case(each) for each in touched[:MOST_CASES]],
        "more": max(0, len(touched) - MOST_CASES),
    }
    return render(request, "desk/wave.html", context)


def line(wave: WaveRow) -> dict[str, Any]:
    """A wave in a list."""
    size = (
        ngettext("%(n)s notice", "%(n)s notices", wave.size)
        if wave.kind == WaveKind.BRIGADE
        else ngettext("%(n)s post", "%(n)s posts", wave.size)
    )
    return {
        "kind": label(WaveKind, wave.kind),
        "size": size % {"n": number_format(wave.size)},
        "authors": number_format(wave.authors),
        "first": shown.on(wave.first_at),
        "last": shown.on(wave.last_at),
        "href": reverse("desk:wave", args=[wave.pk]),
        "is_calm": wave.kind in (WaveKind.BRIGADE, WaveKind.COMMON_KEY),
    }


def may_name(seat: Seat, touched: Sequence[CaseNow]) -> Naming:
    """Authors are named by an authority, or where every case is held for a trial (DESIGN section 7)."""
    is_trial = bool(touched) and all(each.held for each in touched)
    return naming(LITIGATION if is_trial else "", seat.kind)


def _cases(seat: Seat, wave: WaveRow) -> list[CaseNow]:
    refs = waves.cases_of(wave)
    return sorted(cases.by_refs(seat.organisation.ref, refs), key=lambda each: (-each.priority, each.opened_at))


def _case(now: CaseNow) -> dict[str, Any]:
    return {
        "ref": now.ref,
        "href": reverse("desk:case", args=[now.ref]),
        "title": shown.category(now.category),
        "state": str(now.state),
        "level": shown.level(now.priority),
        "opened": shown.on(now.opened_at),
    }


def _spread(spread: Timeline) -> dict[str, Any]:
    """How it spread: the drawing, who was first, and why they are named or not."""
    first = spread.spreaders[:MOST_NAMED]
    return {
        "chart": _chart(spread),
        "why_named": [say(each, shown.lang()) for each in spread.reasons],
        "spreaders": [_spreader(each.number, each.name, each.first_at, each.postings) for each in first],
        "more_authors": max(0, spread.authors - len(first)),
    }


def _spreader(number: int, name: str, first_at: datetime, postings: int) -> dict[str, Any]:
    return {
        "name": name or _("Author %(n)s") % {"n": number},
        "first": shown.on(first_at),
        "postings": number_format(postings),
    }


def _chart(spread: Timeline) -> dict[str, Any]:
    """How many posts an hour, or a longer step where the hours are many."""
    steps = _joined(spread.steps)
    is_long = len(steps) > 1 and steps[-1][0] - steps[0][0] > timedelta(days=2)
    top = max((value for _at, value in steps), default=0)
    return {
        "title": _("How it spread"),
        "desc": _("How many posts in each step of time, from the first to the last."),
        "bars": [
            {
                "at": at,
                "value": float(value),
                "text": number_format(value),
                "label": date_format(localtime(at), _("j M")) if is_long else "",
            }
            for at, value in steps
        ],
        "top": float(top),
        "top_text": number_format(top),
        "known": bool(steps),
    }


def _joined(steps: Sequence[Step]) -> list[tuple[datetime, int]]:
    if not steps:
        return []
    hours = (steps[-1].start - steps[0].start) // timedelta(hours=1) + 1
    size = timedelta(hours=-(-hours // MOST_BARS))
    made = {steps[0].start.astimezone(UTC) + size * n: 0 for n in range(-(-hours * timedelta(hours=1) // size))}
    for each in steps:
        place = (each.start - steps[0].start) // size
        made[steps[0].start.astimezone(UTC) + size * place] += each.postings
    return list(made.items())


urls = [
    path("waves", every, name="waves"),
    path("waves/<int:number>", one, name="wave"),
]
