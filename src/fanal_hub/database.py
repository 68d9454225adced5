"""Which database the hub uses: SQLite in its own folder, or the PostgreSQL of FANAL_DATABASE_URL."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

SCHEMES = ("postgresql://", "postgres://")


def database(url: str, folder: Path) -> dict[str, Any]:
    """Django's description of the database."""
    if not url:
        return _sqlite(folder)
    if not url.startswith(SCHEMES):
        raise ImproperlyConfigured(f"FANAL_DATABASE_URL must start with {SCHEMES[0]} (empty: SQLite in FANAL_HOME)")
    return _postgresql(url)


def _sqlite(folder: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(folder / "fanal.db"),
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
                " PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32000; PRAGMA mmap_size=268435456;"
            ),
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    try:
        given = conninfo_to_dict(url)
    except ProgrammingError as error:
        raise ImproperlyConfigured(f"FANAL_DATABASE_URL is not an address of PostgreSQL: {error}") from None
    named = {key: str(given.pop(key, "")) for key in ("dbname", "user", "password", "host", "port")}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": named["dbname"],
        "USER": named["user"],
        "PASSWORD": named["password"],
        "HOST": named["host"],
        "PORT": named["port"],
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            **given,
            "application_name": "fanal",
            "connect_timeout": int(str(given.get("connect_timeout", 10))),
            # The writer runs the same few statements all day; a pooler between must keep prepared statements.
            "prepare_threshold": 3,
        },
    }
