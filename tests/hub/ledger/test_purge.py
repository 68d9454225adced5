"""What a purge must not leave behind: letters, notices without a case, what came in late, pages of the write-ahead log."""

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from fanal import flow
from fanal.words.lists import Channel
from fanal_hub.ledger.models import CaseRow, MentionContent, TargetContent, VaultKeyRow, VaultRow
from fanal_hub.ledger.read import cases, follow_up, matching, notices, streams
from fanal_hub.people.models import Organisation
from fanal_hub.stations import door, judge, notifier, purge
from fanal_hub.stations.mailroom import take_reply
from fanal_hub.stations.replay import replay
from tests.hub.courier.journeys import Way
from tests.hub.courier.knobs import Settings
from tests.hubkit import World

GIVEN = {
    "targets": [{"address": "https://x.com/abc/status/1967442965691440001", "text": "Un message particulier"}],
    "reasons": "Ce message appelle à la haine contre un groupe.",
    "category": "racism",
    "good_faith": True,
    "notifier": {"kind": "citizen", "name": "Dominique", "email": "d@example.org"},
}
LATER = datetime.now(UTC) + timedelta(days=4_000)


@pytest.fixture
def way(world: World, sos: Organisation, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Way:
    """An association that writes to a platform by e-mail; letters stay in the outbox of a folder of its own."""
    Settings(monkeypatch).HOME = tmp_path
    made = Way(world, sos)
    made.by_mail()
    return made


def outbox(place: Path) -> bytes:
    """All that the outbox says."""
    return b"".join(each.read_bytes() for each in sorted((place / "outbox").glob("*.eml")))


def test_letters_that_wait_in_the_outbox_go_with_the_case(way: Way, tmp_path: Path) -> None:
    way.referred()
    kept = way.notice("https://x.com/autre/status/1000000000000000009", email="garde@citizen.example")
    way.world.settle()
    judge.hold(way.hand, way.case_of(kept).ref, "Plainte déposée")
    assert b"grincheux" in outbox(tmp_path)
    purge.purge(LATER)
    assert b"grincheux" not in outbox(tmp_path)
    assert b"dominique" not in outbox(tmp_path)
    assert b"garde" in outbox(tmp_path)


def test_notice_taken_back_before_any_case_had_it_is_erased_at_its_term(
    way: Way, sos: Organisation, tmp_path: Path
) -> None:
    ref = door.receive(GIVEN, door.Entry(handler=sos, channel=Channel.FORM)).ref
    way.world.settle("tell")
    notifier.withdraw(ref)
    way.world.settle("triage")
    purge.purge(datetime.now(UTC) + timedelta(days=sos.keep_days - 1))
    assert MentionContent.objects.count() == 1
    purge.purge(LATER)
    for table in (MentionContent, VaultRow, VaultKeyRow):
        assert table.objects.count() == 0, table
    assert outbox(tmp_path) == b""
    now = streams.notice_now(ref)
    assert now is not None
    assert now.erased
    last = (tmp_path / "erasures.jsonl").read_text().splitlines()[-1]
    assert json.loads(last)["notices"] == [ref]
    purge.purge(LATER)
    assert len((tmp_path / "erasures.jsonl").read_text().splitlines()) == 1
    assert replay().differences == ()


def test_what_comes_in_after_the_end_does_not_stay(way: Way) -> None:
    referral = way.referred()
    purge.purge(LATER)
    assert take_reply(f"From: a@b.example\r\nSubject: {referral.ref}\r\n\r\nM. Untel".encode())
    purge.purge(LATER)
    assert VaultRow.objects.count() == 0
    assert VaultKeyRow.objects.count() == 0


@pytest.mark.one_engine("sqlite")
def test_write_ahead_log_that_somebody_reads_is_emptied_later(way: Way, database: Path) -> None:
    way.notice()
    reader = sqlite3.connect(database)
    reader.execute("BEGIN")
    reader.execute("SELECT COUNT(*) FROM ledger_eventrow").fetchone()
    way.notice("https://x.com/autre/status/1000000000000000009")
    log = database.with_name(f"{database.name}-wal")
    purge.purge(LATER)
    assert log.stat().st_size > 0
    reader.close()
    purge.purge(LATER)
    assert log.stat().st_size == 0


def test_hold_placed_at_the_last_moment_keeps_the_case_off_the_list(
    way: Way, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    held = way.case_of(way.notice()).ref
    other = way.case_of(way.notice("https://x.com/autre/status/1000000000000000009")).ref
    before = purge.cases.notices_of

    def meanwhile(case: object) -> list[str]:
        if case.ref == held and not streams.case_now(held).held:  # type: ignore[attr-defined, union-attr]
            judge.hold(way.hand, held, "Plainte déposée")
        return before(case)  # type: ignore[arg-type]

    monkeypatch.setattr(purge.cases, "notices_of", meanwhile)
    purge.purge(LATER)
    assert dict(CaseRow.objects.values_list("ref", "purged")) == {held: False, other: True}
    assert held not in (tmp_path / "erasures.jsonl").read_text()


def test_detached_mention_is_erased_with_the_case_it_moved_to(way: Way) -> None:
    """And with no other: the case that it left may stand for years, and no longer knows of it."""
    way.notice()
    moved = way.notice()
    old = way.case_of(moved)
    judge.detach(way.hand, old.ref, old.targets[0].id, f"{moved}/1", reason="autre contexte")
    judge.hold(way.hand, old.ref, "Plainte déposée")
    assert purge.purge(LATER) == 1
    now = streams.notice_now(moved)
    assert now is not None
    assert now.erased
    assert not VaultRow.objects.filter(about=f"notice:{moved}").exists()


def test_held_case_keeps_the_mention_that_was_moved_to_it(way: Way) -> None:
    way.notice()
    moved = way.notice()
    old = way.case_of(moved)
    judge.detach(way.hand, old.ref, old.targets[0].id, f"{moved}/1", reason="autre contexte")
    new = CaseRow.objects.exclude(ref=old.ref).get().ref
    judge.hold(way.hand, new, "Plainte déposée")
    assert purge.purge(LATER) == 1
    assert MentionContent.objects.filter(notice=moved).exists()
    assert notices.identity(moved) is not None
    now = streams.notice_now(moved)
    assert now is not None
    assert [each.case.ref for each in follow_up.followed(now)] == [new]


def test_letter_that_waits_goes_when_a_person_judges_it_child_abuse(way: Way, tmp_path: Path) -> None:
    case = way.case_of(way.notice())
    way.qualify(case)
    way.world.settle()
    assert b"grincheux" in outbox(tmp_path)
    way.qualify(case, offence="FR-CP-227-23")
    way.world.settle()
    assert b"grincheux" not in outbox(tmp_path)


def test_detached_mention_of_child_abuse_keeps_its_address_in_the_vault(way: Way) -> None:
    address = "https://example.org/terrible/page"
    way.notice(address, category="child_abuse")
    moved = way.notice(address, category="child_abuse")
    old = way.case_of(moved)
    judge.detach(way.hand, old.ref, old.targets[0].id, f"{moved}/1", reason="autre contexte")
    new = streams.case_now(CaseRow.objects.exclude(ref=old.ref).get().ref)
    assert new is not None
    assert [each.url for each in cases.located(new).values()] == [address]
    plain = [str(value) for row in TargetContent.objects.values() for value in row.values()]
    assert not any("terrible" in each for each in plain)
    pages = [row["page"] for row in TargetContent.objects.values()]
    canonical = flow.canonical(address).canonical
    assert matching.page_of(f"{canonical} apart {new.targets[0].id}") not in pages


@pytest.mark.one_engine("postgresql")
def test_deleted_rows_are_given_up_at_once_on_postgresql(way: Way) -> None:
    """Waiting for autovacuum may take days on a small hub."""
    way.notice()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_user_tables WHERE last_vacuum IS NOT NULL")
        assert cursor.fetchone() == (0,)
        assert purge._forget()
        cursor.execute("SELECT relname FROM pg_stat_user_tables WHERE last_vacuum IS NOT NULL")
        assert {row[0] for row in cursor.fetchall()} == set(purge.ERASED)
