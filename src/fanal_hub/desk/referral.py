"""Referrals as their handler sees them: the list, one with its clocks and answers, its envelope. It only reads."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fanal import flow
from fanal.notice.states import CaseNow, ReferralNow
from fanal.words.lists import AnswerKind, DeliveryGrade, DeliveryWay, Measure, RecipientKind, ReferralState
from fanal_hub.desk import clock_rows, shown
from fanal_hub.desk.case import referral_row
from fanal_hub.desk.guard import HANDLERS, READS, seated
from fanal_hub.desk.story import names_for
from fanal_hub.desk.story_words import VERDICTS, code_words, label
from fanal_hub.ledger.read import cases, orgs, referrals, streams
from fanal_hub.people.desk import Seat
from fanal_hub.stations.dispatch import way_of
from fanal_hub.stations.judge import Hand

MOST = 100
ENDED = (ReferralState.CLOSED, ReferralState.WITHDRAWN)
ANSWERABLE = (ReferralState.SENT, ReferralState.ACKNOWLEDGED, ReferralState.CONTESTED)


def found(seat: Seat, ref: str) -> ReferralNow:
    """A referral of the seat's organisation, or 404."""
    now = referrals.sent_by(seat.organisation.ref, ref)
    if now is None:
        raise Http404(ref)
    return now


class StateForm(forms.Form):
    """Which referrals to list."""

    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("All")), *((str(each), each.label(shown.lang())) for each in ReferralState)]
        self.fields["state"].choices = choices  # type: ignore[attr-defined]


@seated(*READS, kinds=HANDLERS)
def outbox(request: HttpRequest, seat: Seat, hand: Hand) -> HttpResponse:
    """The referrals of the organisation, newest first."""
    form = StateForm(request.GET if request.GET.get("state") else None)
    state = form.cleaned_data["state"] if form.is_bound and form.is_valid() else ""
    rows = referrals.outbox(seat.organisation.ref, [state] if state else [], MOST + 1)
    names = names_for(seat.organisation)
    context = {
        "form": form,
        "rows": [referral_row(each, names) for each in rows[:MOST]],
        "more": len(rows) > MOST,
        "most": MOST,
        "now": datetime.now(UTC),
    }
    return render(request, "desk/referrals.html", context)


@seated(*READS, kinds=HANDLERS)
def referral(request: HttpRequest, seat: Seat, hand: Hand, ref: str) -> HttpResponse:
    """One referral: state, clocks, envelope, answers."""
    now = found(seat, ref)
    case = streams.case_now(now.case)
    recipient = orgs.recipient_for(now.handler, now.recipient)
    way = now.way or (str(way_of(recipient)) if recipient else "")
    names = names_for(seat.organisation)
    context = {
        "referral": now,
        "recipient": names(now.recipient),
        "head": _head(now, recipient_kind=label(RecipientKind, now.recipient_kind), way=way),
        "targets": _targets(now, case),
        "clocks": _clocks(seat, now, case),
        "offences": [(flow.offence_label(each, shown.lang()), flow.offence_basis(each)) for each in now.offences],
        "form_reference": referrals.form_reference(ref),
        "is_assisted": way == DeliveryWay.ASSISTED,
        "waits_for_hand": _waits_for_hand(now, way),
        "waits_for_second": _waits(now),
        "is_first_person": hand.by in referrals.judges_of(ref),
        "has_envelope": referrals.letter(ref) is not None,
        "may_act": seat.may_analyse,
        "may_note_answer": seat.may_analyse and now.state in ANSWERABLE,
        "may_contest": seat.may_analyse and now.state in (ReferralState.ANSWERED, ReferralState.VERIFIED),
        "is_ended": now.state in ENDED,
        "claims": [each for each in referrals.claims(now.handler) if each.referral == ref],
        "now": datetime.now(UTC),
    }
    return render(request, "desk/referral.html", context)


def _waits_for_hand(now: ReferralNow, way: str) -> bool:
    """Is it for a person to send: by the platform's own form, or because its letter could not leave?"""
    is_assisted = way == DeliveryWay.ASSISTED and now.state == ReferralState.PREPARED and not _waits(now)
    return is_assisted or (way != DeliveryWay.HUB and now.state == ReferralState.UNDELIVERABLE)


def _waits(now: ReferralNow) -> bool:
    return now.needs_second and not now.approved_by and now.state == ReferralState.PREPARED


def _head(now: ReferralNow, *, recipient_kind: str, way: str) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [
        (_("Case"), now.case, reverse("desk:case", args=[now.case]), _("Open the case")),
        (_("Recipient"), recipient_kind),
        (
            _("On which basis"),
            " · ".join([flow.lane_label(now.lane, shown.lang()), flow.lane_basis(now.lane)]).strip(" ·"),
        ),
        (_("By which way"), label(DeliveryWay, way) if way else _("Not known yet")),
        (_("What is known of the delivery"), label(DeliveryGrade, now.grade)),
        (_("Prepared"), shown.on(now.prepared_at)),
    ]
    dated = (
        (_("Sent"), now.sent_at),
        (_("Receipt confirmed"), now.acknowledged_at),
        (_("Answered"), now.answered_at),
        (_("Checked at the source"), now.verified_at),
        (_("Ended"), now.ended_at),
    )
    return rows + [(key, shown.on(at)) for key, at in dated if at]


def _targets(now: ReferralNow, case: CaseNow | None) -> list[dict[str, Any]]:
    """Each target with what the recipient said of it (DSA Art. 17) and what was seen."""
    names = shown.numbered(case) if case else {}
    answers = referrals.answers(now.ref)
    known = cases.contents(now.case)
    return [
        {
            "title": names.get(each.target, each.target),
            "href": reverse("desk:target", args=[now.case, each.target]) if each.target in names else "",
            "address": known[each.target].url if each.target in known else "",
            "answer": each.answer,
            "sighting": each.sighting,
            "verdict": code_words(VERDICTS, each.verdict) if each.verdict else "",
            "said": statement(answers.get(each.target)),
        }
        for each in now.targets
    ]


def statement(said: Mapping[str, Any] | None) -> list[tuple[str, str]]:
    """A statement of reasons in rows, in the order of DSA Art. 17(3)."""
    if not said:
        return []
    decided = said["kind"] == AnswerKind.DECIDED
    rows: Sequence[tuple[str, str]] = (
        (_("Measure"), label(Measure, said["measure"]) if decided else ""),
        (_("Territory"), said["territory"]),
        (_("Facts and circumstances"), said["facts"]),
        (_("Automated means"), _("Yes") if said["automated"] else ""),
        (_("Legal ground"), said["legal_ground"]),
        (_("Ground in the terms of use"), said["contractual_ground"]),
        (_("How to contest it"), said["redress"]),
        (_("Question"), said["question"]),
    )
    return [(key, value) for key, value in rows if value]


def _clocks(seat: Seat, now: ReferralNow, case: CaseNow | None) -> list[dict[str, Any]]:
    if case is None:
        return []
    rows = flow.clocks_of(
        now,
        orgs.policy_of(seat.organisation),
        start=now.sent_at or datetime.now(UTC),
        category=case.category,
        danger=cases.is_danger(case),
    )
    return clock_rows.of_referral(rows, now.answered_at or now.ended_at)


@seated(*READS, kinds=HANDLERS)
def envelope(request: HttpRequest, seat: Seat, hand: Hand, ref: str) -> HttpResponse:
    """The signed envelope, byte for byte, as a file."""
    found(seat, ref)
    raw = referrals.letter(ref)
    if raw is None:
        raise Http404(ref)
    response = HttpResponse(raw, content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{ref}.json"'
    response.headers["Cache-Control"] = "no-store, private"
    return response


urls = [
    path("referrals", outbox, name="referrals"),
    path("referrals/<str:ref>", referral, name="referral"),
    path("referrals/<str:ref>/envelope", envelope, name="envelope"),
]
