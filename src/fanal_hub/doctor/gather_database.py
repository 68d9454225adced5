"""Looks at the database and the log within it, through a reader's connection. It writes nothing and takes no lock."""

import base64
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from fanal.prove.checkpoint import read_checkpoint, verify_checkpoint
from fanal.prove.keys import SignerKey
from fanal.prove.merkle import ProvingTree
from fanal.words.errors import ProofError
from fanal_hub.doctor.facts import Database, Log
from fanal_hub.doctor.gather_machine import key
from fanal_hub.doctor.judge_machine import SIGNING, VAULT
from fanal_hub.ledger import vault
from fanal_hub.ledger.models import CheckpointRow, EventRow, VaultKeyRow, VaultRow
from fanal_hub.ledger.read import log as read
from fanal_hub.ledger.read import streams, vitals

TRIGGERS = {
    "sqlite": frozenset({"event_no_delete", "event_no_update"}),
    "postgresql": frozenset({"event_no_delete", "event_no_update", "event_no_truncate"}),
}
TAIL = 10_000  # positions looked at, unless all are
SAMPLES = 5  # subjects of the vault that are tried


def only_read() -> None:
    """Have this process open an SQLite database for reading alone: not even its journal is set."""
    if connection.vendor != "sqlite":
        return
    given = connection.settings_dict
    options = {**given["OPTIONS"], "init_command": "PRAGMA query_only=ON; PRAGMA temp_store=MEMORY;"}
    # The settings stay as they are: they say what the hub asks for.
    connection.settings_dict = {**given, "NAME": f"file:{quote(str(given['NAME']))}?mode=ro", "OPTIONS": options}


def database(*, thorough: bool) -> Database:
    """The database; raises django.db.Error when it cannot be asked."""
    own = _of_sqlite(thorough=thorough) if connection.vendor == "sqlite" else _of_postgresql()
    return Database(vendor=connection.vendor, missing=_missing(), triggers_missing=_triggers_missing(), **own)


def _missing() -> tuple[str, ...]:
    wanted = set(MigrationLoader(None).disk_migrations or ())
    applied = set(MigrationRecorder(connection).applied_migrations())
    return tuple(f"{app}.{name}" for app, name in sorted(wanted - applied))


def _triggers_missing() -> tuple[str, ...]:
    """Triggers that are not there, or are switched off."""
    if connection.vendor == "sqlite":
        rows = _all("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    else:
        rows = _all(
            "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
            " WHERE relname = 'ledger_eventrow' AND pg_table_is_visible(tgrelid) AND tgenabled IN ('O', 'A')"
        )
    return tuple(sorted(TRIGGERS[connection.vendor] - {str(name) for (name,) in rows}))


def _of_sqlite(*, thorough: bool) -> dict[str, Any]:
    asked = str(settings.DATABASES["default"]["OPTIONS"].get("init_command", ""))
    found = "full" if "synchronous=FULL" in asked else "not asked for"
    return {
        "version": f"SQLite {sqlite3.sqlite_version}",
        "number": sqlite3.sqlite_version_info[0] * 10_000,
        "durability": {"journal_mode": str(_one("PRAGMA journal_mode")), "synchronous": found},
        "checked": str(_one("PRAGMA quick_check(1)")) if thorough else None,
    }


def _of_postgresql() -> dict[str, Any]:
    before = datetime.now(UTC)
    theirs = _one("SELECT clock_timestamp()")
    middle = before + (datetime.now(UTC) - before) / 2
    owner = (
        "SELECT pg_has_role(current_user, relowner, 'MEMBER') FROM pg_class WHERE oid = to_regclass('ledger_eventrow')"
    )
    return {
        "version": f"PostgreSQL {_one('SHOW server_version')}",
        "number": int(_one("SHOW server_version_num")),
        "durability": {name: str(_one(f"SHOW {name}")) for name in ("synchronous_commit", "fsync", "full_page_writes")},
        "encoding": str(_one("SHOW server_encoding")),
        "is_superuser": bool(_one("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")),
        "owns_tables": bool(_one(owner)),
        "skew": (theirs - middle).total_seconds(),
        "connections": int(_one("SELECT COUNT(*) FROM pg_stat_activity WHERE backend_type = 'client backend'")),
        "most_connections": int(_one("SHOW max_connections")) - int(_one("SHOW superuser_reserved_connections")),
    }


def log(*, thorough: bool) -> Log:
    """The log and what signs it; thorough: every position, and the root of the last checkpoint recomputed."""
    head = vitals.placed()
    looked_at = head if thorough else min(head, TAIL)
    last = read.latest()
    waiting = EventRow.objects.filter(position__isnull=True)
    return Log(
        head=head,
        counted=EventRow.objects.filter(position__gt=head - looked_at, position__lte=head).count(),
        looked_at=looked_at,
        unplaced=waiting.count(),
        unplaced_since=waiting.order_by("recorded_at").values_list("recorded_at", flat=True).first(),
        sealed=last.size if last else 0,
        sealed_at=last.published_at if last else vitals.begun_at(),
        note_fits=_note_fits(last) if last else None,
        signed_by_us=_signed_by_us(last) if last else None,
        root_fits=_root_fits(last, head) if last and thorough else None,
        vault_opens=_vault_opens(),
    )


def _note_fits(row: CheckpointRow) -> bool:
    try:
        said = read_checkpoint(row.note)
    except ProofError:
        return False
    return said.size == row.size and base64.b64encode(said.root).decode() == row.root


def _signed_by_us(row: CheckpointRow) -> bool | None:
    seed = key(SIGNING)
    if seed is None:
        return None
    try:
        verify_checkpoint(row.note, SignerKey(settings.HUB["name"], seed).verifier)
    except ProofError:
        return False
    return True


def _root_fits(row: CheckpointRow, head: int) -> bool:
    if row.size > head:
        return False
    tree = ProvingTree()  # a new one: the stations' own remembers what it read before
    for start in range(0, row.size, TAIL):
        for leaf in streams.leaves(start, min(start + TAIL, row.size)):
            tree.append(leaf)
    return tree.size == row.size and base64.b64encode(tree.root(row.size)).decode() == row.root


def _vault_opens() -> bool | None:
    """Try one record; None when there is none, or no key."""
    raw = key(VAULT)
    if raw is None:
        return None
    for wrapped in VaultKeyRow.objects.order_by("subject")[:SAMPLES]:
        row = VaultRow.objects.filter(subject=wrapped.subject).order_by("id").first()
        if row is not None:
            return vault.is_opened_by(raw, wrapped, row)
    return None


def is_there() -> bool:
    """Is there a database to ask? An SQLite file that is missing would say so less plainly."""
    return connection.vendor != "sqlite" or Path(settings.DATABASES["default"]["NAME"]).is_file()


def _all(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def _one(sql: str) -> Any:
    return next(iter(_all(sql)), (None,))[0]
