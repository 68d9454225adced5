"""The notices an organisation sent: where each stands, its receipt and proof, and how to take it back."""

import json
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from fanal import flow
from fanal.notice.states import NoticeNow
from fanal.words.lists import Category, NoticeState, Role
from fanal_hub.courier.keys import signer
from fanal_hub.desk import shown, story
from fanal_hub.desk.guard import HANDLERS, seated
from fanal_hub.ledger.read import follow_up, log, notices, sent, streams
from fanal_hub.people.desk import Seat
from fanal_hub.people.models import Organisation
from fanal_hub.stations import door, notifier, seal
from fanal_hub.stations.judge import Hand

ON_A_PAGE = 40
OPEN = (NoticeState.RECEIVED, NoticeState.TRIAGED)


class WantedForm(forms.Form):
    """The filters of the list."""

    stage = forms.ChoiceField(
        label=gettext_lazy("Where it stands"),
        required=False,
        choices=[
            ("", gettext_lazy("Everywhere")),
            ("waiting", gettext_lazy("Waits for a person to qualify it")),
            ("judged", gettext_lazy("Qualified, not yet put before anybody")),
            ("referred", gettext_lazy("Put before a recipient")),
            ("ended", gettext_lazy("Ended")),
            ("withdrawn", gettext_lazy("Taken back")),
        ],
    )
    category = forms.ChoiceField(label=gettext_lazy("Category"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(str(each), each.label(shown.lang())) for each in Category]
        self.fields["category"].choices = [("", _("All categories")), *kinds]  # type: ignore[attr-defined]

    def wanted(self) -> sent.Wanted:
        """What the filters mean; one that is not ours filters nothing."""
        given = self.cleaned_data if self.is_valid() else {}
        return sent.Wanted(stage=given.get("stage", ""), category=given.get("category", ""))


def sender(organisation: Organisation) -> str:
    """How an organisation is named among senders."""
    return f"org:{organisation.ref}"


@seated(Role.NOTIFIER, Role.ANALYST, kinds=HANDLERS)
def mine(request: HttpRequest, seat: Seat, hand: Hand) -> HttpResponse:
    """The list, newest first."""
    asked = {name: request.GET[name] for name in ("stage", "category") if request.GET.get(name)}
    form = WantedForm(asked or None)
    wanted, before = form.wanted(), request.GET.get("before", "")
    try:
        fates, more = sent.sent(sender(seat.organisation), wanted, before, ON_A_PAGE)
    except (ValueError, OverflowError):
        before = ""
        fates, more = sent.sent(sender(seat.organisation), wanted, "", ON_A_PAGE)
    context = {
        "form": form if asked else WantedForm(),
        "is_sieved": bool(asked),
        "rows": [_row(each) for each in fates],
        "next": _address(request, more) if more else "",
        "first": _address(request, "") if before else "",
    }
    return render(request, "desk/notices.html", context)


def _address(request: HttpRequest, before: str) -> str:
    asked = request.GET.copy()
    asked.pop("before", None)
    if before:
        asked["before"] = before
    return f"{reverse('desk:notices')}?{asked.urlencode()}"


def _row(fate: sent.Fate) -> dict[str, Any]:
    now = fate.notice
    return {
        "ref": now.ref,
        "href": reverse("desk:notice", args=[now.ref]),
        "at": now.received_at,
        "state": str(now.state),
        "category": shown.category(now.category),
        "targets": now.mentions,
        "platforms": ", ".join(flow.platform_title(each, shown.lang()) for each in fate.platforms[:3]),
        "address": fate.address,
        "cases": [] if now.state == NoticeState.WITHDRAWN else fate.cases,
        "referrals": fate.referrals,
        "sightings": fate.sightings,
    }


def _of(seat: Seat, ref: str) -> NoticeNow:
    """A notice that this organisation sent; 404 for any other."""
    now = streams.notice_now(ref) if sent.is_sent_by(sender(seat.organisation), ref) else None
    if now is None:
        raise Http404
    return now


@seated(Role.NOTIFIER, Role.ANALYST, kinds=HANDLERS)
def notice(request: HttpRequest, seat: Seat, hand: Hand, ref: str) -> HttpResponse:
    """One notice: its receipt, its targets and what became of each."""
    now = _of(seat, ref)
    handles = now.handler == seat.organisation.ref and seat.reads_cases
    names = story.names_for(seat.organisation)
    whole = notices.whole_notice(now)
    parts = [_part(each, names, handles=handles) for each in follow_up.followed(now)]
    context = {
        "notice": now,
        "whole": whole,
        "category": shown.category(now.category),
        "parts": parts,
        "waiting": [] if parts else [_waiting(each) for each in whole.mentions],
        "story": story.entries(follow_up.own_events(ref), names),
        "cases": now.cases if handles else (),
        "files": notifier.testimony(ref),
        "may_withdraw": now.state in OPEN,
        "is_sealed": _is_sealed(ref),
        "now": datetime.now(UTC),
    }
    return render(request, "desk/notice.html", context)


def _waiting(mention: Any) -> dict[str, Any]:
    title = f"{shown.kind(str(mention.kind))} · {flow.platform_title(mention.platform, shown.lang())}"
    return {"title": title, "address": mention.url or mention.address, "excerpt": mention.text}


def _part(each: follow_up.Followed, names: Any, *, handles: bool) -> dict[str, Any]:
    """A target of the notice as a card, with its own story."""
    content = each.content
    entries = story.entries(each.events, names)
    for one in entries:
        if not handles:
            one.pop("href", None)
    return {
        "id": each.target.id,
        "shown": {
            "title": f"{each.n}. {shown.title(each.target)}",
            "address": content.url if content else "",
            "excerpt": content.text[: shown.EXCERPT] if content else "",
        },
        "case_state": str(each.case.state),
        "judgement": str(each.target.judgement),
        "sighting": each.target.sighting,
        "sighted_at": each.target.sighted_at,
        "referrals": [
            {"state": str(one.state), "title": names(one.recipient), "outcome": one.outcome} for one in each.referrals
        ],
        "story": entries,
    }


@seated(Role.NOTIFIER, Role.ANALYST, kinds=HANDLERS)
def receipt(request: HttpRequest, seat: Seat, hand: Hand, ref: str) -> HttpResponse:
    """The signed receipt and the hub's key, for `fanal check`; with the proof of inclusion once a checkpoint covers it."""
    _of(seat, ref)
    made = {"receipt": door.receipt_of(ref), "vkey": signer().verifier.text(), **(seal.proof_of(ref) or {})}
    response = HttpResponse(json.dumps(made, ensure_ascii=False, indent=2), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{ref}.json"'
    return response


def _is_sealed(ref: str) -> bool:
    place, last = notices.place_of(ref), log.latest()
    return place is not None and last is not None and place <= last.size


@require_POST
@seated(Role.NOTIFIER, Role.ANALYST, kinds=HANDLERS)
def withdraw(request: HttpRequest, seat: Seat, hand: Hand, ref: str) -> HttpResponse:
    """Take the notice back; what others reported stays."""
    _of(seat, ref)
    notifier.withdraw(ref)
    messages.success(request, _("The notice is taken back. What others reported about the same targets stays."))
    return redirect("desk:notice", ref)


urls = [
    path("notices", mine, name="notices"),
    path("notices/<str:ref>", notice, name="notice"),
    path("notices/<str:ref>/receipt.json", receipt, name="notice_receipt"),
    path("notices/<str:ref>/withdraw", withdraw, name="notice_withdraw"),
]
