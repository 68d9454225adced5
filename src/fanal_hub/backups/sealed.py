"""The sealed file: bytes in chunks under AES-256-GCM, in an order and with an end that cannot be changed. It knows no hub.

STREAM (Hoang, Reyhanitabar, Rogaway, Vizár: "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance",
2015), as the format of `age` does it: the nonce of a chunk is its number and whether it is the last one. Each file has
a key of its own, drawn from the backup key and 32 random bytes (HKDF, RFC 5869), so no nonce ever comes back.
"""

import hashlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from fanal.words.errors import RefusedError
from fanal.words.say import message

MAGIC = b"FANAL BACKUP\n"
VERSION = 1
END = b"\nEND OF FANAL BACKUP\n"
CHUNK = 64 * 1024
TAG = 16
_KEY_ID, _SALT = 8, 32
_HEAD = len(MAGIC) + 1 + _KEY_ID + _SALT


class BackupError(RefusedError):
    """A backup, a key or a list that cannot be used: each message says what to do."""


def key_id(key: bytes) -> bytes:
    """Names a key without saying anything of it; it stands on the recovery sheet and in the clear in each file."""
    return hashlib.sha256(b"fanal key number\n" + key).digest()[:_KEY_ID]


def key_number(key: bytes) -> str:
    """The same for people: the first eight hexadecimal digits."""
    return key_id(key).hex()[:8]


@dataclass(frozen=True, slots=True)
class Head:
    """What a sealed file says of itself in the clear."""

    version: int
    key_id: bytes
    salt: bytes

    def raw(self) -> bytes:
        """The bytes at the head of the file."""
        return MAGIC + bytes([self.version]) + self.key_id + self.salt


class Sealing:
    """Writes a sealed file into an open one; what was written is whole only after `finish`."""

    def __init__(self, place: BinaryIO, key: bytes) -> None:
        head = Head(VERSION, key_id(key), secrets.token_bytes(_SALT))
        self._place, self._cipher = place, _cipher(key, head)
        self._waiting, self._number = bytearray(), 0
        place.write(head.raw())

    def write(self, raw: bytes) -> None:
        """Seal some more."""
        self._waiting += raw
        while len(self._waiting) > CHUNK:  # a full chunk waits for a byte after it: it may be the last one
            self._seal(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]

    def finish(self) -> None:
        """Seal the last chunk, which says so, and wait for the disk."""
        self._seal(bytes(self._waiting), last=True)
        self._place.write(END)
        self._place.flush()
        os.fsync(self._place.fileno())

    def _seal(self, plain: bytes, *, last: bool) -> None:
        self._place.write(self._cipher.encrypt(_nonce(self._number, last=last), plain, None))
        self._number += 1


def read_head(place: BinaryIO) -> Head:
    """The head of a sealed file; refuses another kind of file, another version, and a file that does not end as one."""
    place.seek(0)
    raw = place.read(_HEAD)
    if not raw.startswith(MAGIC):
        raise BackupError(message("backup_not_one"))
    if len(raw) < _HEAD:
        raise BackupError(message("backup_cut_short"))
    head = Head(raw[len(MAGIC)], raw[len(MAGIC) + 1 : len(MAGIC) + 1 + _KEY_ID], raw[-_SALT:])
    if head.version != VERSION:
        raise BackupError(message("backup_wrong_version", version=head.version))
    return head


def chunks(place: BinaryIO, key: bytes) -> Iterator[bytes]:
    """The plain bytes, chunk by chunk; each is authentic, and all of them are there when this ends without an error."""
    head = read_head(place)
    if head.key_id != key_id(key):
        raise BackupError(message("backup_wrong_key", at="keys", expected=head.key_id.hex()[:8], found=key_number(key)))
    length = _length(place)
    place.seek(_HEAD)
    cipher, number, left = _cipher(key, head), 0, length
    while left > 0:
        sealed = place.read(min(CHUNK + TAG, left))
        left -= len(sealed) or left
        try:
            yield cipher.decrypt(_nonce(number, last=left == 0), sealed, None)
        except InvalidTag:
            raise BackupError(message("backup_altered", chunk=number + 1)) from None
        number += 1


def _length(place: BinaryIO) -> int:
    """How many bytes stand between the head and the end."""
    size = place.seek(0, os.SEEK_END)
    length = size - _HEAD - len(END)
    place.seek(max(size - len(END), 0))
    if place.read() != END or length < TAG:
        raise BackupError(message("backup_cut_short"))
    return length


def _cipher(key: bytes, head: Head) -> AESGCM:
    made = HKDF(algorithm=SHA256(), length=32, salt=head.salt, info=b"fanal backup\n" + head.raw())
    return AESGCM(made.derive(key))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
