"""Signed JSON objects: the rules that receipts and envelopes share (version, form, key, signature). It knows the fields of neither."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from fanal.prove.canon import canonical, read_json
from fanal.prove.keys import SignerKey, VerifierKey, b64, unb64
from fanal.words.errors import ProofError
from fanal.words.say import Message, message

VERSION = 1
_HEX64 = re.compile(r"[0-9a-f]{64}")
_HEX8 = re.compile(r"[0-9a-f]{8}")
_TEXT = re.compile(r"[^\x00-\x1f\x7f]{1,200}")

FieldTest = Callable[[object], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A kind of signed object: its `type`, and its own fields, each with its test (v, type, key and sig belong to all)."""

    type: str
    fields: Mapping[str, FieldTest]


def sign_object(form: Form, fields: Mapping[str, object], key: SignerKey) -> dict[str, object]:
    """The whole object with its signature; refuses fields that its own reader would refuse."""
    unsigned = {"v": VERSION, "type": form.type, **fields, "key": key.key_id}
    signed = {**unsigned, "sig": b64(key.sign(canonical(unsigned)))}
    if fields.keys() != form.fields.keys() or not all(test(fields[name]) for name, test in form.fields.items()):
        read_object(form, signed)
    return signed


def read_object(form: Form, given: object) -> dict[str, object]:
    """The object in the form's shape: only read, NOT verified; every fault at once."""
    found = as_object(given)
    refuse_other_version(form, found)
    faults = list(_faults(form, found))
    if faults:
        raise ProofError.of(faults)
    return found


def verify_signature(found: Mapping[str, object], key: VerifierKey) -> None:
    """Refuse unless the key signed the canonical bytes of the object without its `sig`."""
    # (1) it is the key that the object names
    if found["key"] != key.key_id:
        raise ProofError(message("prove_other_key", expected=str(found["key"]), found=key.key_id))
    # (2) it signed these bytes
    signature = unb64(str(found["sig"])) or b""
    key.verify(signature, canonical({name: value for name, value in found.items() if name != "sig"}))


def as_object(given: object) -> dict[str, object]:
    """A JSON object, from its bytes, its text or itself."""
    value = read_json(given) if isinstance(given, bytes | str) else given
    if not isinstance(value, Mapping):
        raise ProofError(message("prove_not_object"))
    return dict(value)


def refuse_other_version(form: Form, found: Mapping[str, object]) -> None:
    """Refuse another type, or a version this reader does not know: it never guesses."""
    if found.get("type") != form.type:
        raise ProofError(message("prove_other_type", expected=form.type, found=str(found.get("type"))[:40], at="type"))
    version = found.get("v")
    if type(version) is not int or version != VERSION:
        raise ProofError(message("prove_unknown_version", version=str(version)[:20], known=VERSION, at="v"))


def is_text(value: object) -> bool:
    """One line of 1 to 200 characters."""
    return isinstance(value, str) and _TEXT.fullmatch(value) is not None


def is_digest(value: object) -> bool:
    """64 lower-case hexadecimal digits."""
    return isinstance(value, str) and _HEX64.fullmatch(value) is not None


def is_count(value: object) -> bool:
    """An integer from 1."""
    return type(value) is int and value >= 1


def _faults(form: Form, found: Mapping[str, object]) -> Iterator[Message]:
    tests: dict[str, FieldTest] = {**form.fields, "key": _is_key_id, "sig": _is_signature}
    for name, test in tests.items():
        if name not in found:
            yield message("prove_field_missing", field=name, at=name)
        elif not test(found[name]):
            yield message("prove_field_bad", field=name, at=name)
    for name in sorted(found.keys() - tests.keys() - {"v", "type"}):
        yield message("prove_field_unknown", field=name[:80], at=name)


def _is_key_id(value: object) -> bool:
    return isinstance(value, str) and _HEX8.fullmatch(value) is not None


def _is_signature(value: object) -> bool:
    return isinstance(value, str) and len(unb64(value) or b"") == 64
