"""Members of an organisation: who may do what. The last administrator stays; a person of two organisations belongs to neither's will."""

import secrets
from collections.abc import Callable
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
from fanal_hub.desk.organisation import tabs
from fanal_hub.ledger import write
from fanal_hub.people import enrol
from fanal_hub.people.desk import Seat
from fanal_hub.people.models import Member, Organisation, Person
from fanal_hub.stations.judge import Hand


class LastAdminError(ValueError):
    """The organisation would be left without an administrator."""


class AlreadyError(ValueError):
    """The person is a member already."""


class RolesForm(forms.Form):
    """What a member may do."""

    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one role")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = [(str(each), each.label(shown.lang())) for each in Role]  # type: ignore[attr-defined]
        self.fields["roles"].choice_hints = {str(code): str(words) for code, words in HINTS.items()}  # type: ignore[attr-defined]


HINTS = {
    Role.ADMIN: gettext_lazy("Members, tokens, recipients, settings."),
    Role.ANALYST: gettext_lazy("Qualifies cases and sends them; for a platform: answers."),
    Role.NOTIFIER: gettext_lazy("Sends notices and follows them."),
    Role.READER: gettext_lazy("Sees, changes nothing."),
}


class MemberForm(RolesForm):
    """A new member."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        error_messages={
            "required": gettext_lazy("Give the person's e-mail address"),
            "invalid": gettext_lazy("Write an e-mail address such as name@example.org"),
        },
    )
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=200, error_messages={"required": gettext_lazy("Give the person's name")}
    )
    field_order = ("email", "name", "roles")


@seated(Role.ADMIN)
def members(request: HttpRequest, seat: Seat, hand: Hand) -> HttpResponse:
    """The list."""
    rows = Member.objects.filter(organisation=seat.organisation).select_related("person").order_by("person__name")
    context = {"rows": [_row(each, seat) for each in rows], "tabs": tabs(seat, "members")}
    return render(request, "desk/members.html", context)


def _row(member: Member, seat: Seat) -> dict[str, Any]:
    return {
        "member": member,
        "person": member.person,
        "roles": ", ".join(Role(each).label(shown.lang()) for each in member.roles if each in Role._value2member_map_),
        "is_me": member.person_id == seat.person.pk,
    }


@sensitive_variables("password")
@seated(Role.ADMIN)
def add(request: HttpRequest, seat: Seat, hand: Hand) -> HttpResponse:
    """Add a member; a new person gets a first password, shown once."""
    form = MemberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        password = secrets.token_urlsafe(12)
        given = form.cleaned_data
        try:
            is_new = write.run(lambda: _join(seat.organisation, given, password))
            context = {"password": password if is_new else "", "given": given, "tabs": tabs(seat, "members")}
            return render(request, "desk/member_added.html", context)
        except AlreadyError:
            form.add_error("email", _("This person is a member already: change the roles in the list"))
    return render(request, "desk/member_new.html", {"form": form}, status=422 if form.errors else 200)


@sensitive_variables("password")
def _join(organisation: Organisation, given: dict[str, Any], password: str) -> bool:
    """True when the person is new to the hub. Somebody known keeps name, password and language."""
    who = Person.objects.filter(email__iexact=given["email"]).first()
    is_new = who is None
    if who is None:
        who = enrol.person(given["email"], given["name"], password, organisation.lang)
        who.save()
    elif Member.objects.filter(person=who, organisation=organisation).exists():
        raise AlreadyError
    enrol.member(who, organisation, given["roles"]).save()
    return is_new


@seated(Role.ADMIN)
def member(request: HttpRequest, seat: Seat, hand: Hand, ref: str) -> HttpResponse:
    """Change the roles of one member."""
    row = _of(seat.organisation, ref)
    form = RolesForm(request.POST) if request.method == "POST" else RolesForm(initial={"roles": row.roles})
    if request.method == "POST" and form.is_valid():
        roles = form.cleaned_data["roles"]
        if _tried(request, seat.organisation, lambda: _set_roles(row, roles)):
            return redirect("desk:members")
    alone = not Member.objects.filter(person=row.person).exclude(pk=row.pk).exists()
    context = {"form": form, "row": row, "alone": alone, "is_me": row.person_id == seat.person.pk}
    return render(request, "desk/member.html", context, status=422 if form.errors else 200)


def _of(organisation: Organisation, ref: str) -> Member:
    row = Member.objects.filter(organisation=organisation, person__ref=ref).select_related("person").first()
    if row is None:
        raise Http404
    return row


def _tried(request: HttpRequest, organisation: Organisation, change: Callable[[], None]) -> bool:
    """Change, unless the organisation would be left without an administrator; asked and done by the one writer."""

    def work() -> None:
        change()
        rows = Member.objects.filter(organisation=organisation, person__is_active=True)
        if not any(Role.ADMIN in each for each in rows.values_list("roles", flat=True)):
            raise LastAdminError

    try:
        write.run(work)
    except LastAdminError:
        messages.error(
            request,
            _("Nothing was changed: the organisation would have no administrator left. Name another one first."),
        )
        return False
    messages.success(request, _("Saved."))
    return True


def _set_roles(row: Member, roles: list[str]) -> None:
    row.roles = roles
    row.save(update_fields=["roles"])


@require_POST
@seated(Role.ADMIN)
def remove(request: HttpRequest, seat: Seat, hand: Hand, ref: str) -> HttpResponse:
    """Take a member out. Somebody who belongs nowhere else can no longer sign in."""
    row = _of(seat.organisation, ref)
    _tried(request, seat.organisation, lambda: _leave(row))
    return redirect("desk:members")


def _leave(row: Member) -> None:
    if Member.objects.filter(person=row.person).exclude(pk=row.pk).exists():
        row.delete()
        return
    row.person.is_active = False
    row.person.save(update_fields=["is_active"])


@require_POST
@seated(Role.ADMIN)
def restore(request: HttpRequest, seat: Seat, hand: Hand, ref: str) -> HttpResponse:
    """Let a deactivated member in again, with a new first password."""
    return _renewed_here(request, seat, ref)


@require_POST
@seated(Role.ADMIN)
def renew(request: HttpRequest, seat: Seat, hand: Hand, ref: str) -> HttpResponse:
    """A new first password for somebody who forgot theirs."""
    return _renewed_here(request, seat, ref)


def _renewed_here(request: HttpRequest, seat: Seat, ref: str) -> HttpResponse:
    """Unless they belong to another organisation too: whoever sets their password could work there in their name."""
    row = _of(seat.organisation, ref)
    if Member.objects.filter(person=row.person).exclude(pk=row.pk).exists():
        messages.error(request, _("This person belongs to another organisation too: you cannot change their password."))
        return redirect("desk:members")
    return _renewed(request, seat, row)


@sensitive_variables("password", "found")
def _renewed(request: HttpRequest, seat: Seat, row: Member) -> HttpResponse:
    password = secrets.token_urlsafe(12)
    found = enrol.person(row.person.email, row.person.name, password)
    row.person.password, row.person.is_active = found.password, True
    write.run(lambda: row.person.save(update_fields=["password", "is_active"]))
    given = {"email": row.person.email, "name": row.person.name}
    context = {"password": password, "given": given, "is_renewed": True, "tabs": tabs(seat, "members")}
    return render(request, "desk/member_added.html", context)


urls = [
    path("settings/members", members, name="members"),
    path("settings/members/new", add, name="member_new"),
    path("settings/members/<str:ref>", member, name="member"),
    path("settings/members/<str:ref>/remove", remove, name="member_remove"),
    path("settings/members/<str:ref>/restore", restore, name="member_restore"),
    path("settings/members/<str:ref>/password", renew, name="member_password"),
]
