"""The history of a case as a story: events in their order, those alike told together. The sentences are in `story_words`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from fanal.notice.events import Event
from fanal_hub.desk.shown import lang
from fanal_hub.desk.story_words import SENTENCES, Names
from fanal_hub.ledger.read import orgs, shared
from fanal_hub.ledger.read.streams import Recorded
from fanal_hub.people.models import Organisation, Person

NEAR = 4  # entries back that an event may join: what one notice brought is told once
FIRST, LAST = 5, 40  # entries that the case page shows of a long story; the rest has a page of its own
# What tells events apart that are otherwise told as one: everything but these fields.
_EACH_ITS_OWN = frozenset(
    {"target", "n", "digest", "note", "other_target", "other_case", "next_at", "reasons", "shared", "count"}
)
_TOLD_TOGETHER = frozenset(
    {
        "target_attached",
        "relation_noted",
        "evidence_added",
        "evidence_fingerprinted",
        "target_qualified",
        "target_set_aside",
        "target_sighted",
        "target_answered",
        "target_verified",
        "fingerprint_shared",
        "fingerprint_withdrawn",
    }
)
_NOT_TOLD = frozenset({"notice_triaged", "case_referred"})  # the entries beside them say the same in more words


def entries(recorded: Iterable[Recorded], names: Names) -> list[dict[str, Any]]:
    """The story, oldest first, as the component takes it; the lamp stands on the last entry."""
    made = [_entry(group, names) for group in _groups(each.event for each in recorded)]
    if made:
        made[-1]["tone"] = "lit"
    return made


def _groups(events: Iterable[Event]) -> list[list[Event]]:
    groups: list[list[Event]] = []
    for each in events:
        if each.KIND in _NOT_TOLD:
            continue
        told = next((group for group in groups[-NEAR:] if _alike(group[-1], each)), None)
        if told is None:
            groups.append([each])
        else:
            told.append(each)
    return groups


def _alike(one: Event, other: Event) -> bool:
    if one.KIND != other.KIND or one.KIND not in _TOLD_TOGETHER:
        return False
    near = abs((other.occurred_at - one.occurred_at).total_seconds()) < 60
    return near and _shared(one) == _shared(other)


def _shared(event: Event) -> dict[str, Any]:
    return {name: value for name, value in event.body().items() if name not in _EACH_ITS_OWN}


def _entry(group: Sequence[Event], names: Names) -> dict[str, Any]:
    event = group[0]
    told = SENTENCES[event.KIND](event, names, len(group))
    made: dict[str, Any] = {"at": event.occurred_at, "title": told.title, "text": told.text, "tone": told.tone}
    if event.KIND == "referral_prepared":
        made |= {"href": reverse("desk:referral", args=[event.stream.partition(":")[2]]), "link": _("See the referral")}
    return made


def names_for(organisation: Organisation) -> Names:
    """What opaque names are called: members of this organisation by name, everybody else by what they are."""
    members = dict(Person.objects.filter(memberships__organisation=organisation).values_list("ref", "name"))
    stations: Mapping[str, str] = {
        "triage": _("the hub"),
        "watch": _("the hub"),
        "hub": _("the hub"),
        "link": _("the recipient, by its one-time link"),
        "": _("the hub"),
    }
    subscribers = {each.id: each.name for each in shared.subscribers(organisation.ref)}
    recipients = {each.code: each.title.get(lang(), each.code) for each in orgs.recipients_for(organisation.ref)}

    def name(code: str) -> str:
        if code.startswith("p-"):
            return members.get(code, _("a person of another organisation"))
        if code.startswith(("token:", "t-")):
            return _("a program, by its token")
        return stations.get(code) or subscribers.get(code) or recipients.get(code) or code

    return name
