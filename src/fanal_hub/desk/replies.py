"""Mail replies that wait for a person: read, confirmed per target, or dropped when they answer nothing."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fanal.words.lists import Role
from fanal_hub.desk import shown
from fanal_hub.desk.guard import HANDLERS, READS, seated
from fanal_hub.desk.referral import found
from fanal_hub.desk.referral_acts import noted
from fanal_hub.ledger.models import ClaimRow
from fanal_hub.ledger.read import referrals
from fanal_hub.people.desk import Seat
from fanal_hub.stations import reply
from fanal_hub.stations.judge import Hand


@seated(*READS, kinds=HANDLERS)
def replies(request: HttpRequest, seat: Seat, hand: Hand) -> HttpResponse:
    """What waits, oldest first."""
    rows = referrals.claims(seat.organisation.ref)
    shown_rows = [{"id": each.id, "referral": each.referral, "at": each.made_at, **_said(each)} for each in rows]
    return render(request, "desk/replies.html", {"rows": shown_rows})


@seated(Role.ANALYST, kinds=HANDLERS)
def confirm(request: HttpRequest, seat: Seat, hand: Hand, claim_id: str) -> HttpResponse:
    """One reply beside the form of its answer."""
    claim = _claim(seat, claim_id)
    now = found(seat, claim.referral)
    form = noted(request, seat, hand, now, claim.id)
    if isinstance(form, HttpResponse):
        return form
    context = {"claim": claim, "referral": now, "form": form, "at": shown.on(claim.made_at), **_said(claim)}
    return render(request, "desk/reply.html", context, status=422 if form.errors else 200)


@require_POST
@seated(Role.ANALYST, kinds=HANDLERS)
def drop(request: HttpRequest, seat: Seat, hand: Hand, claim_id: str) -> HttpResponse:
    """The mail answers nothing (an automatic receipt, an advertisement): it no longer waits, and stays sealed."""
    claim = _claim(seat, claim_id)
    reply.drop(hand, claim.id)
    messages.success(request, _("This mail no longer waits. It stays sealed with the case."))
    return redirect("desk:replies")


def _claim(seat: Seat, claim_id: str) -> ClaimRow:
    claim = next((each for each in referrals.claims(seat.organisation.ref) if each.id == claim_id), None)
    if claim is None:
        raise Http404(claim_id)
    return claim


def _said(claim: ClaimRow) -> dict[str, Any]:
    """Who wrote, and what, as far as the mail can be read; erased mails say nothing."""
    said: Mapping[str, Any] = referrals.claim_text(claim) or {}
    words = {name: str(said.get(name, "")) for name in ("sender", "subject", "text")}
    names = [str(each.get("name", "")) for each in said.get("attachments", ())]
    return {**words, "automatic": bool(said.get("automatic")), "attachments": names}


urls = [
    path("replies", replies, name="replies"),
    path("replies/<str:claim_id>", confirm, name="reply"),
    path("replies/<str:claim_id>/drop", drop, name="drop_reply"),
]
