"""Signed notes (C2SP signed-note, Ed25519): a text and the lines of those who sign it. It does not know what the text says."""

from fanal.prove.keys import SignerKey, VerifierKey, b64, is_key_name, unb64
from fanal.words.errors import MisuseError, ProofError
from fanal.words.say import message

SIGNATURES_MOST = 100
NOTE_MOST = 1_000_000
_DASH = "\u2014 "


def sign_note(text: str, *keys: SignerKey) -> str:
    """The text with one signature line a key (C2SP signed-note)."""
    if not keys or not text.endswith("\n") or _has_control(text):
        raise MisuseError("a note is text that ends in a newline, without other control characters, and has a signer")
    return text + "\n" + "".join(map(_line, keys, [text.encode()] * len(keys)))


def verify_note(note: str, key: VerifierKey) -> str:
    """The text of a note that this key signed; signatures of unknown keys are passed over (C2SP signed-note)."""
    text, signatures = split_note(note)
    mine = [raw for name, key_id, raw in signatures if (name, key_id) == (key.name, key.key_id)]
    if not mine:
        raise ProofError(message("prove_not_signed_by", name=key.name, key=key.key_id))
    for signature in mine:
        key.verify(signature, text.encode())
    return text


def split_note(note: str) -> tuple[str, list[tuple[str, str, bytes]]]:
    """The text, and (name, key id, signature) of each line: only split, NOT verified."""
    if len(note) > NOTE_MOST or _has_control(note) or not _is_unicode(note):
        raise ProofError(message("prove_bad_note"))
    text, blank, tail = note.rpartition("\n\n")  # the LAST empty line: the text may hold others
    lines = tail.split("\n")
    if not blank or lines.pop() != "" or not 0 < len(lines) <= SIGNATURES_MOST:
        raise ProofError(message("prove_bad_note"))
    return text + "\n", [_signature(line) for line in lines]


def _line(key: SignerKey, signed: bytes) -> str:
    return f"{_DASH}{key.name} {b64(bytes.fromhex(key.key_id) + key.sign(signed))}\n"


def _signature(line: str) -> tuple[str, str, bytes]:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    raw = unb64(encoded)
    if not line.startswith(_DASH) or not is_key_name(name) or raw is None or len(raw) < 5:
        raise ProofError(message("prove_bad_note"))
    return name, raw[:4].hex(), raw[4:]


def _has_control(text: str) -> bool:
    return any(each < " " and each != "\n" for each in text)


def _is_unicode(text: str) -> bool:
    return not any("\ud800" <= each <= "\udfff" for each in text)
