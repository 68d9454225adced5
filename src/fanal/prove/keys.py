"""Named Ed25519 keys, written as C2SP signed-note writes them. It makes no key and stores none: seeds come in as arguments."""

import hashlib
import unicodedata
from base64 import b64decode, b64encode
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from fanal.words.errors import MisuseError, ProofError
from fanal.words.say import message

_ED25519 = b"\x01"  # the signature type of C2SP signed-note
_NAME_MOST = 200


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """The public half: whose it is, and the 32 bytes (RFC 8032). `key_id` only names it: it proves nothing."""

    name: str
    public: bytes
    key_id: str = field(init=False)
    _key: Ed25519PublicKey = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not is_key_name(self.name) or len(self.public) != 32:
            raise MisuseError("a key has a name without spaces, plus signs or control characters, and 32 bytes")
        object.__setattr__(self, "key_id", _key_id(self.name, self.public))
        object.__setattr__(self, "_key", Ed25519PublicKey.from_public_bytes(self.public))

    def text(self) -> str:
        """The key as one line to publish: name+key id+base64 (C2SP signed-note verifier key)."""
        return f"{self.name}+{self.key_id}+{b64(_ED25519 + self.public)}"

    def verify(self, signature: bytes, signed: bytes) -> None:
        """Refuse unless this key signed these bytes (RFC 8032)."""
        try:
            self._key.verify(signature, signed)
        except InvalidSignature:
            raise ProofError(message("prove_bad_signature", name=self.name, key=self.key_id)) from None


@dataclass(frozen=True, slots=True)
class SignerKey:
    """The private half, loaded once: make it at start and keep it (loading costs as much as signing)."""

    name: str
    seed: bytes = field(repr=False)
    verifier: VerifierKey = field(init=False)
    _key: Ed25519PrivateKey = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.seed) != 32:
            raise MisuseError("an Ed25519 seed has 32 bytes")
        key = Ed25519PrivateKey.from_private_bytes(self.seed)
        object.__setattr__(self, "_key", key)
        object.__setattr__(self, "verifier", VerifierKey(self.name, key.public_key().public_bytes_raw()))

    @property
    def key_id(self) -> str:
        """Eight hexadecimal digits that name the key."""
        return self.verifier.key_id

    def sign(self, raw: bytes) -> bytes:
        """The 64 bytes of the signature (RFC 8032); the same bytes each time."""
        return self._key.sign(raw)


def parse_vkey(text: str) -> VerifierKey:
    """The key of a published line; refuses a line whose key id does not belong to it."""
    name, _, rest = text.strip().partition("+")
    key_id, _, encoded = rest.partition("+")
    raw = unb64(encoded)
    if raw is None or len(raw) != 33 or raw[:1] != _ED25519 or not is_key_name(name):
        raise ProofError(message("prove_bad_vkey"))
    key = VerifierKey(name, raw[1:])
    if key.key_id != key_id:
        raise ProofError(message("prove_bad_vkey"))
    return key


def is_key_name(name: str) -> bool:
    """May a key bear this name? (C2SP signed-note: no space, no plus; and here nothing invisible.)"""
    if not 0 < len(name) <= _NAME_MOST or "+" in name:
        return False
    return not any(each.isspace() or unicodedata.category(each)[0] == "C" for each in name)


def b64(raw: bytes) -> str:
    """Standard base64 with padding (RFC 4648 section 4)."""
    return b64encode(raw).decode()


def unb64(text: str) -> bytes | None:
    """The bytes of strict base64; None when there is another way to write them, so that no one can vary a signed file."""
    try:
        raw = b64decode(text, validate=True)
    except ValueError:
        return None
    return raw if b64(raw) == text else None


def _key_id(name: str, public: bytes) -> str:
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public).hexdigest()[:8]
