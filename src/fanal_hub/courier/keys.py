"""The hub's signing key and its secret links. The key is a file of its own, apart from the database."""

import base64
import hashlib
import hmac
import secrets
from functools import cache
from pathlib import Path

from django.conf import settings

from fanal.prove.keys import SignerKey
from fanal_hub.home import secret_file

_BASE32 = "abcdefghijklmnopqrstuvwxyz234567"
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
_BASE32_PAIRS = [first + second for first in _BASE32 for second in _BASE32]
_PAIRS = [second + first for first in _ALPHABET for second in _ALPHABET]  # ten bits, the lowest first


@cache
def _signer(folder: Path, name: str) -> SignerKey:
    return SignerKey(name, secret_file(folder / "keys" / "hub.key", 32))


def signer() -> SignerKey:
    """The hub's Ed25519 key: receipts, envelopes and checkpoints."""
    return _signer(settings.HOME, settings.HUB["name"])


def new_ref(letter: str) -> str:
    """A fresh reference that can be read over the phone: N-7K3M-2Q9D (40 random bits)."""
    drawn = secrets.randbits(40)
    a, b, c, d = (_PAIRS[drawn >> place & 1023] for place in (0, 10, 20, 30))
    return f"{letter}-{a}{b}-{c}{d}"


def clean_ref(given: str) -> str:
    """A reference as a person typed it: spaces, letter case and look-alike letters mended."""
    letters = given.strip().upper().replace(" ", "").replace("_", "-")
    head, _, tail = letters.partition("-")
    return f"{head}-{tail.translate(str.maketrans('ILO', '110'))}" if tail else letters


def follow_token(notice: str) -> str:
    """The secret half of a notice's follow-up link: a MAC over its reference, so nothing needs to be kept."""
    made = _mac(settings.SECRET_KEY, f"follow:{notice}".encode())
    return _small_base32(made[:15])


def is_follow_token(notice: str, token: str) -> bool:
    """True when the token belongs to the notice."""
    return hmac.compare_digest(follow_token(notice).encode(), token.encode("utf-8", "replace"))


def answer_secret(referral: str) -> str:
    """The secret of a referral's one-time answer link: a MAC, so that a letter that is sent again says the same link."""
    made = hmac.new(settings.SECRET_KEY.encode(), f"answer:{referral}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def contest_secret(case: str) -> str:
    """The secret of a case's contest link, for the recipient to hand to the author: a MAC, so nothing needs to be kept."""
    made = hmac.new(settings.SECRET_KEY.encode(), f"contest:{case}".encode(), hashlib.sha256).digest()
    return f"{case}.{base64.b32encode(made[:15]).decode().lower()}"


def contested_case(secret: str) -> str:
    """The case that a contest link is about; empty when the link is not ours."""
    case = secret.partition(".")[0]
    return case if hmac.compare_digest(contest_secret(case).encode(), secret.encode("utf-8", "replace")) else ""


def secret_digest(secret: str) -> str:
    """How a secret is kept: SHA-256, hex."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _small_base32(raw: bytes) -> str:
    """Base32 (RFC 4648) in small letters, of whole groups of five bytes."""
    number = int.from_bytes(raw, "big")
    return "".join([_BASE32_PAIRS[number >> place & 1023] for place in range(8 * len(raw) - 10, -1, -10)])


def keyed_digest(text: str) -> str:
    """A digest that says nothing without the hub's secret (idempotency keys)."""
    return _mac(settings.SECRET_KEY, text.encode("utf-8", "replace")).hex()


def _mac(secret: str, said: bytes) -> bytes:
    """HMAC-SHA-256 (RFC 2104); what depends on the secret alone is reckoned once."""
    made = _keyed(secret).copy()
    made.update(said)
    return made.digest()


@cache
def _keyed(secret: str) -> hmac.HMAC:
    return hmac.new(secret.encode(), digestmod="sha256")
