"""The form of a judgement: which targets, offences and asks, or set aside with a reason. What may stand together, the core says."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fanal import flow
from fanal.notice.facts import MOST_TEXT, SetAside, Verdict
from fanal.notice.states import CaseNow, TargetNow
from fanal.words.lists import Ask, Judgement, SetAsideReason
from fanal_hub.desk import shown

QUALIFY, ASIDE = "qualify", "aside"


class JudgementForm(forms.Form):
    """One judgement for every target that is ticked."""

    either = ("offences", "asks", "reason")  # needed or not, as the judgement goes: never called optional

    targets = forms.MultipleChoiceField(
        label=gettext_lazy("Which targets do you judge?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one target")},
    )
    verdict = forms.ChoiceField(
        label=gettext_lazy("Your judgement"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether you qualify these targets or set them aside")},
    )
    offences = forms.MultipleChoiceField(
        label=gettext_lazy("Offences"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one offence")},
    )
    asks = forms.MultipleChoiceField(
        label=gettext_lazy("What do you ask for?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one thing to ask for")},
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Why set aside?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say why these targets go no further")},
    )
    note = forms.CharField(
        label=gettext_lazy("Your reasons, in words"),
        required=False,
        max_length=MOST_TEXT,
        help_text=gettext_lazy("They are sealed, and told to the recipient as the reasons of the notice."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, case: CaseNow, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lang = shown.lang()
        self.case = case
        verdicts = [(QUALIFY, _("Qualify: this is illegal")), (ASIDE, _("Set aside: it goes no further"))]
        asides = [(str(each), each.label(lang)) for each in SetAsideReason]
        asked = [(str(each), each.label(lang)) for each in _asks(case.targets)]
        choices = {
            "targets": list(shown.numbered(case).items()),
            "verdict": verdicts,
            "offences": [(each.code, each.label.get(lang, each.code)) for each in flow.offences(case.category)],
            "asks": asked,
            "reason": asides,
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]
        if self.is_bound:  # what a judgement needs depends on which one it is
            verdict = self.data.get("verdict")
            self.fields["offences"].required = self.fields["asks"].required = verdict == QUALIFY
            self.fields["reason"].required = verdict == ASIDE

    def judgements(self) -> list[Verdict | SetAside]:
        """The same judgement, for each target that is ticked."""
        given = self.cleaned_data
        note = given["note"].strip()
        if given["verdict"] == ASIDE:
            reason = SetAsideReason(given["reason"])
            return [SetAside(target=each, reason=reason, note=note) for each in given["targets"]]
        offences, asks = tuple(given["offences"]), tuple(Ask(each) for each in given["asks"])
        return [Verdict(target=each, offences=offences, asks=asks, note=note) for each in given["targets"]]


def _asks(targets: Sequence[TargetNow]) -> list[Ask]:
    """What may be asked for any of the targets, in the order of the list."""
    open_to = {ask for each in targets for ask in flow.asks_for(each.kind)}
    return [each for each in Ask if each in open_to]


def first_ticks(case: CaseNow, asked: Sequence[str]) -> list[str]:
    """The targets named in the address; else the one that waits, when only one does. Nobody judges forty by default."""
    named = [each.id for each in case.targets if each.id in asked]
    waiting = [each.id for each in case.targets if each.judgement == Judgement.PENDING]
    if named:
        return named
    return waiting if len(waiting) == 1 else [case.targets[0].id] if len(case.targets) == 1 else []


def offence_groups(form: JudgementForm) -> list[dict[str, Any]]:
    """The offences as checkboxes grouped by act, those of the notice's category first; a group with a tick is open."""
    boxes = {str(one.data["value"]): one for one in form["offences"].subwidgets}
    chosen = set(form["offences"].value() or ())
    groups: dict[str, list[flow.OffenceChoice]] = {}
    for each in flow.offences(form.case.category):
        is_hint = form.case.category in each.categories
        groups.setdefault("" if is_hint else each.basis.partition(",")[0], []).append(each)
    return [
        {
            "act": act or _("Most likely for this category"),
            "open": not act or bool(chosen & {each.code for each in offences}),
            "boxes": [_box(boxes[each.code], each) for each in offences],
        }
        for act, offences in sorted(groups.items(), key=lambda pair: pair[0])
    ]


def _box(widget: Any, offence: flow.OffenceChoice) -> dict[str, Any]:
    hint = [offence.basis, flow.clock_label(offence.limitation_clock, shown.lang())]
    return {
        "id": widget.id_for_label,
        "tag": widget.tag(),
        "label": widget.choice_label,
        "hint": " · ".join(each for each in hint if each),
    }


def grid(case: CaseNow, form: JudgementForm, cards: Iterable[shown.Card], near: dict[str, str]) -> list[dict[str, Any]]:
    """The targets to tick, with their context visible: the account, the date, the state, what is alike, the text veiled."""
    ticked = set(form["targets"].value() or ())
    return [
        {
            "value": each.target.id,
            "title": each.shown["title"],
            "context": " · ".join(_context(each, near.get(each.target.id, ""))),
            "excerpt": each.shown["excerpt"],
            "checked": each.target.id in ticked,
        }
        for each in cards
    ]


def _context(card: shown.Card, near: str) -> list[str]:
    known = [value for key, value in card.shown["facts"] if key in {_("Account"), _("Published"), _("Reported")}]
    return [Judgement(card.target.judgement).label(shown.lang()), *known, *([near] if near else [])]
