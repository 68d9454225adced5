"""Does the process answer, and is the hub ready to work? For load balancers and supervisors: short, uncached, no secret."""

import shutil
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from fanal_hub.ledger.models import EventRow
from fanal_hub.ledger.write import MOST_WAITING, WRITER

KEY_BYTES = 32
LEAST_FREE = 256 * 1024 * 1024  # bytes on the disk of FANAL_HOME


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"alive": True})


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Is everything there that a notice needs? 503 with the names of what is not."""
    missing = [name for name, is_fine in CHECKS.items() if not is_fine()]
    return JsonResponse({"ready": not missing, "not_ready": missing}, status=503 if missing else 200)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        connection.close()  # the next question opens another
        return False
    return True


def _schema() -> bool:
    """Every migration of this code was applied; a database that is ahead of it is the next release's, and is fine."""
    try:
        applied = set(MigrationRecorder(connection).applied_migrations())
    except (DatabaseError, InterfaceError):
        return False
    return _wanted() <= applied


@cache
def _wanted() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations or ())


def _writer() -> bool:
    return WRITER.is_alive and WRITER.depth < MOST_WAITING


def _key() -> bool:
    """The signing key as it lies there: asking the signer would draw a new one. A new hub draws it with its first event."""
    try:
        return len((settings.HOME / "keys" / "hub.key").read_bytes()) == KEY_BYTES
    except FileNotFoundError:
        return _is_new()
    except OSError:
        return False


def _is_new() -> bool:
    try:
        return not EventRow.objects.exists()
    except (DatabaseError, InterfaceError):
        return False


def _disk() -> bool:
    try:
        return shutil.disk_usage(settings.HOME).free >= LEAST_FREE
    except OSError:
        return False


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "schema": _schema,
    "writer": _writer,
    "signing_key": _key,
    "disk": _disk,
}
