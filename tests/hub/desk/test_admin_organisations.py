"""The organisations of a hub, on the desk: who sees them, how one is added, and the page of a one-time link."""

import re

import pytest
from django.test import Client

from fanal.words.lists import OrgKind, Role
from fanal_hub.people.models import Organisation, Person
from tests.hub.desk.errands import client, text
from tests.hubkit import World

PAGE = "/desk/settings/organisations"
GIVEN = {
    "name": "Écoute Nord",
    "kind": "association",
    "email": "nord@example.org",
    "lang": "fr",
    "admin": "ana@example.org",
}
CHOSEN = {"person": "Ana Exemple", "password": "quatre mots tirés au hasard"}


@pytest.fixture
def admin(world: World, sos: Organisation) -> Client:
    """The administrator of the association that runs the hub."""
    return client(world, sos, Role.ADMIN)


def link_of(page: object) -> str:
    """The link that the page shows, without the hub's own address."""
    return str(re.findall(r"/desk/welcome/[^\s<\"]+", text(page))[0])


def test_an_administrator_who_is_added_chooses_a_password_and_enters(admin: Client) -> None:
    page = admin.post(f"{PAGE}/new", GIVEN)
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    browser, link = Client(), link_of(page)
    assert "Écoute Nord" in text(browser.get(link))
    assert browser.post(link, CHOSEN)["Location"] == "/desk/"
    assert "Écoute Nord" in text(browser.get("/desk/settings/organisation"))
    assert Client().get(link).status_code == 404, "a link works once"
    assert Client().post(link, {**CHOSEN, "person": "Eve"}).status_code == 404
    assert Person.objects.get(email="ana@example.org").name == "Ana Exemple"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"password": "court"}, "password"),
        ({"password": "ana@example.org"}, "password"),
        ({"password": ""}, "password"),
        ({"person": ""}, "person"),
    ],
)
def test_a_weak_password_leaves_the_link_as_it_was(admin: Client, more: dict[str, str], field: str) -> None:
    link = link_of(admin.post(f"{PAGE}/new", GIVEN))
    answer = Client().post(link, {**CHOSEN, **more})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert Client().get(link).status_code == 200


def test_somebody_known_gets_no_link(world: World, sos: Organisation, admin: Client) -> None:
    world.person("ana@example.org", sos, Role.READER)
    said = text(admin.post(f"{PAGE}/new", GIVEN))
    assert "has an account on this hub already" in said
    assert "/desk/welcome/" not in said


def test_a_new_link_ends_the_earlier_one_and_none_is_offered_afterwards(admin: Client) -> None:
    old = link_of(admin.post(f"{PAGE}/new", GIVEN))
    assert "New link" in text(admin.get(PAGE))
    new = link_of(admin.post(f"{PAGE}/ecoute-nord/link"))
    assert Client().get(old).status_code == 404
    Client().post(new, CHOSEN)
    assert "New link" not in text(admin.get(PAGE))
    assert "waits for a link" in text(admin.post(f"{PAGE}/ecoute-nord/link", follow=True))


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "SOS test"}, "name"),
        ({"kind": "club"}, "kind"),
        ({"kind": "platform"}, "platform"),
        ({"platform": "nix"}, "platform"),
        ({"platform": "x"}, "platform"),
        ({"email": "nowhere"}, "email"),
        ({"admin": "nowhere"}, "admin"),
        ({"lang": "de"}, "lang"),
    ],
)
def test_what_does_not_hold_is_refused_at_its_field(admin: Client, more: dict[str, str], field: str) -> None:
    answer = admin.post(f"{PAGE}/new", {**GIVEN, **more})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    ("method", "page"),
    [("get", PAGE), ("get", f"{PAGE}/new"), ("post", f"{PAGE}/new"), ("post", f"{PAGE}/sos-test/link")],
)
@pytest.mark.parametrize("role", [Role.ADMIN, Role.ANALYST])
def test_for_everybody_else_the_pages_do_not_exist(
    world: World, sos: Organisation, method: str, page: str, role: Role
) -> None:
    """Neither an administrator of another organisation, nor a colleague of those who run the hub."""
    where = world.organisation("Autre", OrgKind.ASSOCIATION) if role == Role.ADMIN else sos
    browser = client(world, where, role)
    assert getattr(browser, method)(page, GIVEN).status_code == 404
    assert "Organisations" not in text(browser.get("/desk/settings/organisation"))
    assert not Organisation.objects.filter(ref="ecoute-nord").exists()


def test_the_pages_speak_french(world: World, sos: Organisation) -> None:
    browser = client(world, sos, Role.ADMIN, lang="fr")
    assert "Ajouter une organisation" in text(browser.get(PAGE))
    link = link_of(browser.post(f"{PAGE}/new", GIVEN))
    french = Client(headers={"accept-language": "fr"})
    assert "Choisissez votre mot de passe" in text(french.get(link))
    assert "Ce lien ne sert plus" in text(french.get(f"{link}x"))
