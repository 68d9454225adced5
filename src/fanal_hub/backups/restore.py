"""The first half of a restoration: everything is verified, then written into an empty folder. Django is not awake yet.

The second half (migrations, the erasure list, the replay) needs the database: see `fanal_hub.recover`.
"""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from fanal import __version__
from fanal.prove.checkpoint import Checkpoint, verify_checkpoint
from fanal.prove.keys import SignerKey
from fanal.words.say import message
from fanal_hub import jsonl
from fanal_hub.backups import beside, postgres, snapshot
from fanal_hub.backups.make import KEY_FILE, VAULT_FILE
from fanal_hub.backups.parts import DATABASE, SIGNING_KEY, Manifest, Sink, unpack, verify
from fanal_hub.backups.sealed import BackupError, key_number
from fanal_hub.backups.typed import BACKUP, VAULT

# What may be in a folder that counts as empty: what any start makes anew, and backups themselves.
HARMLESS = frozenset({"static", "backups", "hub.lock", "backup.lock", "lost+found"})
# What the first start of a hub makes: set aside, never deleted, when nobody used the hub yet.
OF_AN_UNUSED_HUB = frozenset(
    {"hub.json", "keys", "fanal.db", "fanal.db-wal", "fanal.db-shm", "outbox", "mail-in", "standin.json"}
    | {"recovery-sheet.jsonl", "backups.jsonl"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is restored, with what, and where to."""

    file: Path
    keys: Mapping[str, bytes]
    into: Path
    url: str = ""  # of a PostgreSQL database; empty: SQLite in the folder
    erasures: str | None = None  # the list's text; None: there is none, and that was said
    checkpoint: str = ""  # a signed note, or a receipt that holds one


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was written, and what is known of the log beyond it."""

    manifest: Manifest
    erasures: int | None  # lines of the list that was given; None: there was none
    known: Checkpoint | None = None
    set_aside: str = ""


def restore(wanted: Wanted) -> Restored:
    """Verify all, then write all; nothing is written when anything is wrong."""
    wanted.into.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _held(wanted.into), opened(wanted.file) as place:
        refuse_unless_empty(wanted.into, wanted.url)
        # (1) every byte of the file, with the backup key
        signing: list[bytes] = []
        manifest = unpack(place, wanted.keys[BACKUP], lambda name: signing.append if name == SIGNING_KEY else None)
        # (2) this version and this engine can use it; the vault key is the one its vault was sealed with
        _refuse_unfit(manifest, wanted)
        # (3) the list can be read; the checkpoint is the hub's own
        lines = None if wanted.erasures is None else beside.read_list(wanted.erasures)
        known = _published(wanted.checkpoint, manifest, b"".join(signing))
        # (4) only now is anything written
        set_aside = _write(place, manifest, wanted, lines or [])
    return Restored(manifest=manifest, erasures=None if lines is None else len(lines), known=known, set_aside=set_aside)


@contextmanager
def _held(into: Path) -> Iterator[None]:
    """No hub serves this folder meanwhile, nor starts in it."""
    with (into / "hub.lock").open("a") as place:
        try:
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise BackupError(message("restore_in_use", at="into", place=str(into))) from None
        yield


def opened(path: Path) -> BinaryIO:
    """The backup file; refuses one that cannot be read."""
    try:
        return path.open("rb")
    except OSError as error:
        raise BackupError(
            message("backup_cannot_read", at="file", path=str(path), said=error.strerror or str(error))
        ) from None


def looked_at(path: Path, key: bytes) -> Manifest:
    """What a backup is, after all of it was verified."""
    with opened(path) as place:
        return verify(place, key)


def refuse_unless_empty(into: Path, url: str = "") -> None:
    """Only into an empty folder, or that of a hub that nobody used yet: what is there is never overwritten."""
    there = {each.name for each in into.iterdir()} if into.is_dir() else set()
    there = {each for each in there if not each.startswith(".") and not each.startswith("before-restore-")}
    foreign = there - HARMLESS - OF_AN_UNUSED_HUB - {"restored"}
    database = into / "fanal.db"
    is_used = database.exists() and not snapshot.is_unused(database)
    if url and not is_used:
        is_used = not postgres.is_unused(postgres.Database.of_url(url))
    if foreign or is_used:
        raise BackupError(message("restore_not_empty", at="into", place=str(into)))


def _refuse_unfit(manifest: Manifest, wanted: Wanted) -> None:
    if _numbers(manifest.fanal) > _numbers(__version__):
        raise BackupError(message("backup_newer", theirs=manifest.fanal, ours=__version__))
    engine = "postgresql" if wanted.url else "sqlite"
    if manifest.engine != engine:
        raise BackupError(message(f"backup_of_{manifest.engine}"))
    if (found := key_number(wanted.keys[VAULT])) != manifest.vault_key:
        raise BackupError(message("backup_wrong_vault_key", at="keys", expected=manifest.vault_key, found=found))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(each) for each in version.split(".") if each.isdigit())


def _published(text: str, manifest: Manifest, seed: bytes) -> Checkpoint | None:
    """The checkpoint that somebody kept: signed by this hub, or refused (ProofError)."""
    if not text:
        return None
    note, _ = beside.read_published(text)
    return verify_checkpoint(note, SignerKey(manifest.hub, seed).verifier)


# --- writing --------------------------------------------------------------------------------------------------------
def _write(place: BinaryIO, manifest: Manifest, wanted: Wanted, lines: list[str]) -> str:
    new = wanted.into / f".restoring-{secrets.token_hex(6)}"
    new.mkdir(mode=0o700)
    try:
        with closing(_Unpacking(new, wanted.url)) as unpacking:
            unpack(place, wanted.keys[BACKUP], unpacking.sink_of)
            unpacking.finish()
        _write_keys(new, wanted.keys)
        merged = beside.merged(jsonl.read(new / beside.ERASURES), lines)
        if merged:
            _private(new / beside.ERASURES).write_text("".join(f"{each}\n" for each in merged), encoding="utf-8")
        set_aside = _set_aside(wanted.into)
        for each in sorted(new.iterdir(), key=lambda path: path.name == "fanal.db"):  # the database last
            each.rename(wanted.into / each.name)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return set_aside


class _Unpacking:
    """Gives each part its place: a file of the folder, or pg_restore. One is open at a time."""

    def __init__(self, folder: Path, url: str) -> None:
        self._folder, self._url = folder, url
        self._open: BinaryIO | postgres.Restoring | None = None

    def sink_of(self, name: str) -> Sink:
        """Where the next part goes."""
        self.finish()
        if name == DATABASE and self._url:
            database = postgres.Database.of_url(self._url)
            postgres.empty(database)
            fed = self._open = postgres.Restoring(database)
            return fed.write
        path = _private(self._folder / ("fanal.db" if name == DATABASE else safe_name(name)))
        place = self._open = path.open("wb")

        def sink(piece: bytes) -> None:
            place.write(piece)

        return sink

    def finish(self) -> None:
        """The part is whole."""
        if isinstance(self._open, postgres.Restoring):
            self._open.finish()
        self.close()

    def close(self) -> None:
        """Let go of it, whole or not."""
        if self._open is not None:
            self._open.close()
        self._open = None


def safe_name(name: str) -> PurePosixPath:
    """A part's name as a path below the folder, and never beside it."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise BackupError(message("backup_part_differs", part=name))
    return path


def _private(path: Path) -> Path:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    return path


def _write_keys(folder: Path, keys: Mapping[str, bytes]) -> None:
    for name, letter in ((VAULT_FILE, VAULT), (KEY_FILE, BACKUP)):
        _private(folder / name).write_bytes(keys[letter])


def _set_aside(into: Path) -> str:
    """What the first start made is moved, not deleted: a key may have been put there by hand."""
    there = [into / name for name in OF_AN_UNUSED_HUB if (into / name).exists()]
    if not there:
        return ""
    aside = into / f"before-restore-{secrets.token_hex(4)}"
    aside.mkdir(mode=0o700)
    for each in there:
        each.rename(aside / each.name)
    return aside.name


def sync(folder: Path) -> None:
    """Have the disk keep all of a folder before somebody is told that it is there."""
    for path in (*folder.rglob("*"), folder):
        if path.is_file() or path.is_dir():
            opened_path = os.open(path, os.O_RDONLY)
            try:
                os.fsync(opened_path)
            finally:
                os.close(opened_path)
