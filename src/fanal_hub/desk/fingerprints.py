"""Published fingerprints: what is ready, what is published, who fetches it, what they say. It publishes nothing by itself."""

from collections import defaultdict
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from fanal.words.errors import RefusedError
from fanal.words.lists import MatchFeedback, Role, WithdrawnWhy
from fanal.words.say import say
from fanal_hub.desk import said, shown
from fanal_hub.desk.acts import Page, WhyForm
from fanal_hub.desk.guard import HANDLERS, seated
from fanal_hub.desk.organisation import tabs
from fanal_hub.ledger.models import TargetRow
from fanal_hub.ledger.models_shared import FeedbackRow, SharedHashRow, SubscriberRow
from fanal_hub.ledger.read import shared, streams
from fanal_hub.people.desk import Seat
from fanal_hub.stations import sharing
from fanal_hub.stations.judge import Hand, UnknownError

BY_HAND = (WithdrawnWhy.MISTAKE, WithdrawnWhy.CONTEST, WithdrawnWhy.TOO_BROAD, WithdrawnWhy.NO_LONGER)
TONES = {MatchFeedback.CONFIRMED: "ok", MatchFeedback.DISPUTED: "warn", MatchFeedback.SEEN: "info"}
ICONS = {MatchFeedback.CONFIRMED: "check", MatchFeedback.DISPUTED: "alert", MatchFeedback.SEEN: "eye"}


class SubscriberForm(forms.Form):
    """Whom the keys are for."""

    name = forms.CharField(
        label=gettext_lazy("Who will fetch the list?"),
        max_length=100,
        help_text=gettext_lazy("A platform or a partner, for your eyes: the name goes nowhere."),
        error_messages={"required": gettext_lazy("Say who will fetch the list")},
    )


@seated(Role.ANALYST, Role.ADMIN, kinds=HANDLERS)
def fingerprints(request: HttpRequest, seat: Seat, hand: Hand) -> HttpResponse:
    """The list and its subscribers, on one page."""
    mine = seat.organisation.ref
    subscribers, published = shared.subscribers(mine), shared.published(mine)
    said_of = _feedback({each.id: each.name for each in subscribers}, published)
    rows = [_published(each, said_of[each.id]) for each in published]
    context = {
        "waiting": [_waiting(each) for each in shared.waiting(mine)],
        "rows": [each for each in rows if each["stands"]],
        "gone": [each for each in rows if not each["stands"]],
        "subscribers": subscribers,
        "tabs": tabs(seat, "fingerprints") if seat.may_administer else [],
    }
    return render(request, "desk/fingerprints.html", context)


def _waiting(row: TargetRow) -> dict[str, Any]:
    return {"case": row.case, "target": row.id, "title": _title(row.case, row.id), "asked": _is_asked(row.case, row.id)}


def _published(row: SharedHashRow, feedback: list[dict[str, Any]]) -> dict[str, Any]:
    return {"row": row, "stands": row.withdrawn_at is None, "title": _title(row.case, row.target), "feedback": feedback}


def _title(case: str, target: str) -> str:
    """What a target is called; empty once its case is destroyed."""
    now = streams.case_now(case) if case else None
    return shown.numbered(now).get(target, "") if now else ""


def _is_asked(case: str, target: str) -> bool:
    now = streams.case_now(case)
    found = now.target(target) if now else None
    return found is not None and "share_hash" in found.asks


def _feedback(names: dict[str, str], published: list[SharedHashRow]) -> dict[str, list[dict[str, Any]]]:
    made: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for each in shared.feedback_on([row.id for row in published]):
        if each.feedback != MatchFeedback.TAKEN_BACK:
            made[each.shared].append(_told(each, names))
    return made


def _told(row: FeedbackRow, names: dict[str, str]) -> dict[str, Any]:
    what = MatchFeedback(row.feedback)
    label = what.label(shown.lang())
    return {"who": names.get(row.subscriber, ""), "label": label, "tone": TONES[what], "icon": ICONS[what]}


@require_POST
@seated(Role.ANALYST, kinds=HANDLERS)
def publish(request: HttpRequest, seat: Seat, hand: Hand, ref: str, target_id: str) -> HttpResponse:
    """Publish the fingerprints of one qualified target."""
    try:
        sharing.publish(hand, ref, target_id)
        messages.success(request, _("Published. Subscribers get the fingerprint at their next fetch."))
    except RefusedError as refused:
        messages.error(request, say(refused.messages[0], shown.lang()))
    except UnknownError as error:
        raise Http404 from error
    return redirect("desk:fingerprints")


@seated(Role.ANALYST, kinds=HANDLERS)
def withdraw(request: HttpRequest, seat: Seat, hand: Hand, shared_id: str) -> HttpResponse:
    """Take one published fingerprint back, with a reason."""
    row = shared.one(seat.organisation.ref, shared_id)
    if row is None or row.withdrawn_at is not None:
        raise Http404
    page = Page(
        _("Take the fingerprint %(ref)s back") % {"ref": row.id},
        _("Subscribers are told at their next fetch to delete it. Whoever never fetches again is not told by us."),
        _("Take it back"),
        tone="warning",
        back=reverse("desk:fingerprints"),
    )
    reasons = {str(each): each.label(shown.lang()) for each in BY_HAND}
    return page.answer(
        request,
        WhyForm(reasons, said.posted(request)),
        lambda given: sharing.withdraw(hand, row.id, WithdrawnWhy(given["why"])),
        _("Taken back."),
    )


@sensitive_variables("made")
@seated(Role.ADMIN, kinds=HANDLERS)
def subscribe(request: HttpRequest, seat: Seat, hand: Hand) -> HttpResponse:
    """Make the keys of a subscriber and show them, once."""
    form = SubscriberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = sharing.subscribe(hand, form.cleaned_data["name"])
        address = f"{settings.FANAL_URL}/api/v1/hashes"
        line = f"{made.first_key},{made.second_key},{address}"
        context = {"name": form.cleaned_data["name"], "made": made, "address": address, "line": line}
        return render(request, "desk/subscriber_made.html", context)
    return render(request, "desk/subscriber_new.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@seated(Role.ADMIN, kinds=HANDLERS)
def revoke(request: HttpRequest, seat: Seat, hand: Hand, subscriber_id: str) -> HttpResponse:
    """The keys of a subscriber open nothing any more."""
    row = SubscriberRow.objects.filter(handler=seat.organisation.ref, id=subscriber_id).first()
    if row is None:
        raise Http404
    sharing.revoke(hand, row.id)
    messages.success(request, _("The keys of “%(name)s” no longer open anything.") % {"name": row.name})
    return redirect("desk:fingerprints")


urls = [
    path("fingerprints", fingerprints, name="fingerprints"),
    path("fingerprints/subscribers/new", subscribe, name="subscriber_new"),
    path("fingerprints/subscribers/<str:subscriber_id>/revoke", revoke, name="subscriber_revoke"),
    path("fingerprints/<str:shared_id>/withdraw", withdraw, name="fingerprint_withdraw"),
    path("cases/<str:ref>/targets/<str:target_id>/publish", publish, name="fingerprint_publish"),
]
