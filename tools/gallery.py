"""Renders every component of the look to static pages, to be looked at. It needs no database and no hub.

python -m tools.gallery /tmp/gallery [--lang en] [--shots]
"""

import argparse
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any, Literal

import django
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django import forms
from django.conf import settings
from django.template import engines
from django.test import RequestFactory
from django.urls import path
from django.utils import translation
from django.views.i18n import set_language
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
HUB = ROOT / "src/fanal_hub"
PAGES = ROOT / "tools/gallery_pages"
NOW = datetime(2026, 11, 21, 14, 30, tzinfo=UTC)
urlpatterns = [path("language", set_language, name="set_language")]


class Question(forms.Form):
    """One question a page."""

    what = forms.ChoiceField(
        label="Que voulez-vous signaler ?",
        choices=[
            ("threat", "Des menaces"),
            ("hate", "De la haine"),
            ("image", "Une image intime"),
            ("x", "Autre chose"),
        ],
        widget=forms.RadioSelect,
        help_text="Si vous hésitez, choisissez ce qui vous semble le plus proche. Une personne relira.",
        error_messages={"required": "Choisissez ce que vous voulez signaler"},
    )
    address = forms.CharField(
        label="Où est-ce ?",
        help_text="Copiez l’adresse exacte de la publication, par exemple https://…",
        error_messages={"required": "Donnez l’adresse de la publication"},
    )
    why = forms.CharField(label="Pourquoi ?", widget=forms.Textarea, required=False)
    seen = forms.DateField(
        label="Quand l’avez-vous vu ?", widget=forms.DateInput(attrs={"type": "date"}), required=False
    )
    capture = forms.FileField(label="Capture d’écran", required=False, help_text="Elle sera scellée avec votre récit.")
    faith = forms.BooleanField(
        label="Je crois de bonne foi que ces informations sont exactes",
        help_text="Un signalement que l’on sait faux est puni par la loi.",
        error_messages={"required": "Confirmez que vous êtes de bonne foi"},
    )


class Sieve(forms.Form):
    """The filters of a list."""

    words = forms.CharField(label="Mots", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    platform = forms.ChoiceField(label="Plateforme", choices=[("", "Toutes"), ("x", "X")], required=False)
    state = forms.ChoiceField(label="État", choices=[("", "Tous"), ("open", "À qualifier")], required=False)


def context() -> dict[str, Any]:
    """What the pages show: invented, mild, in French."""
    Question.base_fields["what"].choice_hints = {  # type: ignore[attr-defined]
        "threat": "Quelqu’un dit vouloir faire du mal à une personne.",
        "image": "Une photo ou une vidéo diffusée sans votre accord.",
    }
    request = RequestFactory().get("/desk/queue", {"sort": "due"})
    hours = [27 * 24, 30, 3.2, -50]
    return {
        "request": request,
        "now": NOW,
        "due": [NOW + timedelta(hours=each) for each in hours],
        "question": Question({"why": "Il donne mon adresse et appelle à venir."}),
        "fresh": Question(),
        "sieve": Sieve({"words": "gare"}),
        "step_labels": ["Danger", "Quoi", "Où", "Pourquoi", "Vous"],
        "reasons": ["Une personne est nommée avec son adresse", "Signalé par un signaleur de confiance", "Vu 14 fois"],
        "story": _story(),
        "clocks": _clocks(),
        "facts": [("Compte", "@exemple"), ("Publié", "20 novembre 2026"), ("Langue", "français", "#", "Corriger")],
        "card": {
            "title": "Publication sur X",
            "address": "https://x.com/exemple/status/1726000000000000000",
            "state": "pending",
            "excerpt": "On sait où tu habites, 12 rue des Lilas. On va venir te voir samedi.",
            "facts": [("Compte", "@exemple"), ("Vu en ligne", "il y a 12 minutes"), ("Signalé par", "3 personnes")],
        },
        "copies": _copies(),
        "tabs": [
            {"label": "Histoire", "href": "#", "current": True},
            {"label": "Contenus visés", "href": "#", "count": 3},
            {"label": "Liens avec d’autres dossiers", "href": "#", "count": 1},
        ],
        "rows": _queue(),
        **_figures(),
        "letter": "Madame, Monsieur,\nAu titre de l’article 16 du règlement (UE) 2022/2065, nous vous notifions…",
        "photo": "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 400 240'%3E%3Crect width='400' height='240' fill='%23c96'/%3E%3Ccircle cx='210' cy='110' r='70' fill='%23534'/%3E%3Cpath d='M0 240l150-90 250 90z' fill='%23266'/%3E%3C/svg%3E",  # noqa: E501
    }


def _figures() -> dict[str, Any]:
    return {
        "chart_rows": [
            ("X", 41.2, 38.0, 44.5),
            ("TikTok", 72.4, 69.1, 75.5),
            ("Telegram", 12.8, 9.4, 17.1),
            {"label": "Notre objectif", "value": 90, "lit": True},
        ],
        "spark": [3, 4, 9, 7, 12, 31, 18, 9],
        "number": {
            "value": "72 %",
            "between": "entre 69 % et 75 %, 95 fois sur 100",
            "label": "traités en moins de 24 heures",
            "definition": "Transmissions répondues moins de 24 heures après leur envoi.",
            "numerator": "1 284 transmissions",
            "denominator": "1 774 transmissions envoyées à TikTok du 1er au 31 octobre 2026",
        },
    }


def _story() -> list[dict[str, Any]]:
    at = [NOW - timedelta(hours=each) for each in (50, 49.9, 46, 45.5, 22, 3)]
    return [
        {
            "at": at[0],
            "title": "Premier signalement",
            "text": "Par une personne qui se dit visée.",
            "quote": "Il donne mon adresse et appelle à venir.",
        },  # noqa: E501
        {"at": at[1], "title": "Dossier ouvert", "text": "Priorité : danger. Une adresse privée est publiée."},
        {
            "at": at[2],
            "title": "Contenu qualifié par C. Ménard",
            "text": "Menace et mise en danger par diffusion d’informations.",
        },  # noqa: E501
        {"at": at[3], "title": "Transmis à X et à PHAROS", "href": "#", "link": "Voir le pli signé"},
        {"at": at[4], "title": "X répond : refusé", "text": "« Ne contrevient pas à nos règles. »", "tone": "bad"},
        {
            "at": at[5],
            "title": "Vu à la source : n’est plus en ligne",
            "text": "Constat scellé, réponse contredite.",
            "tone": "lit",
        },  # noqa: E501
    ]


def _clocks() -> list[dict[str, Any]]:
    return [
        {
            "label": "Prescription (1 an)",
            "due_at": NOW + timedelta(days=364),
            "arithmetic": ["Point de départ : première publication, 20 novembre 2026", "Durée : 1 an"],
        },
        {"label": "Données de connexion (1 an)", "due_at": NOW + timedelta(days=12)},
        {"label": "Droit de réponse (3 mois)", "unknown": "Inconnu : indiquez la date de première publication."},
        {"label": "Notre relance", "due_at": NOW + timedelta(hours=20), "target": True},
    ]


def _copies() -> list[dict[str, Any]]:
    excerpt = "On sait où tu habites."
    return [
        {"value": "t1", "title": "@exemple sur X", "context": "20 nov., 18:02", "excerpt": excerpt, "checked": True},
        {
            "value": "t2",
            "title": "@copie_22 sur X",
            "context": "20 nov., 19:40",
            "difference": "autre auteur",
            "excerpt": excerpt,
        },  # noqa: E501
        {"value": "t3", "title": "Canal « Gare » sur Telegram", "context": "21 nov., 08:15", "image": context_photo()},
    ]


def context_photo() -> str:
    """A drawn landscape, as any picture would be."""
    return "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 300 200'%3E%3Crect width='300' height='200' fill='%2357a'/%3E%3Cpath d='M0 200l90-120 80 70 60-90 70 140z' fill='%23dca'/%3E%3C/svg%3E"  # noqa: E501


def _queue() -> list[dict[str, Any]]:
    return [
        {
            "ref": "D-2026-0412",
            "title": "Adresse privée publiée",
            "level": "danger",
            "state": "open",
            "due": NOW + timedelta(hours=-3),
        },  # noqa: E501
        {
            "ref": "D-2026-0409",
            "title": "Appel à la violence contre un lieu de culte",
            "level": "high",
            "state": "referred",
            "due": NOW + timedelta(hours=3.2),
        },  # noqa: E501
        {
            "ref": "D-2026-0398",
            "title": "Insultes à caractère raciste",
            "level": "normal",
            "state": "qualified",
            "due": NOW + timedelta(days=6),
        },  # noqa: E501
        {
            "ref": "D-2026-0377",
            "title": "Contre-discours signalé par erreur",
            "level": "low",
            "state": "dismissed",
            "due": NOW + timedelta(days=27),
        },  # noqa: E501
    ]


def render(out: Path, lang: str) -> Iterator[Path]:
    """Each page of the gallery, written beside the static files it asks for."""
    shutil.copytree(HUB / "desk/static", out / "static", dirs_exist_ok=True)
    _configure(out, lang)
    for source in sorted(PAGES.glob("*.html")):
        with translation.override(lang):
            html = engines["django"].from_string(source.read_text(encoding="utf-8")).render(context())
        target = out / source.name
        target.write_text(html.replace('"/static/', '"static/'), encoding="utf-8")
        yield target


def _configure(out: Path, lang: str) -> None:
    parts = HUB / "locale/fr/LC_MESSAGES/parts/look.po"
    catalogue = out / "locale/fr/LC_MESSAGES"
    catalogue.mkdir(parents=True, exist_ok=True)
    with (catalogue / "django.mo").open("wb") as compiled:
        write_mo(compiled, read_po(BytesIO(parts.read_bytes()), locale="fr"))
    options = {"libraries": {"fanal_ui": "fanal_hub.desk.templatetags.fanal_ui"}, "string_if_invalid": "INVALID(%s)"}
    engine = {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HUB / "desk/templates"],
        "OPTIONS": options,
    }  # noqa: E501
    settings.configure(
        LANGUAGE_CODE=lang, LANGUAGES=[("fr", "Français"), ("en", "English")], LOCALE_PATHS=[out / "locale"],
        USE_TZ=True, TIME_ZONE="Europe/Paris", STATIC_URL="/static/", ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"],
        SECRET_KEY="gallery", TEMPLATES=[engine], INSTALLED_APPS=["django.contrib.staticfiles"],
    )  # fmt: skip
    django.setup()


def shoot(pages: list[Path], chromium: str) -> None:
    """Each page at 390 and 1280 px, in light and dark, beside it."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for dark, width, one in product((False, True), (390, 1280), pages):
            scheme: Literal["light", "dark"] = "dark" if dark else "light"
            page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
            page.goto(one.as_uri())
            page.screenshot(path=one.with_name(f"{one.stem}-{width}-{scheme}.png"), full_page=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--lang", default="fr", choices=["fr", "en"])
    parser.add_argument("--shots", action="store_true", help="also take screenshots")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    asked = parser.parse_args()
    written = list(render(asked.out.resolve(), asked.lang))
    print("\n".join(str(one) for one in written))
    if asked.shots:
        shoot(written, asked.chromium)
