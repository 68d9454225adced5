"""A grave ask needs a second person: not the one who judged an earlier target, nor the one behind a token."""

from collections.abc import Iterator

import pytest

from fanal.notice.facts import Verdict
from fanal.notice.states import ReferralNow
from fanal.words.errors import MoveError
from fanal.words.lists import Ask, OrgKind, Role
from fanal_hub.ledger import write
from fanal_hub.ledger.read import streams
from fanal_hub.people import enrol
from fanal_hub.people.models import Organisation
from fanal_hub.stations import dispatch, judge
from fanal_hub.stations.judge import Hand
from tests.hub.desk.scene import HATE, REASONS, Scene, notice, post


@pytest.fixture
def bureau(scene: Scene) -> Iterator[Organisation]:
    """An authority with a case of two targets, which leaves the shared scene when the test ends."""
    made = scene.world.organisation("Bureau Test", OrgKind.AUTHORITY)
    scene.take_in("grave", notice(post(77, "autre"), post(78, "autre")), made)
    yield made
    scene.cases.pop("grave")


def referred(scene: Scene, *hands: Hand) -> ReferralNow:
    """Each hand judges one target, the last ones take the rest; the last hand refers."""
    case = scene.case("grave")
    for place, target in enumerate(case.targets):
        hand = hands[min(place, len(hands) - 1)]
        verdict = Verdict(target=target.id, offences=(HATE,), asks=(Ask.INFORM_PROSECUTOR,), note=REASONS)
        judge.judge(hand, case.ref, [verdict], evidence_reason="Capture impossible ici.")
    judge.refer(hands[-1], case.ref)
    now = streams.referral_now(scene.case("grave").referrals[0])
    assert now is not None
    assert now.needs_second
    return now


def test_whoever_judged_any_of_the_targets_is_no_second_person(scene: Scene, bureau: Organisation) -> None:
    one, two, three = (Hand(organisation=bureau, by=f"p-{name}") for name in ("one", "two", "three"))
    referral = referred(scene, one, two)
    for hand in (one, two):
        with pytest.raises(MoveError):
            dispatch.approve(hand, referral.ref)
    assert dispatch.approve(three, referral.ref).approved_by == "p-three"


def test_whoever_made_the_token_that_judged_is_no_second_person(scene: Scene, bureau: Organisation) -> None:
    person = scene.world.person("one@bureau.example", bureau, Role.ADMIN, Role.ANALYST)
    made = enrol.api_token(bureau, "mine", [Role.ANALYST], scene.world.now, 30, by=person.ref)
    write.run(made.row.save)
    referral = referred(scene, Hand(organisation=bureau, by=f"token-{made.row.pk}"))
    with pytest.raises(MoveError):
        dispatch.approve(Hand(organisation=bureau, by=person.ref), referral.ref)
    assert dispatch.approve(Hand(organisation=bureau, by="p-two"), referral.ref).approved_by == "p-two"
