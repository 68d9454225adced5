"""Makes one backup: database, files, secrets but for the vault key, manifest; sealed, read back, then given its name."""

import errno
import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from fanal import __version__
from fanal.words.say import message
from fanal_hub.backups import folder, postgres, snapshot
from fanal_hub.backups.parts import DATABASE, SIGNING_KEY, Manifest, Packing, pieces, verify
from fanal_hub.backups.sealed import BackupError, Sealing, key_number
from fanal_hub.backups.snapshot import LogFacts
from fanal_hub.home import secret_file

KEY_FILE = Path("keys") / "backup.key"
VAULT_FILE = Path("keys") / "vault.key"
# The database comes by itself; keys are named one by one; the rest can be made again, or is the backups themselves.
LEFT_OUT = frozenset({"keys", "static", "restored", "backups", "hub.lock", "backup.lock", "backups.jsonl"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The hub that is backed up: its folder, its name, and its database (a file, or PostgreSQL)."""

    home: Path
    hub: str
    database: Path | postgres.Database

    @property
    def engine(self) -> str:
        """Which database it is."""
        return "postgresql" if isinstance(self.database, postgres.Database) else "sqlite"


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made and read back."""

    path: Path
    size: int
    manifest: Manifest
    dropped: Sequence[Path]


def backup_key(home: Path) -> bytes:
    """The key of this hub's backups, drawn when first asked for; it is on the recovery sheet."""
    return secret_file(home / KEY_FILE, 32)


def make(source: Source, where: Path, now: datetime, keep: folder.Keep | None = folder.DEFAULT) -> Made:
    """Make a backup in a folder, read it back, and only then let old ones go."""
    with folder.alone(source.home), _said_plainly(where):
        where.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in where.glob(f".{folder.plain(source.hub)}-*.part"):  # a killed backup
            left.unlink(missing_ok=True)
        path, manifest = _made(source, where, now)
        gone = folder.to_drop(folder.listed(where, source.hub), keep) if keep else []
        for each in gone:
            each.path.unlink(missing_ok=True)
        return Made(path, path.stat().st_size, manifest, [each.path for each in gone])


def _made(source: Source, where: Path, now: datetime) -> tuple[Path, Manifest]:
    name = folder.file_name(source.hub, now)
    part = where / f".{name}.{secrets.token_hex(4)}.part"
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "w+b") as place:
            _write(source, Packing(Sealing(place, backup_key(source.home))), now, where)
            manifest = verify(place, backup_key(source.home))
        os.rename(part, where / name)
        _settle(where)
    finally:
        part.unlink(missing_ok=True)
    return where / name, manifest


def _write(source: Source, packing: Packing, now: datetime, where: Path) -> None:
    """The database comes last, so that it is also restored last; its snapshot is taken first."""
    secret_file(source.home / SIGNING_KEY, 32)
    with _database(source) as (dump, facts):
        for path in files_of(source, where):
            with suppress(FileNotFoundError), path.open("rb") as place:  # a letter may leave, or be burnt, meanwhile
                packing.part(path.relative_to(source.home).as_posix(), pieces(place))
        packing.part(DATABASE, dump)
    manifest = Manifest(
        fanal=__version__,
        hub=source.hub,
        engine=source.engine,
        made_at=now.isoformat(),
        events=facts.events,
        checkpoint=facts.checkpoint,
        vault_key=key_number(secret_file(source.home / VAULT_FILE, 32)),
    )
    packing.finish(replace(manifest, parts=tuple(packing.parts)))


@contextmanager
def _database(source: Source) -> Iterator[tuple[Iterable[bytes], LogFacts]]:
    if isinstance(source.database, postgres.Database):
        with _answering(), postgres.dumped(source.database) as dumped:
            yield dumped
    else:
        with snapshot.copied(source.database) as (copy, facts):
            yield pieces(copy), facts


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except postgres.AwayError as error:
        raise BackupError(message("backup_database_away", said=str(error).strip().splitlines()[0])) from error


def files_of(source: Source, where: Path) -> Iterator[Path]:
    """The files of the hub's folder that it needs to serve again: all but keys, the database, and what is made anew."""
    yield source.home / SIGNING_KEY
    for top in sorted(source.home.iterdir()):
        if top.name in LEFT_OUT or top.name.startswith((".", "fanal.db", "before-restore-")):
            continue
        yield from (each for each in sorted([top, *top.rglob("*")]) if _is_kept(each, where))


def _is_kept(path: Path, where: Path) -> bool:
    is_passing = path.name.startswith(".") or path.suffix == ".new" or path.suffix == folder.SUFFIX
    return path.is_file() and not path.is_symlink() and not is_passing and not path.is_relative_to(where)


def _settle(where: Path) -> None:
    """Have the disk remember the name too."""
    opened = os.open(where, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@contextmanager
def _said_plainly(where: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        code = "backup_disk_full" if error.errno in {errno.ENOSPC, errno.EDQUOT} else "backup_cannot_write"
        raise BackupError(message(code, folder=str(where), said=error.strerror or str(error))) from error
