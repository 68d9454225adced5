"""The bytes of spec/: made again from the facts, they must come out the same for ever; and they fit their JSON Schemas."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from jsonschema import Draft202012Validator

from fanal.notice import events
from fanal.prove.canon import canonical
from fanal.prove.envelope import Envelope, sign_envelope
from fanal.prove.leaf import LeafFacts, event_leaf, event_leaf_hash
from fanal.prove.merkle import ProvingTree, leaf_hash
from fanal.prove.receipt import InclusionProof, content_digest, sign_receipt
from fanal.prove.stamp import is_stamp, moment_of, stamp
from fanal.words.errors import MisuseError, ProofError
from tests.core.prove.world import HUB, LEAVES, PLATFORM, RECEIPT, SPEC, example, example_json

# Digests of the frozen files, written here so that a file and its maker cannot change together unseen.
FROZEN_LEAF = (
    '{"body":"BODY","hub":"hub.test.example","kind":"notice_received","occurred_at":"2026-11-21T09:30:00.123456Z",'
    '"recorded_at":"2026-11-21T09:30:01.000000Z","stream":"notice:N-2026-000001","v":1,"version":1}'
)
FROZEN_ROOT = "bb3f1614005c8d9df245fa285250d4674076ccfb03ae6a1ebeb9a6bb92fc9d29"
FROZEN_SIGNATURE = "AHwvj75ktZTZpip77kBuuunkDi2mgxoFW8kQ28vGrNtVQS1vKQFANWPU8Iggl5TSz6Q4r/qbxjA2N6QKtj3xAw=="
FROZEN_DIGEST = "bf6550776681e3c5dfe1551ba6c449fde396f579f58ad0c99536eedab885d725"


def facts_of(written: dict[str, object]) -> LeafFacts:
    times = {name: datetime.fromisoformat(str(written[name])) for name in ("occurred_at", "recorded_at")}
    return LeafFacts(**{**written, **times})  # type: ignore[arg-type]


@pytest.mark.parametrize("case", LEAVES["leaves"], ids=lambda case: case["facts"]["kind"])
def test_a_frozen_leaf_comes_out_byte_for_byte(case: dict[str, Any]) -> None:
    facts = facts_of(case["facts"])
    assert event_leaf(facts).decode() == case["leaf"]
    assert event_leaf_hash(facts).hex() == case["leaf_hash"]


def test_the_first_leaf_is_the_one_written_here() -> None:
    first = LEAVES["leaves"][0]
    body = json.loads(first["leaf"])["body"]
    assert first["leaf"] == FROZEN_LEAF.replace("BODY", body)


@pytest.mark.parametrize("name", ["plain", 'a "quoted" name', "back\\slash", "café ☕", "tab\tand\x1f", "\U0001f3ee"])
def test_a_leaf_escapes_as_canonical_json_does(name: str) -> None:
    """The leaf is written out by hand, for speed: what it names must be escaped as the encoder would."""
    at = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
    facts = LeafFacts(hub=name, stream=name, version=2, kind=name, occurred_at=at, recorded_at=at, body={})
    leaf = event_leaf(facts)
    assert canonical(json.loads(leaf)) == leaf
    assert json.loads(leaf)["hub"] == name


def test_the_frozen_root_comes_out() -> None:
    tree = ProvingTree(leaf_hash(each["leaf"].encode()) for each in LEAVES["leaves"])
    assert tree.root().hex() == LEAVES["root"] == FROZEN_ROOT


def test_the_frozen_receipt_comes_out_byte_for_byte() -> None:
    signed = sign_receipt(RECEIPT, HUB)
    assert canonical(signed) == example("receipt.json")
    assert signed["sig"] == FROZEN_SIGNATURE


def test_the_frozen_proof_comes_out() -> None:
    tree = ProvingTree(bytes.fromhex(each["leaf_hash"]) for each in LEAVES["leaves"])
    proof = InclusionProof(index=0, size=7, hashes=tuple(tree.inclusion_proof(0)))
    assert proof.to_json() == example_json("receipt-with-proof.json")["proof"]


def test_the_frozen_content_digest_comes_out() -> None:
    case = example_json("content-digest.json")
    assert content_digest(bytes.fromhex(case["salt"]), case["content"]) == case["digest"] == FROZEN_DIGEST


@pytest.mark.parametrize(("name", "key"), [("envelope-referral.json", HUB), ("envelope-answer.json", PLATFORM)])
def test_a_frozen_envelope_comes_out_byte_for_byte(name: str, key: object) -> None:
    said = example_json(name)
    envelope = Envelope(
        kind=said["kind"],
        id=said["id"],
        sender=said["from"],
        recipient=said["to"],
        made_at=datetime.fromisoformat(said["made_at"]),
        body=said["body"],
    )
    assert sign_envelope(envelope, key) == example(name)  # type: ignore[arg-type]


def test_one_moment_has_one_text_whatever_its_zone() -> None:
    paris = datetime(2026, 11, 21, 10, 30, tzinfo=timezone(timedelta(hours=1)))
    assert stamp(paris) == stamp(paris.astimezone(UTC)) == "2026-11-21T09:30:00.000000Z"
    assert moment_of(stamp(paris)) == paris
    assert stamp(datetime(7, 1, 1, tzinfo=UTC)) == "0007-01-01T00:00:00.000000Z"


def test_a_time_without_a_zone_is_the_programmers_fault() -> None:
    with pytest.raises(MisuseError):
        stamp(datetime(2026, 11, 21))  # noqa: DTZ001


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-21T09:30:00Z",
        "2026-11-21T09:30:00.000000+00:00",
        "2026-11-21 09:30:00.000000Z",
        "2026-02-30T09:30:00.000000Z",
        "2026-11-21T24:00:00.000000Z",
        "0000-01-01T00:00:00.000000Z",
        "2026-11-21T09:30:00.000000Z\n",
        "\u0662026-11-21T09:30:00.000000Z",
        "",
        None,
        20261121,
    ],
)
def test_another_writing_of_a_time_is_refused(text: object) -> None:
    assert not is_stamp(text)
    with pytest.raises(ProofError):
        moment_of(str(text))


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_salt_of_another_length_is_the_programmers_fault(length: int) -> None:
    with pytest.raises(MisuseError):
        content_digest(bytes(length), {})


SCHEMAS = {name: json.loads((SPEC / f"{name}.schema.json").read_text()) for name in ("receipt", "envelope")}
FITTING = [("receipt", "receipt.json"), ("envelope", "envelope-referral.json"), ("envelope", "envelope-answer.json")]
UNFIT = [
    ("receipt", "receipt-added-field.json"),
    ("receipt", "receipt-no-signature.json"),
    ("receipt", "receipt-version-2.json"),
    ("receipt", "receipt-version-true.json"),
    ("receipt", "receipt-loose-time.json"),
    ("envelope", "envelope-version-2.json"),
    ("envelope", "envelope-body-is-list.json"),
    ("envelope", "envelope-as-receipt.json"),
]


@pytest.mark.parametrize(("schema", "name"), FITTING)
def test_an_example_fits_its_schema(schema: str, name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[schema])
    assert not list(Draft202012Validator(SCHEMAS[schema]).iter_errors(example_json(name)))


@pytest.mark.parametrize(("schema", "name"), UNFIT)
def test_a_malformed_file_does_not_fit_its_schema(schema: str, name: str) -> None:
    found = json.loads((SPEC / "conformance" / name).read_text())
    assert list(Draft202012Validator(SCHEMAS[schema]).iter_errors(found))


@pytest.mark.parametrize("stamp", [stamp, events.stamp])
def test_the_hour_that_comes_twice_has_two_stamps(stamp: Callable[[datetime], str]) -> None:
    """Python calls the two moments equal: what is remembered of a moment must not mistake one for the other."""
    first = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Paris"))
    assert stamp(first) == "2026-10-25T00:30:00.000000Z"
    assert stamp(first.replace(fold=1)) == "2026-10-25T01:30:00.000000Z"
