"""The offline checker: says, step by step, whether a receipt, an envelope or a checkpoint verifies. It opens no file and prints nothing.

A check is at most these steps, in this order; the first that fails ends it:
(0) the file is of a kind we know           (1) it is whole, in a version we know        (2) there is a key to check with
(3) the reader chose that key               (4) the key's owner signed exactly this      for a receipt with its proof:
(5) the checkpoint is signed by that key    (6) the receipt stands in the log under it
A failure in (0) to (2) means that nothing could be checked; a later one, that the file does not verify.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeVar

from fanal.prove.canon import BYTES_MOST, read_json
from fanal.prove.checkpoint import read_checkpoint, verify_checkpoint
from fanal.prove.envelope import ENVELOPE, read_envelope, verify_envelope
from fanal.prove.keys import VerifierKey, parse_vkey
from fanal.prove.receipt import RECEIPT, Receipt, read_proof, read_receipt, verify_receipt, verify_receipt_in_log
from fanal.prove.stamp import stamp
from fanal.words.errors import ProofError
from fanal.words.say import Message, message

Found = TypeVar("Found")
_BESIDE = {"receipt", "proof", "checkpoint", "vkey"}


class Verdict(Enum):
    """How a check ended."""

    VERIFIED = "verified"
    DOES_NOT_VERIFY = "does_not_verify"
    CANNOT_BE_READ = "cannot_be_read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that was checked: `holds`, `broken` (with the reasons) or `absent` (nothing to check, and what to do)."""

    number: int
    what: Message
    state: str
    why: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What the checker found: every step, what the file says once verified, and the verdict."""

    verdict: Verdict
    steps: tuple[Step, ...]
    says: Message | None
    is_key_chosen: bool


@dataclass(slots=True)
class _Walk:
    """The steps taken so far, and the key the reader chose."""

    chosen: str | None
    steps: list[Step] = field(default_factory=list)

    def take(self, number: int, what: Message, act: Callable[[], Found]) -> Found:
        try:
            found = act()
        except ProofError as wrong:
            self.steps.append(Step(number=number, what=what, state="broken", why=wrong.messages))
            raise
        self.steps.append(Step(number=number, what=what, state="holds"))
        return found

    def leave(self, number: int, what: Message, why: Message) -> None:
        self.steps.append(Step(number=number, what=what, state="absent", why=(why,)))


def check(raw: bytes, *, key: str | None = None) -> Checked:
    """Check a receipt (alone or with its proof), an envelope or a checkpoint; `key` is the published line of its issuer."""
    walk = _Walk(key)
    says = None
    try:
        kind, paper = walk.take(0, message("prove_step_recognise"), lambda: _recognise(raw))
        says = _CHECKS[kind](paper, walk)
        verdict = Verdict.VERIFIED
    except ProofError:
        verdict = Verdict.CANNOT_BE_READ if walk.steps[-1].number < 3 else Verdict.DOES_NOT_VERIFY
    return Checked(verdict=verdict, steps=tuple(walk.steps), says=says, is_key_chosen=key is not None)


def _recognise(raw: bytes) -> tuple[str, Mapping[str, object]]:
    if not raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return "checkpoint", {"checkpoint": _note(raw)}
    found = read_json(raw)
    if isinstance(found, Mapping) and "receipt" in found and found.keys() <= _BESIDE:
        return "receipt", found
    if isinstance(found, Mapping) and found.get("type") == RECEIPT.type:
        return "receipt", {"receipt": found}
    if isinstance(found, Mapping) and found.get("type") == ENVELOPE.type:
        return "envelope", {"envelope": found}
    raise ProofError(message("prove_unrecognised"))


def _note(raw: bytes) -> str:
    if "\n\n\u2014 ".encode() not in raw or len(raw) > BYTES_MOST:
        raise ProofError(message("prove_unrecognised"))
    try:
        return raw.decode()
    except UnicodeDecodeError as wrong:
        raise ProofError(message("prove_not_utf8", place=wrong.start)) from None


def _check_receipt(paper: Mapping[str, object], walk: _Walk) -> Message:
    given = paper["receipt"]
    stated = walk.take(1, message("prove_step_read_receipt"), lambda: read_receipt(given))
    key = _key(stated.hub, paper, walk)
    walk.take(4, message("prove_step_signature", name=stated.hub), lambda: verify_receipt(given, key))
    _check_log(stated, key, paper, walk)
    return message(
        "prove_says_receipt",
        notice=stated.notice,
        hub=stated.hub,
        handler=stated.handler,
        targets=stated.targets,
        time=stamp(stated.received_at),
    )


def _check_log(stated: Receipt, key: VerifierKey, paper: Mapping[str, object], walk: _Walk) -> None:
    closed, inside = message("prove_step_checkpoint"), message("prove_step_in_log")
    if not paper.keys() & {"proof", "checkpoint"}:
        walk.leave(6, inside, message("prove_no_log_yet"))
        return
    checkpoint = walk.take(5, closed, lambda: verify_checkpoint(_beside(paper), key))
    walk.take(6, inside, lambda: verify_receipt_in_log(stated, read_proof(paper["proof"]), checkpoint))


def _check_envelope(paper: Mapping[str, object], walk: _Walk) -> Message:
    given = paper["envelope"]
    stated = walk.take(1, message("prove_step_read_envelope"), lambda: read_envelope(given))
    key = _key(stated.sender, paper, walk)
    walk.take(4, message("prove_step_signature", name=stated.sender), lambda: verify_envelope(given, key))
    return message(
        "prove_says_envelope",
        id=stated.id,
        kind=stated.kind,
        sender=stated.sender,
        recipient=stated.recipient,
        time=stamp(stated.made_at),
    )


def _check_checkpoint(paper: Mapping[str, object], walk: _Walk) -> Message:
    note = str(paper["checkpoint"])
    stated = walk.take(1, message("prove_step_read_checkpoint"), lambda: read_checkpoint(note))
    key = _key(stated.origin, paper, walk)
    walk.take(4, message("prove_step_signature", name=stated.origin), lambda: verify_checkpoint(note, key))
    return message("prove_says_checkpoint", origin=stated.origin, size=stated.size, root=stated.root.hex())


def _key(name: str, paper: Mapping[str, object], walk: _Walk) -> VerifierKey:
    """The reader's key before the file's own: a forger would write a key beside the forgery."""
    line = walk.chosen if walk.chosen is not None else paper.get("vkey")
    key = walk.take(2, message("prove_step_have_key", name=name), lambda: _parse(line, name))
    trust = message("prove_step_trust_key")
    if walk.chosen is None:
        walk.leave(3, trust, message("prove_key_from_file", name=name, key=key.text()))
    else:
        walk.take(3, trust, lambda: None)
    return key


def _parse(line: object, name: str) -> VerifierKey:
    if not isinstance(line, str):
        raise ProofError(message("prove_no_key", name=name))
    return parse_vkey(line)


def _beside(paper: Mapping[str, object]) -> str:
    note = paper.get("checkpoint")
    if not isinstance(note, str) or "proof" not in paper:
        raise ProofError(message("prove_proof_alone"))
    return note


_CHECKS: Mapping[str, Callable[[Mapping[str, object], _Walk], Message]] = {
    "receipt": _check_receipt,
    "envelope": _check_envelope,
    "checkpoint": _check_checkpoint,
}
