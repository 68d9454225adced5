"""The one writer: receipts after COMMIT, neighbours unharmed, streams locked by version, events never changed."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from fanal.notice.events import HoldPlaced, NoticeReceived, NotifierTold
from fanal.words.errors import MisuseError, MoveError
from fanal.words.lists import Channel
from fanal_hub.ledger import write
from fanal_hub.ledger.engine import writing
from fanal_hub.ledger.models import EventRow, MentionContent, NoticeRow, VaultRow
from fanal_hub.ledger.plan import ConflictError, Plan, TakenError
from fanal_hub.ledger.read import streams
from fanal_hub.people.models import Organisation
from fanal_hub.stations import door
from fanal_hub.stations.replay import replay

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


def told(ref: str, key: str = "k") -> NotifierTold:
    """An event that moves nothing."""
    return NotifierTold(notice=ref, about="receipt", way="mail", key=key, occurred_at=NOW)


GIVEN = {
    "targets": [{"address": "https://x.com/abc/status/1967442965691440001", "text": "Un message à relire"}],
    "reasons": "Ce message appelle à la haine contre un groupe.",
    "category": "racism",
    "good_faith": True,
    "notifier": {"kind": "citizen", "name": "Dominique", "email": "d@example.org"},
}


def test_second_writer_on_the_same_version_is_refused(database: object) -> None:
    write.submit(Plan(events=[received("N-1")]))
    stand = streams.stand("notice:N-1")
    write.submit(Plan(events=[told("N-1", "a")], stands={"notice:N-1": stand}))
    with pytest.raises((ConflictError, TakenError)):
        write.submit(Plan(events=[told("N-1", "b")], stands={"notice:N-1": stand}))
    assert EventRow.objects.filter(stream="notice:N-1").count() == 2
    assert streams.stand("notice:N-1").version == 2


def test_stream_that_exists_is_not_begun_again(database: object) -> None:
    write.submit(Plan(events=[received("N-1")]))
    with pytest.raises(TakenError):
        write.submit(Plan(events=[received("N-1")]))
    assert EventRow.objects.count() == 1


def test_failing_neighbour_harms_nobody_and_leaves_no_gap(database: object) -> None:
    write.submit(Plan(events=[received("N-0")]))
    plans = [Plan(events=[received(f"N-{n % 7}")]) for n in range(20)]  # N-0 exists, the others come twice or thrice
    results = write.submit_all(plans)
    assert [isinstance(each, dict) for each in results] == [False, *[True] * 6, *[False] * 13]
    assert list(EventRow.objects.order_by("position").values_list("position", flat=True)) == list(range(1, 8))
    assert replay().differences == ()


def test_leaves_told_meanwhile_are_those_written_and_do_not_stand_in_for_commit(database: object) -> None:
    write.submit(Plan(events=[received("N-0")]))
    early: list[dict[str, str]] = []
    results = write.submit_all([Plan(events=[received(f"N-{n}")]) for n in range(3)], early.extend)
    assert [isinstance(each, TakenError) for each in results] == [True, False, False]
    assert early[1:] == results[1:]
    assert len(early) == 3


def test_effect_that_fails_takes_its_events_with_it(database: object) -> None:
    def broken(_tx: object) -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        write.submit(Plan(events=[received("N-1")], beside=(broken,)))
    assert EventRow.objects.count() == 0
    assert NoticeRow.objects.count() == 0
    write.submit(Plan(events=[received("N-2")]))
    assert EventRow.objects.get().position == 1


def test_forbidden_move_is_refused_before_the_writer_is_asked(database: object) -> None:
    with pytest.raises(MoveError):
        write.submit(Plan(events=[HoldPlaced(case="C-1", by="p-1", reason="", occurred_at=NOW)]))
    assert EventRow.objects.count() == 0


def test_writer_called_inside_an_open_transaction_raises_instead_of_waiting_for_itself(database: object) -> None:
    with writing(), transaction.atomic(), pytest.raises(MisuseError):
        write.submit(Plan(events=[received("N-1")]))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_eventrow SET body = '{}' WHERE position = 1",
        "UPDATE ledger_eventrow SET position = 9 WHERE position = 1",
        "UPDATE ledger_eventrow SET leaf = '' WHERE position = 1",
        "DELETE FROM ledger_eventrow WHERE position = 1",
    ],
)
def test_event_cannot_be_changed_or_deleted_even_by_the_writer(database: object, statement: str) -> None:
    write.submit(Plan(events=[received("N-1")]))

    def change() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    with pytest.raises(DatabaseError, match="append-only"):
        write.run(change)
    assert replay().differences == ()


def test_reader_cannot_write(database: object) -> None:
    write.submit(Plan(events=[received("N-1")]))
    with pytest.raises(DatabaseError, match="read.?only"):
        NoticeRow.objects.all().delete()
    assert NoticeRow.objects.count() == 1


def test_forty_threads_get_forty_receipts_and_a_log_without_gaps(database: object, sos: Organisation) -> None:
    entry = door.Entry(handler=sos, channel=Channel.API)
    taken: list[str] = []
    lock = threading.Lock()

    def send_one() -> None:
        made = door.receive(GIVEN, entry)
        with lock:
            taken.append(made.ref)
        connection.close()

    threads = [threading.Thread(target=send_one) for _ in range(40)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(set(taken)) == 40
    assert list(EventRow.objects.order_by("position").values_list("position", flat=True)) == list(range(1, 41))
    assert replay().differences == ()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"state": "triaged"}, "state is 'triaged'"),
        ({"priority": 99}, "priority is 99"),
        ({"version": 3}, "version is 3"),
    ],
)
def test_replay_finds_a_row_that_the_events_do_not_explain(
    database: object, change: dict[str, object], says: str
) -> None:
    write.submit(Plan(events=[received("N-1")]))
    write.run(lambda: NoticeRow.objects.filter(ref="N-1").update(**change))
    assert any(says in each for each in replay().differences)


def test_replay_finds_a_row_that_is_missing(database: object) -> None:
    write.submit(Plan(events=[received("N-1")]))
    write.run(lambda: NoticeRow.objects.all().delete())
    assert replay().differences


def test_no_word_of_the_notifier_stands_in_plain(database: object, sos: Organisation) -> None:
    made = door.receive(GIVEN, door.Entry(handler=sos, channel=Channel.API))
    told_in_events = "\n".join(EventRow.objects.values_list("body", flat=True))
    plain = [*EventRow.objects.values(), *NoticeRow.objects.values(), *MentionContent.objects.values()]
    for secret in ("Dominique", "d@example.org", "appelle à la haine"):
        assert all(secret not in str(value) for row in plain for value in row.values())
    assert "Un message à relire" not in told_in_events
    assert all(b"Dominique" not in bytes(row.sealed) for row in VaultRow.objects.all())
    assert MentionContent.objects.get(notice=made.ref).text == "Un message à relire"
