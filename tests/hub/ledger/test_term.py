"""What ends: the purge destroys contents and keys and nothing else, a hold stops it, and the log still verifies."""

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from fanal import flow
from fanal.notice.facts import Verdict
from fanal.prove.checkpoint import verify_checkpoint
from fanal.prove.receipt import read_proof, verify_receipt, verify_receipt_in_log
from fanal.words.lists import Ask, Channel
from fanal_hub.courier.keys import signer
from fanal_hub.ledger import vault, write
from fanal_hub.ledger.models import CaseRow, KeyRow, MentionContent, TargetContent, VaultKeyRow, VaultRow
from fanal_hub.ledger.read import cases, log, referrals, streams
from fanal_hub.people.models import Organisation
from fanal_hub.stations import door, judge, purge, seal
from fanal_hub.stations.replay import replay
from tests.hubkit import World

ADDRESS = "https://x.com/abc/status/1967442965691440001"
WORDS = "Un message tout à fait particulier"
GIVEN = {
    "targets": [{"address": ADDRESS, "text": WORDS}],
    "reasons": "Ce message appelle à la haine contre un groupe.",
    "category": "racism",
    "good_faith": True,
    "notifier": {"kind": "citizen", "name": "Dominique", "email": "d@example.org"},
}


@pytest.fixture
def taken(world: World, sos: Organisation) -> door.Taken:
    """A triaged notice."""
    made = door.receive(GIVEN, door.Entry(handler=sos, channel=Channel.FORM))
    world.settle("triage")
    return made


def _all_bytes() -> bytes:
    return b"".join(each.read_bytes() for each in _files())


def _files() -> list:  # type: ignore[type-arg]
    from pathlib import Path

    place = Path(settings.DATABASES["default"]["NAME"])
    return sorted(place.parent.glob(f"{place.name}*"))


def test_purge_destroys_every_trace_of_the_words_and_the_chain_stays(taken: door.Taken, sos: Organisation) -> None:
    case = CaseRow.objects.get().ref
    assert cases.search("sos-test", "particulier")
    later = datetime.now(UTC) + timedelta(days=sos.keep_days + 1)
    assert purge.purge(later) == 1
    for table in (MentionContent, TargetContent, KeyRow, VaultRow, VaultKeyRow):
        assert table.objects.count() == 0, table
    assert cases.search("sos-test", "particulier") == []
    raw = _all_bytes()
    assert b"particulier" not in raw
    assert b"1967442965691440001" not in raw
    assert replay().differences == ()
    assert verify_receipt(door.receipt_of(taken.ref), signer().verifier).notice == taken.ref
    remembered = [json.loads(each) for each in (settings.HOME / "erasures.jsonl").read_text().splitlines()]
    assert any(each["case"] == case and taken.ref in each["notices"] for each in remembered)
    assert purge.purge(later) == 0


def test_litigation_hold_keeps_an_expired_case(taken: door.Taken, sos: Organisation) -> None:
    case = CaseRow.objects.get().ref
    hand = judge.Hand(organisation=sos, by="p-1")
    judge.hold(hand, case, "Plainte déposée")
    later = datetime.now(UTC) + timedelta(days=sos.keep_days + 1)
    assert purge.purge(later) == 0
    assert MentionContent.objects.count() == 1
    judge.lift_hold(hand, case)
    assert purge.purge(later) == 1


def test_record_without_its_key_cannot_be_read(taken: door.Taken) -> None:
    row = VaultRow.objects.filter(kind="identity").get()
    assert vault.open_json(row)["name"] == "Dominique"
    from fanal_hub.ledger import write

    write.run(lambda: VaultKeyRow.objects.filter(subject=row.subject).delete())
    assert vault.open_record(row) is None


def test_record_put_in_the_place_of_another_is_not_read(taken: door.Taken) -> None:
    identity, reasons = (VaultRow.objects.get(kind=each) for each in ("identity", "reasons"))
    identity.sealed = reasons.sealed
    assert vault.open_record(identity) is None


def test_receipt_is_proven_under_the_checkpoint_and_the_log_only_grows(
    world: World, taken: door.Taken, sos: Organisation
) -> None:
    assert seal.proof_of(taken.ref) is None
    assert seal.seal(datetime.now(UTC)) == 1
    assert seal.seal(datetime.now(UTC)) == 0, "nothing but the checkpoint itself is new"
    first = log.latest()
    assert first is not None
    proof = seal.proof_of(taken.ref)
    assert proof is not None
    checkpoint = verify_checkpoint(str(proof["checkpoint"]), signer().verifier)
    stated = verify_receipt(taken.receipt, signer().verifier)
    verify_receipt_in_log(stated, read_proof(proof["proof"]), checkpoint)
    door.receive(GIVEN, door.Entry(handler=sos, channel=Channel.FORM))
    world.settle("triage")
    assert seal.seal(datetime.now(UTC)) == 1
    last = log.latest()
    assert last is not None
    assert last.size > first.size
    tree = seal.tree(last.size)
    assert tree.root(first.size) == checkpoint.root
    assert streams.stand("log").version == 2


@pytest.mark.parametrize(
    ("notifier", "note", "leaves"),
    [
        ({"consents": []}, "", False),
        ({"consents": ["police"]}, "", False),
        ({"consents": ["platform"]}, "", True),
        ({"consents": ["platform"]}, "Les mots de la personne qui a jugé", False),
    ],
)
def test_a_notifiers_words_leave_only_when_they_may_be_quoted(
    world: World, sos: Organisation, notifier: dict[str, object], note: str, leaves: bool
) -> None:
    given = {**GIVEN, "notifier": {**GIVEN["notifier"], **notifier}, "reasons": "Mon voisin Albert me vise avec ceci."}
    door.receive(given, door.Entry(handler=sos, channel=Channel.FORM))
    world.settle("triage")
    case = CaseRow.objects.get().ref
    hand = judge.Hand(organisation=sos, by="p-1")
    target = cases.case_for("sos-test", case).targets[0].id  # type: ignore[union-attr]
    offence = flow.offences("racism")[0]
    judge.qualify(hand, case, [Verdict(target=target, offences=(offence.code,), asks=(Ask.REMOVE,), note=note)])
    said = referrals.stated_reasons(cases.case_for("sos-test", case), [target])  # type: ignore[arg-type]
    assert ("Albert" in said) == leaves
    assert said


def test_identity_is_read_by_the_handler_alone_and_leaves_a_trace(
    world: World, taken: door.Taken, sos: Organisation
) -> None:
    from fanal.words.lists import OrgKind

    other = world.organisation("Autre", OrgKind.ASSOCIATION)
    with pytest.raises(judge.UnknownError):
        judge.read_identity(judge.Hand(organisation=other, by="p-2"), taken.ref, "curiosité")
    found = judge.read_identity(judge.Hand(organisation=sos, by="p-1"), taken.ref, "rappel du déclarant")
    assert found is not None
    assert found.email == "d@example.org"
    kinds = [each.event.KIND for each in streams.after(0)]
    assert kinds.count("identity_read") == 1


@pytest.mark.one_engine("sqlite")
def test_backup_put_back_forgets_again_what_was_erased_since(
    taken: door.Taken, sos: Organisation, database: Path, tmp_path: Path
) -> None:
    write.WRITER.stop()
    connections.close_all()
    backup = tmp_path / "backup.db"
    with sqlite3.connect(database) as live, sqlite3.connect(backup) as copy:
        live.backup(copy)
    live.close()
    copy.close()
    case = CaseRow.objects.get().ref
    assert purge.purge(datetime.now(UTC) + timedelta(days=sos.keep_days + 1)) >= 1
    write.WRITER.stop()
    connections.close_all()
    for each in database.parent.glob(f"{database.name}*"):
        each.unlink()
    backup.rename(database)
    assert MentionContent.objects.count() == 1
    judge.hold(judge.Hand(organisation=sos, by="p-1"), case, "posé avant la restauration")
    assert purge.apply_list(datetime.now(UTC)) == 1
    for table in (MentionContent, TargetContent, KeyRow, VaultKeyRow):
        assert table.objects.count() == 0, table
    assert replay().differences == ()
    assert purge.apply_list(datetime.now(UTC)) == 0
