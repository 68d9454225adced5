"""What cases and their targets are called on screen: titles, levels, cards. It shows what it is given and decides nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from fanal import flow
from fanal.notice.events import Row
from fanal.notice.states import CaseNow, TargetNow
from fanal.words.lists import Category, EvidenceKind, SightingState, TargetKind
from fanal_hub.ledger.models import TargetContent

EXCERPT = 500  # characters of a reported text on a card; the target's own page has it whole
LEVELS = ((60, "danger"), (30, "high"), (12, "normal"))  # DESIGN: danger first, whatever else adds up
DANGER = 60


def lang() -> str:
    """The reader's language."""
    return "en" if (get_language() or "fr").startswith("en") else "fr"


def on(at: Any) -> str:
    """A moment as people write it."""
    return date_format(localtime(at), _("j M Y, H:i T"))


def day(at: Any) -> str:
    """A day as people write it."""
    return date_format(localtime(at), "j F Y")


def level(priority: int) -> str:
    """The level of a priority of 0 to 100."""
    return next((name for least, name in LEVELS if priority >= least), "low")


def reasons(rows: Iterable[Row]) -> list[str]:
    """Why a case stands where it stands, strongest first, with the points of each reason."""
    ordered = sorted(rows, key=lambda each: -int(each.get("points") or 0))
    return [f"{flow.reason_text(str(each['code']), lang())} ({int(each.get('points') or 0):+d})" for each in ordered]


def category(code: str) -> str:
    """What the notifier says it is."""
    return Category(code).label(lang()) if code in Category._value2member_map_ else code


def platforms(case: CaseNow) -> list[str]:
    """The platforms of a case's targets, once each."""
    return list(dict.fromkeys(flow.platform_title(each.platform, lang()) for each in case.targets))


def kind(code: str) -> str:
    """Post, comment, account…"""
    return TargetKind(code).label(lang()) if code in TargetKind._value2member_map_ else code


def title(target: TargetNow) -> str:
    """What a target is called: its kind and its platform."""
    return f"{kind(target.kind)} · {flow.platform_title(target.platform, lang())}"


def numbered(case: CaseNow) -> dict[str, str]:
    """The title of each target of a case, numbered when there are several."""
    many = len(case.targets) > 1
    return {each.id: f"{n}. {title(each)}" if many else title(each) for n, each in enumerate(case.targets, 1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A target as a card: what `target_card` takes, and the links below it."""

    target: TargetNow
    shown: Mapping[str, Any]
    href: str
    address: str
    locked: bool


def cards(case: CaseNow, targets: Iterable[TargetNow], contents: Mapping[str, TargetContent]) -> list[Card]:
    """Some targets of a case as cards."""
    names = numbered(case)
    return [_card(case, each, contents.get(each.id), names[each.id]) for each in targets]


def _card(case: CaseNow, target: TargetNow, content: TargetContent | None, name: str) -> Card:
    text = content.text if content else ""
    shown = {
        "id": target.id,
        "title": name,
        "address": content.url if content else "",
        "state": str(target.judgement),
        "excerpt": f"{text[:EXCERPT]}…" if len(text) > EXCERPT else text,
        "facts": facts(target, content),
    }
    url = content.url if content else ""
    href = reverse("desk:target", args=[case.ref, target.id])
    return Card(target=target, shown=shown, href=href, address=url, locked=content is None or not (url or text))


def facts(target: TargetNow, content: TargetContent | None) -> list[tuple[str, str]]:
    """What is known of a target, in rows."""
    times = len(target.mentions)
    rows = [(_("Reported"), ngettext("once, on %(day)s", "%(n)s times, first on %(day)s", times))]
    rows = [(key, words % {"n": times, "day": day(target.first_at)}) for key, words in rows]
    if content and content.account:
        rows.insert(0, (_("Account"), content.account))
    if content and content.posted_at:
        rows.insert(1, (_("Published"), on(content.posted_at)))
    if target.offences:
        rows.append((_("Qualified as"), " ; ".join(flow.offence_label(each, lang()) for each in target.offences)))
    if target.evidence:
        kept = dict.fromkeys(EvidenceKind(each).label(lang()) for each in target.evidence)
        rows.append((_("Kept as evidence"), ", ".join(kept)))
    if target.sighting and target.sighted_at:
        seen = SightingState(target.sighting).label(lang())
        rows.append((_("Last seen"), _("%(state)s, on %(day)s") % {"state": seen, "day": on(target.sighted_at)}))
    return rows
