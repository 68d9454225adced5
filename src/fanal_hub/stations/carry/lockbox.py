"""A stream of lines sealed under a passphrase: scrypt (RFC 7914) and AES-256-GCM in pieces (the STREAM construction).

A piece's nonce holds its number and whether it is the last, so that no piece can be left out, moved or added unseen.
The first line of the file says in JSON how the key is made; docs/export.md describes it for another reader.
"""

import json
import os
from collections.abc import Iterator
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from fanal_hub.stations.carry.form import refuse

PIECE = 64 * 1024
LEAST = 12  # characters of a passphrase
_TAG, _PREFIX, _MOST_HEAD, _MOST_COST = 16, 7, 1_000, 2**20
COST = 2**16  # scrypt's N: 64 MB of memory and some 0.2 s for each guess


def seal(lines: Iterator[bytes], passphrase: str, cost: int | None = None) -> Iterator[bytes]:
    """The sealed file of these lines, piece by piece."""
    cost = cost or COST
    salt, prefix = os.urandom(16), os.urandom(_PREFIX)
    head = {"v": 1, "kdf": "scrypt", "n": cost, "r": 8, "p": 1, "salt": salt.hex(), "prefix": prefix.hex()}
    head |= {"cipher": "AES-256-GCM", "piece": PIECE}
    first = json.dumps(head, sort_keys=True).encode() + b"\n"
    yield first
    key, number, waiting = AESGCM(_key(passphrase, salt, cost)), 0, bytearray()
    for line in lines:
        waiting += line + b"\n"
        while len(waiting) > PIECE:
            yield key.encrypt(_nonce(prefix, number, is_last=False), bytes(waiting[:PIECE]), first)
            del waiting[:PIECE]
            number += 1
    yield key.encrypt(_nonce(prefix, number, is_last=True), bytes(waiting), first)


def unseal(sealed: IO[bytes], passphrase: str, most_line: int) -> Iterator[bytes]:
    """The lines of a sealed file; refuses a wrong passphrase, and a piece that was changed, moved, cut off or added."""
    first = sealed.readline(_MOST_HEAD)
    salt, prefix, cost = _head(first)
    key, number, waiting = AESGCM(_key(passphrase, salt, cost)), 0, bytearray()
    piece = sealed.read(PIECE + _TAG)
    while piece:
        ahead = sealed.read(PIECE + _TAG)
        try:
            waiting += key.decrypt(_nonce(prefix, number, is_last=not ahead), piece, first)
        except InvalidTag:
            raise refuse("carry_sealed") from None
        *lines, rest = waiting.split(b"\n")
        yield from (bytes(each) for each in lines)
        if len(rest) > most_line:
            raise refuse("carry_long_line", file="sealed/confidences.bin")
        waiting, piece, number = bytearray(rest), ahead, number + 1
    if number == 0 or waiting:
        raise refuse("carry_sealed")


def _head(first: bytes) -> tuple[bytes, bytes, int]:
    try:
        head = json.loads(first)
        salt, prefix, cost = bytes.fromhex(head["salt"]), bytes.fromhex(head["prefix"]), int(head["n"])
        known = (head["v"], head["kdf"], head["r"], head["p"], head["piece"]) == (1, "scrypt", 8, 1, PIECE)
    except (ValueError, KeyError, TypeError):
        raise refuse("carry_sealed") from None
    # A cost that nobody can pay would only stop the reader.
    if not known or len(prefix) != _PREFIX or not 2 <= cost <= _MOST_COST or cost & (cost - 1):
        raise refuse("carry_sealed")
    return salt, prefix, cost


def _key(passphrase: str, salt: bytes, cost: int) -> bytes:
    return Scrypt(salt=salt, length=32, n=cost, r=8, p=1).derive(passphrase.encode("utf-8", "replace"))


def _nonce(prefix: bytes, number: int, *, is_last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + (b"\1" if is_last else b"\0")
