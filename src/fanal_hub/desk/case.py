"""The page of a case: what it is about, what is known, what was done, and beside it the silent clocks. It only reads."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from fanal import flow
from fanal.notice.states import CaseNow, ReferralNow
from fanal.words.lists import CaseState, Judgement
from fanal_hub.desk import clock_rows, relations, shown
from fanal_hub.desk.guard import HANDLERS, READS, seated
from fanal_hub.desk.story import FIRST, LAST, entries, names_for
from fanal_hub.desk.story_words import Names
from fanal_hub.desk.waves import line
from fanal_hub.ledger import vault
from fanal_hub.ledger.read import cases, elsewhere, notices, streams, waves
from fanal_hub.people.desk import Seat
from fanal_hub.stations.judge import Hand

MOST_WAVES = 3
ON_A_PAGE = 20  # targets; a page of forty texts would be heavy, and nobody reads forty at once


def found(seat: Seat, ref: str) -> CaseNow:
    """The case of the seat's organisation, or 404."""
    now = cases.case_for(seat.organisation.ref, ref)
    if now is None:
        raise Http404(ref)
    return now


@seated(*READS, kinds=HANDLERS)
def case(request: HttpRequest, seat: Seat, hand: Hand, ref: str) -> HttpResponse:
    """The whole case on one page."""
    now = found(seat, ref)
    names = names_for(seat.organisation)
    contents = cases.contents(ref)
    recorded = cases.story(now)
    told = entries(recorded, names)
    silent = clock_rows.silent(now, contents)
    page = min(_number(request.GET.get("targets", "")), max(0, len(now.targets) - 1) // ON_A_PAGE)
    start = page * ON_A_PAGE
    context = {
        "case": now,
        "head": _head(now),
        "title": shown.category(now.category),
        "level": shown.level(now.priority),
        "reasons": shown.reasons(now.reasons),
        "cards": shown.cards(now, now.targets[start : start + ON_A_PAGE], contents),
        "elsewhere": elsewhere.reported(now, contents),
        "pages": _pages(now, page),
        "relations": relations.rows(seat, now),
        "waves": [line(each) for each in waves.of_targets(now.handler, [each.id for each in now.targets])[:MOST_WAVES]],
        "referrals": [referral_row(each, names) for each in streams.referrals_of(ref)],
        "contests": _contests(now),
        "clocks": silent,
        "first": min((each for each in silent if "due_at" in each), key=lambda each: each["due_at"], default=None),
        "is_judged": any(each.offences for each in now.targets),
        "told": told if len(told) <= FIRST + LAST else [*told[:FIRST], *told[-LAST:]],
        "told_more": max(0, len(told) - FIRST - LAST),
        "pending": sum(each.judgement == Judgement.PENDING for each in now.targets),
        "may_qualify": seat.may_analyse and now.state in (CaseState.OPEN, CaseState.QUALIFIED, CaseState.REFERRED),
        "may_refer": seat.may_analyse and now.state == CaseState.QUALIFIED,
        "may_reopen": seat.may_analyse and now.state in (CaseState.DISMISSED, CaseState.SETTLED),
        "now": datetime.now(UTC),
    }
    return render(request, "desk/case.html", context)


@seated(*READS, kinds=HANDLERS)
def history(request: HttpRequest, seat: Seat, hand: Hand, ref: str) -> HttpResponse:
    """The whole story of a case, for paper too."""
    now = found(seat, ref)
    told = entries(cases.story(now), names_for(seat.organisation))
    return render(request, "desk/history.html", {"case": now, "told": told, "head": _head(now)})


def _number(text: str) -> int:
    return max(0, int(text) - 1) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _head(now: CaseNow) -> list[tuple[str, str]]:
    until = shown.day(now.expires_at)
    kept = _("until %(day)s, suspended by the litigation hold") if now.held else _("until %(day)s, then destroyed")
    return [
        (_("Category"), shown.category(now.category)),
        (_("Opened"), shown.on(now.opened_at)),
        (_("Purpose"), now.purpose),
        (_("Legal basis"), now.legal_basis),
        (_("Kept"), kept % {"day": until}),
    ]


def _pages(now: CaseNow, page: int) -> dict[str, str]:
    count, start = len(now.targets), page * ON_A_PAGE
    if count <= ON_A_PAGE:
        return {}
    here = reverse("desk:case", args=[now.ref])
    end = min(count, start + ON_A_PAGE)
    return {
        "previous": f"{here}?targets={page}#targets" if page else "",
        "next": f"{here}?targets={page + 2}#targets" if end < count else "",
        "shown": _("Targets %(first)s to %(last)s of %(count)s") % {"first": start + 1, "last": end, "count": count},
    }


def referral_row(now: ReferralNow, names: Names) -> dict[str, Any]:
    """A referral in a list."""
    answered = sum(bool(each.answer) for each in now.targets)
    return {
        "ref": now.ref,
        "href": reverse("desk:referral", args=[now.ref]),
        "case": now.case,
        "recipient": names(now.recipient),
        "ask": str(now.ask),
        "law": flow.lane_label(now.lane, shown.lang()),
        "state": str(now.state),
        "grade": str(now.grade),
        "outcome": now.outcome,
        "targets": len(now.targets),
        "answered": answered,
        "waits": now.needs_second and not now.approved_by and not now.ended_at,
        "due": None if now.answered_at or now.ended_at else clock_rows.main_due(now),
    }


def _contests(now: CaseNow) -> list[dict[str, Any]]:
    if not any(each.contests for each in now.targets):
        return []
    names = shown.numbered(now)
    rows = notices.sealed(f"case:{now.ref}", "contest")
    return [_contest(row.made_at, vault.open_json(row), names) for row in rows]


def _contest(at: datetime, sealed: Any, names: Mapping[str, str]) -> dict[str, Any]:
    said: Mapping[str, Any] = (sealed or {}).get("said") or {}
    targets: Sequence[str] = said.get("targets") or ()
    return {
        "number": said.get("contest", ""),
        "at": shown.on(at),
        "why": said.get("why", ""),
        "contact": said.get("contact", ""),
        "targets": [names.get(each, each) for each in targets],
    }


urls = [
    path("cases/<str:ref>", case, name="case"),
    path("cases/<str:ref>/history", history, name="history"),
]
