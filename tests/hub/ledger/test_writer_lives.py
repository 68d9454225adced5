"""The writer outlives what its jobs do: every asker is answered, and nobody is told of a write that was undone."""

import threading
from datetime import UTC, datetime

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connection

from fanal.notice.events import NoticeReceived
from fanal_hub.ledger import write
from fanal_hub.ledger.models import EventRow, NoticeRow
from fanal_hub.ledger.plan import Plan, Tx
from fanal_hub.ledger.rows import when
from fanal_hub.ledger.sessions import SessionStore
from fanal_hub.people.models import Organisation

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)


def received(ref: str) -> NoticeReceived:
    """A first event of a notice."""
    return NoticeReceived(
        notice=ref,
        handler="sos-test",
        channel="api",
        category="racism",
        notifier_kind="citizen",
        subject="s-1",
        mentions=({"n": 1, "platform": "x", "kind": "post", "digest": "00"},),
        content="00",
        occurred_at=NOW,
    )


def outcome(work: object) -> list[object]:
    """What asking in a thread of its own gave within five seconds; empty when nobody ever answers."""
    heard: list[object] = []

    def ask() -> None:
        try:
            heard.append(work())  # type: ignore[operator]
        except Exception as error:  # noqa: BLE001  whatever it is, it was heard
            heard.append(error)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(5)
    return heard


def test_session_that_another_tab_ended_is_refused_and_the_writer_goes_on(database: object) -> None:
    tab = SessionStore()
    tab.create()
    other = SessionStore(tab.session_key)
    other["organisation"] = "sos-test"
    tab.delete(tab.session_key)
    assert [type(each) for each in outcome(other.save)] == [UpdateError]
    assert write.submit(Plan(events=[received("N-1")]))


def test_job_that_raises_anything_answers_its_asker_and_leaves_no_gap(database: object) -> None:
    def work() -> None:
        Organisation.objects.get(ref="nobody")

    def strange(_: Tx) -> None:
        raise ArithmeticError

    assert isinstance(outcome(lambda: write.run(work))[0], ObjectDoesNotExist)
    assert isinstance(
        outcome(lambda: write.submit(Plan(events=[received("N-1")], beside=[strange])))[0], ArithmeticError
    )
    write.submit(Plan(events=[received("N-2")]))
    assert list(EventRow.objects.values_list("position", flat=True)) == [1]


@pytest.mark.one_engine("sqlite")
def test_disk_that_is_full_gives_nobody_a_receipt_for_what_was_undone(database: object) -> None:
    def nearly_full() -> None:
        with connection.cursor() as cursor:
            pages = cursor.execute("PRAGMA page_count").fetchone()[0]
            cursor.execute(f"PRAGMA max_page_count={pages + 40}")

    row = {"id": "1", "subject": "s", "about": "a", "kind": "file", "sealed": bytes(4_000_000), "made_at": when(NOW)}
    large = Plan(beside=[lambda tx: tx.insert("ledger_vaultrow", [row])])
    write.run(nearly_full)
    with pytest.raises(DatabaseError):
        write.submit_all([Plan(events=[received("N-1")]), large])
    assert not NoticeRow.objects.exists()
    write.submit(Plan(events=[received("N-2")]))
    assert list(EventRow.objects.values_list("position", flat=True)) == [1]
