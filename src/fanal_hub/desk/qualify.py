"""Judging the targets of a case, seeing to whom it would go and under which law, and sending it. Stations and core decide."""

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fanal import flow
from fanal.notice.events import RelationNoted
from fanal.notice.states import CaseNow, ReferralNow, ReferralTarget
from fanal.words.errors import MoveError, RefusedError
from fanal.words.lists import CaseState, Judgement, RecipientKind, ReferralState, RelationKind, Role
from fanal_hub.desk import clock_rows, said, shown
from fanal_hub.desk.case import found
from fanal_hub.desk.guard import HANDLERS, seated
from fanal_hub.desk.qualify_form import ASIDE, JudgementForm, first_ticks, grid, offence_groups
from fanal_hub.desk.story_words import label
from fanal_hub.ledger.read import cases, orgs, referrals
from fanal_hub.people.desk import Seat
from fanal_hub.people.models import Organisation
from fanal_hub.stations import judge
from fanal_hub.stations.dispatch import way_of
from fanal_hub.stations.judge import Hand


@seated(Role.ANALYST, kinds=HANDLERS)
def qualify(request: HttpRequest, seat: Seat, hand: Hand, ref: str) -> HttpResponse:
    """Judge one or many targets at once."""
    now = found(seat, ref)
    form = JudgementForm(now, request.POST) if request.method == "POST" else _fresh(request, now)
    if request.method == "POST" and form.is_valid():
        try:
            after = judge.qualify(hand, ref, form.judgements())
            return _judged(request, after, len(form.cleaned_data["targets"]))
        except RefusedError as error:
            said.into(form, error, {"judgements": "targets", "target": "targets"})
    context = {
        "case": now,
        "title": shown.category(now.category),
        "form": form,
        "copies": grid(now, form, shown.cards(now, now.targets, cases.contents(ref)), _near(now)),
        "groups": offence_groups(form),
    }
    return render(request, "desk/qualify.html", context, status=422 if form.errors else 200)


def _fresh(request: HttpRequest, now: CaseNow) -> JudgementForm:
    initial: dict[str, Any] = {"targets": first_ticks(now, request.GET.getlist("target"))}
    if "aside" in request.GET:
        initial["verdict"] = ASIDE
    return JudgementForm(now, initial=initial)


def _near(now: CaseNow) -> dict[str, str]:
    """Which targets of this case look alike: confirmed together only with their context in sight."""
    ids = {each.id for each in now.targets}
    near: dict[str, str] = {}
    for each in cases.story(now):
        event = each.event
        if isinstance(event, RelationNoted) and event.other_target in ids and event.target in ids:
            near[event.target] = near[event.other_target] = label(RelationKind, event.relation)
    return near


def _judged(request: HttpRequest, after: CaseNow, count: int) -> HttpResponse:
    pending = sum(each.judgement == Judgement.PENDING for each in after.targets)
    words = ngettext("%(n)s target judged.", "%(n)s targets judged.", count) % {"n": count}
    if pending:
        left = ngettext("%(n)s is still to judge.", "%(n)s are still to judge.", pending) % {"n": pending}
        messages.success(request, f"{words} {left}")
        return redirect("desk:qualify", after.ref)
    messages.success(request, words)
    return redirect("desk:refer" if after.state == CaseState.QUALIFIED else "desk:case", after.ref)


@seated(Role.ANALYST, kinds=HANDLERS)
def refer(request: HttpRequest, seat: Seat, hand: Hand, ref: str) -> HttpResponse:
    """Preview to whom the case goes, and confirm."""
    now = found(seat, ref)
    if request.method == "POST":
        try:
            judge.refer(hand, ref)
            messages.success(
                request, _("The referrals are prepared. They leave within seconds, unless a person sends them.")
            )
            return redirect("desk:case", ref)
        except MoveError:
            now = found(seat, ref)  # said below, with what can be done
    plans = judge.preview(hand, now)
    faults = _faults(hand, now, plans)
    context = {
        "case": now,
        "plans": [_plan(seat.organisation, now, each) for each in plans],
        "faults": said.about_targets(faults, now),
        "lacks_evidence": any(each.code == "route_no_evidence" for each in faults),
        "reasons": referrals.stated_reasons(now, [each for plan in plans for each in plan.targets]),
        "pending": sum(each.judgement == Judgement.PENDING for each in now.targets),
        "now": datetime.now(UTC),
    }
    return render(request, "desk/refer.html", context, status=409 if request.method == "POST" else 200)


def _faults(hand: Hand, now: CaseNow, plans: tuple[flow.RoutePlan, ...]) -> tuple[Any, ...]:
    """What stands in the way, asked of the core as if it were confirmed now; nothing is written."""
    try:
        refs = [f"R-{n}" for n in range(len(plans))]
        flow.route(now, judge.situation(hand.organisation, now), refs=refs, now=datetime.now(UTC))
    except RefusedError as error:
        return error.messages
    return ()


def _plan(handler: Organisation, now: CaseNow, plan: flow.RoutePlan) -> dict[str, Any]:
    names = shown.numbered(now)
    draft = _draft(now, plan)
    rows = flow.clocks_of(
        draft,
        orgs.policy_of(handler),
        start=draft.prepared_at,
        category=now.category,
        danger=cases.is_danger(now),
    )
    return {
        "ask": str(plan.ask),
        "recipient": plan.recipient.title.get(shown.lang(), plan.recipient.code),
        "kind": label(RecipientKind, plan.recipient.kind),
        "way": str(way_of(plan.recipient)),
        "law": flow.lane_label(plan.lane, shown.lang()),
        "basis": plan.basis,
        "why": [flow.why_text(each, shown.lang()) for each in plan.why],
        "offences": [(flow.offence_label(each, shown.lang()), flow.offence_basis(each)) for each in plan.offences],
        "targets": [names[each] for each in plan.targets],
        "clocks": clock_rows.of_referral(rows),
        "needs_second": plan.needs_second,
    }


def _draft(now: CaseNow, plan: flow.RoutePlan) -> ReferralNow:
    """The referral that a plan would become, for its clocks alone."""
    return ReferralNow(
        ref="",
        state=ReferralState.PREPARED,
        case=now.ref,
        handler=now.handler,
        recipient=plan.recipient.code,
        recipient_kind=str(plan.recipient.kind),
        platform=plan.recipient.platform,
        lane=plan.lane,
        ask=str(plan.ask),
        offences=plan.offences,
        clocks=plan.clocks,
        prepared_at=datetime.now(UTC),
        targets=tuple(ReferralTarget(target=each) for each in plan.targets),
        needs_second=plan.needs_second,
    )


urls = [
    path("cases/<str:ref>/qualify", qualify, name="qualify"),
    path("cases/<str:ref>/refer", refer, name="refer"),
]
