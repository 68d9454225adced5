"""What a supervisor and a Prometheus see: the truth about the hub, for those who may ask, from any of its processes."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from fanal.words.lists import Channel
from fanal_hub.ledger import write
from fanal_hub.ledger.models import PulseRow, SampleRow
from fanal_hub.ledger.plan import ConflictError, Plan
from fanal_hub.ledger.read import vitals
from fanal_hub.people.models import Organisation
from fanal_hub.public import health_pages
from fanal_hub.stations import door, pulse, sample
from fanal_hub.stations.all import STATIONS
from tests.hubkit import World

GIVEN = {
    "targets": [{"address": "https://x.com/abc/status/1967442965691440001"}],
    "reasons": "Ce message appelle à la haine contre un groupe.",
    "category": "racism",
    "good_faith": True,
    "notifier": {"kind": "citizen", "name": "Dominique", "email": "d@example.org"},
}


def take_in(sos: Organisation, channel: Channel = Channel.API) -> None:
    door.receive(GIVEN, door.Entry(handler=sos, channel=channel, sender="org:sos"))


def scraped(client: Client | None = None, **more: Any) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Every sample by name and labels."""
    response = (client or Client()).get("/metrics", **more)
    assert response.status_code == 200
    found = {}
    for family in text_string_to_metric_families(response.content.decode()):
        for each in family.samples:
            found[each.name, tuple(sorted(each.labels.items()))] = each.value
    return found


def test_a_total_that_forgets_or_counts_twice(world: World, sos: Organisation) -> None:
    """Before a sample, across samples and after: the same sum as the log."""
    for round_, channel in enumerate([Channel.API, Channel.FORM, Channel.API]):
        take_in(sos, channel)
        assert sample.sample(STATIONS[:1], world.now + timedelta(minutes=round_)) == 1
    take_in(sos, Channel.IMPORT)
    seen = scraped()
    by_channel = {
        name: seen["fanal_notices_received_total", (("channel", name),)] for name in ("api", "form", "import")
    }
    assert by_channel == {"api": 2, "form": 1, "import": 1}
    assert seen["fanal_events_total", (("kind", "notice_received"),)] == 4
    assert seen["fanal_log_size", ()] == 4
    assert seen["fanal_notices_waiting", ()] == 4


def test_a_station_that_stands_still_while_nobody_sees_it(world: World, sos: Organisation) -> None:
    take_in(sos)
    triage = (("station", "triage"),)
    assert scraped()["fanal_station_behind_events", triage] == 1
    assert scraped()["fanal_station_behind_seconds", triage] > 0
    world.settle("triage")
    seen = scraped()
    assert seen["fanal_station_behind_events", triage] == 0
    assert seen["fanal_station_behind_seconds", triage] == 0
    assert seen["fanal_notices_waiting", ()] == 0
    assert seen["fanal_cases_waiting", ()] == 1


def test_a_process_that_is_known_to_itself_alone(world: World) -> None:
    """What another process wrote of itself is said with its name; one that is silent is no longer said."""
    now = datetime.now(UTC)
    pulse.beat(now)
    row = PulseRow.objects.get()
    assert row.name == pulse.own_name()
    for name, at in (("web-other-1", now), ("web-gone-2", now - timedelta(minutes=3))):
        copy = {"name": name, "role": "web", "seen_at": str(at.replace(tzinfo=None)), "series": row.series}
        write.submit(Plan(beside=(lambda tx, copy=copy: tx.upsert("ledger_pulserow", "name", [copy]),)))
    threads = {dict(labels)["process"] for name, labels in scraped() if name == "fanal_process_threads"}
    assert threads == {pulse.own_name(), "web-other-1"}


@pytest.mark.one_engine("what is asked here is asked before any database")
def test_samples_kept_for_ever(world: World, sos: Organisation) -> None:
    for day in range(10):
        sample.sample(STATIONS[:1], world.now + timedelta(days=day))
    assert SampleRow.objects.count() == 9
    assert vitals.counts().position == vitals.placed()


def test_two_processes_that_sample_the_same_minute(world: World) -> None:
    assert sample.sample(STATIONS[:1], world.now) == 1
    assert sample.sample(STATIONS[:1], world.now) == 0


ELSEWHERE = [
    {"REMOTE_ADDR": "203.0.113.9"},
    {"REMOTE_ADDR": "10.0.0.2"},
    {"REMOTE_ADDR": ""},
    {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9"},
    {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_REAL_IP": "203.0.113.9"},
    {"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "for=203.0.113.9"},
]


@pytest.mark.one_engine("what is asked here is asked before any database")
@pytest.mark.parametrize("asked", ELSEWHERE, ids=str)
def test_metrics_read_by_anybody(world: World, asked: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Elsewhere, and behind a proxy on this machine, nobody reads them without the token; an empty token opens nothing."""
    for given in ("", "Bearer ", "Bearer wrong", "Basic secret"):
        assert Client().get("/metrics", HTTP_AUTHORIZATION=given, **asked).status_code == 404
    monkeypatch.setattr(settings, "FANAL_METRICS_TOKEN", "a-long-secret")
    for given in ("", "Bearer ", "Bearer wrong", "Bearer é", "a-long-secret"):
        assert Client().get("/metrics", HTTP_AUTHORIZATION=given, **asked).status_code == 404
    assert Client().get("/metrics", HTTP_AUTHORIZATION="Bearer a-long-secret", **asked).status_code == 200


@pytest.mark.one_engine("what is asked here is asked before any database")
@pytest.mark.parametrize("remote", ["127.0.0.1", "::1", "127.0.0.53"])
def test_metrics_hidden_from_this_machine(world: World, remote: str) -> None:
    assert Client().get("/metrics", REMOTE_ADDR=remote).status_code == 200


@pytest.mark.one_engine("what is asked here is asked before any database")
def test_metrics_that_a_proxy_may_keep(world: World) -> None:
    for address in ("/metrics", "/healthz", "/readyz"):
        assert Client().get(address)["Cache-Control"] == "no-store", address


# --- ready ----------------------------------------------------------------------------------------------------------
@pytest.fixture
def key(world: World) -> None:
    """A hub that has its signing key."""
    place = settings.HOME / "keys" / "hub.key"
    place.parent.mkdir(exist_ok=True)
    if not place.exists():
        place.write_bytes(b"k" * 32)


def asked_ready() -> tuple[int, list[str]]:
    response = Client().get("/readyz")
    return response.status_code, json.loads(response.content)["not_ready"]


def test_a_ready_hub_that_says_it_is_not(key: None) -> None:
    assert asked_ready() == (200, [])


def test_a_hub_that_lives_without_its_database_is_alive_and_not_ready(
    key: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(health_pages.connection.settings_dict, "NAME", "/nowhere/fanal.db")
    health_pages.connection.close()
    assert asked_ready() == (503, ["database", "schema"])
    assert Client().get("/healthz").status_code == 200
    health_pages.connection.close()


def test_a_hub_whose_schema_is_older_than_its_code(key: None) -> None:
    write.run(lambda: _forget_last_migration())
    assert asked_ready() == (503, ["schema"])


def _forget_last_migration() -> None:
    with health_pages.connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'ledger' AND name LIKE '0008%%'")


@pytest.mark.one_engine("what is asked here is asked before any database")
def test_a_hub_without_its_signing_key(sos: Organisation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new hub has none yet, and is ready; one that has signed must have it back."""
    home = settings.HOME
    monkeypatch.setattr(settings, "HOME", tmp_path)
    assert asked_ready() == (200, [])
    assert not (tmp_path / "keys").exists(), "asking must not draw a new key"
    monkeypatch.setattr(settings, "HOME", home)
    take_in(sos)
    monkeypatch.setattr(settings, "HOME", tmp_path)
    assert asked_ready() == (503, ["signing_key"])
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "hub.key").write_bytes(b"short")
    assert asked_ready() == (503, ["signing_key"])


@pytest.mark.one_engine("what is asked here is asked before any database")
def test_a_hub_on_a_full_disk(key: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health_pages, "LEAST_FREE", 1 << 62)
    assert asked_ready() == (503, ["disk"])


@pytest.mark.one_engine("what is asked here is asked before any database")
def test_a_hub_whose_writer_died_or_is_full(key: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health_pages, "MOST_WAITING", 0)
    assert asked_ready() == (503, ["writer"])


@pytest.mark.parametrize("error", [ConflictError("two writers met"), write.AwayError(), OSError(24, "too many files")])
def test_a_process_whose_pulse_stumbles_is_heard_again(
    database: object, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """A pulse that ended for good would have a living process taken for gone, by people and by an import."""
    tried: list[datetime] = []

    def beat(now: datetime) -> None:
        tried.append(now)
        if len(tried) > 1:
            heart._stop.set()
        raise error

    monkeypatch.setattr(pulse, "beat", beat)
    monkeypatch.setattr(pulse, "EVERY", 0.0)
    heart = pulse.Pulse("work")
    heart._live()
    assert len(tried) == 2
