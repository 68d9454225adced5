"""The signed receipt of a notice, frozen in spec/receipt.md: what was received, when, by whom. It holds no word of the notice."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from fanal.prove.canon import canonical
from fanal.prove.checkpoint import Checkpoint
from fanal.prove.keys import SignerKey, VerifierKey
from fanal.prove.merkle import verify_inclusion
from fanal.prove.signed import Form, is_count, is_digest, is_text, read_object, sign_object, verify_signature
from fanal.prove.stamp import is_stamp, moment_of, stamp
from fanal.words.errors import MisuseError, ProofError
from fanal.words.say import message

_CONTENT = b"fanal-content-v1\n"
SALT_BYTES = 32

RECEIPT = Form(
    type="fanal.receipt",
    fields={
        "hub": is_text,
        "notice": is_text,
        "handler": is_text,
        "received_at": is_stamp,
        "targets": is_count,
        "content": is_digest,
        "leaf": is_digest,
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a receipt states: `content` is the salted digest of the notice, `leaf` the leaf hash of its event, both in hex."""

    hub: str
    notice: str
    handler: str
    received_at: datetime
    targets: int
    content: str
    leaf: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InclusionProof:
    """Where a leaf stands in a log of `size` leaves, and the hashes from it to the root."""

    index: int
    size: int
    hashes: tuple[bytes, ...]

    def to_json(self) -> dict[str, object]:
        """The proof as it is written beside a receipt."""
        return {"index": self.index, "size": self.size, "hashes": [each.hex() for each in self.hashes]}


def content_digest(salt: bytes, content: object) -> str:
    """The salted digest of a JSON value (spec/receipt.md): destroy the salt and it says nothing any more."""
    # One length only: with two, a byte could pass from the salt to the content unseen.
    if len(salt) != SALT_BYTES:
        raise MisuseError(f"a salt has {SALT_BYTES} random bytes")
    return hashlib.sha256(_CONTENT + salt + canonical(content)).hexdigest()


def sign_receipt(receipt: Receipt, key: SignerKey) -> dict[str, object]:
    """The receipt to hand over, signed by the hub's key (spec/receipt.md)."""
    if key.name != receipt.hub:
        raise MisuseError(f"the key {key.name} does not sign for the hub {receipt.hub}")
    fields = {
        "hub": receipt.hub,
        "notice": receipt.notice,
        "handler": receipt.handler,
        "received_at": stamp(receipt.received_at),
        "targets": receipt.targets,
        "content": receipt.content,
        "leaf": receipt.leaf,
    }
    return sign_object(RECEIPT, fields, key)


def read_receipt(given: object) -> Receipt:
    """What a signed receipt states: only read, NOT verified."""
    return _facts(read_object(RECEIPT, given))


def verify_receipt(given: object, key: VerifierKey) -> Receipt:
    """What a receipt states, refused unless the hub's key signed it; `given` is bytes, text or the object."""
    # (1) the form and the version
    found = read_object(RECEIPT, given)
    # (2) the key is the hub's own
    if found["hub"] != key.name:
        raise ProofError(message("prove_wrong_name", name=key.name, expected=str(found["hub"])))
    # (3) the signature
    verify_signature(found, key)
    return _facts(found)


def verify_receipt_in_log(receipt: Receipt, proof: InclusionProof, checkpoint: Checkpoint) -> None:
    """Refuse unless the receipt's leaf stands in the log that this (already verified) checkpoint closes (RFC 9162, 2.1.3.2)."""
    # (1) the log is the hub's
    if checkpoint.origin != receipt.hub:
        raise ProofError(message("prove_wrong_name", name=checkpoint.origin, expected=receipt.hub))
    # (2) the proof is for this checkpoint and not for another
    if checkpoint.size != proof.size:
        raise ProofError(message("prove_other_size", proof=proof.size, checkpoint=checkpoint.size))
    # (3) the path leads from the leaf to the root
    verify_inclusion(bytes.fromhex(receipt.leaf), proof.index, proof.size, proof.hashes, checkpoint.root)


def read_proof(given: object) -> InclusionProof:
    """The inclusion proof written beside a receipt."""
    if not isinstance(given, Mapping) or given.keys() != {"index", "size", "hashes"}:
        raise ProofError(message("prove_bad_proof", at="proof"))
    index, size, hashes = given["index"], given["size"], given["hashes"]
    whole = type(index) is int and type(size) is int and isinstance(hashes, list) and len(hashes) <= 64
    if not whole or not all(is_digest(each) for each in hashes):
        raise ProofError(message("prove_bad_proof", at="proof"))
    return InclusionProof(index=index, size=size, hashes=tuple(bytes.fromhex(each) for each in hashes))


def _facts(found: Mapping[str, object]) -> Receipt:
    named = {name: found[name] for name in RECEIPT.fields}
    return Receipt(**{**named, "received_at": moment_of(str(found["received_at"]))})  # type: ignore[arg-type]
