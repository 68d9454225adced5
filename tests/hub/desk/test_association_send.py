"""Pasting lines: understood line by line, refused line by line, sent once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from fanal.words.lists import Channel, NotifierKind, OrgKind, Role
from fanal_hub.ledger.models import NoticeRow, SentRow
from fanal_hub.ledger.read import notices, streams
from fanal_hub.people.models import Organisation, SavedTemplate
from fanal_hub.stations import notifier
from tests.hub.desk.errands import client, lines, platform_of, sending, text
from tests.hub.desk.scene import PNG, post
from tests.hubkit import World

COMMENT = "https://www.youtube.com/watch?v=dQw4w9WgXcQ&lc=UgxAbCdEfGh1234567890AaABAg&si=1"


def test_lines_are_shown_as_understood_before_anything_is_sent(world: World, sos: Organisation) -> None:
    """Platform, kind, canonical address and notes, each on its line."""
    page = client(world, sos, Role.NOTIFIER).post(
        "/desk/send",
        lines(f"{post(1)}?s=20 | Dehors !", "@grincheux tiktok", "#chassons x", COMMENT, "https://t.co/AbC12"),
    )
    shown = text(page)
    assert page.status_code == 200
    assert NoticeRow.objects.count() == 0
    for words in (
        "One notice about 5 targets",
        "TikTok",
        "Hashtag",
        "tracking parameters removed",
        "a comment, not what",
        "not resolved",
    ):
        assert words in shown


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("javascript:alert(1)", "javascript:"),
        ("data:text/html,hello", "data:"),
        ("@alone", "platform"),
        ("https://exa\u202emple.org/a b", "Line 2"),
        ("not a link at all", "Line 2"),
    ],
)
def test_a_line_that_cannot_be_read_says_so_and_nothing_is_sent(
    world: World, sos: Organisation, line: str, words: str
) -> None:
    """The other lines are not sent without it."""
    page = client(world, sos, Role.NOTIFIER).post(
        "/desk/send", {**lines(post(1), line), "step": "send", "good_faith": "on"}
    )
    assert page.status_code == 422
    assert words in text(page)
    assert NoticeRow.objects.count() == 0


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (lines(*(post(n) for n in range(101))), "101"),
        (lines("\0"), "Null characters"),
        (lines(""), "Paste at least one"),
        (lines(post(1), category=""), "Choose what it is"),
        (lines(post(1), category="nonsense"), "nonsense"),
        (lines(post(1), reasons="court"), "too short"),
        (lines("x" * 400_001), "400000"),
    ],
)
def test_bad_input_is_refused_with_words(world: World, sos: Organisation, given: dict[str, str], words: str) -> None:
    """At the field, 422, nothing written."""
    page = client(world, sos, Role.NOTIFIER).post("/desk/send", given)
    assert page.status_code == 422
    assert words in text(page)
    assert NoticeRow.objects.count() == 0


def test_one_notice_with_all_targets_goes_once_however_often_it_is_sent(world: World, sos: Organisation) -> None:
    """The organisation is the notifier and the handler; a double click makes no second notice."""
    browser = client(world, sos, Role.NOTIFIER)
    page = browser.post("/desk/send", lines(post(1), post(2)))
    answer = browser.post("/desk/send", sending(page))
    again = browser.post("/desk/send", sending(page))
    ref = NoticeRow.objects.get().ref
    assert answer.status_code == again.status_code == 302
    assert answer["Location"] == again["Location"] == f"/desk/notices/{ref}"
    now = streams.notice_now(ref)
    assert now is not None
    assert (now.handler, now.channel, now.notifier_kind, now.mentions) == (
        "sos-test",
        Channel.DESK,
        NotifierKind.ASSOCIATION,
        2,
    )
    assert SentRow.objects.get().sender == "org:sos-test"


def test_one_notice_per_line_each_with_its_file(world: World, sos: Organisation) -> None:
    """A file goes with the line it was joined to."""
    browser = client(world, sos, Role.ANALYST)
    page = browser.post("/desk/send", lines(post(1), "", post(2), how="apart"))
    joined = SimpleUploadedFile("capture.png", PNG, "image/png")
    assert browser.post("/desk/send", sending(page, **{"file-3": joined}))["Location"] == "/desk/notices"
    held = {notices.mentions(row.ref)[0].canonical[-1]: notifier.testimony(row.ref) for row in NoticeRow.objects.all()}
    assert [each["name"] for each in held["2"]] == ["capture.png"]
    assert held["1"] == []


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"good_faith": ""}, "good faith"),
        ({"file": SimpleUploadedFile("a.png", b"MZ not an image")}, "neither an image"),
        ({"file": SimpleUploadedFile("a.png", PNG + b"0" * (10 * 1024 * 1024))}, "larger than 10"),
    ],
)
def test_what_is_wrong_on_the_last_page_sends_nothing(
    world: World, sos: Organisation, more: dict[str, object], words: str
) -> None:
    """The page comes back with what is to correct."""
    browser = client(world, sos, Role.NOTIFIER)
    page = browser.post("/desk/send", lines(post(1)))
    answer = browser.post("/desk/send", sending(page, **more))
    assert answer.status_code == 422
    assert words in text(answer)
    assert NoticeRow.objects.count() == 0


def test_no_file_is_asked_for_where_it_could_be_child_abuse_material(world: World, sos: Organisation) -> None:
    """The page says never to send it."""
    page = client(world, sos, Role.NOTIFIER).post("/desk/send", lines(post(1), category="child_abuse"))
    assert b'type="file"' not in page.content
    assert "Never send such an image" in text(page)


def test_a_template_fills_in_and_keeps_the_lines(world: World, sos: Organisation) -> None:
    """Made, chosen, changed, deleted; no other organisation sees it."""
    browser = client(world, sos, Role.NOTIFIER)
    given = {"name": "Vague Syldavie", "category": "racism", "reasons": "Appel à chasser des habitants."}
    assert browser.post("/desk/templates/new", given).status_code == 302
    twice = browser.post("/desk/templates/new", given)
    assert (twice.status_code, "has this name" in text(twice)) == (422, True)
    row = SavedTemplate.objects.get()
    page = browser.post("/desk/send", lines(post(7), step="template", template=str(row.pk), reasons=""))
    assert (post(7) in text(page), "Appel à chasser" in text(page)) == (True, True)
    other = client(world, world.organisation("Autre", OrgKind.ASSOCIATION), Role.NOTIFIER)
    assert other.get(f"/desk/templates/{row.pk}").status_code == 404
    assert other.post(f"/desk/templates/{row.pk}/delete").status_code == 404
    assert "Appel" not in text(other.get(f"/desk/send?template={row.pk}"))
    assert browser.post(f"/desk/templates/{row.pk}/delete").status_code == 302
    assert not SavedTemplate.objects.exists()


@pytest.mark.parametrize(
    "path", ["send", "import", "import/last", "import/last/refused.csv", "templates", "templates/new", "notices"]
)
@pytest.mark.parametrize("role", [Role.ADMIN, Role.READER])
def test_only_notifiers_and_analysts_report(world: World, sos: Organisation, path: str, role: Role) -> None:
    """403 for the other roles, and for platforms and auditors."""
    assert client(world, sos, role).get(f"/desk/{path}").status_code == 403
    assert client(world, platform_of(world), Role.NOTIFIER).get(f"/desk/{path}").status_code == 403
    auditor = world.organisation("Audit", OrgKind.AUDITOR)
    assert client(world, auditor, Role.NOTIFIER, Role.ANALYST).get(f"/desk/{path}").status_code == 403
