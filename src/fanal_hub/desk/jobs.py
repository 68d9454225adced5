"""Failed work: what a station gave up, for an administrator: try it again, or drop it with a reason. It does none of it.

An administrator sees the work of their own organisation. Those who run the hub (the default organisation's) also see that
something of another failed, and may have it tried again; what it is about, and dropping it, is that organisation's.
"""

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from fanal.words.lists import Role
from fanal_hub.desk import said
from fanal_hub.desk.acts import Page, WhyForm
from fanal_hub.desk.guard import HANDLERS, seated
from fanal_hub.desk.organisation import tabs
from fanal_hub.ledger import jobs as table
from fanal_hub.ledger.models import JobRow
from fanal_hub.ledger.read import jobs as read
from fanal_hub.ledger.read import orgs, streams, watched
from fanal_hub.people.desk import Seat
from fanal_hub.people.models import Person
from fanal_hub.stations.judge import Hand

MOST = 200  # rows of each list
STATIONS: dict[str, str | Promise] = {
    "triage": gettext_lazy("Putting a notice into a case"),
    "mark": gettext_lazy("Taking the fingerprints of a file"),
    "dispatch": gettext_lazy("Sending a referral"),
    "watch": gettext_lazy("Following up a referral"),
    "look": gettext_lazy("Looking at the source"),
    "clock": gettext_lazy("Following a deadline"),
    "tell": gettext_lazy("Writing to those concerned"),
}
TROUBLES: dict[str, str | Promise] = {
    "LaterError": gettext_lazy("The mail server could not be reached, or took nothing."),
    "OperationalError": gettext_lazy("The database could not be reached, or its disk is full."),
    "BusyError": gettext_lazy("The hub had too much to write."),
    "AwayError": gettext_lazy("The database went away."),
    "ConflictError": gettext_lazy("Others kept writing to the same case."),
    "TakenError": gettext_lazy("Others kept writing to the same case."),
    "TimeoutError": gettext_lazy("No answer came in time."),
    "ConnectionRefusedError": gettext_lazy("Nobody answered at the other end."),
    "OSError": gettext_lazy("A file or the network failed on this machine."),
    "PermissionError": gettext_lazy("The hub may not write a file it needs."),
    "VanishedError": gettext_lazy("The program ended each time while it did this."),
}
REASONS: dict[str, str | Promise] = {
    "by_hand": gettext_lazy("It was done by hand"),
    "obsolete": gettext_lazy("It is no longer needed"),
    "hopeless": gettext_lazy("It can never succeed"),
    "trial": gettext_lazy("It was a trial"),
}


@seated(Role.ADMIN)
def jobs(request: HttpRequest, seat: Seat, hand: Hand) -> HttpResponse:
    """What was given up, what is being tried again, and what was dropped."""
    given_up, struggling = _mine(seat, read.given_up()), _mine(seat, read.struggling())
    names = dict(Person.objects.filter(memberships__organisation=seat.organisation).values_list("ref", "name"))
    context = {
        "rows": [_row(each, seat) for each in given_up[:MOST]],
        "more": max(0, given_up.count() - MOST),
        "struggling": [_row(each, seat) for each in struggling[:MOST]],
        "dropped": [
            {**_row(each, seat), "why": REASONS.get(each.dropped, each.dropped), "by": names.get(each.dropped_by, "")}
            for each in read.dropped(seat.organisation.ref)
        ],
        "shows_all": seat.organisation.is_default,
        "tabs": tabs(seat, "jobs"),
    }
    return render(request, "desk/jobs.html", context)


def count(seat: Seat) -> int:
    """How much was given up that this seat may see."""
    return _mine(seat, read.given_up()).count() if seat.may(Role.ADMIN) else 0


def _mine(seat: Seat, rows: QuerySet[JobRow]) -> QuerySet[JobRow]:
    return rows if seat.organisation.is_default else rows.filter(handler=seat.organisation.ref)


def _row(job: JobRow, seat: Seat) -> dict[str, Any]:
    is_own = job.handler == seat.organisation.ref
    kind, ref = job.stream.split(":", 1)
    owner = None if is_own or not job.handler else orgs.organisation(job.handler)
    return {
        "job": job,
        "what": STATIONS.get(job.station, job.station),
        "ref": ref if is_own else "",
        "href": _address(kind, ref) if is_own and seat.kind in HANDLERS else "",
        "owner": owner.name if owner else "",
        "is_own": is_own,
        "trouble": TROUBLES.get(job.error) or _("A fault of the program itself: tell whoever maintains this hub."),
        "code": job.error,
    }


def _address(kind: str, ref: str) -> str:
    if kind == "case":
        return reverse("desk:case", args=[ref])
    if kind == "referral":
        return reverse("desk:referral", args=[ref])
    if kind == "target":
        place = watched.place_of(ref)
        return reverse("desk:target", args=[place.case, ref]) if place else ""
    notice = streams.notice_now(ref) if kind == "notice" else None
    return reverse("desk:case", args=[notice.cases[0]]) if notice and notice.cases else ""


@require_POST
@seated(Role.ADMIN)
def retry(request: HttpRequest, seat: Seat, hand: Hand, number: int) -> HttpResponse:
    """Try one piece of work again."""
    job = _found(seat, number)
    return _retried(request, [job.pk])


@require_POST
@seated(Role.ADMIN)
def retry_all(request: HttpRequest, seat: Seat, hand: Hand) -> HttpResponse:
    """Try everything again: what stood in the way is mended."""
    return _retried(request, list(_mine(seat, read.given_up()).values_list("pk", flat=True)))


def _retried(request: HttpRequest, ids: list[int]) -> HttpResponse:
    done = table.retry(ids, datetime.now(UTC))
    words = ngettext("%(n)s piece of work is tried again.", "%(n)s pieces of work are tried again.", done)
    messages.success(request, words % {"n": done})
    return redirect("desk:jobs")


@seated(Role.ADMIN)
def drop(request: HttpRequest, seat: Seat, hand: Hand, number: int) -> HttpResponse:
    """Drop one piece of work for good, with a reason that stays."""
    job = _found(seat, number)
    if job.handler != seat.organisation.ref:
        raise Http404(number)
    page = Page(
        _("Drop this work?"),
        _("“%(what)s” about %(ref)s will not be done. The reason and your name stay on record.")
        % {"what": STATIONS.get(job.station, job.station), "ref": job.stream.partition(":")[2]},
        _("Drop it"),
        tone="warning",
        back=reverse("desk:jobs"),
    )
    return page.answer(
        request,
        WhyForm(REASONS, said.posted(request)),
        lambda given: table.drop([job.pk], given["why"], hand.by),
        _("The work is dropped. It stays on record below."),
    )


def _found(seat: Seat, number: int) -> JobRow:
    job = _mine(seat, read.given_up()).filter(pk=number).first()
    if job is None:
        raise Http404(number)
    return job


urls = [
    path("settings/work", jobs, name="jobs"),
    path("settings/work/retry", retry_all, name="jobs_retry"),
    path("settings/work/<int:number>/retry", retry, name="job_retry"),
    path("settings/work/<int:number>/drop", drop, name="job_drop"),
]
