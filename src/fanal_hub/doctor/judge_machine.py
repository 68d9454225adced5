"""Judges the machine: interpreter, packages, folder, keys, disk, backups. Facts come in; it looks at nothing itself."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from fanal_hub.doctor.facts import Backup, Home, Log, Program
from fanal_hub.doctor.finding import Finding, broken, good, look

LEAST_PYTHON = (3, 11)
LEAST_FILES = 1024
KEY_BYTES = 32
SHARED_BITS = 0o077
LITTLE, TOO_LITTLE = 2 * 1024**3, 512 * 1024**2  # bytes free
OLD, TOO_OLD = timedelta(hours=26), timedelta(hours=50)
LATE_COPY = timedelta(minutes=5)
SIGNING, VAULT, SEALING = "hub.key", "vault.key", "backup.key"


def of_program(seen: Program) -> Iterator[Finding]:
    """Python, packages, time zones, open files."""
    version = ".".join(map(str, seen.python))
    yield good("python", version=version) if seen.python >= LEAST_PYTHON else broken("python", "old", version=version)
    if seen.differing:
        yield look("packages", "differ", which=", ".join(seen.differing[:8]), count=len(seen.differing))
    else:
        yield good("packages") if seen.has_lock else look("packages", "no_lock")
    yield good("time_zone") if seen.has_zones else broken("time_zone", "missing")
    enough = seen.files_most >= LEAST_FILES
    yield good("files", most=seen.files_most) if enough else look("files", "few", most=seen.files_most)


def of_home(seen: Home) -> Iterator[Finding]:
    """Owner and modes of the folder and the keys, and the disk below them."""
    yield _owned(seen)
    shared = [each for each in seen.places if each.is_secret and each.mode & SHARED_BITS]
    if shared:
        first = shared[0]
        wanted = "700" if first.is_folder else "600"
        yield broken("modes", "open", path=first.path, mode=f"{first.mode:03o}", wanted=wanted, count=len(shared))
    else:
        yield good("modes")
    free = f"{seen.free / 1e9:.1f}"
    if seen.free < TOO_LITTLE:
        yield broken("disk", "full", free=free, path=seen.path)
    elif seen.free < LITTLE:
        yield look("disk", "low", free=free, path=seen.path)
    else:
        yield good("disk", free=free, size=f"{seen.size / 1e9:.1f}")


def _owned(seen: Home) -> Finding:
    strange = sorted(each.path for each in seen.places if each.owner != seen.owner)
    if strange:
        return broken("owner", "mixed", path=strange[0], count=len(strange), owner=seen.owner, home=seen.path)
    if seen.user != seen.owner:
        return look("owner", "visitor", owner=seen.owner, path=seen.path)
    return good("owner")


def of_keys(seen: Home, log: Log | None) -> Iterator[Finding]:
    """Each key is there, and is the one that this hub's records were made with."""
    yield _signing(seen, log)
    yield _vault(seen, log)


def _signing(seen: Home, log: Log | None) -> Finding:
    if (size := seen.keys.get(SIGNING)) is None:
        return broken("signing_key", "missing", path=seen.path) if log and log.head else look("signing_key", "not_yet")
    if size != KEY_BYTES:
        return broken("signing_key", "cut", size=size, path=seen.path)
    if log is None or log.signed_by_us is None:
        return good("signing_key", "unused")
    return good("signing_key") if log.signed_by_us else broken("signing_key", "other", path=seen.path)


def _vault(seen: Home, log: Log | None) -> Finding:
    if (size := seen.keys.get(VAULT)) is None:
        return broken("vault_key", "missing", path=seen.path) if log and log.head else look("vault_key", "not_yet")
    if size != KEY_BYTES:
        return broken("vault_key", "cut", size=size, path=seen.path)
    if log is None or log.vault_opens is None:
        return good("vault_key", "unused")
    return good("vault_key") if log.vault_opens else broken("vault_key", "other", path=seen.path)


def of_backup(seen: Backup, now: datetime) -> Iterator[Finding]:
    """A recent one, elsewhere, that we can open; the sheet that opens it; what was erased since."""
    yield _recent(seen, now)
    if seen.is_wanted:
        yield _folder(seen)
    if seen.file_fits is not None:
        yield good("backup_file") if seen.file_fits else broken("backup_file", "other")
    yield good("sheet", day=f"{seen.sheet_at:%Y-%m-%d}") if seen.sheet_at else look("sheet", "never")
    if seen.is_wanted and seen.is_there:
        since = seen.erasures_missing_since
        late = since is not None and now - since > LATE_COPY
        yield broken("erasures", "behind", folder=seen.folder) if late else good("erasures")


def _recent(seen: Backup, now: datetime) -> Finding:
    if seen.last_good is None:
        return look("backup", "never" if seen.is_wanted else "none")
    age, at = now - seen.last_good, f"{seen.last_good:%Y-%m-%d %H:%M} UTC"
    if age >= TOO_OLD:
        return broken("backup", "old", at=at)
    if not seen.is_wanted:
        return look("backup", "by_hand", at=at)
    if age >= OLD or seen.last_failed:
        return look("backup", "late", at=at)
    return good("backup", at=at)


def _folder(seen: Backup) -> Finding:
    if not seen.is_there:
        return broken("backup_folder", "missing", folder=seen.folder)
    if seen.is_same_disk:
        return look("backup_folder", "same_disk", folder=seen.folder)
    return good("backup_folder", folder=seen.folder)
