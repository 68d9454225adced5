"""Coming in: wrong passwords, tried passwords, foreign addresses to go back to, a second first run."""

import pytest
from django.test import Client

from fanal.words.lists import OrgKind, Role
from fanal_hub.desk import first_run, session
from fanal_hub.desk.throttle import Throttle
from fanal_hub.people.models import Member, Organisation, Person
from tests.hubkit import PASSWORD, World


@pytest.fixture(autouse=True)
def _forgetful() -> None:
    for each in (session.BY_PERSON, session.BY_PLACE, first_run.TRIES):
        each._failed.clear()


@pytest.fixture
def member(world: World, sos: Organisation) -> Person:
    return world.person("analyst@sos.example", sos, Role.ANALYST)


def sign_in(client: Client, password: str, **more: str):  # type: ignore[no-untyped-def]
    return client.post("/desk/login", {"email": "Analyst@SOS.example", "password": password, **more})


def test_right_password_leads_to_the_queue_in_the_person_s_language(member: Person) -> None:
    client = Client()
    answer = sign_in(client, PASSWORD, next="/desk/search?q=a")
    assert (answer.status_code, answer["Location"]) == (302, "/desk/search?q=a")
    assert answer.cookies["django_language"].value == "fr"
    assert client.get("/desk/")["Location"] == "/desk/queue"
    assert client.get("/desk/logout").status_code == 405
    assert client.post("/desk/logout")["Location"] == "/desk/login"
    assert client.get("/desk/queue")["Location"] == "/desk/login?next=%2Fdesk%2Fqueue"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil"])
def test_going_back_never_leads_elsewhere(member: Person, elsewhere: str) -> None:
    assert sign_in(Client(), PASSWORD, next=elsewhere)["Location"] == "/desk/"
    answer = Client().post("/lang", {"language": "en", "next": elsewhere})
    assert answer["Location"] == "/"


def test_wrong_password_and_unknown_person_say_the_same(member: Person) -> None:
    wrong = sign_in(Client(), "not this one at all")
    unknown = Client().post("/desk/login", {"email": "nobody@sos.example", "password": PASSWORD})
    assert wrong.status_code == unknown.status_code == 422
    errors = [each.context["form"].non_field_errors() for each in (wrong, unknown)]
    assert len(errors[0]) == 1
    assert errors[0] == errors[1]


def test_fields_left_empty_are_said_at_the_fields(member: Person) -> None:
    form = Client().post("/desk/login", {}).context["form"]
    assert set(form.errors) == {"email", "password"}


def test_five_failures_close_the_door_even_to_the_right_password(member: Person) -> None:
    client = Client()
    for _ in range(5):
        assert sign_in(client, "wrong").status_code == 422
    assert sign_in(client, PASSWORD).status_code == 422
    session.BY_PERSON._failed.clear()
    assert sign_in(client, PASSWORD).status_code == 302


def test_throttle_forgets_after_ten_minutes_and_stays_small() -> None:
    now = [0.0]
    throttle = Throttle(most=2, clock=lambda: now[0])
    throttle.failed("a")
    throttle.failed("a")
    assert throttle.is_closed("a")
    assert not throttle.is_closed("b")
    now[0] = 601
    assert not throttle.is_closed("a")


def test_language_is_remembered_with_the_person(member: Person) -> None:
    client = Client()
    sign_in(client, PASSWORD)
    client.post("/lang", {"language": "en", "next": "/desk/queue"})
    assert Person.objects.get(pk=member.pk).lang == "en"
    assert b'lang="en"' in client.get("/desk/queue").content
    client.post("/lang", {"language": "xx"})
    assert Person.objects.get(pk=member.pk).lang == "en"


def test_organisation_of_others_cannot_be_chosen(world: World, sos: Organisation, member: Person) -> None:
    second = world.organisation("Autre", OrgKind.AUTHORITY)
    foreign = world.organisation("Étrangère", OrgKind.ASSOCIATION)
    from fanal_hub.ledger import write

    write.run(Member(person=member, organisation=second, roles=["reader"]).save)
    client = Client()
    sign_in(client, PASSWORD)
    client.post("/desk/organisation", {"organisation": second.ref})
    assert client.session["organisation"] == second.ref
    client.post("/desk/organisation", {"organisation": foreign.ref})
    assert client.session["organisation"] == second.ref


def test_person_without_an_organisation_is_told_so(world: World, sos: Organisation) -> None:
    from fanal_hub.ledger import write
    from fanal_hub.people import enrol

    write.run(enrol.person("alone@sos.example", "Seul", PASSWORD).save)
    client = Client()
    client.post("/desk/login", {"email": "alone@sos.example", "password": PASSWORD})
    assert client.get("/desk/").status_code == 403


def test_post_without_the_token_of_the_form_is_refused(member: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = sign_in(client, PASSWORD)
    assert answer.status_code == 403
    assert "Nothing was sent" in answer.content.decode() or "Rien n’a été envoyé" in answer.content.decode()


def first(**changes: object) -> dict[str, object]:
    given: dict[str, object] = {
        "code": first_run.setup_code(),
        "kind": "association",
        "name": "Première Association",
        "email": "contact@premiere.example",
        "lang": "fr",
        "takes_public": "on",
        "person": "Ada Première",
        "person_email": "ada@premiere.example",
        "password": "une phrase que moi seule sais",
    }
    return {**given, **changes}


def test_empty_hub_is_set_up_once_by_who_reads_its_console(database: object) -> None:
    client = Client()
    for page in ("/desk/", "/desk/login"):
        assert client.get(page)["Location"] == "/desk/first-run"
    assert client.get("/desk/first-run").status_code == 200
    assert client.post("/desk/first-run", first())["Location"] == "/desk/"
    made = Organisation.objects.get()
    assert (made.name, made.is_default, made.takes_public, made.kind) == (
        "Première Association",
        True,
        True,
        "association",
    )
    assert set(Member.objects.get().roles) >= {"admin", "analyst"}
    assert client.get("/desk/queue").status_code == 200
    assert Client().post("/desk/first-run", first(name="Seconde"))["Location"] == "/desk/login"
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "00000000"}, "code"),
        ({"code": "é"}, "code"),
        ({"kind": "platform"}, "kind"),
        ({"password": "court"}, "password"),
        ({"person_email": "ada"}, "person_email"),
        ({"name": ""}, "name"),
        ({"trusted_flagger": "on"}, "areas"),
        ({"areas": ["nonsense"], "trusted_flagger": "on"}, "areas"),
    ],
)
def test_first_run_says_what_is_wrong_and_writes_nothing(database: object, changes: dict, field: str) -> None:  # type: ignore[type-arg]
    answer = Client().post("/desk/first-run", first(**changes))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Organisation.objects.exists()
    assert not Person.objects.exists()
