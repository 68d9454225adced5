"""Checkpoints (C2SP tlog-checkpoint): the signed head of a log. It does not decide when one is due."""

import re
from dataclasses import dataclass

from fanal.prove.keys import SignerKey, VerifierKey, b64, unb64
from fanal.prove.merkle import HASH_BYTES
from fanal.prove.note import sign_note, split_note, verify_note
from fanal.words.errors import MisuseError, ProofError
from fanal.words.say import message

_SIZE = re.compile(r"0|[1-9][0-9]{0,15}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """The log of `origin` had `size` leaves under `root`; extension lines are opaque and best left out."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()


def checkpoint_text(checkpoint: Checkpoint) -> str:
    """The lines that are signed (C2SP tlog-checkpoint, note text)."""
    lines = [checkpoint.origin, str(checkpoint.size), b64(checkpoint.root), *checkpoint.extensions]
    text = "".join(f"{line}\n" for line in lines)
    try:
        same = parse_checkpoint(text) == checkpoint
    except ProofError:
        same = False
    if not same:
        raise MisuseError("a checkpoint has an origin, a size, a root of 32 bytes, and no empty or broken line")
    return text


def parse_checkpoint(text: str) -> Checkpoint:
    """The checkpoint these lines state: only read, NOT verified."""
    *lines, last = text.split("\n")
    if last != "" or len(lines) < 3 or "" in lines or not _SIZE.fullmatch(lines[1]):
        raise ProofError(message("prove_bad_checkpoint"))
    root = unb64(lines[2])
    if root is None or len(root) != HASH_BYTES:
        raise ProofError(message("prove_bad_checkpoint"))
    return Checkpoint(origin=lines[0], size=int(lines[1]), root=root, extensions=tuple(lines[3:]))


def sign_checkpoint(checkpoint: Checkpoint, key: SignerKey) -> str:
    """The signed note to publish; the key bears the name of the log (C2SP tlog-checkpoint, signatures)."""
    if key.name != checkpoint.origin:
        raise MisuseError(f"the key {key.name} does not sign for the log {checkpoint.origin}")
    return sign_note(checkpoint_text(checkpoint), key)


def read_checkpoint(note: str) -> Checkpoint:
    """What a signed checkpoint states: only read, NOT verified."""
    return parse_checkpoint(split_note(note)[0])


def verify_checkpoint(note: str, key: VerifierKey) -> Checkpoint:
    """The checkpoint of a note, refused unless this key signed it and bears the name of the log."""
    # (1) the form, before any cryptography
    found = read_checkpoint(note)
    # (2) the key is the log's own
    if found.origin != key.name:
        raise ProofError(message("prove_wrong_name", name=key.name, expected=found.origin))
    # (3) the signature
    verify_note(note, key)
    return found
