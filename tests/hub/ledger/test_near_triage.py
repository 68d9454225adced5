"""Near copies in triage: suggested and never merged, in one memory only, gone with what they were made of, back after an import."""

import pytest
from django.conf import settings

from fanal.notice.relations import RelationNow
from fanal.notice.states import CaseNow
from fanal.words.lists import Category, RelationKind, Strength
from fanal_hub.ledger.models import FingerprintRow
from fanal_hub.ledger.read import relations
from fanal_hub.people.models import Organisation
from tests.hub.ledger.test_waves_kept import case_of, given, take_in
from tests.hubkit import World

TEXT = "Regardez tous cette famille qui vit rue des Lilas, ils volent le pain de nos enfants depuis des années."
COPY = (
    "À faire tourner avant qu’on le censure ! R3gardez tous cette famille qui vit rue des L1las, "
    "iils volent le pain de nos enfants depuis des annees 🔥"
)
ANSWER = f"« {TEXT} » : voilà ce qu’on lit ici, et c’est une honte, signalez ce message raciste."


def of(case: CaseNow) -> list[RelationNow]:
    return list(relations.of_case(case.ref))


@pytest.mark.parametrize(
    ("second", "kind"),
    [
        (COPY, RelationKind.SAME_CONTENT),
        (COPY.replace("pain", "travail"), RelationKind.SIMILAR_TEXT),
        (ANSWER, RelationKind.QUOTES),
    ],
    ids=["disguised", "a word exchanged", "counter-speech"],
)
def test_what_is_nearly_the_same_is_suggested_and_stays_where_it_is(
    world: World, sos: Organisation, second: str, kind: RelationKind
) -> None:
    first = case_of(take_in(world, sos, given(1, text=TEXT))[0])
    case = case_of(take_in(world, sos, given(2, text=second))[0])
    assert case.ref != first.ref
    [found] = of(case)
    assert (found.relation, found.strength, found.other_case) == (kind, Strength.FINGERPRINT, first.ref)


SHORT = "Dehors les Syldaves du quartier"


@pytest.mark.parametrize(
    ("second", "kinds"),
    [
        ("Dehors les Syldavse du quartier", [RelationKind.SIMILAR_TEXT]),
        ("Dehors les fleurs de l’hiver", []),
    ],
    ids=["a slip of the keyboard", "other words"],
)
def test_a_slip_in_a_short_text_is_shown_and_never_the_same(
    world: World, sos: Organisation, second: str, kinds: list[RelationKind]
) -> None:
    take_in(world, sos, given(1, text=SHORT))
    assert [each.relation for each in of(case_of(take_in(world, sos, given(2, text=second))[0]))] == kinds


def test_another_organisations_memory_is_not_searched(world: World, sos: Organisation) -> None:
    other = world.organisation("Autre", sos.kind)
    take_in(world, other, given(1, text=TEXT))
    assert of(case_of(take_in(world, sos, given(2, text=COPY))[0])) == []


def test_what_was_destroyed_is_found_no_more(world: World, sos: Organisation) -> None:
    first = case_of(take_in(world, sos, given(1, text=TEXT))[0])
    assert FingerprintRow.objects.count() == 2
    world.tick(first.expires_at.replace(year=first.expires_at.year + 1))
    assert not FingerprintRow.objects.exists()
    assert of(case_of(take_in(world, sos, given(2, text=COPY))[0])) == []


def test_child_abuse_material_leaves_no_code(world: World, sos: Organisation) -> None:
    take_in(world, sos, given(1, text=TEXT, category=str(Category.CHILD_ABUSE)))
    assert not FingerprintRow.objects.exists()


def test_words_that_come_with_a_later_notice_are_searched_too(world: World, sos: Organisation) -> None:
    take_in(world, sos, given(1, text=""))
    first = case_of(take_in(world, sos, given(1, text=TEXT))[0])
    [found] = of(case_of(take_in(world, sos, given(2, text=COPY))[0]))
    assert found.other_case == first.ref


def test_by_sql_alone_the_same_is_found(world: World, sos: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "FANAL_INDEX", "sql")
    first = case_of(take_in(world, sos, given(1, text=TEXT))[0])
    [found] = of(case_of(take_in(world, sos, given(2, text=COPY))[0]))
    assert (found.relation, found.other_case) == (RelationKind.SAME_CONTENT, first.ref)
