"""The demo's passwords are printed: it is served on this machine alone, and its accounts are shut without it."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from fanal.words.lists import OrgKind
from fanal_hub import demo
from fanal_hub.ledger.models import NoticeRow
from fanal_hub.people.models import Organisation, Person
from tests.hubkit import World

NOW = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)


def test_demo_is_not_served_to_the_network(tmp_path: Path) -> None:
    environment = {**os.environ, "FANAL_HOME": str(tmp_path), "FANAL_DEMO": "1", "FANAL_HOST": "0.0.0.0"}
    ran = subprocess.run(
        [sys.executable, "-m", "fanal_hub.manage", "run"], env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 2
    assert "FANAL_DEMO=0" in ran.stderr


def test_seeding_twice_changes_nothing(database: Path) -> None:
    demo.seed(NOW)
    people, notices = Person.objects.count(), NoticeRow.objects.count()
    assert (people, notices) == (5, 7)
    demo.seed(NOW)
    assert (Person.objects.count(), NoticeRow.objects.count()) == (people, notices)


def test_a_hub_of_somebodys_own_gets_nothing_of_the_demo(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody forgot FANAL_DEMO=0, before the first notice came in."""
    world.organisation("Écoute Nord", OrgKind.ASSOCIATION)
    demo.seed(NOW)
    assert (Organisation.objects.count(), Person.objects.count(), NoticeRow.objects.count()) == (1, 0, 0)
    monkeypatch.setattr(settings, "FANAL_DEMO", True)
    assert "start it with FANAL_DEMO=0" in demo.welcome()
    assert demo.PASSWORD not in demo.welcome()


def test_accounts_of_the_demo_are_shut_without_it_and_open_with_it(database: Path) -> None:
    demo.seed(NOW)
    demo.close()
    assert not Person.objects.filter(is_active=True).exists()
    demo.seed(NOW)
    assert not Person.objects.filter(is_active=False).exists()
