"""The answer of a recipient, the same for the targets it ticks; another answer for the others comes after. The core judges it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fanal.words.lists import AnswerKind, Measure
from fanal_hub.public.draft_forms import Question, Said, radios


class Answer(Question):
    """What was done about some targets, with the elements of a statement of reasons (DSA art. 17(3))."""

    targets = forms.MultipleChoiceField(
        label=_("For which contents?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Untick those that get another answer: you give it next."),
        error_messages={"required": _("Tick at least one content."), "invalid_choice": _("Choose from the list.")},
    )
    kind = radios(_("Your answer"), _("Choose your answer."))
    measure = forms.ChoiceField(label=_("What was done"), required=False, help_text=_("When something was done."))
    territory = Said(
        label=_("Where it applies"),
        required=False,
        help_text=_("Leave empty when it is everywhere. Otherwise the country, FR for instance."),
    )
    facts = Said(
        label=_("Facts and circumstances, or why you refuse"),
        required=False,
        help_text=_("DSA Art. 17(3)(b); for a refusal, Art. 16(5)."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    automated = forms.BooleanField(
        label=_("Automated means were used to decide"), required=False, help_text=_("DSA Art. 17(3)(c).")
    )
    legal_ground = Said(label=_("Legal ground"), required=False, help_text=_("DSA Art. 17(3)(d)."))
    contractual_ground = Said(
        label=_("Ground in your terms"),
        required=False,
        help_text=_("DSA Art. 17(3)(e): the clause, and why it applies."),
    )
    redress = Said(
        label=_("What the author and the notifier can do against it"),
        required=False,
        help_text=_("DSA Art. 17(3)(f): complaint, out-of-court settlement, court."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    question = Said(
        label=_("Your question"),
        required=False,
        help_text=_("When you ask for something before you can decide."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, targets: Sequence[tuple[str, str]] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        lang = (get_language() or "fr")[:2]
        self.fields["targets"].choices = list(targets)  # type: ignore[attr-defined]
        self.fields["kind"].choices = [(str(each), each.label(lang)) for each in AnswerKind]  # type: ignore[attr-defined]
        measures = [(str(each), each.label(lang)) for each in Measure if each != Measure.NONE]
        self.fields["measure"].choices = [("", "–"), *measures]  # type: ignore[attr-defined]


def elements(form: Answer) -> list[dict[str, Any]]:
    """The same answer for each ticked target, as the core reads answers."""
    if not form.is_valid():
        return []
    said = form.cleaned_data
    texts = ("territory", "facts", "legal_ground", "contractual_ground", "redress", "question")
    same = {name: said[name] for name in (*texts, "kind", "measure", "automated")}
    return [{"target": each, **same} for each in said["targets"]]
