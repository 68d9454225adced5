"""A bound form field as the templates need it: kind, hint, errors, choices. It validates nothing."""

from collections.abc import Iterable
from typing import Any

from django.forms import BaseForm, BoundField, CheckboxInput


def field_parts(bound: BoundField, hint: str = "", *, big: bool = False, width: str = "") -> dict[str, Any]:
    """Everything `parts/field.html` shows; the hint given here wins over the field's own help text."""
    hint = hint or str(bound.help_text)
    kind = _kind(bound)
    described = _described_by(bound, hint)
    return {
        "kind": kind,
        "id": bound.auto_id,
        "label": bound.label,
        "hint": hint,
        "errors": " ".join(str(error) for error in bound.errors),
        "described": described,
        "optional": _may_be_left(bound, kind),
        "big": big,
        "width": width,
        "choices": _choices(bound) if kind == "group" else [],
        "widget": ""
        if kind == "group"
        else bound.as_widget(attrs={"aria-describedby": described} if described else {}),
    }


def error_links(forms: Iterable[BaseForm]) -> list[tuple[str, str]]:
    """Each error with the id of the field to go to; an error about the whole has no id."""
    links: list[tuple[str, str]] = []
    for form in forms:
        links += [(str(error), "") for error in form.non_field_errors()]
        links += [(str(error), first_id(bound)) for bound in form for error in bound.errors]
    return links


def first_id(bound: BoundField) -> str:
    """The id that a link can focus: the first choice of a group, the field itself otherwise."""
    return f"{bound.auto_id}_0" if bound.use_fieldset and list(bound.subwidgets) else str(bound.auto_id)


def _kind(bound: BoundField) -> str:
    if bound.is_hidden:
        return "hidden"
    if bound.use_fieldset and hasattr(bound.field.widget, "choices"):
        return "group"
    return "tick" if isinstance(bound.field.widget, CheckboxInput) else "one"


def _may_be_left(bound: BoundField, kind: str) -> bool:
    """Whether "optional" is true of it: not of a choice that is already made, nor where one of two fields is needed."""
    is_chosen = kind == "group" and isinstance(bound.initial, str) and bound.initial != ""
    return not (bound.field.required or kind == "tick" or is_chosen or bound.name in getattr(bound.form, "either", ()))


def _described_by(bound: BoundField, hint: str) -> str:
    ids = [f"{bound.auto_id}_helptext"] if hint else []
    return " ".join([*ids, *([f"{bound.auto_id}_error"] if bound.errors else [])])


def _choices(bound: BoundField) -> list[dict[str, Any]]:
    hints = getattr(bound.field, "choice_hints", {})
    return [
        {
            "id": one.id_for_label,
            "tag": one.tag(),
            "label": one.choice_label,
            "hint": hints.get(str(one.data["value"]), ""),
        }
        for one in bound.subwidgets
    ]
