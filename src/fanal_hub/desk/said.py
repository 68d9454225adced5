"""What a form was sent, and what the core refused beside its fields, in the reader's language. It writes no message of its own."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, QueryDict

from fanal.notice.states import CaseNow
from fanal.words.errors import RefusedError
from fanal.words.say import Message, say
from fanal_hub.desk.shown import lang, numbered


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, to bind a form with: even when every field was left empty."""
    return request.POST if request.method == "POST" else None


def into(form: BaseForm, error: RefusedError, fields: Mapping[str, str] | None = None) -> None:
    """Add each message to the field it names (its last step, or the field given for it), else to the whole form."""
    for each in error.messages:
        name = each.at.rpartition(".")[2]
        name = (fields or {}).get(name, name)
        form.add_error(name if name in form.fields else None, say(each, lang()))


def words_of(error: RefusedError) -> str:
    """What the core refused, in one line, for a page without fields."""
    return " ".join(say(each, lang()) for each in error.messages)


def about_targets(messages: Iterable[Message], case: CaseNow) -> list[dict[str, Any]]:
    """Messages whose place is "targets.T-…": each with the name of its target, alike ones told together."""
    names = numbered(case)
    told: dict[str, list[str]] = {}
    for each in messages:
        words = say(each, lang())
        target = each.at.partition(".")[2] if each.at.startswith("targets.") else ""
        told.setdefault(words, []).extend([names[target]] if target in names else [])
    return [{"words": words, "targets": targets} for words, targets in told.items()]
