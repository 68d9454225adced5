"""The page of a case: too heavy, too open, too sure of itself."""

import re

import pytest

from fanal_hub.stations import contest, judge
from tests.hub.desk.scene import TEXT, Scene


def page(scene: Scene, name: str, more: str = "", lang: str = "en") -> str:
    answer = scene.client(scene.analyst, lang).get(f"/desk/cases/{scene.cases[name]}{more}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    "more", ["", "?targets=2", "?targets=99", "?targets=x", "/qualify", "/history", "/evidence", "/refer"]
)
def test_forty_targets_weigh_less_than_150_kb(scene: Scene, more: str) -> None:
    assert len(page(scene, "forty", more).encode()) < 110_000  # the rest is for the style sheet and the script


def test_reported_addresses_are_never_links_nor_loaded(scene: Scene) -> None:
    for name, more in (("open", ""), ("open", f"/targets/{scene.case('open').targets[0].id}"), ("forty", "/qualify")):
        html = page(scene, name, more)
        assert re.findall(r'(?:href|src)="https?://', html) == []
    assert "https://x.com/grincheux/status/1726000000000000002" in page(scene, "open")


def test_reported_text_is_hidden_until_asked_for(scene: Scene) -> None:
    html = page(scene, "open")
    shown = re.sub(r'<details class="veil">.*?</details>', "", html, flags=re.DOTALL)
    assert TEXT[:40] in html
    assert TEXT[:40] not in shown


def test_who_reported_is_said_by_kind_alone(scene: Scene) -> None:
    for more in ("", f"/targets/{scene.case('open').targets[0].id}", "/history"):
        html = page(scene, "open", more)
        assert "Dominique" not in html
        assert "d@exemple.example" not in html
    assert "Citizen" in page(scene, "open", f"/targets/{scene.case('open').targets[0].id}")


def test_three_silent_clocks_with_their_arithmetic(scene: Scene) -> None:
    answer = scene.client(scene.analyst).get(f"/desk/cases/{scene.cases['answered']}")
    clocks = answer.context["clocks"]
    assert {each["name"] for each in clocks} == {"limitation", "connection_data", "right_of_reply"}
    assert all(each["arithmetic"] for each in clocks)
    assert "How this was counted" in answer.content.decode()
    assert answer.context["first"]["name"] == "right_of_reply"


def test_contests_are_an_alert(scene: Scene) -> None:
    contest.receive(
        contest.Contest(about=scene.cases["answered"], why="Je n’ai jamais écrit cela.", contact="moi@exemple.example")
    )
    html = page(scene, "answered")
    assert 'role="alert"' in html
    assert "Je n’ai jamais écrit cela." in html
    queue = scene.client(scene.analyst).get("/desk/queue?state=referred").content.decode()
    assert "Contested" in queue


def test_links_name_their_reason_and_lead_to_the_other_case(scene: Scene) -> None:
    html = page(scene, "judged")
    assert "the same account" in html
    assert f"/desk/cases/{scene.cases['open']}" in html


def test_long_story_is_cut_and_said_to_be(scene: Scene) -> None:
    case = scene.cases["open"]
    for n in range(30):
        judge.hold(scene.hand, case, f"Motif {n} assez long")
        judge.lift_hold(scene.hand, case, "Fini")
    html = page(scene, "open")
    assert "not shown here" in html
    assert page(scene, "open", "/history").count("Litigation hold placed") == 30


def test_unknown_places_are_404_in_words(scene: Scene) -> None:
    client = scene.client(scene.analyst)
    for place in (
        "C-0000-0000",
        f"{scene.cases['open']}/targets/T-0000-0000",
        f"{scene.cases['open']}/files/abc",
        "%00",
    ):
        answer = client.get(f"/desk/cases/{place}")
        assert answer.status_code == 404
        assert "There is nothing at this address" in answer.content.decode()
