"""Receipts and envelopes under attack: whatever is changed is refused, and a key speaks for nobody else."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanal.prove.canon import canonical
from fanal.prove.checkpoint import Checkpoint
from fanal.prove.envelope import Envelope, read_envelope, sign_envelope, speaks_for, verify_envelope
from fanal.prove.merkle import ProvingTree
from fanal.prove.receipt import InclusionProof, read_proof, sign_receipt, verify_receipt, verify_receipt_in_log
from fanal.words.errors import MisuseError, ProofError
from tests.core.prove.world import HUB, LEAVES, PLATFORM, RECEIPT, STRANGER

SIGNED = sign_receipt(RECEIPT, HUB)
ENVELOPE = Envelope(
    kind="referral",
    id="E-1",
    sender="hub.test.example/asso",
    recipient="platform.test.example",
    made_at=datetime(2026, 11, 21, 9, 30, tzinfo=UTC),
    body={"ask": "remove", "targets": [{"ref": "T-1"}]},
)
SENT = json.loads(sign_envelope(ENVELOPE, HUB))
OTHER_VALUES: st.SearchStrategy[object] = (
    st.none() | st.booleans() | st.integers(-3, 3) | st.text(max_size=70) | st.just([]) | st.just({})
)


def test_what_was_signed_reads_back() -> None:
    assert verify_receipt(SIGNED, HUB.verifier) == RECEIPT
    assert verify_receipt(canonical(SIGNED), HUB.verifier) == verify_receipt(json.dumps(SIGNED, indent=3), HUB.verifier)
    assert verify_envelope(sign_envelope(ENVELOPE, HUB), HUB.verifier) == ENVELOPE == read_envelope(SENT)


@given(st.sampled_from(sorted(SIGNED)), OTHER_VALUES)
def test_no_field_of_a_receipt_may_change(name: str, value: object) -> None:
    if canonical(SIGNED[name]) == canonical(value):
        return
    with pytest.raises(ProofError):
        verify_receipt({**SIGNED, name: value}, HUB.verifier)


@given(st.sampled_from(sorted(SENT)), OTHER_VALUES)
def test_no_field_of_an_envelope_may_change(name: str, value: object) -> None:
    if canonical(SENT[name]) == canonical(value):
        return
    with pytest.raises(ProofError):
        verify_envelope({**SENT, name: value}, HUB.verifier)


@given(st.integers(0, len(canonical(SIGNED)) * 8 - 1))
def test_no_single_bit_of_a_receipt_may_change(place: int) -> None:
    raw = bytearray(canonical(SIGNED))
    raw[place // 8] ^= 1 << place % 8
    with pytest.raises(ProofError):
        verify_receipt(bytes(raw), HUB.verifier)


def test_every_fault_of_form_is_said_at_once() -> None:
    wrong = {**SIGNED, "targets": 0, "leaf": "x", "extra": 1}
    del wrong["notice"]
    with pytest.raises(ProofError) as refused:
        verify_receipt(wrong, HUB.verifier)
    assert {(each.code, each.at) for each in refused.value.messages} == {
        ("prove_field_missing", "notice"),
        ("prove_field_bad", "targets"),
        ("prove_field_bad", "leaf"),
        ("prove_field_unknown", "extra"),
    }


@pytest.mark.parametrize("version", [0, 2, True, "1", None])
def test_an_unknown_version_is_refused_with_what_to_do(version: object) -> None:
    with pytest.raises(ProofError) as refused:
        verify_envelope({**SENT, "v": version}, HUB.verifier)
    assert [each.code for each in refused.value.messages] == ["prove_unknown_version"]
    assert "newer Fanal" in str(refused.value)


def test_a_receipt_is_never_taken_for_an_envelope() -> None:
    with pytest.raises(ProofError):
        verify_envelope(SIGNED, HUB.verifier)


def test_a_stranger_who_takes_the_hubs_name_is_refused() -> None:
    with pytest.raises(ProofError):
        verify_receipt(sign_receipt(RECEIPT, STRANGER), HUB.verifier)


def test_a_key_signs_for_nobody_else() -> None:
    with pytest.raises(MisuseError):
        sign_receipt(RECEIPT, PLATFORM)
    with pytest.raises(MisuseError):
        sign_envelope(ENVELOPE, PLATFORM)
    with pytest.raises(ProofError):
        verify_envelope(sign_envelope(replace(ENVELOPE, sender="platform.test.example"), PLATFORM), HUB.verifier)


@pytest.mark.parametrize(
    ("key", "sender", "speaks"),
    [
        ("hub.example", "hub.example", True),
        ("hub.example", "hub.example/asso", True),
        ("hub.example/asso", "hub.example/asso", True),
        ("hub.example", "hub.example.evil", False),
        ("hub.example", "hub.example.evil/asso", False),
        ("hub.example/asso", "hub.example", False),
        ("hub.example/asso", "hub.example/association", False),
    ],
)
def test_a_hub_speaks_for_itself_and_its_organisations_only(key: str, sender: str, speaks: bool) -> None:
    assert speaks_for(key, sender) is speaks


@pytest.mark.parametrize(
    "change",
    [
        {"notice": ""},
        {"notice": "two\nlines"},
        {"notice": "x" * 201},
        {"targets": 0},
        {"content": "ab"},
        {"leaf": "Z" * 64},
    ],
)
def test_a_receipt_that_its_reader_would_refuse_is_not_signed(change: dict[str, object]) -> None:
    with pytest.raises(ProofError):
        sign_receipt(replace(RECEIPT, **change), HUB)  # type: ignore[arg-type]


TREE = ProvingTree(bytes.fromhex(each["leaf_hash"]) for each in LEAVES["leaves"])
PROOF = InclusionProof(index=0, size=7, hashes=tuple(TREE.inclusion_proof(0)))
CLOSED = Checkpoint(origin="hub.test.example", size=7, root=TREE.root())


def test_a_receipt_in_the_log_is_found() -> None:
    verify_receipt_in_log(RECEIPT, read_proof(PROOF.to_json()), CLOSED)


LOG_ATTACKS = {
    "another leaf": (replace(RECEIPT, leaf=LEAVES["leaves"][1]["leaf_hash"]), PROOF, CLOSED),
    "another place": (RECEIPT, replace(PROOF, index=1), CLOSED),
    "another size": (RECEIPT, replace(PROOF, size=8), CLOSED),
    "an earlier checkpoint": (RECEIPT, PROOF, replace(CLOSED, size=6, root=TREE.root(6))),
    "another root": (RECEIPT, PROOF, replace(CLOSED, root=bytes(32))),
    "another hub's log": (RECEIPT, PROOF, replace(CLOSED, origin="other.example")),
}


@pytest.mark.parametrize("attack", LOG_ATTACKS)
def test_a_receipt_that_is_not_in_the_log_is_refused(attack: str) -> None:
    with pytest.raises(ProofError):
        verify_receipt_in_log(*LOG_ATTACKS[attack])


@pytest.mark.parametrize(
    "given_proof",
    [
        None,
        {},
        {**PROOF.to_json(), "extra": 1},
        {**PROOF.to_json(), "index": True},
        {**PROOF.to_json(), "index": "0"},
        {**PROOF.to_json(), "hashes": ["ab"]},
        {**PROOF.to_json(), "hashes": "ab"},
        {**PROOF.to_json(), "hashes": ["00" * 32] * 65},
    ],
)
def test_a_malformed_proof_is_refused(given_proof: object) -> None:
    with pytest.raises(ProofError):
        read_proof(given_proof)
