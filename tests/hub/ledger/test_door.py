"""The door: a receipt for each complete notice, nothing for an incomplete one, the same answer for the same key."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from fanal.notice.facts import Verdict
from fanal.prove.receipt import verify_receipt
from fanal.words.errors import IncompleteNoticeError, RefusedError
from fanal.words.lists import Ask, Channel
from fanal_hub.courier.keys import is_follow_token, signer
from fanal_hub.ledger import write
from fanal_hub.ledger.models import (
    CaseRow,
    EventRow,
    IdempotencyRow,
    KeyRow,
    MentionContent,
    NoticeRow,
    TargetContent,
    VaultKeyRow,
    VaultRow,
)
from fanal_hub.ledger.read import cases, notices
from fanal_hub.people.models import Organisation
from fanal_hub.stations import door, judge
from fanal_hub.stations.replay import replay
from tests.hubkit import World

GIVEN = {
    "targets": [{"address": "https://x.com/abc/status/1967442965691440001", "text": "Un message"}],
    "reasons": "Ce message appelle à la haine contre un groupe.",
    "category": "racism",
    "good_faith": True,
    "notifier": {"kind": "citizen", "name": "Dominique", "email": "d@example.org"},
}
ADDRESS = "https://x.com/abc/status/1967442965691440001"
TABLES = (EventRow, NoticeRow, MentionContent, VaultRow, VaultKeyRow, IdempotencyRow)


@contextmanager
def nothing_written() -> Iterator[None]:
    """Fails when a row was added meanwhile."""
    before = [table.objects.count() for table in TABLES]
    yield
    assert [table.objects.count() for table in TABLES] == before


def test_receipt_verifies_and_opens_the_follow_up_page(sos: Organisation) -> None:
    made = door.receive(GIVEN, door.Entry(handler=sos, channel=Channel.FORM))
    stated = verify_receipt(made.receipt, signer().verifier)
    assert (stated.notice, stated.handler, stated.targets) == (made.ref, "sos-test", 1)
    assert stated.leaf == EventRow.objects.get(stream=f"notice:{made.ref}").leaf
    assert is_follow_token(made.ref, made.follow)
    assert not is_follow_token("N-0000-0000", made.follow)
    assert door.receipt_of(made.ref) == made.receipt


@pytest.mark.parametrize(
    ("change", "codes_at"),
    [
        ({"targets": []}, {"targets"}),
        ({"reasons": "", "good_faith": False}, {"reasons", "good_faith"}),
        ({"notifier": {"kind": "citizen"}}, {"notifier.name", "notifier.email"}),
        ({"targets": [{"address": "javascript:alert(1)"}]}, {"targets.0.address"}),
    ],
)
def test_incomplete_notice_says_everything_and_writes_nothing(
    sos: Organisation, change: dict[str, object], codes_at: set[str]
) -> None:
    with nothing_written(), pytest.raises(IncompleteNoticeError) as refused:
        door.receive({**GIVEN, **change}, door.Entry(handler=sos, channel=Channel.FORM, owner="o", key="k"))
    assert {each.at for each in refused.value.messages} == codes_at


def test_same_key_gives_the_same_receipt_and_another_body_is_refused(sos: Organisation) -> None:
    entry = door.Entry(handler=sos, channel=Channel.API, owner="org:sos", key="k-1")
    first = door.receive(GIVEN, entry)
    with nothing_written():
        again = door.receive(GIVEN, entry)
        assert (again.ref, again.receipt, again.follow, again.again) == (first.ref, first.receipt, first.follow, True)
        with pytest.raises(door.OtherRequestError):
            door.receive({**GIVEN, "reasons": "Une tout autre raison, plus longue."}, entry)


def test_same_key_of_another_owner_is_another_notice(sos: Organisation) -> None:
    one = door.receive(GIVEN, door.Entry(handler=sos, channel=Channel.API, owner="a", key="k"))
    two = door.receive(GIVEN, door.Entry(handler=sos, channel=Channel.API, owner="b", key="k"))
    assert one.ref != two.ref


def test_batch_takes_the_good_rows_and_says_what_is_wrong_with_the_others(sos: Organisation) -> None:
    rows = [GIVEN, {**GIVEN, "category": "nonsense"}, GIVEN]
    entry = door.Entry(handler=sos, channel=Channel.API, owner="o", key="batch")
    made = door.receive_many(rows, entry)
    assert [type(each).__name__ for each in made] == ["Taken", "IncompleteNoticeError", "Taken"]
    again = door.receive_many(rows, entry)
    assert [getattr(each, "ref", "") for each in again] == [getattr(each, "ref", "") for each in made]
    assert NoticeRow.objects.count() == 2


def test_batch_sent_twice_at_once_is_taken_once_and_receipts_say_what_was_written(sos: Organisation) -> None:
    """Both are drafted and signed before either is written: the loser's receipts are never handed out."""
    entry = door.Entry(handler=sos, channel=Channel.API, owner="o", key="twice")
    rows = [{**GIVEN, "reference": f"row {n}"} for n in range(30)]
    made: list[list[door.Taken | RefusedError]] = []

    def send() -> None:
        made.append(door.receive_many(rows, entry))
        connection.close()

    with writer_busy() as depth:
        threads = [threading.Thread(target=send) for _ in range(2)]
        for each in threads:
            each.start()
        while depth() < len(threads):
            time.sleep(0.001)
    for each in threads:
        each.join()
    one, other = ([each for each in some if isinstance(each, door.Taken)] for some in made)
    assert [each.ref for each in one] == [each.ref for each in other]
    assert [each.receipt for each in one] == [each.receipt for each in other]
    assert {each.again for each in one} | {each.again for each in other} == {False, True}
    written = dict(EventRow.objects.values_list("stream", "leaf"))
    stated = [verify_receipt(each.receipt, signer().verifier) for each in one]
    assert {f"notice:{each.notice}": each.leaf for each in stated} == written
    assert len(written) == len(rows)


@contextmanager
def writer_busy() -> Iterator[Callable[[], int]]:
    """The writer is held by a job meanwhile; how many wait behind it."""
    begun, go = threading.Event(), threading.Event()

    def wait() -> None:
        begun.set()
        go.wait(20)

    def hold() -> None:
        write.run(wait)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    assert begun.wait(20)
    try:
        yield lambda: write.WRITER.depth
    finally:
        go.set()
        holder.join()


def test_child_abuse_material_leaves_nothing_in_plain_and_reaches_a_case(world: World, sos: Organisation) -> None:
    address = "https://example.org/terrible/page"
    given = {**GIVEN, "category": "child_abuse", "targets": [{"address": address, "text": "what it says"}]}
    made = door.receive(given, door.Entry(handler=sos, channel=Channel.FORM))
    assert MentionContent.objects.count() == 0
    assert all("example.org/terrible" not in each for each in EventRow.objects.values_list("body", flat=True))
    assert notices.sealed(f"notice:{made.ref}", "locator")
    world.settle("triage")
    case = CaseRow.objects.get()
    assert case.targets == 1
    plain = [*TargetContent.objects.values(), *KeyRow.objects.values(), *CaseRow.objects.values()]
    assert all(
        "example.org" not in str(value) and "terrible" not in str(value) for row in plain for value in row.values()
    )
    assert cases.search("sos-test", "terrible") == []
    door.receive(given, door.Entry(handler=sos, channel=Channel.FORM))
    world.settle("triage")
    assert CaseRow.objects.count() == 1, "the same page again is the same target, though nothing stands in plain"


def test_target_judged_as_child_abuse_loses_every_plain_word_and_file(world: World, sos: Organisation) -> None:
    """Reported as something else, seen for what it is by a person: words and files go, the address is kept for police."""
    door.receive(
        {**GIVEN, "targets": [{"address": ADDRESS, "text": "Des mots terribles"}]},
        door.Entry(handler=sos, channel=Channel.FORM),
    )
    world.settle("triage")
    hand, case = judge.Hand(organisation=sos, by="p-1"), CaseRow.objects.get().ref
    target = TargetContent.objects.get().target
    judge.add_file(hand, case, target, "capture.png", b"\x89PNG bytes")
    judge.qualify(hand, case, [Verdict(target=target, offences=("FR-CP-227-23",), asks=(Ask.REMOVE,), note="Vu.")])
    plain = [*TargetContent.objects.values(), *MentionContent.objects.values(), *KeyRow.objects.values()]
    assert all(
        "terribles" not in str(value) and "x.com/abc" not in str(value) for row in plain for value in row.values()
    )
    assert cases.search("sos-test", "terribles") == []
    assert VaultRow.objects.filter(kind__in=("file", "file_facts")).count() == 0
    now = cases.case_for("sos-test", case)
    assert now is not None
    assert ADDRESS in cases.located(now)[target].url
    with pytest.raises(RefusedError) as refused:
        judge.add_file(hand, case, target, "again.png", b"\x89PNG bytes")
    assert [each.code for each in refused.value.messages] == ["child_abuse_no_file"]
    door.receive(GIVEN, door.Entry(handler=sos, channel=Channel.FORM))
    world.settle("triage")
    assert CaseRow.objects.count() == 1, "reported again, it is known without a plain word"
    plain = [*TargetContent.objects.values(), *MentionContent.objects.values(), *KeyRow.objects.values()]
    assert all("x.com/abc" not in str(value) and "message" not in str(value) for row in plain for value in row.values())
    assert replay().differences == ()
