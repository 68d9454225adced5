"""Every text has its French: the screens' in the catalogue, the core's beside its code; nothing is left over."""

import gettext
from pathlib import Path
from string import Formatter

import pytest

from fanal.words.say import LANGS, MESSAGES
from tools import messages, said


def test_every_text_of_the_screens_has_french() -> None:
    """`python -m tools.said` prints the entries to fill in."""
    assert {key: str(place) for key, (_, place) in said.missing().items()} == {}


def test_no_french_text_is_said_nowhere() -> None:
    """A text that nobody says is a page that was forgotten."""
    assert said.unused() == set()


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_message_of_the_core_speaks_both_languages(code: str) -> None:
    """Neither is empty, and both ask for the same parameters."""
    texts = MESSAGES[code]
    assert set(texts) == set(LANGS)
    assert all(text.strip() for text in texts.values())
    asked = [{name for _, name, _, _ in Formatter().parse(texts[lang]) if name is not None} for lang in LANGS]
    assert asked[0] == asked[1]


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ('{% translate "Open" %}', {(None, "Open")}),
        ("{% trans 'Open' context 'verb' %}", {("verb", "Open")}),
        ('{% translate "Open" as word %}{{ word }}', {(None, "Open")}),
        ('{{ _("Open") }}', {(None, "Open")}),
        ('{% button _("Open") %}', {(None, "Open")}),
        ("{% blocktranslate with a=case.title %}See {{ a }}{% endblocktranslate %}", {(None, "See %(a)s")}),
        ("{% blocktranslate trimmed %}\n  See\n  this\n{% endblocktranslate %}", {(None, "See this")}),
        (
            "{% blocktranslate count n=n %}{{ n }} case{% plural %}{{ n }} cases{% endblocktranslate %}",
            {(None, "%(n)s case")},
        ),
        ("{% blocktranslate context 'verb' %}Open{% endblocktranslate %}", {("verb", "Open")}),
        ("{% comment %}{% translate 'Open' %}{% endcomment %}", set()),
    ],
)
def test_text_of_a_template_is_found(template: str, expected: set[messages.Key]) -> None:
    """Every way in which a template can say something."""
    assert {key for key, _ in said.in_template(template, "a.html")} == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('_("Open")', {(None, "Open")}),
        ('gettext_lazy("Open " "it")', {(None, "Open it")}),
        ('ngettext("%(n)s case", "%(n)s cases", n)', {(None, "%(n)s case")}),
        ('pgettext("verb", "Open")', {("verb", "Open")}),
        ("f\"{gettext('Open')}: {n}\"", {(None, "Open")}),
        ("gettext(word)", set()),
        ('"Open"', set()),
    ],
)
def test_text_of_python_is_found(line: str, expected: set[messages.Key]) -> None:
    """Every way in which our Python can say something."""
    assert {key for key, _ in said.in_python(line)} == expected


GOOD = """
msgid "See %(a)s"
msgstr "Voir %(a)s"

msgid "%(n)s case"
msgid_plural "%(n)s cases"
msgstr[0] "%(n)s dossier"
msgstr[1] "%(n)s dossiers"

msgctxt "verb"
msgid "Open"
msgstr "Ouvrir"

msgid "Open"
msgstr "Ouvert"
"""


def _part(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_parts_without_header_compile_and_are_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Plurals, contexts and parameters come out of the compiled file as they went in."""
    monkeypatch.setattr(messages, "PARTS", tmp_path)
    monkeypatch.setattr(messages, "COMPILED", tmp_path / "django.mo")
    _part(tmp_path, "a.po", GOOD)
    _part(tmp_path, "b.po", 'msgid "Open"\nmsgstr "Ouvert"\n')  # said twice in the same words: no matter
    assert messages.compile_all() == 4
    with (tmp_path / "django.mo").open("rb") as file:
        french = gettext.GNUTranslations(file)
    assert french.gettext("See %(a)s") % {"a": "x"} == "Voir x"
    assert french.ngettext("%(n)s case", "%(n)s cases", 0) % {"n": 0} == "0 dossier"
    assert french.ngettext("%(n)s case", "%(n)s cases", 2) % {"n": 2} == "2 dossiers"
    assert (french.pgettext("verb", "Open"), french.gettext("Open")) == ("Ouvrir", "Ouvert")


@pytest.mark.parametrize(
    ("text", "said_wrong"),
    [
        ('msgid "Open"\nmsgstr "Ouverte"\n', ["a.po", "b.po"]),  # two rooms disagree: both are named
        ('msgid "Shut %(a)s"\nmsgstr "Fermer %(b)s"\n', ["b.po", "'b'"]),
        ('msgid "Shut %(a)s"\nmsgstr "Fermer"\n', ["b.po", "loses a"]),  # a parameter is lost
        ('msgid "Shut"\nmsgstr ""\n', ["b.po", "no French"]),
        ('#, fuzzy\nmsgid "Shut"\nmsgstr "Fermer"\n', ["b.po", "fuzzy"]),
        ('msgid "%(n)s day"\nmsgid_plural "%(n)s days"\nmsgstr[0] "%(n)s jour"\nmsgstr[1] ""\n', ["b.po"]),
    ],
)
def test_contradiction_is_refused(tmp_path: Path, text: str, said_wrong: list[str]) -> None:
    """What would show a wrong screen is refused before it is compiled, with the file's name."""
    parts = [_part(tmp_path, "a.po", GOOD), _part(tmp_path, "b.po", text)]
    with pytest.raises(messages.MessagesError) as refused:
        messages.gathered(parts)
    assert all(word in str(refused.value) for word in said_wrong), refused.value
