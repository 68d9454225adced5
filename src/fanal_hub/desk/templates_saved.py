"""Saved templates of an organisation: category and reasons under a name. They send nothing."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from fanal.notice.facts import MOST_TEXT
from fanal.words.lists import Category, Role
from fanal_hub.desk import shown
from fanal_hub.desk.guard import HANDLERS, seated
from fanal_hub.desk.send import tabs
from fanal_hub.ledger import write
from fanal_hub.people.desk import Seat
from fanal_hub.people.models import Organisation, SavedTemplate
from fanal_hub.stations.judge import Hand


class TemplateForm(forms.Form):
    """A template."""

    name = forms.CharField(
        label=gettext_lazy("Name of the template"),
        max_length=100,
        error_messages={"required": gettext_lazy("Give the template a name")},
    )
    category = forms.ChoiceField(
        label=gettext_lazy("What is it?"), error_messages={"required": gettext_lazy("Choose what it is")}
    )
    reasons = forms.CharField(
        label=gettext_lazy("Why is it illegal?"),
        max_length=MOST_TEXT,
        help_text=gettext_lazy("The part that stays the same. You complete it before you send."),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": gettext_lazy("Say why it is illegal")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(str(each), each.label(shown.lang())) for each in Category]
        self.fields["category"].choices = [("", _("Choose")), *kinds]  # type: ignore[attr-defined]


@seated(Role.NOTIFIER, Role.ANALYST, kinds=HANDLERS)
def templates(request: HttpRequest, seat: Seat, hand: Hand) -> HttpResponse:
    """The list."""
    found = SavedTemplate.objects.filter(organisation=seat.organisation).order_by("name")
    rows = [{"row": each, "category": shown.category(each.category)} for each in found]
    return render(request, "desk/templates.html", {"rows": rows, "tabs": tabs("templates")})


@seated(Role.NOTIFIER, Role.ANALYST, kinds=HANDLERS)
def edit(request: HttpRequest, seat: Seat, hand: Hand, number: int = 0) -> HttpResponse:
    """Make one, or change one."""
    row = _of(seat.organisation, number) if number else SavedTemplate(organisation=seat.organisation)
    if request.method == "POST":
        form = TemplateForm(request.POST)
        if form.is_valid() and _saved(row, form):
            messages.success(request, _("Saved."))
            return redirect("desk:templates")
    else:
        form = TemplateForm(initial={"name": row.name, "category": row.category, "reasons": row.reasons})
    return render(request, "desk/template.html", {"form": form, "row": row}, status=422 if form.errors else 200)


def _of(organisation: Organisation, number: int) -> SavedTemplate:
    row = SavedTemplate.objects.filter(organisation=organisation, pk=number).first()
    if row is None:
        raise Http404
    return row


def _saved(row: SavedTemplate, form: TemplateForm) -> bool:
    row.name, row.category, row.reasons = (form.cleaned_data[name] for name in ("name", "category", "reasons"))
    try:
        write.run(row.save)
    except IntegrityError:
        form.add_error("name", _("Another template has this name: choose another one"))
        return False
    return True


@require_POST
@seated(Role.NOTIFIER, Role.ANALYST, kinds=HANDLERS)
def delete(request: HttpRequest, seat: Seat, hand: Hand, number: int) -> HttpResponse:
    """Remove one. Notices sent with it are not touched."""
    row = _of(seat.organisation, number)
    write.run(row.delete)
    messages.success(request, _("The template “%(name)s” is gone.") % {"name": row.name})
    return redirect("desk:templates")


urls = [
    path("templates", templates, name="templates"),
    path("templates/new", edit, name="template_new"),
    path("templates/<int:number>", edit, name="template"),
    path("templates/<int:number>/delete", delete, name="template_delete"),
]
