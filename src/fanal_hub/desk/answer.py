"""Answering what was put before this organisation: one statement of reasons for one target or many (DSA Art. 17(3)). The core reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fanal import flow
from fanal.notice.facts import MOST_TEXT, TargetAnswer
from fanal.notice.states import ReferralNow
from fanal.words.errors import RefusedError
from fanal.words.lists import AnswerKind, Ask, Measure, OrgKind, Role
from fanal.words.say import Message
from fanal_hub.desk import said, shown
from fanal_hub.desk.guard import seated
from fanal_hub.desk.inbox import MOST_AT_ONCE, RECIPIENTS, letter_of, title
from fanal_hub.ledger.read import asked
from fanal_hub.people.desk import Seat
from fanal_hub.stations import reply
from fanal_hub.stations.judge import Hand

_OF_PLATFORMS = (
    Measure.REMOVED,
    Measure.BLOCKED_HERE,
    Measure.DEMOTED,
    Measure.LABELLED,
    Measure.ACCOUNT_SUSPENDED,
    Measure.RESTORED,
    Measure.PRESERVED,
    Measure.IDENTIFIED,
    Measure.REPLY_INSERTED,
    Measure.OTHER_DONE,
)
_OF_AUTHORITIES = (Measure.INVESTIGATING, Measure.IDENTIFIED, Measure.PRESERVED, Measure.OTHER_DONE)
_GIVEN = (
    "kind",
    "measure",
    "territory",
    "facts",
    "automated",
    "legal_ground",
    "contractual_ground",
    "redress",
    "question",
)
_EXTENT = {"rows": 3}


class AnswerForm(forms.Form):
    """For which targets, and what is said of them. What is missing is said by the core, all at once."""

    targets = forms.MultipleChoiceField(
        label=gettext_lazy("This answer is about"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one target")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Your answer"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose an answer")},
    )
    measure = forms.ChoiceField(
        label=gettext_lazy("(a) Measure taken"),
        required=False,
        help_text=gettext_lazy("DSA Art. 17(3)(a). Needed when you acted."),
    )
    territory = forms.CharField(
        label=gettext_lazy("(a) Where it applies"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Countries, for example FR, BE. Empty: everywhere."),
    )
    facts = forms.CharField(
        label=gettext_lazy("(b) Facts and circumstances"),
        required=False,
        max_length=MOST_TEXT,
        help_text=gettext_lazy("What you rely on. For a refusal: why nothing is done."),
        widget=forms.Textarea(attrs=_EXTENT),
    )
    automated = forms.BooleanField(
        label=gettext_lazy("(c) Automated means were used"),
        required=False,
        help_text=gettext_lazy("To detect the content or to decide on it."),
    )
    legal_ground = forms.CharField(
        label=gettext_lazy("(d) Legal ground"),
        required=False,
        max_length=MOST_TEXT,
        help_text=gettext_lazy("The law it breaks and why. This, or the clause of your terms below."),
        widget=forms.Textarea(attrs=_EXTENT),
    )
    contractual_ground = forms.CharField(
        label=gettext_lazy("(e) Clause of your terms"),
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs=_EXTENT),
    )
    redress = forms.CharField(
        label=gettext_lazy("(f) Redress"),
        required=False,
        max_length=MOST_TEXT,
        help_text=gettext_lazy("How this can be contested: internal complaint, out-of-court body, court."),
        widget=forms.Textarea(attrs=_EXTENT),
    )
    question = forms.CharField(
        label=gettext_lazy("Your question"),
        required=False,
        max_length=MOST_TEXT,
        help_text=gettext_lazy("Only when you ask back. The clocks go on."),
        widget=forms.Textarea(attrs=_EXTENT),
    )

    def __init__(self, targets: Sequence[tuple[str, str, str]], kind: OrgKind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        measures = _OF_PLATFORMS if kind == OrgKind.PLATFORM else _OF_AUTHORITIES
        choices = [("", _("Choose")), *((str(each), each.label(shown.lang())) for each in measures)]
        kinds = {
            AnswerKind.DECIDED: _("We acted"),
            AnswerKind.REFUSED: _("We refuse"),
            AnswerKind.ASKED_BACK: _("We ask back before we decide"),
        }
        self.fields["kind"].choices = [(str(each), words) for each, words in kinds.items()]  # type: ignore[attr-defined]
        self.fields["kind"].choice_hints = {  # type: ignore[attr-defined]
            str(AnswerKind.DECIDED): _("With the statement of reasons (a) to (f)."),
            str(AnswerKind.REFUSED): _("Say why in (b): a refusal without a reason is not taken."),
            str(AnswerKind.ASKED_BACK): _("Write the question at the end."),
        }
        self.fields["measure"].choices = choices  # type: ignore[attr-defined]
        self.fields["targets"].choices = [(value, words) for value, words, _url in targets]  # type: ignore[attr-defined]
        self.fields["targets"].choice_hints = {value: url for value, _words, url in targets}  # type: ignore[attr-defined]

    def shown(self) -> "AnswerForm":
        """The same, not calling optional what an answer that acts must say (DSA Art. 17(3)(a), (b), (d))."""
        for name in ("measure", "facts", "legal_ground"):
            self.fields[name].required = True
        self.use_required_attribute = False
        return self


@dataclass(frozen=True, slots=True)
class Open:
    """A referral that waits for an answer, with the names of the targets that may be ticked."""

    now: ReferralNow
    targets: tuple[tuple[str, str, str], ...]  # ("R-…/T-…", words, address)


@seated(Role.ANALYST, kinds=RECIPIENTS)
def answer(request: HttpRequest, seat: Seat, hand: Hand) -> HttpResponse:
    """One form for one referral or for several: the same statement for every target that is ticked."""
    names = (request.POST if request.method == "POST" else request.GET).getlist("referral")[:MOST_AT_ONCE]
    known = asked.some(seat.organisation.ref, names)
    if not known or len(known) < len(set(names)):
        raise Http404
    opened = [_open(each, alone=len(known) == 1) for each in known if each.state in asked.OPEN]
    if not any(each.targets for each in opened):
        messages.info(request, _("Everything here is answered already."))
        return redirect("desk:asked", known[0].ref)
    choices = [target for each in opened for target in each.targets]
    if request.method == "POST":
        form = AnswerForm(choices, seat.kind, request.POST)
        if form.is_valid() and (done := _answered(form, opened, hand)):
            return _told(request, done)
    else:
        form = AnswerForm(choices, seat.kind, initial=_first(opened, request.GET.get("target", ""), seat.kind))
    context = {
        "form": form.shown(),
        "referrals": [each.now for each in opened],
        "one": known[0] if len(known) == 1 else None,
    }
    return render(request, "desk/asked_answer.html", context, status=422 if form.errors else 200)


def _open(now: ReferralNow, *, alone: bool) -> Open:
    contents = {each["id"]: each for each in letter_of(now.ref).get("targets", ())}
    waiting = [(n, each) for n, each in enumerate(now.targets, 1) if _waits(now, each.answer)]
    named: list[tuple[str, str, str]] = []
    for n, each in waiting:
        content = contents.get(each.target, {})
        words = title(n, content) if alone else f"{now.ref} · {title(n, content)}"
        named.append((f"{now.ref}/{each.target}", words, content.get("url", "")))
    return Open(now, tuple(named))


def _waits(now: ReferralNow, answered: str) -> bool:
    """A contested referral is answered again; otherwise only what has no answer yet."""
    return now.state == "contested" or answered not in (AnswerKind.DECIDED, AnswerKind.REFUSED)


def _first(opened: Sequence[Open], target: str, kind: OrgKind) -> dict[str, Any]:
    every = [value for each in opened for value, _words, _url in each.targets]
    only = [value for value in every if value.endswith(f"/{target}")] if target else []
    wanted = {each.now.ask for each in opened}
    removes = kind == OrgKind.PLATFORM and wanted == {Ask.REMOVE}
    return {"targets": only or every, "measure": str(Measure.REMOVED) if removes else ""}


def _answered(form: AnswerForm, opened: Sequence[Open], hand: Hand) -> list[ReferralNow]:
    """Read for every referral first; written only when the core refuses nothing anywhere."""
    ticked: dict[str, list[str]] = {}
    for value in form.cleaned_data["targets"]:
        ref, _slash, target = value.partition("/")
        ticked.setdefault(ref, []).append(target)
    given = {name: form.cleaned_data[name] for name in _GIVEN}
    if given["kind"] != AnswerKind.DECIDED:
        given["measure"] = ""
    read: list[tuple[ReferralNow, list[TargetAnswer]]] = []
    refused: dict[tuple[str, str], Message] = {}
    for each in (one.now for one in opened if one.now.ref in ticked):
        try:
            read.append((each, _read(each, [{**given, "target": target} for target in ticked[each.ref]], hand)))
        except RefusedError as error:
            refused |= {(one.code, one.at.rpartition(".")[2]): one for one in error.messages}
    if refused:
        said.into(form, RefusedError.of(refused.values()), {"target": "targets", "answers": "targets"})
        return []
    return [reply.answer(hand, each.ref, answers) for each, answers in read]


def _read(now: ReferralNow, given: Sequence[Mapping[str, Any]], hand: Hand) -> list[TargetAnswer]:
    answers = flow.read_answers(given, now)
    flow.answer(now, answers, by=hand.by, way="hub", digests={}, now=datetime.now(UTC))
    return answers


def _told(request: HttpRequest, done: Sequence[ReferralNow]) -> HttpResponse:
    words = ngettext(
        "The answer is with the sender.", "The answers are with the senders of %(n)s referrals.", len(done)
    )
    messages.success(request, words % {"n": len(done)})
    if len(done) == 1:
        return redirect("desk:asked", done[0].ref)
    return redirect("desk:inbox")


urls = [path("inbox/answer", answer, name="asked_answer")]
