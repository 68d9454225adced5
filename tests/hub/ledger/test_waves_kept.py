"""Waves and concerted notices in the hub: what must not be raised, whom nobody may see, and what must count all the same."""

from datetime import timedelta
from typing import Any

import pytest

from fanal.crossref import MOST_RELATIONS
from fanal.notice.facts import SetAside, Verdict
from fanal.notice.states import CaseNow
from fanal.words.lists import Ask, Channel, SetAsideReason, WaveKind
from fanal_hub.ledger.models import MentionContent, RelationRow, WaveRow
from fanal_hub.ledger.read import streams
from fanal_hub.ledger.read import waves as read
from fanal_hub.people.models import Organisation
from fanal_hub.stations import door, judge, waves
from tests.hubkit import World

HATE = "FR-1881-24-HAINE-ORIGINE"
TEXT = "On sait où tu habites @victime, on viendra tous ensemble demain matin devant ta porte."


def given(n: int, *, who: str = "", text: str = TEXT, email: str = "", **more: Any) -> dict[str, Any]:
    """A citizen's notice about a post of somebody."""
    return {
        "targets": [{"address": f"https://x.com/{who or f'raider{n}'}/status/{1900000000000000000 + n}", "text": text}],
        "reasons": "Ce message menace une personne.",
        "category": "harassment",
        "good_faith": True,
        "notifier": {"kind": "citizen", "name": f"Personne {n}", "email": email or f"p{n}@example.org"},
        **more,
    }


def take_in(world: World, handler: Organisation, *notices: dict[str, Any]) -> list[str]:
    """The notices' references, once triaged."""
    entry = door.Entry(handler=handler, channel=Channel.FORM)
    refs = [door.receive(each, entry).ref for each in notices]
    world.settle("triage")
    return refs


def case_of(ref: str) -> CaseNow:
    now = streams.notice_now(ref)
    assert now is not None
    case = streams.case_now(now.cases[0])
    assert case is not None
    return case


def kinds() -> set[str]:
    return set(WaveRow.objects.values_list("kind", flat=True))


def test_a_raid_on_one_person_is_one_fact(world: World, sos: Organisation) -> None:
    take_in(world, sos, *(given(n, text=f"{TEXT} Numéro {n} te salue bien.") for n in range(12)))
    waves.count(world.now)
    [raid] = WaveRow.objects.filter(kind=WaveKind.RAID)
    assert (raid.size, raid.authors) == (12, 12)
    assert read.about(raid) == "x:victime"
    assert len(read.cases_of(raid)) == 12


def test_the_same_words_by_many_are_one_wave_and_few_relations(world: World, sos: Organisation) -> None:
    take_in(world, sos, *(given(n) for n in range(56)))
    waves.count(world.now)
    assert {WaveKind.COPIES, WaveKind.RAID} <= kinds()
    last = case_of(take_in(world, sos, given(99))[0])
    assert last.relations <= MOST_RELATIONS
    assert RelationRow.objects.filter(case=last.ref).exclude(relation="similar_text").count() == 0


def test_what_a_person_set_aside_takes_no_part(world: World, sos: Organisation) -> None:
    refs = take_in(world, sos, *(given(n) for n in range(11)))
    hand = judge.Hand(organisation=sos, by="p-1")
    for ref in refs[:3]:
        case = case_of(ref)
        aside = SetAside(target=case.targets[0].id, reason=SetAsideReason.LEGAL, note="")
        judge.qualify(hand, case.ref, [aside])
    waves.count(world.now)
    assert kinds() == set()


def test_another_organisation_sees_no_wave(world: World, sos: Organisation) -> None:
    other = world.organisation("Autre", sos.kind)
    take_in(world, sos, *(given(n) for n in range(6)))
    take_in(world, other, *(given(n) for n in range(20, 26)))
    waves.count(world.now)
    assert kinds() == set()


def test_a_wave_that_goes_on_keeps_its_address(world: World, sos: Organisation) -> None:
    take_in(world, sos, *(given(n) for n in range(10)))
    waves.count(world.now)
    before = dict(WaveRow.objects.values_list("kind", "pk"))
    take_in(world, sos, given(50))
    waves.count(world.now)
    assert dict(WaveRow.objects.values_list("kind", "pk")) == before
    assert waves.count(world.now) == 0  # nothing happened since


def test_a_wave_goes_with_its_contents(world: World, sos: Organisation) -> None:
    refs = take_in(world, sos, *(given(n) for n in range(10)))
    waves.count(world.now)
    end = max(case_of(ref).expires_at for ref in refs) + timedelta(days=1)
    world.tick(end)
    waves.count(end)
    assert kinds() == set()


# --- concerted notices ---
LEGAL = "Marché solidaire samedi : apportez ce que vous voulez partager avec vos voisins."


def mob(first: int, last: int) -> list[dict[str, Any]]:
    """Strangers who all report the same post."""
    return [given(7, who="voisine", text=LEGAL, email=f"mob{n}@example.org") for n in range(first, last)]


def test_a_mob_does_not_raise_what_it_reports(world: World, sos: Organisation) -> None:
    first = case_of(take_in(world, sos, *mob(0, 1))[0]).priority
    refs = take_in(world, sos, *mob(1, 40))
    case = case_of(refs[-1])
    assert case.priority == first
    assert "brigade" in {each["code"] for each in case.reasons}
    waves.count(world.now)
    [wave] = WaveRow.objects.filter(kind=WaveKind.BRIGADE)
    assert wave.size == 40
    assert "voisine" in read.about(wave)


def test_a_true_surge_counts_as_ever(world: World, sos: Organisation) -> None:
    """People who reported other things before, and a trusted flagger: not a mob."""
    take_in(world, sos, *(given(100 + n, text="", email=f"mob{n}@example.org") for n in range(30)))
    first = case_of(take_in(world, sos, *mob(0, 1))[0]).priority
    case = case_of(take_in(world, sos, *mob(1, 30))[-1])
    assert case.priority > first
    waves.count(world.now)
    assert WaveKind.BRIGADE not in kinds()


def test_danger_is_heard_even_from_a_mob(world: World, sos: Organisation) -> None:
    take_in(world, sos, *mob(0, 30))
    case = case_of(take_in(world, sos, {**mob(30, 31)[0], "danger": True})[0])
    assert case.priority >= 60


def test_what_a_person_qualified_is_no_target_of_a_mob(world: World, sos: Organisation) -> None:
    case = case_of(take_in(world, sos, *mob(0, 1))[0])
    said = Verdict(target=case.targets[0].id, offences=(HATE,), asks=(Ask.REMOVE,), note="Motif")
    judge.qualify(judge.Hand(organisation=sos, by="p-1"), case.ref, [said])
    before = case_of(take_in(world, sos, *mob(1, 2))[0]).priority
    assert case_of(take_in(world, sos, *mob(2, 30))[-1]).priority > before


def test_notifiers_are_told_apart_and_never_named(world: World, sos: Organisation) -> None:
    take_in(world, sos, given(1, email="Ana@Example.org"), given(2, email="ana@example.org"), given(3))
    other = world.organisation("Autre", sos.kind)
    take_in(world, other, given(1, email="ana@example.org"))
    voices = dict(MentionContent.objects.filter(handler=sos.ref).values_list("canonical", "voice"))
    assert len(set(voices.values())) == 2
    elsewhere = MentionContent.objects.get(handler=other.ref).voice
    assert elsewhere not in voices.values()  # nobody is followed from one organisation to another
    assert not any("ana" in each for each in [*voices.values(), elsewhere])


# --- reported before ---
def test_an_account_that_was_qualified_raises_what_it_posts_next(world: World, sos: Organisation) -> None:
    plain = case_of(take_in(world, sos, given(1, who="nouveau", text="Un message quelconque, sans rien."))[0])
    case = case_of(take_in(world, sos, given(2, who="recidive", text="Un premier message de ce compte."))[0])
    said = Verdict(target=case.targets[0].id, offences=(HATE,), asks=(Ask.REMOVE,), note="Motif")
    judge.qualify(judge.Hand(organisation=sos, by="p-1"), case.ref, [said])
    again = case_of(take_in(world, sos, given(3, who="recidive", text="Tout autre chose cette fois-ci."))[0])
    assert again.priority > plain.priority
    assert "account_qualified" in {each["code"] for each in again.reasons}


@pytest.mark.parametrize("aside", [True, False])
def test_what_waits_or_was_set_aside_is_held_against_nobody(world: World, sos: Organisation, aside: bool) -> None:
    case = case_of(take_in(world, sos, given(2, who="innocent", text="Un premier message de ce compte."))[0])
    if aside:
        said = SetAside(target=case.targets[0].id, reason=SetAsideReason.LEGAL, note="")
        judge.qualify(judge.Hand(organisation=sos, by="p-1"), case.ref, [said])
    again = case_of(take_in(world, sos, given(3, who="innocent", text="Tout autre chose cette fois-ci."))[0])
    assert "account_qualified" not in {each["code"] for each in again.reasons}
