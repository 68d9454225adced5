"""The page Agreements: who may open it, what it lets be found out about others, and a whole agreement by its buttons."""

import pytest
from django.test import Client

from fanal.words.lists import OrgKind, Role
from fanal_hub.people.models import AgreementStep, Organisation
from tests.hub.desk.errands import client, text
from tests.hub.elsewhere.conftest import Side, Town

pytestmark = pytest.mark.one_engine("sqlite")
PAGE = "/desk/settings/agreements"


def _propose(browser: Client, ref: str) -> str:
    """Propose, and what is then on the page."""
    return text(browser.post(f"{PAGE}/new", {"reference": ref}, follow=True))


def test_an_agreement_is_proposed_accepted_and_ended_by_its_buttons(town: Town) -> None:
    mine, theirs = town.a.client(), town.b.client()
    assert "Waits for their answer" in _propose(mine, "bb")
    assert "Maison Aa" in text(theirs.get(PAGE))
    assert "Accepted. The first answers" in text(theirs.post(f"{PAGE}/aa/accept", follow=True))
    assert "Maison Bb" in text(mine.get(PAGE))
    assert "Ended." in text(mine.post(f"{PAGE}/bb/revoke", follow=True))
    said = text(theirs.get(PAGE))
    assert "No longer in force" in said
    assert "Revoked Maison Aa" in said
    assert "Accepted Maison Bb, Admin" in said
    assert town.a.person.name in text(mine.get(PAGE))


@pytest.mark.parametrize("ref", ["bb", "nobody-here", "host", "office"])
def test_a_proposal_does_not_tell_whether_there_is_such_an_organisation(town: Town, ref: str) -> None:
    town.world.organisation("Plateforme", OrgKind.PLATFORM, ref="host", platform="x")
    said = _propose(town.a.client(), ref)
    assert "If that organisation is on this hub" in said
    assert "Maison Bb" not in said
    assert "Authority" not in said.partition("Your reference")[2]


def test_two_authorities_are_not_even_shown_each_others_proposals(town: Town) -> None:
    town.world.organisation("Parquet", OrgKind.AUTHORITY, ref="court")
    _propose(town.office.client(), "court")
    where = town.world.person("admin@court.example", _org("court"), Role.ADMIN)
    other = Side(town.world, _org("court"), where)
    assert "Maison Office" not in text(other.client().get(PAGE))
    assert other.client().post(f"{PAGE}/office/accept").status_code == 404


def _org(ref: str) -> Organisation:
    return Organisation.objects.get(ref=ref)


@pytest.mark.parametrize(
    ("ref", "said"), [("", "Give the other"), ("aa", "your own"), ("Écoute !", "plain letters"), ("x" * 60, "40")]
)
def test_what_is_no_reference_is_refused_at_its_field(town: Town, ref: str, said: str) -> None:
    answer = town.a.client().post(f"{PAGE}/new", {"reference": ref})
    assert answer.status_code == 422
    assert said in text(answer)


def test_a_step_that_came_too_late_says_so(town: Town) -> None:
    mine, theirs = town.a.client(), town.b.client()
    _propose(mine, "bb")
    mine.post(f"{PAGE}/bb/withdraw")
    assert "moved on" in text(theirs.post(f"{PAGE}/aa/accept", follow=True))
    assert "moved on" in text(mine.post(f"{PAGE}/bb/withdraw", follow=True))
    assert AgreementStep.objects.count() == 2


def test_too_many_proposals_wait_for_an_answer(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fanal.crossref.elsewhere.MOST_OPEN", 2)
    browser = town.a.client()
    for ref in ("n1", "n2"):
        _propose(browser, ref)
    assert browser.post(f"{PAGE}/new", {"reference": "n3"}).status_code == 422


@pytest.mark.parametrize("role", [Role.ANALYST, Role.READER, Role.NOTIFIER])
def test_only_administrators_agree(town: Town, role: Role) -> None:
    browser = client(town.world, town.b.organisation, role)
    _propose(town.a.client(), "bb")
    assert browser.get(PAGE).status_code == 403
    assert browser.post(f"{PAGE}/aa/accept").status_code == 403


def test_a_third_organisation_finds_nothing_of_it(town: Town) -> None:
    town.agree(town.a, town.b)
    browser = town.c.client()
    assert "Maison" not in text(browser.get(PAGE)).partition("Your reference")[2]
    for word in ("accept", "decline", "withdraw", "revoke"):
        assert browser.post(f"{PAGE}/aa/{word}").status_code == 404


def test_the_pages_speak_french(town: Town) -> None:
    town.agree(town.a, town.b)
    browser = town.a.client(lang="fr")
    assert "Questions venues de l’autre partie" in text(browser.get(PAGE))
    assert "Proposer un accord" in text(browser.get(f"{PAGE}/new"))
