"""Failed work on the desk: who sees what failed, what it says, and what an administrator may do with it."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from fanal.words.lists import OrgKind, Role
from fanal_hub.ledger import jobs, write
from fanal_hub.ledger.models import JobRow
from fanal_hub.ledger.plan import Plan, Rows
from fanal_hub.ledger.read import streams
from fanal_hub.ledger.rows import when
from fanal_hub.people.models import Organisation
from tests.hub.courier.journeys import Way
from tests.hub.desk.errands import client, text
from tests.hubkit import World

SINCE = datetime(2026, 3, 2, 9, 0, 0, 123456, tzinfo=UTC)
PAGE = "/desk/settings/work"


@pytest.fixture
def admin(world: World, sos: Organisation) -> Client:
    """The administrator of the association that runs the hub."""
    return client(world, sos, Role.ADMIN)


def failed(stream: str, handler: str, *, station: str = "tell", error: str = "KeyError", dead: bool = True) -> int:
    """A piece of work that fails."""
    row: dict[str, Any] = {
        "station": station,
        "stream": stream,
        "position": 3,
        "handler": handler,
        "due_at": when(SINCE),
        "available_at": when(datetime.now(UTC) + timedelta(hours=1)),
        "made_at": when(SINCE),
        "attempt": 8,
        "tries": 8,
        "worker": "",
        "error": error,
        "failed_at": when(SINCE),
        "dead_at": when(SINCE) if dead else None,
        "dropped": "",
        "dropped_by": "",
    }
    write.submit(Plan(beside=(Rows("ledger_jobrow", [row]),)))
    return JobRow.objects.get(stream=stream, station=station).pk


def test_nothing_failed_says_so_and_the_navigation_is_silent(admin: Client) -> None:
    page = admin.get(PAGE)
    assert "Nothing failed" in text(page)
    assert "Try everything again" not in text(page)
    assert "Failed work" not in text(admin.get("/desk/queue"))


@pytest.mark.parametrize(
    ("lang", "heading", "what", "trouble"),
    [
        ("en", "Failed work", "Writing to those concerned", "The mail server could not be reached"),
        ("fr", "Tâches en échec", "Écrire aux personnes concernées", "Le serveur de courriel était injoignable"),
    ],
)
def test_what_failed_is_said_in_words(  # noqa: PLR0913  one line of the table each
    world: World, sos: Organisation, lang: str, heading: str, what: str, trouble: str
) -> None:
    failed("notice:N-7K3M-2Q9D", sos.ref, error="LaterError")
    failed("referral:R-7K3M-2Q9D", sos.ref, station="dispatch", error="BusyError", dead=False)
    browser = client(world, sos, Role.ADMIN, lang=lang)
    seen = text(browser.get(PAGE))
    for each in (heading, what, trouble, "N-7K3M-2Q9D", "R-7K3M-2Q9D", "8"):
        assert each in seen
    nav = text(browser.get("/desk/queue"))
    assert re.search(rf"{heading}\s*1\b", nav), "counted: what is tried again by itself is not"


def test_link_goes_to_what_it_is_about(admin: Client, world: World, sos: Organisation) -> None:
    way = Way(world, sos)
    way.on_hub()
    referral = way.referred()
    target = referral.targets[0].target
    notice = next(each.stream for each in streams.after(0) if each.stream.startswith("notice:"))
    write.WRITER.ask(lambda tx: tx.run("DELETE FROM ledger_jobrow"))
    for stream in (notice, f"case:{referral.case}", f"referral:{referral.ref}", f"target:{target}"):
        failed(stream, sos.ref)
    html = admin.get(PAGE).content.decode()
    for address in (
        f"/desk/cases/{referral.case}",
        f"/desk/referrals/{referral.ref}",
        f"/desk/cases/{referral.case}/targets/{target}",
    ):
        assert f'href="{address}"' in html
        assert admin.get(address).status_code == 200


def test_failed_work_is_tried_again(admin: Client, sos: Organisation) -> None:
    first, second = failed("notice:N-1", sos.ref), failed("notice:N-2", sos.ref)
    answer = admin.post(f"{PAGE}/{first}/retry", follow=True)
    assert "1 piece of work is tried again." in text(answer)
    assert JobRow.objects.get(pk=first).dead_at is None
    assert JobRow.objects.get(pk=second).dead_at is not None
    assert [each.id for each in jobs.take("tell", None, datetime.now(UTC), 9)] == [first]
    assert "1 piece of work is tried again." in text(admin.post(f"{PAGE}/retry", follow=True))
    assert admin.post(f"{PAGE}/{first}/retry").status_code == 404, "it is no failed work any more"
    assert admin.get(f"{PAGE}/{second}/retry").status_code == 405


def test_work_is_dropped_with_a_reason_that_stays(admin: Client, sos: Organisation) -> None:
    number = failed("notice:N-1", sos.ref)
    assert "Drop this work?" in text(admin.get(f"{PAGE}/{number}/drop"))
    assert admin.post(f"{PAGE}/{number}/drop", {}).status_code == 422
    assert JobRow.objects.get(pk=number).dropped == ""
    seen = text(admin.post(f"{PAGE}/{number}/drop", {"why": "obsolete"}, follow=True))
    assert "Nothing failed" in seen
    assert "It is no longer needed" in seen
    assert JobRow.objects.get(pk=number).dropped_by.startswith("p-")
    assert admin.post(f"{PAGE}/{number}/retry").status_code == 404


def test_each_organisation_sees_its_own_and_the_hub_that_something_failed(world: World, admin: Client) -> None:
    """Whoever runs the hub may have it tried again; what it is about, and dropping it, is not theirs."""
    other = world.organisation("Autre", OrgKind.ASSOCIATION)
    number = failed("notice:N-7K3M-2Q9D", other.ref)
    seen = text(admin.get(PAGE))
    assert "Autre" in seen
    assert "N-7K3M-2Q9D" not in admin.get(PAGE).content.decode()
    assert admin.post(f"{PAGE}/{number}/drop", {"why": "obsolete"}).status_code == 404
    theirs = client(world, other, Role.ADMIN)
    assert "N-7K3M-2Q9D" in text(theirs.get(PAGE))
    third = client(world, world.organisation("Tiers", OrgKind.ASSOCIATION), Role.ADMIN)
    assert "Nothing failed" in text(third.get(PAGE))
    assert third.post(f"{PAGE}/{number}/retry").status_code == 404
    assert admin.post(f"{PAGE}/{number}/retry").status_code == 302


@pytest.mark.parametrize("role", [Role.ANALYST, Role.NOTIFIER, Role.READER])
def test_others_do_not_see_it(world: World, sos: Organisation, role: Role) -> None:
    number = failed("notice:N-1", sos.ref)
    browser = client(world, sos, role)
    for answer in (browser.get(PAGE), browser.post(f"{PAGE}/retry"), browser.post(f"{PAGE}/{number}/retry")):
        assert answer.status_code == 403
    assert JobRow.objects.get().dead_at is not None
