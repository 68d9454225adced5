"""The vault: identities and free text, AES-256-GCM under a key per subject, wrapped by the hub's vault key.

Destroying a subject's key makes its records unreadable. The hub's vault key lives in FANAL_HOME/keys, apart from the
database, and is backed up apart. Associated data: the record's id, so that a record cannot be put in another's place.
"""

import json
import os
import secrets
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from fanal_hub.home import secret_file
from fanal_hub.ledger.models import VaultKeyRow, VaultRow
from fanal_hub.ledger.plan import Effect, Rows
from fanal_hub.ledger.rows import Columns, when

_NONCE = 12
_json = json.JSONEncoder(ensure_ascii=False).encode


class Sealer:
    """Seals records of one subject; its `effects` write them, and the subject's key first when it is new.

    Two writers that both make the first key of a subject meet at its primary key: the loser is refused and asks again.
    """

    def __init__(self, subject: str, *, fresh: bool = False) -> None:
        row = None if fresh else VaultKeyRow.objects.filter(subject=subject).first()
        self.subject = subject
        key = _unwrap(subject, bytes(row.wrapped)) if row else AESGCM.generate_key(256)
        self._key = AESGCM(key)
        self._records: list[Columns] = []
        self.effects: list[Effect] = []
        if row is None:
            self.effects.append(Rows("ledger_vaultkeyrow", [{"subject": subject, "wrapped": _wrap(subject, key)}]))
        self.effects.append(Rows("ledger_vaultrow", self._records))

    def add(self, *, about: str, kind: str, value: Any, at: datetime, record: str = "") -> str:
        """Seal a JSON value or bytes about a stream ("notice:N-…"); the record's id, given when it comes from another hub."""
        drawn = os.urandom(16 + _NONCE)
        record, nonce = record or drawn[_NONCE:].hex(), drawn[:_NONCE]
        plain = value if isinstance(value, bytes) else _json(value).encode()
        self._records.append(
            {
                "id": record,
                "subject": self.subject,
                "about": about,
                "kind": kind,
                "sealed": nonce + self._key.encrypt(nonce, plain, record.encode()),
                "made_at": when(at),
            }
        )
        return record


def open_record(row: VaultRow) -> bytes | None:
    """The plain bytes of a record, or None when its subject's key was destroyed."""
    key = VaultKeyRow.objects.filter(subject=row.subject).first()
    if key is None:
        return None
    sealed = bytes(row.sealed)
    try:
        return AESGCM(_unwrap(row.subject, bytes(key.wrapped))).decrypt(
            sealed[:_NONCE], sealed[_NONCE:], row.id.encode()
        )
    except InvalidTag:
        return None


def open_json(row: VaultRow | None) -> Any:
    """The JSON value of a record, or None."""
    raw = open_record(row) if row is not None else None
    return None if raw is None else json.loads(raw)


def is_opened_by(raw: bytes, key: VaultKeyRow, row: VaultRow) -> bool:
    """Does this vault key, as it lies in its file, open this record of the key's subject?"""
    wrapped, sealed = bytes(key.wrapped), bytes(row.sealed)
    try:
        own = AESGCM(raw).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], key.subject.encode())
        AESGCM(own).decrypt(sealed[:_NONCE], sealed[_NONCE:], row.id.encode())
    except InvalidTag:
        return False
    return True


def new_subject() -> str:
    """An opaque name for a subject."""
    return f"s-{secrets.token_hex(12)}"


@cache
def _hub_key(folder: Path) -> AESGCM:
    return AESGCM(secret_file(folder / "keys" / "vault.key", 32))


def _wrap(subject: str, key: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + _hub_key(settings.HOME).encrypt(nonce, key, subject.encode())


def _unwrap(subject: str, wrapped: bytes) -> bytes:
    return _hub_key(settings.HOME).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], subject.encode())
