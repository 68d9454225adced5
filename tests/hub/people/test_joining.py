"""An organisation joins by `fanal-hub organisation`: what is made, what the link opens, and what is refused."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from fanal.words.errors import RefusedError
from fanal.words.lists import OrgKind, Role
from fanal_hub import manage
from fanal_hub.ledger import write
from fanal_hub.people import invite
from fanal_hub.people.models import Member, Organisation, Person
from fanal_hub.stations import joining
from tests.hubkit import PASSWORD, World

WANTED = {"name": "Écoute Nord", "kind": OrgKind.ASSOCIATION, "email": "nord@example.org", "admin": "Ana@example.org"}
CALL = ["add", "Écoute Nord", "--kind", "association", "--email", "nord@example.org", "--admin", "ana@example.org"]
CHOSEN = "quatre mots tirés au hasard"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(database: object, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command; its status, and what it said."""

    def call(*words: str) -> tuple[int, str, str]:
        status = manage.main(["organisation", *words])
        out, err = capsys.readouterr()
        return status, out, err

    return call


def add(**more: object) -> joining.Joined:
    """Add what is wanted, with changes."""
    return joining.add(joining.Wanted(**{**WANTED, **more}), datetime.now(UTC))  # type: ignore[arg-type]


def codes(**more: object) -> list[tuple[str, str]]:
    """Why that is refused: code and field."""
    with pytest.raises(RefusedError) as caught:
        add(**more)
    return [(each.code, each.at) for each in caught.value.messages]


def token_of(link: str) -> tuple[str, str]:
    """Reference and token of a link."""
    ref, token = link.rsplit("/", 2)[1:]
    return ref, token


# --- what is made ---
def test_the_command_makes_both_and_prints_a_link_that_sets_the_password(sos: Organisation, run: Run) -> None:
    """No password is printed, and none exists before the administrator chooses one."""
    status, out, err = run(*CALL, "--lang", "en")
    assert (status, err) == (0, "")
    link = re.findall(r"https?://\S+", out)[0]
    who = Person.objects.get(email="ana@example.org")
    assert not who.has_usable_password()
    member = Member.objects.get(person=who)
    assert (member.organisation_id, Role.ADMIN in member.roles) == ("ecoute-nord", True)
    assert joining.settle_in(*token_of(link), "Ana", CHOSEN) == who
    assert Client().login(username="ana@example.org", password=CHOSEN)


@pytest.mark.parametrize("kind", list(OrgKind))
def test_only_handlers_are_on_the_public_form_and_nobody_takes_the_defaults_place(
    sos: Organisation, kind: OrgKind
) -> None:
    made = add(kind=kind, platform="x" if kind == OrgKind.PLATFORM else "").organisation
    assert (made.takes_public, made.is_default) == (kind in joining.HANDLERS, False)


def test_the_first_of_an_empty_hub_takes_what_nobody_chose(world: World) -> None:
    assert add().organisation.is_default


def test_somebody_known_keeps_name_and_password(world: World, sos: Organisation) -> None:
    who = world.person("ana@example.org", sos, Role.READER)
    made = add()
    assert (made.link, made.person) == ("", who)
    assert Client().login(username="ana@example.org", password=PASSWORD)
    assert Member.objects.filter(person=who).count() == 2


def test_the_list_names_each_with_who_waits(sos: Organisation, run: Run) -> None:
    add()
    status, out, _ = run("list")
    assert (status, out.splitlines()) == (
        0,
        [
            "sos-test\tassociation\tSOS Test\tdefault\t0\t0",
            "ecoute-nord\tassociation\tÉcoute Nord\t-\t1\t1",
        ],
    )


def test_who_still_waits_for_another_organisation_gets_a_link_for_both(sos: Organisation) -> None:
    first, second = add(), add(name="Écoute Sud", email="sud@example.org")
    assert first.person == second.person
    assert joining.settle_in(*token_of(second.link), "Ana", CHOSEN) == first.person
    assert invite.invited(*token_of(first.link)) is None


@pytest.mark.one_engine("sqlite")
def test_the_list_is_read_beside_a_running_hub(sos: Organisation, run: Run) -> None:
    with manage.alone():
        assert run("list")[0] == 0


# --- the link ---
def test_a_link_works_once(sos: Organisation) -> None:
    ref, token = token_of(add().link)
    assert joining.settle_in(ref, token, "Ana", CHOSEN)
    assert joining.settle_in(ref, token, "Eve", "un autre mot de passe") is None
    assert Person.objects.get(ref=ref).name == "Ana"


@pytest.mark.parametrize("spoilt", ["another person", "another token", "deactivated", "nobody"])
def test_a_link_that_is_not_theirs_opens_nothing(sos: Organisation, spoilt: str) -> None:
    ref, token = token_of(add().link)
    other = token_of(add(name="Autre", admin="eve@example.org").link)
    if spoilt == "deactivated":
        write.run(lambda: Person.objects.filter(ref=ref).update(is_active=False))
    given = {"another person": (other[0], token), "another token": (ref, other[1]), "nobody": ("p-none", token)}
    assert invite.invited(*given.get(spoilt, (ref, token))) is None


def test_a_link_ends_after_its_days(sos: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    ref, token = token_of(add().link)
    later = datetime.now() + timedelta(days=invite.DAYS, seconds=5)  # noqa: DTZ005  (as Django counts)
    monkeypatch.setattr(invite._SIGNED, "_now", lambda: later)
    assert invite.invited(ref, token) is None


def test_a_new_link_ends_the_earlier_one(sos: Organisation, run: Run) -> None:
    old = token_of(add().link)
    status, out, _ = run("link", "ecoute-nord")
    assert status == 0
    assert invite.invited(*old) is None
    assert invite.invited(*token_of(re.findall(r"https?://\S+", out)[0])) is not None


def test_who_has_a_password_is_never_reached_by_a_link(sos: Organisation, run: Run) -> None:
    """Else the host could sign in as the administrator of another organisation."""
    joining.settle_in(*token_of(add().link), "Ana", CHOSEN)
    status, out, err = run("link", "ecoute-nord", "--lang", "en")
    assert (status, out) == (2, "")
    assert "Nobody of “ecoute-nord” waits" in err
    assert Client().login(username="ana@example.org", password=CHOSEN)


# --- what is refused ---
@pytest.mark.parametrize(
    ("more", "wrong"),
    [
        ({"name": "  "}, [("organisation_no_name", "name")]),
        ({"name": "a\0b"}, [("organisation_no_name", "name")]),
        ({"name": "x" * 201}, [("organisation_no_name", "name")]),
        ({"name": "sos TEST"}, [("organisation_taken", "name")]),
        ({"email": "nowhere"}, [("organisation_bad_email", "email")]),
        ({"admin": "", "email": "a@b"}, [("organisation_bad_email", "email"), ("organisation_bad_email", "admin")]),
        ({"admin": "gone@example.org"}, [("organisation_deactivated", "admin")]),
        ({"kind": OrgKind.PLATFORM}, [("organisation_which_platform", "platform")]),
        ({"kind": OrgKind.PLATFORM, "platform": "nix"}, [("organisation_which_platform", "platform")]),
        ({"kind": OrgKind.PLATFORM, "platform": "youtube"}, [("organisation_platform_taken", "platform")]),
        ({"platform": "x"}, [("organisation_no_platform", "platform")]),
    ],
)
def test_what_does_not_hold_is_refused_and_nothing_is_made(
    world: World, sos: Organisation, more: dict[str, object], wrong: list[tuple[str, str]]
) -> None:
    gone = world.person("gone@example.org", sos, Role.READER)
    world.organisation("Vidéos", OrgKind.PLATFORM, platform="youtube")
    write.run(lambda: Person.objects.filter(pk=gone.pk).update(is_active=False))
    before = list(Organisation.objects.values()), list(Person.objects.values())
    assert codes(**more) == wrong
    assert (list(Organisation.objects.values()), list(Person.objects.values())) == before


@pytest.mark.parametrize("kind", [OrgKind.PLATFORM, OrgKind.AUDITOR])
def test_an_empty_hub_begins_with_somebody_who_handles_notices(world: World, kind: OrgKind) -> None:
    assert codes(kind=kind, platform="x" if kind == OrgKind.PLATFORM else "") == [("organisation_first", "kind")]


@pytest.mark.parametrize(("lang", "words"), [("fr", "Choisissez un nom"), ("en", "Choose a name")])
def test_the_command_says_why_in_the_language_asked_for(sos: Organisation, run: Run, lang: str, words: str) -> None:
    assert run(*CALL)[0] == 0
    status, out, err = run(*CALL, "--lang", lang)
    assert (status, out) == (2, "")
    assert words in err


@pytest.mark.one_engine("sqlite")
def test_a_running_hub_on_sqlite_refuses_and_names_its_page(sos: Organisation, run: Run) -> None:
    with manage.alone():
        status, _, err = run(*CALL, "--lang", "en")
    assert status == 2
    assert "Organisation > Organisations" in err
    assert not Organisation.objects.filter(ref="ecoute-nord").exists()
