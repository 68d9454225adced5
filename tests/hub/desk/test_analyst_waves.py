"""Waves on screen: nobody is named without a right to, nothing of another organisation's shows, and the pages fit."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from fanal.words.lists import OrgKind, Role, WaveKind
from fanal_hub.ledger.models import WaveRow
from fanal_hub.ledger.read import waves as read
from fanal_hub.people.models import Organisation
from fanal_hub.stations import judge, waves
from tests.hub.desk import served
from tests.hub.desk.errands import client, text
from tests.hub.desk.scene import Scene, empty, notice, post
from tests.hub.desk.test_work_browser import faults
from tests.hubkit import World

WORDS = "Demain matin nous irons tous ensemble devant chez @victime pour lui dire ce que l’on pense."


def raid(scene: Scene, handler: Organisation) -> WaveRow:
    """Eleven accounts say the same thing to one person within a day."""
    for n in range(11):
        posted = (datetime.now(UTC) - timedelta(hours=30 - 2 * n)).isoformat()
        given = notice(post(n, f"meneur{n}"), text=WORDS)
        given["targets"][0]["posted_at"] = posted
        scene.take_in(f"raid{n}", given, handler)
    waves.count(scene.world.now)
    return WaveRow.objects.get(kind=WaveKind.RAID)


@pytest.fixture
def scene(world: World, sos: Organisation) -> Scene:
    """An empty desk."""
    return empty(world, sos)


@pytest.fixture
def analyst(scene: Scene) -> Client:
    """Who works here."""
    return client(scene.world, scene.sos, Role.ANALYST, lang="en")


def test_an_association_sees_how_many_and_never_who(scene: Scene, analyst: Client) -> None:
    wave = raid(scene, scene.sos)
    said = text(analyst.get(f"/desk/waves/{wave.pk}"))
    assert "11 authors speak to the same person" in said
    assert "Author 1" in said
    assert "meneur" not in said
    assert "Raid: many authors, one person" in text(analyst.get("/desk/waves"))
    assert "See the wave" in text(analyst.get(f"/desk/cases/{scene.cases['raid0']}"))


def test_who_prepares_a_trial_sees_who_was_first(scene: Scene, analyst: Client) -> None:
    wave = raid(scene, scene.sos)
    for ref in read.cases_of(wave):
        judge.hold(scene.hand, ref, "Procès")
    assert "x:meneur0" in text(analyst.get(f"/desk/waves/{wave.pk}"))


def test_an_authority_sees_who_was_first(scene: Scene) -> None:
    office = scene.world.organisation("Office", OrgKind.AUTHORITY)
    wave = raid(scene, office)
    who = client(scene.world, office, Role.ANALYST, lang="en")
    assert "x:meneur0" in text(who.get(f"/desk/waves/{wave.pk}"))


def test_a_wave_of_another_organisation_does_not_exist(scene: Scene) -> None:
    wave = raid(scene, scene.sos)
    other = client(scene.world, scene.world.organisation("Autre", OrgKind.ASSOCIATION), *Role, lang="en")
    assert other.get(f"/desk/waves/{wave.pk}").status_code == 404
    assert "No wave" in text(other.get("/desk/waves"))


@pytest.mark.browser
@pytest.mark.parametrize(("width", "lang"), [(390, "fr"), (1280, "en")])
def test_the_pages_fit_and_axe_finds_nothing(scene: Scene, width: int, lang: str) -> None:
    wave = raid(scene, scene.sos)
    who = client(scene.world, scene.sos, Role.ANALYST)
    with served.served() as home, served.chromium() as browser:
        window = served.signed_in(browser, home, who, width, lang)
        paths = ("/desk/waves", f"/desk/waves/{wave.pk}")
        assert [each for path in paths for each in faults(window.new_page(), home + path, width, lang)] == []
