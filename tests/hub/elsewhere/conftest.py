"""Two associations and an authority, each with somebody at work, and what they do in these tests. It asserts nothing."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from fanal.notice.facts import SetAside, Verdict
from fanal.notice.states import CaseNow
from fanal.words.lists import AgreementAct, Ask, Category, Channel, OrgKind, Role, SetAsideReason
from fanal_hub.ledger.read import cases, elsewhere, streams
from fanal_hub.people.models import Organisation, Person
from fanal_hub.stations import agreeing, door, judge
from fanal_hub.stations import elsewhere as station
from fanal_hub.stations.judge import Hand
from tests.hub.desk.scene import HATE, PNG, REASONS, notice
from tests.hubkit import PASSWORD, World


@dataclass
class Side:
    """One organisation and its administrator, who also judges."""

    world: World
    organisation: Organisation
    person: Person

    @property
    def ref(self) -> str:
        """Its reference."""
        return self.organisation.ref

    @property
    def hand(self) -> Hand:
        """The administrator's hand."""
        return Hand(organisation=self.organisation, by=self.person.ref)

    def client(self, lang: str = "en") -> Client:
        """Their browser."""
        made = Client()
        made.cookies["django_language"] = lang
        assert made.login(username=self.person.email, password=PASSWORD)
        return made

    def take_in(self, *addresses: str, category: Category = Category.RACISM, **more: Any) -> CaseNow:
        """A notice, triaged."""
        given = notice(*addresses, category=category, **more)
        taken = door.receive(given, door.Entry(handler=self.organisation, channel=Channel.FORM))
        self.world.settle("triage")
        now = streams.notice_now(taken.ref)
        assert now is not None
        return self.case(now.cases[0])

    def case(self, ref: str) -> CaseNow:
        """A case as it stands."""
        now = streams.case_now(ref)
        assert now is not None
        return now

    def judged(self, *addresses: str, evidence: bool = True) -> CaseNow:
        """A notice, and a person's judgement that it is illegal, with a capture kept."""
        now = self.take_in(*addresses)
        for each in now.targets if evidence else ():
            judge.add_file(self.hand, now.ref, each.id, "capture.png", PNG)
        said = [Verdict(target=each.id, offences=(HATE,), asks=(Ask.REMOVE,), note=REASONS) for each in now.targets]
        judge.qualify(self.hand, now.ref, said)
        return self.case(now.ref)

    def set_aside(self, now: CaseNow) -> None:
        """A person sets every target aside."""
        said = [SetAside(target=each.id, reason=SetAsideReason.LEGAL, note="Licite.") for each in now.targets]
        judge.qualify(self.hand, now.ref, said)

    def knows(self, now: CaseNow) -> list[bool]:
        """Of each target: is "also reported elsewhere" said?"""
        told = elsewhere.reported(self.case(now.ref), cases.contents(now.ref))
        return [each.id in told for each in now.targets]


@dataclass
class Town:
    """Everybody."""

    world: World
    a: Side
    b: Side
    c: Side
    office: Side

    def agree(self, one: Side, other: Side) -> None:
        """Both sides agree, long enough ago for the next round."""
        before = datetime.now(UTC) - timedelta(days=2)
        agreeing.propose(one.hand, other.ref, before)
        agreeing.act(other.hand, one.ref, AgreementAct.ACCEPTED, before)

    def round(self, days: int = 0) -> int:
        """The daily round, today or some days on."""
        return station.tick(datetime.now(UTC) + timedelta(days=days))


@pytest.fixture
def town(world: World) -> Town:
    """Three associations and an authority, without any agreement."""
    sides = []
    for ref, kind in (("aa", "association"), ("bb", "association"), ("cc", "association"), ("office", "authority")):
        where = world.organisation(f"Maison {ref.title()}", OrgKind(kind), ref=ref, email=f"{ref}@example.org")
        who = world.person(f"admin@{ref}.example", where, Role.ADMIN, Role.ANALYST, Role.NOTIFIER, Role.READER)
        sides.append(Side(world, where, who))
    return Town(world, *sides)
