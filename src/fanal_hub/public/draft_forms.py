"""The questions of the report form, one form a page. Whether an answer is good enough is the core's to say."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fanal import flow
from fanal.words.lists import Category, Consent
from fanal_hub.people.models import Organisation
from fanal_hub.public.testimony import ACCEPT


class Said(forms.CharField):
    """A text that the core judges: the form itself refuses nothing."""

    def __init__(self, **more: Any) -> None:
        super().__init__(strip=False, **more)
        self.validators = []

    def validate(self, value: Any) -> None:
        """Left to the core, whose messages say more."""


class Question(forms.Form):
    """A page of the form; it keeps what was typed, whatever it is."""

    use_required_attribute = False

    @classmethod
    def names(cls) -> dict[str, bool]:
        """Its fields; True for those of several values. Files are never kept."""
        kept = {name: each for name, each in cls.base_fields.items() if not isinstance(each, forms.FileField)}
        return {name: isinstance(each, forms.MultipleChoiceField) for name, each in kept.items()}


def radios(question: Any, wrong: Any, choices: Iterable[tuple[str, Any]] = (), **more: Any) -> forms.ChoiceField:
    """One answer among a few."""
    errors = {"required": wrong, "invalid_choice": wrong}
    return forms.ChoiceField(
        label=question, choices=list(choices), widget=forms.RadioSelect, error_messages=errors, **more
    )


class Danger(Question):
    """(a) Is somebody in danger now?"""

    now = radios(
        _("Does what you saw put somebody in danger now?"),
        _("Say whether somebody is in danger now: choose yes or no."),
        (("yes", _("Yes")), ("no", _("No, or I do not know"))),
    )
    now.choice_hints = {  # type: ignore[attr-defined]
        "yes": _("Call first. Your notice is then read before the others."),
    }


HINTS: Mapping[str, Any] = {
    Category.DANGER: _("Somebody says they will kill or harm themselves or others, now."),
    Category.TERRORISM: _("Praise of attacks, calls to commit them, propaganda of terrorist groups."),
    Category.THREAT: _("Death threats, threats of rape or violence, calls to attack somebody."),
    Category.RACISM: _("Insults, lies or calls to hatred because of origin, skin colour or nationality."),
    Category.ANTISEMITISM: _("Hatred of Jewish people, denial of the Shoah."),
    Category.RELIGION: _("Hatred of people because of their religion, or because they have none."),
    Category.LGBT: _("Hatred of people because of whom they love or who they are."),
    Category.SEXISM: _("Hatred or insults because of sex."),
    Category.DISABILITY: _("Hatred or mockery because of a disability or an illness."),
    Category.HARASSMENT: _("Repeated messages, insults, many people against one."),
    Category.PRIVACY: _("Your address, your number or your photo is published, or somebody poses as you."),
    Category.SEXUAL_IMAGES: _("Intimate pictures or videos are shared, or somebody threatens to share them."),
    Category.CHILD_ABUSE: _("Never copy or share such images. We only ask for the address."),
    Category.OTHER: _("Say in your own words on the next pages."),
}


class What(Question):
    """(b) What is it?"""

    category = radios(_("What did you see?"), _("Choose what comes closest to what you saw."))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        named = self.fields["category"]
        named.choices = [(str(each), each.label(_here())) for each in Category]  # type: ignore[attr-defined]
        named.choice_hints = {str(each): hint for each, hint in HINTS.items()}  # type: ignore[attr-defined]


class Where(Question):
    """(c) Where is it, and what does it say?"""

    addresses = Said(
        label=_("Address of the content"),
        help_text=_(
            "One address a line, 100 at most. Open the post itself and copy its link."
            " No link? Write @account or #hashtag and choose the platform below."
        ),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocapitalize": "off", "class": "mono"}),
    )
    platform = Said(
        label=_("Platform"),
        required=False,
        help_text=_("Only for an account, a hashtag or a private message."),
        widget=forms.Select,
    )
    private = forms.BooleanField(
        label=_("It is a private message"),
        required=False,
        help_text=_("It has no address: choose the platform and copy its words below."),
    )
    text = Said(
        label=_("What the content says"),
        required=False,
        help_text=_("Copy the words, in case they disappear. With several addresses: those of the first."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    posted = Said(
        label=_("Day it was published"),
        required=False,
        help_text=_("It counts: some offences cannot be prosecuted after three months."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["platform"].widget.choices = platform_choices()


class Child(Question):
    """(b bis) Sexual abuse of a child: the address, and nothing else."""

    addresses = Said(
        label=_("Address of the page"),
        help_text=_("One address a line. Do not go back to look: what you have is enough."),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocapitalize": "off", "class": "mono"}),
    )
    platform = Said(
        label=_("Platform"), required=False, help_text=_("Only for an account or a hashtag."), widget=forms.Select
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["platform"].widget.choices = platform_choices()


class Why(Question):
    """(d) Why is it illegal?"""

    reasons = Said(
        label=_("Why do you think it is illegal?"),
        help_text=_(
            "With your own words: who is aimed at, what shocked or frightened you. A few sentences are enough."
        ),
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    exposed_person = forms.BooleanField(
        label=_("It exposes a person who is named or can be recognised"),
        required=False,
        help_text=_("Their address, workplace, number or photo. Do not copy these here."),
    )
    counter_speech = forms.BooleanField(
        label=_("It quotes hate in order to denounce it"),
        required=False,
        help_text=_("Tick this if the author repeats the words of somebody else to condemn them."),
    )


class Handler(Question):
    """(f) Which organisation should handle it?"""

    handler = radios(
        _("Who should handle your notice?"), _("Choose an organisation: it is the one that will read you.")
    )

    def __init__(self, *args: Any, handlers: Iterable[Organisation] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        named, known = self.fields["handler"], list(handlers)
        named.choices = [(each.ref, each.name) for each in known]  # type: ignore[attr-defined]
        named.choice_hints = {each.ref: each.about(_here()) for each in known}  # type: ignore[attr-defined]
        if known:
            named.initial = known[0].ref


class Who(Question):
    """(g) Who are you, and who may be told?"""

    name = Said(label=_("Your name"), widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = Said(
        label=_("Your e-mail address"),
        help_text=_("To tell you what happens. It is not published."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    side = forms.ChoiceField(
        label=_("You are"),
        choices=[("witness", _("a witness")), ("victim", _("the person aimed at, or close to them"))],
        initial="witness",
        widget=forms.RadioSelect,
        required=False,
    )
    consents = forms.MultipleChoiceField(
        label=_("Who may be told your name?"),
        help_text=_("Each is your choice. Tick nothing and your name stays with the organisation."),
        choices=[(str(each), "") for each in Consent],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, is_free: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["consents"].choices = [(str(each), each.label(_here())) for each in Consent]  # type: ignore[attr-defined]
        self.fields["consents"].choice_hints = CONSENT_HINTS  # type: ignore[attr-defined]
        if is_free:
            for name in ("name", "email"):
                self.fields[name].required = False


CONSENT_HINTS: Mapping[str, Any] = {
    str(Consent.PLATFORM): _("It can then answer you itself. Its staff may be anywhere in the world."),
    str(Consent.POLICE): _("They can then ask you for details, or hear you as a witness."),
    str(Consent.LAWYER): _("The one that the organisation works with, bound by secrecy."),
}


class Check(Question):
    """(h) Is it right? Then send."""

    file = forms.FileField(
        label=_("Add a screenshot or a file"),
        required=False,
        help_text=_(
            "Image, PDF or MP4, 10 MB at most. It is sealed with your notice. You can also add it after sending."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
    )
    good_faith = forms.BooleanField(
        label=_("I believe, in good faith, that what I say is accurate and complete."), required=False
    )


FORMS: Mapping[str, type[Question]] = {
    "danger": Danger,
    "what": What,
    "where": Where,
    "child": Child,
    "why": Why,
    "handler": Handler,
    "who": Who,
    "check": Check,
}


def platform_choices() -> list[tuple[str, str]]:
    """Every platform by its name, none first."""
    lang = _here()
    named = sorted(((code, title.get(lang, title["fr"])) for code, title in flow.platforms().items()), key=_by_name)
    return [("", "–"), *named]


def _by_name(pair: tuple[str, str]) -> str:
    return pair[1].casefold()


def _here() -> str:
    return (get_language() or "fr")[:2]
