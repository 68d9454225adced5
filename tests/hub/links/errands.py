"""What happens to short links at a hub: a notice, the courier's turn, a list. It asserts nothing."""

import argparse
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fanal.notice.states import CaseNow
from fanal.words.lists import Category, Channel
from fanal_hub import bring
from fanal_hub.ledger.models import ShortLinkRow
from fanal_hub.ledger.read import streams
from fanal_hub.people.models import Organisation
from fanal_hub.stations import door, links, triage
from tests.hub.desk.scene import notice
from tests.hubkit import World


def take_in(world: World, where: Organisation, *addresses: str, category: Category = Category.RACISM) -> CaseNow:
    """A notice, triaged; its case."""
    taken = door.receive(notice(*addresses, category=category), door.Entry(handler=where, channel=Channel.FORM))
    world.settle(triage.NAME)
    now = streams.notice_now(taken.ref)
    assert now is not None
    found = streams.case_now(now.cases[0])
    assert found is not None
    return found


def tick(later: timedelta = timedelta()) -> int:
    """The courier's turn."""
    return links.tick(datetime.now(UTC) + timedelta(seconds=1) + later)


def only() -> ShortLinkRow:
    """The one link that is kept."""
    return ShortLinkRow.objects.get()


def listed(place: Path, *pairs: tuple[str, str]) -> Path:
    """A list of links, as a file."""
    place.write_text("short_url,resolves_to\n" + "".join(f"{a},{b}\n" for a, b in pairs), encoding="utf-8")
    return place


def command(place: Path, organisation: str = "") -> int:
    """`fanal-hub links`."""
    return bring.keep_links(argparse.Namespace(file=str(place), organisation=organisation, lang="en"))
