"""A desk with something on it: cases in several states, made by the same stations that the screens call. It asserts nothing."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import Client

from fanal.notice.facts import TargetAnswer, Verdict
from fanal.notice.states import CaseNow
from fanal.words.lists import AnswerKind, Ask, Category, Channel, Measure, OrgKind, Role
from fanal_hub.ledger.read import cases, streams
from fanal_hub.people.models import Organisation, Person
from fanal_hub.stations import door, judge, reply
from fanal_hub.stations.judge import Hand
from tests.hubkit import PASSWORD, World

HATE = "FR-1881-24-HAINE-ORIGINE"
TEXT = "Les gens de Syldavie n’ont rien à faire ici, chassons-les tous du marché."
REASONS = "Ce message appelle à chasser des habitants de la ville en raison de leur origine."
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)


def notice(*addresses: str, category: Category = Category.RACISM, **more: Any) -> dict[str, Any]:
    """A complete, mild notice about these addresses."""
    posted = (datetime.now(UTC) - timedelta(days=40)).isoformat()
    text = more.pop("text", TEXT)
    return {
        "targets": [{"address": each, "text": text, "posted_at": posted} for each in addresses],
        "category": str(category),
        "reasons": REASONS,
        "good_faith": True,
        "notifier": {
            "kind": "citizen",
            "name": "Dominique Exemple",
            "email": "d@exemple.example",
            "consents": ["police"],
        },
        "lang": "fr",
        **more,
    }


def post(n: int, who: str = "grincheux") -> str:
    """The address of an invented post."""
    return f"https://x.com/{who}/status/{1726000000000000000 + n}"


@dataclass
class Scene:
    """Who works, and the cases by what they show."""

    world: World
    sos: Organisation
    analyst: Person
    second: Person
    platform: Organisation
    cases: dict[str, str] = field(default_factory=dict)

    @property
    def hand(self) -> Hand:
        """The analyst's hand."""
        return Hand(organisation=self.sos, by=self.analyst.ref)

    def take_in(self, name: str, given: dict[str, Any], handler: Organisation | None = None) -> CaseNow:
        """Take a notice in and have it triaged; its case is kept under `name`."""
        taken = door.receive(given, door.Entry(handler=handler or self.sos, channel=Channel.FORM))
        self.world.settle("triage")
        now = streams.notice_now(taken.ref)
        assert now is not None
        self.cases[name] = now.cases[0]
        return self.case(name)

    def case(self, name: str) -> CaseNow:
        """A case as it stands."""
        now = streams.case_now(self.cases[name])
        assert now is not None
        return now

    def judge(self, name: str, *asks: Ask, hand: Hand | None = None) -> CaseNow:
        """Qualify every target of a case."""
        now = self.case(name)
        said = [Verdict(target=each.id, offences=(HATE,), asks=asks, note=REASONS) for each in now.targets]
        return judge.qualify(hand or self.hand, now.ref, said)

    def refer(self, name: str, *asks: Ask, hand: Hand | None = None) -> str:
        """Judge, state why nothing is captured, refer, send; the first referral."""
        who = hand or self.hand
        now = self.judge(name, *(asks or (Ask.REMOVE,)), hand=who)
        judge.add_reason(who, now.ref, [each.id for each in now.targets], "Capture impossible ici.")
        judge.refer(who, now.ref)
        self.world.settle("dispatch")
        return self.case(name).referrals[0]

    def answer(self, referral: str) -> None:
        """The platform says that it removed everything."""
        now = streams.referral_now(referral)
        assert now is not None
        said = [
            TargetAnswer(
                target=each.target,
                kind=AnswerKind.DECIDED,
                measure=Measure.REMOVED,
                facts="Appel à la haine constaté.",
                legal_ground="Loi du 29 juillet 1881, art. 24",
                redress="Réclamation interne, six mois.",
            )
            for each in now.targets
        ]
        reply.answer(Hand(organisation=self.platform, by="p-host"), referral, said)

    def client(self, person: Person | None = None, lang: str = "en") -> Client:
        """A browser with this person signed in, CSRF checked as everywhere."""
        made = Client()
        made.cookies["django_language"] = lang
        if person:
            assert made.login(username=person.email, password=PASSWORD)
        return made


def empty(world: World, sos: Organisation) -> Scene:
    """An association with two analysts, and a platform with an account here."""
    analyst = world.person("analyst@sos.example", sos, Role.ANALYST)
    second = world.person("second@sos.example", sos, Role.ANALYST)
    platform = world.organisation("Plateforme X", OrgKind.PLATFORM, platform="x")
    return Scene(world=world, sos=sos, analyst=analyst, second=second, platform=platform)


def furnished(world: World, sos: Organisation) -> Scene:
    """A case for each kind of page."""
    scene = empty(world, sos)
    scene.take_in(
        "danger", notice(post(1), category=Category.THREAT, danger=True, text="Demain 7 h, rue des Lilas, il verra.")
    )
    scene.take_in("open", notice(post(2), post(3), "https://www.facebook.com/grincheux/posts/123456789"))
    scene.take_in("open", notice(post(2) + "?utm_source=partage"))
    scene.take_in("forty", notice(*(post(100 + n) for n in range(40)), text=TEXT * 4))
    scene.take_in("judged", notice(post(4)))
    scene.judge("judged", Ask.REMOVE, Ask.INFORM_PROSECUTOR)
    scene.take_in("answered", notice(post(5), post(6)))
    scene.answer(scene.refer("answered"))
    scene.take_in("assisted", notice("https://www.tiktok.com/@grincheux/video/7106594312292453675"))
    scene.refer("assisted")
    assert cases.case_for(sos.ref, scene.cases["open"])
    return scene
