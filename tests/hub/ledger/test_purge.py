"""What a purge must not leave behind: letters, notices without a case, what came in late, pages of the write-ahead log."""

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fanal.words.lists import Channel
from fanal_hub.ledger.models import CaseRow, MentionContent, VaultKeyRow, VaultRow
from fanal_hub.ledger.read import streams
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
