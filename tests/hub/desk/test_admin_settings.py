"""An administrator's pages: settings, targets, points, members, tokens, recipients, and one's own profile."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from fanal import flow
from fanal.words.lists import OrgKind, Role
from fanal_hub.ledger import write
from fanal_hub.ledger.read import orgs
from fanal_hub.people import enrol
from fanal_hub.people.models import ApiToken, Member, Organisation, Person, RecipientRow
from tests.hub.desk.errands import client, platform_of, text
from tests.hubkit import PASSWORD, World

PAGES = ("organisation", "policy", "members", "members/new", "tokens", "tokens/new", "recipients", "recipients/new")
SETTINGS = {
    "name": "SOS Test",
    "lang": "fr",
    "email": "contact@sos.example",
    "about_fr": "Écoute et défense.",
    "about_en": "We listen and defend.",
    "takes_public": "on",
    "is_default": "on",
    "purpose": "Défense des victimes",
    "legal_basis": "RGPD art. 6(1)(f)",
    "keep_days": "400",
    "good_faith": "on",
}


@pytest.fixture
def admin(world: World, sos: Organisation) -> Client:
    """The association's administrator."""
    return client(world, sos, Role.ADMIN)


def fresh(row: Organisation) -> Organisation:
    """The organisation as it is kept."""
    return Organisation.objects.get(ref=row.ref)


# --- the organisation ---
def test_settings_are_saved_and_what_another_page_set_stays(sos: Organisation, admin: Client) -> None:
    """Points and targets are in the same place."""
    write.run(lambda: Organisation.objects.filter(ref=sos.ref).update(policy={"points": {"danger": 70}}))
    assert admin.post("/desk/settings/organisation", SETTINGS).status_code == 302
    row = fresh(sos)
    assert (row.about_en, row.keep_days, row.purpose) == ("We listen and defend.", 400, "Défense des victimes")
    assert row.policy == {"points": {"danger": 70}, "good_faith": True}


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": ""}, "name"),
        ({"email": "nowhere"}, "email"),
        ({"keep_days": "0"}, "keep_days"),
        ({"keep_days": "99999"}, "keep_days"),
        ({"keep_days": "1e9"}, "keep_days"),
        ({"purpose": ""}, "purpose"),
        ({"legal_basis": ""}, "legal_basis"),
        ({"trusted_flagger": "on"}, "areas"),
        ({"trusted_flagger": "on", "areas": ["zz"]}, "areas"),
        ({"lang": "de"}, "lang"),
        ({"name": "a\0b"}, "name"),
        ({"about_fr": "x" * 301}, "about_fr"),
    ],
)
def test_settings_that_do_not_hold_are_refused_at_their_field(
    sos: Organisation, admin: Client, more: dict[str, object], field: str
) -> None:
    """Nothing of the page is saved."""
    answer = admin.post("/desk/settings/organisation", {**SETTINGS, **more})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert fresh(sos).keep_days == 365


def test_nobody_takes_the_place_of_the_default_handler(world: World, sos: Organisation) -> None:
    """It must be given up first."""
    other = world.organisation("Autre", OrgKind.ASSOCIATION, email="a@autre.example")
    answer = client(world, other, Role.ADMIN).post("/desk/settings/organisation", {**SETTINGS, "name": "Autre"})
    assert "SOS Test does this now" in text(answer)
    assert not fresh(other).is_default


def test_a_platform_has_no_cases_to_set_up(world: World, sos: Organisation) -> None:
    """Its page is short, and what is posted beside it is not read."""
    platform = platform_of(world)
    browser = client(world, platform, Role.ADMIN)
    assert "Purpose of its cases" not in text(browser.get("/desk/settings/organisation"))
    browser.post("/desk/settings/organisation", {**SETTINGS, "is_default": "on", "trusted_flagger": "on"})
    row = fresh(platform)
    assert (row.name, row.is_default, row.trusted_flagger, row.policy) == ("SOS Test", False, False, {})
    assert browser.get("/desk/settings/policy").status_code == 403
    assert browser.get("/desk/settings/recipients").status_code == 403


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", [Role.ANALYST, Role.NOTIFIER, Role.READER])
def test_only_administrators_open_these_pages(world: World, sos: Organisation, page: str, role: Role) -> None:
    """403, and the login for nobody."""
    assert client(world, sos, role).get(f"/desk/settings/{page}").status_code == 403
    assert Client().get(f"/desk/settings/{page}").status_code == 302


# --- targets and points ---
def test_own_targets_are_offered_where_the_law_gives_no_number_and_nowhere_else() -> None:
    """A deadline of law cannot be edited."""
    codes = {each.code for each in flow.open_clocks()}
    assert {"dsa.16.ack", "dsa.16.decision", "dsa.22.priority"} <= codes
    assert not codes & {"tco.3.1h", "fr.6-1.24h", "fr.reply.insert", "dsa.20.window", "fr.6vi.preserve"}


def test_targets_in_hours_are_kept_in_seconds_and_can_be_taken_away(sos: Organisation, admin: Client) -> None:
    """What is empty is what is proposed."""
    assert admin.post("/desk/settings/policy/targets", {"clock-dsa-16-decision": "36"}).status_code == 302
    assert orgs.policy_of(fresh(sos)).targets == {"dsa.16.decision": timedelta(hours=36)}
    assert 'value="36"' in admin.get("/desk/settings/policy").content.decode()
    admin.post("/desk/settings/policy/targets", {})
    assert orgs.policy_of(fresh(sos)).targets == {}


@pytest.mark.parametrize("hours", ["0", "-1", "2161", "x", "1.5", "9" * 40, "1\0"])
def test_targets_that_make_no_sense_are_refused(sos: Organisation, admin: Client, hours: str) -> None:
    """At the field, nothing saved."""
    answer = admin.post("/desk/settings/policy/targets", {"clock-dsa-16-ack": hours})
    assert (answer.status_code, set(answer.context["targets"].errors)) == (422, {"clock-dsa-16-ack"})
    assert "targets" not in fresh(sos).policy


def points(**more: str) -> dict[str, str]:
    """The form of points as proposed, with changes."""
    return {**{code: str(value) for code, value in flow.PriorityRules().points.items()}, **more}


def test_points_are_kept_when_they_differ_and_reset(sos: Organisation, admin: Client) -> None:
    """The proposed ones are not copied: they may change with a version."""
    assert admin.post("/desk/settings/policy/points", points(category_hate="30")).status_code == 302
    assert fresh(sos).policy["points"] == {"category_hate": 30}
    admin.post("/desk/settings/policy/points", {"do": "reset"})
    assert fresh(sos).policy["points"] == {}


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"danger": "10"}, "danger"),
        ({"exposed_person": "59"}, "danger"),
        ({"category_hate": "101"}, "category_hate"),
        ({"category_hate": "-1"}, "category_hate"),
        ({"category_hate": ""}, "category_hate"),
        ({"category_hate": "x"}, "category_hate"),
    ],
)
def test_points_that_break_the_rules_are_refused(
    sos: Organisation, admin: Client, more: dict[str, str], field: str
) -> None:
    """Danger stays first."""
    answer = admin.post("/desk/settings/policy/points", points(**more))
    assert (answer.status_code, set(answer.context["points"].errors)) == (422, {field})
    assert "points" not in fresh(sos).policy


# --- members ---
def shown_password(answer: object) -> str:
    """The password on the page that shows it once."""
    return str(answer.context["password"])  # type: ignore[attr-defined]


def test_a_new_member_signs_in_with_the_password_shown_once(world: World, sos: Organisation, admin: Client) -> None:
    """It is on that page and on no other."""
    given = {"email": "Nora@SOS.example", "name": "Nora", "roles": ["analyst", "reader"]}
    answer = admin.post("/desk/settings/members/new", given)
    password = shown_password(answer)
    assert password in text(answer)
    assert password not in text(admin.get("/desk/settings/members"))
    assert Client().login(username="nora@sos.example", password=password)
    assert Member.objects.get(person__email="nora@sos.example").roles == ["analyst", "reader"]
    again = admin.post("/desk/settings/members/new", given)
    assert (again.status_code, "a member already" in text(again)) == (422, True)


def test_somebody_known_joins_without_losing_password_or_name(world: World, sos: Organisation, admin: Client) -> None:
    """And their password cannot be changed from here."""
    other = world.organisation("Autre", OrgKind.ASSOCIATION)
    known = world.person("known@autre.example", other, Role.ANALYST)
    answer = admin.post("/desk/settings/members/new", {"email": known.email, "name": "Pirate", "roles": ["reader"]})
    assert "an account on this hub already" in text(answer)
    assert shown_password(answer) == ""
    refused = admin.post(f"/desk/settings/members/{known.ref}/password", follow=True)
    assert "cannot change their password" in text(refused)
    kept = Person.objects.get(pk=known.pk)
    assert (kept.name, kept.check_password(PASSWORD)) == (known.name, True)
    admin.post(f"/desk/settings/members/{known.ref}/remove")
    assert Person.objects.get(pk=known.pk).is_active
    assert Member.objects.filter(person=known).count() == 1


def test_a_deactivated_member_is_out_at_once_and_can_be_let_in_again(
    world: World, sos: Organisation, admin: Client
) -> None:
    """With a new password; the old one is over."""
    who = world.person("leaver@sos.example", sos, Role.READER)
    browser = Client()
    assert browser.login(username=who.email, password=PASSWORD)
    admin.post(f"/desk/settings/members/{who.ref}/remove")
    assert browser.get("/desk/profile").status_code == 302
    assert not Client().login(username=who.email, password=PASSWORD)
    password = shown_password(admin.post(f"/desk/settings/members/{who.ref}/restore"))
    assert not Client().login(username=who.email, password=PASSWORD)
    assert Client().login(username=who.email, password=password)


@pytest.mark.parametrize("path", ["restore", "password"])
def test_nobody_takes_over_a_person_of_another_organisation(
    world: World, sos: Organisation, admin: Client, path: str
) -> None:
    """An administrator adds somebody known to the hub, then asks for a new password of theirs: refused."""
    other = world.person("x@autre.example", world.organisation("Autre", OrgKind.ASSOCIATION), Role.ADMIN)
    admin.post("/desk/settings/members/new", {"email": other.email, "name": "X", "roles": ["reader"]})
    answer = admin.post(f"/desk/settings/members/{other.ref}/{path}", follow=True)
    assert "belongs to another organisation too" in text(answer)
    assert Person.objects.get(pk=other.pk).check_password(PASSWORD)


def test_the_last_administrator_stays(world: World, sos: Organisation, admin: Client) -> None:
    """Neither removed, nor deprived of the role, nor counted when deactivated."""
    second = world.person("second-admin@sos.example", sos, Role.ADMIN)
    me = Member.objects.get(person__email="admin@sos-test.example")
    assert admin.post(f"/desk/settings/members/{second.ref}/remove").status_code == 302
    for path, given in (("remove", {}), ("", {"roles": ["reader"]})):
        where = f"/desk/settings/members/{me.person.ref}" + (f"/{path}" if path else "")
        assert "no administrator left" in text(admin.post(where, given, follow=True))
    me.refresh_from_db()
    assert (me.roles, me.person.is_active) == (["admin"], True)


@pytest.mark.parametrize(
    "given", [{"roles": []}, {"roles": ["king"]}, {"email": "x"}, {"name": ""}, {"email": "a\0@b.example"}]
)
def test_a_member_that_cannot_be_is_refused(sos: Organisation, admin: Client, given: dict[str, object]) -> None:
    """422 and nobody new."""
    before = Person.objects.count()
    answer = admin.post(
        "/desk/settings/members/new", {"email": "n@sos.example", "name": "N", "roles": ["reader"], **given}
    )
    assert answer.status_code == 422
    assert Person.objects.count() == before


def test_other_organisations_members_do_not_exist_here(world: World, sos: Organisation, admin: Client) -> None:
    """404 everywhere."""
    other = world.person("x@autre.example", world.organisation("Autre", OrgKind.ASSOCIATION), Role.ADMIN, Role.READER)
    for path in ("", "/remove", "/restore", "/password"):
        assert admin.post(f"/desk/settings/members/{other.ref}{path}", {"roles": ["reader"]}).status_code == 404
    assert Person.objects.get(pk=other.pk).check_password(PASSWORD)


# --- tokens ---
def test_a_token_is_shown_once_works_and_is_revoked(world: World, sos: Organisation, admin: Client) -> None:
    """Only its digest is kept."""
    answer = admin.post("/desk/settings/tokens/new", {"name": "Collecteur", "roles": ["notifier"], "days": "30"})
    secret = re.search(r"fanal_[\w-]{43}", text(answer))
    assert secret
    row = ApiToken.objects.get()
    now = datetime.now(UTC)
    assert enrol.token_of(secret[0], now) == row
    assert (row.scopes, (row.expires_at - row.created_at).days) == (["notifier"], 30)
    assert secret[0] not in text(admin.get("/desk/settings/tokens"))
    other = client(world, world.organisation("Autre", OrgKind.ASSOCIATION), Role.ADMIN)
    assert other.post(f"/desk/settings/tokens/{row.pk}/revoke").status_code == 404
    assert admin.post(f"/desk/settings/tokens/{row.pk}/revoke").status_code == 302
    assert enrol.token_of(secret[0], now) is None


@pytest.mark.parametrize("more", [{"name": ""}, {"roles": []}, {"roles": ["god"]}, {"days": "9999"}, {"days": "x"}])
def test_a_token_that_cannot_be_is_refused(sos: Organisation, admin: Client, more: dict[str, object]) -> None:
    """422, none made."""
    answer = admin.post("/desk/settings/tokens/new", {"name": "N", "roles": ["reader"], "days": "30", **more})
    assert answer.status_code == 422
    assert not ApiToken.objects.exists()


# --- recipients ---
def test_a_platform_completed_with_an_address_is_reached_by_mail(
    world: World, sos: Organisation, admin: Client
) -> None:
    """For this organisation alone; taken away, it is as it was."""
    given = {"title_fr": "Facebook", "title_en": "Facebook", "email": "notices@fb.example"}
    assert "By hand" in text(admin.get("/desk/settings/recipients"))
    assert admin.post("/desk/settings/recipients/facebook", given).status_code == 302
    found = orgs.recipient_for(sos.ref, "facebook")
    assert found is not None
    assert (found.email, found.platform) == ("notices@fb.example", "facebook")
    assert "We know that it left, not that it was read" in text(admin.get("/desk/settings/recipients"))
    other = orgs.recipient_for("autre", "facebook")
    assert other is not None
    assert other.email == ""
    admin.post("/desk/settings/recipients/facebook/remove")
    back = orgs.recipient_for(sos.ref, "facebook")
    assert back is not None
    assert back.email == ""
    assert admin.post("/desk/settings/recipients/facebook/remove").status_code == 404


def test_an_authority_with_an_account_is_reached_in_its_inbox(world: World, sos: Organisation, admin: Client) -> None:
    """PHAROS here is the authority's account; it can be changed and taken away again."""
    office = world.organisation("Bureau", OrgKind.AUTHORITY)
    given = {"title_fr": "PHAROS", "title_en": "PHAROS", "email": "", "organisation": office.ref}
    assert admin.post("/desk/settings/recipients/pharos", given).status_code == 302
    assert orgs.recipient_for(sos.ref, f"org:{office.ref}") is not None
    assert admin.get(f"/desk/settings/recipients/org:{office.ref}").status_code == 200
    assert admin.post(f"/desk/settings/recipients/org:{office.ref}", {**given, "organisation": ""}).status_code == 302
    assert RecipientRow.objects.get().code == "pharos"


def test_recipients_of_ones_own_have_names_of_their_own(sos: Organisation, admin: Client) -> None:
    """Two of the same title are two."""
    given = {"kind": "publisher", "title_fr": "Le Journal", "email": "dir@journal.example"}
    for _ in range(2):
        assert admin.post("/desk/settings/recipients/new", given).status_code == 302
    assert set(RecipientRow.objects.values_list("code", flat=True)) == {"own:le-journal", "own:le-journal-2"}


@pytest.mark.parametrize(
    "more",
    [{"kind": ""}, {"kind": "platform"}, {"title_fr": ""}, {"email": "x"}, {"email": ""}, {"organisation": "zz"}],
)
def test_a_recipient_that_cannot_be_reached_is_refused(sos: Organisation, admin: Client, more: dict[str, str]) -> None:
    """422, none made."""
    given = {"kind": "police", "title_fr": "Commissariat", "email": "c@police.example", **more}
    assert admin.post("/desk/settings/recipients/new", given).status_code == 422
    assert not RecipientRow.objects.exists()


def test_unknown_recipients_do_not_exist(world: World, sos: Organisation, admin: Client) -> None:
    """404, also for another organisation's own."""
    other = world.organisation("Autre", OrgKind.ASSOCIATION)
    row = RecipientRow(handler=other, code="own:x", kind="police", title_fr="X", title_en="X", email="x@x.example")
    write.run(row.save)
    for code in ("own:x", "zz", "org:none"):
        assert admin.get(f"/desk/settings/recipients/{code}").status_code == 404
        assert admin.post(f"/desk/settings/recipients/{code}/remove").status_code == 404


# --- one's own profile ---
def test_name_and_language_are_ones_own(world: World, sos: Organisation) -> None:
    """The next page speaks it."""
    browser = client(world, sos, Role.READER)
    answer = browser.post("/desk/profile/save", {"name": "Camille", "lang": "fr"}, follow=True)
    assert "Mon profil" in text(answer)
    assert Person.objects.get().name == "Camille"
    assert browser.post("/desk/profile/save", {"name": "", "lang": "xx"}).status_code == 422


def test_a_changed_password_ends_the_other_sessions(world: World, sos: Organisation) -> None:
    """The one at work stays in."""
    browser, elsewhere = client(world, sos, Role.READER), Client()
    assert elsewhere.login(username="reader@sos-test.example", password=PASSWORD)
    assert (
        browser.post("/desk/profile/password", {"old": PASSWORD, "new": "trois mots bien choisis"}).status_code == 302
    )
    assert browser.get("/desk/profile").status_code == 200
    assert elsewhere.get("/desk/profile").status_code == 302
    assert Client().login(username="reader@sos-test.example", password="trois mots bien choisis")


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("wrong", "trois mots bien choisis", "old"),
        (PASSWORD, "court", "new"),
        (PASSWORD, "password1234", "new"),
        (PASSWORD, "", "new"),
    ],
)
def test_a_weak_or_unproven_password_is_refused(
    world: World, sos: Organisation, old: str, new: str, field: str
) -> None:
    """The old one goes on."""
    answer = client(world, sos, Role.READER).post("/desk/profile/password", {"old": old, "new": new})
    assert (answer.status_code, set(answer.context["password"].errors)) == (422, {field})
    assert Person.objects.get().check_password(PASSWORD)
