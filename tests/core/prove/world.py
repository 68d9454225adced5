"""The test keys and examples of spec/, and the facts they were made from. Nothing here writes into spec/: its bytes are frozen."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fanal.prove.keys import SignerKey
from fanal.prove.receipt import Receipt

SPEC = Path(__file__).parents[3] / "spec"


def example(name: str) -> bytes:
    return (SPEC / "examples" / name).read_bytes()


def example_json(name: str) -> Any:
    return json.loads(example(name))


KEYS = example_json("test-keys.json")["keys"]


def test_key(name: str) -> SignerKey:
    return SignerKey(KEYS[name]["name"], bytes.fromhex(KEYS[name]["seed"]))


test_key.__test__ = False  # type: ignore[attr-defined]
HUB = test_key("hub")
STRANGER = test_key("stranger_with_the_same_name")
PLATFORM = test_key("platform")
LEAVES = example_json("leaves.json")
RECEIPT = Receipt(
    hub="hub.test.example",
    notice="N-2026-000001",
    handler="asso-test",
    received_at=datetime(2026, 11, 21, 9, 30, 1, tzinfo=UTC),
    targets=2,
    content=example_json("content-digest.json")["digest"],
    leaf=LEAVES["leaves"][0]["leaf_hash"],
)
