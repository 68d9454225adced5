"""A row of a CSV or JSONL file as what `receive` reads: column names in French or English; it refuses nothing itself.

| Field | Columns (case and accents do not matter) |
|---|---|
| address | address, url, lien, adresse |
| text | text, texte, contenu |
| account | account, compte, handle, auteur (in JSONL also an object with `handle` and `platform`) |
| platform | platform, plateforme, reseau |
| kind | kind, nature |
| posted_at | posted_at, publie_le, date_publication |
| no_address_reason | no_address_reason, motif_sans_adresse |
| category | category, categorie, category_claimed |
| reasons | reasons, motifs, raisons |
| reference | reference, ref, id |
| lang | lang, langue |
| danger, exposed_person, counter_speech, good_faith | the same, or danger, personne_exposee, contre_discours, bonne_foi |

Without `reasons`, the category and the text are the reasons, said as such (`composed_reasons`).
"""

import unicodedata
from collections.abc import Mapping
from typing import Any

from fanal.notice.facts import MOST_TEXT
from fanal.words.lists import Category

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "address": ("address", "url", "lien", "adresse"),
    "text": ("text", "texte", "contenu"),
    "account": ("account", "compte", "handle", "auteur"),
    "platform": ("platform", "plateforme", "reseau"),
    "kind": ("kind", "nature"),
    "posted_at": ("posted_at", "publie_le", "date_publication"),
    "no_address_reason": ("no_address_reason", "motif_sans_adresse"),
    "category": ("category", "categorie", "category_claimed"),
    "reasons": ("reasons", "motifs", "raisons"),
    "reference": ("reference", "ref", "id"),
    "lang": ("lang", "langue"),
    "danger": ("danger",),
    "exposed_person": ("exposed_person", "personne_exposee"),
    "counter_speech": ("counter_speech", "contre_discours"),
    "good_faith": ("good_faith", "bonne_foi"),
}
_FIELD_OF = {column: field for field, columns in COLUMNS.items() for column in columns}
_OF_TARGET = ("address", "text", "account", "platform", "kind", "posted_at", "no_address_reason")
_YES_NO = ("danger", "exposed_person", "counter_speech", "good_faith")
_YES = frozenset(("yes", "oui", "true", "vrai", "1", "x", "on"))
_NO = frozenset(("no", "non", "false", "faux", "0", "off"))
_CODES = frozenset(Category)
# Codes other lists use for our categories.
_CATEGORIES: Mapping[str, Category] = {
    "racism_origin": Category.RACISM,
    "racisme": Category.RACISM,
    "antisemitisme": Category.ANTISEMITISM,
    "homophobia": Category.LGBT,
    "homophobie": Category.LGBT,
    "sexisme": Category.SEXISM,
    "ableism": Category.DISABILITY,
    "handicap": Category.DISABILITY,
    "insult_harassment": Category.HARASSMENT,
    "harcelement": Category.HARASSMENT,
    "terrorism_apology": Category.TERRORISM,
    "terrorisme": Category.TERRORISM,
    "menaces": Category.THREAT,
    "threats": Category.THREAT,
    "vie_privee": Category.PRIVACY,
    "autre": Category.OTHER,
    "none": Category.OTHER,
}


def from_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """What `receive` reads, from one row with one target; what is wrong in it is said by `receive`."""
    found = _fields(row)
    target = {name: found[name] for name in _OF_TARGET if name in found}
    given: dict[str, Any] = {name: value for name, value in found.items() if name not in _OF_TARGET}
    given["targets"] = [target] if target else []
    for name in _YES_NO:
        if isinstance(given.get(name), str):
            given[name] = _yes_no(given[name])
    given["category"] = _category(given.get("category"))
    if not given.get("reasons"):
        given["reasons"] = composed_reasons(given["category"], target.get("text"), str(given.get("lang", "fr")))
    return given


def unread_columns(row: Mapping[str, Any]) -> tuple[str, ...]:
    """The columns of a row that nothing reads: an import says them once, so that nothing is lost silently."""
    return tuple(str(name) for name in row if _plain(name) not in _FIELD_OF)


def composed_reasons(category: Any, text: Any, lang: str) -> str:
    """The reasons of a row that gives none: what it is said to be, and the words complained of."""
    label = Category(category).label(lang) if isinstance(category, str) and category in _CODES else ""
    said = text.strip() if isinstance(text, str) else ""
    if lang == "en":
        return f"{label}: “{said}”"[:MOST_TEXT] if label and said else label or said
    return f"{label} : « {said} »"[:MOST_TEXT] if label and said else label or said


def _fields(row: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for column, value in row.items():
        field = _FIELD_OF.get(_plain(column))
        if field is None or value is None or value == "" or field in found:
            continue
        if field == "account" and isinstance(value, Mapping):
            found["account"] = value.get("handle")
            found.setdefault("platform", value.get("platform"))
        else:
            found[field] = value
    return {name: value for name, value in found.items() if value is not None}


def _plain(name: Any) -> str:
    """A column's name without case, accents and spaces: "Publié le" is publie_le."""
    letters = unicodedata.normalize("NFKD", str(name).strip().lstrip("\ufeff").casefold())
    kept = "".join(char for char in letters if not unicodedata.combining(char))
    return "_".join(kept.replace("-", " ").replace("_", " ").split())


def _yes_no(value: str) -> bool | str:
    word = value.strip().casefold()
    return True if word in _YES else False if word in _NO else value


def _category(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    word = _plain(value)
    found = _CATEGORIES.get(word) or _LABELS.get(word)
    return str(found) if found else word if word in _CODES else value


# Folded once: a file has many rows.
_LABELS: Mapping[str, Category] = {_plain(each.label(lang)): each for each in Category for lang in ("fr", "en")}
