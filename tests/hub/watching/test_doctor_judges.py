"""What the doctor says of installations that are broken in one way each: facts in, findings out."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from fanal.words.messages import doctor as words_machine
from fanal.words.messages import doctor_log as words_log
from fanal.words.messages import doctor_work as words_work
from fanal.words.say import LANGS, say
from fanal_hub.doctor import finding
from fanal_hub.doctor.facts import Backup, Database, Facts, Heart, Home, Log, Outside, Place, Program, Work
from fanal_hub.doctor.finding import State
from fanal_hub.doctor.judge import judge

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def ago(**length: float) -> datetime:
    return NOW - timedelta(**length)


FOLDER = Place(path="/h", mode=0o700, owner=1000, is_folder=True, is_secret=True)
KEY = Place(path="/h/keys/vault.key", mode=0o600, owner=1000, is_secret=True)
STATIC = Place(path="/h/static", mode=0o755, owner=1000, is_folder=True)
PROGRAM = Program(python=(3, 11), differing=(), has_lock=True, has_zones=True, files_most=1024)
HOME = Home(
    path="/h",
    user=1000,
    owner=1000,
    places=(FOLDER, KEY, STATIC),
    keys={"hub.key": 32, "vault.key": 32, "backup.key": 32},
    free=50 * 10**9,
    size=90 * 10**9,
)
POSTGRESQL = Database(
    vendor="postgresql",
    version="PostgreSQL 15.14",
    number=150_014,
    missing=(),
    triggers_missing=(),
    durability={"synchronous_commit": "on", "fsync": "on", "full_page_writes": "on"},
    encoding="UTF8",
    owns_tables=True,
    skew=0.01,
    connections=20,
    most_connections=97,
)
SQLITE = Database(
    vendor="sqlite",
    version="SQLite 3.40.1",
    number=30_000,
    missing=(),
    triggers_missing=(),
    durability={"journal_mode": "wal", "synchronous": "full"},
    checked="ok",
)
LOG = Log(
    head=501,
    counted=501,
    looked_at=501,
    unplaced=0,
    unplaced_since=None,
    sealed=500,
    sealed_at=ago(hours=9),
    note_fits=True,
    signed_by_us=True,
    root_fits=None,
    vault_opens=True,
)
WORK = Work(
    behind="triage",
    behind_since=None,
    dead=0,
    late_since=None,
    notices=0,
    notices_since=None,
    hearts=(Heart(role="web", seen_at=ago(seconds=5), threads=12), Heart(role="work", seen_at=NOW, threads=20)),
    stations_at=ago(seconds=30),
    demo_open=0,
)
BACKUP = Backup(
    is_wanted=True,
    folder="/usb",
    is_there=True,
    is_same_disk=False,
    last_good=ago(hours=9),
    last_failed=False,
    file_fits=True,
    sheet_at=ago(days=90),
    erasures_missing_since=None,
)
OUTSIDE = Outside(
    url="https://fanal.example",
    url_host="fanal.example",
    is_https=True,
    is_local=False,
    listens="127.0.0.1",
    listens_locally=True,
    hosts=("fanal.example",),
    has_proxies=True,
    demo=False,
    mail="mail.example",
    mail_said="",
    outbox=0,
    asked="http://127.0.0.1:8000",
    answers=True,
    not_ready=(),
)
WELL = Facts(
    now=NOW,
    program=PROGRAM,
    home=HOME,
    database=POSTGRESQL,
    database_said="",
    log=LOG,
    work=WORK,
    backup=BACKUP,
    outside=OUTSIDE,
)
WELL_SQLITE = replace(WELL, database=SQLITE)
QUIET = replace(WORK, hearts=(), stations_at=ago(minutes=10))
STOPPED = {"outside": replace(OUTSIDE, answers=False), "work": QUIET}


def off(name: str, **changes: Any) -> dict[str, Any]:
    """One record of the facts, with these differences."""
    return {name: replace(getattr(WELL, name), **changes)}


def lost(name: str, value: str) -> dict[str, Any]:
    return off("database", durability={**POSTGRESQL.durability, name: value})


def keys(**changes: int) -> dict[str, int]:
    return {**HOME.keys, **{f"{name}.key": size for name, size in changes.items()}}


def without(name: str) -> dict[str, int]:
    return {each: size for each, size in HOME.keys.items() if each != name}


NEW = off("log", head=0, counted=0, looked_at=0, sealed=0, note_fits=None, signed_by_us=None, vault_opens=None)

# What is wrong, and the finding that must say so: check and case.
BROKEN: list[tuple[dict[str, Any], str]] = [
    (off("program", python=(3, 10)), "python_old"),
    (off("program", has_zones=False), "time_zone_missing"),
    (off("home", places=(replace(FOLDER, mode=0o755), KEY)), "modes_open"),
    (off("home", places=(FOLDER, replace(KEY, mode=0o640))), "modes_open"),
    (off("home", places=(FOLDER, KEY, replace(STATIC, owner=0))), "owner_mixed"),
    (off("home", free=400 * 1024**2), "disk_full"),
    (off("home", keys=without("hub.key")), "signing_key_missing"),
    (off("home", keys=keys(hub=31)), "signing_key_cut"),
    (off("log", signed_by_us=False), "signing_key_other"),
    (off("home", keys=without("vault.key")), "vault_key_missing"),
    (off("home", keys=keys(vault=0)), "vault_key_cut"),
    (off("log", vault_opens=False), "vault_key_other"),
    ({"database": None, "log": None, "work": None, "database_said": "OperationalError"}, "database_away"),
    (off("database", number=140_009), "database_old"),
    (off("database", encoding="SQL_ASCII"), "encoding_other"),
    (off("database", missing=("ledger.0008",)), "schema_behind"),
    (lost("fsync", "off"), "durability_off"),
    (lost("synchronous_commit", "off"), "durability_off"),
    (lost("full_page_writes", "off"), "durability_off"),
    ({"database": replace(SQLITE, durability={"journal_mode": "delete", "synchronous": "full"})}, "durability_off"),
    ({"database": replace(SQLITE, checked="row 7 missing from index")}, "integrity_damaged"),
    (off("database", triggers_missing=("event_no_update",)), "triggers_missing"),
    (off("database", skew=-31.0), "clock_wrong"),
    (off("database", connections=98), "connections_few"),
    (off("work", hearts=(Heart(role="run", seen_at=NOW, threads=98),)), "connections_few"),
    (off("log", counted=500), "positions_gap"),
    (off("log", unplaced=3, unplaced_since=ago(minutes=2)), "sequencer_stopped"),
    (off("log", head=502, sealed_at=ago(minutes=15)), "seal_old"),
    (off("log", head=3, sealed=0, sealed_at=ago(hours=1), note_fits=None), "seal_old"),
    (off("log", head=499), "log_head_shorter"),
    (off("log", note_fits=False), "log_head_forged"),
    (off("log", root_fits=False), "log_head_forged"),
    (off("work", behind_since=ago(minutes=5)), "cursors_stuck"),
    (off("work", late_since=ago(minutes=1)), "timers_stuck"),
    (off("work", dead=1), "dead_some"),
    (off("work", notices=4, notices_since=ago(minutes=10)), "notices_stuck"),
    (off("work", stations_at=ago(minutes=10)), "stations_silent"),
    (off("work", stations_at=None), "stations_silent"),
    (off("outside", not_ready=("signing_key",)), "web_not_ready"),
    ({**off("work", hearts=()), "outside": replace(OUTSIDE, answers=False)}, "web_away"),
    (off("backup", last_good=ago(hours=50)), "backup_old"),
    (off("backup", is_there=False), "backup_folder_missing"),
    (off("backup", file_fits=False), "backup_file_other"),
    (off("backup", erasures_missing_since=ago(minutes=6)), "erasures_behind"),
    (off("outside", is_https=False), "address_plain"),
    (off("outside", url_host="other.example"), "hosts_other"),
    (off("outside", demo=True), "demo_open"),
    (off("outside", demo=True, is_local=True, listens_locally=False), "demo_open"),
    (off("work", demo_open=2), "demo_accounts"),
    (off("outside", mail_said="ConnectionRefusedError"), "mail_server_silent"),
]
LOOKED_AT: list[tuple[dict[str, Any], str]] = [
    (off("program", differing=("django 5.2.1 (5.2.8)",)), "packages_differ"),
    (off("program", has_lock=False), "packages_no_lock"),
    (off("program", files_most=1023), "files_few"),
    (off("home", user=0), "owner_visitor"),
    (off("home", free=2 * 1024**3 - 1), "disk_low"),
    ({**NEW, "home": replace(HOME, keys={})}, "signing_key_not_yet"),
    ({**NEW, "home": replace(HOME, keys={})}, "vault_key_not_yet"),
    (off("database", is_superuser=True), "role_superuser"),
    (off("database", skew=2.0), "clock_odd"),
    (off("database", connections=78), "connections_near"),
    (off("log", unplaced=3, unplaced_since=ago(seconds=5)), "sequencer_slow"),
    (off("log", head=502, sealed_at=ago(minutes=2)), "seal_late"),
    (off("work", behind_since=ago(seconds=30)), "cursors_slow"),
    (off("work", late_since=ago(seconds=5)), "timers_slow"),
    (off("work", notices=4, notices_since=ago(minutes=1)), "notices_slow"),
    (STOPPED, "web_stopped"),
    (STOPPED, "stations_stopped"),
    (off("backup", is_wanted=False, last_good=None), "backup_none"),
    (off("backup", last_good=None), "backup_never"),
    (off("backup", is_wanted=False), "backup_by_hand"),
    (off("backup", last_good=ago(hours=26)), "backup_late"),
    (off("backup", last_failed=True), "backup_late"),
    (off("backup", is_same_disk=True), "backup_folder_same_disk"),
    (off("backup", sheet_at=None), "sheet_never"),
    (off("outside", listens_locally=False, listens="0.0.0.0"), "proxy_open"),
    (off("outside", has_proxies=False), "proxy_unsaid"),
    (off("outside", mail="", mail_said=None), "mail_outbox"),
]
GOOD: list[tuple[dict[str, Any], str]] = [
    ({**NEW, "outside": replace(OUTSIDE, not_ready=("signing_key",))}, "web_good"),  # drawn at the first notice
    ({**NEW, **off("home", keys=keys())}, "signing_key_unused"),
    (NEW, "vault_key_unused"),
    (NEW, "log_head_none"),
    (off("database", owns_tables=False), "role_good"),
    ({"database": SQLITE}, "integrity_good"),
    (off("log", root_fits=True), "log_head_recomputed"),
    (off("log", head=502, sealed_at=ago(seconds=119)), "seal_good"),
    (off("outside", answers=False), "web_elsewhere"),
    (off("outside", hosts=(".example",)), "hosts_good"),
    (off("outside", demo=True, is_local=True), "demo_local"),
    (off("outside", mail="", mail_said=None, is_local=True), "mail_local"),
    (off("backup", erasures_missing_since=ago(minutes=4)), "erasures_good"),
]


def found(changes: dict[str, Any]) -> Iterable[finding.Finding]:
    return judge(replace(WELL, **changes))


def codes(changes: dict[str, Any], state: State) -> set[str]:
    return {each.seen.code.removeprefix("doctor_") for each in found(changes) if each.state is state}


@pytest.mark.parametrize("facts", [WELL, WELL_SQLITE], ids=["postgresql", "sqlite"])
def test_a_well_hub_is_called_ill(facts: Facts) -> None:
    findings = judge(facts)
    assert [each.id for each in findings if each.state is not State.GOOD] == []
    assert finding.worst(findings) == 0
    assert len({each.id for each in findings}) == len(findings)


@pytest.mark.parametrize(("changes", "code"), BROKEN, ids=[code for _, code in BROKEN])
def test_what_is_broken_is_not_seen(changes: dict[str, Any], code: str) -> None:
    assert code in codes(changes, State.BROKEN)
    assert finding.worst(list(found(changes))) == 2


@pytest.mark.parametrize(("changes", "code"), LOOKED_AT, ids=[code for _, code in LOOKED_AT])
def test_what_is_odd_is_not_seen(changes: dict[str, Any], code: str) -> None:
    assert code in codes(changes, State.LOOK)
    assert finding.worst(list(found(changes))) == 1


@pytest.mark.parametrize(("changes", "code"), GOOD, ids=[code for _, code in GOOD])
def test_what_is_good_is_called_odd(changes: dict[str, Any], code: str) -> None:
    assert code in codes(changes, State.GOOD)


def test_one_fault_is_said_twice() -> None:
    """Each of these is one fault, so one finding differs from the well hub: all else stays good."""
    one_fault = [each for each in (*BROKEN, *LOOKED_AT) if each[0] not in (STOPPED,) and "log" not in each[0]]
    for changes, code in one_fault:
        if code in {"database_away", "signing_key_not_yet", "vault_key_not_yet", "web_away"}:
            continue
        wrong = [each.seen.code for each in found(changes) if each.state is not State.GOOD]
        assert len(wrong) == 1 or code in {"connections_few", "demo_open"}, (code, wrong)


def test_every_wrong_thing_has_a_next_step_in_both_languages() -> None:
    for changes, _ in (*BROKEN, *LOOKED_AT, *GOOD):
        for each in found(changes):
            assert (each.next_step is None) == (each.state is State.GOOD)
            for told in filter(None, (each.title, each.seen, each.next_step)):
                assert all(say(told, lang).strip() for lang in LANGS)


def test_a_text_that_no_finding_says() -> None:
    """Every text of the doctor is said of some installation here, so no case is without its test."""
    said = {f"doctor_{name}" for name in ("said", "no_hub", "shut_out", "no_settings", "state_good", "state_look")}
    said.add("doctor_state_broken")
    for changes, _ in (({}, ""), ({"database": SQLITE}, ""), *BROKEN, *LOOKED_AT, *GOOD):
        for each in found(changes):
            said |= {told.code for told in (each.title, each.seen, each.next_step) if told is not None}
    assert {*words_machine.MESSAGES, *words_log.MESSAGES, *words_work.MESSAGES} == said
