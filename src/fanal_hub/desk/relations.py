"""How a case's targets relate to others: the table on the case's page, and the page where a person compares two and says which."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fanal import flow
from fanal.notice.relations import RelationNow
from fanal.notice.states import CaseNow
from fanal.words.errors import RefusedError
from fanal.words.lists import Judgement, RelationKind, RelationSaid, RelationState, Role
from fanal.words.say import MESSAGES, message, say
from fanal_hub.desk import shown
from fanal_hub.desk.guard import HANDLERS, READS, seated
from fanal_hub.desk.kept import kept_of
from fanal_hub.desk.said import words_of
from fanal_hub.desk.story_words import label
from fanal_hub.ledger.read import cases, relations
from fanal_hub.people.desk import Seat
from fanal_hub.stations import relate
from fanal_hub.stations.judge import Hand

MOST = 30  # rows on the page of a case
MOST_IMAGES = 4  # of each side
MOST_NAMED = 3  # targets named in one row
ALREADY = (RelationState.CONFIRMED, RelationState.REFUSED)

DONE: Mapping[RelationSaid, Promise] = {
    RelationSaid.CONFIRM: gettext_lazy("The link is confirmed."),
    RelationSaid.REFUSE: gettext_lazy("The link is refused. It will not be suggested again."),
    RelationSaid.UNDO: gettext_lazy("Taken back: the link is a suggestion again."),
}


def rows(seat: Seat, now: CaseNow) -> list[dict[str, Any]]:
    """The links of a case with others, from both sides, alike ones in one row; those that wait for a person first."""
    alike: dict[tuple[str, str, str], list[RelationNow]] = {}
    for each in (*relations.of_case(now.ref), *relations.towards(now.handler, now.ref)):
        other = each.other_case if each.case == now.ref else each.case
        alike.setdefault((other, each.relation, str(each.state)), []).append(each)
    kept = sorted(alike.items(), key=lambda each: each[0][2] in ALREADY)[:MOST]
    mine = {each.ref for each in cases.by_refs(seat.organisation.ref, [other for (other, _, _), _ in kept])}
    names = shown.numbered(now)
    return [_row(now, other, found, names, other in mine) for (other, _, _), found in kept]


def _row(
    now: CaseNow, other: str, found: Sequence[RelationNow], names: Mapping[str, str], is_mine: bool
) -> dict[str, Any]:
    first = found[0]
    ours = [each.target if each.case == now.ref else each.other_target for each in found]
    theirs = {each.other_target if each.case == now.ref else each.target for each in found}
    here = list(dict.fromkeys(names.get(each, each) for each in ours))
    return {
        "relation": label(RelationKind, first.relation),
        "state": str(first.state),
        "evidence": because(each for one in found for each in one.evidence),
        "targets": here[:MOST_NAMED],
        "more": max(0, len(here) - MOST_NAMED),
        "case": other,
        "there": len(theirs),
        "href": reverse("desk:case", args=[other]) if is_mine else "",
        "compare": address(first) if is_mine else "",
    }


def because(evidence: Iterable[str]) -> str:
    """Why a link is suggested, in words; a code of an older version is shown as it is."""
    return ", ".join(dict.fromkeys(_evidence(each) for each in evidence))


def _evidence(code: str) -> str:
    known = f"evidence_{code}" in MESSAGES
    return say(message(f"evidence_{code}"), shown.lang()) if known else code


def address(relation: RelationNow) -> str:
    """The page that compares the two."""
    return reverse("desk:relation", args=[relation.case, *relation.key])


@seated(*READS, kinds=HANDLERS)
def compare(  # noqa: PLR0913  the address names the two and their link
    request: HttpRequest, seat: Seat, hand: Hand, ref: str, target_id: str, other_id: str, kind: str
) -> HttpResponse:
    """Two targets side by side, what is alike and what differs; a person confirms, refuses, or takes it back."""
    now = cases.case_for(seat.organisation.ref, ref)
    relation = _found(now, (target_id, other_id, kind))
    error = ""
    if request.method == "POST":
        try:
            return _said(request, seat, hand, relation)
        except RefusedError as refused:
            error = words_of(refused)
            relation = _found(now, relation.key)
    other = cases.case_for(seat.organisation.ref, relation.other_case)
    assert now is not None
    runs = _runs(now, other, relation)
    context = {
        "case": now,
        "relation": relation,
        "kind": label(RelationKind, relation.relation),
        "evidence": because(relation.evidence),
        "sides": _sides(now, other, relation),
        "runs": runs,
        "differs": any(each.kind != "alike" for each in runs),
        "moves": _moves(now, relation),
        "may_say": seat.may(Role.ANALYST) and other is not None and not now.purged and not other.purged,
        "error": error,
    }
    return render(request, "desk/relation.html", context, status=409 if error else 200)


def _found(now: CaseNow | None, key: tuple[str, str, str]) -> RelationNow:
    held = relations.of_case(now.ref) if now else ()
    found = next((each for each in held if each.key == key), None)
    if found is None:
        raise Http404(key[0])
    return found


def _said(request: HttpRequest, seat: Seat, hand: Hand, relation: RelationNow) -> HttpResponse:
    said = request.POST.get("said", "")
    if not seat.may(Role.ANALYST) or said not in RelationSaid._value2member_map_:
        raise Http404(said)
    relate.say(hand, relation.case, relation.key, RelationSaid(said))
    messages.success(request, str(DONE[RelationSaid(said)]))
    waiting = [each for each in relations.of_case(relation.case) if each.state == RelationState.SUGGESTED]
    if said == RelationSaid.UNDO or not waiting:
        return redirect(reverse("desk:case", args=[relation.case]) + "#links")
    return redirect(address(waiting[0]))


def _moves(now: CaseNow, relation: RelationNow) -> bool:
    """Would a confirmation take the notices of this target to the other one?"""
    here = now.target(relation.target)
    same = relation.relation == RelationKind.SAME_ITEM_LIKELY
    return same and here is not None and here.judgement == Judgement.PENDING


def _sides(now: CaseNow, other: CaseNow | None, relation: RelationNow) -> list[dict[str, Any]]:
    return [
        _side(_("Here"), now, relation.target),
        _side(_("There, in case %(ref)s") % {"ref": relation.other_case}, other, relation.other_target),
    ]


def _side(heading: str, case: CaseNow | None, target_id: str) -> dict[str, Any]:
    target = case.target(target_id) if case else None
    if case is None or target is None:
        return {"heading": heading, "card": None}
    [card] = shown.cards(case, [target], cases.contents(case.ref))
    facts = {**card.shown, "excerpt": ""}  # the words stand below, side by side
    images = [each for each in kept_of(case, target_id) if each.get("is_image")][:MOST_IMAGES]
    return {"heading": heading, "card": facts, "href": card.href, "images": images}


def _runs(now: CaseNow, other: CaseNow | None, relation: RelationNow) -> tuple[flow.Difference, ...]:
    """The words of both, in runs that are alike or differ; empty when one has none."""
    texts = [
        content.text if content else ""
        for content in (
            cases.contents(now.ref).get(relation.target),
            cases.contents(other.ref).get(relation.other_target) if other else None,
        )
    ]
    return flow.token_diff(*texts) if all(texts) else ()


urls = [path("cases/<str:ref>/links/<str:target_id>/<str:other_id>/<str:kind>", compare, name="relation")]
