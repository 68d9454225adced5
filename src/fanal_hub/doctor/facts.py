"""What the doctor can see of an installation, as plain records. They judge nothing, and hold no secret and nobody's name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """The interpreter and its packages."""

    python: tuple[int, int]
    differing: tuple[str, ...]  # "django 5.2.1 (5.2.8)": installed, and what the lock says
    has_lock: bool
    has_zones: bool  # the time zone that the law's clocks count in can be read
    files_most: int  # files that a process of the hub may open


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A file or folder of the hub."""

    path: str
    mode: int
    owner: int
    is_folder: bool = False
    is_secret: bool = False  # closed to everybody but its owner


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The folder of the hub."""

    path: str
    user: int  # who asks
    owner: int
    places: tuple[Place, ...]
    keys: Mapping[str, int]  # bytes of each key file that is there
    free: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """The database server, or file; None where a question makes no sense for the engine."""

    vendor: str
    version: str
    number: int  # 150014
    missing: tuple[str, ...]  # migrations that were not applied
    triggers_missing: tuple[str, ...]
    durability: Mapping[str, str]  # setting -> what it is
    encoding: str | None = None
    checked: str | None = None  # what an integrity check said, when it was asked for
    is_superuser: bool = False
    owns_tables: bool = False
    skew: float | None = None  # seconds that its clock is ahead of ours
    connections: int = 0
    most_connections: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """The log of events and what signs it."""

    head: int  # last position
    counted: int  # positions found among the last `looked_at`
    looked_at: int
    unplaced: int
    unplaced_since: datetime | None
    sealed: int  # events under the last checkpoint
    sealed_at: datetime | None
    note_fits: bool | None  # the note says what its row says; None without checkpoint
    signed_by_us: bool | None  # by the key that lies in the folder; None when one of both is missing
    root_fits: bool | None  # recomputed; None when it was not asked for
    vault_opens: bool | None  # a sample record; None when there is none, or no key


@dataclass(frozen=True, slots=True, kw_only=True)
class Heart:
    """A process of the hub, as it was last heard."""

    role: str
    seen_at: datetime
    threads: int
    pid: int | None = None  # when it runs on this machine


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What waits, what is late, what failed, and who works."""

    behind: str  # the station that is farthest behind
    behind_since: datetime | None
    dead: int
    late_since: datetime | None
    notices: int
    notices_since: datetime | None
    hearts: tuple[Heart, ...]
    stations_at: datetime | None  # the last sign of life of any station
    demo_open: int  # accounts of the demonstration that can sign in


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """Backups of the hub."""

    is_wanted: bool
    folder: str
    is_there: bool
    is_same_disk: bool
    last_good: datetime | None
    last_failed: bool
    file_fits: bool | None  # the newest file bears our key, and is whole when it was asked for; None: no file
    sheet_at: datetime | None
    erasures_missing_since: datetime | None  # of the oldest line that the copy beside the backups lacks


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """How the hub meets the world."""

    url: str
    url_host: str
    is_https: bool
    is_local: bool  # FANAL_URL is of this machine alone
    listens: str
    listens_locally: bool
    hosts: tuple[str, ...]
    has_proxies: bool  # FANAL_TRUSTED_PROXIES is set
    demo: bool
    mail: str  # "" | host of the mail server
    mail_said: str | None  # why it does not answer; "" it does; None not asked
    outbox: int  # letters that wait there
    asked: str  # the address that was asked for /readyz
    answers: bool
    not_ready: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything, as seen at one moment; what could not be reached is None."""

    now: datetime
    program: Program
    home: Home
    database: Database | None
    database_said: str  # why it is None: the kind of error, and what the database itself said of it
    log: Log | None
    work: Work | None
    backup: Backup
    outside: Outside
