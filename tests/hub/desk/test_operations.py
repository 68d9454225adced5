"""The operations page: true, for those who run the hub alone, and readable on a phone, in the dark and by a screen reader."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import translation

from fanal.words.lists import Channel, OrgKind, Role
from fanal_hub.desk import operation_rows
from fanal_hub.ledger import write
from fanal_hub.ledger.models import SampleRow
from fanal_hub.ledger.plan import Plan
from fanal_hub.ledger.read import vitals
from fanal_hub.people.models import Organisation
from fanal_hub.stations import door, health, pulse, sample
from fanal_hub.stations.all import STATIONS
from tests.hub.desk import served
from tests.hub.desk.errands import client, text
from tests.hub.desk.test_work_browser import faults
from tests.hubkit import World

GIVEN = {
    "targets": [{"address": "https://x.com/abc/status/1967442965691440001"}],
    "reasons": "Ce message appelle à la haine contre un groupe.",
    "category": "racism",
    "good_faith": True,
    "notifier": {"kind": "citizen", "name": "Dominique", "email": "d@example.org"},
}


def take_in(handler: Organisation, times: int) -> None:
    for _ in range(times):
        door.receive(GIVEN, door.Entry(handler=handler, channel=Channel.DESK, sender=f"org:{handler.ref}"))


def hurried(depth: float, wait: float) -> pulse.Heart:
    """A process whose writer is in trouble."""
    points = (pulse.Point("fanal_writer_depth", {}, depth), pulse.Point("fanal_writer_wait_seconds", {}, wait))
    return pulse.Heart("run-a-1", "run", datetime.now(UTC), points)


@pytest.fixture
def admin(world: World, sos: Organisation) -> Client:
    """An administrator of the organisation that runs the hub."""
    return client(world, sos, Role.ADMIN, lang="en")


@pytest.mark.parametrize("role", [Role.ANALYST, Role.READER, Role.NOTIFIER])
def test_a_member_who_does_not_run_the_hub_sees_how_it_does(world: World, sos: Organisation, role: Role) -> None:
    assert client(world, sos, role).get("/desk/operations").status_code == 404


@pytest.mark.parametrize("kind", list(OrgKind))
def test_an_administrator_of_another_organisation_sees_how_the_hub_does(
    world: World, sos: Organisation, kind: OrgKind
) -> None:
    other = client(world, world.organisation("Autre", kind), *Role)
    assert other.get("/desk/operations").status_code == 404
    assert "/desk/operations" not in other.get("/desk/profile").content.decode()


def test_the_page_that_nobody_finds(admin: Client) -> None:
    assert 'href="/desk/operations"' in admin.get("/desk/profile").content.decode()


def test_a_hub_that_is_well_and_says_otherwise(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "There is none yet" in text(admin.get("/desk/operations")), "without a backup, no hub is well"
    monkeypatch.setattr(settings, "FANAL_DEMO", True)
    said = text(admin.get("/desk/operations"))
    assert "The hub is well" in said
    assert "Act now" not in said


def ago(**more: float) -> datetime:
    return datetime.now(UTC) - timedelta(**more)


TROUBLE: list[tuple[Callable[[], dict[str, Any]], str, str, str]] = [
    (lambda: {"notices": vitals.Waiting(2, ago(minutes=2))}, "notices", "warn", "2, the oldest for 2 min"),
    (lambda: {"notices": vitals.Waiting(2, ago(hours=2))}, "notices", "bad", "2, the oldest for 2 h"),
    (lambda: {"cases": vitals.Waiting(9, ago(hours=30))}, "cases", "warn", "9, the oldest for 30 h"),
    (lambda: {"cases": vitals.Waiting(9, ago(days=4))}, "cases", "bad", "9, the oldest for 4 days"),
    (lambda: {"behind": {"tell": vitals.Waiting(9, ago(minutes=7))}}, "stations", "bad", "tell is 7 min behind"),
    (lambda: {"jobs": {"clock": vitals.Jobs(9, 3, 0, ago(seconds=20))}}, "late", "warn", "3 due, the latest by 2"),
    (lambda: {"jobs": {"clock": vitals.Jobs(9, 3, 0, ago(minutes=20))}}, "late", "bad", "3 due, the latest by 20 min"),
    (lambda: {"jobs": {"tell": vitals.Jobs(0, 0, 4, None)}}, "dead", "bad", "4"),
    (lambda: {"events": 90, "sealed": 40, "sealed_at": ago(minutes=3)}, "seal", "warn", "40 of 90 events"),
    (lambda: {"events": 9, "sealed": 0, "sealed_at": ago(hours=3)}, "seal", "bad", "0 of 9 events"),
    (lambda: {"disk_free": 1 << 30, "disk_size": 1 << 40}, "disk", "warn", "1.0 GB free"),
    (lambda: {"disk_free": 1 << 20, "disk_size": 1 << 40}, "disk", "bad", "0.0 GB free"),
    (lambda: {"hearts": (pulse.Heart("web-a-1", "web", ago(seconds=1), ()),)}, "processes", "bad", "1 heard"),
    (lambda: {"hearts": (hurried(300, 0.01),)}, "writer", "warn", "300 waiting"),
    (lambda: {"hearts": (hurried(0, 20),)}, "writer", "bad", "a commit takes 20 s"),
    (lambda: {"backup_wanted": True}, "backup", "warn", "There is none yet"),
    (lambda: {"backup_at": ago(hours=30)}, "backup", "warn", "30 h ago"),
    (lambda: {"backup_at": ago(days=4)}, "backup", "bad", "4 days ago"),
]


@pytest.mark.parametrize(
    ("changes", "code", "tone", "words"), TROUBLE, ids=[f"{each[1]}-{each[2]}" for each in TROUBLE]
)
def test_trouble_that_is_said_to_be_good(
    world: World, changes: Callable[[], dict[str, Any]], code: str, tone: str, words: str
) -> None:
    """Each fact alone: the row says the tone and what to do next, and the others stay good."""
    with translation.override("en"):
        changed = {"backup_wanted": False, **changes()}
        seen = replace(health.look(STATIONS, datetime.now(UTC)), **changed)
        rows = {each.code: each for each in operation_rows.rows(seen)}
        (told,) = [each for each in rows.values() if each.tone != "ok"]
        assert (told.code, told.tone) == (code, tone)
        assert words in told.now.replace("\N{NO-BREAK SPACE}", " ")
        assert told.todo != rows["processes" if code != "processes" else "disk"].todo


@pytest.mark.parametrize(
    ("value", "tone"), [(0, "ok"), (59, "ok"), (60, "warn"), (599, "warn"), (600, "bad"), (1e9, "bad")]
)
def test_a_bound_that_is_crossed_without_a_word(value: float, tone: str) -> None:
    assert operation_rows.tone_of(value, 60, 600) == tone


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 ms"), (0.0129, "12 ms"), (59.9, "59 s"), (3599, "59 min"), (7200, "2 h"), (172_799, "47 h"), (172_800, "2 days")],
)  # fmt: skip
def test_a_time_that_is_rounded_up(seconds: float, words: str, admin: Client) -> None:
    assert operation_rows.lasting(seconds).replace("\N{NO-BREAK SPACE}", " ").replace("jours", "days") == words


def test_two_tones_of_which_the_better_is_told() -> None:
    rows = [operation_rows.Row(code=each, title="", tone=each, now="", todo="") for each in ("ok", "bad", "warn")]
    assert operation_rows.worst(rows) == "bad"
    assert operation_rows.worst(rows[:1]) == "ok"


def per_hour(page: bytes) -> list[int]:
    """What the first chart's table says: the notices of each hour, oldest first."""
    table = page.decode().split("<figure", 2)[1]
    return [int(each) for each in re.findall(r'<td class="num">(\d+)</td>', table)]


def test_a_notice_counted_in_two_hours_or_in_none(admin: Client, sos: Organisation) -> None:
    """From the events before the first sample, from the samples after it, and up to this minute: each once."""
    take_in(sos, 3)
    assert per_hour(admin.get("/desk/operations").content)[-1:] == [3]
    sample.sample(STATIONS[:1], datetime.now(UTC))
    take_in(sos, 2)
    assert sum(per_hour(admin.get("/desk/operations").content)) == 5


def test_an_hour_of_yesterday_shown_as_now(admin: Client, sos: Organisation) -> None:
    take_in(sos, 1)
    now = datetime.now(UTC)
    known = vitals.counts()
    for ago, received in ((24, 10), (5, 14), (4, 14), (2, 21)):
        counts = {"events": {"notice_received": received}, "channels": {"desk": received}}
        row = {
            "minute": vitals.minute_of(now - timedelta(hours=ago)),
            "position": known.position,
            "counts": json.dumps(counts),
            "gauges": json.dumps({"late": ago}),
        }
        write.submit(Plan(beside=(lambda tx, row=row: tx.insert("ledger_samplerow", [row]),)))
    assert SampleRow.objects.count() == 4
    hours = per_hour(admin.get("/desk/operations").content)
    assert len(hours) == 24
    assert (hours[-6], hours[-5], hours[-3], hours[-1]) == (4, 0, 7, 0)


@pytest.mark.browser
@pytest.mark.parametrize(("width", "lang", "scheme"), [(390, "fr", "dark"), (1280, "en", "light")])
def test_the_page_fits_and_axe_finds_nothing(  # noqa: PLR0913
    world: World, sos: Organisation, admin: Client, width: int, lang: str, scheme: str
) -> None:
    """With every chart drawn, and a process beside this one."""
    take_in(sos, 3)
    now = datetime.now(UTC)
    pulse.beat(now)
    sample.sample(STATIONS[:1], now)
    with served.served() as home, served.chromium() as browser:
        window = served.signed_in(browser, home, admin, width, lang)
        page = window.new_page()
        page.emulate_media(color_scheme=scheme)
        assert faults(page, f"{home}/desk/operations", width, lang) == []
