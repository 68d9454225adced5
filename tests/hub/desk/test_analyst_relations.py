"""Links between targets on screen: nothing is said twice, nothing without being an analyst, nothing of another organisation's."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from fanal.words.lists import (
    CaseState,
    RelationKind,
    RelationSaid,
    RelationState,
    Role,
    SetAsideReason,
    SightingState,
)
from fanal_hub.ledger.models import MentionContent, RelationRow, TargetContent
from fanal_hub.ledger.read import relations, streams
from fanal_hub.people.models import Organisation
from fanal_hub.stations import relate, watch
from fanal_hub.stations.replay import replay
from tests.hub.desk import served
from tests.hub.desk.errands import client, text
from tests.hub.desk.scene import Scene, empty, notice, post
from tests.hub.desk.test_work_browser import faults
from tests.hubkit import World

SAME = RelationKind.SAME_ITEM_LIKELY
WORDS = "Ils n’ont rien à faire sur le marché de la ville, chassons-les tous demain."


@pytest.fixture
def scene(world: World, sos: Organisation) -> Scene:
    """One post reported twice under two addresses that only a person knows to be one."""
    made = empty(world, sos)
    made.take_in("old", notice(post(1), text=WORDS))
    made.take_in("new", notice(post(2), text=WORDS.replace("chassons", "ch4ssons").upper()))
    return made


@pytest.fixture
def analyst(scene: Scene) -> Client:
    """Who compares."""
    return client(scene.world, scene.sos, Role.ANALYST, lang="en")


def page(scene: Scene) -> str:
    [held] = relations.of_case(scene.cases["new"])
    return f"/desk/cases/{held.case}/links/{'/'.join(held.key)}"


def state(scene: Scene) -> RelationState:
    [held] = relations.of_case(scene.cases["new"])
    return held.state


def test_a_disguised_copy_of_the_same_account_is_suggested_from_both_sides(scene: Scene, analyst: Client) -> None:
    for name in ("old", "new"):
        said = text(analyst.get(f"/desk/cases/{scene.cases[name]}"))
        assert "Likely the same target" in said
        assert scene.cases["new" if name == "old" else "old"] in said
    said = text(analyst.get(page(scene)))
    assert "the same account, the same words, disguises aside" in said
    assert "go on in case" in said


def test_the_same_target_goes_on_in_the_older_case_with_all_that_is_known_of_it(scene: Scene, analyst: Client) -> None:
    assert analyst.post(page(scene), {"said": "confirm"}).status_code == 302
    old, new = scene.case("old"), scene.case("new")
    assert len(old.targets[0].mentions) == 2
    assert new.targets[0].set_aside == SetAsideReason.DUPLICATE
    assert set(MentionContent.objects.values_list("target", flat=True)) == {old.targets[0].id}
    assert RelationRow.objects.get().state == RelationState.CONFIRMED
    assert replay().differences == ()
    assert "confirmed a link" in text(analyst.get(f"/desk/cases/{new.ref}"))


def test_a_later_notice_of_the_moved_page_is_not_buried_with_what_was_set_aside(scene: Scene, analyst: Client) -> None:
    analyst.post(page(scene), {"said": "confirm"})
    scene.take_in("later", notice(post(2), text=WORDS))
    assert scene.cases["later"] == scene.cases["old"]
    assert len(scene.case("old").targets[0].mentions) == 3


def test_a_later_notice_after_the_older_case_was_destroyed_still_finds_a_place(scene: Scene, analyst: Client) -> None:
    analyst.post(page(scene), {"said": "confirm"})
    old = scene.case("old")
    scene.world.tick(old.expires_at.replace(year=old.expires_at.year + 1))
    assert not TargetContent.objects.filter(case=old.ref).exists()
    scene.take_in("later", notice(post(2), text=WORDS))
    assert scene.case("later").targets


def test_what_was_confirmed_by_mistake_is_taken_back_whole(scene: Scene, analyst: Client) -> None:
    analyst.post(page(scene), {"said": "confirm"})
    assert analyst.post(page(scene), {"said": "undo"}).status_code == 302
    old, new = scene.case("old"), scene.case("new")
    assert (len(old.targets[0].mentions), len(new.targets[0].mentions)) == (1, 1)
    assert set(MentionContent.objects.values_list("target", flat=True)) == {old.targets[0].id, new.targets[0].id}
    assert (state(scene), str(new.state)) == (RelationState.SUGGESTED, "open")
    assert replay().differences == ()


def test_a_refusal_stays_when_the_same_is_reported_again(scene: Scene, analyst: Client) -> None:
    analyst.post(page(scene), {"said": "refuse"})
    scene.take_in("again", notice(post(2), text=WORDS))
    assert state(scene) == RelationState.REFUSED
    assert RelationRow.objects.count() == 1


def test_two_persons_who_say_the_opposite_are_both_told_what_holds(scene: Scene, analyst: Client) -> None:
    analyst.post(page(scene), {"said": "refuse"})
    said = analyst.post(page(scene), {"said": "confirm"})
    assert said.status_code == 409
    assert "Nothing was changed" in text(said)
    assert state(scene) == RelationState.REFUSED


@pytest.mark.parametrize("role", [Role.READER, Role.ADMIN])
def test_who_may_only_read_says_nothing(scene: Scene, role: Role) -> None:
    who = client(scene.world, scene.sos, role, lang="en")
    assert "Yes, confirm" not in who.get(page(scene)).content.decode()
    assert who.post(page(scene), {"said": "confirm"}).status_code == 404
    assert state(scene) == RelationState.SUGGESTED


@pytest.mark.parametrize("said", ["", "merge", "confirmed"])
def test_a_saying_that_does_not_exist(scene: Scene, analyst: Client, said: str) -> None:
    assert analyst.post(page(scene), {"said": said}).status_code == 404


def test_another_organisation_knows_of_no_link(scene: Scene) -> None:
    other = scene.world.organisation("Autre", scene.sos.kind)
    who = client(scene.world, other, *Role)
    assert who.get(page(scene)).status_code == 404
    assert who.post(page(scene), {"said": "confirm"}).status_code == 404


def test_a_destroyed_target_is_said_to_be_and_nothing_can_be_said_of_it(scene: Scene, analyst: Client) -> None:
    address = page(scene)
    for each in (scene.case("old"), scene.case("new")):
        scene.world.tick(each.expires_at.replace(year=each.expires_at.year + 1))
    said = analyst.get(address)
    assert said.status_code == 200
    assert "Yes, confirm" not in said.content.decode()


def test_the_writer_refuses_what_somebody_else_said_first(scene: Scene) -> None:
    [held] = relations.of_case(scene.cases["new"])
    relate.say(scene.hand, held.case, held.key, RelationSaid.REFUSE)
    version = streams.stand(f"case:{held.case}").version
    relate.say(scene.hand, held.case, held.key, RelationSaid.UNDO)
    assert streams.stand(f"case:{held.case}").version == version + 1
    assert RelationRow.objects.get().state == RelationState.SUGGESTED


@pytest.mark.browser
@pytest.mark.parametrize(("width", "lang"), [(390, "fr"), (1280, "en")])
def test_the_page_fits_and_axe_finds_nothing(scene: Scene, width: int, lang: str) -> None:
    who = client(scene.world, scene.sos, Role.ANALYST)
    paths = (page(scene), f"/desk/cases/{scene.cases['new']}")
    with served.served() as home, served.chromium() as browser:
        window = served.signed_in(browser, home, who, width, lang)
        assert [each for path in paths for each in faults(window.new_page(), home + path, width, lang)] == []


@pytest.mark.parametrize(
    ("words", "opens"), [(WORDS, True), ("Tout autre chose, sans aucun rapport avec hier.", False)]
)
def test_a_settled_case_opens_again_when_its_content_is_posted_again(
    world: World, sos: Organisation, words: str, opens: bool
) -> None:
    """And for nothing less: another post of the same account leaves it settled."""
    made = empty(world, sos)
    made.take_in("first", notice(post(1), text=WORDS))
    made.answer(made.refer("first"))
    now = made.case("first")
    watch.record_sighting(made.hand, now.ref, now.targets[0].id, SightingState.GONE, datetime.now(UTC))
    world.settle("watch")
    assert made.case("first").state == CaseState.SETTLED
    made.take_in("again", notice(post(2), text=words))
    assert (made.case("first").state == CaseState.OPEN) == opens
    assert "account_qualified" in {each["code"] for each in made.case("again").reasons}
