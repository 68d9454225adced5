"""API tokens of an organisation: made with roles and an end, shown once, revoked. Only a digest is kept."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from fanal.words.lists import Role
from fanal_hub.desk import shown
from fanal_hub.desk.guard import seated
from fanal_hub.desk.members import RolesForm
from fanal_hub.desk.organisation import tabs
from fanal_hub.ledger import write
from fanal_hub.people import enrol
from fanal_hub.people.desk import Seat
from fanal_hub.people.models import ApiToken
from fanal_hub.stations.judge import Hand

SOON = timedelta(days=14)


class TokenForm(RolesForm):
    """A new token."""

    name = forms.CharField(
        label=gettext_lazy("What is it for?"),
        max_length=100,
        help_text=gettext_lazy("The name of the program that will use it."),
        error_messages={"required": gettext_lazy("Give the token a name")},
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("It ends after"),
        coerce=int,
        initial=90,
        choices=[
            (30, gettext_lazy("30 days")),
            (90, gettext_lazy("90 days")),
            (365, gettext_lazy("one year")),
        ],
    )
    field_order = ("name", "roles", "days")


@seated(Role.ADMIN)
def tokens(request: HttpRequest, seat: Seat, hand: Hand) -> HttpResponse:
    """The list; the secret of none of them."""
    now = datetime.now(UTC)
    rows = ApiToken.objects.filter(organisation=seat.organisation).order_by("-created_at")
    context = {"rows": [_row(each, now) for each in rows], "tabs": tabs(seat, "tokens"), "now": now}
    return render(request, "desk/tokens.html", context)


def _row(row: ApiToken, now: datetime) -> dict[str, Any]:
    lives = row.revoked_at is None and row.expires_at > now
    state = (
        "revoked" if row.revoked_at else "ended" if not lives else "soon" if row.expires_at - now < SOON else "lives"
    )
    roles = ", ".join(Role(each).label(shown.lang()) for each in row.scopes if each in Role._value2member_map_)
    return {"row": row, "roles": roles, "state": state, "lives": lives}


@sensitive_variables("made")
@seated(Role.ADMIN)
def add(request: HttpRequest, seat: Seat, hand: Hand) -> HttpResponse:
    """Make a token and show it, once."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = enrol.api_token(
            seat.organisation, given["name"], given["roles"], datetime.now(UTC), given["days"], by=seat.person.ref
        )
        write.run(made.row.save)
        return render(
            request, "desk/token_made.html", {"secret": made.secret, "row": made.row, "tabs": tabs(seat, "tokens")}
        )
    return render(request, "desk/token_new.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@seated(Role.ADMIN)
def revoke(request: HttpRequest, seat: Seat, hand: Hand, number: int) -> HttpResponse:
    """End a token now."""
    row = ApiToken.objects.filter(organisation=seat.organisation, pk=number).first()
    if row is None:
        raise Http404
    row.revoked_at = row.revoked_at or datetime.now(UTC)
    write.run(lambda: row.save(update_fields=["revoked_at"]))
    messages.success(request, _("The token “%(name)s” no longer opens anything.") % {"name": row.name})
    return redirect("desk:tokens")


urls = [
    path("settings/tokens", tokens, name="tokens"),
    path("settings/tokens/new", add, name="token_new"),
    path("settings/tokens/<int:number>/revoke", revoke, name="token_revoke"),
]
