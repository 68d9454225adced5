"""The signed envelope between organisations, frozen in spec/envelope.md. It carries a body; it does not know what the body means."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from fanal.prove.canon import canonical
from fanal.prove.keys import SignerKey, VerifierKey
from fanal.prove.signed import Form, is_text, read_object, sign_object, verify_signature
from fanal.prove.stamp import is_stamp, moment_of, stamp
from fanal.words.errors import MisuseError, ProofError
from fanal.words.say import message

_KIND = re.compile(r"[a-z][a-z0-9_]{0,39}")


def _is_kind(value: object) -> bool:
    return isinstance(value, str) and _KIND.fullmatch(value) is not None


ENVELOPE = Form(
    type="fanal.envelope",
    fields={
        "kind": _is_kind,
        "id": is_text,
        "from": is_text,
        "to": is_text,
        "made_at": is_stamp,
        "body": lambda value: isinstance(value, Mapping),
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What passes between two organisations; the receiver tells repeats by (`sender`, `id`)."""

    kind: str
    id: str
    sender: str
    recipient: str
    made_at: datetime
    body: Mapping[str, object]


def sign_envelope(envelope: Envelope, key: SignerKey) -> bytes:
    """The bytes to send, the same for a local and for a remote recipient (spec/envelope.md)."""
    if not speaks_for(key.name, envelope.sender):
        raise MisuseError(f"the key {key.name} does not sign for {envelope.sender}")
    fields = {
        "kind": envelope.kind,
        "id": envelope.id,
        "from": envelope.sender,
        "to": envelope.recipient,
        "made_at": stamp(envelope.made_at),
        "body": envelope.body,
    }
    return canonical(sign_object(ENVELOPE, fields, key))


def read_envelope(given: object) -> Envelope:
    """What an envelope states: only read, NOT verified; enough to find whose key to ask for."""
    return _facts(read_object(ENVELOPE, given))


def verify_envelope(given: object, key: VerifierKey) -> Envelope:
    """What an envelope states, refused unless a key of the sender signed it; `given` is bytes, text or the object."""
    # (1) the form and the version
    found = read_object(ENVELOPE, given)
    # (2) the key speaks for the sender
    if not speaks_for(key.name, str(found["from"])):
        raise ProofError(message("prove_wrong_name", name=key.name, expected=str(found["from"])))
    # (3) the signature
    verify_signature(found, key)
    return _facts(found)


def speaks_for(key_name: str, sender: str) -> bool:
    """Does a key of this name sign for this sender? The sender's own key, or that of the hub it lives in (hub/organisation)."""
    return sender == key_name or sender.startswith(f"{key_name}/")


def _facts(found: Mapping[str, object]) -> Envelope:
    body = found["body"]
    return Envelope(
        kind=str(found["kind"]),
        id=str(found["id"]),
        sender=str(found["from"]),
        recipient=str(found["to"]),
        made_at=moment_of(str(found["made_at"])),
        body=body if isinstance(body, Mapping) else {},
    )
