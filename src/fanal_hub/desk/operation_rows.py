"""What the operations page says of each fact: good, look at this, or act now, and what to do next. It reads nothing itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from fanal_hub.stations.health import Health

MINUTE, HOUR, DAY = 60, 3600, 86_400
MIB = 1024 * 1024
LOOKS = {"ok": "check", "warn": "eye", "bad": "alert"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One fact in words."""

    code: str
    title: str
    tone: str  # ok | warn | bad
    now: str
    todo: str
    address: str = ""  # name of the desk's page where to go on

    @property
    def icon(self) -> str:
        """The sign beside the word."""
        return LOOKS[self.tone]

    @property
    def word(self) -> str:
        """The state in words: colour never speaks alone."""
        return {"ok": _("All good"), "warn": _("Look at this"), "bad": _("Act now")}[self.tone]


def tone_of(value: float, look: float, act: float) -> str:
    """Good below the first bound, to be looked at from it on, to be acted on from the second."""
    return "bad" if value >= act else "warn" if value >= look else "ok"


def rows(seen: Health) -> list[Row]:
    """Every fact, in the order of a notice's way."""
    return [*_work(seen), *_machine(seen)]


def worst(all_rows: list[Row]) -> str:
    """The gravest tone of some rows."""
    tones = {each.tone for each in all_rows}
    return next((each for each in ("bad", "warn") if each in tones), "ok")


def _work(seen: Health) -> Iterator[Row]:
    age = seen.notices.age(seen.now)
    yield _row(
        "notices",
        _("Notices not yet examined"),
        tone_of(age, MINUTE, 10 * MINUTE),
        _waiting(seen.notices.count, age),
        _("Is a station at work? See “Processes” and “Stations” below, and the log of the worker."),
    )
    age = seen.cases.age(seen.now)
    yield _row(
        "cases",
        _("Cases that wait for a person"),
        tone_of(age, DAY, 3 * DAY),
        _waiting(seen.cases.count, age),
        _("Nobody has qualified or referred the oldest for days: ask the analysts of each organisation."),
    )
    slowest = max(seen.behind, key=lambda each: seen.behind[each].age(seen.now), default="")
    yield _row(
        "stations",
        _("Stations"),
        tone_of(seen.behind_seconds, 30, 5 * MINUTE),
        _("They have read everything")
        if not seen.behind_seconds
        else _("%(station)s is %(time)s behind") % {"station": slowest, "time": lasting(seen.behind_seconds)},
        _("Look for the name of the station in the log. If one flood keeps it busy, start another worker."),
    )
    yield _row(
        "late",
        _("Timers"),
        tone_of(seen.late_seconds, 5, MINUTE),
        _("Nothing is late")
        if not seen.late_seconds
        else _("%(n)s due, the latest by %(time)s")
        % {"n": number_format(seen.due), "time": lasting(seen.late_seconds)},
        _("A worker is down or too slow: see “Processes”, and start another worker."),
    )
    yield _row(
        "dead",
        _("Failed work"),
        "bad" if seen.dead else "ok",
        number_format(seen.dead),
        _("Each was tried many times. Read why it failed, mend the cause, then try it again or drop it."),
        address="jobs",
    )


def _machine(seen: Health) -> Iterator[Row]:
    depth = seen.of_processes("fanal_writer_depth")
    wait = seen.of_processes("fanal_writer_wait_seconds")
    yield _row(
        "writer",
        _("Writer"),
        max(tone_of(depth, 200, 1500), tone_of(wait, 1, 10), key=("ok", "warn", "bad").index),
        _("%(n)s waiting, a commit takes %(time)s") % {"n": number_format(int(depth)), "time": lasting(wait)},
        _("The disk or the database is slow, or a flood comes in. Beyond 2,000 waiting, notices are put off (503)."),
    )
    yield _row(
        "seal",
        _("Seal of the log"),
        tone_of(seen.unsealed_seconds, 2 * MINUTE, 15 * MINUTE),
        _("%(sealed)s of %(events)s events are under a checkpoint")
        % {"sealed": number_format(seen.sealed), "events": number_format(seen.events)},
        _("The seal station does not work: read the log of the worker, and check that keys/hub.key can be read."),
    )
    if seen.backup_wanted or seen.backup_at:
        yield _backup(seen)
    yield _row(
        "disk",
        _("Disk"),
        tone_of(-seen.disk_free, -2048 * MIB, -512 * MIB),
        _("%(free)s GB free of %(size)s GB")
        % {"free": number_format(seen.disk_free / 1e9, 1), "size": number_format(seen.disk_size / 1e9, 1)},
        _("Free some space or enlarge the disk: when it is full, no notice can be received."),
    )
    yield _row(
        "processes",
        _("Processes"),
        "ok" if any(each.role in WORKERS for each in seen.hearts) else "bad",
        _("%(n)s heard in the last minute") % {"n": len(seen.hearts)},
        _("No worker was heard: nothing is examined, sent or watched. Start one (fanal-hub work)."),
    )


WORKERS = ("run", "work")


def _backup(seen: Health) -> Row:
    age = (seen.now - seen.backup_at).total_seconds() if seen.backup_at else 26.0 * HOUR
    return _row(
        "backup",
        _("Last backup"),
        tone_of(age, 26 * HOUR, 50 * HOUR),
        _("%(time)s ago") % {"time": lasting(age)} if seen.backup_at else _("There is none yet"),
        _(
            "Name a folder on another disk in FANAL_BACKUP_DIR, check that it can be written, and make one now (fanal-hub backup)."
        ),
        address="backups",
    )


def _row(code: str, title: str, tone: str, now: str, todo: str, address: str = "") -> Row:  # noqa: PLR0913
    said = todo if tone != "ok" else _("Nothing to do.")
    return Row(code=code, title=title, tone=tone, now=now, todo=said, address=address)


def _waiting(count: int, age: float) -> str:
    if not count:
        return _("None")
    return _("%(n)s, the oldest for %(time)s") % {"n": number_format(count), "time": lasting(age)}


def lasting(seconds: float) -> str:
    """A length of time as people say it, rounded down."""
    if seconds >= 2 * DAY:
        return _("%(n)s days") % {"n": number_format(int(seconds // DAY))}
    for unit, short in ((HOUR, "h"), (MINUTE, "min"), (1, "s")):
        if seconds >= unit:
            return f"{number_format(int(seconds // unit))}\N{NO-BREAK SPACE}{short}"
    return f"{number_format(int(seconds * 1000))}\N{NO-BREAK SPACE}ms"
