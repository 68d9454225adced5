"""A notice that went the whole way: judged, put before a platform or a recipient without account, and the link in the letter."""

import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

from django.conf import settings

from fanal import flow
from fanal.notice.facts import SetAside, Verdict
from fanal.notice.states import CaseNow, ReferralNow
from fanal.words.lists import Ask, Channel, SetAsideReason
from fanal_hub.ledger import write
from fanal_hub.ledger.read import streams
from fanal_hub.people.models import Organisation, RecipientRow
from fanal_hub.stations import dispatch, door, judge
from tests.hubkit import World

TEXT = "Un texte menaçant, inventé."
FACTS = "Le message menace une personne nommée."


def send(handler: Organisation, *addresses: str, category: str = "threat") -> door.Taken:
    """A notice from the public form."""
    given = {
        "targets": [{"address": each, "text": TEXT} for each in addresses],
        "category": category,
        "reasons": "Menace de mort répétée contre une personne nommée.",
        "notifier": {"name": "Ana Secret", "email": "ana.secret@example.org", "kind": "victim"},
        "good_faith": True,
    }
    return door.receive(given, door.Entry(handler=handler, channel=Channel.FORM))


def case_of(taken: door.Taken) -> CaseNow:
    """The case of a notice, once triaged."""
    now = streams.notice_now(taken.ref)
    assert now is not None
    case = streams.case_now(now.cases[0])
    assert case is not None
    return case


def put_before(world: World, handler: Organisation, taken: door.Taken) -> ReferralNow:
    """Have a scripted person judge every target and refer; the first referral to a platform."""
    world.settle()
    hand, case = judge.Hand(organisation=handler, by="p-test"), case_of(taken)
    targets = [each.id for each in case.targets]
    offence = next(each.code for each in flow.offences("threat") if "threat" in each.categories)
    judge.add_reason(hand, case.ref, targets, "Page fermée aux visiteurs.")
    judge.qualify(hand, case.ref, [Verdict(target=each, offences=(offence,), asks=(Ask.REMOVE,)) for each in targets])
    judge.refer(hand, case.ref)
    world.settle()
    found = next(each for each in streams.referrals_of(case.ref) if each.recipient_kind == "platform")
    if found.state != "undeliverable":
        return found
    posted = dispatch.sent_by_hand(hand, found.ref)  # no mail server: a person posts the letter of the outbox
    world.settle()
    return posted


def set_aside(world: World, handler: Organisation, taken: door.Taken) -> None:
    """Have a scripted person set every target aside."""
    world.settle()
    case, hand = case_of(taken), judge.Hand(organisation=handler, by="p-test")
    reason = SetAsideReason.COUNTER_SPEECH
    judge.qualify(hand, case.ref, [SetAside(target=each.id, reason=reason) for each in case.targets])
    world.settle()


def forum(handler: Organisation) -> None:
    """A recipient without account, reached by e-mail."""
    row = RecipientRow(
        handler=handler, code="forum", kind="platform", title_fr="Forum des Tests", title_en="Test Forum"
    )
    row.platform, row.email = "web", "abuse@forum.example"
    write.run(row.save)


def link_of(referral: str) -> str:
    """The one-time link out of the letter that left for a referral."""
    for place in Path(settings.HOME).rglob("*.eml"):
        letter = message_from_bytes(place.read_bytes(), policy=policy.default)
        body = letter.get_body(("plain",))
        text = body.get_content() if body else ""
        found = re.search(r"/a/([\w-]+)", text)
        if found and referral in text:
            return found[1]
    raise AssertionError(f"no letter about {referral}")


def later(**span: float) -> datetime:
    """A moment ahead."""
    return datetime.now(UTC) + timedelta(**span)
