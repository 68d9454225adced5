"""Recipients as this organisation knows them: the built-in ones completed with an address, its own, and how each is reached."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from fanal.notice.facts import Recipient
from fanal.words.lists import DeliveryWay, OrgKind, RecipientKind, Role
from fanal_hub.desk import shown
from fanal_hub.desk.guard import HANDLERS, seated
from fanal_hub.desk.organisation import tabs
from fanal_hub.ledger import write
from fanal_hub.ledger.read import orgs
from fanal_hub.people import enrol
from fanal_hub.people.desk import Seat
from fanal_hub.people.models import Organisation, RecipientRow
from fanal_hub.stations import dispatch
from fanal_hub.stations.judge import Hand

# Honest words: what is known once it left, and what is not.
WAYS = {
    DeliveryWay.HUB: gettext_lazy("In its inbox on this hub, at once. It confirms receipt and answers here."),
    DeliveryWay.EMAIL: gettext_lazy("By e-mail with a one-time link. We know that it left, not that it was read."),
    DeliveryWay.ASSISTED: gettext_lazy(
        "By its own form: a person pastes the text we prepare. Nothing leaves by itself."
    ),
}
NO_FORM = gettext_lazy(
    "We know no form of it: a person looks for the way, with the text we prepare. An e-mail address helps."
)


class RecipientForm(forms.Form):
    """A recipient's names and address."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"), error_messages={"required": gettext_lazy("Choose what it is")}
    )
    title_fr = forms.CharField(
        label=gettext_lazy("Its name, in French"),
        max_length=200,
        error_messages={"required": gettext_lazy("Give its name in French")},
    )
    title_en = forms.CharField(label=gettext_lazy("Its name, in English"), max_length=200, required=False)
    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Its account on this hub"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=gettext_lazy("None"),
        help_text=gettext_lazy("Then everything goes to its inbox here."),
    )
    email = forms.EmailField(
        label=gettext_lazy("Its e-mail address for notices"),
        required=False,
        help_text=gettext_lazy(
            "Only an address that it names for this use. Anybody who reads the letter can answer once."
        ),
        error_messages={"invalid": gettext_lazy("Write an e-mail address such as name@example.org")},
    )

    def __init__(self, known: Recipient | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        kinds = [each for each in RecipientKind if each != RecipientKind.PLATFORM]
        self.fields["kind"].choices = [("", _("Choose")), *((str(each), each.label(shown.lang())) for each in kinds)]  # type: ignore[attr-defined]
        wanted = OrgKind.PLATFORM if known and known.platform else OrgKind.AUTHORITY
        self.fields["organisation"].queryset = Organisation.objects.filter(kind=wanted).order_by("name")  # type: ignore[attr-defined]
        self.fields["organisation"].label_from_instance = lambda row: row.name  # type: ignore[attr-defined]
        if known is not None:
            del self.fields["kind"]
        if known is not None and known.platform:
            del self.fields["organisation"]  # a platform's account on this hub is found by itself

    def clean(self) -> dict[str, Any]:
        """A recipient of one's own must be reached somehow."""
        given = super().clean() or self.cleaned_data
        if self.known is None and not self.errors and not given.get("email") and not given.get("organisation"):
            self.add_error("email", _("Give an e-mail address, or choose its account on this hub"))
        return given


@seated(Role.ADMIN, kinds=HANDLERS)
def recipients(request: HttpRequest, seat: Seat, hand: Hand) -> HttpResponse:
    """The list, with the way each is reached."""
    own = {each.code for each in _own(seat)}
    rows = [_row(each, own) for each in orgs.recipients_for(seat.organisation.ref)]
    rows.sort(key=lambda each: (each["kind"] != RecipientKind.PLATFORM, each["order"], each["title"].casefold()))
    context = {"rows": rows, "tabs": tabs(seat, "recipients"), "has_mail": bool(settings.FANAL_MAIL)}
    return render(request, "desk/recipients.html", context)


_ORDER = {DeliveryWay.HUB: 0, DeliveryWay.EMAIL: 1, DeliveryWay.ASSISTED: 2}


def _own(seat: Seat) -> list[RecipientRow]:
    return list(RecipientRow.objects.filter(handler=seat.organisation))


def _row(each: Recipient, own: set[str]) -> dict[str, Any]:
    way = dispatch.way_of(each)
    lost = way == DeliveryWay.ASSISTED and not each.has_form
    return {
        "code": each.code,
        "title": each.title.get(shown.lang(), each.code),
        "kind": each.kind,
        "kind_words": RecipientKind(each.kind).label(shown.lang()),
        "way": str(way),
        "order": 3 if lost else _ORDER[way],
        "way_words": NO_FORM if lost else WAYS[way],
        "tone": "quiet" if lost else {DeliveryWay.HUB: "ok", DeliveryWay.EMAIL: "info"}.get(way, "warn"),
        "icon": {DeliveryWay.HUB: "inbox", DeliveryWay.EMAIL: "send"}.get(way, "pen"),
        "way_label": _("By hand") if lost else way.label(shown.lang()),
        "email": each.email,
        "may_change": way != DeliveryWay.HUB or each.code in own,
    }


def _known(seat: Seat, code: str) -> Recipient:
    found = next((each for each in orgs.recipients_for(seat.organisation.ref) if each.code == code), None)
    if found is None:
        raise Http404
    return found


@seated(Role.ADMIN, kinds=HANDLERS)
def edit(request: HttpRequest, seat: Seat, hand: Hand, code: str = "") -> HttpResponse:
    """Complete a known recipient, or add one."""
    known = _known(seat, code) if code else None
    row = RecipientRow.objects.filter(handler=seat.organisation, code=_kept_code(seat, code)).first() if code else None
    if request.method == "POST":
        form = RecipientForm(known, request.POST)
        if form.is_valid():
            _save(seat.organisation, known, row, form.cleaned_data)
            messages.success(request, _("Saved. It holds for what is sent from now on."))
            return redirect("desk:recipients")
    else:
        form = RecipientForm(known, initial=_initial(known, row))
    context = {"form": form, "known": known, "row": row, "title": known.title.get(shown.lang(), code) if known else ""}
    return render(request, "desk/recipient.html", context, status=422 if form.errors else 200)


def _kept_code(seat: Seat, code: str) -> str:
    """The code under which this organisation keeps the recipient: one with an account here is shown as "org:…"."""
    rows = RecipientRow.objects.filter(handler=seat.organisation, organisation_id=code.removeprefix("org:"))
    kept = rows.first() if code.startswith("org:") else None
    return kept.code if kept else code


def _initial(known: Recipient | None, row: RecipientRow | None) -> dict[str, Any]:
    if known is None:
        return {}
    found = {"title_fr": known.title.get("fr", ""), "title_en": known.title.get("en", ""), "email": known.email}
    return {**found, "organisation": row.organisation_id if row else None}


def _save(handler: Organisation, known: Recipient | None, row: RecipientRow | None, given: dict[str, Any]) -> None:
    if row is None:
        row = RecipientRow(handler=handler, code=known.code if known else _new_code(handler, given["title_fr"]))
        row.kind = known.kind if known else given["kind"]
        row.platform = known.platform if known else ""
    for name in ("title_fr", "title_en", "email"):
        setattr(row, name, given[name])
    row.organisation = given.get("organisation")
    write.run(row.save)


def _new_code(handler: Organisation, title: str) -> str:
    base = f"own:{enrol.slug(title)}"
    taken = set(RecipientRow.objects.filter(handler=handler, code__startswith=base).values_list("code", flat=True))
    return next(code for code in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if code not in taken)


@require_POST
@seated(Role.ADMIN, kinds=HANDLERS)
def remove(request: HttpRequest, seat: Seat, hand: Hand, code: str) -> HttpResponse:
    """Forget what this organisation added; a built-in recipient is as it was."""
    row = RecipientRow.objects.filter(handler=seat.organisation, code=_kept_code(seat, code)).first()
    if row is None:
        raise Http404
    write.run(row.delete)
    messages.success(request, _("Removed. What was sent stays sent."))
    return redirect("desk:recipients")


urls = [
    path("settings/recipients", recipients, name="recipients"),
    path("settings/recipients/new", edit, name="recipient_new"),
    path("settings/recipients/<str:code>", edit, name="recipient"),
    path("settings/recipients/<str:code>/remove", remove, name="recipient_remove"),
]
