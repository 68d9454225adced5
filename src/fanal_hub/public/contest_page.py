"""The door of the reported author: contest what was done, without account. The same answer always; it never says what was found."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from fanal.notice.facts import MOST_ADDRESS, MOST_SHORT, MOST_TEXT
from fanal_hub.courier.keys import contested_case
from fanal_hub.public.draft_forms import Question, Said
from fanal_hub.public.pace import Pace
from fanal_hub.stations.contest import Contest, receive

PACE = Pace(most=20, seconds=3600)
LEAST_LETTERS = 10


class ContestForm(Question):
    """What is contested, and why."""

    about = Said(
        label=_("Address of your content, or the reference you were given"),
        help_text=_("For instance https://… or R-7K3M-2Q9D."),
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "off"}),
    )
    why = Said(
        label=_("Why is it wrong?"),
        help_text=_("What the content really said or meant, in what context, and what you ask."),
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    contact = Said(
        label=_("How to reach you"),
        required=False,
        help_text=_("An e-mail address, if you want an answer. You may stay anonymous."),
        widget=forms.TextInput(attrs={"autocomplete": "email"}),
    )

    def clean(self) -> None:
        """Each field on its own: something to look for, something to read, and no text that nobody could."""
        for name, most in (("about", MOST_ADDRESS), ("why", MOST_TEXT), ("contact", MOST_SHORT)):
            self._bounded(name, most)
        if "about" in self.fields and not self.cleaned_data.get("about", "").strip() and "about" not in self.errors:
            self.add_error("about", gettext("Give the address of your content, or the reference."))
        letters = sum(char.isalpha() for char in self.cleaned_data.get("why", ""))
        if letters < LEAST_LETTERS and "why" not in self.errors:
            self.add_error("why", gettext("Say why, in a few words at least."))

    def _bounded(self, name: str, most: int) -> None:
        said = self.cleaned_data.get(name, "")
        if len(said) > most:
            self.add_error(name, gettext("This text is too long: %(most)s characters at most.") % {"most": most})
        elif "\0" in said:
            self.add_error(name, gettext("This text holds a character that cannot be read. Type it again."))


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, secret: str = "") -> HttpResponse:
    """Contest a content; `secret` is the link that a recipient handed to the author, and names the case."""
    case = contested_case(secret) if secret else ""
    if secret and not case:
        raise Http404
    form = ContestForm(data=request.POST if request.method == "POST" else None)
    if case:
        del form.fields["about"]
    if request.method != "POST":
        return render(request, "public/contest.html", {"form": form, "by_link": bool(case)})
    if not PACE.allows(request):
        return render(request, "public/contest.html", {"form": form, "is_too_many": True}, status=429)
    if not form.is_valid():
        return render(request, "public/contest.html", {"form": form, "by_link": bool(case)}, status=422)
    said = form.cleaned_data
    given = Contest(about=said.get("about", ""), why=said["why"].strip(), contact=said["contact"].strip())
    return render(request, "public/contest_received.html", {"number": receive(given, case)})
